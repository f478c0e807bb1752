/*
 * Pictures: each becomes a square of one colour.  Its name may say which
 * extension it is of, and then still does.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/image/image.h"
#include "cxbak/util/mem.h"

#include "redact/redact_pictures_impl.h"

/* Pixels on a side. */
#define SIDE 64

/* The user whose extension the name of the picture says, or SIZE_MAX: no other
 * number in a name may stay. */
static size_t
user_of(struct redactor *r, const char *number)
{
    struct buf dn = BUF_INIT;
    size_t user = SIZE_MAX;

    if (number != NULL && redact_dn(r, number, &dn) &&
        strcmp(buf_str(&dn), number) == 0)
        user = database_find(r->q->backup->database, number, NULL);
    buf_free(&dn);
    return user;
}

/* The new name of member `i`, which is called `old` within the folder: of the
 * extension, if the old one was, else counted.  Only the picture that is shown
 * for a user has the extension alone, so that none is there twice. */
static char *
new_name(struct redactor *r, size_t i, const char *old)
{
    enum avatar_rule rule = AVATAR_NONE;
    char *number = avatar_number(old, &rule), *name;
    size_t user = user_of(r, number), n = ++r->picture_count;

    if (user == SIZE_MAX)
        name = mem_printf("picture%zu.png", n);
    else if (rule == AVATAR_FOLDER)
        name = mem_printf("%s/picture%zu.png", number, n);
    else if (r->q->avatars->of_user[user].member == i)
        name = mem_printf("%s.png", number);
    else
        name = mem_printf("%s_%zu.png", number, n);
    free(number);
    return name;
}

void
redact_name_pictures(struct redactor *r)
{
    const struct backup *b = r->q->backup;
    size_t i, n = zdir_count(b->zip);

    r->pictures = mem_calloc(n, sizeof(*r->pictures));
    for (i = 0; i < n; i++) {
        const char *old = avatar_in_backup(b, zdir_member(b->zip, i)->name);

        if (old != NULL)
            r->pictures[i] = new_name(r, i, old);
    }
}

int
redact_draw_picture(size_t i, struct buf *out, struct err *e)
{
    struct image pic = {SIDE, SIDE, mem_alloc((size_t)SIDE * SIDE * 4)};
    size_t k;

    for (k = 0; k < (size_t)SIDE * SIDE; k++) {
        pic.rgba[4 * k] = (uint8_t)(64 + i * 37 % 160);
        pic.rgba[4 * k + 1] = (uint8_t)(64 + i * 71 % 160);
        pic.rgba[4 * k + 2] = (uint8_t)(64 + i * 113 % 160);
        pic.rgba[4 * k + 3] = 255;
    }
    image_encode(&pic, IMAGE_PNG, out, e);
    image_free(&pic);
    return e->status;
}
