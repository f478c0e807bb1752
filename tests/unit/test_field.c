/* The table of fields: what every row has to keep. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <cmocka.h>

#include "cxbak/field/field.h"

/* Every name of a row leads to it, so no name belongs to two. */
static void
names(void **state)
{
    size_t i, k;

    (void)state;
    for (i = 0; i < FIELD_ROWS; i++) {
        const struct field_info *fi = field_info((enum field)i);
        const char *all[] = {fi->key,        fi->label,     fi->heading,
                             fi->word,       fi->option,    fi->aliases[0],
                             fi->aliases[1], fi->aliases[2]};

        assert_non_null(fi->key);
        assert_non_null(fi->label);
        assert_non_null(fi->heading);
        assert_non_null(fi->word);
        for (k = 0; k < sizeof(all) / sizeof(all[0]); k++) {
            enum field f = FIELD_ROWS;

            if (all[k] == NULL)
                continue;
            assert_true(field_parse(all[k], &f));
            assert_int_equal(f, i);
        }
    }
}

/* A row says where its value lives, and each place belongs to one row. */
static void
places(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < FIELD_ROWS; i++) {
        const struct field_info *fi = field_info((enum field)i);
        enum field f = FIELD_ROWS;

        assert_int_equal(fi->source == SOURCE_DERIVED, i >= FIELD_COUNT);
        if (i >= FIELD_COUNT) {
            assert_false(field_has((enum field)i, FIELD_EDITABLE));
            assert_false(field_has((enum field)i, FIELD_EXPORTED));
            continue;
        }
        assert_true(field_find(fi->source, field_there((enum field)i), &f));
        assert_int_equal(f, i);
        assert_int_equal(fi->json, JSON_TEXT);
    }
    assert_int_equal(FIELD_NUMBER, 0);
    assert_false(field_has(FIELD_NUMBER, FIELD_EDITABLE));
}

static void
unknown_names(void **state)
{
    enum field f;

    (void)state;
    assert_false(field_parse("", &f));
    assert_false(field_parse("  ", &f));
    assert_false(field_parse("first name of", &f));
    assert_true(field_parse(" E-MAIL\t", &f));
    assert_int_equal(f, FIELD_EMAIL);
    assert_false(field_find(SOURCE_ELEMENT, "MOBILENUMBER", &f));
    assert_false(field_find(SOURCE_ELEMENT, "firstname", &f));
    assert_string_equal(field_nearest("emial"), "email");
    assert_null(field_nearest("shoe size"));
}

/* What messages list. */
static void
lists(void **state)
{
    char *text = field_names(field_settable, NAMED_BY_OPTION, "--");

    (void)state;
    assert_string_equal(text, "--first-name, --last-name, --email, --mobile, "
                              "--caller-id, --avatar");
    free(text);
    text = field_names(field_importable, NAMED_BY_KEY, "");
    assert_string_equal(text, "FirstName, LastName, EmailAddress, "
                              "MobileNumber, OutboundCallerID");
    free(text);
    text = field_names(NULL, NAMED_BY_WORD, "");
    assert_string_equal(text, "number, first, last, email, mobile, callerid, "
                              "sipid, did, contactimage, enabled, phones, "
                              "avatar, name, groups, role, queue, ringgroup");
    free(text);
    text = field_called(FIELD_NUMBER);
    assert_string_equal(text, "Number, Ext., Extension, Ext");
    free(text);
    text = field_called(FIELD_EMAIL);
    assert_string_equal(text, "EmailAddress, Email, Email Address, E-mail, "
                              "E-mail address");
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(places),
        cmocka_unit_test(unknown_names),
        cmocka_unit_test(lists),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
