/*
 * Edits of elements: where one goes that is missing, and what is left of one
 * that is cleared.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "cxbak/patch/user_patch.h"
#include "patch_help.h"

#define DOCUMENT(version, users)                                               \
    "<PhoneSystem><header><version>" version "</version></header><Tenants>"    \
    "<Tenant><DN>" users "</DN></Tenant></Tenants></PhoneSystem>"

/* Users as version 20 writes them; `late` stands behind NoAnswerTimeout,
 * `image` before the Number. */
#define SORTED(number, late, image)                                            \
    "<Extension>\n<AuthID>x</AuthID>\n<EmailAddress>a@example.com"             \
    "</EmailAddress>\n<Enabled>True</Enabled>\n<FirstName>A</FirstName>\n"     \
    "<LastName>B</LastName>\n<NoAnswerTimeout>9</NoAnswerTimeout>" late        \
    "\n<VMEnabled>True</VMEnabled>" image "\n<Number>" number                  \
    "</Number>\n<PhoneBookEntries><PhoneBookEntry><Number>1</Number>"          \
    "</PhoneBookEntry></PhoneBookEntries>\n</Extension>"
#define CALLER(text) "\n<OutboundCallerID>" text "</OutboundCallerID>"
#define IMAGE(text)  "\n<ContactImage>" text "</ContactImage>"

/* And in no order. */
#define MIXED(number, image, last)                                             \
    "<Extension>\n<FirstName>A</FirstName>\n<LastName>B</LastName>" image      \
    "\n<EmailAddress>a@example.com</EmailAddress>\n<Number>" number            \
    "</Number>" last "\n</Extension>"

struct patch_case {
    const char *before;
    enum field field;
    const char *text;
    const char *after;
};

static void
check_case(const struct patch_case *c)
{
    struct database *d = read_text(c->before, strlen(c->before));
    struct edit edit = edit_of(c->field, c->text);
    const struct edit *edits[] = {&edit};
    struct xpatches p = {0};
    struct err e = ERR_INIT;
    struct buf out;

    assert_int_equal(user_patch(d, edits, 1, &p, &e), ST_OK);
    out = patched(c->before, &p);
    assert_string_equal(buf_str(&out), c->after);
    buf_free(&out);
    xpatch_free(&p);
    free(edit.text);
    database_free(d);
}

static void
elements_go_to_their_place(void **state)
{
    static const struct patch_case cases[] = {
        /* Nobody shows it: the order of names does. */
        {DOCUMENT("20.0", SORTED("200", "", "")), FIELD_CALLERID, "1",
         DOCUMENT("20.0", SORTED("200", CALLER("1"), ""))},
        {DOCUMENT("20.0", SORTED("200", "", "")), FIELD_CONTACT_IMAGE, "a.png",
         DOCUMENT("20.0", SORTED("200", "", IMAGE("a.png")))},
        {DOCUMENT("20.0", SORTED("200", CALLER("1"), "")), FIELD_CONTACT_IMAGE,
         "a.png", DOCUMENT("20.0", SORTED("200", CALLER("1"), IMAGE("a.png")))},
        /* Users in no order: where one before has it, or last. */
        {DOCUMENT("15.0", MIXED("200", "", "") MIXED("201", IMAGE("b"), "")),
         FIELD_CONTACT_IMAGE, "a",
         DOCUMENT("15.0",
                  MIXED("200", "", IMAGE("a")) MIXED("201", IMAGE("b"), ""))},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_case(&cases[i]);
}

static void
elements_are_replaced_and_left_out(void **state)
{
    static const struct patch_case cases[] = {
        {DOCUMENT("20.0", SORTED("200", "", IMAGE("a.png"))),
         FIELD_CONTACT_IMAGE, "/x/b&c.png",
         DOCUMENT("20.0", SORTED("200", "", IMAGE("/x/b&amp;c.png")))},
        {DOCUMENT("20.0", SORTED("200", "", IMAGE("a.png"))),
         FIELD_CONTACT_IMAGE, "", DOCUMENT("20.0", SORTED("200", "", ""))},
        /* Everybody has everything: the version knows. */
        {DOCUMENT("20.0", SORTED("200", CALLER("1"), IMAGE("a.png"))),
         FIELD_CALLERID, "",
         DOCUMENT("20.0", SORTED("200", "", IMAGE("a.png")))},
        {DOCUMENT("14.0", SORTED("200", CALLER("1"), IMAGE("a.png"))),
         FIELD_CALLERID, "",
         DOCUMENT("14.0", SORTED("200", CALLER(""), IMAGE("a.png")))},
        /* Or the file shows it, whatever the version. */
        {DOCUMENT("14.0", SORTED("200", CALLER("1"), "") SORTED("201", "", "")),
         FIELD_CALLERID, "",
         DOCUMENT("14.0", SORTED("200", "", "") SORTED("201", "", ""))},
        {DOCUMENT("20.0",
                  SORTED("200", CALLER("1"), "") SORTED("201", CALLER(""), "")),
         FIELD_CALLERID, "",
         DOCUMENT("20.0",
                  SORTED("200", CALLER(""), "") SORTED("201", CALLER(""), ""))},
        /* That nobody has a picture says nothing of the other fields. */
        {DOCUMENT("14.0", SORTED("200", CALLER("1"), "")), FIELD_CALLERID, "",
         DOCUMENT("14.0", SORTED("200", CALLER(""), ""))},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_case(&cases[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_go_to_their_place),
        cmocka_unit_test(elements_are_replaced_and_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
