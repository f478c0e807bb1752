/* Choosing users: words, names, and conditions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/people/select.h"
#include "users_help.h"

#define WHO(n, f, l, e)                                                        \
    {                                                                          \
        .value = {                                                             \
            [FIELD_NUMBER] = (n),                                              \
            [FIELD_FIRST] = (f),                                               \
            [FIELD_LAST] = (l),                                                \
            [FIELD_EMAIL] = (e)                                                \
        }                                                                      \
    }

static const struct test_user users[] = {
    WHO("0150", "Martin", "Alder", "martin@example.com"),
    WHO("100", "Ann", "Mueller", "ann@example.com"),
    WHO("101", "Annabel", "M\u00fcller", "annabel@example.com"),
    WHO("102", "Se\u0301an", "O\u2019Neill", "so+x@example.com"),
    WHO("103", "\u7f8e\u54b2", "\u4f50\u85e4 M\u00fcller", NULL),
    WHO("104", "Eve", "Smith-Jones", "Eve@Example.com"),
    WHO("105", NULL, "Muller", NULL),
    WHO("106", "100", NULL, NULL),
};
#define USERS (sizeof(users) / sizeof(users[0]))

/* The numbers that a request chooses, or its status. */
static char *
choose(struct select_request *q, const char *word, const char *where)
{
    struct backup b = users_backup("20.0.0.0", users, USERS);
    struct avatar none[USERS] = {{.rule = AVATAR_NONE}};
    struct avatars a = {.of_user = none};
    struct selection s = {NULL, 0};
    struct err e = ERR_INIT;
    struct buf out = BUF_INIT;
    size_t i;

    if (word != NULL) {
        q->words = &word;
        q->word_count = 1;
    }
    if (where != NULL) {
        q->where = &where;
        q->where_count = 1;
    }
    if (select_users(&s, q, &b, &a, &e) != ST_OK)
        buf_printf(&out, "%d: %s", e.status, e.msg);
    for (i = 0; i < s.count && e.status == ST_OK; i++)
        buf_printf(&out, "%s%s", i > 0 ? " " : "",
                   user_text(&b.database->users[s.users[i]], FIELD_NUMBER));
    err_free(&e);
    select_free(&s);
    users_free(&b);
    return buf_steal(&out);
}

static void
expect(bool one_each, const char *word, const char *where, const char *wanted)
{
    struct select_request q = {.one_each = one_each};
    char *got = choose(&q, word, where);

    assert_string_equal(got, wanted);
    free(got);
}

#define SHOWS(word, wanted)   expect(false, word, NULL, wanted)
#define CHANGES(word, wanted) expect(true, word, NULL, wanted)
#define HOLDS(where, wanted)  expect(false, NULL, where, wanted)

static void
words(void **state)
{
    (void)state;
    SHOWS("100", "100");
    SHOWS("100,0150", "100 0150");
    SHOWS("100 0150", "100 0150");
    /* As many digits as one of the ends. */
    SHOWS("100-102", "100 101 102");
    SHOWS("0149-0151", "0150");
    SHOWS("100-", "2: \"100-\" selects nothing");
    SHOWS("-100", "2: \"-100\" selects nothing");
    SHOWS("102-101", "2: the range 102-101 runs backwards; write 101-102");
    SHOWS("", "2: \"\" selects nothing");
    SHOWS(" , ;", "2: \" , ;\" selects nothing");
    SHOWS("199", "4: pbx.zip: there is no extension 199");
    SHOWS("\xff", "2: the selection is not UTF-8 text");
    /* A number is an extension, whatever people are called. */
    SHOWS("100,106", "100 106");
    SHOWS("+100", "4: pbx.zip: nobody is called \"+100\"");
}

static void
names(void **state)
{
    (void)state;
    SHOWS("alder, martin", "0150");
    SHOWS("alder,eve", "104 0150");
    SHOWS("Alder, Martin;Smith-Jones, Eve\t105", "104 105 0150");
    SHOWS("smith-jones", "104");
    SHOWS("jones", "104");
    SHOWS("ann", "100 101");
    SHOWS("nn", "4: pbx.zip: nobody is called \"nn\"; did you mean 100 Ann "
                "Mueller?");
    SHOWS("oneill", "102");
    SHOWS("o'neill sean", "102");
    SHOWS("\u4f50\u85e4", "103");
    SHOWS("martin martin@example.com",
          "4: pbx.zip: nobody is called \"martin martin@example.com\"; did "
          "you mean 0150 Martin Alder?");
    SHOWS("EVE@example.COM", "104");
    SHOWS("so+x", "102");
    SHOWS("ann@", "100");
    SHOWS("annabel@example", "101");
    SHOWS("m\u00fcller", "100 101 103 105");
}

