/*
 * How the differences of two backups are shown.  Nothing here owns or keeps
 * anything; errors stay in the stream's error flag.
 */
#ifndef CXBAK_REPORT_COMPARISON_H
#define CXBAK_REPORT_COMPARISON_H

#include <stdbool.h>
#include <stdio.h>

#include "cxbak/compare/compare.h"
#include "cxbak/plan/plan.h"
#include "cxbak/report/preview.h"

struct json_t;
struct jsonout;

/* User by user and field by field, old -> new; then users, members and
 * whatever else only one side has.  What differs of many users comes in groups
 * first, as in preview.h, and what else differs, unless `each` says otherwise,
 * as in differences.h. */
void comparison_print(FILE *out, const struct comparison *c, struct backup *old,
                      struct backup *new, enum preview_detail detail, bool each,
                      bool colour);

/* Do the databases differ, and only in how they are written? */
bool comparison_is_form(const struct comparison *c);

/* What the old backup has where the two differ, and the new one, as programs
 * compare it: of a picture with its CRC; newly made. */
char *comparison_old(const struct difference *d, struct backup *old);
char *comparison_new(const struct difference *d, struct backup *new);

/* Both as people read them: "a picture of 2.1 kB, PNG 48 x 48,
 * ProfilePictures/200.png"; newly made. */
void comparison_seen(const struct difference *d, struct backup *old,
                     struct backup *new, char **was, char **is);

/* "3 values and 2 pictures of 3 users differ", or "no field or picture of a
 * user differs"; newly made. */
char *comparison_words(const struct comparison *c);

/* Put the members of this into an object that is open: {Users: [{Number,
 * Changes: [{Field, Old, New}]}], Added, Removed, Members: {Changed, Added,
 * Removed}, Folders, Database, Settings, SettingsUntold, Archive}: Database and
 * Archive say what else differs, or are null; see differences.h. */
void comparison_json(struct jsonout *o, const struct comparison *c,
                     struct backup *old, struct backup *new);

/* What a plan does not explain, and what it promised in vain. */
void comparison_print_check(FILE *out, const struct plan_check *k,
                            const struct comparison *c,
                            const struct changes *planned,
                            const struct backup *old, const struct backup *new);

/* The same put into an object that is open, as NotPlanned: [{Number, Field}],
 * and NotDone: [{Number, Field, Wanted, Found}]. */
void comparison_unplanned_json(struct jsonout *o, const struct plan_check *k,
                               const struct comparison *c,
                               const struct backup *old);
void comparison_missing_json(struct jsonout *o, const struct plan_check *k,
                             const struct changes *planned,
                             const struct backup *old,
                             const struct backup *new);

/* One change of a plan that conflicts, on one line. */
void comparison_print_conflict(FILE *out, const struct conflict *x,
                               bool colour);

/* {Plan, Number, Field, Reason, Expected, Found, Wanted}; Found is null if
 * there is no such user. */
struct json_t *comparison_conflict_json(const struct conflict *x);

#endif
