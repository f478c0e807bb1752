/*
 * The changes that a CSV file of users asks for.  A `struct users_csv` borrows
 * the options, the table and the backup, which must outlive it, and owns what
 * it found; users_csv_free() releases that.
 *
 * Columns are told by name.  A blank cell keeps the value, [clear] erases it.
 * Every error goes to the table's own list with its place; then the changes
 * are not to be used.
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
enum users_csv_key { USERCSV_BY_NUMBER, USERCSV_BY_EMAIL };

/* A column that is to be read as a field, whatever its name. */
struct users_csv_map {
    char *column;
    enum field field;
};

struct users_csv_options {
    enum users_csv_key key;
    const struct users_csv_map *maps;
    size_t map_count;
    bool accept_damage;          /* take damaged cells as they are */
    const char *const *accepted; /* codes of findings that are let through */
    size_t accepted_count;
};

struct users_csv {
    /* Which column holds a field; SIZE_MAX where none does. */
    size_t column[FIELD_COUNT];
    size_t avatar;  /* the column of pictures, or SIZE_MAX */
    char *ignored;  /* names of the columns that are not used, or NULL */
    size_t *row_of; /* of each user, the row that names it; SIZE_MAX: none */
    struct notes oddities; /* what is no error, but worth a look */
};

/* Understand `COLUMN=FIELD`; the caller frees `map->column`.  ST_USAGE if it
 * cannot be understood. */
int users_csv_map_parse(struct users_csv_map *map, const char *text,
                        struct err *e);

/*
 * Read the table `csv` of the file `name` for the backup `b` and add the
 * changes to `c`, which counts the rows that change nothing.  ST_REFUSED if
 * the header cannot be used; errors of rows are added to those of the table,
 * in the order of the file.
 */
int users_csv_read(struct users_csv *u, struct changes *c, struct csv *csv,
                   const char *name, const struct backup *b,
                   const struct users_csv_options *o, struct err *e);

/* The cell of the column of pictures for the `row`th row, if it asks for
 * anything: `*clear` says that the picture is to go, else the cell's text is
 * the path of an image.  NULL: it is blank, or there is no such column. */
const struct csv_cell *users_csv_picture(const struct users_csv *u,
                                         const struct csv *csv, size_t row,
                                         bool *clear);

/*
 * Make the pictures that the column of pictures names: files beside the CSV
 * file `file`, or elsewhere by an absolute path.  What is wrong with one is an
 * error of its cell, in the order of the file.
 */
void users_csv_pictures(const struct users_csv *u, struct changes *c,
                        struct csv *csv, const char *file,
                        struct avatar_source *source, struct backup *b,
                        const struct avatars *avatars);

/* Release what it found; not the struct. */
void users_csv_free(struct users_csv *u);

#endif
