/*
 * Which picture is a user's: of several that fit, always the same one,
 * whatever their order in the archive.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/backup/avatar.h"

#include "backup_help.h"

#define DATABASE                                                               \
    "<PhoneSystem><header><version>20.0</version></header><Tenants><Tenant>"   \
    "<DN><Extension><Number>200</Number>%s</Extension><Extension><Number>201"  \
    "</Number></Extension></DN></Tenant></Tenants></PhoneSystem>"
#define PROPERTY                                                               \
    "<Properties><DNProperty><Name>AVATAR</Name><Value>me.png</Value>"         \
    "</DNProperty></Properties>"

/* Each set in its order of preference, "" behind the last. */
static const struct {
    const char *more; /* in the Extension of 200 */
    const char *names[4];
} sets[] = {
    {"", {"200.png", "200_x.png", ""}},
    {"", {"200.png", "200-1.jpg", "200_2.png", ""}},
    {"", {"200.jpg", "200.txt", ""}},
    {"", {"200_x.png", "200.txt", ""}},
    {"", {"200.png", "200/photo.png", ""}},
    {"", {"200_x", "200/photo.png", ""}},
    {PROPERTY, {"me.png", "200.png", "200/photo.png", ""}},
};

/* Open a backup with the pictures in this order. */
static void
open_with(struct help_backup *h, const char *more, const char *const *names,
          const size_t *order, size_t n)
{
    struct help_member members[4];
    char paths[4][64];
    char db[1024];
    size_t i;

    snprintf(db, sizeof(db), DATABASE, more);
    for (i = 0; i < n; i++) {
        snprintf(paths[i], sizeof(paths[i]), "ProfilePictures/%s",
                 names[order[i]]);
        members[i] = (struct help_member){paths[i], "x"};
    }
    help_open(h, db, members, n);
}

static void
the_order_of_the_archive_does_not_matter(void **state)
{
    static const size_t orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                       {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    size_t i, k, n;

    (void)state;
    for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        for (n = 0; *sets[i].names[n] != '\0';)
            n++;
        for (k = 0; k < 6; k++) {
            struct help_backup h;
            const char *shown;
            char wanted[64];

            /* With two, half of the orders are enough. */
            if (n == 2 && orders[k][2] != 2)
                continue;
            open_with(&h, sets[i].more, sets[i].names, orders[k], n);
            shown = avatars_name(&h.avatars, h.backup, 0);
            snprintf(wanted, sizeof(wanted), "ProfilePictures/%s",
                     sets[i].names[0]);
            if (shown == NULL || strcmp(shown, wanted) != 0)
                fail_msg("set %zu, order %zu: %s", i, k,
                         shown != NULL ? shown : "none");
            assert_int_equal(h.avatars.of_user[0].others, n - 1);
            assert_null(avatars_name(&h.avatars, h.backup, 1));
            assert_int_equal(h.avatars.orphan_count, 0);
            help_close(&h);
        }
    }
}

static void
what_fits_nobody_is_left(void **state)
{
    static const struct help_member members[] = {
        {"ProfilePictures/999.png", "x"},
        {"ProfilePictures/2001.png", "x"},
        {"ProfilePictures/201/deep/er.png", "x"},
        {"ProfilePictures/_200.png", "x"},
        {"Elsewhere/200.png", "x"},
    };
    char db[1024];
    struct help_backup h;

    (void)state;
    snprintf(db, sizeof(db), DATABASE, "");
    help_open(&h, db, members, 5);
    assert_null(avatars_name(&h.avatars, h.backup, 0));
    assert_null(avatars_name(&h.avatars, h.backup, 1));
    assert_int_equal(h.avatars.picture_count, 4);
    assert_int_equal(h.avatars.orphan_count, 4);
    help_close(&h);
}

/* Which properties speak of a picture: by their name, by a value that is a
 * picture's, by one that lies in the folder. */
static void
properties_that_speak_of_pictures(void **state)
{
    static const struct {
        const char *name, *value;
        bool refers;
    } cases[] = {
        {"AVATAR", "", true},
        {"MyPicture", "", true},
        {"AVATAR", "me.png", true},
        {"AVATAR", "me.txt", false},
        {"OTHER", "", false},
        {"OTHER", "me.txt", false},
        {"OTHER", "me.png", false},
        {"OTHER", "ProfilePictures/me.png", true},
        {"OTHER", "ProfilePictures/me.txt", false},
        {"OTHER", "200.png", true},
        {"OTHER", "x/200.png", true},
        {"OTHER", "201.png", false},
    };
    static const struct help_member members[] = {
        {"ProfilePictures/200.png", "x"},
    };
    char db[1024];
    struct help_backup h;
    size_t i;

    (void)state;
    snprintf(db, sizeof(db), DATABASE, "");
    help_open(&h, db, members, 1);
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char name[32], value[32];
        struct picture_property p = {.name = name, .value = value};

        snprintf(name, sizeof(name), "%s", cases[i].name);
        snprintf(value, sizeof(value), "%s", cases[i].value);
        if (avatars_refers(&h.avatars, h.backup, &p) != cases[i].refers)
            fail_msg("%s=%s", name, value);
    }
    help_close(&h);
}

/* In the name of a picture the values of its user become placeholders, where
 * they stand as words of their own. */
static void
names_are_learned_by_words(void **state)
{
    static const char *const cases[][2] = {
        {"200.png", "{number}.png"},
        {"200_Anna.png", "{number}_{first}.png"},
        {"200_Anna-Birch.png", "{number}_{first}-{last}.png"},
        {"200_Annabel.png", "{number}_Annabel.png"},
        {"200_Annaz.png", "{number}_Annaz.png"},
        {"200_AnnaA.png", "{number}_AnnaA.png"},
        {"200_AnnaZ.png", "{number}_AnnaZ.png"},
        {"200_Anna0.png", "{number}_Anna0.png"},
        {"200_Anna9.png", "{number}_Anna9.png"},
        {"200_Anna\xc3\xa9.png", "{number}_Anna\xc3\xa9.png"},
        {"200_{Anna}.png", "{number}_{{{first}}}.png"},
        {"200_anna.png", "{number}_anna.png"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        static const size_t first[] = {0};
        struct avatar_pattern p = {0};
        struct help_backup h;
        char wanted[64];

        open_with(&h, "<FirstName>Anna</FirstName><LastName>Birch</LastName>",
                  cases[i], first, 1);
        avatar_learn(&p, &h.avatars, h.backup);
        snprintf(wanted, sizeof(wanted), "ProfilePictures/%s", cases[i][1]);
        assert_string_equal(p.path, wanted);
        avatar_pattern_free(&p);
        help_close(&h);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_the_archive_does_not_matter),
        cmocka_unit_test(what_fits_nobody_is_left),
        cmocka_unit_test(properties_that_speak_of_pictures),
        cmocka_unit_test(names_are_learned_by_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
