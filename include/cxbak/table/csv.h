/*
 * Tables: CSV files as spreadsheets write them, any usual dialect in, one
 * dialect out; xlsx.h makes the same table of a workbook.  Nothing here knows
 * of users.  A `struct csv` owns its rows, cells and
 * errors; what a function returns as `char *` is freed by the caller.
 */
#ifndef CXBAK_TABLE_CSV_H
#define CXBAK_TABLE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"
#include "cxbak/util/notes.h"

/* A larger file is refused: 100,000 users with every column of the console
 * take a tenth of this. */
#define CSV_MAX_BYTES ((size_t)256 << 20)

/* What the widest spreadsheet can hold. */
#define CSV_MAX_COLUMNS 16384

/* Bounds the memory for cells, which a file of nothing but delimiters would
 * otherwise make a multiple of its size: 150,000 rows of 65 columns. */
#define CSV_MAX_CELLS 10000000

/* ---- Reading ---- */

enum csv_encoding {
    CSV_UTF8,
    CSV_UTF16LE,
    CSV_UTF16BE,
    CSV_WINDOWS1252, /* assumed, because it is not UTF-8: worth a note */
    CSV_NAMED        /* the one that the caller named */
};

struct csv_cell {
    const char *text; /* UTF-8, without quotes and wrapper */
    uint32_t len;
    uint32_t line;   /* where the cell starts: physical line, from 1 */
    uint32_t column; /* and character in that line, from 1; in a workbook, row
                        and column of the sheet */
    bool quoted;
    bool wrapped; /* was written ="text", which keeps a spreadsheet's hands off
                   */
    bool typed;   /* is a workbook's text, not a number: likewise */
};

struct csv_row {
    const struct csv_cell *cells;
    size_t count;
    size_t row; /* as spreadsheets count them, from 1: blank ones, too, but not
                   the line ends within cells */
};

/* A row that does not fit the table: ragged, or its quotes are wrong.  Of
 * such a cell the text is what a spreadsheet would show. */
struct csv_bad {
    uint32_t line;
    struct csv_cell *cells; /* its own, which borrow their text */
    size_t count;
    char *why;
};

struct csv {
    struct csv_row header;
    struct csv_row *rows; /* each of as many cells as the header has */
    size_t count;
    struct notes errors; /* a row with an error is not in `rows` ... */
    struct csv_bad *bad; /* ... but here */
    size_t bad_count, bad_cap;
    struct notes notes, warnings; /* what is no error but to be told */
    char *sheet; /* of the workbook that it comes from; NULL: a CSV file */
    enum csv_encoding encoding;
    char delimiter;
    /* With CSV_WINDOWS1252: the first byte that is not UTF-8, and whether
     * other bytes do look like UTF-8, so that the file is likely a mixture. */
    size_t foreign_line, foreign_column;
    bool mixed;
    /* What the cells are made of. */
    char *text;
    struct csv_cell *cells;
};

/* How a file is to be read; borrowed.  Zeroed: as it is found to be. */
struct csv_options {
    const char *encoding; /* as iconv of the C library calls it; NULL: look */
    size_t header_row;    /* the row that names the columns, from 1; 0: look */
    /* How many of these texts are names of columns; NULL: the first row that
     * is not blank names them.  Else it is the first of the best among
     * CSV_HEADER_ROWS, if two of its texts or more are such names. */
    size_t (*names)(const void *arg, const char *const *texts, size_t n);
    const void *arg;
};

/* How many rows at the start may be the header. */
#define CSV_HEADER_ROWS 10

/* How many cells of one are looked at. */
#define CSV_HEADER_CELLS 256

/*
 * Read the `len` bytes of the file `name` (for messages); `o` may be NULL.  The
 * delimiter is named by a first line `sep=X`, or is the one of comma, semicolon
 * and tab that occurs most in the header outside quotes.  Lines that hold
 * nothing but blanks and delimiters are skipped.  Returns ST_REFUSED if the
 * file cannot be read as a table at all: not text, no header, a header that is
 * broken, too large, not in the encoding that is named; and ST_USAGE if there
 * is no such encoding.  Errors in rows are collected in `errors`; it is for the
 * caller to look.  The caller frees `*c` with csv_free().
 */
