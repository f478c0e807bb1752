/*
 * What options and help say about fields, made from their table.
 */
#ifndef CXBAK_CLI_FIELD_HELP_H
#define CXBAK_CLI_FIELD_HELP_H

#include "cxbak/field/field.h"
#include "cli/args.h"

/* The options of `set`: one for each field that it changes, and --clear; and
 * those of `handover`, which has --keep, too.
 * Empty until field_help_start() has filled it. */
extern struct option_spec field_help_options[FIELD_ROWS + 6];
extern struct option_spec field_help_handover[FIELD_ROWS + 7];
void field_help_start(void);

/* "Columns: number, first, ...", and what may stand in a value of `set`; one
 * paragraph each, which the caller frees. */
char *field_help_columns(void);
char *field_help_template(void);

#endif
