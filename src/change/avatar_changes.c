#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/change/avatar_changes.h"
#include "cxbak/util/text.h"
#include "cxbak/zip/zread.h"

#include "change/avatar_changes_impl.h"

static struct picture_change *
add(struct picture_changes *p, size_t user)
{
    struct picture_change *x;

    p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
    x = &p->list[p->count];
    memset(x, 0, sizeof(*x));
    x->user = user;
    x->order = p->count++;
    x->old = SIZE_MAX;
    return x;
}

void
pictures_set(struct picture_changes *p, size_t user, char *name,
             struct buf *image)
{
    struct picture_change *x = add(p, user);

    x->name = name;
    x->image = *image;
    *image = (struct buf)BUF_INIT;
    x->crc = zread_crc(x->image.data, x->image.len);
}

void
pictures_clear(struct picture_changes *p, size_t user)
{
    add(p, user);
}

static void
free_change(struct picture_change *x)
{
    free(x->name);
    buf_free(&x->image);
}

int
pictures_compare_users(const struct database *d, size_t x, size_t y)
{
    int order = strcmp(user_text(&d->users[x], FIELD_NUMBER),
                       user_text(&d->users[y], FIELD_NUMBER));

    return order != 0 ? order : (x > y) - (x < y);
}

static int
compare(const void *a, const void *b, void *arg)
{
    const struct picture_change *x = a, *y = b;
    int order = pictures_compare_users(arg, x->user, y->user);

    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

/* Is there a picture, or a property that names one, to be cleared? */
static bool
can_clear(const struct settler *s, size_t user)
{
    const struct user *u = &s->b->database->users[user];
    size_t k;

    for (k = 0; k < u->pictures.count; k++) {
        const struct picture_property *q = &u->pictures.list[k];

        if (*q->value != '\0' && avatars_refers(s->a, s->b, q))
            return true;
    }
    return s->a->of_user[user].member != SIZE_MAX;
}

/* Does the change change anything?  Finds the picture that was there. */
static int
look_at(struct settler *s, struct picture_change *x, bool *keep, struct err *e)
{
    const struct zmember *m;

    x->old = s->a->of_user[x->user].member;
    *keep = x->name != NULL || can_clear(s, x->user);
    if (x->old == SIZE_MAX)
        return ST_OK;
    if (avatar_crc(s->b, x->old, &x->old_crc, e) != ST_OK)
        return e->status;
    m = zdir_member(s->b->zip, x->old);
    if (x->name != NULL && strcmp(m->name, x->name) == 0 &&
        x->old_crc == x->crc && m->usize == x->image.len)
        *keep = false;
    return ST_OK;
}

/* Keep the last change of each user, if it changes anything. */
static int
sift(struct settler *s, struct err *e)
{
    struct picture_changes *p = s->p;
    size_t i, n = 0;
    bool keep;

    if (p->count > 0)
        qsort_r(p->list, p->count, sizeof(*p->list), compare, s->b->database);
    for (i = 0; i < p->count; i++) {
        struct picture_change *x = &p->list[i];

        keep = i + 1 == p->count || x[1].user != x->user;
        if (keep && e->status == ST_OK)
            look_at(s, x, &keep, e);
        if (keep)
            p->list[n++] = *x;
        else
            free_change(x);
    }
    p->count = n;
    return e->status;
}

int
pictures_settle(struct picture_changes *p, struct backup *b,
                const struct avatars *a, struct err *e)
{
    struct settler s = {.p = p, .b = b, .a = a};

    if (sift(&s, e) == ST_OK && p->count > 0)
        pictures_work_out(&s, e);
    return e->status;
}

char *
pictures_words(const char *name, uint32_t crc)
{
    return name != NULL ? mem_printf("%s, CRC %08x", name, (unsigned)crc)
                        : mem_dup("");
}

void
pictures_free(struct picture_changes *p)
{
    size_t i;

    for (i = 0; i < p->count; i++)
        free_change(&p->list[i]);
    for (i = 0; i < p->member_count; i++)
        free(p->members[i].name);
    for (i = 0; i < p->property_count; i++)
        free(p->properties[i].text);
    free(p->list);
    free(p->members);
    free(p->properties);
    avatar_pattern_free(&p->pattern);
    template_free(p->learned);
    memset(p, 0, sizeof(*p));
}
