/*
 * Findings on a whole backup, and what rules mean, as people and machines
 * read them.  Nothing here owns or keeps anything; errors stay in the
 * stream's error flag.
 */
#ifndef CXBAK_REPORT_CHECK_REPORT_H
#define CXBAK_REPORT_CHECK_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "cxbak/backup/backup.h"
#include "cxbak/rules/finding.h"

#include "cxbak/report/text_table.h"

struct json_t;

/* What to do about what a rule finds, in the words of a front end; static. */
typedef const char *rule_fix_fn(const struct rule *r);

/* A table with a row for each rule: how many findings, and the first users.
 * The columns, with `several` one of backups before the others; and the rows of
 * one backup, whose findings must be sorted as check_backup() does. */
void check_report_columns(struct text_table *t, bool several);
void check_report_rows(struct text_table *t, const struct findings *f,
                       const struct backup *b, bool several);

/* Each finding on a line, with the name of the user that the backup has. */
void check_report_all(FILE *out, const struct findings *f,
                      const struct backup *b, bool colour);

/* {Findings: [...], Errors, Warnings}; each finding has the user's Name, too,
 * which is null where it is about nobody.  With the path of one of several
 * backups it is a line, with that as Backup. */
void check_report_json(FILE *out, const struct findings *f,
                       const struct backup *b, const char *path);

/* Print the findings as a SARIF 2.1.0 log of one run. */
void check_report_sarif(FILE *out, const struct findings *f,
                        const struct backup *b, rule_fix_fn *fix);

/* What a rule means, and what to do, in lines of at most `width` columns, of
 * which a few are too many to read (0: those); and all rules, one on a line. */
void check_report_rule(FILE *out, const struct rule *r, const char *fix,
                       size_t width, bool colour);
void check_report_rules(FILE *out, bool colour);

/* {Code, Severity, Title, Why, Fix, Source} */
struct json_t *check_report_rule_json(const struct rule *r, const char *fix);

#endif
