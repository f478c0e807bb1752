/* Whom the name of a file means; names of files; base64. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/util/base64.h"
#include "cxbak/people/name_likeness.h"
#include "cxbak/people/photo_match.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/safename.h"
#include "cxbak/util/text.h"

static const struct {
    const char *number, *first, *last, *email;
} people[] = {
    {"200", "Martin", "Alder", "martin@example.com"},
    {"201", "J\xc3\xbcrgen", "Gro\xc3\x9fmann", "jg@example.com"},
    {"202", "Juergen", "Grossmann", "shared@example.com"},
    {"203", "Alder", "Martin", "shared@example.com"},
    {"204", "", "Reception", ""},
    {"205", "\xe7\xbe\x8e\xe5\x92\xb2", "\xe4\xbd\x90\xe8\x97\xa4", ""},
    {"206", "Manuel", "Bauer", ""},
    {"0207", "", "", ""},
};
#define PEOPLE (sizeof(people) / sizeof(people[0]))

static struct database *
make_people(void)
{
    struct buf b = BUF_INIT;
    struct database_reader *r =
        database_begin("test", (struct database_options){.keep = 0});
    struct database *d = NULL;
    struct err e = ERR_INIT;
    size_t i;

    buf_adds(&b, "<PhoneSystem><Tenants><Tenant><DN>");
    for (i = 0; i < PEOPLE; i++)
        buf_printf(&b,
                   "<Extension><Number>%s</Number><FirstName>%s</FirstName>"
                   "<LastName>%s</LastName><EmailAddress>%s</EmailAddress>"
                   "</Extension>",
                   people[i].number, people[i].first, people[i].last,
                   people[i].email);
    buf_adds(&b, "</DN></Tenant></Tenants></PhoneSystem>");
    assert_int_equal(database_push(r, b.data, b.len, &e), ST_OK);
    assert_int_equal(database_end(r, &d, &e), ST_OK);
    database_abandon(r);
    buf_free(&b);
    return d;
}

/* Does the name mean these users ("200 203"; "" for nobody)? */
static void
expect_match(const struct photo_matcher *m, const struct database *d,
             const char *name, const char *wanted)
{
    struct buf b = BUF_INIT;
    struct photo_match r;
    size_t i;

    photo_matcher_find(m, name, &r);
    for (i = 0; i < r.count; i++)
        buf_printf(&b, "%s%s", i > 0 ? " " : "",
                   user_text(&d->users[r.users[i]], FIELD_NUMBER));
    if (strcmp(buf_str(&b), wanted) != 0)
        fail_msg("\"%s\" means \"%s\", not \"%s\"", name, buf_str(&b), wanted);
    photo_match_free(&r);
    buf_free(&b);
}

static void
names_mean_users(void **state)
{
    static const char *const cases[][2] = {
        {"200", "200"},
        {"200_x", "200"},
        {"200 Alder, Martin", "200"},
        {"200 Manuel Bauer", "200 206"}, /* which of the two? */
        {"2000", ""},
        {"207", ""},
        {"0207", "0207"},
        {"200x", ""},
        {"MARTIN@example.com", "200"},
        {" martin@example.com ", "200"},
        {"shared@example.com", "202 203"},
        {"nobody@example.com", ""},
        {"Martin Alder", "200 203"}, /* first and last in either order */
        {"reception", "204"},
        {"J\xc3\xbcrgen Gro\xc3\x9fmann", "201"},
        {"GROSSMANN, J\xc3\x9cRGEN", "201"},
        {"Ju\xcc\x88rgen-Grossmann", "201"},
        {"Juergen Grossmann", "202"}, /* spelt just so */
        {"jurgen grossmann", "201 202"},
        {"\xe4\xbd\x90\xe8\x97\xa4_\xe7\xbe\x8e\xe5\x92\xb2", "205"},
        {"manuel.bauer", "206"},
        {"Manul Baur", "206"},
        {"ext200", "200"},
        {"Ext. 200", "200"},
        {"EXTENSION-200_old", "200"},
        {"ext2000", ""},
        {"ext", ""},
        {"jg", "201"}, /* before the @ */
        {"JG", "201"},
        {"shared", "202 203"},
        {"martin", "200 203"}, /* somebody else's last name */
        {"Dr. Martin Alder", "200 203"},
        {"Prof. Dr. Manuel Bauer, MBA", "206"},
        {"Manuel Bauer 2023 final", "206"},
        {"2019_Bauer_Manuel", "206"},
        {"Frau Reception", ""}, /* may be Ms Reception of elsewhere */
        {"Manuel Bauer 3", ""},
        {"Manuel Bauer 1234", ""}, /* no year */
        {"Dr. 2023", ""},
        {"Drmanuel Bauer", ""},
        {"\xe4\xbd\x90\xe8\x97\xa4 \xe7\xbe\x8e\xe5\x92\xb2 2024", "205"},
        {"", ""},
        {" ", ""},
        {"--", ""},
        {"caf\xe9", ""},
    };
    struct database *d = make_people();
    struct photo_matcher *m = photo_matcher_new(d, &match_all);
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        expect_match(m, d, cases[i][0], cases[i][1]);
    photo_matcher_free(m);
    database_free(d);
}

