/*
 * The editor of one user: what it refuses, and how it writes an empty value.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/backup/database.h"
#include "cxbak/patch/user_patch.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"

/* A database of that version with these Extensions. */
static struct database *
database_of(const char *version, const char *extensions, struct buf *text)
{
    struct database_reader *r =
        database_begin("test", (struct database_options){.keep = KEEP_DETAILS});
    struct database *d = NULL;
    struct err e = ERR_INIT;

    buf_printf(text,
               "<PhoneSystem><header><version>%s</version></header><Tenants>"
               "<Tenant><DN>%s</DN></Tenant></Tenants></PhoneSystem>",
               version, extensions);
    if (database_push(r, text->data, text->len, &e) != ST_OK ||
        database_end(r, &d, &e) != ST_OK)
        fail_msg("%s in %s", e.msg, extensions);
    database_abandon(r);
    return d;
}

/* Put the text into the field of user 202, or else of the first one. */
static int
edit_one(const struct database *d, enum field f, const char *text,
         struct xpatches *p, struct err *e)
{
    size_t user = database_find(d, "202", NULL);
    struct edit edit = {
        .user = user != SIZE_MAX ? user : 0, .field = f, .text = mem_dup(text)};
    const struct edit *edits[] = {&edit};
    int rc = user_patch(d, edits, 1, p, e);

    free(edit.text);
    return rc;
}

