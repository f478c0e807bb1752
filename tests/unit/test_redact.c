/* What may stay in a redacted copy, and what is invented for the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "redact/redact_impl.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
expect_forms(bool (*form)(const char *), const char *const *good, size_t n,
             bool want)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (form(good[i]) != want)
            fail_msg("\"%s\"", good[i]);
    }
}

static void
dates_are_no_numbers_of_people(void **state)
{
    static const char *const good[] = {"11/18/2024 2:30:04 AM",
                                       "12/5/16 2:44:05 PM",
                                       "11/27/2023 5:17:14AM",
                                       "0001-01-01 00:00:00",
                                       "2024-11-18T02:30:04Z",
                                       "09:00",
                                       "2024-11-18",
                                       "18/11/24",
                                       "17:30",
                                       "18.11.2024 02:30:04"};
    static const char *const bad[] = {"",
                                      "x",
                                      "2024",
                                      "+1 555 010 0200",
                                      "555-0100",
                                      "AM",
                                      "09:00 Tina",
                                      "0044-20-7946",
                                      "09:00 AMelie",
                                      "1234-1234",
                                      "10.0.48.9",
                                      "06 12 34 56 78",
                                      "10-20-30-40",
                                      "33.44.55",
                                      "18.19.2024",
                                      "01/02.2024",
                                      "12:34:56:07",
                                      "2024-11-18 10.0.48.9",
                                      "1/2/3 4/5/6 7",
                                      "Z"};

    (void)state;
    expect_forms(redact_is_date, good, COUNT(good), true);
    expect_forms(redact_is_date, bad, COUNT(bad), false);
}

static void
versions_and_masks(void **state)
{
    static const char *const versions[] = {"20.0.8.1109", "14.0.0.0", "18"};
    static const char *const no_versions[] = {"", "20.", "1.2.3.4.5", "20.x",
                                              "155501002"};
    static const char *const masks[] = {"255.255.255.255", "255.255.128.0",
                                        "0.0.0.0"};
    static const char *const no_masks[] = {"192.0.2.1", "255.255.255",
                                           "255.0.0.1x", "255..0.0", ""};

    (void)state;
    expect_forms(redact_is_version, versions, COUNT(versions), true);
    expect_forms(redact_is_version, no_versions, COUNT(no_versions), false);
    expect_forms(redact_is_mask, masks, COUNT(masks), true);
    expect_forms(redact_is_mask, no_masks, COUNT(no_masks), false);
}

/* Every row is found, which a row out of order is not. */
static void
tables_are_in_order(void **state)
{
    static const char *const elements[][2] = {
        {"", "PhoneSystem"},
        {"", "Mappings"},
        {"Extension", "Number"},
        {"Tenant", "Properties"},
        {"role", "showMyCalls"},
        {"mailSettings", "mailServerType"},
        {"BlackListEntry", "BlockType"}};
    static const char *const settings[] = {"ALLOW_LAN_ONLY", "WM_FRIENDLYNAME",
                                           "MOBILENUMBER", "IsSyncPhoto"};
    static const char *const secrets[] = {
        "SERVICES_ACCESS_PASSWORD", "QUICKMEETING_KEY", "VMPIN", "", "PROVFILE",
        "MYPHONETEMPLATEINFO",      "mobilenumber"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(elements); i++)
        assert_non_null(redact_rules_element(elements[i][0], elements[i][1]));
    for (i = 0; i < COUNT(settings); i++)
        assert_non_null(redact_rules_setting(settings[i]));
    for (i = 0; i < COUNT(secrets); i++)
        assert_null(redact_rules_setting(secrets[i]));
    assert_null(redact_rules_element("Extension", "AuthPassword"));
    assert_null(redact_rules_element("Extension", "VMPIN"));
    assert_null(redact_rules_element("license", "licensekey"));
    assert_non_null(redact_rules_attribute("Member", "DN"));
    assert_non_null(redact_rules_attribute("BreakTime", "HoursType"));
    assert_null(redact_rules_attribute("Member", "Note"));
    assert_true(redact_rules_word("True"));
    assert_true(redact_rules_word("zh"));
    assert_true(redact_rules_word("AllCalls"));
    assert_false(redact_rules_word("Martin"));
}

