/*
 * The page that --html asks for, and the list that --todo does.
 */
#ifndef CXBAK_CLI_HTML_OPTION_H
#define CXBAK_CLI_HTML_OPTION_H

#include <stdbool.h>

#include "cxbak/compare/compare.h"
#include "cxbak/job/job.h"
#include "cxbak/plan/plan.h"
#include "cxbak/rules/finding.h"
#include "cxbak/util/err.h"
#include "cli/args.h"
#include "cli/session.h"

/* What a changing command has done, or would do; `stopped` says that it is
 * refused. */
int html_option_changes(const struct session *s, bool stopped, struct err *e);

/* Two backups held against each other, with the proof of `verify` or NULL. */
int html_option_comparison(const struct args *a, const struct comparison *c,
                           const struct job_proof *proof, struct backup *old,
                           struct backup *new, struct err *e);

/* What `check` found; and a plan. */
int html_option_check(const struct session *s, const struct findings *f,
                      struct err *e);
int html_option_plan(const struct args *a, const struct plan *p, struct err *e);

#endif
