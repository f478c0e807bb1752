/*
 * Patching a stream of bytes at known offsets.  A list owns its patches.
 */
#ifndef CXBAK_XML_XPATCH_H
#define CXBAK_XML_XPATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"

struct xpatch {
    uint64_t at;   /* offset in the original */
    uint64_t drop; /* bytes that go */
    char *text;    /* bytes that come in their place */
    size_t len;
    size_t order; /* among patches at the same offset: first come first */
};

struct xpatches {
    struct xpatch *list;
    size_t count;
    size_t cap;
};

/* Add a patch; `text` (not NULL) is taken over. */
void xpatch_add(struct xpatches *p, uint64_t at, uint64_t drop, char *text,
                size_t len);

/* Put the patches in the order of the file.  Returns false if two overlap. */
bool xpatch_sort(struct xpatches *p);

/* Release the patches. */
void xpatch_free(struct xpatches *p);

/* Where the original comes from: `*got` bytes, at most `n`; 0 is the end. */
typedef int xsource_fn(void *arg, void *p, size_t n, size_t *got,
                       struct err *e);

struct xpatcher;

/* Begin to patch what `read` gives with the sorted patches (borrowed). */
struct xpatcher *xpatcher_new(const struct xpatches *p, xsource_fn *read,
                              void *arg);

/* The next bytes of the patched stream; the arguments are those of an
 * xsource_fn, `arg` being the patcher.  A patch behind the end of the
 * original is ST_SYSTEM. */
int xpatcher_read(void *arg, void *p, size_t n, size_t *got, struct err *e);

void xpatcher_free(struct xpatcher *x);

/* Append text as the content of an element: `&`, `<`, `>` and carriage
 * return escaped (XML 1.0 2.4, 2.11). */
void xpatch_escape(struct buf *b, const char *text);

#endif
