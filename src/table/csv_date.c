/*
 * Dates as spreadsheets write them: numbers, and names of months in the
 * languages of Europe.
 */
#include <stdlib.h>
#include <string.h>

#include "table/csv_impl.h"
#include "cxbak/util/text.h"

#define DIGITS "0123456789"

/* A date is of at most three numbers. */
#define DATE_PARTS 3

/* Years that a date of anybody's table has, and the longest date. */
#define FIRST_YEAR 1900
#define LAST_YEAR  2199
#define DATE_MAX   32

/* A date shown as a number: days since 1900, from 1927 to 2173. */
#define SERIAL_DIGITS 5

unsigned
csv_month(const char *s)
{
    static const char *const names[12] = {"jan jaen ene gen sty",
                                          "feb fev helm lut",
                                          "mar maer maa mrt",
                                          "apr avr abr kwi",
                                          "may mai mei maj mag",
                                          "jun jui giu cze",
                                          "jul lug lip",
                                          "aug aou ago sie",
                                          "sep set wrz",
                                          "oct okt ott out paz",
                                          "nov lis",
                                          "dec dez dic des gru"};
    unsigned i;

    /* The one pair that three letters do not tell apart. */
    if (strncmp(s, "juil", 4) == 0)
        return 7;
    for (i = 0; i < 12; i++) {
        const char *name = names[i];

        while (*name != '\0') {
            size_t n = strcspn(name, " ");

            if (strncmp(s, name, n) == 0)
                return i + 1;
            name += n + (name[n] == ' ');
        }
    }
    return 0;
}

/* The numbers of a date; `named` says whether a month's name was among them. */
struct date {
    unsigned part[DATE_PARTS];
    size_t n;
    bool named;
};

/* Read the parts of what, in lower case and ASCII, may be a date. */
static bool
parse_parts(const char *s, struct date *d)
{
    size_t n;

    memset(d, 0, sizeof(*d));
    while (*s != '\0') {
        unsigned value;

        if (d->n == DATE_PARTS)
            return false;
        if ((n = strspn(s, DIGITS)) > 0) {
            if (n > 4)
                return false;
            value = (unsigned)strtoul(s, NULL, 10);
        } else {
            n = strspn(s, "abcdefghijklmnopqrstuvwxyz");
            if (n == 0 || d->named || (value = csv_month(s)) == 0)
                return false;
            d->named = true;
        }
        d->part[d->n++] = value;
        s += n;
        s += strspn(s, "-/. ");
    }
    return d->n >= 2;
}

static bool
parse_date(const char *s, struct date *d)
{
    char *fold = text_fold(s), *ascii = text_ascii(fold, NULL);
    bool yes = parse_parts(ascii, d);

    free(ascii);
    free(fold);
    return yes;
}

/* Is every number of `old` one of `now`?  Of years, the last two digits
 * count. */
static bool
same_parts(const struct date *old, const struct date *now)
{
    size_t i, k;

    for (i = 0; i < old->n; i++) {
        for (k = 0; k < now->n; k++) {
            if (old->part[i] % 100 == now->part[k] % 100)
                break;
        }
        if (k == now->n)
            return false;
    }
    return true;
}

bool
csv_is_dated(const char *old, const char *cell)
{
    struct date before, now;

    if (!parse_date(old, &before))
        return false;
    if (strlen(cell) == SERIAL_DIGITS && cell[strspn(cell, DIGITS)] == '\0')
        return true;

    /* What a spreadsheet writes for a date names the month or the year. */
    return parse_date(cell, &now) && (now.named || now.n == DATE_PARTS) &&
           same_parts(&before, &now);
}

/* Is it a day of a calendar, in the order of any country? */
static bool
is_day(const struct date *d)
{
    unsigned a = d->part[0], b = d->part[1], year = d->part[2];

    if (a >= FIRST_YEAR) {
        year = a;
        a = d->part[2];
    }
    return year >= FIRST_YEAR && year <= LAST_YEAR && a >= 1 && b >= 1 &&
           a <= 31 && b <= 31 && (a <= 12 || b <= 12);
}

bool
csv_is_date(const char *cell)
{
    char *text = text_trim(cell), *time = strpbrk(text, " T");
    struct date d;
    bool yes;

    /* A time may follow; numbers with blanks between them are phone numbers. */
    if (time != NULL && strchr(time, ':') != NULL)
        *time = '\0';
    yes = strlen(text) <= DATE_MAX && parse_date(text, &d) &&
          d.n == DATE_PARTS && (d.named || strpbrk(text, "./-") != NULL) &&
          is_day(&d);
    free(text);
    return yes;
}
