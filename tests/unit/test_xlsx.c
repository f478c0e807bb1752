/* Numbers, dates and texts of workbooks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cxbak/table/xlsx.h"
#include "table/xlsx_impl.h"

/* What a number looks like in a format, or "none". */
static char *
shown(const char *text, const char *code, bool date1904)
{
    struct xlsx_style style = xlsx_format_parse(code);
    struct buf b = BUF_INIT;
    bool dated;

    if (!xlsx_number_put(&b, text, &style, date1904, &dated))
        buf_adds(&b, "none");
    if (dated)
        buf_adds(&b, " dated");
    return buf_steal(&b);
}

static void
expect(const char *text, const char *code, const char *want)
{
    char *got = shown(text, code, false);

    assert_string_equal(got, want);
    free(got);
}

static void
numbers_as_they_are_shown(void **state)
{
    static const char *const samples[][2] = {
        {"200", "200"},
        {"0", "0"},
        {"-0", "0"},
        {"-5", "-5"},
        {"200.0", "200"},
        {"2.0000000000000001E2", "200"},
        {"1.5550100200999999E10", "15550100201"},
        {"4.9155501002E+12", "4915550100200"},
        {"123456789012345", "123456789012345"},
        {"1234567890123456", "1234567890123460"},
        {"1E+21", "1000000000000000000000"},
        {"1.5E+25", "15000000000000000000000000"},
        {"0.1", "0.1"},
        {"0.30000000000000004", "0.3"},
        {"1.5", "1.5"},
        {"-12.25", "-12.25"},
        {"0.00012", "0.00012"},
        {"1E-7", "1E-07"},
        {"1.25E-10", "1.25E-10"},
        {"9.999999999999999E15", "10000000000000000"},
        {"12x", "none"},
        {"", "none"},
        {" 1", "none"},
        {"1 ", "none"},
        {"0x10", "none"},
        {"inf", "none"},
        {"1e999", "none"},
        {"1,5", "none"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
        expect(samples[i][0], "General", samples[i][1]);
}

static void
zeros_and_a_plus_of_the_format(void **state)
{
    (void)state;
    expect("123", "00000", "00123");
    expect("123456", "00000", "123456");
    expect("15550100200", "\"+\"0", "+15550100200");
    expect("15550100200", "\\+#", "+15550100200");
    expect("15550100200", "+0;-0", "+15550100200");
    expect("1.5", "00000", "1.5");
    expect("-3", "00000", "-3");
    /* What is only for the eye is not taken. */
    expect("1234", "#,##0", "1234");
    expect("200", "0.00", "200");
    expect("200", "0\" days\"", "200");
}

static void
dates_of_any_format(void **state)
{
    (void)state;
    expect("1", "yyyy-mm-dd", "1900-01-01 dated");
    expect("59", "d/m/yy", "1900-02-28 dated");
    expect("60", "d/m/yy", "1900-02-29 dated");
    expect("61", "d/m/yy", "1900-03-01 dated");
    expect("36585", "mmmm", "2000-02-29 dated");
    expect("45658", "[$-407]d. mmmm yyyy;@", "2025-01-01 dated");
    expect("46115", "dd.mm.yyyy", "2026-04-03 dated");
    expect("46115.520833333336", "d.m.yy hh:mm", "2026-04-03 12:30 dated");
    expect("46115.520833333336", "d.m.yy", "2026-04-03 dated");
    expect("2958465", "d.m.yy", "9999-12-31 dated");
    expect("2958466", "d.m.yy", "2958466");
    expect("-1", "d.m.yy", "-1");
    expect("0.33680555555555558", "hh:mm", "08:05 dated");
    expect("0.99999999", "h:mm", "1900-01-01 dated");
    expect("0.0000115740740", "mm:ss", "00:00:01 dated");
    /* A letter that is text makes no date. */
    expect("5", "0\" days\"", "5");
    expect("5", "0\\d", "5");
    expect("5", "[Red]0", "5");
}

static void
days_from_1904(void **state)
{
    char *got = shown("0", "d.m.yy", true);

    (void)state;
    assert_string_equal(got, "1904-01-01 dated");
    free(got);
    got = shown("44653", "d.m.yy", true);
    assert_string_equal(got, "2026-04-03 dated");
    free(got);
}

static void
built_in_formats(void **state)
{
    (void)state;
    assert_int_equal(xlsx_format_builtin(0).kind, XLSX_PLAIN);
    assert_int_equal(xlsx_format_builtin(13).kind, XLSX_PLAIN);
    assert_int_equal(xlsx_format_builtin(14).kind, XLSX_DATE);
    assert_int_equal(xlsx_format_builtin(18).kind, XLSX_TIME);
    assert_int_equal(xlsx_format_builtin(22).kind, XLSX_DATETIME);
    assert_int_equal(xlsx_format_builtin(47).kind, XLSX_TIME);
    assert_int_equal(xlsx_format_builtin(49).kind, XLSX_PLAIN);
}

static void
escapes_in_texts(void **state)
{
    static const char *const samples[][2] = {
        {"a_x000D_b", "a\rb"},        {"_x00e4__x00E4_", "\u00e4\u00e4"},
        {"_x005F_x0041_", "_x0041_"}, {"_x0000_", "_x0000_"},
        {"_xD800_", "_xD800_"},       {"_x004_", "_x004_"},
        {"_x00G1_", "_x00G1_"},       {"_X0041_", "_X0041_"},
        {"_x0041", "_x0041"},         {"", ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
        struct buf b = BUF_INIT;

        xlsx_text_put(&b, samples[i][0], strlen(samples[i][0]));
        assert_string_equal(buf_str(&b), samples[i][1]);
        buf_free(&b);
    }
}

static void
damage_is_told_of_numbers(void **state)
{
    struct csv_cell number = {.text = "15550100200"};
    struct csv_cell text = {.text = "15550100200", .typed = true};
    struct csv_cell wrapped = {.text = "#REF!", .wrapped = true};
    struct csv_cell failed = {.text = "#REF!", .typed = true};
    struct csv_cell powers = {.text = "1.8E+10", .typed = true};

    (void)state;
    assert_int_equal(csv_damage_of("+15550100200", &number), CSV_LOST_PLUS);
    assert_int_equal(csv_damage_of("+15550100200", &text), CSV_INTACT);
    assert_int_equal(csv_damage_of("x", &wrapped), CSV_INTACT);
    assert_int_equal(csv_damage_of("x", &failed), CSV_FAILED);
    assert_int_equal(csv_damage_of("x", &powers), CSV_SCIENTIFIC);
}

static void
letters_of_columns(void **state)
{
    char room[NOTES_LETTERS];

    (void)state;
    assert_string_equal(notes_letters(room, 1), "A");
    assert_string_equal(notes_letters(room, 26), "Z");
    assert_string_equal(notes_letters(room, 27), "AA");
    assert_string_equal(notes_letters(room, 702), "ZZ");
    assert_string_equal(notes_letters(room, 703), "AAA");
    assert_string_equal(notes_letters(room, 16384), "XFD");
}

/* Write these rows of two columns, the first one the header. */
static void
write_rows(struct buf *out, const char *const (*rows)[2], size_t count)
{
    struct xlsx_writer *w = NULL;
    struct err e = ERR_INIT;
    size_t i;

    assert_int_equal(xlsx_write_start(&w, rows[0], 2, 0, NULL, &e), ST_OK);
    for (i = 1; i < count; i++)
        assert_int_equal(xlsx_write_row(w, rows[i], NULL, &e), ST_OK);
    assert_int_equal(xlsx_write_finish(w, out, &e), ST_OK);
    xlsx_write_free(w);
}

static void
what_is_written_is_read(void **state)
{
    static const char *const rows[][2] = {
        {"Number", "Name"},
        {"0123", "+15550100200"},
        {"=1+1", "=\"a\""},
        {" x ", "\ty\t"},
        {"a\nb", "a\r\nb\r"},
        {"_x0041_", "_x005F_x0041_"},
        {"_x000D_", "x_x"},
        {"TRUE", "#REF!"},
        {"1.8E+10", "3-4"},
        {"<&>\"'", "]]>"},
        {"\u0141uk\u00e4sz", "\U0001F600 \u202E"},
        {"https://example.com/", "mailto:a@example.com"},
        {"{=1}", "'quoted"},
        {"\u00a0", "\uFEFFx"},
    };
    const size_t count = sizeof(rows) / sizeof(rows[0]);
    struct buf file = BUF_INIT, again = BUF_INIT;
    struct err e = ERR_INIT;
    struct csv *c = NULL;
    size_t i, k;

    (void)state;
    write_rows(&file, rows, count);
    assert_int_equal(xlsx_read(&c, "f", file.data, file.len, NULL, &e), ST_OK);
    assert_int_equal(c->count, count - 1);
    assert_int_equal(c->errors.count + c->warnings.count + c->notes.count, 0);
    assert_string_equal(c->sheet, XLSX_SHEET);
    assert_string_equal(c->header.cells[1].text, "Name");
    for (i = 1; i < count; i++) {
        for (k = 0; k < 2; k++) {
            assert_string_equal(c->rows[i - 1].cells[k].text, rows[i][k]);
            assert_true(c->rows[i - 1].cells[k].typed);
        }
    }
    csv_free(c);

    write_rows(&again, rows, count);
    assert_int_equal(again.len, file.len);
    assert_memory_equal(again.data, file.data, file.len);
    buf_free(&again);
    buf_free(&file);
}

static void
what_a_cell_cannot_hold_is_refused(void **state)
{
    static const char *const names[] = {"Number"};
    struct xlsx_writer *w = NULL;
    struct err e = ERR_INIT;
    struct buf text = BUF_INIT;
    const char *cell;

    (void)state;
    assert_int_equal(xlsx_write_start(&w, names, 1, 0, NULL, &e), ST_OK);
    while (text.len < 32767)
        buf_addc(&text, 'x');
    cell = buf_str(&text);
    assert_int_equal(xlsx_write_row(w, &cell, NULL, &e), ST_OK);
    buf_addc(&text, 'x');
    cell = buf_str(&text);
    assert_int_equal(xlsx_write_row(w, &cell, NULL, &e), ST_REFUSED);
    assert_non_null(strstr(e.msg, "32,767"));
    xlsx_write_free(w);
    err_free(&e);

    buf_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_as_they_are_shown),
        cmocka_unit_test(zeros_and_a_plus_of_the_format),
        cmocka_unit_test(dates_of_any_format),
        cmocka_unit_test(days_from_1904),
        cmocka_unit_test(built_in_formats),
        cmocka_unit_test(escapes_in_texts),
        cmocka_unit_test(damage_is_told_of_numbers),
        cmocka_unit_test(letters_of_columns),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(what_a_cell_cannot_hold_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