static const char *
text_of(struct aliases *a, enum alias_kind kind, const char *key)
{
    return alias_add(a, kind, key)->text;
}

static void
the_same_for_the_same(void **state)
{
    struct aliases a = {0};

    (void)state;
    alias_add(&a, ALIAS_FIRST, "martin");
    alias_add(&a, ALIAS_LAST, "alder");
    alias_add(&a, ALIAS_FIRST, "siobhan");
    alias_join(&a, "martinalder", alias_find(&a, ALIAS_FIRST, "martin"),
               alias_find(&a, ALIAS_LAST, "alder"));
    aliases_settle(&a);
    assert_string_equal(text_of(&a, ALIAS_FIRST, "martin"), "First1");
    assert_string_equal(text_of(&a, ALIAS_LAST, "martin"), "First1");
    assert_string_equal(text_of(&a, ALIAS_NAME, "alder"), "Last1");
    assert_string_equal(text_of(&a, ALIAS_USER, "siobhan"), "First2");
    assert_string_equal(text_of(&a, ALIAS_USER, "martinalder"), "first1last1");
    assert_string_equal(text_of(&a, ALIAS_USER, "new"), "user1");
    aliases_free(&a);
}

static void
what_is_invented_is_not_real(void **state)
{
    struct aliases a = {0};
    const char *text;

    (void)state;
    alias_add(&a, ALIAS_FIRST, "first1");
    alias_add(&a, ALIAS_FIRST, "martin");
    alias_add(&a, ALIAS_COMPANY, "queue 1");
    alias_add(&a, ALIAS_QUEUE, "sales");
    alias_add(&a, ALIAS_NUMBER, "55500000001");
    alias_add(&a, ALIAS_NUMBER, "15550100200");
    alias_add(&a, ALIAS_NUMBER, "000003"); /* is in 55500000003 */
    alias_add(&a, ALIAS_DN, "0001");
    alias_add(&a, ALIAS_NUMBER, "4711");
    aliases_settle(&a);
    assert_string_equal(text_of(&a, ALIAS_FIRST, "first1"), "First2");
    assert_string_equal(text_of(&a, ALIAS_FIRST, "martin"), "First3");
    assert_string_equal(text_of(&a, ALIAS_QUEUE, "sales"), "Queue 2");
    assert_string_equal(text_of(&a, ALIAS_NUMBER, "55500000001"),
                        "55500000002");
    assert_string_equal(text_of(&a, ALIAS_NUMBER, "15550100200"),
                        "55500000004");
    text = text_of(&a, ALIAS_NUMBER, "4711");
    assert_string_equal(text, "0002");
    aliases_free(&a);
}

/* When all numbers of that length are taken there is none, and no end to
 * wait for. */
static void
numbers_run_out(void **state)
{
    struct aliases a = {0};
    char key[12];
    int i;

    (void)state;
    for (i = 0; i < 10000; i++) {
        snprintf(key, sizeof(key), "%04d", i);
        alias_add(&a, ALIAS_NUMBER, key);
    }
    aliases_settle(&a);
    assert_null(text_of(&a, ALIAS_NUMBER, "0000"));
    aliases_free(&a);
}

/* One number in a redactor that has learned it. */
static void
expect_number(const char *text, const char *want)
{
    struct redactor r = {.learning = true};
    struct buf out = BUF_INIT;

    assert_true(redact_dn(&r, "4012", &out));
    assert_int_equal(redact_number(&r, text, &out), want != NULL);
    r.learning = false;
    aliases_settle(&r.aliases);
    out.len = 0;
    if (want != NULL) {
        assert_true(redact_number(&r, text, &out));
        assert_string_equal(buf_str(&out), want);
    }
    buf_free(&out);
    aliases_free(&r.aliases);
}

