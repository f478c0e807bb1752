/*
 * Finding users by a name or an address, as people type it.  A `struct people`
 * owns its keys and borrows the database.
 *
 * A name fits if each of its words is a word of the user's first or last name,
 * in any order, without regard to case; ü, ue and u are one, and accents do
 * not matter, as in photo_match.h.  What has an @ is an address.  A word that
 * is nobody's name may be what stands before the @ of an address.
 */
#ifndef CXBAK_PEOPLE_FIND_PEOPLE_H
#define CXBAK_PEOPLE_FIND_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/database.h"

struct people;
struct people *people_new(const struct database *d);
void people_free(struct people *p);

/* How near a text has to be to what it finds. */
enum people_fit {
    PEOPLE_BEGIN, /* words may be cut short, and all spellings count */
    PEOPLE_WHOLE /* whole words, in the most exact spelling that fits anybody */
};

/* Set `fits` (one for each user, all false) for those whom `text`, UTF-8, may
 * mean, and return how many they are. */
size_t people_find(const struct people *p, const char *text,
                   enum people_fit fit, bool *fits);

/* The same for what a text that found nobody may be the beginning of, or else
 * for the name or address that is nearest to it; 0 if none is near. */
size_t people_nearest(const struct people *p, const char *text, bool *fits);

/* The users in words: "200 Martin Alder, 201 Jürgen Großmann and 3 more"; the
 * caller frees it. */
char *people_words(const struct people *p, const bool *fits);

#endif
