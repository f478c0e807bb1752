#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/intake/set_values.h"
#include "cxbak/util/mem.h"
#include "users_help.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct test_user people[] = {
    {{"100", "Reception", NULL, "desk@old.example", NULL, "1555100"}, NULL},
    {{"200", "Martin", "Alder", "m.alder@old.example", "+15550100", NULL},
     NULL},
    {{"210", "Priya", "Raman", "priya@old.example", NULL, NULL}, NULL},
    {{"211", "Priya", "Raman", "Priya@Old.Example", NULL, NULL}, NULL},
    /* Decomposed letters stay as they are where nothing changes. */
    {{"222", "\u7F8E\u54B2", "Sato\u0301", "sato@old.example", NULL, ""}, NULL},
};

/* What comes of templates for all of `users`. */
struct outcome {
    struct backup b;
    struct template *made[FIELD_COUNT];
    struct selection sel;
    struct changes c;
    struct set_request k;
};

static void
expand_all(struct outcome *o, const struct test_user *users, size_t n,
           const char *const texts[FIELD_COUNT], const char *accepted)
{
    const char *codes[] = {accepted};
    struct err e = ERR_INIT;
    size_t i;

    memset(o, 0, sizeof(*o));
    o->b = users_backup("20.0.8.1109", users, n);
    o->sel.users = mem_array(NULL, n, sizeof(*o->sel.users));
    o->sel.count = n;
    for (i = 0; i < n; i++)
        o->sel.users[i] = i;
    for (i = 0; i < FIELD_COUNT; i++) {
        if (texts[i] == NULL)
            continue;
        assert_int_equal(template_parse(&o->made[i], texts[i], &e), ST_OK);
        o->k.value[i] = o->made[i];
    }
    o->k.accepted = codes;
    o->k.accepted_count = accepted != NULL;
    set_values_expand(&o->k, &o->c, &o->sel, &o->b);
    assert_int_equal(change_settle(&o->c, &o->b, NULL, &e), ST_OK);
}

static void
finish(struct outcome *o)
{
    size_t i;

    set_values_free(&o->k);
    for (i = 0; i < FIELD_COUNT; i++)
        template_free(o->made[i]);
    change_free(&o->c);
    select_free(&o->sel);
    users_free(&o->b);
}

static void
test_values(void **state)
{
    static const char *const texts[FIELD_COUNT] = {
        [FIELD_FIRST] = "{last}",
        [FIELD_LAST] = "{first}",
        [FIELD_EMAIL] = "{number}@new.example",
    };
    struct outcome o;

    (void)state;
    expand_all(&o, &people[1], 2, texts, NULL);
    assert_int_equal(o.k.problems.count, 0);
    assert_int_equal(o.k.oddities.count, 0);
    assert_int_equal(o.c.count, 6);
    assert_string_equal(o.c.list[0].edit.text, "Alder");
    assert_string_equal(o.c.list[1].edit.text, "Martin");
    assert_string_equal(o.c.list[2].edit.text, "200@new.example");
    assert_string_equal(o.c.list[5].edit.text, "210@new.example");
    finish(&o);
}

static void
test_same_value_is_no_change(void **state)
{
    static const char *const texts[FIELD_COUNT] = {
        [FIELD_CALLERID] = "{callerid}",
        [FIELD_MOBILE] = "{mobile}",
        [FIELD_EMAIL] = "{email}",
        [FIELD_LAST] = "{last}",
    };
    struct outcome o;
    struct err e = ERR_INIT;

    (void)state;
    expand_all(&o, people, COUNT(people), texts, NULL);
    assert_int_equal(change_settle(&o.c, &o.b, NULL, &e), ST_OK);
    assert_int_equal(o.c.count, 0);
    assert_int_equal(o.c.unchanged, COUNT(people));
    assert_int_equal(o.k.problems.count, 0);
    assert_int_equal(o.k.oddities.count, 0);
    finish(&o);
}

static void
test_empty(void **state)
{
    static const char *const texts[FIELD_COUNT] = {
        [FIELD_FIRST] = "{mobile}",
    };
    struct outcome o;

    (void)state;
    expand_all(&o, people, 2, texts, NULL);
    assert_int_equal(o.k.problems.count, 1);
    assert_string_equal(o.k.problems.list[0].text,
                        "100 Reception: First Name would be empty, because "
                        "{mobile} is; leave this user out");
    assert_int_equal(o.k.problems.list[0].hint, HINT_CLEAR);
    assert_string_equal(o.k.problems.list[0].about, "FirstName");
    finish(&o);
}

/* Clearing is meant, for any number of users. */
static void
test_clear(void **state)
{
    static const char *const texts[FIELD_COUNT] = {
        [FIELD_EMAIL] = "",
        [FIELD_LAST] = "",
    };
    struct outcome o;

    (void)state;
    expand_all(&o, people, COUNT(people), texts, NULL);
    assert_int_equal(o.k.problems.count, 0);
    assert_int_equal(o.c.count, 9);
    finish(&o);
}

static void
test_invalid(void **state)
{
    static const char *const texts[FIELD_COUNT] = {
        [FIELD_EMAIL] = "{first|ascii}.{last|lower}@new.example",
    };
    struct outcome o;

    (void)state;
    expand_all(&o, people, 2, texts, NULL);
    assert_int_equal(o.k.problems.count, 1);
    assert_non_null(strstr(o.k.problems.list[0].text,
                           "100 Reception: \"Reception.@new.example\""));
    assert_non_null(
        strstr(o.k.problems.list[0].text, "({last|lower} is empty)"));
    finish(&o);

    /* The rule can be told to let it through. */
    expand_all(&o, people, 2, texts, "email-syntax");
    assert_int_equal(o.k.problems.count, 0);
    assert_int_equal(o.k.oddities.count, 1);
    finish(&o);
}

static void
test_oddities(void **state)
{
    static const char *const texts[FIELD_COUNT] = {
        [FIELD_LAST] = "Sato {first|ascii}x",
    };
    struct outcome o;

    (void)state;
    expand_all(&o, &people[4], 1, texts, NULL);
    assert_int_equal(o.k.problems.count, 0);
    assert_int_equal(o.k.oddities.count, 1);
    assert_non_null(strstr(o.k.oddities.list[0].text, "222 "));
    finish(&o);
}

static void
test_many(void **state)
{
    static const char *const texts[FIELD_COUNT] = {
        [FIELD_FIRST] = "{callerid}",
        [FIELD_EMAIL] = "{number}@new.example",
    };
    enum { N = 250 };
    struct test_user *users = mem_calloc(N, sizeof(*users));
    char number[N][8];
    struct outcome o;
    size_t i;

    (void)state;
    for (i = 0; i < N; i++) {
        snprintf(number[i], sizeof(number[i]), "%zu", 1000 + i);
        users[i].value[FIELD_NUMBER] = number[i];
        users[i].value[FIELD_FIRST] = "x";
    }
    expand_all(&o, users, N, texts, NULL);
    assert_int_equal(o.k.problems.count, N);
    assert_int_equal(o.k.problems.listed, NOTES_MAX);
    assert_memory_equal(o.k.problems.list[99].text, "1099 x:", 7);
    finish(&o);
    free(users);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_same_value_is_no_change),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_clear),
        cmocka_unit_test(test_invalid),
        cmocka_unit_test(test_oddities),
        cmocka_unit_test(test_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
