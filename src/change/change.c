#include <stdlib.h>
#include <string.h>

#include "cxbak/change/change.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

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
change_ask(struct changes *c, const struct backup *b, size_t user)
{
    if (c->asked == NULL)
        c->asked = mem_calloc(b->database->user_count, sizeof(*c->asked));
    c->asked[user] = true;
}

/* How many of the users asked about stay as they are? */
static void
count_unchanged(struct changes *c, const struct backup *b)
{
    size_t i, asked = 0;

    for (i = 0; c->asked != NULL && i < b->database->user_count; i++)
        asked += c->asked[i];
    c->unchanged = asked - change_users(c, b);
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

        change_ask(c, b, x->user);
        if (last && (!same || x->form != EMPTY_UNKNOWN || x->raw != NULL))
            c->list[n++] = *x;
        else
            free_change(x);
    }
    c->count = n;
    for (i = 0; i < c->pictures.count; i++)
        change_ask(c, b, c->pictures.list[i].user);
    count_unchanged(c, b);
}

int
changes_settle(struct changes *c, struct backup *b, const struct avatars *a,
               struct err *e)
{
    change_settle(c, b);
    if (pictures_settle(&c->pictures, b, a, e) != ST_OK)
        return e->status;
    count_unchanged(c, b);
    return ST_OK;
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
    free(c->asked);
    pictures_free(&c->pictures);
    memset(c, 0, sizeof(*c));
}

/* Edits user by user, and those of one user in the order of the file, as far
 * as their places are known: pieces that go to the same place must come in
 * the order in which they stood. */
static int
compare_place(const void *a, const void *b)
{
    const struct change *x = *(const struct change *const *)a;
    const struct change *y = *(const struct change *const *)b;

    if (x->user != y->user)
        return x->user < y->user ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->after != y->after)
        return x->after < y->after ? -1 : 1;
    return (x > y) - (x < y);
}

static int
compare_properties(const void *a, const void *b)
{
    const struct property_change *x = *(struct property_change *const *)a;
    const struct property_change *y = *(struct property_change *const *)b;

    if (x->user != y->user)
        return x->user < y->user ? -1 : 1;
    return (x > y) - (x < y);
}

/* The changes of fields in the order of their edits. */
static const struct change **
order_fields(const struct changes *c)
{
    const struct change **order =
        mem_array(NULL, c->count, sizeof(const struct change *));
    size_t i;

    for (i = 0; i < c->count; i++)
        order[i] = &c->list[i];
    if (c->count > 0)
        qsort(order, c->count, sizeof(const struct change *), compare_place);
    return order;
}

/* And those of properties. */
static struct property_change **
order_properties(const struct picture_changes *p)
{
    struct property_change **order =
        mem_array(NULL, p->property_count, sizeof(struct property_change *));
    size_t i;

    for (i = 0; i < p->property_count; i++)
        order[i] = &p->properties[i];
    if (p->property_count > 0)
        qsort(order, p->property_count, sizeof(struct property_change *),
              compare_properties);
    return order;
}

struct edit *
change_edits(const struct changes *c, size_t *n)
{
    size_t all = c->count + c->pictures.property_count, i = 0, k = 0;
    struct edit *edits = mem_array(NULL, all, sizeof(*edits));
    struct property_change **properties = order_properties(&c->pictures);
    const struct change **fields = order_fields(c);

    for (*n = 0; *n < all; ++*n) {
        if (k == c->pictures.property_count ||
            (i < c->count && fields[i]->user <= properties[k]->user)) {
            const struct change *x = fields[i++];

            edits[*n] = (struct edit){x->user, x->field, x->text, x->form,
                                      x->raw,  x->at,    NULL};
        } else {
            const struct property_change *y = properties[k++];

            edits[*n] = (struct edit){.user = y->user,
                                      .field = FIELD_COUNT,
                                      .text = y->text,
                                      .property = &y->edit};
        }
    }
    free(fields);
    free(properties);
    return edits;
}
