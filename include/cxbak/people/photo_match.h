/*
 * Finding the user whom a file's name means.  A `struct photo_matcher` owns its
 * keys and borrows the database; a result owns its list.
 *
 *   number  "200", "200_x", "200 Alder, Martin": the extension, alone or
 *           before a blank or one of _ - . , (; "ext200", "Ext. 200"
 *   email   "martin@example.com", or "martin" if this can mean nobody else
 *   name    "Martin Alder", "Alder, Martin", "alder_martin": first and last
 *           name in either order, whatever stands between the words, also
 *           with titles, years and words for pictures around it ("Dr. Martin
 *           Alder 2023 final"), unless the whole is a name
 *
 * Names are compared without regard to case and Unicode form; if nobody fits
 * so, with umlauts and accents spelt in ASCII (Müller, Mueller), and then
 * with both dropped (Muller).
 */
#ifndef CXBAK_PEOPLE_PHOTO_MATCH_H
#define CXBAK_PEOPLE_PHOTO_MATCH_H

#include <stddef.h>

#include "cxbak/backup/database.h"
#include "cxbak/util/err.h"

enum photo_match_by {
    PHOTO_MATCH_NUMBER,
    PHOTO_MATCH_EMAIL,
    PHOTO_MATCH_NAME,
    PHOTO_MATCH_COUNT
};

/* In which order the ways are tried. */
struct photo_match_order {
    enum photo_match_by by[PHOTO_MATCH_COUNT];
    size_t count;
};

/* number, email, name. */
extern const struct photo_match_order match_all;

/* Read "number,email,name" or some of it; ST_USAGE if it is none. */
int photo_match_parse(const char *text, struct photo_match_order *o,
                      struct err *e);

/* "number", "email", "name". */
const char *photo_match_name(enum photo_match_by by);

struct photo_matcher;
struct photo_matcher *photo_matcher_new(const struct database *d,
                                        const struct photo_match_order *o);
void photo_matcher_free(struct photo_matcher *m);

/* Whom the name may mean: nobody, one, or several that it does not tell
 * apart. */
struct photo_match {
    size_t *users;
    size_t count;
    enum photo_match_by by;
    const char *rule; /* the way in words, static: "extension"; if anybody is
                         meant */
};

/* Match the name of a file, without its ending. */
void photo_matcher_find(const struct photo_matcher *m, const char *name,
                        struct photo_match *r);

void photo_match_free(struct photo_match *r);

/* The name, without ending, of a file that will match the user again:
 * "200 Alder, Martin", what there is of it; the caller frees it.  It is text,
 * not yet a safe name of a file. */
char *photo_stem(const struct user *u);

#endif
