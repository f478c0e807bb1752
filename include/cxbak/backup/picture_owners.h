/*
 * What beside users names pictures: queues, ring groups, digital
 * receptionists, fax extensions, route points and entries of phone books have
 * a ContactImage like a user's.  A list owns its strings.
 */
#ifndef CXBAK_BACKUP_PICTURE_OWNERS_H
#define CXBAK_BACKUP_PICTURE_OWNERS_H

#include <stdbool.h>
#include <stddef.h>

/* The element that names a picture. */
#define CONTACT_IMAGE "ContactImage"

/* A thing that names a picture. */
struct picture_owner {
    char *element; /* "Queue", "PhoneBookEntry" */
    char *number;  /* or NULL, as that of every phone book entry is */
    char *name;    /* or NULL */
    char *image;   /* its ContactImage, not empty */
};

struct picture_owners {
    struct picture_owner *list; /* in the order of the document */
    size_t count;
    size_t cap;

    /* Those that are being read: an object of the DN list, and within it or
     * elsewhere an entry of a phone book. */
    struct picture_owner object;
    struct picture_owner entry;
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
