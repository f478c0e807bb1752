#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "cxbak/report/text_table.h"
#include "cxbak/util/text.h"

/* What the table prints, newly made.  (Inlined, GCC takes the stream's pointer
 * to `text` for one that is used later.) */
__attribute__((noinline)) static char *
printed(struct text_table *t, size_t indent, bool colour)
{
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);

    text_table_print(t, f, indent, colour);
    fclose(f);
    return text;
}

static void
expect(struct text_table *t, size_t indent, bool colour, const char *want)
{
    char *got = printed(t, indent, colour);

    assert_string_equal(got, want);
    free(got);
    text_table_free(t);
}

static struct text_table *
users(void)
{
    struct text_table *t = text_table_new();

    text_table_column(t, "Ext.", TEXT_TABLE_LEFT);
    text_table_column(t, "First Name", TEXT_TABLE_LEFT);
    text_table_column(t, "Phones", TEXT_TABLE_RIGHT);
    text_table_column(t, "Avatar", TEXT_TABLE_LEFT);
    return t;
}

static void
test_aligns(void **state)
{
    struct text_table *t = users();

    (void)state;
    text_table_add(t, "200");
    text_table_add(t, "Noelle");
    text_table_printf(t, "%d", 2);
    text_table_add(t, "200.png");
    text_table_add(t, "2010");
    text_table_add(t, "Maximiliane");
    text_table_printf(t, "%d", 10);
    text_table_add(t, NULL);
    assert_int_equal(text_table_rows(t), 2);
    expect(t, 0, false,
           "Ext.  First Name   Phones  Avatar\n"
           "200   Noelle            2  200.png\n"
           "2010  Maximiliane      10\n");
}

/* Wide characters take two columns, accents of their own none. */
static void
test_width(void **state)
{
    struct text_table *t = text_table_new();

    (void)state;
    text_table_column(t, "Name", TEXT_TABLE_LEFT);
    text_table_column(t, "x", TEXT_TABLE_LEFT);
    text_table_add(
        t, "\xE6\x9D\x8E\xE5\xB0\x8F\xE9\xBE\x99"); /* three Han signs */
    text_table_add(t, "1");
    text_table_add(t, "Zoe\xCC\x88"); /* e and a diaeresis of its own */
    text_table_add(t, "2");
    expect(t, 2, false,
           "  Name    x\n"
           "  \xE6\x9D\x8E\xE5\xB0\x8F\xE9\xBE\x99  1\n"
           "  Zoe\xCC\x88     2\n");
}

static void
test_escapes(void **state)
{
    struct text_table *t = text_table_new();

    (void)state;
    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_copy(t, "a\033[2Jb");
    text_table_copy(t, "one\ntwo");
    text_table_copy(t, "\xFF");
    text_table_copy(t, "end");
    expect(t, 0, false,
           "a\\x1B[2Jb  one\\x0Atwo\n"
           "\\xFF       end\n");
}

/* Empty cells leave nothing behind at the end of a line, and an unfinished
 * row is a row. */
static void
test_no_trailing_blanks(void **state)
{
    struct text_table *t = users();

    (void)state;
    text_table_add(t, "");
    text_table_add(t, "");
    text_table_add(t, "");
    text_table_add(t, "");
    text_table_add(t, "7");
    assert_int_equal(text_table_rows(t), 2);
    expect(t, 4, false,
           "    Ext.  First Name  Phones  Avatar\n"
           "\n"
           "    7\n");
}

static void
test_headings(void **state)
{
    struct text_table *t = users();

    (void)state;
    expect(t, 0, true, "\033[1mExt.  First Name  Phones  Avatar\033[0m\n");
}

static void
test_nothing(void **state)
{
    struct text_table *t = text_table_new();

    (void)state;
    assert_int_equal(text_table_rows(t), 0);
    expect(t, 0, true, "");
    text_table_free(NULL);
}

/* Copied cells live on when their source changes. */
static void
test_copies(void **state)
{
    struct text_table *t = text_table_new();
    char s[] = "old";

    (void)state;
    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_copy(t, s);
    memcpy(s, "new", 3);
    expect(t, 0, false, "old\n");
}

/* Whatever the cells: one line per row, each second column at one place. */
/* Names of files lose their middle; what is kept is neither cut nor left out,
 * wherever it stands; what does not fit at all is stacked, and then whole. */
