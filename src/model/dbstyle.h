/*
 * How a database is written, learned while it is read: the order of elements,
 * blanks between them, and the form of empty ones.
 */
#ifndef DBSTYLE_H
#define DBSTYLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/buf.h"
#include "cxbak/database.h"
#include "cxbak/xscan.h"

/* The children of one Extension, as far as they were read. */
struct dbchildren {
    char **names; /* reused for the next one */
    uint64_t *ends;
    size_t count;
    size_t made; /* names that were allocated */
    size_t cap;
    size_t end_cap;
};

void dbchildren_add(struct dbchildren *c, const char *name, uint64_t end);
void dbchildren_free(struct dbchildren *c);

/* One DNProperty, as far as it was read. */
#define DBPROPERTY_PARTS 8
struct dbproperty {
    struct buf name;
    struct buf value;
    struct buf type; /* text of Type, and of Description */
    struct buf description;
    struct place value_place;
    uint64_t last_end; /* of its last child */
    bool has_value;
    bool repeated; /* more than one Name or Value */
    bool has_name;
    bool has_type;
    bool has_description;
    bool markup;
    struct buf lead; /* blanks before it */
    struct buf part_names[DBPROPERTY_PARTS];
    struct buf part_leads[DBPROPERTY_PARTS];
    size_t part_count;
};

void dbproperty_start(struct dbproperty *p, const struct xelement *el);
void dbproperty_part(struct dbproperty *p, const struct xelement *el);
void dbproperty_part_end(struct dbproperty *p, const struct xelement *el);
void dbproperty_free(struct dbproperty *p);

/* Set a string of the style unless it is set already. */
void dbstyle_set(char **to, const char *text, size_t len);

/* Learn from a DNProperty that has ended with `el`. */
void dbstyle_property(struct style *s, const struct dbproperty *p,
                      const struct xelement *el, bool mobile);

/* Learn from a whole Extension, and find where its missing fields go. */
void dbstyle_extension(struct style *s, struct user *u,
                       const struct dbchildren *c);

/* How an element with that place and text is written when it is empty;
 * FORM_UNKNOWN if it is not. */
enum form dbstyle_form(const struct place *p, const char *text);

void dbstyle_free(struct style *s);

#endif
