#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/report/jsonout.h"

/* The document must print as `want`; it is released. */
static void
expect(struct json_t *document, const char *want)
{
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);

    jsonout_print(document, f);
    fclose(f);
    assert_string_equal(text, want);
    free(text);
}

static void
test_document(void **state)
{
    struct json_t *list = jsonout_array(), *user = jsonout_object();

    (void)state;
    jsonout_set_string(user, "Number", "007");
    jsonout_set_string(user, "FirstName", "J\xC3\xBCrgen \"J\"\n");
    jsonout_set_bool(user, "Enabled", true);
    jsonout_set_count(user, "Phones", 2);
    jsonout_set_string(user, "Avatar", NULL);
    jsonout_set(user, "Changes", jsonout_array());
    jsonout_append(list, user);
    expect(list, "[\n"
                 "  {\n"
                 "    \"Number\": \"007\",\n"
                 "    \"FirstName\": \"J\xC3\xBCrgen \\\"J\\\"\\n\",\n"
                 "    \"Enabled\": true,\n"
                 "    \"Phones\": 2,\n"
                 "    \"Avatar\": null,\n"
                 "    \"Changes\": []\n"
                 "  }\n"
                 "]\n");
}

/* Malformed bytes, overlong forms and surrogates: each byte replaced. */
static void
test_repairs(void **state)
{
    struct json_t *list = jsonout_array();

    (void)state;
    jsonout_append(list, jsonout_string("a\xFF"
                                        "b"));
    jsonout_append(list, jsonout_string("\xC0\x80"));
    jsonout_append(list, jsonout_string("\xED\xA0\x80"));
    jsonout_append(list, jsonout_string("cut \xE6\x9D"));
    expect(list, "[\n"
                 "  \"a\xEF\xBF\xBD"
                 "b\",\n"
                 "  \"\xEF\xBF\xBD\xEF\xBF\xBD\",\n"
                 "  \"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\",\n"
                 "  \"cut \xEF\xBF\xBD\xEF\xBF\xBD\"\n"
                 "]\n");
}

static void
test_large_numbers(void **state)
{
    struct json_t *o = jsonout_object();

    (void)state;
    jsonout_set_count(o, "Size", 21474836480);
    jsonout_set_count(o, "Most", UINT64_MAX);
    expect(o, "{\n"
              "  \"Size\": 21474836480,\n"
              "  \"Most\": 9223372036854775807,\n"
              "  \"FormatVersion\": 1\n"
              "}\n");
}

static void
test_empty(void **state)
{
    (void)state;
    expect(jsonout_array(), "[]\n");
    expect(jsonout_object(), "{\n  \"FormatVersion\": 1\n}\n");
    expect(jsonout_string("only"), "\"only\"\n");
}

/* One user, with values of every depth. */
static struct json_t *
user(const char *number)
{
    struct json_t *one = jsonout_object(), *phones = jsonout_array();

    jsonout_set_string(one, "Number", number);
    jsonout_append(phones, jsonout_object());
    jsonout_set(one, "Phones", phones);
    jsonout_set(one, "Groups", jsonout_array());
    return one;
}

/* The document of test_pieces(), printed while it is made. */
static void
make_in_pieces(FILE *f, bool line)
{
    struct json_t *rest = jsonout_object();
    struct jsonout o;

    jsonout_start(&o, f, line);
    jsonout_open(&o, NULL, '{');
    jsonout_open(&o, "Users", '[');
    jsonout_put(&o, NULL, user("200"));
    jsonout_open(&o, NULL, '[');
    jsonout_close(&o);
    jsonout_put(&o, NULL, user("a\nb"));
    jsonout_close(&o);
    jsonout_put(&o, "Count", jsonout_count(2));
    jsonout_set_string(rest, "Backup", "pbx.zip");
    jsonout_set(rest, "Findings", jsonout_array());
    jsonout_put_members(&o, rest);
    jsonout_close(&o);
}

static void
test_pieces(void **state)
{
    int line;

    (void)state;
    for (line = 0; line < 2; line++) {
        struct json_t *doc = jsonout_object(), *list = jsonout_array();
        char *text[2] = {NULL, NULL};
        size_t n;
        FILE *f = open_memstream(&text[0], &n);

        make_in_pieces(f, line);
        fclose(f);
        jsonout_append(list, user("200"));
        jsonout_append(list, jsonout_array());
        jsonout_append(list, user("a\nb"));
        jsonout_set(doc, "Users", list);
        jsonout_set_count(doc, "Count", 2);
        jsonout_set_string(doc, "Backup", "pbx.zip");
        jsonout_set(doc, "Findings", jsonout_array());
        f = open_memstream(&text[1], &n);
        (line ? jsonout_print_line : jsonout_print)(doc, f);
        fclose(f);
        assert_string_equal(text[0], text[1]);
        free(text[0]);
        free(text[1]);
    }
}

/* A full disk shows in the stream, where the program looks at its end. */
static void
test_full_disk(void **state)
{
    FILE *full = fopen("/dev/full", "w");

    (void)state;
    assert_non_null(full);
    setvbuf(full, NULL, _IONBF, 0);
    jsonout_print(jsonout_array(), full);
    assert_true(ferror(full));
    fclose(full);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document),      cmocka_unit_test(test_repairs),
        cmocka_unit_test(test_large_numbers), cmocka_unit_test(test_empty),
        cmocka_unit_test(test_pieces),        cmocka_unit_test(test_full_disk),
    };

    return cmocka_run_group_tests_name("jsonout", tests, NULL, NULL);
}
