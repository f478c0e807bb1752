/*
 * Documents for tests of the editor: a database read from a text, and the
 * text with its patches.
 */
#ifndef TESTS_PATCH_HELP_H
#define TESTS_PATCH_HELP_H

#include <string.h>

#include "cxbak/backup/database.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/xml/xpatch.h"

static struct database *
read_text(const char *text, size_t n)
{
    struct database_reader *r =
        database_begin("test", (struct database_options){.details = true});
    struct database *d = NULL;
    struct err e = ERR_INIT;

    if (database_push(r, text, n, &e) != ST_OK ||
        database_end(r, &d, &e) != ST_OK)
        fail_msg("%s in %s", e.msg, text);
    database_abandon(r);
    return d;
}

/* An edit with a text of its own. */
static struct edit
edit_of(enum field f, const char *text)
{
    return (struct edit){.field = f, .text = mem_dup(text)};
}

struct text {
    const char *p;
    size_t left;
};

static int
read_source(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    struct text *t = arg;

    (void)e;
    *got = n < t->left ? n : t->left;
    memcpy(p, t->p, *got);
    t->p += *got;
    t->left -= *got;
    return ST_OK;
}

/* The document with its patches. */
static struct buf
patched(const char *text, struct xpatches *p)
{
    struct text source = {text, strlen(text)};
    struct xpatcher *x;
    struct buf out = BUF_INIT;
    struct err e = ERR_INIT;
    uint8_t block[64];
    size_t got;

    assert_true(xpatch_sort(p));
    x = xpatcher_new(p, read_source, &source);
    do {
        assert_int_equal(xpatcher_read(x, block, sizeof(block), &got, &e),
                         ST_OK);
        buf_add(&out, block, got);
    } while (got > 0);
    xpatcher_free(x);
    return out;
}

#endif
