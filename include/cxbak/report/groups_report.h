/*
 * Groups and their members, and what names an extension, as people and
 * machines read it.  Nothing here owns or keeps anything; errors stay in the
 * stream's error flag.
 */
#ifndef CXBAK_REPORT_GROUPS_REPORT_H
#define CXBAK_REPORT_GROUPS_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "cxbak/backup/database.h"
#include "cxbak/leftover/mentions.h"

/* Each group with its number, and below it its members and what they are
 * there; with `all` also those that 3CX made for itself.  Returns how many
 * groups that are. */
size_t groups_report_print(FILE *out, const struct database *d, bool all,
                           bool colour);

/* [{Name, Number, Members: [{Number, Name, Primary, Roles}]}]; null where
 * there is no number, or no user of that extension.  With the path of one of
 * several backups each group is a line, with that as Backup. */
void groups_report_json(FILE *out, const struct database *d, bool all,
                        const char *path);

/* What names an extension, as a table. */
void mentions_report_print(FILE *out, const struct mentions *m, bool colour);

/* Print {Number, Name, References: [{Kind, Place, What, Count}]}; Name is null
 * where the number is no user's. */
void mentions_report_json(FILE *out, const struct mentions *m,
                          const char *number, const char *name);

#endif
