/*
 * Numbers of a workbook as a spreadsheet shows them.  A cell holds a number
 * in binary, and its style says what that means: a date is the days since the
 * end of 1899, a time of day a fraction of a day.
 */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/xlsx_impl.h"

#define DIGITS "0123456789"

/* Spreadsheets keep so many digits of a number. */
#define KEPT_DIGITS 15

/* The last day that spreadsheets know: 9999-12-31. */
#define LAST_DAY 2958465

/* Day 60 is a 29 February 1900 that never was (ECMA-376, 18.17.4.1). */
#define FALSE_LEAP_DAY 60

/* What is added to days that are counted from 1904. */
#define DAYS_1904 1462

#define DAY_SECONDS 86400

/* ---- What a format means ---- */

struct xlsx_style
xlsx_format_builtin(size_t id)
{
    struct xlsx_style s = {XLSX_PLAIN, 0, false};

    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 ||
        (id >= 50 && id <= 54) || id == 57 || id == 58)
        s.kind = XLSX_DATE;
    else if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) ||
             (id >= 45 && id <= 47) || id == 55 || id == 56)
        s.kind = XLSX_TIME;
    else if (id == 22)
        s.kind = XLSX_DATETIME;
    return s;
}

/* Step over what a format shows as it is: "text", \x, _x, *x, and [Red] but
 * not the hours [h].  Returns what is next. */
static const char *
skip_literal(const char *s)
{
    size_t n;

    if (*s == '"') {
        n = strcspn(s + 1, "\"");
        return s + 1 + n + (s[1 + n] != '\0');
    }
    if (*s == '\\' || *s == '_' || *s == '*')
        return s + 1 + (s[1] != '\0');
    if (*s == '[' && strchr("hHmMsS", s[1]) == NULL) {
        n = strcspn(s, "]");
        return s + n + (s[n] != '\0');
    }
    return s;
}

/* A format such as 00000 or "+"0: digits and at most a + before them. */
static bool
parse_padded(const char *s, struct xlsx_style *style)
{
    static const char *const signs[] = {"\"+\"", "\\+", "+"};
    size_t i, n;

    for (i = 0; i < sizeof(signs) / sizeof(signs[0]) && !style->plus; i++) {
        n = strlen(signs[i]);
        if (strncmp(s, signs[i], n) == 0) {
            style->plus = true;
            s += n;
        }
    }
    s += strspn(s, "#");
    n = strspn(s, "0");
    if ((s[n] != '\0' && s[n] != ';') || (n == 0 && !style->plus))
        return false;
    style->digits = n > KEPT_DIGITS ? KEPT_DIGITS : (unsigned)n;
    style->kind = XLSX_PADDED;
    return true;
}

struct xlsx_style
xlsx_format_parse(const char *code)
{
    struct xlsx_style style = {XLSX_PLAIN, 0, false};
    bool date = false, time = false, month = false;
    const char *s, *next;

    if (parse_padded(code, &style))
        return style;
    style.plus = false;
    for (s = code; *s != '\0' && *s != ';'; s = next) {
        if ((next = skip_literal(s)) != s)
            continue;
        date |= strchr("dDyY", *s) != NULL;
        time |= strchr("hHsS", *s) != NULL;
        month |= strchr("mM", *s) != NULL;
        next = s + 1;
    }
    /* An m is a month, unless hours or seconds make minutes of it. */
    if (date || (month && !time))
        style.kind = time ? XLSX_DATETIME : XLSX_DATE;
    else if (time)
        style.kind = XLSX_TIME;
    return style;
}

/* ---- Dates ---- */

/* The date of a day: the calendar's usual arithmetic, in years that begin in
 * March, so that a leap day is the last one. */
static void
put_day(struct buf *b, long day)
{
    long era, year, month, of_era, of_year;

    if (day == FALSE_LEAP_DAY) {
        buf_adds(b, "1900-02-29");
        return;
    }
    /* Days since 0000-03-01, of which 1899-12-30 is number 693899. */
    day += 693899 + (day < FALSE_LEAP_DAY);
    era = day / 146097;
    of_era = day % 146097;
    year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * year + year / 4 - year / 100);
    month = (5 * of_year + 2) / 153;
    buf_printf(b, "%04ld-%02ld-%02ld", year + 400 * era + (month >= 10),
               month < 10 ? month + 3 : month - 9,
               of_year - (153 * month + 2) / 5 + 1);
}

