#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/plan/plan.h"
#include "cxbak/util/outfile.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define SOURCE                                                                 \
    "\"Source\": {\"Database\": \"1Db.xml\", \"CRC\": \"00000001\", "          \
    "\"Version\": \"20.0\", \"Date\": \"today\"}"
#define PLAN(changes)                                                          \
    "{\"FormatVersion\": 1, " SOURCE ", \"Changes\": [" changes "]}"
#define ROW(number, field, from, to)                                           \
    "{\"Number\": \"" number "\", \"Field\": \"" field "\", \"Old\": \"" from  \
    "\", \"New\": \"" to "\"}"
#define WITH(more)                                                             \
    PLAN("{\"Number\": \"200\", \"Field\": \"FirstName\", \"Old\": \"a\", "    \
         "\"New\": \"b\", " more "}")

static struct plan
parse(const char *text)
{
    struct err e = ERR_INIT;
    struct plan p;

    if (plan_parse(&p, "p.json", text, strlen(text), &e) != ST_OK)
        fail_msg("%s", e.msg);
    return p;
}

static void
test_read(void **state)
{
    struct plan p = parse(
        "\xEF\xBB\xBF{\"Changes\": [{\"New\": \"\", \"Old\": \"N\\u00f6\", "
        "\"Number\": \"007\", \"Field\": \"LastName\", \"OldForm\": \"tag\","
        "\"OldRaw\": \"<LastName>N&#246;</LastName>\", \"OldAfter\": 3}],\n"
        "\"FormatVersion\": 1, " SOURCE "}");

    (void)state;
    assert_int_equal(p.count, 1);
    assert_string_equal(p.database, "1Db.xml");
    assert_string_equal(p.crc, "00000001");
    assert_string_equal(p.version, "20.0");
    assert_string_equal(p.date, "today");
    assert_string_equal(p.list[0].number, "007");
    assert_int_equal(p.list[0].field, FIELD_LAST);
    assert_string_equal(p.list[0].from.text, "N\u00F6");
    assert_string_equal(p.list[0].to.text, "");
    assert_int_equal(p.list[0].from.original.form, EMPTY_SPACED_TAG);
    assert_int_equal(p.list[0].from.original.after, 3);
    assert_int_equal(p.list[0].to.original.after, SIZE_MAX);

    /* Turned around, the old spelling is the one to write. */
    plan_reverse(&p);
    assert_string_equal(p.list[0].from.text, "");
    assert_string_equal(p.list[0].to.text, "N\u00F6");
    assert_int_equal(p.list[0].to.original.after, 3);
    assert_null(p.list[0].from.original.raw);
    assert_string_equal(p.list[0].to.original.raw,
                        "<LastName>N&#246;</LastName>");
    plan_free(&p);
}

