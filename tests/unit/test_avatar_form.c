/*
 * How a backup writes ContactImage is learned from those that are there, and
 * a new picture gets one of the same form.
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

#define HEAD                                                                   \
    "<PhoneSystem><header><version>20.0</version></header><Tenants><Tenant>"   \
    "<DN>"
#define TAIL "</DN></Tenant></Tenants></PhoneSystem>"

/* Pictures, the ContactImage of users who have one, and what a new picture
 * comes to. */
static const struct {
    const char *pictures[2];
    const char *images[2];
    const char *name;
    const char *want; /* "" if no form is known */
} cases[] = {
    {{"200.png", ""}, {"200.png", ""}, "201.png", "201.png"},
    {{"200.png", ""},
     {"/ProfilePictures/200.png", ""},
     "201.png",
     "/ProfilePictures/201.png"},
    {{"200.png", ""}, {"", ""}, "201.png", ""},

    /* Folders within the folder: part of the name, or not. */
    {{"sub/200.png", ""},
     {"/pics/sub/200.png", ""},
     "other/201.png",
     "/pics/other/201.png"},
    {{"sub/200.png", ""},
     {"/pics/200.png", ""},
     "other/201.png",
     "/pics/201.png"},
    {{"sub/200.png", ""},
     {"SUB\\200.PNG", ""},
     "other/201.png",
     "other/201.png"},

    /* What stands behind the name, where all have it. */
    {{"200.png", "201.png"},
     {"/p/200.png?v=2", "/p/201.png?v=2"},
     "202.png",
     "/p/202.png?v=2"},
    {{"200.png", "201.png"},
     {"/p/200.png?v=2", "/p/201.png?v=3"},
     "202.png",
     "/p/202.png"},
    {{"200.png", ""}, {"/p/200.png?v=2", ""}, "202.png", "/p/202.png"},

    /* Percent-encoded, or as it is. */
    {{"a b.png", ""}, {"a%20b.png", ""}, "c d.png", "c%20d.png"},
    {{"a b.png", ""}, {"/p/a b.png", ""}, "c d.png", "/p/c d.png"},
    {{"200.png", ""}, {"/p/200.png", ""}, "c d.png", "/p/c%20d.png"},
    {{"200.png", ""}, {"200.png", ""}, "c d.png", "c d.png"},
};

static void
new_pictures_are_named_as_the_others(void **state)
{
    size_t i, k;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct help_member members[2];
        struct help_backup h;
        struct avatar_form form;
        char paths[3][64], db[1024], *text;
        size_t n = 0, at = 0, count = 0;

        at = (size_t)snprintf(db, sizeof(db), HEAD);
        for (k = 0; k < 2; k++) {
            snprintf(paths[k], sizeof(paths[k]), "ProfilePictures/%s",
                     cases[i].pictures[k]);
            if (*cases[i].pictures[k] != '\0')
                members[n++] = (struct help_member){paths[k], "x"};
            at += (size_t)snprintf(
                db + at, sizeof(db) - at,
                "<Extension><Number>%zu</Number><ContactImage>%s"
                "</ContactImage></Extension>",
                300 + k, cases[i].images[k]);
            count += *cases[i].images[k] != '\0';
        }
        snprintf(db + at, sizeof(db) - at, TAIL);
        help_open(&h, db, members, n);
        avatar_form_learn(&form, &h.avatars, h.backup);
        assert_int_equal(form.known, count > 0);
        if (form.known) {
            snprintf(paths[2], sizeof(paths[2]), "ProfilePictures/%s",
                     cases[i].name);
            text = avatar_form_text(&form, paths[2]);
            if (strcmp(text, cases[i].want) != 0)
                fail_msg("case %zu: %s, not %s", i, text, cases[i].want);
            free(text);
        }
        avatar_form_free(&form);
        help_close(&h);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_pictures_are_named_as_the_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
