#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "cxbak/table/csv.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- Helpers ---- */

static void
add_row(struct buf *b, const struct csv_row *row)
{
    size_t i;

    for (i = 0; i < row->count; i++) {
        buf_adds(b, i > 0 ? "|" : "");
        buf_add(b, row->cells[i].text, row->cells[i].len);
        assert_int_equal(strlen(row->cells[i].text), row->cells[i].len);
    }
    buf_adds(b, "\n");
}

/* The table as text: cells between |, rows in lines, then the errors; or the
 * message, if it cannot be read. */
static char *
dump(const void *data, size_t len)
{
    struct csv *c = NULL;
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;
    size_t i;

    if (csv_read(&c, "f.csv", data, len, NULL, &e) != ST_OK) {
        assert_int_equal(e.status, ST_REFUSED);
        buf_printf(&b, "refused: %s", e.msg);
        err_free(&e);
        return buf_steal(&b);
    }
    add_row(&b, &c->header);
    for (i = 0; i < c->count; i++)
        add_row(&b, &c->rows[i]);
    notes_sort(&c->errors);
    for (i = 0; i < c->errors.listed; i++) {
        char *text = notes_words(&c->errors, i, "f.csv");

        buf_printf(&b, "%s\n", text);
        free(text);
    }
    csv_free(c);
    return buf_steal(&b);
}

static void
check_read(const void *data, size_t len, const char *want)
{
    /* A copy of exact size, so that tools see a read beyond the end. */
    void *copy = mem_alloc(len);
    char *got;

    memcpy(copy, data, len);
    got = dump(copy, len);
    assert_string_equal(got, want);
    free(got);
    free(copy);
}

/* Bytes with their length, NULs inside included. */
struct sample {
    const char *data;
    size_t len;
    const char *want;
};

#define S(text) (text), sizeof(text) - 1

static void
check_samples(const struct sample *s, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        check_read(s[i].data, s[i].len, s[i].want);
}

/* ---- Reading ---- */

static void
test_dialects(void **state)
{
    static const struct sample samples[] = {
        {S("a,b\n1,2\n"), "a|b\n1|2\n"},
        {S("a;b\r\n1;2\r\n"), "a|b\n1|2\n"},
        {S("a\tb\r1\t2"), "a|b\n1|2\n"},
        {S("a;b,c;d\n1;2,3;4\n"), "a|b,c|d\n1|2,3|4\n"},
        {S("\"a;b;c\",d\n1,2\n"), "a;b;c|d\n1|2\n"},
        /* As many of one as of another: the rarer in text is meant. */
        {S("a;b,c\n1;2,3\n"), "a|b,c\n1|2,3\n"},
        {S("a,b;c\n1,2;3\n"), "a,b|c\n1,2|3\n"},
        {S("a\tb;c\n1\t2;3\n"), "a|b;c\n1|2;3\n"},
        {S("a,b\tc\n1,2\t3\n"), "a,b|c\n1,2|3\n"},
        {S("sep=;\r\na,b;c\r\n1;2\r\n"), "a,b|c\n1|2\n"},
        {S("SEP=|\na|b\n1|2,3\n"), "a|b\n1|2,3\n"},
        {S("sep=\t\na\tb\n"), "a|b\n"},
        {S("sep=ab,x\n1,2\n"), "sep=ab|x\n1|2\n"},
        {S("\"sep=;\",x\n1,2\n"), "sep=;|x\n1|2\n"},
        {S("a\nb\n"), "a\nb\n"},
        {S("a,b\n\"x\r\ny\",\"say \"\"hi\"\"\"\n"), "a|b\nx\r\ny|say \"hi\"\n"},
        {S("a,b\n\"\",\"\"\"\"\n"), "a|b\n|\"\n"},
        {S("a,b\nAnna \"Annie\",5\" disk\n"), "a|b\nAnna \"Annie\"|5\" disk\n"},
        {S("\n \n,,\n;;\na;b\n;\n\n; \n1;2\n\t\n;;;;;\n"), "a|b\n1|2\n"},
        {S("a,b\n\"\",\n1,\n,2\n"), "a|b\n|\n1|\n|2\n"},
        {S("a,b\n 1 , 2\n"), "a|b\n 1 | 2\n"},
        {S("a,b,\n1,2,\n"), "a|b|\n1|2|\n"},
        {S("a,b\n1,"), "a|b\n1|\n"},
    };

    (void)state;
    check_samples(samples, COUNT(samples));
}

