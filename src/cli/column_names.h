/* Names of columns in options. */
#ifndef CXBAK_CLI_COLUMN_NAMES_H
#define CXBAK_CLI_COLUMN_NAMES_H

#include "cli/args.h"

/* There is no column of that name, which the option gives: say which is
 * nearest, or which there are.  Returns ST_USAGE. */
int column_names_unknown(const struct args *a, const char *option,
                         const char *name, struct err *e);

#endif
