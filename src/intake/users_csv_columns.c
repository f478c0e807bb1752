/*
 * What the columns of a table are read as, for who wants to say it otherwise.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

int
users_csv_columns(struct users_csv *u, const struct csv *csv, const char *name,
                  const struct users_csv_options *o, struct err *e)
{
    memset(u, 0, sizeof(*u));
    return users_csv_header(u, csv, name, o, e);
}

enum field
users_csv_column_field(const struct users_csv *u, size_t i)
{
    size_t f;

    for (f = 0; f < FIELD_COUNT && u->column[f] != i; f++)
        continue;
    if (f < FIELD_COUNT)
        return (enum field)f;
    return i == u->name     ? FIELD_NAME
           : i == u->avatar ? FIELD_AVATAR
                            : FIELD_ROWS;
}

/* Can a map hold this heading?  It ends at =, commas divide it, and in a file
 * # begins a comment. */
static bool
is_writable(const char *heading)
{
    return *heading != '\0' && *heading != '#' &&
           heading[strcspn(heading, "=,\r\n")] == '\0';
}

char *
users_csv_column_called(const struct csv *csv, size_t i)
{
    char *heading = text_trim(csv->header.cells[i].text);
    char letters[NOTES_LETTERS];

    if (is_writable(heading) && users_csv_find_column(csv, heading) == i)
        return heading;
    free(heading);
    notes_letters(letters, i + 1);
    return users_csv_find_column(csv, letters) == i ? mem_dup(letters) : NULL;
}