static void
test_wrapped(void **state)
{
    static const struct sample samples[] = {
        {S("a,b\n=\"0123\",\"=\"\"0123\"\"\"\n"), "a|b\n0123|0123\n"},
        {S("a\n\"=\"\"a\"\"\"\"b\"\"\"\n"), "a\na\"b\n"},
        {S("a\n=\"x\"&\"y\"&\"\"\n"), "a\nxy\n"},
        {S("a,b\n=\"\",1\n"), "a|b\n|1\n"},
        {S("a\n=\"x\n"), "a\n=\"x\n"},
        {S("a\n=\"x\"&\n"), "a\n=\"x\"&\n"},
        {S("a\n=\"x\"y\n"), "a\n=\"x\"y\n"},
        {S("a\n=x\n=\n=\"\n"), "a\n=x\n=\n=\"\n"},
        {S("a\n=\"x\"\"\n"), "a\n=\"x\"\"\n"},
        /* Inside quotes the closing quote is one of the wrapper alone */
        {S("=\"a\";b\n1;=\"+49\"\n"), "a|b\n1|+49\n"},
    };

    (void)state;
    check_samples(samples, COUNT(samples));
}

static void
test_encodings(void **state)
{
    static const struct sample samples[] = {
        {S("\xEF\xBB\xBF\"a\",b\nM\xC3\xBCller,2\n"), "a|b\nM\u00FCller|2\n"},
        {S("\xEF\xBB\xBF\xEF\xBB\xBF"
           "a,b\n"),
         "a|b\n"},
        {S("\xEF\xBB\xBFsep=;\na;b\n"), "a|b\n"},
        {S("a;b\r\nM\xFCller;\x80 \x96\r\n"),
         "a|b\nM\u00FCller|\u20AC \u2013\n"},
        {S("\xFF\xFE"
           "a\0;\0b\0\n\0\xFC\0;\0\x3D\xD8\x00\xDE"),
         "a|b\n\u00FC|\U0001F600\n"},
        {S("\xFE\xFF"
           "\0a\0\t\0b\0\r\0\n\0\xFC\0\t\x20\xAC"),
         "a|b\n\u00FC|\u20AC\n"},
    };
    struct csv *c = NULL;
    struct err e = ERR_INIT;
    const char mixed[] = "a\nM\xC3\xBCller\nJ\xFCrgen\n";

    (void)state;
    check_samples(samples, COUNT(samples));

    assert_int_equal(
        csv_read(&c, "f", (const uint8_t *)mixed, sizeof(mixed) - 1, NULL, &e),
        ST_OK);
    assert_int_equal(c->encoding, CSV_WINDOWS1252);
    assert_string_equal(csv_encoding_name(c->encoding), "Windows-1252");
    assert_true(c->mixed);
    assert_int_equal(c->foreign_line, 3);
    assert_int_equal(c->foreign_column, 2);
    csv_free(c);
    assert_int_equal(
        csv_read(&c, "f", (const uint8_t *)"a\nJ\xFCrgen", 8, NULL, &e), ST_OK);
    assert_false(c->mixed);
    csv_free(c);
}

