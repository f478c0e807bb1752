/*
 * Patching a stream: what is escaped, which patches cannot stand together,
 * and the same bytes whatever the pieces are that come and go.
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
#include "cxbak/util/mem.h"
#include "cxbak/xml/xpatch.h"

#include "apply_help.h"

static void
what_is_escaped(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"plain", "plain"},
        {"a & b", "a &amp; b"},
        {"<x>", "&lt;x&gt;"},
        {"]]>", "]]&gt;"},
        {"&amp;", "&amp;amp;"},
        /* A reader makes a line feed of a carriage return as it is. */
        {"a\rb", "a&#xD;b"},
        {"\r\n", "&#xD;\n"},
        {"tab\tand\nline", "tab\tand\nline"},
        {"\"quotes'", "\"quotes'"},
        {"\xc3\xbc\xf0\x9f\x98\x80", "\xc3\xbc\xf0\x9f\x98\x80"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf b = BUF_INIT;

        buf_adds(&b, "before ");
        xpatch_escape(&b, cases[i][0]);
        assert_memory_equal(buf_str(&b), "before ", 7);
        assert_string_equal(buf_str(&b) + 7, cases[i][1]);
        buf_free(&b);
    }
}

static void
add(struct xpatches *p, uint64_t at, uint64_t drop, const char *text)
{
    xpatch_add(p, at, drop, mem_dup(text), strlen(text));
}

/* What the patches make of the document, read `step` bytes at a time. */
static int
apply(const struct xpatches *p, const char *doc, size_t step, struct buf *out,
      struct err *e)
{
    return apply_patches(p, doc, strlen(doc), step, out, e);
}

static void
pieces_do_not_matter(void **state)
{
    struct xpatches p = {0};
    struct err e = ERR_INIT;
    size_t step;

    (void)state;
    /* In no order; two at one place come in the order they were added, and
     * before what is dropped there. */
    add(&p, 10, 0, "<end>");
    add(&p, 4, 2, "FOUR");
    add(&p, 4, 0, "first,");
    add(&p, 4, 0, "second,");
    add(&p, 0, 1, "");
    add(&p, 6, 3, "a longer text than what goes");
    assert_true(xpatch_sort(&p));
    for (step = 1; step < 70; step++) {
        struct buf out = BUF_INIT;

        assert_int_equal(apply(&p, "0123456789", step, &out, &e), ST_OK);
        assert_string_equal(
            buf_str(&out),
            "123first,second,FOURa longer text than what goes9<end>");
        buf_free(&out);
    }
    xpatch_free(&p);
    assert_int_equal(p.count, 0);
}

static void
no_patches_no_change(void **state)
{
    struct xpatches p = {0};
    struct buf out = BUF_INIT;
    struct err e = ERR_INIT;

    (void)state;
    assert_true(xpatch_sort(&p));
    assert_int_equal(apply(&p, "<a/>", 3, &out, &e), ST_OK);
    assert_string_equal(buf_str(&out), "<a/>");
    buf_free(&out);
}

static void
patches_that_overlap_are_told(void **state)
{
    static const struct {
        uint64_t at, drop, other_at, other_drop;
        bool good;
    } cases[] = {
        {0, 5, 5, 2, true},  {0, 5, 4, 2, false}, {4, 2, 0, 5, false},
        {3, 0, 3, 4, true},  {3, 4, 3, 4, false}, {3, 0, 3, 0, true},
        {2, 4, 3, 0, false}, {2, 4, 6, 0, true},  {2, 1, 3, 0, true},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct xpatches p = {0};

        add(&p, cases[i].at, cases[i].drop, "x");
        add(&p, cases[i].other_at, cases[i].other_drop, "y");
        if (xpatch_sort(&p) != cases[i].good)
            fail_msg("case %zu", i);
        xpatch_free(&p);
    }
}

/* A place that the document does not have is our own fault, and is told. */
static void
patches_behind_the_end_are_told(void **state)
{
    static const uint64_t places[][2] = {{11, 0}, {8, 3}, {10, 1}, {99, 9}};
    size_t i, step;

    (void)state;
    for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        for (step = 1; step < 20; step += 6) {
            struct xpatches p = {0};
            struct buf out = BUF_INIT;
            struct err e = ERR_INIT;

            add(&p, places[i][0], places[i][1], "x");
            if (apply(&p, "0123456789", step, &out, &e) != ST_SYSTEM)
                fail_msg("patch %zu, pieces of %zu: %s", i, step,
                         buf_str(&out));
            assert_non_null(strstr(e.msg, "behind the end"));
            err_free(&e);
            buf_free(&out);
            xpatch_free(&p);
        }
    }
}

/* An error of the source is handed on as it is. */
static int
read_nothing(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    (void)arg;
    (void)p;
    (void)n;
    *got = 0;
    return err_set(e, ST_BACKUP, "the source says no");
}

static void
errors_of_the_source_come_through(void **state)
{
    struct xpatches p = {0};
    struct xpatcher *x = xpatcher_new(&p, read_nothing, NULL);
    struct err e = ERR_INIT;
    char block[8];
    size_t got;

    (void)state;
    assert_int_equal(xpatcher_read(x, block, sizeof(block), &got, &e),
                     ST_BACKUP);
    assert_string_equal(e.msg, "the source says no");
    err_free(&e);
    xpatcher_free(x);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_escaped),
        cmocka_unit_test(pieces_do_not_matter),
        cmocka_unit_test(no_patches_no_change),
        cmocka_unit_test(patches_that_overlap_are_told),
        cmocka_unit_test(patches_behind_the_end_are_told),
        cmocka_unit_test(errors_of_the_source_come_through),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
