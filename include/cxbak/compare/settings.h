/*
 * Which settings differ between two databases: of users, what is no field of
 * theirs, and all of everything else (queues, groups, parameters, trunks).  A
 * list owns its strings.
 *
 * This tells a person what a byte comparison has found; it proves nothing.
 * Things are matched by what they are, their number and name, so that a thing
 * under another name is one that went and one that came.
 */
#ifndef CXBAK_COMPARE_SETTINGS_H
#define CXBAK_COMPARE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/arena.h"
#include "cxbak/util/err.h"

enum setting_change { SETTING_CHANGED, SETTING_ADDED, SETTING_REMOVED };

struct setting_difference {
    enum setting_change what;
    const char *thing;   /* `extension 200 "Jane Doe"`, `parameter ENL` */
    const char *number;  /* of the user it is of, or whom it names; or NULL */
    const char *within;  /* the forwarding profile or the like; or NULL */
    const char *setting; /* NULL: the whole thing came or went */
    const char *old;     /* NULL: there was none, or it may not be shown */
    const char *new;     /* likewise */
};

struct settings {
    struct setting_difference *list; /* in the order of the new database, what
                                        went behind it */
    size_t count;
    size_t cap;
    size_t untold; /* things that differ, too, which were too many to keep */
    size_t room;   /* bytes that may still be kept: in all as many as a
                      database has, so that memory follows what is there */
    struct arena texts;
};

/* Compare what is no user's field; users that only one side has are left out.
 * Reads both databases twice.  ST_BACKUP, ST_PASSWORD or ST_SYSTEM if they
 * cannot be read. */
int settings_compare(struct settings *s, struct backup *old, struct backup *new,
                     struct err *e);

/* Append a copy of one. */
void settings_copy(struct settings *s, const struct setting_difference *d);

void settings_free(struct settings *s);

#endif