static void
test_refused(void **state)
{
    static const struct sample samples[] = {
        {S(""), "refused: f.csv: no header row; the first row must name the "
                "columns"},
        {S(" \n;;\n"), "refused: f.csv: no header row; the first row must "
                       "name the columns"},
        {S("sep=;"), "refused: f.csv: no header row; the first row must name "
                     "the columns"},
        {S("PK\x03\x04xyz"), "refused: f.csv: this is a ZIP file, not a CSV "
                             "file; save the table as "
                             "\"CSV UTF-8\""},
        {S("a,b\n\x8D,2"),
         "refused: f.csv:2:1: byte 0x8D is neither UTF-8 nor Windows-1252; "
         "save the file as \"CSV UTF-8\""},
        {S("a,b\n1,\0"), "refused: f.csv:2:3: NUL character; this is not "
                         "text, or it is damaged"},
        {S("a\0,\0b\0"), "refused: f.csv: this seems to be UTF-16 or UTF-32 "
                         "without a byte order mark; save it as \"CSV UTF-8\""},
        {S("\xFF\xFE"
           "a\0\n\0\0\0"),
         "refused: f.csv:2:1: NUL character; this is not text, or it is "
         "damaged"},
        {S("\xFF\xFE"
           "a\0\x00\xDC"),
         "refused: f.csv:1:2: a UTF-16 character is cut in half; the file is "
         "damaged"},
        {S("\xFF\xFE"
           "a\0\x3D\xD8"
           "b\0"),
         "refused: f.csv:1:2: a UTF-16 character is cut in half; the file is "
         "damaged"},
        {S("\xFE\xFF\0a\xD8"),
         "refused: f.csv:1:2: the last UTF-16 character is cut in half; the "
         "file is not complete"},
        {S("\xEF\xBB\xBF"
           "a,b\r\n\xC3\xBC,\xFC\n"),
         "refused: f.csv:2:3: not UTF-8, though the file's byte order mark "
         "says that it is; save it as \"CSV UTF-8\" again"},
        {S("a,\"b\n1,2\n"), "refused: f.csv:1:3: cell B1: this quote is never "
                            "closed; close it, or double "
                            "every quote inside the cell"},
    };

    (void)state;
    check_samples(samples, COUNT(samples));
}

static void
test_row_errors(void **state)
{
    static const struct sample samples[] = {
        {S("a,b\n1\n1,2\n1,2,3\n"), "a|b\n1|2\n"
                                    "f.csv:2:2: row 2: 1 cell where the header "
                                    "has 2; a quote or a delimiter is "
                                    "missing or too many\n"
                                    "f.csv:4:5: row 4: 3 cells where the "
                                    "header has 2; a quote or a delimiter "
                                    "is missing or too many\n"},
        {S("a,b\n\"1\"x,2\n3,4\n"), "a|b\n3|4\n"
                                    "f.csv:2:4: cell A2 (a): text after the "
                                    "closing quote; quotes inside a quoted "
                                    "cell must be doubled\n"},
        {S("a,b\n1, \"2\"\n3,4\n"),
         "a|b\n3|4\n"
         "f.csv:2:3: cell B2 (b): blank before the opening quote; remove it\n"},
        {S("a,b\n\xC3\xBC\xC3\xBC,\"2\n3,4\n"),
         "a|b\n"
         "f.csv:2:4: cell B2 (b): this quote is never closed; close it, or "
         "double every "
         "quote inside the cell\n"},
        {S("a,b\r\n\"x\r\ny\",2,3\r\n"), "a|b\n"
                                         "f.csv:3:6: row 2: 3 cells where the "
                                         "header has 2; a quote or a delimiter "
                                         "is missing or too many\n"},
    };

    (void)state;
    check_samples(samples, COUNT(samples));
}

static void
test_many_errors(void **state)
{
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    struct csv *c = NULL;
    int i;

    (void)state;
    buf_adds(&b, "a,b\n");
    for (i = 0; i < 250; i++)
        buf_adds(&b, "1\n");
    assert_int_equal(csv_read(&c, "f", b.data, b.len, NULL, &e), ST_OK);
    assert_int_equal(c->errors.count, 250);
    assert_int_equal(c->errors.listed, NOTES_MAX);
    assert_int_equal(c->count, 0);
    csv_free(c);
    buf_free(&b);
}

static void
test_positions(void **state)
{
    const char data[] = "sep=;\r\n\u00FC;\"b\rc\nd\";e\r\n\r\n=\"1\";2;\"3\"";
    static const struct {
        size_t line, column;
    } want[] = {{2, 1}, {2, 3}, {4, 4}, {6, 1}, {6, 6}, {6, 8}};
    struct err e = ERR_INIT;
    struct csv *c = NULL;
    size_t i;

    (void)state;
    assert_int_equal(
        csv_read(&c, "f", (const uint8_t *)data, sizeof(data) - 1, NULL, &e),
        ST_OK);
    assert_int_equal(c->count, 1);
    for (i = 0; i < COUNT(want); i++) {
        const struct csv_cell *cell =
            i < 3 ? &c->header.cells[i] : &c->rows[0].cells[i - 3];

        assert_int_equal(cell->line, want[i].line);
        assert_int_equal(cell->column, want[i].column);
    }
    assert_true(c->header.cells[1].quoted);
    assert_true(c->rows[0].cells[0].wrapped);
    assert_false(c->rows[0].cells[1].quoted);
    assert_true(c->rows[0].cells[2].quoted);
    assert_false(c->rows[0].cells[2].wrapped);
    csv_free(c);
}

