#include <stdlib.h>
#include <string.h>

#include "cxbak/change.h"
#include "cxbak/mem.h"
#include "cxbak/text.h"

/* Add a change whose text is taken over. */
static struct change *
add(struct changes *c, size_t user, enum field f, char *text)
{
    c->list = mem_grow(c->list, &c->cap, c->count, sizeof(*c->list));
    c->list[c->count] = (struct change){.user = user,
                                        .field = f,
                                        .text = text,
                                        .after = SIZE_MAX,
                                        .order = c->count};
    return &c->list[c->count++];
}

void
change_add(struct changes *c, size_t user, enum field f, const char *text)
{
    bool odd = text_valid(text, strlen(text), NULL) && !text_is_nfc(text);

    add(c, user, f, odd ? text_nfc(text) : mem_dup(text))->normalised = odd;
}

struct change *
change_add_exact(struct changes *c, size_t user, enum field f, const char *text)
{
    return add(c, user, f, mem_dup(text));
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
    size_t *rank = ranks(d), i, n = 0, users;

    if (c->count > 0)
        qsort_r(c->list, c->count, sizeof(*c->list), compare, rank);
    free(rank);
    users = change_users(c);
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
    c->unchanged += users - change_users(c);
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

/* Edits in the order of the file, as far as their places are known: pieces
 * that go to the same place must come in the order in which they stood. */
static int
compare_place(const void *a, const void *b, void *arg)
{
    const struct changes *c = arg;
    const struct change *x = &c->list[*(const size_t *)a];
    const struct change *y = &c->list[*(const size_t *)b];

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->after != y->after)
        return x->after < y->after ? -1 : 1;
    return (x > y) - (x < y);
}

struct edit *
change_edits(const struct changes *c)
{
    struct edit *edits = mem_array(NULL, c->count, sizeof(*edits));
    size_t *order = mem_array(NULL, c->count, sizeof(*order)), i;

    for (i = 0; i < c->count; i++)
        order[i] = i;
    if (c->count > 0)
        qsort_r(order, c->count, sizeof(*order), compare_place,
                (void *)(uintptr_t)c);
    for (i = 0; i < c->count; i++) {
        const struct change *x = &c->list[order[i]];

        edits[i] =
            (struct edit){x->user, x->field, x->text, x->form, x->raw, x->at};
    }
    free(order);
    return edits;
}