static void
numbers_keep_their_shape(void **state)
{
    (void)state;
    expect_number("+15550100200", "+55500000001");
    expect_number("0015550100200", "0055500000001");
    expect_number("(030) 1234-567", "(555) 0000-001");
    expect_number("*5550100", "*5550001");
    expect_number("112", "112");
    expect_number("4012", "4012");
    expect_number("4013", "0001");
    expect_number("15550100200;15550100201", "55500000001;55500000002");
    expect_number("1555 010 0200 Martin", NULL);
    expect_number("martin@example.com", NULL);
}

static void
expect_dn(const char *text, const char *want)
{
    struct redactor r = {.learning = true};
    struct buf out = BUF_INIT;

    assert_true(redact_dn(&r, text, &out));
    r.learning = false;
    aliases_settle(&r.aliases);
    out.len = 0;
    assert_true(redact_dn(&r, text, &out));
    assert_string_equal(buf_str(&out), want);
    buf_free(&out);
    aliases_free(&r.aliases);
}

static void
extensions_stay_and_nothing_else(void **state)
{
    static const char *const stay[] = {"100",  "10000", "SP0", "GRP0000", "HOL",
                                       "*777", "*0",    "20*", "EndCall"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(stay); i++)
        expect_dn(stay[i], stay[i]);
    expect_dn("martin.alder", "DN1");
    expect_dn("+15550100200", "+55500000001");
    expect_dn("SP0martin", "DN1");
    expect_dn("1000000", "5550001");
}

/* The document redacted, in pieces of `step` bytes. */
static char *
redacted(const char *doc, size_t step)
{
    static struct database none;
    static struct backup backup = {.database = &none};
    static const struct avatars none_shown;
    const struct redact_request q = {&backup, &none_shown, false, NULL};
    struct redactor r = {.q = &q, .learning = true};
    struct buf out = BUF_INIT;
    struct redact_xml *x = redact_xml_new(&r, "unit", true, &out);
    struct err e = ERR_INIT;
    size_t at, n = strlen(doc);

    aliases_settle(&r.aliases);
    for (at = 0; at < n; at += step)
        redact_xml_push(x, doc + at, n - at < step ? n - at : step, &e);
    assert_int_equal(redact_xml_finish(x, &e), ST_OK);
    redact_xml_free(x);
    aliases_free(&r.aliases);
    return buf_steal(&out);
}

/* A byte order mark may come in pieces, like everything else. */
static void
pieces_make_no_difference(void **state)
{
    static const char mark[] = "\xef\xbb\xbf";
    static const char doc[] =
        "\xef\xbb\xbf<?xml version=\"1.0\"?>\r\n<PhoneSystem>\n  "
        "<License ><Version>20.0</Version></License >\n</PhoneSystem>\n";
    char *whole = redacted(doc, sizeof(doc));
    size_t step, marked;

    (void)state;
    assert_memory_equal(whole, mark, 3);
    for (marked = 0; marked < 2; marked++) {
        for (step = 1; step < sizeof(doc); step++) {
            char *pieces = redacted(doc + (marked ? 0 : 3), step);

            assert_string_equal(pieces, whole + (marked ? 0 : 3));
            free(pieces);
        }
    }
    free(whole);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_no_numbers_of_people),
        cmocka_unit_test(versions_and_masks),
        cmocka_unit_test(tables_are_in_order),
        cmocka_unit_test(the_same_for_the_same),
        cmocka_unit_test(what_is_invented_is_not_real),
        cmocka_unit_test(numbers_run_out),
        cmocka_unit_test(numbers_keep_their_shape),
        cmocka_unit_test(extensions_stay_and_nothing_else),
        cmocka_unit_test(pieces_make_no_difference),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
