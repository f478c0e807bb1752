/*
 * The tables of the program as one JSON document, for what is made of them:
 * the manual, see man/make.py.
 */
#ifndef CXBAK_CLI_TABLE_JSON_H
#define CXBAK_CLI_TABLE_JSON_H

#include <stdio.h>

/* Print the commands with their options and examples, the options that they
 * share, the fields, and the rules of archives.  The form is that of
 * testdata/schema/help.schema.json. */
void table_json(FILE *out);

#endif
