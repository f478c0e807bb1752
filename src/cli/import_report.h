/*
 * What an import says of a file: on standard error, in the files that
 * --rejects and --results name, and in JSON.
 */
#ifndef CXBAK_CLI_IMPORT_REPORT_H
#define CXBAK_CLI_IMPORT_REPORT_H

#include "cxbak/intake/users_csv.h"
#include "cxbak/table/csv.h"
#include "cxbak/util/err.h"
#include "cli/session.h"

/* An import and its file; all borrowed. */
struct import_report {
    const struct csv *csv;
    const struct users_csv *u;
    const char *name; /* of the file, for messages */
};

/* Say what is odd, kept or left out, and every error of the file, which
 * ST_REFUSED stands for. */
int import_report_file(const struct import_report *r, struct err *e);

/* Write the files that the options name, and count the rows: the hook of a
 * session, whose argument is the struct import_report. */
int import_report_reviewed(struct session *s, void *arg, bool stopped,
                           struct err *e);

/* The same for a file that is refused before any review. */
int import_report_refused(struct session *s, const struct import_report *r,
                          struct err *e);

/* Say how the rows add up; `done` says that the changes are made. */
void import_report_sum(const struct session *s, const struct import_report *r,
                       bool done);

#endif
