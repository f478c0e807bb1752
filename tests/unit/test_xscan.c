/*
 * The scanner's offsets: for every element of documents in many spellings the
 * bytes at the places that it names are the ones that must stand there, in
 * whatever pieces the document comes.
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
#include "cxbak/xml/xscan.h"

struct watch {
    const char *doc;
    size_t len;
    size_t elements;
    struct buf seen; /* names and texts, to be compared between runs */
    struct buf places;
};

static int
on_start(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct watch *w = arg;
    const char *p = w->doc + el->begin;
    size_t n = strlen(el->name), i;

    (void)e;
    xscan_capture(x);
    assert_true(el->open_end <= w->len);
    assert_int_equal(*p, '<');
    assert_memory_equal(p + 1, el->name, n);
    assert_int_equal(w->doc[el->open_end - 1], '>');
    assert_int_equal(el->empty, w->doc[el->open_end - 2] == '/');
    assert_true(el->tag_end > el->begin + n);
    assert_true(strchr(" \t\r\n/>", w->doc[el->tag_end]) != NULL);
    assert_memory_equal(w->doc + el->lead, el->lead_text, el->lead_len);
    assert_int_equal(el->lead + el->lead_len, el->begin);
    assert_int_equal(strspn(w->doc + el->lead, " \t\r\n"), el->lead_len);
    for (i = 0; i < el->attr_count; i++)
        buf_printf(&w->seen, "@%s=%s;", el->attrs[i].name, el->attrs[i].value);
    buf_printf(&w->places, "%zu:%zu:%s %ju-%ju-%ju-%ju %zu %d %zu;",
               xscan_line(x), el->depth, el->name, (uintmax_t)el->lead,
               (uintmax_t)el->begin, (uintmax_t)el->tag_end,
               (uintmax_t)el->open_end, el->lead_len, el->empty,
               el->namespace_count);
    w->elements++;
    return ST_OK;
}

static int
on_end(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct watch *w = arg;

    (void)x;
    (void)e;
    assert_int_equal(w->doc[el->end - 1], '>');
    if (el->empty) {
        assert_int_equal(el->close_begin, el->end);
        assert_int_equal(el->open_end, el->end);
    } else {
        assert_memory_equal(w->doc + el->close_begin, "</", 2);
        assert_memory_equal(w->doc + el->close_begin + 2, el->name,
                            strlen(el->name));
    }
    buf_printf(&w->seen, "%s[%s]%d ", el->name, el->text, el->parent);
    buf_printf(&w->places, "/%s %ju %ju %zu %d%d%d;", el->name,
               (uintmax_t)el->close_begin, (uintmax_t)el->end, el->lead_len,
               el->parent, el->remark, el->mixed);
    assert_int_equal(el->text_len, strlen(el->text));
    return ST_OK;
}

static void
on_aside(void *arg, size_t depth, uint64_t end)
{
    struct watch *w = arg;

    buf_printf(&w->places, "#%zu %ju;", depth, (uintmax_t)end);
}

static const struct xhandler handler = {on_start, on_end, on_aside};

/* A handler that looks at nothing, as most of a document is read. */
static int
pass_by(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    (void)arg;
    (void)x;
    (void)el;
    return e->status;
}

static const struct xhandler pass_by_all = {.start = pass_by};

/* Hand the document over in pieces of `step` bytes. */
static int
push(struct xscan *x, const struct watch *w, size_t step, struct err *e)
{
    size_t at;

    for (at = 0; at < w->len && e->status == ST_OK; at += step)
        xscan_push(x, w->doc + at, w->len - at < step ? w->len - at : step, e);
    if (e->status == ST_OK)
        xscan_finish(x, e);
    return e->status;
}

