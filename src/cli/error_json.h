/*
 * An error as a document.
 */
#ifndef CXBAK_CLI_ERROR_JSON_H
#define CXBAK_CLI_ERROR_JSON_H

#include "cxbak/util/err.h"
#include "cli/args.h"

struct json_t;

/*
 * {Error: {Status, Code, Message, File, Line, Column, Option}, Details:
 * [{Message, File, Line, Column}]}: the place where there is one, else null,
 * and every error that was said before.
 */
struct json_t *error_json(const struct args *a, const struct err *e);

/* Does the command line, as far as it can be understood, ask for JSON? */
bool error_json_wanted(const struct args *a, int argc, char *const *argv);

#endif
