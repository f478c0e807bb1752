/*
 * The console's own CSV: its columns in each version, and what a backup knows
 * of them.  All strings are static but for the cells, which the caller frees.
 */
#ifndef CXBAK_CONSOLE_H
#define CXBAK_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/database.h"

/* The most columns that a version has. */
#define CONSOLE_MAX_COLUMNS 65

/* A column whose values a backup knows. */
struct console_column;

/* The names of the columns, in the order of the console of that version;
 * of an unknown one, those of the nearest version before it. */
const char *const *console_columns(const struct database *d, size_t *n);

/* The names of the columns that hold secrets, in any version. */
const char *const *console_secrets(size_t *n);

/* What is known of the column of that name; NULL if nothing is. */
const struct console_column *console_find(const char *name);

/* Does it hold passwords or PINs? */
bool console_is_secret(const struct console_column *c);

/*
 * The user's cell as the console writes it: 1 and 0 for yes and no, and its
 * own numbers for choices.  "" where the backup says nothing, or something
 * that the console's CSV has no word for.  The database must have been read
 * with details.
 */
char *console_cell(const struct console_column *c, const struct user *u);

#endif
