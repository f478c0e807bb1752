#include <stdlib.h>
#include <string.h>

#include "cxbak/change.h"
#include "cxbak/mem.h"
#include "cxbak/text.h"

void
change_add(struct changes *c, size_t user, enum field f, const char *text)
{
    bool odd = text_valid(text, strlen(text), NULL) && !text_is_nfc(text);

    c->list = mem_grow(c->list, &c->cap, c->count, sizeof(*c->list));
    c->list[c->count] =
        (struct change){.user = user,
                        .field = f,
                        .text = odd ? text_nfc(text) : mem_dup(text),
                        .normalised = odd,
                        .order = c->count};
    c->count++;
}

static void
free_change(struct change *c)
{
    free(c->text);
    free(c->raw);
}

/* The place of every user in the order of extensions. */
static size_t *
ranks(const struct database *d)
{
    size_t *rank = mem_array(NULL, d->user_count, sizeof(*rank)), i;

    for (i = 0; i < d->user_count; i++)
        rank[d->by_number[i]] = i;
    return rank;
}

static int
compare(const void *a, const void *b, void *arg)
{
    const struct change *x = a, *y = b;
    const size_t *rank = arg;

    if (x->user != y->user)
        return rank[x->user] < rank[y->user] ? -1 : 1;
    if (x->field != y->field)
        return x->field < y->field ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

void
change_settle(struct changes *c, const struct backup *b)
{
    const struct database *d = b->database;
    size_t *rank = ranks(d), i, n = 0;

    if (c->count > 0)
        qsort_r(c->list, c->count, sizeof(*c->list), compare, rank);
    free(rank);
    for (i = 0; i < c->count; i++) {
        struct change *x = &c->list[i];
        bool last =
            i + 1 == c->count || x[1].user != x->user || x[1].field != x->field;
        bool same =
            strcmp(user_text(&d->users[x->user], x->field), x->text) == 0;

        if (last && (!same || x->form != FORM_UNKNOWN || x->raw != NULL))
            c->list[n++] = *x;
        else
            free_change(x);
    }
    c->count = n;
}

size_t
change_next_user(const struct changes *c, const struct backup *b, size_t field,
                 size_t picture)
{
    size_t x = field < c->count ? c->list[field].user : SIZE_MAX;
    size_t y =
        picture < c->pictures.count ? c->pictures.list[picture].user : SIZE_MAX;

    if (x == SIZE_MAX || y == SIZE_MAX)
        return x == SIZE_MAX ? y : x;
    return pictures_compare_users(b->database, x, y) <= 0 ? x : y;
}

size_t
change_users(const struct changes *c, const struct backup *b)
{
    size_t i = 0, k = 0, n = 0, user;

    while ((user = change_next_user(c, b, i, k)) != SIZE_MAX) {
        while (i < c->count && c->list[i].user == user)
            i++;
        while (k < c->pictures.count && c->pictures.list[k].user == user)
            k++;
        n++;
    }
    return n;
}

void
change_free(struct changes *c)
{
    size_t i;

    for (i = 0; i < c->count; i++)
        free_change(&c->list[i]);
    free(c->list);
    pictures_free(&c->pictures);
    memset(c, 0, sizeof(*c));
}

static int
compare_edits(const void *a, const void *b)
{
    const struct edit *x = a, *y = b;

    if (x->user != y->user)
        return x->user < y->user ? -1 : 1;
    if ((x->property == NULL) != (y->property == NULL))
        return x->property == NULL ? -1 : 1;
    if (x->property != NULL)
        return (x->property > y->property) - (x->property < y->property);
    return (x->field > y->field) - (x->field < y->field);
}

struct edit *
change_edits(const struct changes *c, size_t *n)
{
    const struct picture_changes *p = &c->pictures;
    struct edit *edits =
        mem_array(NULL, c->count + p->property_count, sizeof(*edits));
    size_t i;

    *n = 0;
    for (i = 0; i < c->count; i++) {
        const struct change *x = &c->list[i];

        edits[(*n)++] =
            (struct edit){x->user, x->field, x->text, x->form, x->raw, NULL};
    }
    for (i = 0; i < p->property_count; i++) {
        const struct property_change *x = &p->properties[i];

        edits[(*n)++] = (struct edit){.user = x->user,
                                      .field = FIELD_COUNT,
                                      .text = x->text,
                                      .property = &x->edit};
    }
    if (*n > 0)
        qsort(edits, *n, sizeof(*edits), compare_edits);
    return edits;
}
