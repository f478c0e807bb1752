/*
 * What the usercsv_* files share.
 */
#ifndef CXBAK_INTAKE_USERS_CSV_IMPL_H
#define CXBAK_INTAKE_USERS_CSV_IMPL_H

#include "cxbak/intake/users_csv.h"

/* Find out what the columns are. */
int users_csv_header(struct users_csv *u, const struct csv *csv,
                     const char *name, const struct users_csv_options *o,
                     struct err *e);

/* Is the cell the old value with a question mark in place of each letter that
 * Windows-1252 does not have, or, with `nearest`, with its ASCII spelling? */
bool users_csv_lost_letters(const char *old, const char *cell, bool nearest);

#endif