static void
test_limits(void **state)
{
    struct buf b = BUF_INIT;
    char *got;
    size_t i;

    (void)state;
    for (i = 0; i < CSV_MAX_COLUMNS; i++)
        buf_adds(&b, "x,");
    got = dump(b.data, b.len);
    assert_string_equal(got, "refused: f.csv:1:32769: more than 16384 cells in "
                             "a row; is this the table that you mean");
    free(got);
    got = dump(b.data, (size_t)CSV_MAX_BYTES + 1);
    assert_string_equal(got, "refused: f.csv: larger than 256 MiB; split the "
                             "file into smaller ones");
    free(got);
    buf_free(&b);
}

static void
test_many_rows(void **state)
{
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    struct csv *c = NULL;
    int i;

    (void)state;
    buf_adds(&b, "Number;FirstName;LastName\r\n");
    for (i = 0; i < 100000; i++)
        buf_printf(&b, "%d;\"First \"\"%d\"\"\";Last\r\n", 100000 + i, i);
    assert_int_equal(csv_read(&c, "f", b.data, b.len, NULL, &e), ST_OK);
    assert_int_equal(c->count, 100000);
    assert_string_equal(c->rows[99999].cells[0].text, "199999");
    assert_string_equal(c->rows[99999].cells[1].text, "First \"99999\"");
    assert_int_equal(c->rows[99999].cells[0].line, 100001);
    csv_free(c);
    buf_free(&b);
}

/* ---- Writing ---- */

static void
test_write(void **state)
{
    static const char *const rows[][3] = {
        {"Number", "FirstName", "EmailAddress"},
        {"200", "No\u00EBlle", NULL},
        {"0123", "a,b", "say \"hi\""},
        {"+4930", "two\nlines", "=1+1"},
        {"", "", ""},
        {"=\"x\"", " a", "b;c"},
    };
    static const char plain[] = "Number,FirstName,EmailAddress\r\n"
                                "200,No\u00EBlle,\r\n"
                                "0123,\"a,b\",\"say \"\"hi\"\"\"\r\n"
                                "+4930,\"two\nlines\",=1+1\r\n"
                                "\"\",,\r\n"
                                "\"=\"\"=\"\"\"\"x\"\"\"\"\"\"\",\" a\","
                                "\"b;c\"\r\n";
    static const char excel[] =
        "\xEF\xBB\xBFNumber;FirstName;EmailAddress\r\n"
        "200;No\u00EBlle;\r\n"
        "\"=\"\"0123\"\"\";\"a,b\";\"say \"\"hi\"\"\"\r\n"
        "\"=\"\"+4930\"\"\";\"two\nlines\";\"=\"\"=1+1\"\"\"\r\n"
        "\"\";;\r\n"
        "\"=\"\"=\"\"\"\"x\"\"\"\"\"\"\";\" a\";\"b;c\"\r\n";
    const struct csv_style plain_style = {',', false, false, false};
    const struct csv_style excel_style = {';', true, true, false};
    struct buf b = BUF_INIT;
    size_t i;

    (void)state;
    csv_write_start(&b, &plain_style);
    for (i = 0; i < COUNT(rows); i++)
        csv_write_row(&b, &plain_style, rows[i], 3);
    assert_string_equal(buf_str(&b), plain);
    buf_free(&b);
    csv_write_start(&b, &excel_style);
    for (i = 0; i < COUNT(rows); i++)
        csv_write_row(&b, &excel_style, rows[i], 3);
    assert_string_equal(buf_str(&b), excel);
    buf_free(&b);
}

