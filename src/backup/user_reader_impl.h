/*
 * Reading one user after the other; private to the reader of the database.  A
 * `struct user_reader` owns what it gathers and borrows the database.
 */
#ifndef CXBAK_BACKUP_USER_READER_IMPL_H
#define CXBAK_BACKUP_USER_READER_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "backup/child_order_impl.h"
#include "cxbak/backup/database.h"
#include "cxbak/backup/xml_style.h"
#include "cxbak/xml/xscan.h"

struct user_reader {
    struct database *d;
    bool details;              /* keep all scalars, properties and phones */
    bool values;               /* keep no places */
    struct user_places places; /* of the user at hand, if they are not kept */
    size_t user_cap;
    struct xml_children children;      /* of the Extension at hand */
    struct xml_property property;      /* the DNProperty at hand */
    struct buf last_name;              /* of the property before */
    struct picture_property *pictures; /* of the Extension at hand */
    size_t picture_count;
    size_t picture_cap;
    struct child_order order;
    char *mac; /* of the phone at hand */
    char *model;
};

/* The user at hand. */
struct user *user_reader_current(struct user_reader *r);

/* What the scan meets: an Extension, on that line ... */
void user_reader_start(struct user_reader *r, const struct xelement *el,
                       size_t line);
void user_reader_end(struct user_reader *r, const struct xelement *el);

/* ... which is refused (ST_BACKUP, R8) if it, or a value of it, is larger than
 * anybody's, or if there are very many users of hardly any bytes.  `where` is
 * the database ... */
int user_reader_check(const struct user_reader *r, const struct xelement *el,
                      const char *where, struct err *e);

/* ... a child of it, the first or one more; of a scalar its text ... */
void user_reader_child(struct user_reader *r, const struct xelement *el);
int user_reader_child_end(struct user_reader *r, const struct xelement *el,
                          const char *where, struct err *e);
void user_reader_scalar_end(struct user_reader *r, const struct xelement *el);

/* ... its Properties, a DNProperty in it, and a part of that ... */
void user_reader_properties(struct user_reader *r, const struct xelement *el);
void user_reader_properties_end(struct user_reader *r,
                                const struct xelement *el);
void user_reader_property(struct user_reader *r, const struct xelement *el);
void user_reader_property_end(struct user_reader *r, const struct xelement *el);

/* ... a phone, and a part of that. */
void user_reader_device_end(struct user_reader *r);
void user_reader_device_part_end(struct user_reader *r,
                                 const struct xelement *el);

/* The document ends in the middle of a user: the database may be released. */
void user_reader_stop(struct user_reader *r);

void user_reader_free(struct user_reader *r);

/* Add a copy of a pair; release the pairs, and what a user owns. */
void pairs_add(struct pairs *p, struct arena *texts, const char *name,
               const char *value);
void pairs_fit(struct pairs *p);
void pairs_free(struct pairs *p);
void user_places_clear(struct user_places *at);
void user_free(struct user *u);

#endif
