/*
 * How a database is written, learned while it is read: the order of elements,
 * blanks between them, and the form of empty ones.
 */
#ifndef CXBAK_BACKUP_XML_STYLE_H
#define CXBAK_BACKUP_XML_STYLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"
#include "cxbak/backup/database.h"
#include "cxbak/util/arena.h"
#include "cxbak/xml/xscan.h"

/* The children of one Extension, as far as they were read. */
struct xml_children {
    const char **names;
    uint64_t *ends;
    size_t count;
    size_t cap;
    size_t end_cap;
    struct arena texts; /* of the names */
};

/* Begin with the next Extension; the room is reused. */
void xml_children_start(struct xml_children *c);
void xml_children_add(struct xml_children *c, const char *name, uint64_t end);
void xml_children_free(struct xml_children *c);

/* One DNProperty, as far as it was read. */
#define XML_PROPERTY_PARTS 8
struct xml_property {
    struct buf name;
    struct buf value;
    struct buf type; /* text of Type, and of Description */
    struct buf description;
    struct place value_place;
    uint64_t last_end; /* of its last child */
    bool has_value;
    bool repeated; /* more than one Value */
    bool has_name;
    bool has_type;
    bool has_description;
    bool markup;     /* in its Value */
    bool name_odd;   /* more than one Name, or elements in it */
    bool plain;      /* as in struct picture_property */
    struct buf lead; /* blanks before it */
    struct buf part_names[XML_PROPERTY_PARTS];
    struct buf part_leads[XML_PROPERTY_PARTS];
    size_t part_count;
};

/* Where an element that has ended stands. */
struct place xml_style_place(const struct xelement *el);

void xml_property_start(struct xml_property *p, const struct xelement *el);
void xml_property_part(struct xml_property *p, const struct xelement *el);
void xml_property_part_end(struct xml_property *p, const struct xelement *el);
void xml_property_end(struct xml_property *p, const struct xelement *el);
void xml_property_free(struct xml_property *p);

/* Set a string of the style unless it is set already. */
void xml_style_set(char **to, const char *text, size_t len);

/* Learn from a DNProperty that has ended with `el`; `field`: it is that of a
 * field that can be edited. */
void xml_style_property(struct xml_style *s, const struct xml_property *p,
                        const struct xelement *el, bool field);

/* Learn from a whole Extension, and find where its missing fields go. */
void xml_style_extension(struct xml_style *s, struct user *u,
                         const struct xml_children *c);

/* How an element with that place and text is written when it is empty;
 * EMPTY_UNKNOWN if it is not. */
enum empty_style xml_style_form(const struct place *p, const char *text);

void xml_style_free(struct xml_style *s);

#endif
