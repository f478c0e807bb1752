/*
 * How changes and findings are shown.  Nothing here owns or keeps anything;
 * errors stay in the stream's error flag.
 */
#ifndef CXBAK_REPORT_PREVIEW_H
#define CXBAK_REPORT_PREVIEW_H

#include <stdbool.h>
#include <stdio.h>

#include "cxbak/change/change.h"

struct json_t;

/* One field that changes, from `old` to `new`, as a line of a diff; with
 * colour the part that differs is marked. */
void preview_field(FILE *out, const char *label, const char *old,
                   const char *new, bool colour);

/* The line above the fields of one user. */
void preview_user(FILE *out, const struct user *u, bool colour);

/* How much is shown of changes: those of many users come in groups of equal
 * ones first, and then one by one, or only in groups. */
enum preview_detail { PREVIEW_ALL, PREVIEW_GROUPS };

/* Settled changes, grouped by user, old -> new, of pictures also what they are
 * and were made from, and if there are any, how many of the users that were
 * looked at stay as they are. */
void preview_changes(FILE *out, const struct changes *c, struct backup *b,
                     enum preview_detail detail, bool colour);

/* "3 values and 1 picture of 2 users"; newly made. */
char *preview_words(size_t values, size_t pictures, size_t users);

/* A change as JSON: {Number, Field, Old, New}, of a picture also Made:
 * "JPEG 3000 x 4000, turned, cropped -> PNG 256 x 256" or null. */
struct json_t *preview_change_json(const struct change *x,
                                   const struct backup *b);

/* One finding on one line: severity, code, user, message. */
void preview_finding(FILE *out, const struct finding *f, bool colour);

/* The same with the user's name behind the extension, "" for none. */
void preview_finding_of(FILE *out, const struct finding *f, const char *name,
                        bool colour);

/* A finding as JSON: {Code, Severity, Number, Field, Message, Introduced,
 * Suggestion, Guess}; the last where there is a suggestion, which else is
 * null. */
struct json_t *preview_finding_json(const struct finding *f);

#endif
