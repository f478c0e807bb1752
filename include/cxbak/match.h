/*
 * Finding the user whom a file's name means.  A `struct matcher` owns its
 * keys and borrows the database; a result owns its list.
 *
 *   number  "200", "200_x", "200 Alder, Martin": the extension, alone or
 *           before a blank or one of _ - . , (
 *   email   "martin@example.com"
 *   name    "Martin Alder", "Alder, Martin", "alder_martin": first and last
 *           name in either order, whatever stands between the words
 *
 * Names are compared without regard to case and Unicode form; if nobody fits
 * so, with umlauts and accents spelt in ASCII (Müller, Mueller), and then
 * with both dropped (Muller).
 */
#ifndef CXBAK_MATCH_H
#define CXBAK_MATCH_H

#include <stddef.h>

#include "cxbak/database.h"
#include "cxbak/err.h"

enum match_by { MATCH_NUMBER, MATCH_EMAIL, MATCH_NAME, MATCH_COUNT };

/* In which order the ways are tried. */
struct match_order {
    enum match_by by[MATCH_COUNT];
    size_t count;
};

/* number, email, name. */
extern const struct match_order match_all;

/* Read "number,email,name" or some of it; ST_USAGE if it is none. */
int match_parse(const char *text, struct match_order *o, struct err *e);

/* "number", "email", "name". */
const char *match_name(enum match_by by);

struct matcher;
struct matcher *matcher_new(const struct database *d,
                            const struct match_order *o);
void matcher_free(struct matcher *m);

/* Whom the name may mean: nobody, one, or several that it does not tell
 * apart. */
struct match {
    size_t *users;
    size_t count;
    enum match_by by;
};

/* Match the name of a file, without its ending. */
void matcher_find(const struct matcher *m, const char *name, struct match *r);

void match_free(struct match *r);

#endif
