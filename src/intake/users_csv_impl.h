/*
 * What the users_csv* files share.
 */
#ifndef CXBAK_INTAKE_USERS_CSV_IMPL_H
#define CXBAK_INTAKE_USERS_CSV_IMPL_H

#include "cxbak/intake/users_csv.h"
#include "cxbak/people/photo_match.h"
#include "cxbak/rules/user_keys.h"

/* Codes of what is wrong with a row. */
#define ROW_UNKNOWN   "row-unknown"   /* nobody in the backup */
#define ROW_AMBIGUOUS "row-ambiguous" /* several people */
#define ROW_NO_KEY    "row-no-key"
#define ROW_REPEATED  "row-repeated"
#define ROW_SHAPE     "row-shape" /* ragged, or its quotes are wrong */
#define CELL_INVALID  "cell-invalid"

struct rows {
    struct users_csv *u;
    struct changes *c;
    struct csv *csv;
    const struct backup *b;
    const struct users_csv_options *o;
    struct user_keys addresses;   /* by which rows find users */
    struct photo_matcher *people; /* by name, or NULL */
    struct user_keys bare;        /* extensions without zeros in front */
    struct user_keys names;  /* of all, by name_key(), if they are needed */
    struct user_keys owners; /* of addresses, in the same way */
    char usual[FIELD_COUNT]; /* what numbers of the column begin with: a +,
                                a 0, or 0 for nothing */

    /* Of the row that is read. */
    size_t row;
    enum users_csv_key by;    /* how its user was found */
    struct buf why;           /* what is wrong with it; empty: nothing */
    bool refused;             /* something of that stops the import */
    char *value[FIELD_COUNT]; /* new values; NULL: none */
};

/* Can a column be that field: one that changes, or the extension? */
bool users_csv_may_be(enum field f);

/* Find out what the columns are. */
int users_csv_header(struct users_csv *u, const struct csv *csv,
                     const char *name, const struct users_csv_options *o,
                     struct err *e);

/* The column of that name or, if there is none, of these letters; SIZE_MAX if
 * there is none. */
size_t users_csv_find_column(const struct csv *csv, const char *name);

/* Say what is wrong with the row that is read, with a code (static): an error,
 * unless such a row may be left out. */
void users_csv_refuse(struct rows *r, const struct csv_cell *at, enum field f,
                      const char *code, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* The heading of a column, as short as a message needs it; the caller frees
 * it. */
char *users_csv_heading(const struct csv *csv, size_t column);

/* Say of the note that was added last which cell of the `row`th row it is
 * about. */
void users_csv_place(struct notes *n, const struct csv *csv, size_t row,
                     const struct csv_cell *at);

/* Add a hint to what was said last, if it is an error. */
void users_csv_refuse_hint(struct rows *r, enum hint hint);

/* Note what became of a cell or a row. */
void users_csv_note(struct users_csv *u, size_t row, const struct csv_cell *at,
                    enum field f, const char *code, bool kept);

/* Make ready to find users, and release that. */
void users_csv_whom_begin(struct rows *r);
void users_csv_whom_end(struct rows *r);

/* The user that a row means, or SIZE_MAX. */
size_t users_csv_whom(struct rows *r, const struct csv_row *row);

/* Make ready to see whether rows are other people's, look at the one that was
 * read, and release what that needed. */
void users_csv_names_begin(struct rows *r);
void users_csv_names_look(struct rows *r, const struct csv_row *row,
                          size_t user);
void users_csv_names_end(struct rows *r);

/* Release what is shown of them. */
void users_csv_doubts_free(struct users_csv *u);

/* Find out what the numbers of each column usually begin with. */
void users_csv_usual(struct rows *r);

/* Read one cell of the user's row. */
void users_csv_cell(struct rows *r, const struct csv_row *row, size_t user,
                    enum field f);

/* Refuse all new letters beyond ASCII if the letters of some cell show that
 * the file was read in a wrong encoding. */
void users_csv_distrust(struct rows *r);

/* Does the cell keep the value, or clear it? */
bool users_csv_blank(const char *text);
bool users_csv_clear(const char *text);

/* Is the cell the old value with a question mark in place of each letter that
 * Windows-1252 does not have, or, with `nearest`, with its ASCII spelling? */
bool users_csv_lost_letters(const char *old, const char *cell, bool nearest);

#endif