/* Whole words, and the most exact spelling that anybody has. */
static void
names_for_change(void **state)
{
    (void)state;
    CHANGES("ann", "100");
    CHANGES("mueller", "100");
    CHANGES("muller", "105");
    CHANGES("m\u00fcller",
            "4: pbx.zip: \"m\u00fcller\" fits 101 Annabel M\u00fcller and 103 "
            "\u7f8e\u54b2 \u4f50\u85e4 M\u00fcller; say who is meant by the "
            "extension");
    CHANGES("ann mueller,eve", "100 104");
    CHANGES("annab", "4: pbx.zip: nobody is called \"annab\"; did you mean "
                     "101 Annabel M\u00fcller?");
    CHANGES("ann@example.com", "100");
    CHANGES("ann@example", "4: pbx.zip: nobody is called \"ann@example\"; did "
                           "you mean 100 Ann Mueller?");
    CHANGES("so+x", "102");
}

static void
conditions(void **state)
{
    struct select_request q = {0};
    char *got;

    (void)state;
    HOLDS("last=mueller", "100 101");
    HOLDS("last=Muller", "101 105");
    HOLDS("last=M\u00dcLLER", "100 101 105");
    HOLDS("last=Mu\u0308ller", "100 101 105");
    HOLDS("last==M\u00fcller", "101");
    HOLDS("last==Mu\u0308ller", "101");
    HOLDS("first==S\u00e9an", "102");
    HOLDS("first=sean", "102");
    HOLDS("last=m[u]ller", "101 105");
    HOLDS("last=*M\u00fcller", "100 101 103 105");
    HOLDS("name=mueller, ann", "100");
    HOLDS("name=ann mueller", "100");
    HOLDS("name!=*m*", "102 106");
    HOLDS("first=~^S.an$", "102");
    HOLDS("first=~^..$", "103");
    HOLDS("first!~[a-z]", "103 105 106");
    HOLDS("email=", "103 105 106");
    HOLDS("email!=", "100 101 102 104 0150");
    HOLDS("groups=", "100 101 102 103 104 105 106 0150");
    HOLDS("last==muller", "4: pbx.zip: the selection fits none of the 8 users; "
                          "did you mean last=Muller?");
    HOLDS("last=Zw*", "4: pbx.zip: the selection fits none of the 8 users");
    HOLDS("last=Aldr", "4: pbx.zip: the selection fits none of the 8 users; "
                       "did you mean last=Alder?");
    HOLDS("last", "2: last: write FIELD=GLOB");
    HOLDS("last!", "2: last!: write FIELD=GLOB");
    HOLDS("lats=x", "2: lats=x: there is no field \"lats\"; did you mean "
                    "\"last\"?");

    /* The reason is the C library's. */
    got = choose(&q, NULL, "last=~[");
    assert_non_null(strstr(got, "2: last=~[: this is no regular expression: "));
    free(got);
}

/* Alternatives, and people who are taken out. */
static void
any_and_except(void **state)
{
    const char *two[] = {"last=alder", "last=smith*"};
    const char *out[] = {"101-103", "alder", "eve"};
    struct select_request q = {.where = two, .where_count = 2};
    char *got = choose(&q, NULL, NULL);

    (void)state;
    assert_string_equal(got,
                        "4: pbx.zip: the selection fits none of the 8 users");
    free(got);
    q.any = true;
    got = choose(&q, NULL, NULL);
    assert_string_equal(got, "104 0150");
    free(got);
    q.except = out;
    q.except_count = 2;
    got = choose(&q, NULL, NULL);
    assert_string_equal(got, "104");
    free(got);
    q = (struct select_request){.except = out, .except_count = 3};
    got = choose(&q, NULL, NULL);
    assert_string_equal(got, "100 105 106");
    free(got);
}

/* Who was meant is noted for a change, and for nothing else. */
static void
taken(void **state)
{
    struct notes notes = {0};
    struct select_request q = {.taken = &notes};
    char *got = choose(&q, "alder", NULL);

    (void)state;
    free(got);
    assert_int_equal(notes.count, 0);
    q.one_each = true;
    got = choose(&q, "alder,100", NULL);
    assert_string_equal(got, "100 0150");
    free(got);
    assert_int_equal(notes.count, 1);
    assert_string_equal(notes.list[0].text, "\"alder\" is 0150 Martin Alder");
    notes_free(&notes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(names),
        cmocka_unit_test(names_for_change),
        cmocka_unit_test(conditions),
        cmocka_unit_test(any_and_except),
        cmocka_unit_test(taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
