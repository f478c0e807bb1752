/*
 * The date in a backup's header is in the words of the server's culture.  The
 * American one is what was seen; others are told by their signs.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/check/check.h"

/* Two-digit years: no phone system is older. */
#define CENTURY 2000

#define DAY ((time_t)24 * 60 * 60)

/* The number at `*s` of at most four digits; false if there is none. */
static bool
number(const char **s, int *n)
{
    size_t len = strspn(*s, "0123456789");

    if (len == 0 || len > 4)
        return false;
    *n = (int)strtol(*s, NULL, 10);
    *s += len;
    return true;
}

/* Seconds since 1970 of a day and a time; false if there is no such day. */
static bool
make_date(int y, int m, int d, const int clock[3], time_t *date)
{
    struct tm tm = {.tm_year = (y < 100 ? y + CENTURY : y) - 1900,
                    .tm_mon = m - 1,
                    .tm_mday = d,
                    .tm_hour = clock[0],
                    .tm_min = clock[1],
                    .tm_sec = clock[2]};

    if (m < 1 || m > 12 || d < 1 || d > 31 || clock[0] > 23 || clock[1] > 59 ||
        clock[2] > 60)
        return false;
    *date = timegm(&tm);

    /* The 31st of June has become another day. */
    return tm.tm_mday == d && tm.tm_mon == m - 1;
}

/* `2:30:04 AM`, `02:30`, or nothing. */
static bool
read_clock(const char *s, int clock[3], bool *american)
{
    size_t i;

    clock[0] = clock[1] = clock[2] = 0;
    *american = false;
    s += strspn(s, " T,");
    for (i = 0; i < 3 && isdigit((unsigned char)*s); i++) {
        if (!number(&s, &clock[i]))
            return false;
        s += *s == ':';
    }
    s += strspn(s, " ");
    if (strncasecmp(s, "AM", 2) != 0 && strncasecmp(s, "PM", 2) != 0)
        return true;
    *american = true;
    if (clock[0] < 1 || clock[0] > 12)
        return false;
    clock[0] = clock[0] % 12 + (toupper((unsigned char)*s) == 'P' ? 12 : 0);
    return true;
}

bool
check_date(const char *text, time_t now, time_t *date)
{
    int a, b, c, clock[3];
    bool american, month_first, day_first;
    time_t x, y;
    char sign;

    text += strspn(text, " ");
    if (!number(&text, &a) || (sign = *text) == '\0' ||
        strchr("/.-", sign) == NULL)
        return false;
    text++;
    if (!number(&text, &b) || *text != sign)
        return false;
    text++;
    if (!number(&text, &c) || !read_clock(text, clock, &american))
        return false;
    if (a > 31)
        return make_date(a, b, c, clock, date);
    month_first = sign != '.' && make_date(c, a, b, clock, &x);
    day_first = (!american || !month_first) && make_date(c, b, a, clock, &y);
    if (month_first && day_first)
        *date = (y > x && y <= now + DAY) || x > now + DAY ? y : x;
    else if (month_first)
        *date = x;
    else if (day_first)
        *date = y;
    return month_first || day_first;
}
