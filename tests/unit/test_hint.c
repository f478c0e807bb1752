/* What the command line makes of the hints of the core. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cli/hint.h"

static void
an_error_keeps_its_rule_at_the_end(void **state)
{
    struct err e = ERR_INIT, copy = ERR_INIT;
    char *text, *again;

    (void)state;
    err_set(&e, ST_BACKUP, "its 9 bytes are more than the limit of 8");
    err_rule(&e, "R8");
    err_hint(&e, HINT_DATABASE_SIZE, NULL);
    err_prefix(&e, "a.zip: ");
    assert_string_equal(e.reason, "R8");
    text = hint_text(&e);
    assert_string_equal(text, "a.zip: its 9 bytes are more than the limit of "
                              "8; allow them with --max-database (rule R8)");

    /* Handed on, it keeps all that belongs to it. */
    err_copy(&copy, &e);
    again = hint_text(&copy);
    assert_string_equal(again, text);
    assert_int_equal(copy.status, ST_BACKUP);
    assert_string_equal(e.msg, "a.zip: its 9 bytes are more than the limit of "
                               "8");
    free(again);
    free(text);
    err_free(&copy);

    /* The next error is not about that any more. */
    err_set(&e, ST_SYSTEM, "x");
    assert_int_equal(e.hint, HINT_NONE);
    assert_null(e.reason);
    text = hint_text(&e);
    assert_string_equal(text, "x");
    free(text);
    err_free(&e);
}

/* A hint that nobody put into words would be printed as "(null)". */
static void
every_hint_has_words(void **state)
{
    int i;

    (void)state;
    for (i = HINT_NONE; i < HINT_COUNT; i++) {
        char *text = hint_add("<>", (enum hint)i, NULL);

        assert_non_null(strstr(text, "<>"));
        assert_null(strstr(text, "(null)"));
        assert_int_equal(strcmp(text, "<>") == 0, i == HINT_NONE);
        free(text);
    }
}

static void
a_field_is_called_by_its_option(void **state)
{
    char *text = hint_add("leave it out", HINT_CLEAR, "FirstName");

    (void)state;
    assert_string_equal(text, "leave it out, or use --clear first-name");
    free(text);
}

/* Findings get the same words behind their messages, once. */
static void
findings_are_worded(void **state)
{
    struct findings f = FINDINGS_INIT;
    struct finding *x;

    (void)state;
    findings_add(&f, "archive-crc", NULL, NULL, "it is damaged")->reason = "R6";
    x = findings_add(&f, "avatar-entry-guess", "200", NULL, "a guess");
    x->hint = HINT_IMAGE_ENTRY;
    findings_add(&f, "name-missing", "201", NULL, "no name");
    hint_findings(&f);
    hint_findings(&f);
    assert_string_equal(f.list[0].message, "it is damaged (rule R6)");
    assert_string_equal(f.list[1].message,
                        "a guess; --image-entry writes it in another form");
    assert_string_equal(f.list[2].message, "no name");
    findings_free(&f);
}

/* Whom the page speaks to has no options and no commands. */
static void
the_page_is_told_no_option(void **state)
{
    enum hint hint;

    (void)state;
    for (hint = HINT_NONE; hint < HINT_COUNT; hint++) {
        char *shell = hint_add("x", hint, "email"), *page;

        setenv("CXBAK_PAGE", "1", 1);
        page = hint_add("x", hint, "email");
        unsetenv("CXBAK_PAGE");
        assert_true(page[0] == 'x');
        assert_null(strstr(page, "--"));
        assert_null(strstr(page, "`"));
        assert_null(strstr(page, " -v"));
        assert_true(hint == HINT_NONE || strcmp(shell, "x") != 0);
        free(page);
        free(shell);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_keeps_its_rule_at_the_end),
        cmocka_unit_test(every_hint_has_words),
        cmocka_unit_test(a_field_is_called_by_its_option),
        cmocka_unit_test(findings_are_worded),
        cmocka_unit_test(the_page_is_told_no_option),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
