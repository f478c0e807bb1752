/*
 * What a template is made of, for the template files only.
 */
#ifndef CXBAK_TEMPLATE_TEMPLATE_IMPL_H
#define CXBAK_TEMPLATE_TEMPLATE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/template/template.h"

/* Which part of a field a word asks for. */
enum piece { PIECE_ALL, PIECE_LOCAL, PIECE_DOMAIN };

enum filter_kind {
    FILTER_LOWER,
    FILTER_UPPER,
    FILTER_ASCII,
    FILTER_TRIM,
    FILTER_SQUEEZE,
    FILTER_REPLACE,
    FILTER_DIGITS,
    FILTER_E164,
    FILTER_CAPITAL,
    FILTER_COUNT
};

struct filter {
    enum filter_kind kind;
    char *from; /* what to replace, or the code of a country; else NULL */
    char *to;   /* and by what */
};

/* A literal (`text` alone) or a placeholder (`text` as it was written). */
struct part {
    char *text;
    bool literal;
    bool counter; /* {n}: not a field but a number, of `width` digits */
    enum field field;
    enum piece piece;
    size_t width; /* characters to keep; 0 keeps all */
    struct filter *filters;
    size_t filter_count;
    size_t filter_cap;
};

struct template
{
    struct part *parts;
    size_t count;
    size_t cap;
};

/* What the filter makes of the value, newly made; sets `*lost` if letters
 * have no ASCII spelling. */
char *template_filter(const struct filter *f, const char *value, bool *lost);

#endif
