/* The column of pictures of a CSV file of users. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/intake/users_csv.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* The path of an image: relative to the folder of the CSV file. */
static char *
image_path(const char *file, const char *text)
{
    const char *slash = strrchr(file, '/');
    char *trimmed = text_trim(text), *path;

    if (trimmed[0] == '/' || slash == NULL)
        return trimmed;
    path = mem_printf("%.*s%s", (int)(slash - file) + 1, file, trimmed);
    free(trimmed);
    return path;
}

/* Make the picture that one cell names; what is wrong with it is an error of
 * the cell. */
static void
give_picture(struct avatar_source *source, struct changes *c, struct csv *csv,
             const struct csv_cell *at, const char *path, struct backup *b,
             const struct avatars *avatars, size_t user)
{
    struct err e = ERR_INIT;

    if (avatar_source_load(source, path, &e) != ST_OK ||
        avatar_source_give(source, c, b, avatars, user, &e) != ST_OK) {
        notes_add_at(&csv->errors, at->line, at->column, "%s", e.msg);
        notes_hint(&csv->errors, e.hint, NULL);
    }
    err_free(&e);
}

void
users_csv_pictures(const struct users_csv *u, struct changes *c,
                   struct csv *csv, const char *file,
                   struct avatar_source *source, struct backup *b,
                   const struct avatars *avatars)
{
    size_t i;
    bool clear;

    for (i = 0; i < b->database->user_count; i++) {
        const struct csv_cell *at;
        char *path;

        if (u->row_of[i] == SIZE_MAX ||
            (at = users_csv_picture(u, csv, u->row_of[i], &clear)) == NULL)
            continue;
        if (clear) {
            change_clear_picture(c, i);
            continue;
        }
        path = image_path(file, at->text);
        give_picture(source, c, csv, at, path, b, avatars, i);
        free(path);
    }
    notes_sort(&csv->errors);
}
