/*
 * Edits of properties, several at once: every kind of container with every
 * pair of edits of the mobile number and of a picture's property.  The result
 * is read again and must have the values asked for and all else of before.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/patch/user_patch.h"
#include "cxbak/util/buf.h"
#include "cxbak/backup/database.h"
#include "patch_help.h"

#define HEAD                                                                   \
    "<PhoneSystem><header><version>20.0</version></header><Tenants><Tenant>"   \
    "<DN>\n  <Extension>\n    <Number>200</Number>"
#define TAIL "\n  </Extension>\n</DN></Tenant></Tenants></PhoneSystem>"
#define ITEM(name, value)                                                      \
    "\n      <DNProperty>\n        <Name>" name                                \
    "</Name>\n        <Value>" value "</Value>\n      </DNProperty>"
#define BOX(items) "\n    <Properties>" items "\n    </Properties>"
#define OTHER      ITEM("OTHER", "kept &amp; whole")
#define MOBILE     ITEM("MOBILENUMBER", "15550100200")
#define AVATAR     ITEM("AVATAR", "200.png")

static const char *const boxes[] = {
    "",
    "\n    <Properties />",
    "\n    <Properties></Properties>",
    BOX(""),
    BOX(OTHER),
    BOX(MOBILE),
    BOX(AVATAR),
    BOX(MOBILE AVATAR),
    BOX(AVATAR OTHER MOBILE),
    BOX(OTHER AVATAR),
    BOX("\n      <DNProperty><Name>AVATAR</Name></DNProperty>" MOBILE),
    ("<Properties><DNProperty><Value>200.png</Value><Name>AVATAR</Name>"
     "</DNProperty></Properties>"),
};

/* The value of a property, or NULL. */
static const char *
value_of(const struct database *d, const char *name)
{
    return pairs_find(&user_details(&d->users[0])->properties, name);
}

static void
check_value(const struct database *d, const char *name, const char *wanted,
            const char *text)
{
    const char *found = value_of(d, name);

    if ((found == NULL) != (wanted == NULL) ||
        (found != NULL && strcmp(found, wanted) != 0))
        fail_msg("%s is %s, not %s, in %s", name,
                 found != NULL ? found : "absent",
                 wanted != NULL ? wanted : "absent", text);
}

/* `mobile` and `avatar`: NULL keeps, "" takes out, else the new value. */
static void
try_edits(const char *box, const char *mobile, const char *avatar)
{
    struct buf text = BUF_INIT, out;
    struct property_edit property = {SIZE_MAX, "AVATAR", NULL, "Picture",
                                     false};
    struct edit list[2];
    const struct edit *edits[] = {&list[0], &list[1]};
    struct xpatches p = {0};
    struct database *before, *after;
    const char *old_mobile, *old_avatar;
    struct err e = ERR_INIT;
    size_t n = 0;

    buf_printf(&text, "%s%s%s", HEAD, box, TAIL);
    before = read_text(buf_str(&text), text.len);
    old_mobile = value_of(before, "MOBILENUMBER");
    old_avatar = value_of(before, "AVATAR");
    if (before->users[0].pictures.count > 0)
        property.index = 0;
    if (mobile != NULL)
        list[n++] = edit_of(FIELD_MOBILE, mobile);
    if (avatar != NULL && (*avatar != '\0' || old_avatar != NULL)) {
        property.remove = *avatar == '\0';
        list[n] = edit_of(FIELD_AVATAR, avatar);
        list[n++].property = &property;
        old_avatar = *avatar != '\0' ? avatar : NULL;
    }

    /* Where a property has no Value, one that is cleared is left like that. */
    if (mobile != NULL && *mobile != '\0')
        old_mobile = mobile;
    else if (mobile != NULL && old_mobile != NULL)
        old_mobile = before->style.without_value > 0 ? "" : NULL;
    if (n > 0)
        assert_int_equal(user_patch(before, edits, n, &p, &e), ST_OK);
    out = patched(buf_str(&text), &p);
    after = read_text(buf_str(&out), out.len);
    check_value(after, "MOBILENUMBER", old_mobile, buf_str(&out));
    check_value(after, "AVATAR", old_avatar, buf_str(&out));
    check_value(after, "OTHER", value_of(before, "OTHER"), buf_str(&out));
    assert_int_equal(after->users[0].property_count,
                     (old_mobile != NULL) + (old_avatar != NULL) +
                         (value_of(before, "OTHER") != NULL));
    while (n > 0)
        free(list[--n].text);
    database_free(before);
    database_free(after);
    xpatch_free(&p);
    buf_free(&text);
    buf_free(&out);
}

