/*
 * Notes: what there is to say about a file or about people, line by line.  A
 * list owns the first hundred; of more it only keeps the count.
 */
#ifndef CXBAK_UTIL_NOTES_H
#define CXBAK_UTIL_NOTES_H

#include <stddef.h>

#include "cxbak/util/err.h"

/* Notes that are kept; nobody reads more. */
#define NOTES_MAX 100

struct note {
    size_t line;   /* physical line of the file, from 1; 0: no place */
    size_t column; /* character in that line, from 1; of a workbook, row and
                      column of a sheet */
    char *cell; /* what a spreadsheet calls the place, "cell D60 (Mobile)", or
                   of a workbook the heading alone; or NULL */
    char *text;
    enum hint hint;    /* a way out beside those in the text */
    const char *about; /* what the hint is about, static; or NULL */
    unsigned group;    /* from 1, of notes of one kind, as the caller counts
                          them; 0: none */
};

struct notes {
    struct note *list; /* as they were added */
    size_t listed;
    size_t count;      /* of all */
    const char *sheet; /* of the workbook that they are about; borrowed, NULL
                          where they are about another file or none */
};

/* Add a note with a printf-style text; of a place in a file, or of none. */
void notes_add(struct notes *n, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void notes_add_at(struct notes *n, size_t line, size_t column, const char *fmt,
                  ...) __attribute__((format(printf, 4, 5)));

/* Add a hint to the note that was added last; see err_hint(). */
void notes_hint(struct notes *n, enum hint hint, const char *about);

/*
 * Say where a spreadsheet shows what the note that was added last is about:
 * row and column from 1, where column 0 is the whole row, and the heading of
 * the column, or NULL.
 */
void notes_cell(struct notes *n, size_t row, size_t column,
                const char *heading);

/* Say that the note that was added last is one of a group. */
void notes_group(struct notes *n, unsigned group);

/* Put the listed notes in the order of the file. */
void notes_sort(struct notes *n);

/* Drop the listed notes of places above that line. */
void notes_drop_above(struct notes *n, size_t line);

/*
 * A place in what the notes are about, for messages: "FILE:LINE:COLUMN", or
 * 'FILE, sheet "X", cell D60' of a workbook; a line of 0 is the whole file or
 * sheet.  The caller frees it.
 */
char *notes_place(const struct notes *n, const char *file, size_t line,
                  size_t column);

/* The `i`th note in words: its place, if it has one or is about a workbook,
 * also as a spreadsheet calls it, and its text; the caller frees it. */
char *notes_words(const struct notes *n, size_t i, const char *file);

/* Room for the letters of a column. */
#define NOTES_LETTERS 8

/* The letters by which spreadsheets call a column (from 1): D, AB.  Returns
 * `room`. */
char *notes_letters(char room[NOTES_LETTERS], size_t column);

/* Release the notes; the list is empty and usable again. */
void notes_free(struct notes *n);

#endif
