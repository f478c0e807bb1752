#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ctype.h>
#include <string.h>

#include "cxbak/rules/finding.h"

static void
codes_are_sorted_and_found(void **state)
{
    const struct rule *r;
    size_t i;

    (void)state;
    for (i = 0; (r = rule_at(i)) != NULL; i++) {
        assert_ptr_equal(rule_find(r->code), r);
        if (i > 0)
            assert_true(strcmp(rule_at(i - 1)->code, r->code) < 0);
    }
    assert_true(i > 50);
    assert_int_equal(rule_count(), i);
    assert_null(rule_find(""));
    assert_null(rule_find("no-such-rule"));
    assert_null(rule_find("Email-Syntax"));
}

static void
check_text(const char *code, const char *s, bool sentence)
{
    size_t len;

    if (s == NULL || *s == '\0')
        fail_msg("%s: a text is missing", code);
    len = strlen(s);
    if (strchr(s, '\n') != NULL || strstr(s, "  ") != NULL)
        fail_msg("%s: line break or double blank in: %s", code, s);
    if (strstr(s, " --") != NULL || strstr(s, "`cxbak") != NULL)
        fail_msg("%s: names what only the command line has: %s", code, s);
    if ((s[len - 1] == '.') != sentence)
        fail_msg("%s: full stop %s: %s", code, sentence ? "missing" : "found",
                 s);
}

/* The texts become the README and the output of `explain`. */
static void
every_rule_is_explained(void **state)
{
    const struct rule *r;
    size_t i;

    (void)state;
    for (i = 0; (r = rule_at(i)) != NULL; i++) {
        assert_true(strspn(r->code, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
                    strlen(r->code));
        check_text(r->code, r->title, false);
        check_text(r->code, r->why, true);
        check_text(r->code, r->fix, true);
        check_text(r->code, r->source, false);
        assert_true(strlen(r->title) <= 76);
        assert_true(isupper((unsigned char)r->title[0]));
    }
}

static void
advice_is_marked(void **state)
{
    const struct rule *r;
    size_t i, errors = 0;

    (void)state;
    for (i = 0; (r = rule_at(i)) != NULL; i++) {
        if (strncmp(r->code, "target-", 7) != 0)
            continue;

        /* An address that is not unique is more than advice. */
        if (strcmp(r->code, "target-v20-email-shared") == 0) {
            errors += r->severity == SEVERITY_ERROR;
            continue;
        }
        assert_int_equal(strncmp(r->title, "Advice for ", 11), 0);
        assert_int_equal(strncmp(r->source, "advice: ", 8), 0);
        assert_int_not_equal(r->severity, SEVERITY_ERROR);
    }
    assert_int_equal(errors, 1);
}

static void
severities_have_names(void **state)
{
    (void)state;
    assert_string_equal(severity_name(SEVERITY_ERROR), "error");
    assert_string_equal(severity_name(SEVERITY_WARNING), "warning");
    assert_string_equal(severity_name(SEVERITY_NOTE), "note");
}

static void
list_owns_and_counts(void **state)
{
    struct findings f = FINDINGS_INIT;
    char number[] = "200";
    struct finding *one;
    int i;

    (void)state;
    findings_add(&f, "email-syntax", number, "EmailAddress", "has %d of %s", 2,
                 "them");
    number[0] = '9';
    assert_string_equal(f.list[0].number, "200");
    assert_string_equal(f.list[0].message, "has 2 of them");
    assert_string_equal(f.list[0].rule->code, "email-syntax");
    assert_int_equal(f.list[0].severity, SEVERITY_ERROR);
    assert_false(f.list[0].introduced);

    one = findings_add(&f, "archive-old", NULL, NULL, "x");
    assert_null(one->number);
    one->introduced = true;
    one->severity = SEVERITY_ERROR;
    assert_int_equal(findings_count(&f, SEVERITY_ERROR, false), 2);
    assert_int_equal(findings_count(&f, SEVERITY_ERROR, true), 1);
    assert_int_equal(findings_count(&f, SEVERITY_NOTE, false), 0);

    for (i = 0; i < 1000; i++)
        findings_add(&f, "email-missing", "7", NULL, "%d", i);
    assert_int_equal(f.count, 1002);
    assert_string_equal(f.list[0].message, "has 2 of them");
    assert_int_equal(findings_count(&f, SEVERITY_NOTE, false), 1000);

    findings_free(&f);
    assert_int_equal(f.count, 0);
    findings_add(&f, "email-missing", NULL, NULL, "again");
    assert_int_equal(f.count, 1);
    findings_free(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_sorted_and_found),
        cmocka_unit_test(every_rule_is_explained),
        cmocka_unit_test(advice_is_marked),
        cmocka_unit_test(severities_have_names),
        cmocka_unit_test(list_owns_and_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
