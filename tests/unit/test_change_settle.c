/*
 * What changes come to: the last of several counts, no two pictures get one
 * name, a new picture goes where it is found again, and settling again forgets
 * what came out before.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/change/avatar_target.h"
#include "cxbak/change/change.h"
#include "cxbak/util/mem.h"

#include "backup_help.h"

#define DATABASE                                                               \
    "<PhoneSystem><header><version>18.0</version></header><Tenants><Tenant>"   \
    "<DN><Extension><Number>200</Number></Extension><Extension><Number>201"    \
    "</Number></Extension></DN></Tenant></Tenants></PhoneSystem>"

static const struct help_member members[] = {
    {"ProfilePictures/201.png", "old"},
};

/* A name that is wished for is taken if it can be one, else one is made. */
static void
a_name_that_cannot_be_is_not_taken(void **state)
{
    static const struct {
        const char *wished;
        const char *name;
    } cases[] = {
        {"ProfilePictures/200_me.png", "ProfilePictures/200_me.png"},
        {"ProfilePictures/200/me.png", "ProfilePictures/200/me.png"},
        {"ProfilePictures/200\xff.png", "ProfilePictures/200.png"},
        {"ProfilePictures/200_\xc3.png", "ProfilePictures/200.png"},
        {"Elsewhere/200_me.png", "ProfilePictures/200.png"},
        {"ProfilePictures/202_me.png", "ProfilePictures/200.png"},
        {"ProfilePictures/201.png", "ProfilePictures/200.png"},
        {"ProfilePictures/200_a:b.png", "ProfilePictures/200.png"},
        {"ProfilePictures/200_\x01.png", "ProfilePictures/200.png"},
        {"ProfilePictures/200_\x7f.png", "ProfilePictures/200.png"},
        {"ProfilePictures/200_x.", "ProfilePictures/200.png"},
        {NULL, "ProfilePictures/200.png"},
    };
    struct help_backup h;
    size_t i;

    (void)state;
    help_open(&h, DATABASE, members, 1);
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct avatar_name wanted = {.name = cases[i].wished};
        struct avatar_target t = {0};
        struct changes c = {0};
        struct err e = ERR_INIT;

        if (avatar_target(&c, h.backup, &h.avatars, 0, &wanted, &t, &e) !=
            ST_OK)
            fail_msg("case %zu: %s", i, e.msg);
        assert_string_equal(t.name, cases[i].name);
        assert_int_equal(t.format, IMAGE_PNG);
        free(t.name);
        change_free(&c);
    }
    help_close(&h);
}

#define PROPERTY(value)                                                        \
    "<PhoneSystem><header><version>18.0</version></header><Tenants><Tenant>"   \
    "<DN><Extension><Number>200</Number><Properties><DNProperty><Name>AVATAR"  \
    "</Name><Value>" value "</Value></DNProperty></Properties></Extension>"    \
    "<Extension><Number>201</Number></Extension></DN></Tenant></Tenants>"      \
    "</PhoneSystem>"

