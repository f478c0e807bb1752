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

/* A number; beyond what JSON readers hold as an integer (2^63 - 1) it is
 * that. */
struct json_t *jsonout_count(uint64_t n);

/* true or false. */
struct json_t *jsonout_bool(bool b);

/* Set a member of an object: another value, which is taken over, a string or
 * a number as above, or true or false. */
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

/* A document that is printed while it is made, so that what is large in it
 * takes no memory: the bytes are those of jsonout_print(), or on one line of
 * jsonout_print_line().  It borrows the stream. */
#define JSONOUT_DEPTH 4
struct jsonout {
    FILE *out;
    bool line;      /* on one line */
    bool foreign;   /* its form is another's, as $schema says */
    unsigned depth; /* arrays and objects that are open */
    char ends[JSONOUT_DEPTH];
    bool filled[JSONOUT_DEPTH]; /* is there anything in it? */
};

void jsonout_start(struct jsonout *o, FILE *out, bool line);

/* Open an array (`[`) or an object (`{`): of an object under this key, or in
 * an array, or as the document, with NULL.  Not more than JSONOUT_DEPTH. */
void jsonout_open(struct jsonout *o, const char *key, char kind);

/* Put a value into what was opened last, and release it; and all members of
 * an object into an object. */
void jsonout_put(struct jsonout *o, const char *key, struct json_t *value);
void jsonout_put_members(struct jsonout *o, struct json_t *object);

/* Close what was opened last; with the outermost the document ends. */
void jsonout_close(struct jsonout *o);

/* Was any document printed, or begun? */
bool jsonout_printed(void);

/* The version of the documents' form, which an object says as FormatVersion
 * unless it has another. */
#define JSONOUT_VERSION 1

#endif
