#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/people/user_value.h"
#include "cxbak/rules/rules.h"
#include "cxbak/rules/user_keys.h"
#include "cxbak/util/text.h"
#include "people/condition_impl.h"
#include "people/select_impl.h"

/* If a condition is on findings, have the rules asked once. */
static int
know_codes(struct chooser *c, const struct condition *list, struct err *e)
{
    const struct database *d = c->b->database;
    struct findings f = FINDINGS_INIT;
    size_t i;

    for (i = 0; i < c->q->where_count && !list[i].finding; i++)
        continue;
    if (i == c->q->where_count)
        return ST_OK;
    if (c->q->find == NULL)
        return err_set(
            e, ST_USAGE,
            "a condition on findings cannot be used with this command");
    if (c->q->find(c->q->find_arg, &f, e) != ST_OK)
        goto done;
    c->codes = mem_calloc(d->user_count, sizeof(*c->codes));
    for (i = 0; i < f.count; i++) {
        size_t user = f.list[i].number != NULL
                          ? database_find(d, f.list[i].number, NULL)
                          : SIZE_MAX;

        if (user != SIZE_MAX)
            user_values_add(&c->codes[user], f.list[i].rule->code);
    }
done:
    findings_free(&f);
    return e->status;
}

/* Drop the users for whom no condition holds, or not all of them. */
static void
apply_conditions(struct chooser *c, const struct condition *list)
{
    size_t n = c->q->where_count, i, k;

    for (i = 0; i < c->b->database->user_count; i++) {
        bool any = false, all = true;

        for (k = 0; k < n && c->chosen[i]; k++) {
            bool holds = condition_holds(&list[k], c->b, c->a, c->codes, i);

            any |= holds;
            all &= holds;
            if (c->q->any ? any : !all)
                break;
        }
        c->chosen[i] = c->chosen[i] && (c->q->any ? any : all);
    }
}

/* Nobody is left. */
static void
fits_none(struct chooser *c, const struct condition *list, struct err *e)
{
    size_t users = c->b->database->user_count, i;
    const char *quote;
    char *near = NULL;

    for (i = 0; i < c->q->where_count && near == NULL; i++) {
        near = condition_nearest(&list[i], c->b, c->a);
        if (near != NULL && condition_asks_for(&list[i], near)) {
            free(near);
            near = NULL;
        }
        quote = near != NULL && strpbrk(near, " &;'\"$()<>|") != NULL &&
                        strchr(near, '\'') == NULL
                    ? "'"
                    : "";
        if (near != NULL)
            err_set(e, ST_REFUSED,
                    "%s: the selection fits none of the %zu users; did you "
                    "mean %s=%s%s%s?",
                    c->b->path, users, field_info(list[i].field)->word, quote,
                    near, quote);
    }
    if (near == NULL)
        err_set(e, ST_REFUSED, "%s: the selection fits none of the %zu users",
                c->b->path, users);
    if (near == NULL && c->q->where_count > 1 && !c->q->any)
        err_hint(e, HINT_ANY_CONDITION, NULL);
    else if (near == NULL && c->q->duplicates == NULL)
        err_hint(e, HINT_WHO_IS_THERE, NULL);
    free(near);
}

/* Drop the users who have a key alone, or none. */
static void
keep_shared(struct chooser *c, struct user_keys *keys)
{
    size_t users = c->b->database->user_count, i, k, run;
    bool *shared = mem_calloc(users, sizeof(*shared));

    user_keys_sort(keys);
    for (i = 0; i < keys->count; i += run) {
        run = user_keys_run(keys, i);
        for (k = i; k < i + run; k++)
            shared[keys->list[k].user] = run > 1;
    }
    for (i = 0; i < users; i++)
        c->chosen[i] = c->chosen[i] && shared[i];
    free(shared);
}

/* Drop the users who share the field's value with nobody else; case and blanks
 * around it are ignored, as with addresses. */
static int
apply_duplicates(struct chooser *c, const char *name, struct err *e)
{
    const struct database *d = c->b->database;
    struct user_keys keys = {NULL, 0, 0};
    enum field f;
    size_t i;

    if (!field_parse(name, &f)) {
        condition_no_field(name, name, e);
        return err_hint(e, HINT_DUPLICATES, NULL);
    }
    if (field_has(f, FIELD_SECRET) || f == FIELD_AVATAR ||
        field_info(f)->json == JSON_COUNT ||
        field_info(f)->json == JSON_TRUTH) {
        err_set(e, ST_USAGE,
                "%s: nobody can be chosen by sharing a secret; name another "
                "field, such as email",
                name);
        return err_hint(e, HINT_DUPLICATES, NULL);
    }
    for (i = 0; i < d->user_count; i++) {
        char *value = user_value(c->b, c->a, i, f);

        user_keys_add(&keys, rules_email_key(value), i);
        free(value);
    }
    keep_shared(c, &keys);
    user_keys_free(&keys);
    return ST_OK;
}