static void
test_fits(void **state)
{
    struct text_table *t;
    char *got, *lost;
    size_t width;

    (void)state;
    for (width = 60; width <= 120; width++) {
        t = text_table_new();
        text_table_column(t, "Backup", TEXT_TABLE_LEFT);
        text_table_files(t);
        text_table_column(t, "What", TEXT_TABLE_LEFT);
        text_table_column(t, "Code", TEXT_TABLE_LEFT);
        text_table_keep(t);
        text_table_add(t, "first-customer-\xE5\xAE\xA2\xE6\x88\xB7"
                          "-with-a-long-name-of-2026-11-20.zip");
        text_table_add(t, "a sentence which is so long that it has to be cut");
        text_table_add(t, "this-code-is-long-and-never-cut");
        text_table_fit(t, width);
        got = printed(t, 0, false);
        lost = text_table_lost(t);
        assert_non_null(strstr(got, "first-cu"));
        assert_non_null(strstr(got, "-20.zip  "));
        assert_non_null(strstr(got, "this-code-is-long-and-never-cut\n"));
        assert_non_null(strstr(lost, "column Backup is cut") != NULL
                            ? lost
                            : strstr(lost, "columns Backup and What are cut"));
        if (strstr(got, "What") == NULL)
            assert_non_null(strstr(lost, "column What is left out"));
        assert_in_range(strcspn(got, "\n"), 1, width);
        free(lost);
        free(got);
        text_table_free(t);
    }
    t = text_table_new();
    text_table_column(t, "Name", TEXT_TABLE_LEFT);
    text_table_column(t, "Count", TEXT_TABLE_RIGHT);
    text_table_add(t, "a first column that is no file is never cut, so this "
                      "row is stacked");
    text_table_add(t, "7");
    text_table_fit(t, 60);
    got = printed(t, 0, false);
    assert_non_null(strstr(got, "so this row is stacked\n  Count  7\n"));
    assert_null(text_table_lost(t));
    free(got);
    text_table_free(t);
}

/* A last column that wraps stands below the others, where these could not be
 * whole beside it; nothing of it is lost, and no line is too wide. */
static void
test_below(void **state)
{
    struct text_table *t = text_table_new();

    (void)state;
    text_table_column(t, "Code", TEXT_TABLE_LEFT);
    text_table_column(t, "What", TEXT_TABLE_LEFT);
    text_table_column(t, "Users", TEXT_TABLE_LEFT);
    text_table_wrap(t);
    text_table_add(t, "email-shared");
    text_table_add(t, "Several users have the same address");
    text_table_add(t, "200 Martin Alder, 201 Anna Alder, 202 Siobhan O'Brien, "
                      "203 Sean O'Neill");
    text_table_add(t, "archive-old");
    text_table_add(t, "The backup is old");
    text_table_add(t, "");
    text_table_fit(t, 60);
    expect(t, 0, false,
           "Code          What\n"
           "    Users\n"
           "email-shared  Several users have the same address\n"
           "    200 Martin Alder, 201 Anna Alder, 202 Siobhan O'Brien,\n"
           "    203 Sean O'Neill\n"
           "archive-old   The backup is old\n");
}

static const char *const found[] = {
    "warning",
    "archive-metadata-encrypted",
    "1",
    "The backup is probably encrypted in an unknown way",
    "",
    "note",
    "email-shared",
    "2",
    "Several users have the same address",
    "200 Martin Alder, 201 Anna Alder, 202 Siobhan O'Brien, 203 Sean O'Neill"};

/* What `check` prints. */
static struct text_table *
findings(size_t width)
{
    struct text_table *t = text_table_new();
    size_t i;

    text_table_column(t, "Severity", TEXT_TABLE_LEFT);
    text_table_column(t, "Code", TEXT_TABLE_LEFT);
    text_table_column(t, "Count", TEXT_TABLE_RIGHT);
    text_table_column(t, "What", TEXT_TABLE_LEFT);
    text_table_wrap(t);
    text_table_column(t, "Users", TEXT_TABLE_LEFT);
    text_table_wrap(t);
    for (i = 0; i < sizeof(found) / sizeof(*found); i++)
        text_table_add(t, found[i]);
    text_table_fit(t, width);
    return t;
}

