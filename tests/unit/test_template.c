#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "cxbak/util/mem.h"
#include "cxbak/template/template.h"
#include "cxbak/util/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const noelle[FIELD_COUNT] = {
    [FIELD_NUMBER] = "0200",
    [FIELD_FIRST] = "No\u00EBlle",
    [FIELD_LAST] = "M\u00FCller-Gro\u00DF",
    [FIELD_EMAIL] = "noelle@old.example",
    [FIELD_MOBILE] = "+15550100",
    [FIELD_CALLERID] = NULL,
};

static char *
expand(const char *text, const char *const *values, struct template_result *r)
{
    struct template *t = NULL;
    struct err e = ERR_INIT;
    char *out;

    assert_int_equal(template_parse(&t, text, &e), ST_OK);
    out = template_expand(t, values, 7, r);
    template_free(t);
    return out;
}

static void
test_expand(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"", ""},
        {"plain value", "plain value"},
        {"{number}", "0200"},
        {"{first} {last}", "No\u00EBlle M\u00FCller-Gro\u00DF"},
        {"{email}", "noelle@old.example"},
        {"{email.local}@new.example", "noelle@new.example"},
        {"x@{email.domain}", "x@old.example"},
        {"{mobile}", "+15550100"},
        {"{callerid}", ""},
        {"{first:1}", "N"},
        {"{first:3|ascii}", "Noe"},
        {"{first:99}", "No\u00EBlle"},
        {"{last|lower}", "m\u00FCller-gro\u00DF"},
        {"{last|upper}", "M\u00DCLLER-GROSS"},
        {"{last|ascii}", "Mueller-Gross"},
        {"{last|ascii|lower}", "mueller-gross"},
        {"{last|upper|ascii}", "MUELLER-GROSS"},
        {"{first:1|lower}.{last|ascii|lower}@example.com",
         "n.mueller-gross@example.com"},
        {"{ First : 2 | UPPER }", "NO"},
        {"{n} {n:3} {n|upper}", "7 007 7"},
        {"{first|replace:le:x}", "No\u00EBlx"},
        {"{last|replace:-:}", "M\u00FCllerGro\u00DF"},
        {"{last|replace:-: \\| \\} \\: \\\\}", "M\u00FCller | } : \\Gro\u00DF"},
        {"{email|replace:@:.|replace:.:_}", "noelle_old_example"},
        {"{mobile|digits}", "15550100"},
        {"{last|upper|capital}", "M\u00FCller-Gross"},
        {"{last|e164:49}", "M\u00FCller-Gro\u00DF"},
        {"{{first}}", "{first}"},
        {"{{{first}}}", "{No\u00EBlle}"},
        {"a}b", "a}b"},
        {"}", "}"},
        {"}}}", "}}"},
        {"{{", "{"},
        {"{{{{", "{{"},
        {"{number}{number:1}", "02000"},
        {"\u00FC{number}\u00FC", "\u00FC"
                                 "0200\u00FC"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        char *out = expand(cases[i].text, noelle, NULL);

        assert_string_equal(out, cases[i].want);
        free(out);
    }
}

static void
test_width(void **state)
{
    /* What a reader sees as one character is not cut. */
    static const struct {
        const char *first, *want;
    } cases[] = {
        {"U\u0308mit", "U\u0308"},
        {"\u00C5sa", "\u00C5"},
        {"\U0001F469\u200D\U0001F4BBx", "\U0001F469\u200D\U0001F4BB"},
        {"", ""},
        {"\xFFx", "\xFF"},
    };
    const char *values[FIELD_COUNT] = {NULL};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        char *out;

        values[FIELD_FIRST] = cases[i].first;
        out = expand("{first:1}", values, NULL);
        assert_string_equal(out, cases[i].want);
        free(out);
    }
}

static void
test_address_parts(void **state)
{
    static const struct {
        const char *email, *want;
    } cases[] = {
        {"a@b", "[a|b]"}, {"no address", "[|]"},        {"@b", "[|b]"},
        {"a@", "[a|]"},   {"\"x@y\"@b", "[\"x@y\"|b]"}, {"", "[|]"},
    };
    const char *values[FIELD_COUNT] = {NULL};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        char *out;

        values[FIELD_EMAIL] = cases[i].email;
        out = expand("[{email.local}|{email.domain}]", values, NULL);
        assert_string_equal(out, cases[i].want);
        free(out);
    }
}

