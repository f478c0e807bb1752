/*
 * The JSON of a plan, read piece by piece.  It borrows path and text; what it
 * returns is the caller's.
 */
#ifndef CXBAK_PLAN_PLAN_SOURCE_IMPL_H
#define CXBAK_PLAN_PLAN_SOURCE_IMPL_H

#include <stddef.h>

#include "cxbak/util/err.h"

struct json_t;

/* The arrays that are not read at once. */
enum plan_array { PLAN_USERS, PLAN_CHANGES, PLAN_ARRAYS };

/* Offsets in the text. */
struct plan_span {
    size_t begin;
    size_t end;
};

struct plan_source {
    const char *path; /* for messages */
    const char *text;
    size_t n;
    size_t at; /* where the document is being parsed */
    struct plan_span arrays[PLAN_ARRAYS]; /* what is left of them */
};

/* The document, without the elements of these arrays.  NULL and ST_REFUSED
 * with the place in the text if it is no JSON, or too much beside them. */
struct json_t *plan_source_begin(struct plan_source *s, const char *path,
                                 const char *text, size_t n, struct err *e);

/* The next element of an array.  NULL at the end, or if it is no JSON or has
 * very many values, as above. */
struct json_t *plan_source_next(struct plan_source *s, enum plan_array which,
                                struct err *e);

/* The text is refused, for the reason in `e`.  If it is no JSON say that, and
 * where: all of it is parsed at once, unless it is large, for a stray quote is
 * told better so. */
void plan_source_explain(const struct plan_source *s, struct err *e);

#endif
