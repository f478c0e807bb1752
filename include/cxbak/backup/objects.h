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

/* How the text of an element is called that stands for two: a name's. */
#define OBJECT_BOTH_NAMES "FirstName and LastName"

/* A text, or a reference, within a thing. */
struct pbx_text {
    bool reference;      /* `text` is the number of an extension or the like */
    bool unwanted;       /* see struct object_choice */
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

/* Which things are visited, and what is looked for in them. */
struct object_choice {
    object_fn *visit;

    /* Is the text worth looking at?  Asked once of each different one.  A
     * thing is visited if one of its texts is. */
    bool (*wants)(void *arg, const char *text);

    /* Is this user, by index, visited in any case? */
    bool (*matters)(void *arg, size_t user);
    void *arg; /* of all three */
};

/*
 * Visit some things as they were when the backup was opened with KEEP_THINGS,
 * which reads nothing: secrets, and what object_is_field(), have empty texts,
 * and users no name.  If they were not kept, all is read and visited, and
 * nobody is asked.  Errors as of objects_visit().
 */
int objects_visit_some(struct backup *b, const struct object_choice *c,
                       struct err *e);

/*
 * A thing in the words of the console, newly made: `queue 801 "Sales"`,
 * `phone book entry "Jane Doe"`, `parameter ENL`, `mail settings`.
 */
char *object_name(const struct pbx_object *t);

/* Is the text of a thing a field of that user, such as can be edited, or both
 * names together?  Only what is called so can be. */
bool object_names_field(const char *element);
bool object_is_field(const struct pbx_object *t, const struct pbx_text *text);

/* Is it the group in which the console keeps a user's favourites? */
bool object_is_favourites(const struct pbx_object *t);

#endif
