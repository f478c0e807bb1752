/*
 * Where pieces go whose elements are missing.  A piece knows how many
 * elements stood before it; of those some may be missing too and come back
 * with it, and elements that go away with the same changes do not count.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/patch/document_index.h"
#include "cxbak/util/mem.h"
#include "cxbak/patch/original_xml.h"

#include "plan/plan_impl.h"

/* The element that the change does away with; 0 if none. */
static uint64_t
removed_end(const struct user *u, const struct edit *x)
{
    if (x->original.form != EMPTY_ABSENT || x->original.raw != NULL ||
        *x->text != '\0')
        return 0;
    if (!field_is_property(x->field))
        return u->at->value[x->field].place.end;
    return user_property_alone(u, x->field) ? u->at->properties.end : 0;
}

/* Is this a piece that is to be put in among the children of its parent? */
static bool
is_missing(const struct user *u, const struct edit *x, bool property)
{
    const struct value *v = &u->at->value[x->field];
    struct spelling s;

    if (x->original.raw == NULL || x->original.after == SIZE_MAX ||
        !original_xml_parse(&s, x->original.raw, x->field, x->text) ||
        (s.root == PIECE_PROPERTY) != property)
        return false;
    if (property)
        return v->property == NULL && u->at->properties.end != 0 &&
               !place_is_empty(&u->at->properties);
    return s.root == PIECE_CONTAINER ? u->at->properties.end == 0
                                     : u->text[x->field] == NULL;
}

/* Is this one of the elements that go away? */
static bool
is_gone(const struct document_index_child *child, const uint64_t *gone,
        size_t gone_count)
{
    size_t k;

    for (k = 0; k < gone_count && gone[k] != child->end; k++)
        continue;
    return k < gone_count;
}

/* The place behind the first `n` elements that stay and the `past` comments
 * that follow; 0 if there are fewer elements. */
static uint64_t
behind(const struct document_index_children *c, size_t n, size_t past,
       const uint64_t *gone, size_t gone_count, uint64_t open_end)
{
    uint64_t at = n == 0 ? open_end : 0;
    size_t i;

    for (i = 0; i < c->count && (n > 0 || past > 0); i++) {
        const struct document_index_child *child = &c->list[i];

        if (is_gone(child, gone, gone_count) || (child->aside && n > 0))
            continue;
        if (n == 0 && !child->aside)
            break;
        if (child->aside)
            past--;
        else
            n--;
        if (n == 0)
            at = child->end;
    }
    return at;
}

/* How many comments stand between the last element that is there and the
 * place of `x`: those before `x`, and where the element before it is missing
 * too, those before that one. */
static size_t
past_of(struct edit *const *missing, size_t count, const struct edit *x)
{
    size_t i, past = x->original.past;

    for (i = 0; i < count; i++) {
        if (missing[i]->original.after + 1 == x->original.after)
            return past + past_of(missing, count, missing[i]);
    }
    return past;
}

/* The changes `list` of one user. */
static void
place_user(struct change *list, size_t n, const struct user *u,
           const struct document_index_user *children)
{
    uint64_t gone[FIELD_ROWS];
    struct edit *missing[FIELD_ROWS];
    size_t gone_count = 0, count = 0, i, k;

    for (i = 0; i < n; i++) {
        struct edit *x = change_edit(&list[i]);
        uint64_t end;

        if (x == NULL)
            continue;
        end = removed_end(u, x);
        if (end != 0)
            gone[gone_count++] = end;
        if (is_missing(u, x, true))
            x->at =
                behind(&children->properties, x->original.after,
                       x->original.past, NULL, 0, u->at->properties.open_end);
        if (is_missing(u, x, false))
            missing[count++] = x;
    }
    for (i = 0; i < count; i++) {
        size_t after = missing[i]->original.after, before = 0;

        for (k = 0; k < count; k++)
            before += missing[k]->original.after < after;
        if (after >= before)
            missing[i]->at = behind(&children->own, after - before,
                                    past_of(missing, count, missing[i]), gone,
                                    gone_count, u->at->element.open_end);
    }
}

int
plan_place(struct changes *c, struct backup *b, struct err *e)
{
    struct document_index l = {0};
    size_t i, n;

    for (i = 0; i < c->count; i++) {
        const struct edit *x = change_edit(&c->list[i]);

        if (x != NULL && x->original.raw != NULL &&
            x->original.after != SIZE_MAX)
            document_index_choose(&l, b, x->user);
    }
    if (l.users == NULL || document_index_read(&l, b, e) != ST_OK)
        goto done;
    for (i = 0; i < c->count; i += n) {
        size_t user = c->list[i].edit.user;

        for (n = 1; i + n < c->count && c->list[i + n].edit.user == user; n++)
            continue;
        if (l.users[user] != NULL)
            place_user(&c->list[i], n, &b->database->users[user],
                       l.users[user]);
    }
done:
    document_index_free(&l);
    return e->status;
}