static void
test_fragile(void **state)
{
    static const char *const fragile[] = {
        "=1+1",     "+49301",   "-5",      "@sum",         "\tx",
        "\rx",      "\uFF1D1",  "\uFF0Bx", "\uFF0Dx",      "\uFF20x",
        " =1",      "\u200B=1", "0123",    "00",           "123456789012",
        "3-4",      "1/2",      "1.5",     "1,5",          "1E5",
        "1e+10",    "12:30",    "5%",      "$5",           "\u20AC 5",
        "(5)",      "3-Apr",    "Mar 5",   "5. M\u00E4rz", "MARCH1",
        "\u00A012", " 12",      "12 ",     "\uFF11\uFF12", "TRUE",
        "falSCH",   "true ",    "Wahr",    "1 234",        "2026-01-02T10:00",
        "1'000",    "10:30 pm",
    };
    static const char *const safe[] = {
        "",
        "0",
        "7",
        "200",
        "12345678901",
        "Anna",
        "anna@example.com",
        "Mai",
        "Room 5",
        "a=b",
        "x+1",
        "April",
        "O'Brien",
        "Lobby-2",
        "4th floor",
        "1st",
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(fragile); i++) {
        if (!csv_is_fragile(fragile[i]))
            fail_msg("\"%s\" is not seen as fragile", fragile[i]);
    }
    for (i = 0; i < COUNT(safe); i++) {
        if (csv_is_fragile(safe[i]))
            fail_msg("\"%s\" is seen as fragile", safe[i]);
    }
}

/* ---- Damage ---- */

static void
test_damage(void **state)
{
    static const struct {
        const char *old, *cell;
        enum csv_damage want;
    } cases[] = {
        {"0123", "0123", CSV_INTACT},
        {"0123", "123", CSV_LOST_ZEROS},
        {"0123", " 123 ", CSV_LOST_ZEROS},
        {"000", "0", CSV_LOST_ZEROS},
        {"0123", "124", CSV_INTACT},
        {"123", "0123", CSV_INTACT},
        {"+49301", "49301", CSV_LOST_PLUS},
        {"+0049", "49", CSV_LOST_PLUS},
        {"+0049", "0049", CSV_LOST_PLUS},
        {"+49301", "+49302", CSV_INTACT},
        {"18123300000", "1.81233E+10", CSV_SCIENTIFIC},
        {"+18123300000", "1,81233E+10", CSV_SCIENTIFIC},
        {"18123379999", "1.81234e+10", CSV_SCIENTIFIC},
        {"200000000000", "2E+11", CSV_SCIENTIFIC},
        {"200000", "2E5", CSV_SCIENTIFIC},
        {"Anna", "2E5", CSV_INTACT},
        {"", "1.8E+10", CSV_SCIENTIFIC},
        {NULL, "1.8E+10", CSV_SCIENTIFIC},
        {"200", "1E", CSV_INTACT},
        {"1234567890123456", "1234567890123450", CSV_ROUNDED},
        {"12345678901234567", "12345678901234500", CSV_ROUNDED},
        {"12345678901234567", "12345678901234600", CSV_ROUNDED},
        {"12345678901234567", "12345678901234568", CSV_INTACT},
        {"200", "200.0", CSV_DECIMALS},
        {"+49301", "49301,00", CSV_DECIMALS},
        {"200", "201.0", CSV_INTACT},
        {"49301234", "49,301,234", CSV_GROUPED},
        {"+49301234", "49.301.234", CSV_GROUPED},
        {"049301", "49 301", CSV_GROUPED},
        {"49301", "49\u202F301", CSV_GROUPED},
        {"49301", "49\u2019301", CSV_GROUPED},
        {"49301", "49,301.00", CSV_GROUPED},
        {"49301", "4,9301", CSV_INTACT},
        {"49301", "49,302", CSV_INTACT},
        {"200000", "200.000", CSV_GROUPED},
        {"3-4", "3-Apr", CSV_DATED},
        {"3-4", "03. Apr", CSV_DATED},
        {"3-4", "04. M\u00E4r", CSV_DATED},
        {"3-4", "04.03.2026", CSV_DATED},
        {"3-4", "2026-04-03", CSV_DATED},
        {"3-4", "46115", CSV_DATED},
        {"3/4", "4-Mar", CSV_DATED},
        {"1.5", "01. Mai", CSV_DATED},
        {"7-1", "1-juil", CSV_DATED},
        {"3-4", "4-3", CSV_INTACT},
        {"3-4", "3-May", CSV_INTACT},
        {"3-4", "5.6.2026", CSV_INTACT},
        {"Anna", "3-Apr", CSV_INTACT},
        {"+49-30-1", "18", CSV_COMPUTED},
        {"=1+2", "3", CSV_COMPUTED},
        {"-5-5", "-10", CSV_COMPUTED},
        {"+49-30-1", "19", CSV_INTACT},
        {"+-5", "5", CSV_INTACT},
        {"=x", "#NAME?", CSV_FAILED},
        {"200", "####", CSV_FAILED},
        {"#1", "#2", CSV_INTACT},
        {"Anna", "Berta", CSV_INTACT},
        {"Anna", "", CSV_INTACT},
        {"200", "", CSV_INTACT},
    };
    char longcell[5000];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        if (csv_damage_find(cases[i].old, cases[i].cell) != cases[i].want)
            fail_msg("\"%s\" -> \"%s\" is not %d", cases[i].old, cases[i].cell,
                     (int)cases[i].want);
    }
    memset(longcell, '1', sizeof(longcell) - 1);
    longcell[sizeof(longcell) - 1] = '\0';
    assert_int_equal(csv_damage_find("1", longcell), CSV_INTACT);
    for (i = 0; i < CSV_DAMAGES; i++)
        assert_non_null(csv_damage_text((enum csv_damage)i));
}

