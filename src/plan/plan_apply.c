#include <stdlib.h>
#include <string.h>

#include "cxbak/change/avatar_target.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"

#include "plan/plan_impl.h"

/* What a field comes to: the last change that was made to it. */
struct slot {
    const struct plan_change *change; /* NULL: as it is in the backup */
    const struct plan *by;
    const char *there; /* the backup's value; NULL: not looked at yet */
    const char *entry; /* of a picture: the ContactImage that it comes to */
};

static void
add_conflict(struct plan_outcome *m, enum conflict_reason reason,
             const struct plan *p, const struct plan_change *x,
             const struct user *u, const char *found, const struct plan *by)
{
    m->conflicts = mem_grow(m->conflicts, &m->conflict_cap, m->conflict_count,
                            sizeof(*m->conflicts));
    m->conflicts[m->conflict_count++] =
        (struct conflict){reason, p, x, u, found, by};
}

/* Applying plans to a backup. */
struct applier {
    struct plan_outcome *m;
    struct changes *c;
    struct backup *b;
    const struct avatars *a;
    struct slot *slots;
};

/* What the backup has there. */
static const char *
value_there(struct applier *p, size_t user, enum field f, struct err *e)
{
    struct plan_outcome *m = p->m;
    char *crc;

    if (f != FIELD_AVATAR)
        return user_text(&p->b->database->users[user], f);
    if (p->a == NULL)
        return "";
    crc = plan_picture_crc(p->b, p->a->of_user[user].member, e);
    m->found =
        mem_grow(m->found, &m->found_cap, m->found_count, sizeof(*m->found));
    m->found[m->found_count++] = crc;
    return crc;
}

/* The name that the user has when the plans so far are made; `*by` is the
 * one that has given it, if any. */
static const char *
name_now(const struct applier *a, size_t user, enum field f,
         const struct plan **by)
{
    const struct slot *s = &a->slots[user * FIELD_ROWS + (size_t)f];

    if (s->change == NULL)
        return user_text(&a->b->database->users[user], f);
    *by = s->by;
    return s->change->to.text;
}

/* Is the user the one whom the plan was made for? */
static bool
is_person(const struct applier *a, const struct plan *p, const char *number,
          size_t user, const struct plan **by)
{
    const struct plan_person *x = plan_person(p, number);
    const char *name[2];

    name[0] = name_now(a, user, FIELD_FIRST, by);
    name[1] = name_now(a, user, FIELD_LAST, by);
    return x == NULL || plan_person_fits(x, name);
}

/* Does the name itself say that it is another one than expected? */
static bool
is_other_name(const struct plan_change *x, const char *found)
{
    return (x->field == FIELD_FIRST || x->field == FIELD_LAST) &&
           strcmp(found, x->from.text) != 0;
}

/* Is there what the change expects, or wants? */
static bool
has_entry(const struct slot *s, const struct plan_value *v)
{
    const char *entry = v->picture->entry;

    return entry == NULL || strcmp(s->entry, entry) == 0;
}

/* Does it come to what the change wants? */
static bool
is_made(const struct slot *s, const struct plan_change *x, const char *found)
{
    return strcmp(found, x->to.text) == 0 && has_entry(s, &x->to);
}

/* Can it be made?  Of a picture and its ContactImage one may be as wanted
 * already. */
static bool
fits(const struct slot *s, const struct plan_change *x, const char *found)
{
    return (strcmp(found, x->from.text) == 0 ||
            strcmp(found, x->to.text) == 0) &&
           (has_entry(s, &x->from) || has_entry(s, &x->to));
}

/* What is found, in the words of a conflict. */
static const char *
conflict_words(struct plan_outcome *m, const struct slot *s,
               const struct plan_change *x, const char *found)
{
    char *words;

    if (x->from.picture->entry == NULL || *s->entry == '\0')
        return found;
    words = mem_printf("%s%sContactImage %s", found, *found != '\0' ? ", " : "",
                       s->entry);
    m->found =
        mem_grow(m->found, &m->found_cap, m->found_count, sizeof(*m->found));
    m->found[m->found_count++] = words;
    return words;
}

/* Make one change, if it fits what is there. */
static int
make(struct applier *a, const struct plan *p, const struct plan_change *x,
     struct err *e)
{
    const struct database *d = a->b->database;
    size_t count, user = database_find(d, x->number, &count);
    struct plan_outcome *m = a->m;
    const struct plan *by = NULL;
    struct slot *s;
    const char *found;

