/*
 * What beside users names pictures: queues, ring groups, digital
 * receptionists, fax extensions, route points and entries of phone books have
 * a ContactImage like a user's.  A list owns its strings.
 */
#ifndef CXBAK_BACKUP_PICTURE_OWNERS_H
#define CXBAK_BACKUP_PICTURE_OWNERS_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/arena.h"
#include "cxbak/util/buf.h"

/* The element that names a picture. */
#define CONTACT_IMAGE "ContactImage"

/* A thing that names a picture. */
struct picture_owner {
    const char *element; /* "Queue", "PhoneBookEntry" */
    const char *number;  /* or NULL, as that of every phone book entry is */
    const char *name;    /* or NULL */
    const char *image;   /* its ContactImage, not empty */
};

/* One that is being read: its parts, empty until they were met. */
struct picture_owner_parts {
    struct buf element;
    struct buf number;
    struct buf name;
    struct buf image;
};

struct picture_owners {
    struct picture_owner *list; /* in the order of the document */
    size_t count;
    size_t cap;
    struct arena texts;

    /* Those that are being read: an object of the DN list, and within it or
     * elsewhere an entry of a phone book. */
    struct picture_owner_parts object;
    struct picture_owner_parts entry;
};

/* A thing starts; `entry`: it is an entry of a phone book. */
void picture_owners_start(struct picture_owners *o, bool entry,
                          const char *element);

/* A child of it has ended: its Number, a name, or its ContactImage. */
void picture_owners_part(struct picture_owners *o, bool entry,
                         const char *element, const char *text);

/* It has ended, and is kept if it names a picture. */
void picture_owners_end(struct picture_owners *o, bool entry);

/* A thing in words: `queue 801 "Sales"`; the caller frees it. */
char *picture_owner_words(const struct picture_owner *o);

void picture_owners_free(struct picture_owners *o);

#endif