/* ---- There and back ---- */

/* A text of what is likely to break a dialect. */
static char *
random_text(unsigned *seed)
{
    static const char *const parts[] = {
        "",           "\"",
        "\"\"",       "=",
        "=\"",        "\"&\"",
        ",",          ";",
        "\t",         "\r",
        "\n",         "\r\n",
        " ",          "\xEF\xBB\xBF",
        "+",          "-",
        "@",          "0",
        "12",         "123456789012",
        "sep=;",      "\u00FC",
        "\u65E5",     "\U0001F600",
        "\uFF1D",     "\u00A0",
        "x",          "=\"x\"",
        "%PDF",       "{\\rtf",
        "PK\x03\x04", "\x01",
        "\u2028",     "E",
        "'",          "3-4",
        "TRUE",       "\x7F",
        "\\",
    };
    struct buf b = BUF_INIT;
    int n = rand_r(seed) % 5;

    if (rand_r(seed) % 50 == 0)
        n = 300 + rand_r(seed) % 300;
    while (n-- > 0)
        buf_adds(&b, parts[(size_t)rand_r(seed) % COUNT(parts)]);
    return buf_steal(&b);
}

/* Write a table of random texts in a random style and read it again. */
static void
check_identity(unsigned *seed)
{
    const struct csv_style style = {
        ",;\t"[rand_r(seed) % 3], rand_r(seed) % 2 == 0, rand_r(seed) % 2 == 0,
        rand_r(seed) % 2 == 0};
    size_t rows = 1 + (size_t)rand_r(seed) % 4;
    size_t n = 1 + (size_t)rand_r(seed) % 4, i, k;
    char *texts[4][4] = {{NULL}};
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    struct csv *c = NULL;

    csv_write_start(&b, &style);
    for (i = 0; i < rows; i++) {
        for (k = 0; k < n; k++)
            texts[i][k] = random_text(seed);
        csv_write_row(&b, &style, (const char *const *)texts[i], n);
    }
    assert_int_equal(csv_read(&c, "f", b.data, b.len, NULL, &e), ST_OK);
    assert_int_equal(c->errors.count, 0);
    assert_int_equal(c->header.count, n);
    assert_int_equal(c->count, rows - 1);
    assert_int_equal(c->encoding, CSV_UTF8);
    for (i = 0; i < rows; i++) {
        const struct csv_row *row = i == 0 ? &c->header : &c->rows[i - 1];

        for (k = 0; k < n; k++) {
            assert_string_equal(row->cells[k].text, texts[i][k]);
            assert_int_equal(csv_damage_find(texts[i][k], row->cells[k].text),
                             CSV_INTACT);
            free(texts[i][k]);
        }
    }
    csv_free(c);
    buf_free(&b);
}