/* Make the list of the chosen users, ordered by extension. */
static void
collect(struct selection *s, const struct chooser *c)
{
    size_t i, n = c->b->database->user_count;

    s->users = mem_array(NULL, n, sizeof(*s->users));
    s->count = 0;
    for (i = 0; i < n; i++) {
        if (c->chosen[i])
            s->users[s->count++] = i;
    }
    select_sort(s, FIELD_NUMBER, c->b, c->a);
}

/* Read all conditions. */
static int
read_conditions(struct condition *list, const struct select_request *q,
                struct err *e)
{
    size_t i;

    for (i = 0; i < q->where_count; i++) {
        if (condition_parse(&list[i], q->where[i], e) != ST_OK)
            break;
    }
    return e->status;
}

/* Choose by words, then drop by all else. */
static int
choose(struct chooser *c, const struct condition *list, struct err *e)
{
    const struct select_request *q = c->q;
    size_t i;

    for (i = 0; i < c->b->database->user_count; i++)
        c->chosen[i] = q->all || q->word_count == 0;
    if (select_words(c, e) != ST_OK)
        return e->status;
    if (know_codes(c, list, e) != ST_OK)
        return e->status;
    if (q->where_count > 0)
        apply_conditions(c, list);
    if (q->except_count > 0 && select_except(c, e) != ST_OK)
        return e->status;
    if (q->duplicates != NULL)
        apply_duplicates(c, q->duplicates, e);
    return e->status;
}

int
select_users(struct selection *s, const struct select_request *q,
             const struct backup *b, const struct avatars *a, struct err *e)
{
    size_t i, n = b->database->user_count;
    struct condition *list = mem_calloc(q->where_count, sizeof(*list));
    struct chooser c = {
        .q = q, .b = b, .a = a, .chosen = mem_calloc(n, sizeof(bool))};
    bool narrowed =
        q->where_count > 0 || q->duplicates != NULL || q->except_count > 0;

    s->users = NULL;
    s->count = 0;
    if (read_conditions(list, q, e) != ST_OK || choose(&c, list, e) != ST_OK)
        goto done;
    collect(s, &c);
    if (n == 0 && (q->must || narrowed))
        err_set(e, ST_REFUSED, "%s: this phone system has no users", b->path);
    else if (s->count == 0 && (q->word_count > 0 || narrowed))
        fits_none(&c, list, e);
done:
    for (i = 0; i < q->where_count; i++)
        condition_free(&list[i]);
    free(list);
    people_free(c.people);
    for (i = 0; i < n && c.codes != NULL; i++)
        user_values_free(&c.codes[i]);
    free(c.codes);
    free(c.chosen);
    return e->status;
}

/* A user with its key for sorting. */
struct keyed {
    size_t user;
    char *key;
    const char *number;
    bool by_number; /* the key is a number */
};

/* Numbers by value, then anything else as text. */
static int
compare_number(const char *a, const char *b)
{
    bool x = select_is_number(a, strlen(a)), y = select_is_number(b, strlen(b));
    int order = x && y ? select_compare_digits(a, b) : (int)y - (int)x;

    return order != 0 ? order : strcmp(a, b);
}

static int
compare_keyed(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order =
        x->by_number ? compare_number(x->key, y->key) : strcmp(x->key, y->key);

    if (order == 0)
        order = compare_number(x->number, y->number);
    return order != 0 ? order : (x->user > y->user) - (x->user < y->user);
}

/* Mostly they stand in the backup in the order of their numbers. */
static bool
in_order(const struct keyed *k, size_t n)
{
    size_t i;

    for (i = 1; i < n && compare_keyed(&k[i - 1], &k[i]) < 0; i++)
        continue;
    return i >= n;
}

void
select_sort(struct selection *s, enum field by, const struct backup *b,
            const struct avatars *a)
{
    struct keyed *k = mem_array(NULL, s->count, sizeof(*k));
    size_t i;

    for (i = 0; i < s->count; i++) {
        const struct user *u = &b->database->users[s->users[i]];
        char *value = user_value(b, a, s->users[i], by);

        k[i] = (struct keyed){
            s->users[i], text_fold(value), user_text(u, FIELD_NUMBER),
            by == FIELD_NUMBER || field_info(by)->json == JSON_COUNT};
        free(value);
    }
    if (!in_order(k, s->count))
        qsort(k, s->count, sizeof(*k), compare_keyed);
    for (i = 0; i < s->count; i++) {
        s->users[i] = k[i].user;
        free(k[i].key);
    }
    free(k);
}

void
select_free(struct selection *s)
{
    free(s->users);
    s->users = NULL;
    s->count = 0;
}
