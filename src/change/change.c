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
        bool last = i + 1 == c->count || x[1].user != x->user ||
                    x[1].field != x->field;
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
change_users(const struct changes *c)
{
    size_t i, n = 0;

    for (i = 0; i < c->count; i++)
        n += i == 0 || c->list[i].user != c->list[i - 1].user;
    return n;
}

void
change_free(struct changes *c)
{
    size_t i;

    for (i = 0; i < c->count; i++)
        free_change(&c->list[i]);
    free(c->list);
    memset(c, 0, sizeof(*c));
}

struct edit *
change_edits(const struct changes *c)
{
    struct edit *edits = mem_array(NULL, c->count, sizeof(*edits));
    size_t i;

    for (i = 0; i < c->count; i++) {
        const struct change *x = &c->list[i];

        edits[i] =
            (struct edit){x->user, x->field, x->text, x->form, x->raw};
    }
    return edits;
}
