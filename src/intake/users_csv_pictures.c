/* The column of pictures of a CSV file of users. */
#include <stdlib.h>
#include <string.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* The path of an image: relative to the folder of the CSV file. */
static char *
image_path(const char *file, const char *text)
{
    const char *slash = strrchr(file, '/');

    if (*text == '/' || slash == NULL)
        return mem_dup(text);
    return mem_printf("%.*s%s", (int)(slash - file) + 1, file, text);
}

/* Does the path lead out of the folder of the CSV file? */
static bool
leads_out(const char *path)
{
    return path[0] == '/' || strncmp(path, "../", 3) == 0 ||
           strstr(path, "/../") != NULL;
}

/* Load the image that one cell names: from the folder of pictures if it is
 * there, else from that of the CSV file.  `*path`, newly made, is where it was
 * looked for last.  A front end may keep files elsewhere out of reach. */
static int
load_picture(struct avatar_source *source, const char *file, const char *text,
             char **path, struct err *e)
{
    struct err first = ERR_INIT;

    if (source->folder != NULL && *text != '/') {
        *path = mem_printf("%s/%s", source->folder, text);
        if (avatar_source_load(source, *path, &first) != ST_SYSTEM) {
            err_move(e, &first);
            return e->status;
        }
        free(*path);
    }
    *path = image_path(file, text);
    if (avatar_source_load(source, *path, e) == ST_SYSTEM && leads_out(*path))
        err_hint(e, HINT_PICTURE_FOLDER, NULL);
    if (e->status == ST_SYSTEM && first.msg != NULL)
        err_prefix(e, "%s; ", first.msg);
    err_free(&first);
    return e->status;
}

/* Does the cell say what `export` writes there, the name in the backup of the
 * picture that the user has? */
static bool
is_its_name(const char *text, const struct backup *b,
            const struct avatars *avatars, size_t user)
{
    const char *name = avatars_name(avatars, b, user);

    return name != NULL && strcmp(text, name) == 0;
}

/* What is wrong with a picture is an error of its cell, or leaves out its
 * row. */
static void
refuse_picture(struct users_csv *u, struct csv *csv, size_t row,
               const struct csv_cell *at, const struct err *e, bool skip)
{
    struct notes *list = skip ? &u->skipped : &csv->errors;

    notes_add_at(list, at->line, at->column, "%s", e->msg);
    users_csv_place(list, csv, row, at);
    notes_hint(list, e->hint, NULL);
    u->rows[row].fate = skip ? USERCSV_SKIPPED : USERCSV_REFUSED;
    u->rows[row].why = mem_dup(e->msg);
    users_csv_note(u, row, at, FIELD_AVATAR, CELL_INVALID, false);
}

/* The picture of one user, whose row is read.  False if it cannot be used. */
static bool
read_picture(struct users_csv *u, struct changes *c, struct csv *csv,
             const char *file, struct avatar_source *source, struct backup *b,
             const struct avatars *avatars, size_t user, bool skip_bad)
{
    size_t row = u->row_of[user];
    const struct csv_cell *at;
    struct err e = ERR_INIT;
    bool clear, good = true;
    char *text, *path = NULL;

    if ((at = users_csv_picture(u, csv, row, &clear)) == NULL)
        return true;
    u->rows[row].fields |= 1u << FIELD_AVATAR;
    if (clear) {
        change_clear_picture(c, user);
        return true;
    }
    text = text_trim(at->text);
    if (load_picture(source, file, text, &path, &e) == ST_OK)
        avatar_source_give(source, c, b, avatars, user, &e);
    if (e.status != ST_OK && !is_its_name(text, b, avatars, user)) {
        refuse_picture(u, csv, row, at, &e, skip_bad);
        good = false;
    }
    err_free(&e);
    free(path);
    free(text);
    return good;
}

void
users_csv_pictures(struct users_csv *u, struct changes *c, struct csv *csv,
                   const char *file, struct avatar_source *source,
                   struct backup *b, const struct avatars *avatars,
                   bool skip_bad)
{
    size_t i, n = b->database->user_count;
    bool *bad = mem_calloc(n, sizeof(*bad));

    for (i = 0; i < n; i++) {
        if (u->row_of[i] != SIZE_MAX &&
            u->rows[u->row_of[i]].fate == USERCSV_READ)
            bad[i] =
                !read_picture(u, c, csv, file, source, b, avatars, i, skip_bad);
    }
    change_forget(c, u->first, bad);
    free(bad);
    notes_sort(&csv->errors);
    notes_sort(&u->skipped);
}
