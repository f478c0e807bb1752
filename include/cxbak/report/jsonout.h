/*
 * JSON documents for standard output.  Whoever makes a value owns it until
 * it is added to another or printed: both take it over.  Keys keep the order
 * in which they were set and are static ASCII.  Memory that runs out ends
 * the program, so nothing here fails.
 */
#ifndef CXBAK_REPORT_JSONOUT_H
#define CXBAK_REPORT_JSONOUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json_t; /* jansson's value */

struct json_t *jsonout_object(void);
struct json_t *jsonout_array(void);

/* A string; malformed UTF-8 becomes U+FFFD, one for every bad byte.  NULL
 * gives the JSON null. */
struct json_t *jsonout_string(const char *s);

/* Set a member of an object: another value, which is taken over, a string as
 * above, a number, or true or false.  A number beyond what JSON readers
 * hold as an integer (2^63 - 1) is set to that. */
void jsonout_set(struct json_t *object, const char *key, struct json_t *value);
void jsonout_set_string(struct json_t *object, const char *key, const char *s);
void jsonout_set_count(struct json_t *object, const char *key, uint64_t n);
void jsonout_set_bool(struct json_t *object, const char *key, bool b);

/* Add a value at the end of an array, which takes it over. */
void jsonout_append(struct json_t *array, struct json_t *value);

/* Print the document with two blanks per level, UTF-8 as it is, and a line
 * end; then release it.  Errors stay in the stream's error flag. */
void jsonout_print(struct json_t *document, FILE *out);

/* The same on one line. */
void jsonout_print_line(struct json_t *document, FILE *out);

/* Was any document printed? */
bool jsonout_printed(void);

/* The version of the documents' form, which an object says as FormatVersion
 * unless it has another. */
#define JSONOUT_VERSION 1

#endif
