/*
 * How a field was spelt in a document: a piece of XML that holds one value.
 * Such pieces travel in plans, so that undoing a change gives back the very
 * bytes; they may come from anybody and are checked strictly.  Nothing here
 * owns the piece.
 *
 * A piece is one element with the blanks before it: the element that holds
 * the text (<FirstName>...</FirstName>, or a property's <Value>), the whole
 * DNProperty of a mobile number, or the whole Properties around it.
 */
#ifndef CXBAK_SPELLING_H
#define CXBAK_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/field.h"

enum spelling_root {
    SPELLING_VALUE,     /* the element that holds the text */
    SPELLING_PROPERTY,  /* DNProperty */
    SPELLING_CONTAINER, /* Properties */
    SPELLING_ROOTS
};

/* Offsets in the piece, as in struct xelement; it ends with the element. */
struct spelling {
    enum spelling_root root;
    size_t begin;
    size_t tag_end;
    size_t open_end;
    size_t close_begin;
};

/* The name of the element that a piece of field `f` is; static. */
const char *spelling_name(enum field f, enum spelling_root root);

/*
 * Is `raw` such a piece for field `f`, and is its value `value`?  It must be
 * one well-formed element with blanks before it and nothing else beside it,
 * without attributes, and with no elements in it but those of a mobile
 * number's property.
 */
bool spelling_parse(struct spelling *s, const char *raw, enum field f,
                    const char *value);

#endif
