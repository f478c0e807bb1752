/*
 * Where things stand in a database beside the fields: the child elements of
 * chosen users, and the bytes of chosen spans.  Read in one pass, only when
 * it is needed.  A `struct document_index` owns its arrays.
 */
#ifndef CXBAK_PATCH_DOCUMENT_INDEX_H
#define CXBAK_PATCH_DOCUMENT_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/err.h"

/* One child of a parent: an element, or a comment or instruction. */
struct document_index_child {
    uint64_t end; /* the offset behind it */
    bool aside;   /* it is no element */
};

struct document_index_children {
    struct document_index_child *list;
    size_t count;
    size_t cap;
};

struct document_index_user {
    struct document_index_children own;        /* of the Extension */
    struct document_index_children properties; /* of its Properties */
};

/* Bytes of the document, terminated by a NUL that does not count. */
struct document_index_span {
    uint64_t from;
    uint64_t to;
    char *bytes; /* filled in by document_index_read(), owned */
    size_t got;
};

struct document_index {
    struct document_index_user *
        *users; /* by index; NULL for those not chosen */
    size_t user_count;
    struct document_index_span *spans;
    size_t span_count;
    size_t span_cap;
};

/* Choose a user; its children can be looked up after document_index_read(). */
void document_index_choose(struct document_index *l, const struct backup *b,
                           size_t user);

/* Choose bytes, at least one; returns the span's index. */
size_t document_index_span(struct document_index *l, uint64_t from,
                           uint64_t to);

/* Read what was chosen; nothing is read if nothing was. */
int document_index_read(struct document_index *l, struct backup *b,
                        struct err *e);

/* How many child elements end at `at` or before; `*asides` is how many
 * comments and instructions stand between the last of them and `at`. */
size_t document_index_before(const struct document_index_children *c,
                             uint64_t at, size_t *asides);

void document_index_free(struct document_index *l);

#endif
