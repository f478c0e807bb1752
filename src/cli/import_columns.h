/*
 * What an import reads the columns of its table as, for people and as JSON.
 */
#ifndef CXBAK_CLI_IMPORT_COLUMNS_H
#define CXBAK_CLI_IMPORT_COLUMNS_H

#include "cxbak/intake/users_csv.h"
#include "cxbak/table/csv.h"
#include "cxbak/util/err.h"
#include "cli/args.h"

/* Rows of the table that are shown. */
#define IMPORT_COLUMNS_SAMPLES 5

/* Print what users_csv_columns() has found in the file `name`; `e` is what it
 * said of the header, which a JSON document tells, too. */
void import_columns_print(const struct args *a, const struct csv *csv,
                          const struct users_csv *u, const char *name,
                          const struct err *e);

#endif