/* Are all words of the table there? */
static void
expect_words(const char *got)
{
    char words[128], *word, *rest;
    size_t i;

    for (i = 0; i < sizeof(found) / sizeof(*found); i++) {
        rest = strcpy(words, found[i]);
        while ((word = strsep(&rest, " ")) != NULL)
            assert_non_null(strstr(got, word));
    }
}

/* They are, and no line is too wide. */
static void
expect_whole(size_t width)
{
    struct text_table *t = findings(width);
    char *got = printed(t, 0, false), *rest = got, *line;

    assert_null(text_table_lost(t));
    expect_words(got);
    while ((line = strsep(&rest, "\n")) != NULL)
        assert_in_range(strlen(line), 0, width);
    free(got);
    text_table_free(t);
}

/* Of columns that wrap nothing is lost on any width: the last one goes below
 * the others before the one before it wraps, and that goes below, too. */
static void
test_wraps(void **state)
{
    size_t width;

    (void)state;
    for (width = TEXT_TABLE_STACK; width < 180; width++)
        expect_whole(width);
    expect(
        findings(70), 0, false,
        "Severity  Code                        Count  What\n"
        "    Users\n"
        "warning   archive-metadata-encrypted      1  The backup is probably\n"
        "                                             encrypted in an unknown\n"
        "                                             way\n"
        "note      email-shared                    2  Several users have the\n"
        "                                             same address\n"
        "    200 Martin Alder, 201 Anna Alder, 202 Siobhan O'Brien, 203 Sean\n"
        "    O'Neill\n");
    expect(findings(60), 0, false,
           "Severity  Code                        Count\n"
           "    What\n"
           "    Users\n"
           "warning   archive-metadata-encrypted      1\n"
           "    The backup is probably encrypted in an unknown way\n"
           "note      email-shared                    2\n"
           "    Several users have the same address\n"
           "    200 Martin Alder, 201 Anna Alder, 202 Siobhan O'Brien,\n"
           "    203 Sean O'Neill\n");
    /* Beside the others it is the one that gets narrow. */
    expect(
        findings(130), 0, false,
        "Severity  Code                        Count  What"
        "                                                Users\n"
        "warning   archive-metadata-encrypted      1  The backup is probably "
        "encrypted in an unknown way\n"
        "note      email-shared                    2  Several users have the "
        "same address                 200 Martin Alder, 201 Anna Alder,\n"
        "                                                               "
        "                                  202 Siobhan O'Brien, 203 Sean\n"
        "                                                               "
        "                                  O'Neill\n");
}

/* Each page of a pager begins with the headings. */
static void
test_pages(void **state)
{
    struct text_table *t = text_table_new();
    int i;

    (void)state;
    text_table_column(t, "N", TEXT_TABLE_LEFT);
    for (i = 1; i <= 5; i++)
        text_table_printf(t, "%d", i);
    text_table_page(t, 3);
    expect(t, 0, false, "N\n1\n2\nN\n3\n4\nN\n5\n");
}

static void
test_random(void **state)
{
    static const char *const pieces[] = {
        "a",    "\xC3\xA9",     "\xE6\x9D\x8E",    "\t", "\n", "\xFF",
        "\033", "\xE2\x80\xAE", "\xF0\x9F\x98\x80"};
    unsigned seed = (unsigned)time(NULL);
    struct text_table *t = text_table_new();
    char cell[64], *got, *line, *end, *mark;
    size_t i, j, lines = 0, at, column = 0;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    for (i = 0; i < 200; i++) {
        cell[0] = '\0';
        for (j = (size_t)rand() % 9; j > 0; j--)
            strcat(cell, pieces[(size_t)rand() % 9]);
        text_table_copy(t, cell);
        text_table_add(t, "|");
    }
    got = printed(t, 0, false);
    for (line = got; *line != '\0'; line = end + 1, lines++) {
        end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        assert_non_null(mark = strchr(line, '|'));
        *mark = '\0';
        at = text_width(line);
        if (lines == 0)
            column = at;
        assert_int_equal(at, column);
    }
    assert_int_equal(lines, 200);
    free(got);
    text_table_free(t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aligns),
        cmocka_unit_test(test_width),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_no_trailing_blanks),
        cmocka_unit_test(test_headings),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_fits),
        cmocka_unit_test(test_below),
        cmocka_unit_test(test_wraps),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