static void
what_is_refused(void **state)
{
    static const struct {
        const char *extension;
        enum field field;
        const char *text;
        const char *why;
    } cases[] = {
        {"<Extension><Number>200</Number><FirstName>A</FirstName></Extension>",
         FIELD_FIRST, "bell\a", "character 5 is U+0007"},
        {"<Extension><Number>200</Number></Extension>", FIELD_FIRST,
         "\xc3\xbc\xef\xbf\xbe", "character 2 is U+FFFE"},
        {"<Extension><Number>200</Number></Extension>", FIELD_NUMBER, "201",
         "cannot be changed"},
        {"<Extension/>", FIELD_FIRST, "Ann", "empty <Extension/>"},
        {"<Extension />", FIELD_EMAIL, "a@example.com", "empty <Extension/>"},
        {"<Extension/>", FIELD_MOBILE, "15550100200", "empty <Extension/>"},
        {"<Extension><FirstName>A</FirstName><FirstName>A</FirstName>"
         "</Extension>",
         FIELD_FIRST, "B", "twice"},
        {"<Extension><FirstName>A<b/></FirstName></Extension>", FIELD_FIRST,
         "B", "elements or comments"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf text = BUF_INIT;
        struct xpatches p = {0};
        struct err e = ERR_INIT;
        struct database *d = database_of("20.0", cases[i].extension, &text);

        if (edit_one(d, cases[i].field, cases[i].text, &p, &e) != ST_REFUSED)
            fail_msg("not refused: %s", cases[i].extension);
        if (strstr(e.msg, cases[i].why) == NULL)
            fail_msg("\"%s\" lacks \"%s\"", e.msg, cases[i].why);
        assert_int_equal(p.count, 0);
        err_free(&e);
        xpatch_free(&p);
        database_free(d);
        buf_free(&text);
    }
}

/* What is not changed is not touched, however odd it is. */
static void
the_same_value_is_no_patch(void **state)
{
    static const char *const extensions[] = {
        ("<Extension><FirstName>A</FirstName><FirstName>A</FirstName>"
         "</Extension>"),
        "<Extension><FirstName>A<!-- x --></FirstName></Extension>",
        "<Extension><FirstName>&#65;</FirstName></Extension>",
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++) {
        struct buf text = BUF_INIT;
        struct xpatches p = {0};
        struct err e = ERR_INIT;
        struct database *d = database_of("20.0", extensions[i], &text);

        assert_int_equal(edit_one(d, FIELD_FIRST, "A", &p, &e), ST_OK);
        assert_int_equal(p.count, 0);
        database_free(d);
        buf_free(&text);
    }
}

#define FIRST(how) "<Extension><Number>201</Number>" how "</Extension>"
#define PAIR       FIRST("<FirstName></FirstName>")
#define SPACED     FIRST("<FirstName />")
#define TAG        FIRST("<FirstName/>")

#define REST "<LastName></LastName><EmailAddress /><OutboundCallerID />"

/* Clearing writes what most others have; of two that are as frequent always
 * the same one, and without an example of this field the other fields count. */
static void
an_empty_value_is_written_as_the_file_does(void **state)
{
    static const struct {
        const char *version;
        const char *others;
        const char *wanted;
    } cases[] = {
        {"20.0", "", ""},
        {"18.0", "", "<FirstName></FirstName>"},
        {"18.0", PAIR, "<FirstName></FirstName>"},
        {"18.0", SPACED, "<FirstName />"},
        {"18.0", TAG, "<FirstName/>"},
        {"18.0", PAIR SPACED, "<FirstName></FirstName>"},
        {"18.0", SPACED PAIR, "<FirstName></FirstName>"},
        {"18.0", SPACED PAIR SPACED, "<FirstName />"},
        {"18.0", TAG SPACED, "<FirstName />"},
        {"18.0", PAIR TAG SPACED, "<FirstName></FirstName>"},
        {"18.0", TAG SPACED TAG, "<FirstName/>"},
        {"18.0", FIRST(""), ""},
        {"18.0", FIRST("") TAG, "<FirstName/>"},
        {"18.0", FIRST("") FIRST("") TAG, ""},
        {"18.0", FIRST("<FirstName>B</FirstName>" REST), "<FirstName />"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf text = BUF_INIT, all = BUF_INIT, out = BUF_INIT;
        struct xpatches p = {0};
        struct err e = ERR_INIT;
        struct database *d;
        const char *at;

        buf_printf(&all,
                   "<Extension><Number>200</Number><FirstName>A</FirstName>"
                   "<LastName>B</LastName><EmailAddress>C</EmailAddress>"
                   "<OutboundCallerID>D</OutboundCallerID></Extension>%s",
                   cases[i].others);
        d = database_of(cases[i].version, buf_str(&all), &text);
        assert_int_equal(edit_one(d, FIELD_FIRST, "", &p, &e), ST_OK);
        assert_int_equal(p.count, 1);
        at = buf_str(&text) + p.list[0].at;

        /* The document up to the patch, the patch, and what is behind it. */
        buf_add(&out, text.data, (size_t)p.list[0].at);
        buf_add(&out, p.list[0].text, p.list[0].len);
        buf_adds(&out, at + p.list[0].drop);
        buf_free(&all);
        buf_printf(&all, "<Number>200</Number>%s<LastName>B", cases[i].wanted);
        if (strstr(buf_str(&out), buf_str(&all)) == NULL)
            fail_msg("case %zu: no %s in %s", i, buf_str(&all), buf_str(&out));
        xpatch_free(&p);
        database_free(d);
        buf_free(&text);
        buf_free(&all);
        buf_free(&out);
    }
}

/* A new property is written as the others are: their parts in their order,
 * each with the blanks that it has there, and the value behind the last if
 * they have none. */
static void
a_new_property_looks_like_the_others(void **state)
{
    static const char *const cases[][2] = {
        {"<DNProperty>\n<Name>A</Name> <Type>String</Type>\t</DNProperty>",
         "<DNProperty>\n<Name>MOBILENUMBER</Name> <Type>String</Type> "
         "<Value>1</Value>\t</DNProperty>"},
        {"<DNProperty> <Value>a</Value>\n<Name>A</Name></DNProperty>",
         "<DNProperty> <Value>1</Value>\n<Name>MOBILENUMBER</Name>"
         "</DNProperty>"},
        {"<DNProperty>\n<Name>A</Name></DNProperty>",
         "<DNProperty>\n<Name>MOBILENUMBER</Name>\n<Value>1</Value>"
         "</DNProperty>"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf text = BUF_INIT, all = BUF_INIT;
        struct xpatches p = {0};
        struct err e = ERR_INIT;
        struct database *d;

        buf_printf(&all,
                   "<Extension><Number>200</Number><Properties>%s</Properties>"
                   "</Extension>",
                   cases[i][0]);
        d = database_of("20.0", buf_str(&all), &text);
        assert_int_equal(edit_one(d, FIELD_MOBILE, "1", &p, &e), ST_OK);
        assert_int_equal(p.count, 1);
        assert_int_equal(p.list[0].drop, 0);
        assert_int_equal(p.list[0].len, strlen(cases[i][1]));
        assert_memory_equal(p.list[0].text, cases[i][1], p.list[0].len);
        xpatch_free(&p);
        database_free(d);
        buf_free(&text);
        buf_free(&all);
    }
}

#define USER(what)  "<Extension><Number>201</Number>" what "</Extension>"
#define OTHER(what) "<Extension><Number>202</Number>" what "</Extension>"
#define MOBILE                                                                 \
    "<DNProperty><Name>MOBILENUMBER</Name><Value>1</Value></DNProperty>"
#define A_PROPERTY "<DNProperty><Name>A</Name><Value>a</Value></DNProperty>"

/* What the document becomes when one field is edited of its first user, or
 * of 202. */
static void
where_and_how_it_is_written(void **state)
{
    static const struct {
        enum field field;
        const char *text;
        const char *extensions;
        const char *wanted;
    } cases[] = {
        /* The user's own blanks before properties, not those of others. */
        {FIELD_MOBILE, "1",
         USER("<Properties>\n\t" A_PROPERTY "</Properties>")
             USER("<Properties>  " A_PROPERTY "</Properties>"),
         "</DNProperty>\n\t<DNProperty><Name>MOBILENUMBER"},
        {FIELD_MOBILE, "1",
         USER("<Properties>  " A_PROPERTY "</Properties>")
             USER("<Properties>\n\t" A_PROPERTY "</Properties>"),
         "</DNProperty>  <DNProperty><Name>MOBILENUMBER"},
        /* An empty container as users without properties have it. */
        {FIELD_MOBILE, "",
         USER("<Properties>" MOBILE "</Properties>") USER("<Properties />"),
         "<Number>201</Number><Properties /></Extension><Ext"},
        {FIELD_MOBILE, "",
         USER("<Properties>" MOBILE "</Properties>") USER("<Properties/>"),
         "<Number>201</Number><Properties/></Extension><Ext"},
        {FIELD_MOBILE, "",
         USER("<Properties>" MOBILE "</Properties>")
             USER("<Properties></Properties>"),
         "<Number>201</Number><Properties></Properties></Extension><Ext"},
        {FIELD_MOBILE, "", USER("<Properties>" MOBILE "</Properties>") USER(""),
         "<Number>201</Number></Extension><Ext"},
        /* A missing element goes where the users before have it. */
        {FIELD_FIRST, "X",
         USER("<FirstName>A</FirstName><LastName>B</LastName>") OTHER(
             "<LastName>B</LastName><OutboundCallerID>1</OutboundCallerID>"),
         "<Number>202</Number><FirstName>X</FirstName><LastName>B"},
        {FIELD_FIRST, "X",
         USER("<A/><LastName>B</LastName><FirstName>A</FirstName><Z/>")
             OTHER("<A/><LastName>B</LastName><Z/>"),
         "<LastName>B</LastName><FirstName>X</FirstName><Z/>"},
        {FIELD_LAST, "X",
         USER("<Z/><LastName>A</LastName><A/><M/>")
             OTHER("<Z/><A/><FirstName>B</FirstName><M/>"),
         "<Z/><LastName>X</LastName><A/>"},
        {FIELD_FIRST, "X",
         USER("<A/><B/><C/><D/><E/><F/><FirstName>A</FirstName>")
             OTHER("<A/><B/><M/><Z/>"),
         "<A/><B/><FirstName>X</FirstName><M/>"},
        {FIELD_FIRST, "X",
         USER("<A/><B/><C/><D/><E/><F/><FirstName>A</FirstName>")
             OTHER("<Z/><M/><A/><K/>"),
         "<A/><FirstName>X</FirstName><K/>"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf text = BUF_INIT, out = BUF_INIT;
        struct xpatches p = {0};
        struct err e = ERR_INIT;
        struct database *d = database_of("18.0", cases[i].extensions, &text);
        size_t at = 0, k;

        assert_int_equal(edit_one(d, cases[i].field, cases[i].text, &p, &e),
                         ST_OK);
        assert_true(xpatch_sort(&p));
        for (k = 0; k < p.count; k++) {
            buf_add(&out, text.data + at, (size_t)p.list[k].at - at);
            buf_add(&out, p.list[k].text, p.list[k].len);
            at = (size_t)(p.list[k].at + p.list[k].drop);
        }
        buf_add(&out, text.data + at, text.len - at);
        if (strstr(buf_str(&out), cases[i].wanted) == NULL)
            fail_msg("case %zu: no %s in %s", i, cases[i].wanted,
                     buf_str(&out));
        xpatch_free(&p);
        database_free(d);
        buf_free(&text);
        buf_free(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(the_same_value_is_no_patch),
        cmocka_unit_test(an_empty_value_is_written_as_the_file_does),
        cmocka_unit_test(a_new_property_looks_like_the_others),
        cmocka_unit_test(where_and_how_it_is_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
