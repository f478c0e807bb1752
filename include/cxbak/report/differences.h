/*
 * How is shown what differs between two backups beside users' fields:
 * settings, and members by folder.  Nothing here owns or keeps anything;
 * errors stay in the stream's error flag.
 */
#ifndef CXBAK_REPORT_DIFFERENCES_H
#define CXBAK_REPORT_DIFFERENCES_H

#include <stdbool.h>
#include <stdio.h>

#include "cxbak/compare/compare.h"

struct json_t;
struct jsonout;

/* Below each thing the settings that differ, old -> new; of those that may not
 * be shown only that they differ.  What differs alike in many things is one
 * line, unless `each` says otherwise. */
void settings_print(FILE *out, const struct settings *s, bool each,
                    bool colour);

/* One setting in words: "QueueStatus: LoggedIn -> LoggedOut", "VMPIN: changed
 * (not shown)", "added"; newly made. */
char *settings_words(const struct setting_difference *d);

/* Put [{Thing, Number, Within, Setting, Change, Old, New}] into an object that
 * is open, under that key. */
void settings_json(struct jsonout *o, const char *key,
                   const struct settings *s);

/* Hand over a line for each member that differs, or for many of one folder one
 * that counts them, unless `each` says otherwise: "member added", "120 files in
 * recordings/200/", and what differs or NULL. */
typedef void member_line_fn(void *arg, const char *what, const char *name,
                            const char *why);
void members_lines(const struct comparison *c, bool each, member_line_fn *line,
                   void *arg);

/* [{Folder, Added, Removed, Changed}] with the folders of members, "" for what
 * lies in none, and how many differ. */
struct json_t *members_folders_json(const struct comparison *c);

#endif