static void
test_result(void **state)
{
    const char *values[FIELD_COUNT] = {NULL};
    struct template *t = NULL;
    struct template_result r;
    struct err e = ERR_INIT;

    (void)state;
    assert_int_equal(template_parse(&t, "{last|ascii}{email.local}{first}", &e),
                     ST_OK);
    values[FIELD_LAST] = "\u041E\u043B\u044C\u0433\u0430 B";
    values[FIELD_FIRST] = "Anna";
    values[FIELD_EMAIL] = "a@example.com";
    free(template_expand(t, values, 1, &r));
    assert_null(r.empty);
    assert_true(r.lost);

    values[FIELD_LAST] = "Berg";
    values[FIELD_EMAIL] = "nobody";
    values[FIELD_FIRST] = "";
    free(template_expand(t, values, 1, &r));
    assert_string_equal(r.empty, "{email.local}");
    assert_int_equal(r.empty_field, FIELD_EMAIL);
    assert_false(r.lost);

    /* A name that has no ASCII letters at all comes out empty. */
    values[FIELD_LAST] = "\u65E5\u672C";
    free(template_expand(t, values, 1, &r));
    assert_string_equal(r.empty, "{last|ascii}");
    assert_true(r.lost);
    template_free(t);
}

/* What filters make of a first name. */
static void
test_filters(void **state)
{
    static const struct {
        const char *value, *filters, *want;
    } cases[] = {
        {" Anna\u00A0 Maria ", "trim", "Anna\u00A0 Maria"},
        {" Anna\u00A0 \t Maria ", "squeeze", " Anna Maria "},
        {" Anna\u00A0 Maria ", "trim|squeeze|replace: :.", "Anna.Maria"},
        {"", "squeeze|capital|digits|e164:49|replace:a:b", ""},
        {"VAN DER BERG", "capital", "Van Der Berg"},
        {"o'brien-smith", "capital", "O'Brien-Smith"},
        {"\u00C5NGSTR\u00D6M 2B", "capital", "\u00C5ngstr\u00F6m 2b"},
        {"+49 (0)170 / 12", "digits", "49017012"},
        {"\uFF11\uFF12 x", "digits", "12"},
        {"aaa", "replace:aa:b", "ba"},
        {"aXa", "replace:x:b", "aXa"},
        /* National, with the zero or without, and international. */
        {"0170 1234567", "e164:49", "+491701234567"},
        {"(0170) 123-4567", "e164:49", "+491701234567"},
        {"1701234567", "e164:49", "+491701234567"},
        {"491701234567", "e164:49", "+491701234567"},
        {"+49 (0)170 1234567", "e164:49", "+491701234567"},
        {"+43 664 1234567", "e164:49", "+436641234567"},
        {"0043664 1234567", "e164:49", "+436641234567"},
        {"612 345 678", "e164:34", "+34612345678"},
        {"(555) 010-0200", "e164:1", "+15550100200"},
        {"15550100200", "e164:1", "+15550100200"},
        {"06 1234 5678", "e164:39", "+390612345678"},
        /* No number of a country, and no number at all. */
        {"112", "e164:49", "112"},
        {"200", "e164:49", "200"},
        {" x123456789", "e164:49", " x123456789"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        const char *values[FIELD_COUNT] = {[FIELD_FIRST] = cases[i].value};
        char *text = mem_printf("{first|%s}", cases[i].filters);
        char *out = expand(text, values, NULL);

        assert_string_equal(out, cases[i].want);
        free(out);
        free(text);
    }
}

static void
test_replacing(void **state)
{
    static const char *const pairs[] = {"old", "new", "}:|", "\\"};
    static const char *const values[FIELD_COUNT] = {[FIELD_EMAIL] =
                                                        "old}:|@old.example"};
    struct template *t = template_replacing(FIELD_EMAIL, pairs, 2);
    char *out = template_expand(t, values, 1, NULL);

    (void)state;
    assert_string_equal(out, "new\\@new.example");
    assert_true(template_uses(t, FIELD_EMAIL));
    assert_false(template_is_literal(t));
    assert_false(template_counts(t));
    free(out);
    template_free(t);
}

static void
test_questions(void **state)
{
    struct template *t = NULL;
    struct err e = ERR_INIT;

    (void)state;
    assert_int_equal(template_parse(&t, "{email.domain}{last:1}", &e), ST_OK);
    assert_true(template_uses(t, FIELD_EMAIL));
    assert_true(template_uses(t, FIELD_LAST));
    assert_false(template_uses(t, FIELD_FIRST));
    assert_false(template_uses(t, FIELD_NUMBER));
    assert_false(template_is_literal(t));
    template_free(t);
    assert_int_equal(template_parse(&t, "{{x}}", &e), ST_OK);
    assert_true(template_is_literal(t));
    assert_false(template_uses(t, FIELD_NUMBER));
    template_free(t);
    template_free(NULL);
}

static void
test_errors(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"{frist}", "template \"{frist}\", position 2: unknown field "
                    "\"frist\"; did you mean \"first\""},
        {"\u00FC{emial.local}",
         "template \"\u00FC{emial.local}\", position 3: unknown field "
         "\"emial.local\"; did you mean \"email.local\""},
        {"{department}",
         "template \"{department}\", position 2: unknown field "
         "\"department\"; there are number, first, last, email, mobile, "
         "callerid, sipid, did, contactimage, email.local, email.domain and n"},
        {"{last|lowr}", "template \"{last|lowr}\", position 7: unknown filter "
                        "\"lowr\"; did you mean \"lower\""},
        {"{last|}", "template \"{last|}\", position 7: unknown filter \"\"; "
                    "there are lower, upper, ascii, trim, squeeze, replace, "
                    "digits, e164 and capital"},
        {"a{}", "template \"a{}\", position 3: a field is missing behind "
                "\"{\"; a brace itself is written \"{{\""},
        {"{", "template \"{\", position 2: a field is missing behind \"{\"; a "
              "brace itself is written \"{{\""},
        {"ab{first", "template \"ab{first\", position 3: this \"{\" is never "
                     "closed; a brace itself is written \"{{\""},
        {"{first{last}}", "template \"{first{last}}\", position 7: a \"{\" "
                          "inside of braces"},
        {"{first:0}", "template \"{first:0}\", position 8: a width is a "
                      "number from 1 to 999, as in {first:1}"},
        {"{first|replace:a}", "template \"{first|replace:a}\", position 15: "
                              "say what to replace by what, as in "
                              "{first|replace: :.}"},
        {"{first|replace::b}", "template \"{first|replace::b}\", position 15: "
                               "say what to replace by what, as in "
                               "{first|replace: :.}"},
        {"{first|e164:0049}",
         "template \"{first|e164:0049}\", position 12: the code of a country "
         "is one to three digits, as in {mobile|e164:49}"},
        {"{first:}", "template \"{first:}\", position 8: a width is a number "
                     "from 1 to 999, as in {first:1}"},
        {"{first:-1}", "template \"{first:-1}\", position 8: a width is a "
                       "number from 1 to 999, as in {first:1}"},
        {"{first:1x}", "template \"{first:1x}\", position 8: a width is a "
                       "number from 1 to 999, as in {first:1}"},
        {"{first:99999999999999999999}",
         "template \"{first:99999999999999999999}\", position 8: a width is a "
         "number from 1 to 999, as in {first:1}"},
        {"{first|lower:1}",
         "template \"{first|lower:1}\", position 13: the width comes once and "
         "right behind the field, as in {first:1|lower}"},
        {"{first:1:2}",
         "template \"{first:1:2}\", position 9: the width comes once and right "
         "behind the field, as in {first:1|lower}"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        struct template *t = NULL;
        struct err e = ERR_INIT;

        assert_int_equal(template_parse(&t, cases[i].text, &e), ST_USAGE);
        assert_string_equal(e.msg, cases[i].want);
        assert_null(t);
        err_free(&e);
    }
}

