/* Values that stay as they are, told by their form. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "redact/redact_impl.h"

/* The most of each part of a date and a time; of seconds for a leap second. */
#define MONTHS  12
#define DAYS    31
#define HOURS   24
#define SIXTIES 60

/* More digits than this among the letters of a name may be somebody's number:
 * extensions have up to five. */
#define NAME_DIGITS 5

/* What stands in settings and code, and in nobody's name. */
#define CODE_SIGNS "{}[]<>\"=\\`|"

/* The number of one or two digits at `*p`, at most `max`, and over it. */
static bool
take(const char **p, unsigned max)
{
    size_t n = strspn(*p, "0123456789");
    unsigned v;

    if (n < 1 || n > 2)
        return false;
    v = (unsigned)strtoul(*p, NULL, 10);
    *p += n;
    return v <= max;
}

/* The year at `*p`: two digits, or four of which are plausible. */
static bool
take_year(const char **p)
{
    size_t n = strspn(*p, "0123456789");
    bool good = n == 2 || (n == 4 && (strncmp(*p, "19", 2) == 0 ||
                                      strncmp(*p, "20", 2) == 0 ||
                                      strncmp(*p, "0001", 4) == 0));

    *p += good ? n : 0;
    return good;
}

/* A date: its three parts have one sign between them, and the year is first or
 * last.  Day and month come in either order. */
static bool
take_date(const char **p)
{
    const char *q = *p, *two;
    bool first = strspn(q, "0123456789") == 4;
    char sign;

    if (first ? !take_year(&q) : !take(&q, DAYS))
        return false;
    sign = *q++;
    two = q;
    if ((sign != '/' && sign != '-' && sign != '.') ||
        !take(&q, first ? MONTHS : DAYS) || *q++ != sign ||
        (first ? !take(&q, DAYS) : !take_year(&q)))
        return false;
    if (!first && strtoul(*p, NULL, 10) > MONTHS &&
        strtoul(two, NULL, 10) > MONTHS)
        return false;
    *p = q;
    return true;
}

/* A time of the day: hours and minutes, perhaps seconds, AM or PM. */
static bool
take_time(const char **p)
{
    const char *q = *p;

    if (!take(&q, HOURS) || *q++ != ':' || !take(&q, SIXTIES))
        return false;
    if (*q == ':') {
        q++;
        if (!take(&q, SIXTIES))
            return false;
    }
    *p = q;
    q += *q == ' ';
    if ((*q == 'A' || *q == 'P') && q[1] == 'M')
        *p = q + 2;
    return true;
}

bool
redact_is_date(const char *text)
{
    const char *p = text;

    if (!take_date(&p))
        return take_time(&p) && *p == '\0';
    if (*p == '\0')
        return true;
    if (*p != ' ' && *p != 'T')
        return false;
    p++;
    return take_time(&p) && (*p == '\0' || strcmp(p, "Z") == 0);
}

bool
redact_is_name(const char *text)
{
    size_t digits = 0;
    const char *p;

    for (p = text; *p != '\0'; p++)
        digits += isdigit((unsigned char)*p) != 0;
    return digits <= NAME_DIGITS && !redact_is_number(text) &&
           strpbrk(text, CODE_SIGNS "@") == NULL && strstr(text, "://") == NULL;
}

bool
redact_is_version(const char *text)
{
    const char *p = text;
    size_t numbers = 0;

    for (;;) {
        size_t n = strspn(p, "0123456789");

        if (n == 0 || n > 5 || ++numbers > 4)
            return false;
        p += n;
        if (*p == '\0')
            return true;
        if (*p++ != '.')
            return false;
    }
}

bool
redact_is_mask(const char *text)
{
    const char *p = text;
    size_t bytes = 0;

    for (;;) {
        char *end;
        unsigned long byte = strtoul(p, &end, 10), gap = 255 - (byte & 255);

        /* Ones first, then zeros. */
        if (!isdigit((unsigned char)*p) || end - p > 3 || byte > 255 ||
            (gap & (gap + 1)) != 0 || ++bytes > 4)
            return false;
        if (*end == '\0')
            return bytes == 4;
        if (*end != '.')
            return false;
        p = end + 1;
    }
}