/* A property that names a picture that is missing says where it goes. */
static void
a_promised_name_is_kept(void **state)
{
    static const char *const cases[][2] = {
        {PROPERTY("me.png"), "ProfilePictures/me.png"},
        {PROPERTY("some/folder/me.png"), "ProfilePictures/me.png"},
        {PROPERTY("C:\\data\\me.png"), "ProfilePictures/me.png"},
        {PROPERTY("ProfilePictures/me.png"), "ProfilePictures/me.png"},
        {PROPERTY("/x/ProfilePictures/a/me.png"), "ProfilePictures/a/me.png"},
        {PROPERTY("ProfilePictures\\me.png"), "ProfilePictures/me.png"},
        {PROPERTY("m?e.png"), "ProfilePictures/200.png"},
        {PROPERTY("me.txt"), "ProfilePictures/200.png"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct avatar_name wanted = {0};
        struct help_backup h;
        struct avatar_target t = {0};
        struct changes c = {0};
        struct err e = ERR_INIT;

        help_open(&h, cases[i][0], NULL, 0);
        if (avatar_target(&c, h.backup, &h.avatars, 0, &wanted, &t, &e) !=
            ST_OK)
            fail_msg("case %zu: %s", i, e.msg);
        assert_string_equal(t.name, cases[i][1]);
        free(t.name);
        change_free(&c);
        help_close(&h);
    }
}

static void
the_last_change_of_a_field_counts(void **state)
{
    struct help_backup h;
    struct changes c = {0};
    struct err e = ERR_INIT;

    (void)state;
    help_open(&h, DATABASE, members, 1);
    change_add(&c, 1, FIELD_FIRST, "one");
    change_add(&c, 0, FIELD_FIRST, "two");
    change_add(&c, 1, FIELD_FIRST, "three");
    change_add(&c, 1, FIELD_LAST, "four");
    change_add(&c, 0, FIELD_LAST, "five");
    change_add(&c, 0, FIELD_LAST, "");
    assert_int_equal(change_settle(&c, h.backup, &h.avatars, &e), ST_OK);
    assert_int_equal(c.count, 3);
    assert_string_equal(c.list[0].edit.text, "two");
    assert_string_equal(c.list[1].edit.text, "three");
    assert_string_equal(c.list[2].edit.text, "four");
    assert_int_equal(c.users, 2);
    assert_int_equal(c.unchanged, 0);
    change_free(&c);
    help_close(&h);
}

/* Also where only two are there, and where letters differ in case alone. */
static void
two_pictures_of_one_name_are_refused(void **state)
{
    static const char *const names[][2] = {
        {"ProfilePictures/me.png", "ProfilePictures/me.png"},
        {"ProfilePictures/me.png", "ProfilePictures/ME.png"},
        {"ProfilePictures/a/me.png", "ProfilePictures\\a\\me.png"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct help_backup h;
        struct changes c = {0};
        struct err e = ERR_INIT;
        struct buf one = BUF_INIT, two = BUF_INIT;

        help_open(&h, DATABASE, NULL, 0);
        buf_adds(&one, "one");
        buf_adds(&two, "two");
        change_set_picture(&c, 0, mem_dup(names[i][0]), &one);
        change_set_picture(&c, 1, mem_dup(names[i][1]), &two);
        assert_int_equal(change_settle(&c, h.backup, &h.avatars, &e),
                         ST_REFUSED);
        assert_non_null(strstr(e.msg, "the same name"));
        err_free(&e);
        change_free(&c);
        help_close(&h);
    }
}

static void
settling_again_starts_anew(void **state)
{
    struct help_backup h;
    struct changes c = {0};
    struct err e = ERR_INIT;
    struct buf image = BUF_INIT;
    int i;

    (void)state;
    help_open(&h, DATABASE, members, 1);
    buf_adds(&image, "new");
    change_set_picture(&c, 0, mem_dup("ProfilePictures/200.png"), &image);
    change_clear_picture(&c, 1);
    for (i = 0; i < 3; i++) {
        assert_int_equal(change_settle(&c, h.backup, &h.avatars, &e), ST_OK);
        assert_int_equal(c.pictures, 2);
        assert_int_equal(c.users, 2);
        assert_int_equal(c.member_count, 2);
        assert_int_equal(c.members[0].op + c.members[1].op,
                         ZEDIT_ADD + ZEDIT_REMOVE);
    }
    change_free(&c);
    help_close(&h);
}

/* User by user, by the place in the file, and of one place by what stood
 * before: pieces that go to one place come as they stood. */
static void
edits_come_in_the_order_of_the_file(void **state)
{
    static const struct {
        enum field field;
        uint64_t at;
        size_t after;
    } places[] = {
        {FIELD_FIRST, 500, 0},
        {FIELD_LAST, 300, 4},
        {FIELD_EMAIL, 300, 2},
        {FIELD_MOBILE, 0, SIZE_MAX},
    };
    static const enum field wanted[] = {FIELD_MOBILE, FIELD_EMAIL, FIELD_LAST,
                                        FIELD_FIRST};
    const struct edit **edits;
    struct help_backup h;
    struct changes c = {0};
    struct err e = ERR_INIT;
    size_t i, k, n;

    (void)state;
    help_open(&h, DATABASE, NULL, 0);
    for (i = 0; i < 4; i++) {
        change_add(&c, 1, places[i].field, "x");
        change_add(&c, 0, places[i].field, "y");
    }
    assert_int_equal(change_settle(&c, h.backup, &h.avatars, &e), ST_OK);
    for (i = 0; i < c.count; i++) {
        struct edit *x = &c.list[i].edit;

        for (k = 0; places[k].field != x->field; k++)
            continue;
        x->at = places[k].at;
        x->original.after = places[k].after;
    }
    edits = change_edits(&c, &n);
    assert_int_equal(n, 8);
    for (i = 0; i < n; i++) {
        assert_int_equal(edits[i]->user, i / 4);
        assert_int_equal(edits[i]->field, wanted[i % 4]);
    }
    free(edits);
    change_free(&c);
    help_close(&h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_that_cannot_be_is_not_taken),
        cmocka_unit_test(a_promised_name_is_kept),
        cmocka_unit_test(the_last_change_of_a_field_counts),
        cmocka_unit_test(two_pictures_of_one_name_are_refused),
        cmocka_unit_test(settling_again_starts_anew),
        cmocka_unit_test(edits_come_in_the_order_of_the_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