static void
a_rule_is_named(void **state)
{
    static const char *const cases[][2] = {
        {"200", "extension"},
        {"Ext. 200", "extension behind a word"},
        {"martin@example.com", "e-mail address"},
        {"jg", "local part of the e-mail address"},
        {"manuel bauer", "name"},
        {"GROSSMANN, JUERGEN", "name"},
        {"manul baur", "name without umlauts"},
        {"Dr. Manuel Bauer", "name among other words"},
    };
    struct database *d = make_people();
    struct photo_matcher *m = photo_matcher_new(d, &match_all);
    struct photo_match r;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        photo_matcher_find(m, cases[i][0], &r);
        assert_int_equal(r.count, 1);
        assert_string_equal(r.rule, cases[i][1]);
        photo_match_free(&r);
    }
    photo_matcher_free(m);
    database_free(d);
}

static void
ways_are_chosen(void **state)
{
    struct photo_match_order o;
    struct err e = ERR_INIT;

    (void)state;
    assert_int_equal(photo_match_parse("name,number", &o, &e), ST_OK);
    assert_int_equal(o.count, 2);
    assert_int_equal(o.by[0], PHOTO_MATCH_NAME);
    assert_int_equal(o.by[1], PHOTO_MATCH_NUMBER);
    assert_int_equal(photo_match_parse("shoe", &o, &e), ST_USAGE);
    err_free(&e);
    assert_int_equal(photo_match_parse("email,email", &o, &e), ST_USAGE);
    err_free(&e);
    assert_int_equal(photo_match_parse("", &o, &e), ST_USAGE);
    err_free(&e);
}

static void
numbers_in_names_of_members(void **state)
{
    static const struct {
        const char *name, *number;
        enum avatar_rule rule;
    } cases[] = {
        {"200.png", "200", AVATAR_NAME},
        {"200_face.png", "200", AVATAR_NAME},
        {"200-x", "200", AVATAR_NAME},
        {"200", "200", AVATAR_NAME},
        {"200/face.png", "200", AVATAR_FOLDER},
        {"200\\face.png", "200", AVATAR_FOLDER},
        {"200/a/face.png", NULL, AVATAR_NONE},
        {"_200.png", NULL, AVATAR_NONE},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        enum avatar_rule rule = AVATAR_NONE;
        char *number = avatar_number(cases[i].name, &rule);

        if (cases[i].number == NULL)
            assert_null(number);
        else
            assert_string_equal(number, cases[i].number);
        assert_int_equal(rule, cases[i].rule);
        free(number);
    }
    assert_non_null(avatar_in_folder("profilepictures\\200.png"));
    assert_null(avatar_in_folder("ProfilePictures/"));
    assert_null(avatar_in_folder("ProfilePictures/200/"));
    assert_null(avatar_in_folder("ProfilePicturesX/200.png"));
    assert_true(avatar_is_folder("ProfilePictures/200/"));
    assert_false(avatar_is_folder("ProfilePictures/200"));
}

