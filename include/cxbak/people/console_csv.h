/*
 * The console's own CSV: its columns in each version, and what a backup knows
 * of them.  All strings are static but for the cells, which the caller frees.
 */
#ifndef CXBAK_PEOPLE_CONSOLE_CSV_H
#define CXBAK_PEOPLE_CONSOLE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/database.h"

/* The most columns that a version has. */
#define CONSOLE_MAX_COLUMNS 65

/* A column whose values a backup knows. */
struct console_csv_column;

/* The names of the columns, in the order of the console of that version;
 * of an unknown one, those of the nearest version before it. */
const char *const *console_csv_columns(const struct database *d, size_t *n);

/* The names of the columns that hold secrets, in any version. */
const char *const *console_csv_secrets(size_t *n);

/* Is it the name of a column, in any version? */
bool console_csv_is_column(const char *name);

/* That name as the console spells it; case and blanks around it are ignored.
 * NULL if there is none. */
const char *console_csv_official(const char *name);

/* What is known of the column of that name; NULL if nothing is. */
const struct console_csv_column *console_csv_find(const char *name);

/* Does it hold passwords or PINs? */
bool console_csv_is_secret(const struct console_csv_column *c);

/*
 * The user's cell as the console writes it: 1 and 0 for yes and no, and its
 * own numbers for choices.  "" where the backup says nothing, or something
 * that the console's CSV has no word for.  The database must have been read
 * with details.
 */
char *console_csv_cell(const struct console_csv_column *c,
                       const struct user *u);

/* The columns of a file: names, and what is known of each, NULL where its
 * cells stay empty. */
struct console_csv_choice {
    const char *names[CONSOLE_MAX_COLUMNS];
    const struct console_csv_column *list[CONSOLE_MAX_COLUMNS];
    size_t count;
};

/* All columns of the console in the version of the database, or those that
 * `import` reads; passwords and PINs only with `secrets`. */
void console_csv_choose(struct console_csv_choice *x, const struct database *d,
                        bool console, bool secrets);

#endif
