/*
 * Templates of values: "{first:1|lower}.{last|ascii|lower}@example.com".  A
 * template owns copies of all it needs; the caller ends it with
 * template_free() and frees what it expands to.
 *
 *     template    = { literal | "{{" | "}}" | placeholder }
 *     placeholder = "{" word [ ":" width ] { "|" filter } "}"
 *     word        = number first last email email.local email.domain
 *                   mobile callerid, and n
 *     filter      = lower upper ascii trim squeeze digits capital
 *                   "replace:" OLD ":" NEW | "e164:" code
 *
 * {n} counts those for whom the template is filled in; its width is the least
 * number of digits.  `squeeze` makes one blank of several, `digits` drops all
 * else, `capital` writes words with a capital letter; `replace` takes every
 * OLD, in which a backslash quotes the next character, and `e164` puts the
 * code of a country before a national number, whose zero in front goes but in
 * Italy; international and very short numbers stay.
 *
 * The width keeps that many characters from the front, as a reader counts
 * them; then the filters work from left to right.  Words and filters may be
 * in any case, with blanks around.  A lone "}" stands for itself.
 */
#ifndef CXBAK_TEMPLATE_TEMPLATE_H
#define CXBAK_TEMPLATE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"
#include "cxbak/field/field.h"

/* Longer widths are slips of the keyboard: no field is half as long. */
#define TEMPLATE_MAX_WIDTH 999

struct template;

/* What happened in template_expand(). */
struct template_result {
    const char *empty;      /* first placeholder that came out empty, as it was
                               written ("{email.local}"; the template owns it),
                               or NULL */
    enum field empty_field; /* and the field that it names */
    bool lost; /* `ascii` dropped letters that have no ASCII spelling */
};

/* Make a template of `text`.  Returns ST_USAGE, with the position in
 * characters from 1 and a near word where there is one, if it is none. */
int template_parse(struct template **t, const char *text, struct err *e);

/* Does the template ask for that field (in any of its parts)? */
bool template_uses(const struct template *t, enum field f);

/* Is it a plain value, the same for everybody? */
bool template_is_literal(const struct template *t);

/* Does it hold {n}? */
bool template_counts(const struct template *t);

/* A template of one field in which texts are replaced: the `n` pairs are what
 * is replaced (not empty) and by what, one after the other. */
struct template *template_replacing(enum field f, const char *const *pairs,
                                    size_t n);

/* The value for somebody whose fields are `values` (NULL is empty), the
 * `nth` of all, from 1.  `r` says what may be amiss; NULL if nobody asks. */
char *template_expand(const struct template *t,
                      const char *const values[FIELD_COUNT], size_t nth,
                      struct template_result *r);

/* Release the template (NULL is fine). */
void template_free(struct template *t);

#endif