    if (count != 1) {
        add_conflict(m, count == 0 ? CONFLICT_GONE : CONFLICT_REPEATED, p, x,
                     NULL, NULL, NULL);
        return ST_OK;
    }
    s = &a->slots[user * FIELD_ROWS + (size_t)x->field];
    if (s->there == NULL &&
        (s->there = value_there(a, user, x->field, e)) == NULL)
        return e->status;
    if (s->entry == NULL)
        s->entry = user_text(&d->users[user], FIELD_CONTACT_IMAGE);
    found = s->change != NULL ? s->change->to.text : s->there;
    if (is_made(s, x, found)) {
        m->already++;
    } else if (!is_other_name(x, found) &&
               !is_person(a, p, x->number, user, &by)) {
        add_conflict(m, CONFLICT_PERSON, p, x, &d->users[user], found, by);
    } else if (fits(s, x, found)) {
        s->change = x;
        s->by = p;
        if (x->to.picture->entry != NULL)
            s->entry = x->to.picture->entry;
    } else {
        add_conflict(m, CONFLICT_VALUE, p, x, &d->users[user],
                     conflict_words(m, s, x, found), s->by);
    }
    return ST_OK;
}

/* Have the ContactImage of the picture be as the plan says. */
static void
give_entry(struct change *to, const struct plan_value *v)
{
    struct original *o = &to->picture->entry.original;

    if (v->picture->entry == NULL)
        return;
    change_give_entry(to, v->picture->entry);
    *o = v->original;
    o->raw = mem_dup(v->original.raw);
}

/* Set or clear a picture. */
static int
collect_picture(struct applier *a, size_t user, const struct slot *s,
                struct err *e)
{
    const struct plan_value *v = &s->change->to;
    const struct plan_picture *p = v->picture;
    const struct buf *image = &p->image;
    struct avatar_name wanted = {
        .name = p->member, .image = image, .entry = p->entry};
    struct buf copy = BUF_INIT;
    struct avatar_target t;
    struct change *to;
    bool same;

    if (*v->text == '\0') {
        give_entry(change_clear_picture(a->c, user), v);
        return ST_OK;
    }
    if (image->len == 0)
        return err_set(e, ST_REFUSED,
                       "%s: extension %s: the plan does not hold the picture "
                       "that was there, which could not be read",
                       s->by->path, s->change->number);
    wanted.format = image_sniff(image->data, image->len, NULL);
    if (wanted.format != IMAGE_PNG && wanted.format != IMAGE_JPEG)
        wanted.format = IMAGE_UNKNOWN;
    if (avatar_target(a->c, a->b, a->a, user, &wanted, &t, e) != ST_OK)
        return err_prefix(e, "%s: ", s->by->path);
    buf_add(&copy, image->data, image->len);
    same = p->member != NULL && zname_same_path(t.name, p->member);
    to = change_set_picture(a->c, user, t.name, &copy);

    /* Under another name the picture is another's to name. */
    if (same)
        give_entry(to, v);
    return ST_OK;
}

/* The change that is left of a field when all plans are through. */
static int
collect(struct applier *a, size_t user, const struct slot *s, struct err *e)
{
    const struct plan_change *x = s->change;
    const char *entry = x->to.picture->entry;
    struct change *to;

    if (strcmp(s->there, x->to.text) == 0 &&
        (entry == NULL ||
         strcmp(user_text(&a->b->database->users[user], FIELD_CONTACT_IMAGE),
                entry) == 0))
        return ST_OK;
    if (x->field == FIELD_AVATAR)
        return collect_picture(a, user, s, e);
    to = change_add_exact(a->c, user, x->field, x->to.text);
    to->edit.original = x->to.original;
    to->edit.original.raw = mem_dup(x->to.original.raw);
    return ST_OK;
}

int
plan_apply(struct plan_outcome *m, struct changes *c, const struct plan *plans,
           size_t n, struct backup *b, const struct avatars *avatars,
           struct err *e)
{
    struct applier a = {.m = m, .c = c, .b = b, .a = avatars};
    size_t slots = b->database->user_count * FIELD_ROWS, i, k;

    a.slots = mem_calloc(slots, sizeof(*a.slots));
    for (i = 0; i < n; i++) {
        for (k = 0; k < plans[i].count && e->status == ST_OK; k++)
            make(&a, &plans[i], &plans[i].list[k], e);
    }
    for (i = 0; i < slots && e->status == ST_OK; i++) {
        if (a.slots[i].change != NULL)
            collect(&a, i / FIELD_ROWS, &a.slots[i], e);
    }
    free(a.slots);
    if (e->status != ST_OK)
        return e->status;
    return plan_place(c, b, e);
}

void
plan_match_free(struct plan_outcome *m)
{
    size_t i;

    for (i = 0; i < m->found_count; i++)
        free(m->found[i]);
    free(m->found);
    free(m->conflicts);
    memset(m, 0, sizeof(*m));
}
