/*
 * What the usercsv_* files share.
 */
#ifndef CXBAK_CHANGE_USERCSV_FILE_H
#define CXBAK_CHANGE_USERCSV_FILE_H

#include "cxbak/usercsv.h"

/* Find out what the columns are. */
int usercsv_header(struct usercsv *u, const struct csv *csv, const char *name,
                   const struct usercsv_options *o, struct err *e);

/* Is the cell the old value with a question mark in place of each letter that
 * Windows-1252 does not have, or, with `nearest`, with its ASCII spelling? */
bool usercsv_lost_letters(const char *old, const char *cell, bool nearest);

/* How users are found by their address. */
struct usercsv_addresses;

struct usercsv_addresses *usercsv_addresses_new(const struct database *d);

/* The users whose address that is, case and blanks at the ends ignored: how
 * many, and the first of them. */
size_t usercsv_addresses_find(const struct usercsv_addresses *a,
                              const char *email, const size_t **users);

void usercsv_addresses_free(struct usercsv_addresses *a);

#endif
