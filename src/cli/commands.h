/*
 * What the table of commands runs.  Each takes the parsed command line,
 * prints its data on standard output, and returns a status; from ST_USAGE on
 * the message is in `e`.
 */
#ifndef CXBAK_CLI_COMMANDS_H
#define CXBAK_CLI_COMMANDS_H

#include "cxbak/util/err.h"
#include "cli/args.h"

int cmd_apply(struct args *a, struct err *e);
int cmd_batch(struct args *a, struct err *e);
int cmd_completion(struct args *a, struct err *e);
int cmd_export(struct args *a, struct err *e);
int cmd_edit(struct args *a, struct err *e);
int cmd_fix(struct args *a, struct err *e);
int cmd_handover(struct args *a, struct err *e);
int cmd_import(struct args *a, struct err *e);
int cmd_diff(struct args *a, struct err *e);
int cmd_plan_merge(struct args *a, struct err *e);
int cmd_plan_show(struct args *a, struct err *e);
int cmd_groups(struct args *a, struct err *e);
int cmd_redact(struct args *a, struct err *e);
int cmd_refs(struct args *a, struct err *e);
int cmd_info(struct args *a, struct err *e);
int cmd_list(struct args *a, struct err *e);
int cmd_avatar_clear(struct args *a, struct err *e);
int cmd_avatar_export(struct args *a, struct err *e);
int cmd_avatar_get(struct args *a, struct err *e);
int cmd_avatar_import(struct args *a, struct err *e);
int cmd_avatar_set(struct args *a, struct err *e);
int cmd_avatar_sheet(struct args *a, struct err *e);
int cmd_avatar_show(struct args *a, struct err *e);
int cmd_check(struct args *a, struct err *e);
int cmd_explain(struct args *a, struct err *e);
int cmd_swap(struct args *a, struct err *e);
int cmd_show(struct args *a, struct err *e);
int cmd_salvage(struct args *a, struct err *e);
int cmd_set(struct args *a, struct err *e);
int cmd_verify(struct args *a, struct err *e);
int cmd_help(struct args *a, struct err *e);
int cmd_version(struct args *a, struct err *e);

#endif
