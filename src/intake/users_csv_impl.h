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

/* How users are found by their address. */
struct users_csv_addresses;

struct users_csv_addresses *users_csv_addresses_new(const struct database *d);

/* The users whose address that is, case and blanks at the ends ignored: how
 * many, and the first of them. */
size_t users_csv_addresses_find(const struct users_csv_addresses *a,
                                const char *email, const size_t **users);

void users_csv_addresses_free(struct users_csv_addresses *a);

#endif
