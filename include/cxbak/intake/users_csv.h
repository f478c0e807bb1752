/*
 * The changes that a CSV file of users asks for.  A `struct users_csv` borrows
 * the options, the table and the backup, which must outlive it, and owns what
 * it found; users_csv_free() releases that.
 *
 * Columns are told by name.  A blank cell keeps the value, [clear] erases it.
 * Every error goes to the table's own list with its place; then the changes
 * are not to be used.  Rows that may be left out are no errors, and none of
 * their changes is made.
 */
#ifndef CXBAK_INTAKE_USERS_CSV_H
#define CXBAK_INTAKE_USERS_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/change/change.h"
#include "cxbak/intake/avatar_source.h"
#include "cxbak/table/csv.h"

/* Our own column of pictures, which the console does not have. */
#define USERCSV_AVATAR "Avatar"

/* How a row says whom it means. */
enum users_csv_key {
    USERCSV_BY_NUMBER,
    USERCSV_BY_EMAIL,
    USERCSV_BY_NAME, /* first and last name, in any order and spelling */
    USERCSV_KEYS
};

/* A column that is to be read as a field, whatever its name: by its name, or
 * by the letters that spreadsheets give it. */
struct users_csv_map {
    char *column;
    enum users_csv_sense {
        USERCSV_FIELD,
        USERCSV_NAME,  /* first and last name */
        USERCSV_UNUSED /* it is not to be read */
    } sense;
    enum field field;
};

struct users_csv_maps {
    struct users_csv_map *list;
    size_t count;
    size_t cap;
};

struct users_csv_options {
    enum users_csv_key keys[USERCSV_KEYS]; /* tried one after the other */
    size_t key_count;                      /* 0: by number */
    const struct users_csv_map *maps;
    size_t map_count;
    bool no_trim;                /* keep blanks around the cells */
    bool skip_unknown;           /* leave out rows of nobody in the backup */
    bool skip_bad;               /* leave out any row that cannot be used */
    bool keep_damaged;           /* of a damaged cell that agrees with the
                                    backup's value, or of a number where there
                                    is no value, keep what is there */
    bool accept_damage;          /* take damaged cells as they are */
    const char *const *accepted; /* codes of findings that are let through */
    size_t accepted_count;
};

/* What comes of a row. */
enum users_csv_fate {
    USERCSV_READ,    /* its values count */
    USERCSV_SKIPPED, /* it is left out, as the options allow */
    USERCSV_REFUSED  /* it stops the import */
};

/* A row of the table, or behind these one of those that do not fit it. */
struct users_csv_row {
    enum users_csv_fate fate;
    size_t user;     /* SIZE_MAX: not known */
    unsigned fields; /* a bit for each field that it asks to change */
    char *why;       /* what is wrong with it, or NULL */
};

/* What became of one cell, or of a whole row, other than a change. */
struct users_csv_event {
    size_t row;                /* as the rows count */
    const struct csv_cell *at; /* or NULL */
    enum field field;          /* FIELD_ROWS: none */
    const char *code;          /* static */
    bool kept;                 /* the backup's value is kept; else refused */
};

/* Rows that a group names. */
#define USERCSV_SHOWN 5

/* Fewer damaged cells are better told one by one. */
#define USERCSV_GROUP_MIN 3

/* Cells of one column with the same damage, or that are odd in the same way. */
struct users_csv_group {
    enum field field;
    enum csv_damage damage;
    const char *odd; /* CSV_INTACT: what is odd of several, static; or NULL */
    bool kept;   /* the backup's values are kept; else they are errors, whose
                    `group` says which it is */
    bool agrees; /* csv_damage_agrees() with all of them */
    size_t count;
    size_t rows[USERCSV_SHOWN]; /* of the first ones, as spreadsheets count */
};

/* Rows that are told of those in doubt. */
#define USERCSV_DOUBTS_SHOWN 3

/* A row that seems to be another person's than the extension's. */
struct users_csv_doubtful {
    size_t row;   /* as spreadsheets count */
    size_t user;  /* whom it changes */
    size_t other; /* whose name or address it has, or SIZE_MAX */
    char *text;   /* that name or address */
};

/* All of one kind. */
struct users_csv_doubt {
    size_t compared; /* rows that were looked at */
    size_t others;   /* those that have what other people have */
    size_t count;    /* those that are in doubt, of which are shown: */
    struct users_csv_doubtful shown[USERCSV_DOUBTS_SHOWN];
};

struct users_csv {
    size_t first; /* where its changes begin, among those before it */

    /* Which column holds a field; SIZE_MAX where none does. */
    size_t column[FIELD_COUNT];
    bool mapped[FIELD_COUNT]; /* the user said so */
    size_t avatar;            /* the column of pictures, or SIZE_MAX */
    size_t name;              /* that of first and last name, or SIZE_MAX */
    size_t witness;           /* one of names that are not imported */
    size_t trimmed;           /* cells that had blanks around them */
    char *ignored;  /* names of the columns that are not used, or NULL */
    size_t *row_of; /* of each user, the row that names it; SIZE_MAX: none */
    struct users_csv_row *rows;
    size_t row_count;
    struct notes skipped;  /* why rows are left out */
    struct notes oddities; /* what is no error, but worth a look */
    struct users_csv_group *groups;
    size_t group_count, group_cap;
    struct users_csv_event *events;
    size_t event_count, event_cap;
    struct users_csv_doubt named;       /* by the names not imported */
    struct users_csv_doubt renamed;     /* by new names that others have now */
    struct users_csv_doubt readdressed; /* the same of addresses */
};

