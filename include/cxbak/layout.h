/*
 * Where things stand in a database beside the fields: the child elements of
 * chosen users, and the bytes of chosen spans.  Read in one pass, only when
 * it is needed.  A `struct layout` owns its arrays.
 */
#ifndef CXBAK_LAYOUT_H
#define CXBAK_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup.h"
#include "cxbak/err.h"

/* The child elements of one parent, by the offsets behind them. */
struct layout_children {
    uint64_t *ends;
    size_t count;
    size_t cap;
};

struct layout_user {
    struct layout_children own;        /* of the Extension */
    struct layout_children properties; /* of its Properties */
};

/* Bytes of the document, terminated by a NUL that does not count. */
struct layout_span {
    uint64_t from;
    uint64_t to;
    char *bytes; /* filled in by layout_read(), owned */
    size_t got;
};

struct layout {
    struct layout_user **users; /* by index; NULL for those not chosen */
    size_t user_count;
    struct layout_span *spans;
    size_t span_count;
    size_t span_cap;
};

/* Choose a user; its children can be looked up after layout_read(). */
void layout_choose(struct layout *l, const struct backup *b, size_t user);

/* Choose bytes, at least one; returns the span's index. */
size_t layout_span(struct layout *l, uint64_t from, uint64_t to);

/* Read what was chosen; nothing is read if nothing was. */
int layout_read(struct layout *l, struct backup *b, struct err *e);

/* How many of the children end at `at` or before. */
size_t layout_before(const struct layout_children *c, uint64_t at);

void layout_free(struct layout *l);

#endif