static void
names_of_one_person(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"Martin Alder", "Alder, Martin", true},
        {"Martin Alder", "MARTIN  ALDER", true},
        {"Martin Alder", "Martin Birch", true}, /* people marry */
        {"Martin Alder", "Dr. M. Alder", true},
        {"J\xc3\xbcrgen Gro\xc3\x9fmann", "Grossmann J.", true},
        {"J\xc3\xbcrgen Gro\xc3\x9fmann", "Jurgen", true},
        {"Anna Meier", "A. Meyer", true},
        {"Martin Alder", "", true},
        {"", "", true},
        {"Martin Alder", "M. A.", true},
        {"Martin Alder", "\xe7\xbe\x8e\xe5\x92\xb2", true},
        {"\xd7\x93\xd7\xa0\xd7\x94", "\xe7\xbe\x8e\xe5\x92\xb2", false},
        {"\xe7\xbe\x8e\xe5\x92\xb2 \xe4\xbd\x90\xe8\x97\xa4",
         "\xe4\xbd\x90\xe8\x97\xa4 \xe7\xbe\x8e\xe5\x92\xb2", true},
        {"Martin Alder", "Priya Raman", false},
        {"Martin Alder", "Dr. Priya Raman", false},
        {"Dr. Martin Alder", "Dr. Priya Raman", false},
        {"Ann Ash", "Amy Asp", false}, /* short words have to fit */
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (name_may_be_same(cases[i].a, cases[i].b) != cases[i].same ||
            name_may_be_same(cases[i].b, cases[i].a) != cases[i].same)
            fail_msg("%s, %s", cases[i].a, cases[i].b);
    }
    {
        char *a = name_key("van der Berg, Ingrid");
        char *b = name_key("ingrid VAN DER BERG");

        assert_string_equal(a, b);
        free(a);
        free(b);
    }
    assert_null(name_key(" .,"));
}

