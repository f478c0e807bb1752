/*
 * What an import says of a file: on standard error, in the files that
 * --rejects and --results name, and in JSON.
 */
#ifndef CXBAK_CLI_IMPORT_REPORT_H
#define CXBAK_CLI_IMPORT_REPORT_H

#include "cxbak/intake/users_csv.h"
#include "cxbak/table/csv.h"
#include "cxbak/util/err.h"
#include "cli/output.h"
#include "cli/session.h"

/* An import and its file; borrowed but for the files that it makes. */
struct import_report {
    const struct csv *csv;
    const struct users_csv *u;
    const char *name; /* of the file, for messages */
    struct output_later rejects;
    struct output_later results;
    bool summed; /* it was said how the rows add up */
};

/* Say what is odd, kept or left out, and every error of the file, which
 * ST_REFUSED stands for. */
int import_report_file(const struct import_report *r, struct err *e);

/* When the changes are reviewed: count the rows, make the files that the
 * options name ready, and see that they can be written. */
int import_report_reviewed(struct session *s, struct import_report *r,
                           bool stopped, struct err *e);

/* In the end: write them, and say how the rows add up if that was not said
 * yet. */
int import_report_finished(struct session *s, struct import_report *r,
                           struct err *e);

/* Both for a file that is refused before any review, which `e` says. */
int import_report_refused(struct session *s, struct import_report *r,
                          struct err *e);

void import_report_free(struct import_report *r);

/* How the rows add up: {Rows: {Read, Changed, ...}}. */
struct json_t *import_report_json(const struct session *s,
                                  const struct import_report *r);

#endif