static void
put_time(struct buf *b, long seconds)
{
    buf_printf(b, "%02ld:%02ld", seconds / 3600, seconds / 60 % 60);
    if (seconds % 60 != 0)
        buf_printf(b, ":%02ld", seconds % 60);
}

/* Returns false if the number is no date that a spreadsheet can show. */
static bool
put_date(struct buf *b, double value, enum xlsx_kind kind, bool date1904)
{
    double whole;
    long day, seconds;

    if (!(value >= 0 && value <= LAST_DAY))
        return false;
    seconds = lround(modf(value, &whole) * DAY_SECONDS);
    day = (long)whole + seconds / DAY_SECONDS;
    seconds %= DAY_SECONDS;
    if (kind == XLSX_TIME && day == 0) {
        put_time(b, seconds);
        return true;
    }
    put_day(b, day + (date1904 ? DAYS_1904 : 0));
    if (seconds != 0 && kind != XLSX_DATE) {
        buf_addc(b, ' ');
        put_time(b, seconds);
    }
    return true;
}

/* ---- Numbers ---- */

/* Append the number with 15 digits, and in no case with an exponent if it is
 * a whole one. */
static void
put_plain(struct buf *b, double value)
{
    char text[40], digits[KEPT_DIGITS + 1] = "";
    long exponent, n = 0, i;
    const char *p;

    if (value < 0)
        buf_addc(b, '-');
    /* d.dddE+x, whatever stands for the point. */
    (void)snprintf(text, sizeof(text), "%.*e", KEPT_DIGITS - 1, fabs(value));
    for (p = text; *p != '\0' && *p != 'e'; p++) {
        if (*p >= '0' && *p <= '9' && n < KEPT_DIGITS)
            digits[n++] = *p;
    }
    exponent = *p == 'e' ? strtol(p + 1, NULL, 10) : 0;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    if (exponent < -5 || (exponent < n - 1 && exponent > 20)) {
        buf_printf(b, "%c", digits[0]);
        if (n > 1)
            buf_printf(b, ".%.*s", (int)n - 1, digits + 1);
        buf_printf(b, "E%+03ld", exponent);
        return;
    }
    if (exponent < 0) {
        buf_printf(b, "0.%.*s%.*s", (int)(-exponent - 1), "0000", (int)n,
                   digits);
        return;
    }
    for (i = 0; i < n || i <= exponent; i++) {
        if (i == exponent + 1)
            buf_addc(b, '.');
        buf_addc(b, i < n ? digits[i] : '0');
    }
}

/* Read all of `text` as a number, in no country's spelling. */
static bool
read_number(const char *text, double *value)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", NULL);
    char *end;

    *value = strtod_l(text, &end, c);
    freelocale(c);
    return end != text && *end == '\0' && isfinite(*value);
}

bool
xlsx_number_put(struct buf *b, const char *text, const struct xlsx_style *style,
                bool date1904, bool *dated)
{
    size_t n = strspn(text, DIGITS);
    double value;

    *dated = false;
    /* Most are extensions and the like, and as they should be. */
    if (style->kind == XLSX_PLAIN && n > 0 && n <= KEPT_DIGITS &&
        text[n] == '\0' && (text[0] != '0' || n == 1)) {
        buf_add(b, text, n);
        return true;
    }
    /* strtod() would take more than a workbook may hold. */
    if (text[strspn(text, DIGITS "+-.eE")] != '\0' ||
        !read_number(text, &value))
        return false;
    if (style->kind == XLSX_PADDED && value >= 0 && value < 1e15 &&
        value == floor(value)) {
        buf_printf(b, "%s%0*lld", style->plus ? "+" : "", (int)style->digits,
                   (long long)value);
        return true;
    }
    if (style->kind != XLSX_PLAIN && style->kind != XLSX_PADDED &&
        put_date(b, value, style->kind, date1904)) {
        *dated = true;
        return true;
    }
    put_plain(b, value);
    return true;
}
