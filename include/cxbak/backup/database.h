/*
 * The database of a backup: what `Db.xml` says of the system and its users.
 * A `struct database` owns everything it points to.
 *
 * Users are the elements PhoneSystem/Tenants/Tenant/DN/Extension; their fields
 * are matched by that path, wherever they stand and in whatever order.
 */
#ifndef CXBAK_BACKUP_DATABASE_H
#define CXBAK_BACKUP_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/arena.h"
#include "cxbak/util/err.h"
#include "cxbak/backup/groups.h"
#include "cxbak/backup/picture_owners.h"
#include "cxbak/backup/user.h"
#include "cxbak/xml/xpatch.h"

/* How an element without content is written. */
enum empty_style {
    EMPTY_UNKNOWN,
    EMPTY_PAIR,       /* <X></X> */
    EMPTY_BLANK_PAIR, /* <X> </X>, with blanks between; containers only */
    EMPTY_SPACED_TAG, /* <X /> */
    EMPTY_TAG,        /* <X/> */
    EMPTY_ABSENT,     /* not at all */
    EMPTY_NO_VALUE,   /* a property without Value; never of elements */
    EMPTY_STYLES
};

/* How the file writes things, learned while reading. */
struct xml_style {
    size_t empties[FIELD_COUNT][EMPTY_STYLES]; /* of elements of fields */
    size_t properties_empties[EMPTY_STYLES];   /* of Properties */
    bool properties_sorted; /* most users' properties are in the order of their
                               names */
    size_t without_value;   /* properties with a Name and no Value */
    char **before[FIELD_COUNT]; /* names of the elements before the field, the
                                   nearest first, where it was first seen */
    size_t before_count[FIELD_COUNT];
    char **parts;     /* the children of a DNProperty, in their order ... */
    char **part_lead; /* ... and the blanks before each */
    size_t part_count;
    char *property_lead;   /* blanks before a DNProperty */
    char *property_close;  /* blanks before </DNProperty> */
    char *properties_lead; /* blanks before Properties */
    char *properties_close;
    bool learned_field; /* the DNProperty learned from is a field's that can
                           be edited */
};

/* Forms that properties of pictures have. */
struct property_forms {
    struct property_form **list;
    size_t count;
    size_t cap;
};

struct database {
    char *version; /* header/version, "" when missing */
    char *date;    /* header/Date */
    char *company; /* license/company */
    char *external_fqdn;
    char *internal_fqdn;
    unsigned major; /* of version; 0 when it is no number */
    struct user *users;
    size_t user_count;
    struct arena texts; /* of users' fields */
    struct property_forms forms;
    size_t *by_number; /* indices of users, sorted by extension */
    struct pairs parameters;
    struct groups groups;
    bool plain;                   /* xscan_again() can read the document */
    bool redacted;                /* it says so itself, see mark.h */
    bool photos_synced;           /* a parameter says IsSyncPhoto */
    struct picture_owners owners; /* of pictures, that are no users */
    struct groups queues;         /* and their agents */
    struct groups ring_groups;
    struct xml_style style;
    struct kept_things *things; /* what all of them say; NULL: not kept */
    char **leads;               /* strings that users share */
    size_t lead_count;
    size_t lead_cap;
};

/* What is kept of a database besides the fields of users: any of these. */
enum database_keep {
    KEEP_DETAILS = 1, /* all scalars, properties and phones of users */
    KEEP_VALUES = 2,  /* less: the values of fields, but not where they stand:
                         nothing can be edited or compared, in a third of the
                         memory */
    KEEP_THINGS = 4   /* what all things say, for objects_visit_some() */
};

/* How a database is read. */
struct database_options {
    unsigned keep; /* enum database_keep */
    uint64_t size; /* bytes of the document */
    bool quick;    /* read it as xscan_quick() does: a failure is not final */
};

/* Begin to read a database; `where` (borrowed) is put in front of messages. */
struct database_reader;
struct database_reader *database_begin(const char *where,
                                       struct database_options o);

/* Give the reader the next `n` bytes of the document. */
int database_push(struct database_reader *r, const void *p, size_t n,
                  struct err *e);

/* The document has ended: `*dp` is the database.  ST_BACKUP if it is not a
 * database of a phone system. */
int database_end(struct database_reader *r, struct database **dp,
                 struct err *e);

/* Release; NULL is allowed. */
void database_abandon(struct database_reader *r);
void database_free(struct database *d);

/* The index of the user with that extension, or SIZE_MAX; `*count` (may be
 * NULL) is how many there are. */
size_t database_find(const struct database *d, const char *number,
                     size_t *count);

/* The same, as a position in `by_number`, where the `*count` users with that
 * extension stand side by side. */
size_t database_position(const struct database *d, const char *number,
                         size_t *count);

/* How a value was written in the file that it comes from. */
struct original {
    enum empty_style form; /* of an empty one; EMPTY_UNKNOWN: as the file that
                              is edited does it */
    char *raw;             /* its XML, see original_xml.h, or NULL: as usual */
    size_t after;          /* how many elements stood before `raw` in its
                              parent; SIZE_MAX: unknown */
    size_t past;           /* and how many comments and processing instructions
                              between the last of these and it */
};

#define ORIGINAL_INIT                                                          \
    {                                                                          \
        EMPTY_UNKNOWN, NULL, SIZE_MAX, 0                                       \
    }

/* An edit of a property that names a picture. */
struct property_edit {
    size_t index;     /* in the user's `pictures`; SIZE_MAX: a new property */
    const char *name; /* of a new one, with its Type and Description; those */
    const char *type; /* may be NULL */
    const char *description;
    bool remove;
};

/* A value to put into the database; its owner owns the texts. */
struct edit {
    size_t user;
    enum field field;
    char *text;               /* "" clears the field */
    struct original original; /* how to write it, where that fits */
    uint64_t at; /* where `original.raw` goes if its element is missing; 0:
                    unknown */
    struct property_edit *property; /* not NULL: the text is the value
                                             of that property, of no field */
};

/* How an empty value of that field is written for that user now;
 * EMPTY_UNKNOWN if it is not empty. */
enum empty_style database_form(const struct database *d, size_t user,
                               enum field f);

#endif