/* Each with one defect, and what the message must say of it. */
static void
test_refused(void **state)
{
    static const char *const cases[][2] = {
        {"", "p.json: this is no plan: the file is empty"},
        {"<xml/>", "p.json: this is no plan"},
        {"{\"FormatVersion\": 1,\n \"Changes\" [", "p.json:2:12: "},
        {"{\"a\": 1, \"a\": 2}", "duplicate object key"},
        {"{\"a\": \"\xff\"}", "p.json:1:"},
        {"{\"a\": \"\\u0000\"}", "p.json:1:"},
        {"[]", "p.json: this is no plan: it is a list"},
        {"{}", "p.json: this is no plan: it has no \"FormatVersion\""},
        {"{\"FormatVersion\": 1, \"Changes\": []}", "no \"Source\""},
        {"{\"FormatVersion\": 1, " SOURCE "}", "no \"Changes\""},
        {"{\"FormatVersion\": 3, \"Changes\": [], " SOURCE "}",
         "format version 3 is not known, only 1 to 2"},
        {"{\"FormatVersion\": \"1\", \"Changes\": [], " SOURCE "}",
         "\"FormatVersion\" must be a number"},
        {"{\"FormatVersion\": 1, \"Changes\": {}, " SOURCE "}",
         "\"Changes\" must be an array"},
        {"{\"FormatVersion\": 1, \"Changes\": [], \"Source\": []}",
         "\"Source\" must be an object"},
        {"{\"FormatVersion\": 1, \"Changes\": [], \"Source\": {}}",
         "p.json: Source: \"Database\" is missing"},
        {"{\"FormatVersion\": 1, \"Changes\": [], \"X\": 1, " SOURCE "}",
         "\"X\" is not known"},
        {PLAN("1"), "p.json: change 1: this is no object"},
        {PLAN("{}"), "change 1: \"Number\" is missing"},
        {PLAN(ROW("1", "FirstName", "", "a") ", {\"Number\": \"1\"}"),
         "change 2: \"Field\" is missing"},
        {PLAN("{\"Number\": 200}"), "change 1: \"Number\" must be a string"},
        {PLAN("{\"New\": null}"), "change 1: \"New\" must be a string"},
        {PLAN("{\"Knew\": \"\"}"), "change 1: \"Knew\" is not known"},
        {PLAN(ROW("", "FirstName", "", "a")), "\"Number\" is empty"},
        {PLAN(ROW("1", "Number", "1", "2")), "number cannot be changed"},
        {PLAN(ROW("1", "firstname", "", "a")), "no field \"firstname\""},
        {PLAN(ROW("1", "AuthPassword", "", "a")), "no field \"AuthPassword\""},
        {PLAN(ROW("1", "LastName", "", "a") "," ROW(
             "2", "LastName", "", "a") "," ROW("1", "LastName", "a", "b")),
         "p.json: change 3: extension 1: LastName is changed twice"},
        {PLAN(ROW("1", "LastName", "", "a") ","), "p.json:1:"},
        {PLAN("," ROW("1", "LastName", "", "a")), "p.json:1:"},
        {PLAN(ROW("1", "LastName", "", "a") ROW("2", "LastName", "", "a")),
         "p.json:1:"},
        {PLAN("}"), "p.json:1:"},
        {PLAN("{]"), "p.json:1:"},
        {"{\"Changes\": [1], " SOURCE ",\n \"a\" 1}", "p.json:2:6: "},
        {"{\"Changes\": [\n{\"\u00e4\": 1}], \"X\" 1}", "p.json:2:16: "},
        {"{\"FormatVersion\": 1, " SOURCE ",\n \"Changes\": [{\"\u00e4\" 1}]}",
         "p.json:2:19: "},
        {"{\"FormatVersion\": 1, " SOURCE ",\n \"Changes\": [1,\n {\"a\" 1}]}",
         "p.json:3:7: "},
        {"{\"FormatVersion\": 1, " SOURCE
         ",\n \"Changes\": [" ROW("1", "LastName", "", "a") ",\n {\"a\" 1}]}",
         "p.json:3:7: "},
        {"{\"FormatVersion\": 1, " SOURCE ", \"Changes\": [], \"Changes\": []}",
         "duplicate object key"},
        {WITH("\"Old\": \"a\""), "duplicate object key"},
        {WITH("\"OldForm\": \"none\""), "\"OldForm\" is \"none\", not absent"},
        {WITH("\"OldForm\": 1"), "\"OldForm\" must be a string"},
        {WITH("\"OldAfter\": -1"), "\"OldAfter\" must be a number from 0"},
        {WITH("\"OldAfter\": \"1\""), "\"OldAfter\" must be a number from 0"},
        {WITH("\"OldAfter\": 1.5"), "\"OldAfter\" must be a number from 0"},
        {WITH("\"OldRaw\": \"<FirstName>a</FirstName><VMPIN>1</VMPIN>\""),
         "change 1: \"OldRaw\" is not one element of this field"},
        {WITH("\"OldRaw\": \"<FirstName>b</FirstName>\""), "\"OldRaw\" is not"},
    };
    struct err e = ERR_INIT;
    struct plan p;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        assert_int_equal(
            plan_parse(&p, "p.json", cases[i][0], strlen(cases[i][0]), &e),
            ST_REFUSED);
        if (strstr(e.msg, cases[i][1]) == NULL)
            fail_msg("%s\ngives: %s\nnot: %s", cases[i][0], e.msg, cases[i][1]);
        err_free(&e);
    }
}

