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

enum filter { FILTER_LOWER, FILTER_UPPER, FILTER_ASCII, FILTER_COUNT };

/* A literal (`text` alone) or a placeholder (`text` as it was written). */
struct part {
    char *text;
    bool literal;
    enum field field;
    enum piece piece;
    size_t width; /* characters to keep; 0 keeps all */
    enum filter *filters;
    size_t filter_count;
    size_t filter_cap;
};

struct template
{
    struct part *parts;
    size_t count;
    size_t cap;
};

#endif