/* Any text with its braces doubled expands to itself. */
static void
test_random_literal(void **state)
{
    const char *given = getenv("TEST_SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10)
                                  : (unsigned)time(NULL);
    int i;

    (void)state;
    print_message("seed %u\n", seed);
    for (i = 0; i < 5000; i++) {
        static const char likely[] = "{}:|ab \xC3\xBC";
        struct buf text = BUF_INIT, doubled = BUF_INIT;
        int n = rand_r(&seed) % 20;
        char *out;

        while (n-- > 0) {
            char c = likely[(size_t)rand_r(&seed) % (sizeof(likely) - 1)];

            buf_addc(&text, c);
            buf_addc(&doubled, c);
            if (c == '{' || c == '}')
                buf_addc(&doubled, c);
        }
        out = expand(buf_str(&doubled), noelle, NULL);
        assert_string_equal(out, buf_str(&text));
        free(out);
        buf_free(&text);
        buf_free(&doubled);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expand),         cmocka_unit_test(test_width),
        cmocka_unit_test(test_address_parts),  cmocka_unit_test(test_result),
        cmocka_unit_test(test_filters),        cmocka_unit_test(test_replacing),
        cmocka_unit_test(test_questions),      cmocka_unit_test(test_errors),
        cmocka_unit_test(test_random_literal),
    };

    return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
