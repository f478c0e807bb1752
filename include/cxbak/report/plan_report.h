/*
 * What a plan changes, as people and machines read it.  Nothing here owns or
 * keeps anything; errors stay in the stream's error flag.
 */
#ifndef CXBAK_REPORT_PLAN_REPORT_H
#define CXBAK_REPORT_PLAN_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "cxbak/plan/plan.h"

struct json_t;

/* User by user and field by field, old -> new. */
void plan_report_print(FILE *out, const struct plan *p, bool colour);

/* {Source: {Database, CRC, Version, Date}, Changes: [{Number, FirstName,
 * LastName, Field, Old, New}]}: the names are null where the plan does not
 * say whom it was made for. */
struct json_t *plan_report_json(const struct plan *p);

/* The value before a change and after it as programs compare it, of a picture
 * its name and CRC; the caller frees it. */
char *plan_report_value(const struct plan_change *x,
                        const struct plan_value *v);

/* The same as people read it: see change_old_words(). */
char *plan_report_words(const struct plan_change *x,
                        const struct plan_value *v);

#endif
