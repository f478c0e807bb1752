/*
 * The options of commands that read and write tables of users.  All strings
 * are static.
 */
#ifndef CXBAK_CLI_TABLE_OPTIONS_H
#define CXBAK_CLI_TABLE_OPTIONS_H

#include "cli/args.h"

extern const struct option_spec table_import_options[];
extern const struct option_spec table_export_options[];

#endif