/* Whatever stands in the texts, and however the keys are written, each change
 * is taken by itself. */
static void
test_elements(void **state)
{
    struct plan p = parse(
        "{\"FormatVersion\": 2, " SOURCE ", \"Us\\u0065rs\": [\n],"
        " \"Ch\\u0061nges\" : [ " ROW(
            "200", "FirstName", "a\\\\",
            "],[{\\\"Changes\\\": [") " ,\n" ROW("200", "LastName", "\u00e4}",
                                                 "") "," ROW("201", "LastName",
                                                             "",
                                                             "\\\"") " ] }");

    (void)state;
    assert_int_equal(p.count, 3);
    assert_string_equal(p.list[0].from.text, "a\\");
    assert_string_equal(p.list[0].to.text, "],[{\"Changes\": [");
    assert_string_equal(p.list[1].number, "200");
    assert_string_equal(p.list[1].from.text, "\u00e4}");
    assert_string_equal(p.list[2].number, "201");
    assert_string_equal(p.list[2].to.text, "\"");
    assert_int_equal(p.person_count, 0);
    plan_free(&p);
}

/* JSON that is nested very deeply must not take the stack. */
static void
test_deep(void **state)
{
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;
    struct plan p;
    size_t i;

    (void)state;
    for (i = 0; i < 1000000; i++)
        buf_addc(&b, '[');
    assert_int_equal(plan_parse(&p, "p.json", b.data, b.len, &e), ST_REFUSED);
    buf_free(&b);
    err_free(&e);
}

static void
test_write(void **state)
{
    struct outfile_options once = {0}, again = {.replace = true};
    struct buf text = BUF_INIT;
    char folder[] = "/tmp/test_plan.XXXXXX", *path;
    struct err e = ERR_INIT;
    struct plan p, q;
    struct stat st;

    (void)state;
    assert_non_null(mkdtemp(folder));
    path = mem_printf("%s/p.json", folder);
    p = parse(PLAN("{\"Number\": \"200\", \"Field\": \"MobileNumber\", "
                   "\"Old\": \"1\", \"New\": \"\\\"\\\\\\n\\u0085\\u202e\", "
                   "\"OldRaw\": \"\\r\\n\\t<Value>&#49;</Value>\","
                   "\"OldAfter\": 0}," ROW("201", "EmailAddress", "", "x")));
    p.list[1].from.original.form = EMPTY_ABSENT;
    assert_int_equal(plan_text(&text, &p, path, &e), ST_OK);
    assert_int_equal(outfile_store(path, text.data, text.len, &once, &e),
                     ST_OK);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);

    assert_int_equal(plan_read(&q, path, NULL, &e), ST_OK);
    assert_int_equal(q.count, 2);
    assert_string_equal(q.list[0].number, "200");
    assert_int_equal(q.list[0].field, FIELD_MOBILE);
    assert_string_equal(q.list[0].from.text, "1");
    assert_string_equal(q.list[0].to.text, "\"\\\n\xC2\x85\u202E");
    assert_string_equal(q.list[0].from.original.raw,
                        "\r\n\t<Value>&#49;</Value>");
    assert_int_equal(q.list[0].from.original.after, 0);
    assert_int_equal(q.list[1].from.original.form, EMPTY_ABSENT);
    assert_null(q.list[1].from.original.raw);
    plan_free(&q);

    /* It is never overwritten by itself, and is not written in part. */
    assert_int_equal(outfile_store(path, "x", 1, &once, &e), ST_SYSTEM);
    err_free(&e);
    assert_int_equal(outfile_store(path, text.data, text.len, &again, &e),
                     ST_OK);
    buf_free(&text);
    plan_free(&p);
    assert_int_equal(plan_read(&q, folder, NULL, &e), ST_REFUSED);
    err_free(&e);
    unlink(path);
    rmdir(folder);
    free(path);
}

