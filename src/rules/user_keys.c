#include <stdlib.h>
#include <string.h>

#include "cxbak/rules/user_keys.h"
#include "cxbak/util/mem.h"

void
user_keys_add(struct user_keys *k, char *text, size_t user)
{
    if (text == NULL)
        return;
    k->list = mem_grow(k->list, &k->cap, k->count, sizeof(*k->list));
    k->list[k->count++] = (struct user_key){text, user};
}

static int
compare_keys(const void *a, const void *b)
{
    const struct user_key *x = a, *y = b;
    int order = strcmp(x->text, y->text);

    return order != 0 ? order : (x->user > y->user) - (x->user < y->user);
}

void
user_keys_sort(struct user_keys *k)
{
    if (k->count > 0)
        qsort(k->list, k->count, sizeof(*k->list), compare_keys);
}

size_t
user_keys_from(const struct user_keys *k, const char *text)
{
    size_t low = 0, high = k->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(k->list[mid].text, text) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

size_t
user_keys_run(const struct user_keys *k, size_t first)
{
    const char *text = k->list[first].text;
    size_t n = 1;

    while (first + n < k->count && strcmp(k->list[first + n].text, text) == 0)
        n++;
    return n;
}

size_t
user_keys_find(const struct user_keys *k, const char *text, size_t *first)
{
    size_t at;

    if (text == NULL)
        return 0;
    at = user_keys_from(k, text);
    if (at == k->count || strcmp(k->list[at].text, text) != 0)
        return 0;
    *first = at;
    return user_keys_run(k, at);
}

void
user_keys_free(struct user_keys *k)
{
    size_t i;

    for (i = 0; i < k->count; i++)
        free(k->list[i].text);
    free(k->list);
    *k = (struct user_keys){NULL, 0, 0};
}
