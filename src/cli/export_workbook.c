#include <stdlib.h>

#include "cxbak/image/image.h"
#include "cxbak/table/xlsx.h"
#include "cxbak/util/human.h"
#include "cxbak/util/io.h"
#include "cli/export_workbook.h"
#include "cli/hint.h"
#include "cli/output.h"
#include "cli/say.h"

/* Pixels of a picture in its cell: enough to know who it is. */
#define SIDE 64

/* The user's picture, small, and whether there is one that can be shown. */
static bool
read_picture(struct session *s, size_t user, struct buf *small)
{
    struct image_spec spec = {.crop = IMAGE_CROP_NONE, .size = SIDE};
    size_t member = s->job.avatars.of_user[user].member;
    struct buf content = BUF_INIT;
    struct err why = ERR_INIT;

    if (member == SIZE_MAX)
        return false;
    if (avatar_read(s->job.backup, member, &content, &why) == ST_OK)
        image_make(content.data, content.len, &spec, IMAGE_PNG, small, &why);
    if (why.status != ST_OK) {
        char *text = hint_text(&why);

        say_warning(
            "extension %s: left without picture: %s",
            user_text(&s->job.backup->database->users[user], FIELD_NUMBER),
            text);
        free(text);
    }
    buf_free(&content);
    err_free(&why);
    return small->len > 0;
}

static int
write_user(struct xlsx_writer *w, struct session *s,
           const struct export_columns *columns, size_t user, bool pictures,
           struct err *e)
{
    char *cells[CONSOLE_MAX_COLUMNS] = {NULL};
    struct buf picture = BUF_INIT;
    bool shown = pictures && read_picture(s, user, &picture);
    size_t i;

    for (i = 0; i < columns->console.count; i++)
        cells[i] = export_columns_cell(columns, i, s, user);
    say_hush(true);
    xlsx_write_row(w, (const char *const *)cells, shown ? &picture : NULL, e);
    say_hush(false);
    for (i = 0; i < columns->console.count; i++)
        free(cells[i]);
    buf_free(&picture);
    return e->status;
}

/* The workbook as the bytes of a file. */
static int
make(struct buf *out, struct session *s, const struct export_columns *columns,
     const struct selection *sel, struct err *e)
{
    bool pictures = args_flag(s->args, "with-pictures");
    char *folder = io_folder(args_value(s->args, "output"));
    struct xlsx_writer *w = NULL;
    size_t i;

    say_hush(true);
    xlsx_write_start(&w, columns->console.names, columns->console.count,
                     pictures ? SIDE : 0, folder, e);
    say_hush(false);
    for (i = 0; i < sel->count && e->status == ST_OK; i++)
        write_user(w, s, columns, sel->users[i], pictures, e);
    say_hush(true);
    if (e->status == ST_OK)
        xlsx_write_finish(w, out, e);
    xlsx_write_free(w);
    say_hush(false);
    free(folder);
    return e->status;
}

int
export_workbook(struct session *s, const struct export_columns *columns,
                const struct selection *sel, struct err *e)
{
    const char *path = args_value(s->args, "output");
    char n[HUMAN_ROOM];
    struct buf out = BUF_INIT;

    /* Its parts are made in the output's folder, so that must be there. */
    if (output_check(s->args, path, e) == ST_OK &&
        make(&out, s, columns, sel, e) == ST_OK &&
        output_store(s->args, path, args_flag(s->args, "force"), out.data,
                     out.len, e) == ST_OK)
        say_note("%s: %s", path, human_things(n, sel->count, "user"));
    buf_free(&out);
    return e->status;
}