/* The second reading, and the quick one, give just what the first one gave. */
static void
scan_again(const struct watch *first, size_t step, bool quick)
{
    struct watch w = {.doc = first->doc, .len = first->len};
    struct xscan *x = quick ? xscan_quick(&handler, &w, "test.xml", first->len)
                            : xscan_again(&handler, &w, "test.xml");
    struct err e = ERR_INIT;

    if (push(x, &w, step, &e) != ST_OK)
        fail_msg("%s", e.msg);
    assert_string_equal(buf_str(&w.seen), buf_str(&first->seen));
    assert_string_equal(buf_str(&w.places), buf_str(&first->places));
    assert_int_equal(w.elements, first->elements);
    xscan_free(x);
    buf_free(&w.seen);
    buf_free(&w.places);
}

/* What cannot be read is not read quickly, either. */
static void
refuse_quickly(const struct watch *first, size_t step)
{
    struct watch w = {.doc = first->doc, .len = first->len};
    struct xscan *x = xscan_quick(&pass_by_all, &w, "test.xml", 0);
    struct err e = ERR_INIT;

    assert_int_not_equal(push(x, &w, step, &e), ST_OK);
    err_free(&e);
    xscan_free(x);
}

/* Scan the document in pieces of `step` bytes; twice, if it is good. */
static int
scan(struct watch *w, size_t step, struct err *e)
{
    struct xscan *x = xscan_new(&handler, w, "test.xml");

    if (push(x, w, step, e) != ST_OK || !xscan_plain(x)) {
        refuse_quickly(w, step);
    } else {
        scan_again(w, step, false);
        scan_again(w, step, true);
    }
    xscan_free(x);
    buf_free(&w->places);
    return e->status;
}

/* The document gives the same in all pieces; returns what it gave. */
static char *
scan_all(const char *doc, size_t len, size_t elements)
{
    static const size_t steps[] = {SIZE_MAX / 2, 1, 2, 3, 5, 7, 11, 64, 4096};
    char *first = NULL;
    size_t i;

    for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        struct watch w = {.doc = doc, .len = len};
        struct err e = ERR_INIT;

        assert_int_equal(scan(&w, steps[i], &e), ST_OK);
        assert_int_equal(w.elements, elements);
        if (first == NULL)
            first = mem_dup(buf_str(&w.seen));
        else
            assert_string_equal(first, buf_str(&w.seen));
        buf_free(&w.seen);
        err_free(&e);
    }
    return first;
}

static void
places_are_exact(void **state)
{
    static const struct {
        const char *doc;
        size_t elements;
        const char *seen;
    } cases[] = {
        {"<a/>", 1, "a[]0 "},
        {"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
         "<a>\r\n  <b />\r\n  <c></c>\r\n</a>\r\n",
         3, "b[]0 c[]0 a[\n  \n  \n]1 "},
        {"<a><b  \t x='1>2'\n/><c\n>t</c\n ></a >", 3,
         "@x=1>2;b[]0 c[t]0 a[]1 "},
        {"<a>x<!-- <b> --><b>y</b><![CDATA[<c>]]>&lt;d&#62;&amp;</a>", 2,
         "b[y]0 a[x<c><d>&]1 "},
        {"<a x=\"&quot;&#x3c;\" y=''><?pi <z>?><b>\xc3\xa9\xe4\xbd\x90</b></a>",
         2, "@x=\"<;@y=;b[\xc3\xa9\xe4\xbd\x90]0 a[]1 "},
        {"<a x='&amp;&#38;&#x26;&lt;&gt;&apos;' y='&amp;amp;&amp;#38;'/>", 1,
         "@x=&&&<>';@y=&amp;&#38;;a[]0 "},
        {"<a:b xmlns:a='u'><a:c/></a:b>", 2, "a:c[]0 a:b[]1 "},
        {"<a><b xml:space='preserve'/></a>", 2, "@space=preserve;b[]0 a[]1 "},
        {"<a><b>\r</b><c>&#13;</c>]]&gt;</a>", 3, "b[\n]0 c[\r]0 a[]]>]1 "},
        {"<a>\r\n&#x1F600;&#233;\r</a>", 1,
         "a[\n\xf0\x9f\x98\x80\xc3\xa9\n]0 "},
        {"<a x='1\n2\t3\r\n4&#10;5&#9;'  y = \"'/>'\" z='>'/>", 1,
         "@x=1 2 3 4\n5\t;@y='/>';@z=>;a[]0 "},
        {"<?xml version='1.0'?><!-- > --><?p <a>?><a><!----><b/><?xml-x?>"
         "</a><!-- <b> --> \n<?q?>\n",
         2, "b[]0 a[]1 "},
        {"<a> <![CDATA[]]> <b>t</b> <![CDATA[ ]] ]]> </a>", 2,
         "b[t]0 a[    ]]  ]1 "},
        {"<a x=''><b\n/><b x='/'/><b x='/'></b></a>", 4,
         "@x=;b[]0 @x=/;b[]0 @x=/;b[]0 a[]1 "},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *seen =
            scan_all(cases[i].doc, strlen(cases[i].doc), cases[i].elements);

        assert_string_equal(seen, cases[i].seen);
        free(seen);
    }
}

