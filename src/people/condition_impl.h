/*
 * Conditions on a field; private to choosing users.  A condition owns what it
 * was made of.
 *
 *   FIELD=GLOB    case, accents and umlauts do not matter    FIELD!=GLOB
 *   FIELD==TEXT   exactly
 *   FIELD=~REGEX  a POSIX extended regular expression         FIELD!~REGEX
 *
 * `finding` stands for a field, whose values are the codes of what the rules
 * find of a user.
 */
#ifndef CXBAK_PEOPLE_CONDITION_IMPL_H
#define CXBAK_PEOPLE_CONDITION_IMPL_H

#include <locale.h>
#include <regex.h>
#include <stdbool.h>

#include "cxbak/people/user_value.h"
#include "cxbak/util/err.h"

enum condition_how { CONDITION_GLOB, CONDITION_EXACT, CONDITION_REGEX };

struct condition {
    bool finding; /* it is on codes, and not on the field */
    enum field field;
    enum condition_how how;
    bool negated;
    bool internal; /* it asks for groups that 3CX made for itself */
    char *pattern; /* in normal form C */
    char *plain;   /* the glob in ASCII, ue for u-umlaut; NULL where it
                      has letters that ASCII has no spelling for */
    char *bare;    /* the same, u for u-umlaut */
    bool regex_made;
    regex_t regex;
    locale_t utf8; /* in which characters are more than bytes, or 0 */
};

/* Read a condition; ST_USAGE if it is none. */
int condition_parse(struct condition *c, const char *text, struct err *e);

/* Does it hold for the user?  `codes` are those of what the rules find of
 * each; NULL if no condition asks for them. */
bool condition_holds(const struct condition *c, const struct backup *b,
                     const struct avatars *a, const struct user_values *codes,
                     size_t user);

/* If it asks for one value, and nobody has it: the nearest that somebody has,
 * newly made; else NULL. */
char *condition_nearest(const struct condition *c, const struct backup *b,
                        const struct avatars *a);

/* Would the value fit, were it somebody's? */
bool condition_asks_for(const struct condition *c, const char *value);

void condition_free(struct condition *c);

/* There is no field of that name, which `where` has: the error names the
 * nearest, or all. */
void condition_no_field(const char *where, const char *name, struct err *e);

#endif
