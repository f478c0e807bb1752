/*
 * libxml2's judgement of a document, without a look at what stands in it: is
 * it well-formed UTF-8 without a DOCTYPE?  Names are not looked at.
 */
#ifndef CXBAK_XML_XJUDGE_IMPL_H
#define CXBAK_XML_XJUDGE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"

struct xjudge;

/* Start a parser; NULL if libxml2 cannot. */
struct xjudge *xjudge_new(void);

/* Give it the next `n` bytes.  False: the document is not good enough; why is
 * not said. */
bool xjudge_push(struct xjudge *j, const void *p, size_t n);

/* The document has ended.  What it holds, to be compared. */
bool xjudge_finish(struct xjudge *j, size_t *elements, size_t *attributes);

/* Release; NULL is allowed. */
void xjudge_free(struct xjudge *j);

#endif
