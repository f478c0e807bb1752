/*
 * Users by their address: the keys by which addresses are compared, sorted.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/rules/rules.h"

struct keyed {
    char *key;
    size_t user;
};

struct users_csv_addresses {
    struct keyed *list; /* sorted by key */
    size_t *users;      /* in the same order */
    size_t count;
};

static int
compare(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = strcmp(x->key, y->key);

    return order != 0 ? order : (x->user > y->user) - (x->user < y->user);
}

struct users_csv_addresses *
users_csv_addresses_new(const struct database *d)
{
    struct users_csv_addresses *a = mem_calloc(1, sizeof(*a));
    size_t i;

    a->list = mem_array(NULL, d->user_count, sizeof(*a->list));
    a->users = mem_array(NULL, d->user_count, sizeof(*a->users));
    for (i = 0; i < d->user_count; i++) {
        char *key = rules_email_key(user_text(&d->users[i], FIELD_EMAIL));

        if (key != NULL)
            a->list[a->count++] = (struct keyed){key, i};
    }
    if (a->count > 0)
        qsort(a->list, a->count, sizeof(*a->list), compare);
    for (i = 0; i < a->count; i++)
        a->users[i] = a->list[i].user;
    return a;
}

size_t
users_csv_addresses_find(const struct users_csv_addresses *a, const char *email,
                         const size_t **users)
{
    size_t low = 0, high = a->count, n = 0;
    char *key = rules_email_key(email);

    /* The first key that is not before it. */
    while (key != NULL && low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(a->list[mid].key, key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    while (key != NULL && low + n < a->count &&
           strcmp(a->list[low + n].key, key) == 0)
        n++;
    *users = a->users + low;
    free(key);
    return n;
}

void
users_csv_addresses_free(struct users_csv_addresses *a)
{
    size_t i;

    if (a == NULL)
        return;
    for (i = 0; i < a->count; i++)
        free(a->list[i].key);
    free(a->list);
    free(a->users);
    free(a);
}
