/*
 * Bytes and children of a database, read in one pass: spans of any length and
 * order, over the borders of the blocks in which it is read, too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/patch/document_index.h"
#include "cxbak/util/buf.h"

#include "backup_help.h"

/* Several blocks, whatever their size may be. */
#define DOCUMENT_LEN ((size_t)3 << 20)

static const char head[] =
    "<PhoneSystem><header><version>20.0</version></header><Tenants><Tenant>"
    "<DN><Extension><Number>200</Number></Extension><!--";
static const char tail[] =
    "--><Extension><!--a--><Number>201</Number><!--b--><?c?><Other/>"
    "<Properties><DNProperty><Name>N</Name><Value>V</Value></DNProperty>"
    "<!--d--></Properties></Extension></DN></Tenant></Tenants></PhoneSystem>";

/* A document in which no two places look the same. */
static void
make_document(struct buf *b)
{
    size_t i;

    buf_adds(b, head);
    for (i = 0; b->len < DOCUMENT_LEN; i++)
        buf_printf(b, " %zu", i);
    buf_adds(b, tail);
}

static void
spans_have_their_bytes(void **state)
{
    struct buf doc = BUF_INIT;
    struct document_index l = {0};
    struct help_backup h;
    struct err e = ERR_INIT;
    uint64_t seed = 1;
    size_t i;

    (void)state;
    make_document(&doc);
    help_open(&h, buf_str(&doc), NULL, 0);

    /* One over nearly all of it, and many short ones in between. */
    document_index_span(&l, 3, doc.len - 5);
    for (i = 0; i < 200; i++) {
        uint64_t from, n;

        seed = seed * 6364136223846793005 + 1442695040888963407;
        from = (seed >> 33) % doc.len;
        n = i % 10 == 0 ? 300000 : 1 + i;
        if (from + n > doc.len)
            n = doc.len - from;
        document_index_span(&l, from, from + n);
    }
    assert_int_equal(document_index_read(&l, h.backup, &e), ST_OK);
    for (i = 0; i < l.span_count; i++) {
        const struct document_index_span *s = &l.spans[i];

        assert_int_equal(s->got, s->to - s->from);
        if (memcmp(s->bytes, doc.data + s->from, s->got) != 0)
            fail_msg("span %zu, %ju to %ju", i, (uintmax_t)s->from,
                     (uintmax_t)s->to);
    }
    document_index_free(&l);
    help_close(&h);
    buf_free(&doc);
}

/* Where the text ends in the document. */
static uint64_t
behind(const struct buf *doc, const char *text)
{
    const char *p = strstr(buf_str(doc), text);

    assert_non_null(p);
    return (uint64_t)(p - buf_str(doc)) + strlen(text);
}

static void
children_are_counted(void **state)
{
    static const struct {
        const char *text;
        size_t elements, asides;
    } own[] = {
        {"<Extension><!--a-->", 0, 1},
        {"<Number>201</Number>", 1, 0},
        {"<Number>201</Number><!--b-->", 1, 1},
        {"<?c?>", 1, 2},
        {"<Other/>", 2, 0},
        {"<!--d--></Properties>", 3, 0},
    };
    struct document_index l = {0};
    struct buf doc = BUF_INIT;
    struct help_backup h;
    struct err e = ERR_INIT;
    size_t i, asides;

    (void)state;
    make_document(&doc);
    help_open(&h, buf_str(&doc), NULL, 0);
    document_index_choose(&l, h.backup, 1);
    document_index_choose(&l, h.backup, 1);
    assert_int_equal(document_index_read(&l, h.backup, &e), ST_OK);
    assert_null(l.users[0]);
    for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        uint64_t at = behind(&doc, own[i].text);

        assert_int_equal(document_index_before(&l.users[1]->own, at, &asides),
                         own[i].elements);
        assert_int_equal(asides, own[i].asides);
    }
    assert_int_equal(document_index_before(&l.users[1]->properties,
                                           behind(&doc, "</DNProperty>"),
                                           &asides),
                     1);
    assert_int_equal(asides, 0);
    assert_int_equal(document_index_before(&l.users[1]->properties,
                                           behind(&doc, "<!--d-->"), &asides),
                     1);
    assert_int_equal(asides, 1);
    document_index_free(&l);
    help_close(&h);
    buf_free(&doc);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_have_their_bytes),
        cmocka_unit_test(children_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
