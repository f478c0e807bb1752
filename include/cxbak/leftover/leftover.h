/*
 * What an edit leaves behind: places of the backup, beside the users' own
 * fields, that still have an old name, address or mobile number, and what
 * stays the former person's when an extension changes hands.  They are told
 * and never touched.
 */
#ifndef CXBAK_LEFTOVER_LEFTOVER_H
#define CXBAK_LEFTOVER_LEFTOVER_H

#include <stdbool.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/change/change.h"
#include "cxbak/rules/finding.h"

struct leftover_options {
    bool members; /* search the tables and phone books beside the database, too,
                     which may be large */
    bool undo;    /* the changes take back others: whose PIN and picture it is
                     now cannot be told */

    /* Does the setting of a user, by extension, differ between the two backups
     * of leftover_since()?  What does is no longer the former person's.  NULL:
     * none does. */
    bool (*differs)(void *arg, const char *number, const char *setting);
    void *differs_arg;
};

/*
 * Add findings about settled changes to `f`: where old values still stand,
 * what stays the former person's when both names change, whose voicemail
 * greeting speaks of another, and who is synchronised from a directory
 * service.  The database is read once more only if the backup was opened
 * without KEEP_THINGS, or too much would have had to be kept. `a` (may be NULL)
 * are the pictures.  ST_BACKUP or ST_SYSTEM if the database cannot be read.
 */
int leftover_find(const struct changes *c, struct backup *b,
                  const struct avatars *a, const struct leftover_options *o,
                  struct findings *f, struct err *e);

/* Does another person get the extension: are both names other ones, where
 * there were names, and not just spelt otherwise or the other way round? */
bool leftover_other_person(const char *first, const char *last,
                           const char *new_first, const char *new_last);

/* The code of what stays such a person's; its message says what that is behind
 * a colon. */
#define LEFTOVER_PERSON "leftover-person"

/* One of two backups, and its pictures. */
struct leftover_side {
    struct backup *backup;
    const struct avatars *avatars;
};

/* The same about the backup `new` that was made from `old`: what is still
 * left of the values that users had there.  Users are matched by extension. */
int leftover_since(const struct leftover_side *old,
                   const struct leftover_side *new,
                   const struct leftover_options *o, struct findings *f,
                   struct err *e);

#endif
