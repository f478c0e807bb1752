#include <stdlib.h>
#include <string.h>

#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cli/avatar_make.h"

int
maker_start(struct maker *m, const struct args *a, struct err *e)
{
    const char *crop = args_value(a, "crop");
    const char *path = args_value(a, "avatar-path");
    uint64_t size = 0;

    memset(m, 0, sizeof(*m));
    m->inputs = a->inputs;
    m->raw = args_flag(a, "raw");
    if (args_number(a, "size", 1, IMAGE_MAX_SIZE, &size, e) != ST_OK)
        return e->status;
    m->spec.size = (uint32_t)size;
    if (m->raw && (crop != NULL || size != 0))
        return args_fail(a, e,
                         "--raw stores the file as it is, and --%s changes "
                         "it; give one of them",
                         crop != NULL ? "crop" : "size");
    if (crop != NULL && image_parse_crop(crop, &m->spec, e) != ST_OK)
        return e->status;
    if (path != NULL && template_parse(&m->path, path, e) != ST_OK)
        return err_prefix(e, "--avatar-path: ");
    return ST_OK;
}

/* Forget the file that was loaded. */
static void
unload(struct maker *m)
{
    size_t i;

    buf_free(&m->loaded);
    for (i = 0; i <= IMAGE_JPEG; i++)
        buf_free(&m->made[i]);
}

int
maker_load(struct maker *m, const char *file, struct err *e)
{
    struct image_info info;

    unload(m);
    m->file = file;
    m->format = IMAGE_UNKNOWN;
    if (io_slurp(&m->loaded, file, m->inputs, IMAGE_MAX_BYTES, ST_REFUSED, e) !=
        ST_OK)
        return e->status;
    if (!m->raw)
        return ST_OK;
    if (image_check(m->loaded.data, m->loaded.len, &info, e) != ST_OK)
        return err_prefix(e, "%s: ", file);
    m->format = info.format;
    return ST_OK;
}

/* The loaded file as a picture of that format, made once. */
static int
make(struct maker *m, enum image_format f, struct buf *out, struct err *e)
{
    struct buf *made = &m->made[f];

    if (!m->raw && made->len == 0 &&
        image_make(m->loaded.data, m->loaded.len, &m->spec, f, made, e) !=
            ST_OK)
        return err_prefix(e, "%s: ", m->file);
    if (m->raw)
        made = &m->loaded;
    buf_add(out, made->data, made->len);
    return ST_OK;
}

/* A file that is stored as it is must be what the picture's name says. */
static int
check_raw(const struct maker *m, const struct session *s, size_t user,
          const struct picture_target *t, struct err *e)
{
    if (!m->raw || t->format == m->format)
        return ST_OK;
    return err_set(e, ST_REFUSED,
                   "%s: the picture \"%s\" of extension %s has to be a %s, "
                   "and this is a %s; leave out --raw to convert it",
                   m->file, t->name,
                   user_text(&s->backup->database->users[user], FIELD_NUMBER),
                   image_format_name(t->format), image_format_name(m->format));
}

int
maker_give(struct maker *m, struct session *s, struct changes *c, size_t user,
           struct err *e)
{
    struct picture_wish wish = {.path = m->path, .format = m->format};
    struct picture_target t = {NULL, IMAGE_UNKNOWN};
    struct buf image = BUF_INIT;

    if (pictures_target(&c->pictures, s->backup, &s->avatars, user, &wish, &t,
                        e) != ST_OK ||
        check_raw(m, s, user, &t, e) != ST_OK ||
        make(m, t.format, &image, e) != ST_OK)
        free(t.name);
    else
        pictures_set(&c->pictures, user, t.name, &image);
    buf_free(&image);
    return e->status;
}

void
maker_end(struct maker *m)
{
    unload(m);
    template_free(m->path);
    memset(m, 0, sizeof(*m));
}

int
session_user(struct session *s, const char *number, size_t *user, struct err *e)
{
    size_t count;

    *user = database_find(s->backup->database, number, &count);
    if (count == 0)
        return err_set(e, ST_REFUSED, "%s: there is no extension %s",
                       s->backup->path, number);
    if (count > 1)
        return err_set(e, ST_REFUSED,
                       "%s: %zu users have the extension %s, and it is not "
                       "certain who is meant",
                       s->backup->path, count, number);
    return ST_OK;
}
