#include <stdlib.h>

#include "cxbak/change/image_entry.h"
#include "cxbak/util/io.h"
#include "intake/avatar_source_impl.h"

void
avatar_source_free(struct avatar_source *m)
{
    size_t i;

    buf_free(&m->loaded);
    for (i = 0; i <= IMAGE_JPEG; i++)
        buf_free(&m->made[i]);
}

/* Look at what was loaded. */
static int
accept(struct avatar_source *m, struct err *e)
{
    struct image_info info;

    m->format = IMAGE_UNKNOWN;
    if (!m->raw)
        return ST_OK;
    if (image_check(m->loaded.data, m->loaded.len, &info, e) != ST_OK)
        return err_prefix(e, "%s: ", m->name);
    m->format = info.format;
    return ST_OK;
}

int
avatar_source_load(struct avatar_source *m, const char *file, struct err *e)
{
    avatar_source_free(m);
    m->name = file;
    if (io_slurp(&m->loaded, file, m->inputs, IMAGE_MAX_BYTES, ST_REFUSED, e) !=
        ST_OK)
        return e->status;
    return accept(m, e);
}

int
avatar_source_take(struct avatar_source *m, const char *name, const void *data,
                   size_t n, struct err *e)
{
    avatar_source_free(m);
    m->name = name;
    if (n > IMAGE_MAX_BYTES)
        return err_set(e, ST_REFUSED,
                       "%s: %zu bytes are too many; the limit is %zu", name, n,
                       (size_t)IMAGE_MAX_BYTES);
    buf_add(&m->loaded, data, n);
    return accept(m, e);
}

/* The loaded file as a picture of that format, made once. */
int
avatar_source_make(struct avatar_source *m, enum image_format f,
                   struct buf *out, struct err *e)
{
    struct buf *made = &m->made[f];

    if (!m->raw && made->len == 0 &&
        image_make(m->loaded.data, m->loaded.len, &m->spec, f, made, e) !=
            ST_OK)
        return err_prefix(e, "%s: ", m->name);
    if (m->raw)
        made = &m->loaded;
    buf_add(out, made->data, made->len);
    return ST_OK;
}

/* A file that is stored as it is must be what the picture's name says. */
int
avatar_source_check_raw(const struct avatar_source *m, const struct backup *b,
                        size_t user, const struct avatar_target *t,
                        struct err *e)
{
    if (!m->raw || t->format == m->format)
        return ST_OK;
    err_set(e, ST_REFUSED,
            "%s: the picture \"%s\" of extension %s has to be a %s, and this "
            "is a %s",
            m->name, t->name,
            user_text(&b->database->users[user], FIELD_NUMBER),
            image_format_name(t->format), image_format_name(m->format));
    return err_hint(e, HINT_CONVERT, NULL);
}

char *
avatar_source_words(const struct avatar_source *m, const struct buf *image)
{
    return image_made_words(m->loaded.data, m->loaded.len,
                            m->raw ? NULL : &m->spec, image);
}

int
avatar_source_target(const struct avatar_source *m, struct changes *c,
                     struct backup *b, const struct avatars *avatars,
                     size_t user, struct avatar_target *t, struct err *e)
{
    struct avatar_name wanted = {.path = m->path, .format = m->format};

    *t = (struct avatar_target){NULL, IMAGE_UNKNOWN};
    if (m->entry != NULL && c->entry_form == NULL &&
        image_entry_parse(&c->entry_form, m->entry, e) != ST_OK)
        return e->status;
    return avatar_target(c, b, avatars, user, &wanted, t, e);
}

int
avatar_source_give(struct avatar_source *m, struct changes *c, struct backup *b,
                   const struct avatars *avatars, size_t user, struct err *e)
{
    struct avatar_target t;
    struct buf image = BUF_INIT;

    if (avatar_source_target(m, c, b, avatars, user, &t, e) != ST_OK ||
        avatar_source_check_raw(m, b, user, &t, e) != ST_OK ||
        avatar_source_make(m, t.format, &image, e) != ST_OK) {
        free(t.name);
    } else {
        char *made = avatar_source_words(m, &image);

        change_set_picture(c, user, t.name, &image);
        change_picture_made(c, made);
    }
    buf_free(&image);
    return e->status;
}