/* A document larger than the window, with tags across its edges. */
static void
places_in_a_large_document(void **state)
{
    struct buf b = BUF_INIT;
    struct watch w = {0};
    struct err e = ERR_INIT;
    size_t i;

    (void)state;
    buf_adds(&b, "<root>");
    for (i = 0; i < 60000; i++)
        buf_printf(&b, "%*s<n a=\"%zu\">%*s</n >", (int)(i % 13), "", i,
                   (int)(i % 97), "x");
    buf_adds(&b, "</root>");
    w.doc = buf_str(&b);
    w.len = b.len;
    assert_int_equal(scan(&w, 65521, &e), ST_OK);
    assert_int_equal(w.elements, 60001);
    buf_free(&w.seen);
    buf_free(&b);
}

static void
bad_documents_are_refused(void **state)
{
    static const struct {
        const char *doc;
        const char *says;
    } cases[] = {
        {"<a>\n<b></a>", "line 2, column"},
        {"<!DOCTYPE a><a/>", "DOCTYPE"},
        {"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "DOCTYPE"},
        {"<a>&nbsp;</a>", "malformed XML"},
        {"<?xml version='1.0' encoding='windows-1252'?><a/>", "UTF-8"},
        {"<?xml version='1.1'?><a/>", "version of XML"},
        {"<?xml version='1.08'?><a/>", "version of XML"},
        {"\xff\xfe<\0a\0/\0>\0", "UTF-16"},
        {"<a>\xff</a>", "malformed XML"},
        {"<a></a><b/>", "malformed XML"},
        {"<a>", "malformed XML"},
        {"", "empty"},
        {"   ", "malformed XML"},
        {"<a x='1' x='2'/>", "malformed XML"},
        {"<a>\x01</a>", "malformed XML"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct watch w = {.doc = cases[i].doc, .len = strlen(cases[i].doc)};
        struct err e = ERR_INIT;

        if (scan(&w, 3, &e) != ST_BACKUP ||
            strstr(e.msg, cases[i].says) == NULL ||
            strcmp(e.reason, "R10") != 0)
            fail_msg("%s: %d: %s", cases[i].doc, e.status, e.msg);
        buf_free(&w.seen);
        err_free(&e);
    }
}

/* What stands in a document may be a password. */
static void
errors_quote_nothing(void **state)
{
    static const struct {
        const char *doc;
        const char *says;
    } cases[] = {
        {"<a>&hunter2;</a>", "an entity that is not one of"},
        {"<a x='&hunter2;'/>", "an entity that is not one of"},
        {"<a>&hunter2 </a>", "without its ;"},
        {"<a>hunter2&</a>", "not written &amp;"},
        {"<a><hunter2</a>", "malformed"},
        {"<a><hunter2></a>", "an end tag is not that of"},
        {"<a></hunter2>", "an end tag is not that of"},
        {"<a hunter2></a>", "an attribute without a value"},
        {"<a hunter2='1' hunter2='2'/>", "an attribute is there twice"},
        {"<a hunter2=hunter2/>", "without quotes"},
        {"<a x='hunter2", "malformed"},
        {"<a x='hunter2<'/>", "in the value of an attribute"},
        {"<a>hunter2]]></a>", "outside a CDATA section"},
        {"<a><![CDATA[hunter2", "malformed"},
        {"<a><!-- hunter2 -- hunter2 --></a>", "inside a comment"},
        {"<a><?hunter2", "malformed"},
        {"<a>&#xhunter2;</a>", "reference"},
        {"<a>hunter2\x02</a>", "a character that XML does not allow"},
        {"<a>hunter2\xff</a>", "malformed"},
        {"<?xml version='1.0' encoding='hunter2'?><a/>", "encoding"},
        {"<?xml version='1.' encoding='utf7'?>\xe8", "malformed"},
        {"<?xml version='1.0' encoding='utf7'?><a>+/v8</a>", "UTF-8"},
        {"Lo\xa7\x94", "UTF-16"},
        {"<?xml version='hunter2'?><a/>", "malformed"},
        {"<a/>hunter2", "behind the end"},
        {"hunter2", "first tag"},
    };
    size_t i, step;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (step = 1; step < 100; step += 98) {
            struct watch w = {.doc = cases[i].doc, .len = strlen(cases[i].doc)};
            struct err e = ERR_INIT;

            if (scan(&w, step, &e) != ST_BACKUP ||
                strstr(e.msg, "hunter2") != NULL ||
                strstr(e.msg, cases[i].says) == NULL)
                fail_msg("%s: %d: %s", cases[i].doc, e.status, e.msg);
            buf_free(&w.seen);
            err_free(&e);
        }
    }
}

/* Whoever looks, the document is accepted, or refused for that reason. */
static void
expect_limit(const struct buf *doc, const char *says)
{
    struct err e = ERR_INIT;
    size_t i;

    for (i = 0; i < 2; i++) {
        struct watch w = {.doc = (const char *)doc->data, .len = doc->len};
        struct xscan *x =
            xscan_new(i == 0 ? &handler : &pass_by_all, &w, "test.xml");

        if (xscan_push(x, w.doc, w.len, &e) == ST_OK)
            xscan_finish(x, &e);
        xscan_free(x);
        if (i > 0 && says != NULL)
            refuse_quickly(&w, w.len);
        if (i == 0 && says == NULL) {
            scan_again(&w, w.len, false);
            scan_again(&w, w.len, true);
        }
        if (says == NULL && e.status != ST_OK)
            fail_msg("refused: %s", e.msg);
        if (says != NULL &&
            (e.status != ST_BACKUP || strstr(e.msg, says) == NULL))
            fail_msg("%s: %s", says, e.status != ST_OK ? e.msg : "accepted");
        err_free(&e);
        buf_free(&w.seen);
        buf_free(&w.places);
    }
}

/* Another document than the one that was accepted is told. */
static void
second_reading_notes_changes(void **state)
{
    static const char *const docs[] = {
        "<a><b></a></b>", "<a>&x;</a>",   "<a>",   "<a/></a>",
        "<a x></a>",      "<a></a",       "<a/>x", "<a x=y/>",
        "<a x='1'y></a>", "<a><!-- </a>",
    };
    size_t i, step;

    (void)state;
    for (i = 0; i < sizeof(docs) / sizeof(docs[0]); i++) {
        for (step = 1; step < 100; step += 98) {
            struct watch w = {.doc = docs[i], .len = strlen(docs[i])};
            struct xscan *x = xscan_again(&handler, &w, "test.xml");
            struct err e = ERR_INIT;

            if (push(x, &w, step, &e) != ST_SYSTEM)
                fail_msg("%s is read again", docs[i]);
            assert_string_equal(
                e.msg, "test.xml: the second reading finds another document");
            xscan_free(x);
            buf_free(&w.seen);
            buf_free(&w.places);
            err_free(&e);
        }
    }
}

static void
add_many(struct buf *b, const char *text, size_t n)
{
    while (n-- > 0)
        buf_adds(b, text);
}

static void
limits_are_exact_and_the_same_for_all(void **state)
{
    struct buf b = BUF_INIT;
    size_t over;

    (void)state;
    for (over = 0; over < 2; over++) {
        /* A tag: what stands before its `>`. */
        b.len = 0;
        buf_adds(&b, "<r><a x='");
        add_many(&b, "x", XSCAN_TAG_MAX - strlen("<a x=''") + over);
        buf_adds(&b, "'>.</a></r>");
        expect_limit(&b, over ? "a tag is longer than the 64 KiB" : NULL);

        /* The same of an empty element, read again, too. */
        b.len = 0;
        buf_adds(&b, "<r><a x='");
        add_many(&b, "x", XSCAN_TAG_MAX - strlen("<a x=''") + over);
        buf_adds(&b, "'/></r>");
        expect_limit(&b, over ? "a tag is longer than the 64 KiB" : NULL);

        /* A text, whatever comment stands in it; the next one counts anew. */
        b.len = 0;
        buf_adds(&b, "<r><a>");
        add_many(&b, "12345678", XSCAN_TEXT_MAX / 16);
        buf_adds(&b, "<!-- - -->");
        add_many(&b, "12345678", XSCAN_TEXT_MAX / 16);
        add_many(&b, "1", over);
        buf_adds(&b, "<b/>1</a>1</r>");
        expect_limit(&b, over ? "a text is longer than the 8 MiB" : NULL);

        b.len = 0;
        add_many(&b, "<a>", XSCAN_DEPTH_MAX + over);
        add_many(&b, "</a>", XSCAN_DEPTH_MAX + over);
        expect_limit(&b, over ? "deeper than the 200 levels" : NULL);

        b.len = 0;
        buf_adds(&b, "<a><!--");
        add_many(&b, "1234567890", 900000 + over * 200000);
        buf_adds(&b, "--></a>");
        expect_limit(&b, over ? "a comment or CDATA section is longer" : NULL);
    }
    buf_free(&b);
}

/* The text of elements without children only, but where all of it was asked
 * for before. */
static int
capture_leaf(void *arg, struct xscan *x, const struct xelement *el,
             struct err *e)
{
    (void)arg;
    if (strcmp(el->name, "all") == 0)
        xscan_capture(x);
    xscan_capture_leaf(x);
    return e->status;
}

static int
note_leaf(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    (void)x;
    buf_printf(arg, "%s=%s %zu;", el->name, el->text != NULL ? el->text : "-",
               el->text_len);
    return e->status;
}

static void
leaves_are_captured(void **state)
{
    static const struct xhandler leaves = {capture_leaf, note_leaf, NULL};
    static const char doc[] = "<a> x<b>one &amp; <!-- -->two</b> y <c/>"
                              "<d>p<e>q</e>r<f><g/>s</f></d>"
                              "<all>t<h>u</h>v</all>\n</a>";
    static const char expected[] = "b=one & two 9;c= 0;e=q 1;g= 0;f=- 0;d=- 0;"
                                   "h=u 1;all=tv 2;a=- 0;";
    struct watch w = {.doc = doc, .len = sizeof(doc) - 1};
    size_t step, again;

    (void)state;
    for (step = 1; step < sizeof(doc); step++) {
        for (again = 0; again < 2; again++) {
            struct buf seen = BUF_INIT;
            struct xscan *x = again ? xscan_again(&leaves, &seen, "test.xml")
                                    : xscan_new(&leaves, &seen, "test.xml");
            struct err e = ERR_INIT;

            assert_int_equal(push(x, &w, step, &e), ST_OK);
            assert_string_equal(buf_str(&seen), expected);
            xscan_free(x);
            buf_free(&seen);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_exact),
        cmocka_unit_test(places_in_a_large_document),
        cmocka_unit_test(leaves_are_captured),
        cmocka_unit_test(bad_documents_are_refused),
        cmocka_unit_test(errors_quote_nothing),
        cmocka_unit_test(second_reading_notes_changes),
        cmocka_unit_test(limits_are_exact_and_the_same_for_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
