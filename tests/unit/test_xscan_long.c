/*
 * Long tags: up to their limit they are read, and their places are exact,
 * wherever the pieces of the document end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/util/buf.h"
#include "cxbak/xml/xscan.h"

/* The places of the element <b ...>. */
static struct xelement seen;

static int
on_start(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    (void)arg;
    (void)x;
    (void)e;
    if (strcmp(el->name, "b") == 0)
        seen = *el;
    return ST_OK;
}

static int
on_end(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    (void)arg;
    (void)x;
    (void)e;
    if (strcmp(el->name, "b") == 0)
        seen = *el;
    return ST_OK;
}

static const struct xhandler handler = {.start = on_start, .end = on_end};

/* Scan it in pieces of `step` bytes. */
static int
scan(const struct buf *doc, size_t step, struct err *e)
{
    struct xscan *x = xscan_new(&handler, NULL, "test.xml");
    size_t at, n;

    for (at = 0; at < doc->len && e->status == ST_OK; at += step) {
        n = doc->len - at < step ? doc->len - at : step;
        xscan_push(x, doc->data + at, n, e);
    }
    if (e->status == ST_OK)
        xscan_finish(x, e);
    xscan_free(x);
    return e->status;
}

static void
long_tags_have_their_places(void **state)
{
    static const size_t lengths[] = {1000, 16300, 16500, 33000, 60000, 65000};
    static const size_t steps[] = {509, 4096, 65536, 1 << 20};
    size_t i, k;

    (void)state;
    for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct buf b = BUF_INIT;
        size_t n = lengths[i], begin, open_end;

        buf_adds(&b, "<a>\n  ");
        begin = b.len;
        buf_printf(&b, "<b x=\"%0*d\">", (int)n, 1);
        open_end = b.len;
        buf_adds(&b, "text</b>\n</a>\n");
        for (k = 0; k < sizeof(steps) / sizeof(steps[0]); k++) {
            struct err e = ERR_INIT;

            memset(&seen, 0, sizeof(seen));
            if (scan(&b, steps[k], &e) != ST_OK)
                fail_msg("a tag of %zu bytes: %s", n, e.msg);
            assert_int_equal(seen.begin, begin);
            assert_int_equal(seen.open_end, open_end);
            assert_int_equal(seen.close_begin, open_end + strlen("text"));
            assert_int_equal(seen.end, open_end + strlen("text</b>"));
        }
        buf_free(&b);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_tags_have_their_places),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