static void
names_that_all_systems_take(void **state)
{
    static const char *const cases[][2] = {
        {"200 Alder, Martin", "200 Alder, Martin.png"},
        {"a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j.png"},
        {"\x01\x7f", "__.png"},
        {"CON", "_CON.png"},
        {"con.x", "_con.x.png"},
        {"COM1", "_COM1.png"},
        {"COM0", "COM0.png"},
        {"console", "console.png"},
        {" x. . ", "x.png"},
        {"..", "_.png"},
        {"", "_.png"},
        {".x", "_x.png"},
        {"caf\xe9", "caf_.png"},
        {"u\xcc\x88", "\xc3\xbc.png"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *name = safename_make(cases[i][0], ".png");

        assert_string_equal(name, cases[i][1]);
        free(name);
    }
}

/* Endings of names from elsewhere. */
static void
endings_are_cleaned(void **state)
{
    static const char *const bad[] = {
        "",      ".",    "png",       ".p/g", ".p\x1b[",
        ".x\ny", ".a.b", ".\xc3\xbc", ".a b", ".12345678901234567"};
    char longest[400], *name;
    size_t i;

    (void)state;
    memset(longest, 'p', sizeof(longest) - 1);
    longest[0] = '.';
    longest[sizeof(longest) - 1] = '\0';
    for (i = 0; i <= sizeof(bad) / sizeof(bad[0]); i++) {
        bool last = i == sizeof(bad) / sizeof(bad[0]);

        name = safename_make("x", last ? longest : bad[i]);
        assert_string_equal(name, "x");
        free(name);
    }
    name = safename_make("x", ".JPEG2");
    assert_string_equal(name, "x.JPEG2");
    free(name);
}

/* Each of `n` is the stem of one name; no two of the names may be one. */
static void
check_distinct(const char *const *stems, const char *const *want, size_t n)
{
    const char **endings = test_malloc(n * sizeof(*endings));
    char **names = test_malloc(n * sizeof(*names));
    size_t i, k;

    for (i = 0; i < n; i++)
        endings[i] = i % 3 == 2 ? "" : ".png";
    safename_make_all(names, stems, endings, n);
    for (i = 0; i < n; i++) {
        assert_true(strlen(names[i]) <= SAFENAME_MAX);
        if (want != NULL)
            assert_string_equal(names[i], want[i]);
        for (k = 0; k < i; k++) {
            char *a = text_fold(names[i]), *b = text_fold(names[k]);

            assert_string_not_equal(a, b);
            free(a);
            free(b);
        }
    }
    for (i = 0; i < n; i++)
        free(names[i]);
    test_free(names);
    test_free(endings);
}

static void
names_are_distinct(void **state)
{
    static const char *const stems[] = {
        "A",     "A",     "A (2).png", "a",        "A (2)",
        "A (2)", "A (4)", "A (3)",     "B.png",    "B",
        "",      "_",     "u\xcc\x88", "\xc3\x9c", "x"};
    static const char *const want[] = {"A.png",
                                       "A (5).png",
                                       "A (2).png",
                                       "a (6).png",
                                       "A (2) (2).png",
                                       "A (2)",
                                       "A (4).png",
                                       "A (3).png",
                                       "B.png",
                                       "B (2).png",
                                       "_.png",
                                       "_",
                                       "\xc3\xbc.png",
                                       "\xc3\x9c (2).png",
                                       "x"};
    static char text[60][300];
    const char *list[60];
    size_t i;

    (void)state;
    check_distinct(stems, want, sizeof(stems) / sizeof(stems[0]));

    /* Long ones that differ where they are cut, or nowhere. */
    for (i = 0; i < 60; i++) {
        memset(text[i], 'y', 200 + i % 50);
        snprintf(text[i] + 200 + i % 50, 20, " (%zu)", i % 7);
        list[i] = text[i];
    }
    check_distinct(list, NULL, 60);
}

static uint32_t seed;

static uint32_t
next_random(void)
{
    seed = seed * 1664525U + 1013904223U;
    return seed >> 8;
}

/* Any text makes a name that can be stored. */
static void
random_names(void **state)
{
    size_t round;

    (void)state;
    for (round = 0; round < 2000; round++) {
        struct buf b = BUF_INIT;
        size_t n = next_random() % 300, i;
        char *name;

        for (i = 0; i < n; i++)
            text_put(&b, next_random() % 3 > 0 ? 1 + next_random() % 0x250
                                               : 0x4e00 + next_random() % 99);
        name = safename_make(buf_str(&b), ".jpeg");
        assert_true(strlen(name) <= SAFENAME_MAX);
        assert_true(text_valid(name, strlen(name), NULL));
        assert_null(strpbrk(name, "/\\:*?\"<>|"));
        assert_true(name[0] != '.' && name[0] != ' ');
        free(name);
        buf_free(&b);
    }
}

static void
base64_there_and_back(void **state)
{
    static const char *const bad[] = {"A",    "AB",    "ABC",  "A===", "AB=C",
                                      "AAA ", "AA\nA", "A*==", "=AAA", "AAAA="};
    size_t n, i;

    (void)state;
    for (n = 0; n < 100; n++) {
        struct buf text = BUF_INIT, back = BUF_INIT;
        uint8_t raw[100];

        for (i = 0; i < n; i++)
            raw[i] = (uint8_t)next_random();
        base64_add(&text, raw, n);
        assert_int_equal(text.len, (n + 2) / 3 * 4);
        assert_true(base64_read(&back, buf_str(&text)));
        assert_int_equal(back.len, n);
        if (n > 0)
            assert_memory_equal(back.data, raw, n);
        buf_free(&text);
        buf_free(&back);
    }
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct buf back = BUF_INIT;

        if (base64_read(&back, bad[i]))
            fail_msg("\"%s\" is read as base64", bad[i]);
        buf_free(&back);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_mean_users),
        cmocka_unit_test(a_rule_is_named),
        cmocka_unit_test(ways_are_chosen),
        cmocka_unit_test(numbers_in_names_of_members),
        cmocka_unit_test(names_of_one_person),
        cmocka_unit_test(names_that_all_systems_take),
        cmocka_unit_test(endings_are_cleaned),
        cmocka_unit_test(names_are_distinct),
        cmocka_unit_test(random_names),
        cmocka_unit_test(base64_there_and_back),
    };

    seed = (uint32_t)time(NULL);
    fprintf(stderr, "# seed %u\n", (unsigned)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
