/*
 * Which columns `export` writes, and what each says of a user.  Names are
 * static; a cell is the caller's to free.
 */
#ifndef CXBAK_CLI_EXPORT_COLUMNS_H
#define CXBAK_CLI_EXPORT_COLUMNS_H

#include "cxbak/people/console_csv.h"
#include "cli/session.h"

struct export_columns {
    struct console_csv_choice console; /* names, and columns of the console */
    enum field fields[CONSOLE_MAX_COLUMNS]; /* of those that are none */
};

/* The columns that the options name (fields by any of their names, columns of
 * the console by theirs), or the usual ones of the reader that --for names. */
int export_columns_choose(struct export_columns *x, const struct args *a,
                          const struct database *d, struct err *e);

/* The cell of the `i`th column for a user; NULL: it stays empty. */
char *export_columns_cell(const struct export_columns *x, size_t i,
                          const struct session *s, size_t user);

#endif