/* How many rows there are: `read` is the sum of the others. */
struct users_csv_counts {
    size_t read, changed, unchanged, skipped, refused;
};

/*
 * Understand `COLUMN=FIELD`, or several of them with commas between; FIELD may
 * be "name" for both names, or "-" for a column that is not to be used.
 * ST_USAGE if it cannot be understood.
 */
int users_csv_map_parse(struct users_csv_maps *maps, const char *text,
                        struct err *e);

/* The same of a file of such lines; blank ones and those that begin with #
 * are skipped.  `name` is for messages. */
int users_csv_map_file(struct users_csv_maps *maps, const char *text,
                       const char *name, struct err *e);

void users_csv_maps_free(struct users_csv_maps *maps);

/* Understand "number,email,name" or some of it; ST_USAGE if it is none. */
int users_csv_keys_parse(struct users_csv_options *o, const char *text,
                         struct err *e);

/* How many of these texts are names of columns: for struct csv_options, with
 * the struct users_csv_options as its argument. */
size_t users_csv_names(const void *options, const char *const *texts, size_t n);

/*
 * Read the table `csv` of the file `name` for the backup `b` and add the
 * changes to `c`, which counts the rows that change nothing.  ST_REFUSED if
 * the header cannot be used; errors of rows are added to those of the table,
 * in the order of the file.
 */
int users_csv_read(struct users_csv *u, struct changes *c, struct csv *csv,
                   const char *name, const struct backup *b,
                   const struct users_csv_options *o, struct err *e);

/*
 * Find out what the columns of the table are, and no more: `u` is then good for
 * the two functions below and users_csv_free().  ST_REFUSED if the header
 * cannot be used; of its columns is told what was understood nevertheless.
 */
int users_csv_columns(struct users_csv *u, const struct csv *csv,
                      const char *name, const struct users_csv_options *o,
                      struct err *e);

/* The field that the `i`th column is read as, from 0: one that a map can
 * give it, FIELD_NAME for first and last name, or FIELD_AVATAR; FIELD_ROWS: it
 * is not read. */
enum field users_csv_column_field(const struct users_csv *u, size_t i);

/* What a map calls the `i`th column: its heading or, if that names another one
 * or cannot be written there, its letters; the caller frees it.  NULL: neither
 * names it. */
char *users_csv_column_called(const struct csv *csv, size_t i);

/* The cell of the column of pictures for the `row`th row, if it asks for
 * anything: `*clear` says that the picture is to go, else the cell's text is
 * the path of an image.  NULL: it is blank, or there is no such column. */
const struct csv_cell *users_csv_picture(const struct users_csv *u,
                                         const struct csv *csv, size_t row,
                                         bool *clear);

/*
 * Make the pictures that the column of pictures names: files in the folder that
 * `source` names, or beside the CSV file `file`, or elsewhere by an absolute
 * path.  What is wrong with one is an
 * error of its cell, in the order of the file, or, with `skip_bad`, leaves
 * out its row.
 */
void users_csv_pictures(struct users_csv *u, struct changes *c, struct csv *csv,
                        const char *file, struct avatar_source *source,
                        struct backup *b, const struct avatars *avatars,
                        bool skip_bad);

/*
 * Add a finding for each way in which rows seem to be other people's than those
 * whom they change: a name beside the values differs, or what changes becomes
 * what others have.  `file` is the table's name.
 */
void users_csv_doubts(const struct users_csv *u, const struct csv *csv,
                      const char *file, const struct backup *b,
                      struct findings *f);

/* "28 cells of Telefon lost their + (rows 5, 9, 10, ...)"; the caller frees
 * it. */
char *users_csv_group_text(const struct users_csv *u, const struct csv *csv,
                           const struct users_csv_group *g);

/* ---- When the changes are settled ---- */

/* What comes of the rows. */
void users_csv_count(const struct users_csv *u, const struct changes *c,
                     struct users_csv_counts *n);

/*
 * Append the rows that are left out, in the table's own form, with a last
 * column USERCSV_ERROR that says why: once corrected, they can be read again.
 */
#define USERCSV_ERROR "Error"
void users_csv_rejects(const struct users_csv *u, const struct csv *csv,
                       struct buf *b);

/*
 * Append what came of every row, as CSV with the columns Line, Number, Field,
 * Old, New, Result (change, unchanged, kept, skipped, refused) and Code: that
 * of the error or damage, or of what the rules find (`f`) on the new value.
 */
void users_csv_results(const struct users_csv *u, const struct csv *csv,
                       const struct changes *c, const struct backup *b,
                       const struct findings *f, struct buf *to);

/* Release what it found; not the struct. */
void users_csv_free(struct users_csv *u);

#endif