/* --- what plans come to ------------------------------------------------ */

#define USER(number, first)                                                    \
    "<Extension><Number>" number "</Number><FirstName>" first                  \
    "</FirstName><EmailAddress></EmailAddress></Extension>"

static struct database *
make_database(void)
{
    static const char text[] =
        "<PhoneSystem><Tenants><Tenant><DN>" USER("200", "A") USER("201", "B")
            USER("300", "C")
                USER("300", "D") "</DN></Tenant></Tenants></PhoneSystem>";
    struct database_reader *r =
        database_begin("test", (struct database_options){.keep = 0});
    struct database *d = NULL;
    struct err e = ERR_INIT;

    assert_int_equal(database_push(r, text, sizeof(text) - 1, &e), ST_OK);
    assert_int_equal(database_end(r, &d, &e), ST_OK);
    database_abandon(r);
    return d;
}

/* Apply plans and say what comes of it, as "200:FirstName=x" and "!reason
 * 200:FirstName found". */
static char *
outcome(const char *const *texts, size_t n, bool reverse)
{
    static const char *const reasons[] = {"value", "gone", "repeated"};
    struct database *d = make_database();
    struct backup b = {.database = d};
    struct plan *plans = mem_calloc(n, sizeof(*plans));
    struct changes c = {0};
    struct plan_outcome m = {0};
    struct err e = ERR_INIT;
    struct buf out = BUF_INIT;
    size_t i;

    for (i = 0; i < n; i++) {
        plans[i] = parse(texts[i]);
        if (reverse)
            plan_reverse(&plans[i]);
    }
    assert_int_equal(plan_apply(&m, &c, plans, n, &b, NULL, &e), ST_OK);
    for (i = 0; i < c.count; i++)
        buf_printf(&out, "%s:%s=%s ",
                   user_text(&d->users[c.list[i].edit.user], FIELD_NUMBER),
                   field_info(c.list[i].edit.field)->key, c.list[i].edit.text);
    for (i = 0; i < m.conflict_count; i++) {
        const struct conflict *x = &m.conflicts[i];

        buf_printf(&out, "!%s %s:%s %s%s ", reasons[x->reason],
                   x->change->number, field_info(x->change->field)->key,
                   x->found != NULL ? x->found : "-",
                   x->by != NULL ? " by plan" : "");
        assert_int_equal(x->user == NULL, x->found == NULL);
    }
    buf_printf(&out, "+%zu", m.already);
    for (i = 0; i < n; i++)
        plan_free(&plans[i]);
    free(plans);
    plan_match_free(&m);
    change_free(&c);
    database_free(d);
    return buf_steal(&out);
}

