/*
 * A walk over everything that the database of a backup says: not users'
 * fields only, but each thing in it (a user, a queue, a group, an entry of
 * the phone book, a parameter) with its texts and its references to
 * extensions.  What is handed to the visitor belongs to the walk and is valid
 * during the call.
 */
#ifndef CXBAK_BACKUP_OBJECTS_H
#define CXBAK_BACKUP_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/err.h"

/* A text, or a reference, within a thing. */
struct pbx_text {
    bool reference;      /* `text` is the number of an extension or the like */
    const char *element; /* the element or attribute that holds it; of a
                       property its name */
    const char *parent; /* the element around it: "DNProperty", "PhoneDevice" */
    const char *text;   /* decoded, not empty */
    const char *within; /* the name of what it lies in, such as a forwarding
                     profile or an inbound rule, or a phone's MAC; or NULL */
};

struct pbx_object {
    const char *section; /* "DN", "Groups", "PhoneBookEntries", "license" */
    const char *element; /* "Extension", "Queue"; equal to `section` where
                            the section is one thing */
    const char *number;  /* of the extension, queue ...; or NULL */
    const char *name;    /* or NULL */
    size_t user;         /* index in the database, or SIZE_MAX */
    const struct pbx_text *items;
    size_t count;
};

/* Called for each thing, in the order of the document. */
typedef void object_fn(void *arg, const struct pbx_object *t);

/* Read the database again and visit all of it.  ST_BACKUP, ST_PASSWORD or
 * ST_SYSTEM if it cannot be read. */
int objects_visit(struct backup *b, object_fn *visit, void *arg, struct err *e);

/* How parts of a database are visited, by several threads. */
struct object_parts {
    object_fn *visit;          /* by any thread; things of one part in order */
    void *(*begin)(void *arg); /* what a part's visits are given as `arg` */
    void (*end)(void *arg, void *part); /* the part is over: keep what came of
                                           it, and release it */

    /* NULL: all is visited.  Else only some users matter: a part in which
     * there is none, by their index, may be left out. */
    bool (*matters)(void *arg, size_t user);
    void *arg; /* of these three, which the caller's thread calls, in the order
                  of the document */
};

/* The same as objects_visit(), a large database in parts.  After an error not
 * all parts were visited.  What is left out is decoded nevertheless. */
int objects_visit_parts(struct backup *b, const struct object_parts *how,
                        struct err *e);

/*
 * A thing in the words of the console, newly made: `queue 801 "Sales"`,
 * `phone book entry "Jane Doe"`, `parameter ENL`, `mail settings`.
 */
char *object_name(const struct pbx_object *t);

/* Is it the group in which the console keeps a user's favourites? */
bool object_is_favourites(const struct pbx_object *t);

#endif