int csv_read(struct csv **c, const char *name, const uint8_t *data, size_t len,
             const struct csv_options *o, struct err *e);

/* Choose the header of a table that was made without the options, such as a
 * workbook's: rows above it go. */
void csv_take_header(struct csv *c, const struct csv_options *o);

/* Release the table (NULL is fine). */
void csv_free(struct csv *c);

/* "UTF-8", "UTF-16LE", "UTF-16BE", "Windows-1252"; "named". */
const char *csv_encoding_name(enum csv_encoding encoding);

/* ---- Writing ---- */

struct csv_style {
    char delimiter; /* `,`, `;` or tab */
    bool bom;       /* start with a byte order mark */
    bool excel;     /* guard cells that a spreadsheet would run or change */
    bool lf;        /* end lines with LF alone */
};

/* Start a file: the byte order mark, if the style has one. */
void csv_write_start(struct buf *b, const struct csv_style *style);

/*
 * Append a row of `n` texts (well-formed UTF-8; NULL is an empty one) after
 * RFC 4180, ended by CRLF unless the style says otherwise.  csv_read() gives
 * back the same texts, whatever they are.  With `excel`, what csv_is_fragile()
 * is written as ="text".
 */
void csv_write_row(struct buf *b, const struct csv_style *style,
                   const char *const *texts, size_t n);

/*
 * Append a row of cells as they were read, so that they mean the same again:
 * a wrapped one is wrapped, and so is a number that begins with + or 0, which
 * a spreadsheet would drop.  `more`, if it is not NULL, is one more text.
 */
void csv_write_cells(struct buf *b, const struct csv_style *style,
                     const struct csv_cell *cells, size_t n, const char *more);

/* Would a spreadsheet run this text as a formula, or show or save another
 * one in its place (numbers, dates, truth values)? */
bool csv_is_fragile(const char *text);

/* ---- What a spreadsheet did to a value ---- */

enum csv_damage {
    CSV_INTACT,
    CSV_LOST_ZEROS,   /* 0123 -> 123 */
    CSV_LOST_PLUS,    /* +49301 -> 49301 */
    CSV_SCIENTIFIC,   /* 18123300000 -> 1.81233E+10 */
    CSV_ROUNDED,      /* 1234567890123456 -> 1234567890123450 */
    CSV_DECIMALS,     /* 200 -> 200.0 */
    CSV_GROUPED,      /* 49301 -> 49,301 */
    CSV_DATED,        /* 3-4 -> 3-Apr */
    CSV_COMPUTED,     /* +49-30 -> 19 */
    CSV_FAILED,       /* =x -> #NAME? */
    CSV_LETTERS_LOST, /* Łukasz -> ?ukasz; csv_damage_find() does not look for
                         it */
    CSV_MACINTOSH,    /* Jürgen -> JŸrgen: Macintosh read as Windows-1252 */
    CSV_MOJIBAKE,     /* Jürgen -> JÃ¼rgen: UTF-8 read as Windows-1252 */
    CSV_DAMAGES
};

/* Is `cell` what a spreadsheet made of `old` (NULL is empty)?  Scientific
 * notation and a spreadsheet's error are damage whatever was there before. */
enum csv_damage csv_damage_find(const char *old, const char *cell);

/* The same of a cell of a table.  A spreadsheet leaves alone what is wrapped,
 * and the digits of text in a workbook; that an error or a number in powers
 * of ten became text does not make it good. */
enum csv_damage csv_damage_of(const char *old, const struct csv_cell *cell);

/* Is the text a day of a calendar with its year, "1.2.2024" or "2024-02-01"?
 * What a spreadsheet made one of is gone. */
bool csv_is_date(const char *cell);

/* Is it sure that the damaged cell is what became of `old`: do the digits, or
 * letters, agree as far as they are left? */
bool csv_damage_agrees(enum csv_damage damage, const char *old,
                       const char *cell);

/* What happened in a line, to several cells ("lost their +"), and in a word
 * ("lost-plus"); static. */
const char *csv_damage_text(enum csv_damage damage);
const char *csv_damage_plural(enum csv_damage damage);
const char *csv_damage_code(enum csv_damage damage);

#endif
