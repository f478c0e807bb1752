/* Values that stay as they are, told by their form. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "redact/redact_impl.h"

/* The most numbers in a date with a time. */
#define DATE_NUMBERS 6

/* Could `n` digits at `p` be part of a date: one or two, or a year? */
static bool
is_date_number(const char *p, size_t n)
{
    return n <= 2 ||
           (n == 4 && (strncmp(p, "19", 2) == 0 || strncmp(p, "20", 2) == 0 ||
                       strncmp(p, "0001", 4) == 0));
}

bool
redact_is_date(const char *text)
{
    const char *p = text;
    size_t numbers = 0;

    while (*p != '\0') {
        size_t n = strspn(p, "0123456789");

        if (n > 0) {
            if (!is_date_number(p, n) || ++numbers > DATE_NUMBERS)
                return false;
            p += n;
        } else if (numbers > 0 && strchr("/-:. T", *p) != NULL) {
            p++;
        } else if (numbers > 0 && (*p == 'A' || *p == 'P') && p[1] == 'M') {
            return p[2] == '\0';
        } else {
            return numbers > 0 && *p == 'Z' && p[1] == '\0';
        }
    }
    return numbers > 1;
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
