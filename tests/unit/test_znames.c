/*
 * Names of many members are sorted as comparing them two by two would, and two
 * that clash are found wherever they stand.  Random names; their seed is
 * printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "cxbak/util/mem.h"

#include "zip/zip_impl.h"

/* Longest name that is made here. */
#define NAME_MAX_MADE 80

/* A directory of `n` names, without anything else. */
static struct zdir
start(size_t n)
{
    struct zdir z = {.path = "test.zip", .count = n};
    size_t i;

    z.names = mem_calloc(n * (NAME_MAX_MADE + 1) + ZNAMES_BEHIND, 1);
    z.members = mem_calloc(n, sizeof(*z.members));
    z.by_name = mem_array(NULL, n, sizeof(*z.by_name));
    for (i = 0; i < n; i++)
        z.by_name[i] = i;
    return z;
}

/* Give it its names, one close behind the other as a directory has them. */
static void
fill(struct zdir *z, char (*names)[NAME_MAX_MADE + 1])
{
    static const uint8_t record[ZCENTRAL_LEN];
    char *to = z->names;
    size_t i;

    for (i = 0; i < z->count; i++) {
        z->members[i].name = to;
        z->members[i].name_len = (uint16_t)strlen(names[i]);
        z->members[i].signs =
            (uint16_t)zname_signs(names[i], z->members[i].name_len);
        z->members[i].central = record;
        z->members[i].central_len = sizeof(record);
        strcpy(to, names[i]);
        to += strlen(to) + 1;
    }
}

static void
end(struct zdir *z)
{
    free(z->names);
    free(z->members);
    free(z->by_name);
}

/* A plain name: parts with much in common, of letters around `/` in ASCII. */
static void
make_name(char *p)
{
    static const char *const parts[] = {
        "recordings/", "recordings-old/", "a",      "a/",
        "200/",        "\xc3\xa4",        "[Name, "};
    static const char letters[] = " !-.0az~\xff";
    size_t n = (size_t)rand() % 4, k;

    for (*p = '\0'; n > 0; n--)
        strcat(p, parts[(size_t)rand() % (sizeof(parts) / sizeof(*parts))]);
    n = strlen(p);
    for (k = 1 + (size_t)rand() % 20; k > 0; k--)
        p[n++] = letters[(size_t)rand() % (sizeof(letters) - 1)];
    p[n] = '\0';

    /* A part of dots only would be skipped. */
    for (k = 0; k < n; k++)
        if (p[k] == '.')
            p[k] = k % 3 == 0 ? ',' : 'x';
}

static void
sorted_as_compared(void **state)
{
    static const size_t counts[] = {0, 1, 2, 31, 33, 500, 3000};
    unsigned seed = (unsigned)time(NULL);
    size_t i, k, round;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    for (round = 0; round < 20; round++) {
        size_t n = counts[round % (sizeof(counts) / sizeof(counts[0]))];
        char(*names)[NAME_MAX_MADE + 1] = mem_calloc(n, sizeof(*names));
        bool *seen = mem_calloc(n, sizeof(*seen));
        struct zdir z = start(n);

        for (i = 0; i < n; i++)
            make_name(names[i]);
        fill(&z, names);
        znames_sort_plain(&z);
        for (k = 0; k < n; k++) {
            assert_false(seen[z.by_name[k]]);
            seen[z.by_name[k]] = true;
            if (k > 0 &&
                zname_compare(names[z.by_name[k - 1]], names[z.by_name[k]]) > 0)
                fail_msg("\"%s\" before \"%s\"", names[z.by_name[k - 1]],
                         names[z.by_name[k]]);
        }
        end(&z);
        free(seen);
        free(names);
    }
}

/* Among 500 names that differ in their last bytes only, is a clash of the
 * two found? */
static int
check_among(const char *a, const char *b)
{
    char(*names)[NAME_MAX_MADE + 1] = mem_calloc(502, sizeof(*names));
    struct zdir z = start(502);
    struct err e = ERR_INIT;
    int status;
    size_t i;

    for (i = 0; i < 502; i++)
        snprintf(names[i], sizeof(names[i]), "folder/with a long name/%03zu",
                 i * 7 % 502);
    strcpy(names[100], a);
    strcpy(names[400], b);
    fill(&z, names);
    status = znames_check(&z, &e);
    if (status != ST_OK)
        assert_string_equal(e.reason, "R5");
    err_free(&e);
    end(&z);
    free(names);
    return status;
}

static void
clashes_are_found(void **state)
{
    (void)state;
    assert_int_equal(check_among("x", "y"), ST_OK);
    assert_int_equal(check_among("same", "same"), ST_BACKUP);
    assert_int_equal(check_among("folder/with a long name/twice",
                                 "folder/with a long name/twice"),
                     ST_BACKUP);
    assert_int_equal(check_among("folder", "x"), ST_BACKUP);
    assert_int_equal(check_among("folder/with a long name", "x"), ST_BACKUP);
    assert_int_equal(check_among("folder/", "folder/with a long name/"), ST_OK);
    assert_int_equal(check_among("folder/with a long nam", "x"), ST_OK);
    assert_int_equal(check_among("folder/with a long name!", "x"), ST_OK);

    /* One that is not plain makes all names be compared the long way. */
    assert_int_equal(check_among("x\\y", "x/y"), ST_BACKUP);
    assert_int_equal(check_among("x/./y", "x/y"), ST_BACKUP);
    assert_int_equal(check_among("x/./y", "x"), ST_BACKUP);
    assert_int_equal(check_among("x/./y", "x/y!"), ST_OK);
}

/* What stands in a name is seen wherever it stands, and nothing else. */
static void
signs_of_names(void **state)
{
    static const char bytes[] = "\x01\x1f\x20\x7e\x7f\x80\xff:;<[\\]/az";
    size_t n, at, k;

    (void)state;
    for (n = 0; n <= 40; n++) {
        char name[41];

        memset(name, '_', sizeof(name));
        assert_int_equal(zname_signs(name, n), 0);
        for (at = 0; at < sizeof(name); at++) {
            for (k = 0; k < sizeof(bytes); k++) {
                unsigned char c = (unsigned char)bytes[k];
                unsigned want = c < 0x20 || c == 0x7f ? ZNAME_CONTROL
                                : c >= 0x80           ? ZNAME_HIGH
                                : c == ';'            ? ZNAME_SEMICOLON
                                : c == '\\'           ? ZNAME_BACKSLASH
                                                      : 0;

                name[at] = bytes[k];
                assert_int_equal(zname_signs(name, n), at < n ? want : 0);
            }
            name[at] = '_';
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorted_as_compared),
        cmocka_unit_test(clashes_are_found),
        cmocka_unit_test(signs_of_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