static void
every_pair_of_edits_in_every_container(void **state)
{
    static const char *const mobiles[] = {NULL, "", "1 & 2"};
    static const char *const avatars[] = {NULL, "", "ProfilePictures/2<0>.png"};
    size_t i, k, l;

    (void)state;
    for (i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
        for (k = 0; k < 3; k++) {
            for (l = 0; l < 3; l++)
                try_edits(boxes[i], mobiles[k], avatars[l]);
        }
    }
}

/* A container, what the mobile number becomes, and the container then. */
struct change_case {
    const char *before;
    const char *mobile;
    const char *after;
};

#define NUMBER "<DNProperty><Name>MOBILENUMBER</Name><Value>1</Value>"
#define ONE    NUMBER "</DNProperty>"

/* What stands beside the property, or in it, stays as it is. */
static void
strangers_stay(void **state)
{
    static const struct change_case cases[] = {
        {"<Properties><Other>1</Other><!-- keep -->" ONE "</Properties>", "",
         "<Properties><Other>1</Other><!-- keep --></Properties>"},
        {"<Properties> " ONE " <!-- keep --> </Properties>", "",
         "<Properties> <!-- keep --> </Properties>"},
        {"<Properties><?keep this?>" ONE "</Properties>", "",
         "<Properties><?keep this?></Properties>"},
        {"<Properties>text" ONE "</Properties>", "",
         "<Properties>text</Properties>"},
        {"<Properties>" ONE "<![CDATA[]]></Properties>", "",
         "<Properties><![CDATA[]]></Properties>"},
        {"<Properties>" ONE "&#32;</Properties>", "",
         "<Properties>&#32;</Properties>"},
        {"<Properties><p:DNProperty xmlns:p='urn:p'/>" ONE "</Properties>", "",
         "<Properties><p:DNProperty xmlns:p='urn:p'/></Properties>"},
        {"<Properties a='b'>" ONE "</Properties>", "",
         "<Properties a='b'></Properties>"},
        {"<Properties>" NUMBER "<Other/></DNProperty></Properties>", "",
         "<Properties><DNProperty><Name>MOBILENUMBER</Name><Value></Value>"
         "<Other/></DNProperty></Properties>"},
        {"<Properties>" NUMBER "<!-- k --></DNProperty></Properties>", "",
         "<Properties><DNProperty><Name>MOBILENUMBER</Name><Value></Value>"
         "<!-- k --></DNProperty></Properties>"},
        {"<Properties><DNProperty a='b'><Name>MOBILENUMBER</Name>"
         "<Value>1</Value></DNProperty></Properties>",
         "",
         "<Properties><DNProperty a='b'><Name>MOBILENUMBER</Name>"
         "<Value></Value></DNProperty></Properties>"},
        {"<Properties><!-- keep --></Properties>", "2",
         "<Properties>\n        <DNProperty>\n            <Name>MOBILENUMBER"
         "</Name>\n            <Value>2</Value>\n            <Type>String"
         "</Type>\n            <Description>The mobile number specified for "
         "extension</Description>\n        </DNProperty><!-- keep "
         "--></Properties>"},
        {"<Properties>" NUMBER "<Other/></DNProperty></Properties>", "2",
         "<Properties><DNProperty><Name>MOBILENUMBER</Name><Value>2</Value>"
         "<Other/></DNProperty></Properties>"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct edit edit = edit_of(FIELD_MOBILE, cases[i].mobile);
        const struct edit *edits[] = {&edit};
        struct buf text = BUF_INIT, out, wanted = BUF_INIT;
        struct xpatches p = {0};
        struct err e = ERR_INIT;
        struct database *d;

        buf_printf(&text, "%s%s%s", HEAD, cases[i].before, TAIL);
        buf_printf(&wanted, "%s%s%s", HEAD, cases[i].after, TAIL);
        d = read_text(buf_str(&text), text.len);
        if (user_patch(d, edits, 1, &p, &e) != ST_OK)
            fail_msg("%s: %s", cases[i].before, e.msg);
        out = patched(buf_str(&text), &p);
        assert_string_equal(buf_str(&out), buf_str(&wanted));
        free(edit.text);
        database_free(d);
        xpatch_free(&p);
        buf_free(&text);
        buf_free(&wanted);
        buf_free(&out);
    }
}

/* What cannot be edited without losing something, and why. */
static void
what_is_refused(void **state)
{
    static const struct {
        enum field field;
        const char *box;
        const char *why;
    } cases[] = {
        {FIELD_MOBILE, "<Properties>" ONE "</Properties><Properties/>",
         "two Properties"},
        {FIELD_MOBILE, "<Properties/><Properties/>", "two Properties"},
        {FIELD_MOBILE, "<Properties>" ONE ONE "</Properties>", "twice"},
        {FIELD_MOBILE,
         "<Properties><DNProperty><Name>MOBILE<b/>NUMBER</Name></DNProperty>"
         "</Properties>",
         "two names"},
        {FIELD_MOBILE,
         "<Properties><DNProperty><Name>X</Name><Name>MOBILENUMBER</Name>"
         "<Value>1</Value></DNProperty></Properties>",
         "two names"},
        {FIELD_MOBILE,
         "<Properties><DNProperty><Name>MOBILENUMBER</Name><Value>1<b/>"
         "</Value></DNProperty></Properties>",
         "elements or comments"},
        {FIELD_MOBILE,
         "<Properties><DNProperty><Name>MOBILENUMBER</Name><Value>1</Value>"
         "<Value>2</Value></DNProperty></Properties>",
         "twice"},
        {FIELD_FIRST, "<FirstName>A</FirstName><FirstName>B</FirstName>",
         "twice"},
        {FIELD_FIRST, "<FirstName>A<b>B</b></FirstName>",
         "elements or comments"},
        {FIELD_FIRST, "<FirstName>A<!-- b --></FirstName>",
         "elements or comments"},
        {FIELD_FIRST, "<FirstName><?b?></FirstName>", "elements or comments"},
    };
    size_t i, k;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (k = 0; k < 2; k++) {
            struct edit edit = edit_of(cases[i].field, k == 0 ? "9" : "");
            const struct edit *edits[] = {&edit};
            struct buf text = BUF_INIT;
            struct xpatches p = {0};
            struct err e = ERR_INIT;
            struct database *d;

            edit.original.form = EMPTY_PAIR;
            buf_printf(&text, "%s%s%s", HEAD, cases[i].box, TAIL);
            d = read_text(buf_str(&text), text.len);
            if (user_patch(d, edits, 1, &p, &e) != ST_REFUSED)
                fail_msg("not refused: %s", cases[i].box);
            if (strstr(e.msg, cases[i].why) == NULL)
                fail_msg("%s: %s", cases[i].box, e.msg);
            assert_int_equal(p.count, 0);
            err_free(&e);
            free(edit.text);
            database_free(d);
            xpatch_free(&p);
            buf_free(&text);
        }
    }
}

static void
odd_properties_are_refused(void **state)
{
    const char *text = HEAD "<Properties><DNProperty><Name>AVATAR</Name>"
                            "<Value>1.png</Value><Value>2.png</Value>"
                            "</DNProperty></Properties>" TAIL;
    struct property_edit property = {0, "AVATAR", NULL, NULL, true};
    char none[] = "";
    const struct edit edit = {
        .field = FIELD_AVATAR, .text = none, .property = &property};
    const struct edit *edits[] = {&edit};
    struct database *d = read_text(text, strlen(text));
    struct xpatches p = {0};
    struct err e = ERR_INIT;

    (void)state;
    assert_int_equal(user_patch(d, edits, 1, &p, &e), ST_REFUSED);
    assert_non_null(strstr(e.msg, "AVATAR"));
    err_free(&e);
    xpatch_free(&p);
    database_free(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_of_edits_in_every_container),
        cmocka_unit_test(strangers_stay),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(odd_properties_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
