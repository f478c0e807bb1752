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

#include "apply_help.h"

static struct database *
read_text(const char *text, size_t n)
{
    struct database_reader *r =
        database_begin("test", (struct database_options){.keep = KEEP_DETAILS});
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

/* The document with its patches. */
static struct buf
patched(const char *text, struct xpatches *p)
{
    struct buf out = BUF_INIT;
    struct err e = ERR_INIT;

    assert_true(xpatch_sort(p));
    assert_int_equal(apply_patches(p, text, strlen(text), SIZE_MAX, &out, &e),
                     ST_OK);
    return out;
}

#endif