/* Every case of expected, found and wanted; then of several plans. */
static void
test_matrix(void **state)
{
#define P(number, from, to) PLAN(ROW(number, "FirstName", from, to))
    static const struct {
        const char *plans[2];
        bool reverse;
        const char *want;
    } cases[] = {
        /* found A: expected = found, wanted = found, neither, all equal. */
        {{P("200", "A", "X")}, false, "200:FirstName=X +0"},
        {{P("200", "X", "A")}, false, "+1"},
        {{P("200", "X", "Y")}, false, "!value 200:FirstName A +0"},
        {{P("200", "A", "A")}, false, "+1"},
        {{P("200", "X", "X")}, false, "!value 200:FirstName A +0"},
        /* ... with empty values. */
        {{P("200", "A", "")}, false, "200:FirstName= +0"},
        {{P("200", "", "A")}, false, "+1"},
        {{P("200", "", "X")}, false, "!value 200:FirstName A +0"},
        {{P("200", "X", "")}, false, "!value 200:FirstName A +0"},
        /* found empty, there and not there at all. */
        {{PLAN(ROW("200", "EmailAddress", "", "x"))},
         false,
         "200:EmailAddress=x +0"},
        {{PLAN(ROW("200", "EmailAddress", "x", ""))}, false, "+1"},
        {{PLAN(ROW("200", "EmailAddress", "x", "y"))},
         false,
         "!value 200:EmailAddress  +0"},
        {{PLAN(ROW("200", "MobileNumber", "", "1"))},
         false,
         "200:MobileNumber=1 +0"},
        {{PLAN(ROW("200", "MobileNumber", "1", ""))}, false, "+1"},
        /* nobody, several; values are compared exactly. */
        {{P("999", "A", "X")}, false, "!gone 999:FirstName - +0"},
        {{P("300", "C", "X")}, false, "!repeated 300:FirstName - +0"},
        {{P("0200", "A", "X")}, false, "!gone 0200:FirstName - +0"},
        {{P("200", "a", "X")}, false, "!value 200:FirstName A +0"},
        /* turned around. */
        {{P("200", "X", "A")}, true, "200:FirstName=X +0"},
        {{P("200", "A", "X")}, true, "+1"},
        {{P("200", "Y", "X")}, true, "!value 200:FirstName A +0"},
        /* two plans: apart, agreeing, chained, and disagreeing. */
        {{P("200", "A", "X"), P("201", "B", "Y")},
         false,
         "200:FirstName=X 201:FirstName=Y +0"},
        {{P("200", "A", "X"), P("200", "A", "X")}, false, "200:FirstName=X +1"},
        {{P("200", "A", "X"), P("200", "X", "Y")}, false, "200:FirstName=Y +0"},
        {{P("200", "A", "X"), P("200", "X", "A")}, false, "+0"},
        {{P("200", "A", "X"), P("200", "A", "Y")},
         false,
         "200:FirstName=X !value 200:FirstName X by plan +0"},
        {{P("200", "X", "Y"), P("200", "A", "X")},
         false,
         "200:FirstName=X !value 200:FirstName A +0"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        char *got = outcome(cases[i].plans, cases[i].plans[1] != NULL ? 2 : 1,
                            cases[i].reverse);

        if (strcmp(got, cases[i].want) != 0)
            fail_msg("case %zu: %s, not %s", i, got, cases[i].want);
        free(got);
    }
}

/* What differs is held against what was planned. */
static void
test_check(void **state)
{
    struct database *d = make_database();
    struct backup b = {.database = d};
    struct difference list[] = {{0, 0, FIELD_FIRST, SIZE_MAX, SIZE_MAX, false},
                                {1, 1, FIELD_FIRST, SIZE_MAX, SIZE_MAX, false}};
    struct comparison c = {.list = list, .count = 2};
    struct changes planned = {0};
    struct plan_check k;

    (void)state;
    /* As planned; not what was planned; planned, but it does not differ. */
    change_add_exact(&planned, 0, FIELD_FIRST, "A");
    change_add_exact(&planned, 1, FIELD_FIRST, "X");
    change_add_exact(&planned, 1, FIELD_EMAIL, "y");
    plan_check(&k, &c, &planned, &b, &b);
    assert_int_equal(k.unplanned_count, 1);
    assert_int_equal(k.unplanned[0], 1);
    assert_int_equal(k.missing_count, 2);
    assert_int_equal(k.missing[0], 1);
    assert_int_equal(k.missing[1], 2);
    plan_check_free(&k);
    change_free(&planned);
    database_free(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),     cmocka_unit_test(test_refused),
        cmocka_unit_test(test_deep),     cmocka_unit_test(test_write),
        cmocka_unit_test(test_matrix),   cmocka_unit_test(test_check),
        cmocka_unit_test(test_elements),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
