/*
 * What a rename leaves behind: places of the backup, beside the user's own
 * fields, that still have the old name or address.  They are told and never
 * touched.
 */
#ifndef CXBAK_LEFTOVER_LEFTOVER_H
#define CXBAK_LEFTOVER_LEFTOVER_H

#include "cxbak/backup/avatar.h"
#include "cxbak/change/change.h"
#include "cxbak/rules/finding.h"

/*
 * Add findings about settled changes to `f`: where old names and addresses
 * still stand, what stays the former person's when both names change, whose
 * voicemail greeting speaks of another, and who is synchronised from a
 * directory service.  The database is read once more, if there is anything
 * to look for.  `a` (may be NULL) are the pictures.  ST_BACKUP or ST_SYSTEM
 * if the database cannot be read.
 */
int leftover_find(const struct changes *c, struct backup *b,
                  const struct avatars *a, struct findings *f, struct err *e);

#endif