static unsigned
seed_of_run(void)
{
    const char *given = getenv("TEST_SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10)
                                  : (unsigned)time(NULL);

    print_message("seed %u\n", seed);
    return seed;
}

static void
test_identity(void **state)
{
    unsigned seed = seed_of_run();
    int i;

    (void)state;
    for (i = 0; i < 5000; i++)
        check_identity(&seed);
}

/* In an excel file, no cell is left that a spreadsheet would run. */
static void
test_guard(void **state)
{
    const struct csv_style style = {',', true, true, false};
    unsigned seed = seed_of_run();
    int i;

    (void)state;
    for (i = 0; i < 5000; i++) {
        char *text = random_text(&seed);
        struct buf b = BUF_INIT;

        csv_write_row(&b, &style, (const char *const *)&text, 1);
        if (text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL)
            assert_int_equal(strncmp(buf_str(&b), "\"=\"\"", 4), 0);
        buf_free(&b);
        free(text);
    }
}

/* Any bytes are read or refused. */
static void
test_random_bytes(void **state)
{
    unsigned seed = seed_of_run();
    int i;

    (void)state;
    for (i = 0; i < 20000; i++) {
        static const char likely[] = ",;\t\"\r\n= a1\xFC\xC3\xBC";
        size_t n = (size_t)rand_r(&seed) % 40, k;
        char *data = mem_alloc(n);

        for (k = 0; k < n; k++)
            data[k] =
                rand_r(&seed) % 20 == 0
                    ? (char)rand_r(&seed)
                    : likely[(size_t)rand_r(&seed) % (sizeof(likely) - 1)];
        free(dump(data, n));
        free(data);
    }
}

/* Convert by the C library: an independent table of the encodings. */
static char *
convert(const char *to, const char *from, const char *text)
{
    iconv_t cd = iconv_open(to, from);
    char in[256], *out = mem_calloc(256, 1), *p = in, *q = out;
    size_t n = strlen(text), room = 255;

    assert_true(cd != (iconv_t)-1);
    memcpy(in, text, n + 1);
    if (iconv(cd, &p, &n, &q, &room) == (size_t)-1)
        out[0] = '\0';
    iconv_close(cd);
    return out;
}

/* Every letter that reads otherwise in Windows-1252 is found. */
static void
test_misread(void **state)
{
    static const struct {
        const char *encoding;
        enum csv_damage damage;
    } cases[] = {{"MACINTOSH", CSV_MACINTOSH}, {"UTF-8", CSV_MOJIBAKE}};
    size_t i, found = 0;
    uint32_t cp;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        for (cp = 0xA1; cp < 0x180; cp++) {
            struct buf b = BUF_INIT;
            char *bytes, *read;

            text_put(&b, cp);
            bytes = convert(cases[i].encoding, "UTF-8", buf_str(&b));
            read = convert("UTF-8", "WINDOWS-1252", bytes);
            if (*bytes != '\0' && *read != '\0' &&
                strcmp(read, buf_str(&b)) != 0) {
                assert_int_equal(csv_damage_find(buf_str(&b), read),
                                 cases[i].damage);
                found++;
            }
            free(read);
            free(bytes);
            buf_free(&b);
        }
    }
    assert_true(found > 200);
    assert_int_equal(csv_damage_find("J\u00FCrgen", "J\u00FCrgen"), CSV_INTACT);
    assert_int_equal(csv_damage_find("Jurgen", "J\u0178rgen"), CSV_INTACT);
    assert_int_equal(csv_damage_find("Ju\u0308rgen", "J\u0178rgen"),
                     CSV_MACINTOSH);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dialects),   cmocka_unit_test(test_wrapped),
        cmocka_unit_test(test_encodings),  cmocka_unit_test(test_refused),
        cmocka_unit_test(test_row_errors), cmocka_unit_test(test_many_errors),
        cmocka_unit_test(test_positions),  cmocka_unit_test(test_limits),
        cmocka_unit_test(test_many_rows),  cmocka_unit_test(test_write),
        cmocka_unit_test(test_fragile),    cmocka_unit_test(test_misread),
        cmocka_unit_test(test_damage),     cmocka_unit_test(test_identity),
        cmocka_unit_test(test_guard),      cmocka_unit_test(test_random_bytes),
    };

    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
