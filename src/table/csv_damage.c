/*
 * What a spreadsheet did to a value.  Only values made of digits suffer: the
 * spreadsheet takes them for numbers, dates or sums, and writes what it made
 * of them.  So the question is always whether `cell` is what comes of `old`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/csv_impl.h"
#include "cxbak/util/text.h"

#define DIGITS "0123456789"

/* Spreadsheets keep so many digits of a number. */
#define KEPT_DIGITS 15

/* No number or date of anybody is longer; bounds the work on long text. */
#define VALUE_MAX 64

static const struct {
    const char *code;
    const char *text;
    const char *plural;
} damages[CSV_DAMAGES] = {
    [CSV_INTACT] = {"intact", "not damaged", "are not damaged"},
    [CSV_LOST_ZEROS] = {"lost-zeros", "a spreadsheet dropped the leading zeros",
                        "lost their leading zeros"},
    [CSV_LOST_PLUS] = {"lost-plus", "a spreadsheet dropped the leading +",
                       "lost their +"},
    [CSV_SCIENTIFIC] =
        {"scientific",
         "a spreadsheet wrote it in powers of ten and dropped digits",
         "were written in powers of ten and lost digits"},
    [CSV_ROUNDED] = {"rounded",
                     "a spreadsheet kept 15 digits and zeroed the others",
                     "lost the digits behind the 15th"},
    [CSV_DECIMALS] = {"decimals", "a spreadsheet added decimals",
                      "got decimals"},
    [CSV_GROUPED] = {"grouped",
                     "a spreadsheet put separators between the thousands",
                     "got separators between the thousands"},
    [CSV_DATED] = {"dated", "a spreadsheet took the value for a date",
                   "were taken for dates"},
    [CSV_COMPUTED] =
        {"computed", "a spreadsheet took the value for a sum and worked it out",
         "were taken for sums"},
    [CSV_FAILED] = {"failed",
                    "a spreadsheet took the value for a formula and failed",
                    "hold errors of a spreadsheet"},
    [CSV_LETTERS_LOST] =
        {"letters-lost",
         "the program that saved the file could not write all letters; save "
         "it as \"CSV UTF-8\"",
         "lost letters that the program could not save"},
    [CSV_MACINTOSH] = {"macintosh",
                       "the letters are Macintosh ones, read as Windows-1252",
                       "have Macintosh letters, read as Windows-1252"},
    [CSV_MOJIBAKE] =
        {"misread-utf8",
         "the letters are UTF-8, which some program read as Windows-1252",
         "have UTF-8 letters that some program read as Windows-1252"},
};

const char *
csv_damage_text(enum csv_damage damage)
{
    return damages[damage].text;
}

const char *
csv_damage_plural(enum csv_damage damage)
{
    return damages[damage].plural;
}

const char *
csv_damage_code(enum csv_damage damage)
{
    return damages[damage].code;
}

static bool
is_digits(const char *s)
{
    return s[0] != '\0' && s[strspn(s, DIGITS)] == '\0';
}

/* What is left of a number when the spreadsheet has read it. */
static const char *
number_of(const char *s)
{
    s += *s == '+';
    while (s[0] == '0' && s[1] != '\0')
        s++;
    return s;
}

/* ---- Scientific notation ---- */

struct scientific {
    char digits[VALUE_MAX + 1]; /* of the mantissa, without the point */
    unsigned long exponent;
    bool sign; /* the exponent has a +, which spreadsheets always write */
};

/* 1.81233E+10, 1,81233E+10, 2E+11 */
static bool
parse_scientific(const char *s, struct scientific *sc)
{
    size_t n, whole = strspn(s, DIGITS);

    if (whole != 1)
        return false;
    sc->digits[0] = s[0];
    sc->digits[1] = '\0';
    s++;
    if (*s == '.' || *s == ',') {
        if ((n = strspn(++s, DIGITS)) == 0)
            return false;
        memcpy(sc->digits + 1, s, n);
        sc->digits[n + 1] = '\0';
        s += n;
    }
    if (*s != 'E' && *s != 'e')
        return false;
    sc->sign = *++s == '+';
    s += sc->sign;
    if (!is_digits(s) || strlen(s) > 3)
        return false;
    sc->exponent = strtoul(s, NULL, 10);
    return true;
}

/* Do the digits of the mantissa begin the number, the last one rounded? */
static bool
same_magnitude(const struct scientific *sc, const char *number)
{
    size_t n = strlen(sc->digits);

    return is_digits(number) && strlen(number) == sc->exponent + 1 &&
           (n < 2 || strncmp(number, sc->digits, n - 1) == 0);
}

static bool
is_scientific(const char *old, const char *cell)
{
    struct scientific sc;

    if (!parse_scientific(cell, &sc))
        return false;
    return sc.sign || same_magnitude(&sc, number_of(old));
}

/* ---- Numbers ---- */

/* Take away a decimal part of zeros.  Returns whether there was one. */
static bool
drop_decimals(char *s)
{
    char *point = strrchr(s, '.'), *comma = strrchr(s, ',');
    char *at =
        point == NULL || (comma != NULL && comma > point) ? comma : point;

    if (at == NULL || at == s || at[1] == '\0' ||
        at[1 + strspn(at + 1, "0")] != '\0' || strlen(at + 1) == 3)
        return false;
    *at = '\0';
    return true;
}

/* The bytes of a separator of thousands at `s`, or 0: `.`, `,`, apostrophes
 * and the blanks that several languages use. */
static size_t
separator(const char *s)
{
    static const char *const separators[] = {
        ".", ",", "'", " ", "\u2019", "\u00A0", "\u202F", "\u2009"};
    size_t i;

    for (i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
        size_t n = strlen(separators[i]);

        if (strncmp(s, separators[i], n) == 0)
            return n;
    }
    return 0;
}

