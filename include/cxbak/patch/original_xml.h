/*
 * How a field was spelt in a document: a piece of XML that holds one value.
 * Such pieces travel in plans, so that undoing a change gives back the very
 * bytes; they may come from anybody and are checked strictly.  Nothing here
 * owns the piece.
 *
 * A piece is one element with the blanks before it: the element that holds
 * the text (<FirstName>...</FirstName>, or a property's <Value>), the whole
 * DNProperty of a field such as the mobile number, or the whole Properties
 * around it.
 */
#ifndef CXBAK_PATCH_ORIGINAL_XML_H
#define CXBAK_PATCH_ORIGINAL_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/field/field.h"

enum piece_kind {
    PIECE_VALUE,     /* the element that holds the text */
    PIECE_PROPERTY,  /* DNProperty */
    PIECE_CONTAINER, /* Properties */
    PIECE_KINDS
};

/* Offsets in the piece, as in struct xelement; it ends with the element. */
struct spelling {
    enum piece_kind root;
    size_t begin;
    size_t tag_end;
    size_t open_end;
    size_t close_begin;
};

/* The name of the element that a piece of field `f` is; static. */
const char *original_xml_name(enum field f, enum piece_kind root);

/*
 * Is `raw` such a piece for field `f`, and is its value `value`?  It must be
 * one well-formed element with blanks before it and nothing else beside it,
 * without attributes or comments, and with no elements in it but those of the
 * field's property.
 */
bool original_xml_parse(struct spelling *s, const char *raw, enum field f,
                        const char *value);

#endif
