/* Numbers, lists and notes as people read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/util/human.h"
#include "cxbak/util/notes.h"

static void
test_things(void **state)
{
    char out[HUMAN_ROOM];

    (void)state;
    assert_string_equal(human_things(out, 0, "user"), "0 users");
    assert_string_equal(human_things(out, 1, "user"), "1 user");
    assert_string_equal(human_things(out, 4200, "other file"),
                        "4,200 other files");
    assert_string_equal(human_things(out, UINT64_MAX, "conflicting change"),
                        "18,446,744,073,709,551,615 conflicting changes");
}

/* Up to and beyond what is named, with "and" and with commas only. */
static void
test_lists(void **state)
{
    static const char *const items[] = {"a", "b, c", "d", "e", "f"};
    static const struct {
        size_t n;
        const char *want;
        const char *plain;
    } cases[] = {
        {0, "", ""},
        {1, "a", "a"},
        {2, "a and b, c", "a, b, c"},
        {3, "a, b, c and d", "a, b, c, d"},
        {4, "a, b, c, d and 1 more", "a, b, c, d and 1 more"},
        {5, "a, b, c, d and 2 more", "a, b, c, d and 2 more"},
    };
    size_t i, k;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct human_list l = {.max = 3}, m = {.max = 3, .plain = true};
        char *words;

        for (k = 0; k < cases[i].n; k++) {
            human_list_add(&l, items[k]);
            human_list_add(&m, items[k]);
        }
        words = human_list_end(&l);
        assert_string_equal(words, cases[i].want);
        free(words);
        words = human_list_end(&m);
        assert_string_equal(words, cases[i].plain);
        free(words);
    }
}

/* By line and column, and as they came where those are the same. */
static void
test_order(void **state)
{
    static const char *const wanted[] = {"f:1:2: a", "f:1:5: b", "f:1:5: c",
                                         "f:3:1: d"};
    struct notes n = {.list = NULL};
    size_t i;

    (void)state;
    notes_add_at(&n, 3, 1, "d");
    notes_add_at(&n, 1, 5, "b");
    notes_add_at(&n, 1, 2, "%s", "a");
    notes_add_at(&n, 1, 5, "c");
    notes_sort(&n);
    for (i = 0; i < 4; i++) {
        char *words = notes_words(&n, i, "f");

        assert_string_equal(words, wanted[i]);
        free(words);
    }
    notes_free(&n);
}

static void
test_many(void **state)
{
    struct notes n = {.list = NULL};
    char *words;
    int i;

    (void)state;
    for (i = 1; i <= 250; i++) {
        notes_add(&n, "note %d", i);
        if (i == 3 || i > NOTES_MAX)
            notes_hint(&n, HINT_CLEAR, "FirstName");
    }
    assert_int_equal(n.count, 250);
    assert_int_equal(n.listed, NOTES_MAX);
    words = notes_words(&n, NOTES_MAX - 1, NULL);
    assert_string_equal(words, "note 100");
    free(words);

    /* The hint of a note that was only counted is nobody's. */
    assert_int_equal(n.list[2].hint, HINT_CLEAR);
    assert_string_equal(n.list[2].about, "FirstName");
    assert_int_equal(n.list[1].hint, HINT_NONE);
    assert_int_equal(n.list[NOTES_MAX - 1].hint, HINT_NONE);
    notes_free(&n);

    /* It is empty and usable again. */
    notes_add(&n, "one");
    assert_int_equal(n.count, 1);
    notes_free(&n);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_things),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_many),
    };

    return cmocka_run_group_tests_name("human", tests, NULL, NULL);
}