/* Take away separators between groups of three digits.  Returns whether
 * there were any, and nothing else. */
static bool
drop_groups(char *s)
{
    size_t n = strspn(s, DIGITS), skip;
    char *from = s + n, *to = s + n;

    if (n < 1 || n > 3 || *from == '\0')
        return false;
    while (*from != '\0') {
        if ((skip = separator(from)) == 0 || strspn(from + skip, DIGITS) != 3)
            return false;
        memmove(to, from + skip, 3);
        from += skip + 3;
        to += 3;
    }
    *to = '\0';
    return true;
}

/* `old` and `cell` are digits, `old` with a + or without. */
static enum csv_damage
compare_digits(const char *old, const char *cell)
{
    const char *number = number_of(old);
    size_t n = strlen(number);

    if (strcmp(number, cell) == 0)
        return *old == '+' ? CSV_LOST_PLUS : CSV_LOST_ZEROS;
    if (*old == '+' && strcmp(old + 1, cell) == 0)
        return CSV_LOST_PLUS;
    if (n > KEPT_DIGITS && strlen(cell) == n &&
        strncmp(number, cell, KEPT_DIGITS - 1) == 0 &&
        cell[KEPT_DIGITS + strspn(cell + KEPT_DIGITS, "0")] == '\0')
        return CSV_ROUNDED;
    return CSV_INTACT;
}

/* `old` is digits, with a + or without. */
static enum csv_damage
compare_number(const char *old, const char *cell)
{
    char number[VALUE_MAX + 1];
    bool decimals, groups;

    memcpy(number, cell, strlen(cell) + 1);
    decimals = drop_decimals(number);
    groups = drop_groups(number);
    if (!is_digits(number))
        return CSV_INTACT;
    if (!decimals && !groups)
        return compare_digits(old, number);
    if (strcmp(old, number) != 0 && compare_digits(old, number) == CSV_INTACT)
        return CSV_INTACT;
    return groups ? CSV_GROUPED : CSV_DECIMALS;
}

/* ---- Formulas ---- */

/* Is `cell` the sum that `old`, such as +49-30-123, is as a formula? */
static bool
is_computed(const char *old, const char *cell)
{
    long long sum = 0;
    size_t terms = 0;
    char *end, text[VALUE_MAX];

    if (strchr("+-=", old[0]) == NULL)
        return false;
    for (old += *old == '='; *old != '\0'; old = end, terms++) {
        if (old[1 + strspn(old + 1, DIGITS)] != '\0' &&
            strchr("+-", old[1 + strspn(old + 1, DIGITS)]) == NULL)
            return false;
        if (strspn(old + 1, DIGITS) > KEPT_DIGITS)
            return false;
        sum += strtoll(old, &end, 10);
        if (end == old)
            return false;
    }
    (void)snprintf(text, sizeof(text), "%lld", sum);
    return terms > 1 && strcmp(text, cell) == 0;
}

/* Does the cell hold a spreadsheet's error, or the # of a column that was
 * too narrow to show its number? */
static bool
is_failed(const char *cell)
{
    static const char *const errors[] = {
        "#NAME?",  "#VALUE!", "#REF!",    "#N/A",   "#DIV/0!",
        "#NUM!",   "#NULL!",  "#SPILL!",  "#CALC!", "#GETTING_DATA",
        "#FIELD!", "#BUSY!",  "#BLOCKED!"};
    size_t i, n = strspn(cell, "#");

    if (n >= 3 && cell[n] == '\0')
        return true;
    for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        if (strcmp(errors[i], cell) == 0)
            return true;
    }
    return false;
}

/* ---- All of them ---- */

/* Both texts are trimmed, differ, and are short. */
static enum csv_damage
find(const char *old, const char *cell)
{
    if (is_failed(cell))
        return CSV_FAILED;
    if (is_scientific(old, cell))
        return CSV_SCIENTIFIC;
    if (is_digits(old + (*old == '+')))
        return compare_number(old, cell);
    if (is_computed(old, cell))
        return CSV_COMPUTED;
    return csv_is_dated(old, cell) ? CSV_DATED : CSV_INTACT;
}

enum csv_damage
csv_damage_find(const char *old, const char *cell)
{
    char *before = text_trim(old != NULL ? old : "");
    char *now = text_trim(cell);
    enum csv_damage damage = CSV_INTACT;

    if (strcmp(before, now) != 0 && strlen(before) <= VALUE_MAX &&
        strlen(now) <= VALUE_MAX)
        damage = find(before, now);
    if (damage == CSV_INTACT)
        damage = csv_misread(old != NULL ? old : "", cell);
    free(before);
    free(now);
    return damage;
}

enum csv_damage
csv_damage_of(const char *old, const struct csv_cell *cell)
{
    enum csv_damage damage = CSV_INTACT;

    if (!cell->wrapped)
        damage = csv_damage_find(old, cell->text);
    if (cell->typed && damage != CSV_FAILED && damage != CSV_SCIENTIFIC &&
        damage < CSV_LETTERS_LOST)
        damage = CSV_INTACT;
    return damage;
}

bool
csv_damage_agrees(enum csv_damage damage, const char *old, const char *cell)
{
    struct scientific sc;
    char *before, *now;
    bool agrees = damage != CSV_INTACT && damage != CSV_FAILED;

    if (damage != CSV_SCIENTIFIC && damage != CSV_DATED)
        return agrees;
    before = text_trim(old);
    now = text_trim(cell);
    if (damage == CSV_DATED)
        agrees = csv_is_dated(before, now);
    else
        agrees = strlen(now) <= VALUE_MAX && parse_scientific(now, &sc) &&
                 same_magnitude(&sc, number_of(before));
    free(before);
    free(now);
    return agrees;
}
