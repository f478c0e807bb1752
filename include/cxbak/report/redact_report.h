/*
 * What a redaction did, for people and programs.
 */
#ifndef CXBAK_REPORT_REDACT_REPORT_H
#define CXBAK_REPORT_REDACT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "cxbak/redact/redact.h"

struct json_t;

/* Print the list as a table. */
void redact_report_print(FILE *out, const struct redact_list *list,
                         bool colour);

/* The list as JSON: an array of {Action, What, Name, Count}; the caller owns
 * it. */
struct json_t *redact_report_json(const struct redact_list *list);

#endif
