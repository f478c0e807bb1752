/*
 * What a redaction did, for people and programs.
 */
#ifndef CXBAK_REPORT_REDACT_REPORT_H
#define CXBAK_REPORT_REDACT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "cxbak/redact/redact.h"

/* Print the list as a table. */
void redact_report_print(FILE *out, const struct redact_list *list,
                         bool colour);

/* Print {Redacted: [{Action, What, Name, Count}], Output}; `path` is that of
 * the copy, or NULL. */
void redact_report_json(FILE *out, const struct redact_list *list,
                        const char *path);

#endif
