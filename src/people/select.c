#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cxbak/people/select.h"
#include "cxbak/rules/rules.h"
#include "cxbak/rules/user_keys.h"
#include "cxbak/util/text.h"

/* The largest @file: a million extensions. */
#define LIST_MAX ((size_t)16 << 20)

/* The value of a field that the database does not hold. */
static char *
derive(const struct backup *b, const struct avatars *a, size_t user,
       enum field f)
{
    const struct user *u = &b->database->users[user];
    const char *name;

    if (f == FIELD_ENABLED)
        return mem_dup(u->disabled ? "false" : "true");
    if (f == FIELD_PHONES)
        return mem_printf("%zu", u->phone_count);
    assert(f == FIELD_AVATAR);
    name = avatars_name(a, b, user);
    return mem_dup(name != NULL ? name : "");
}

char *
select_value(const struct backup *b, const struct avatars *a, size_t user,
             enum field f)
{
    const char *text;

    if (field_info(f)->source == SOURCE_DERIVED)
        return derive(b, a, user, f);
    text = user_text(&b->database->users[user], f);
    if (field_has(f, FIELD_SECRET) && *text != '\0')
        text = "set";
    return mem_dup(text);
}

/* The choice on its way. */
struct chooser {
    const struct backup *b;
    bool *chosen;
    struct inputs *inputs;
};

static bool
is_number(const char *s, size_t n)
{
    return n > 0 && strspn(s, "0123456789") >= n;
}

/* Choose the users with that extension; there must be one. */
static int
choose_one(struct chooser *c, const char *number, struct err *e)
{
    const struct database *d = c->b->database;
    size_t count, at = database_position(d, number, &count);

    if (count == 0)
        return err_set(e, ST_REFUSED, "%s: there is no extension %s",
                       c->b->path, number);
    while (count-- > 0)
        c->chosen[d->by_number[at + count]] = true;
    return ST_OK;
}

/* Compare two numbers of digits by their value. */
static int
compare_digits(const char *a, const char *b)
{
    size_t n, m;

    a += strspn(a, "0");
    b += strspn(b, "0");
    n = strlen(a);
    m = strlen(b);
    return n != m ? (n > m) - (n < m) : strcmp(a, b);
}

/* Choose the users from one extension to another.  They must have as many
 * digits as one of the two, so that 100-199 does not mean 0150. */
static int
choose_range(struct chooser *c, const char *from, const char *to, struct err *e)
{
    const struct database *d = c->b->database;
    size_t i;

    if (compare_digits(from, to) > 0)
        return err_set(e, ST_USAGE,
                       "the range %s-%s runs backwards; write %s-%s", from, to,
                       to, from);
    for (i = 0; i < d->user_count; i++) {
        const char *number = user_text(&d->users[i], FIELD_NUMBER);
        size_t n = strlen(number);

        if (is_number(number, n) && n >= strlen(from) && n <= strlen(to) &&
            compare_digits(number, from) >= 0 &&
            compare_digits(number, to) <= 0)
            c->chosen[i] = true;
    }
    return ST_OK;
}

/* Choose what one item says: an extension or a range. */
static int
choose_item(struct chooser *c, const char *item, struct err *e)
{
    const char *dash = strchr(item, '-');
    char *from;

    if (dash == NULL && is_number(item, strlen(item)))
        return choose_one(c, item, e);
    if (dash != NULL && is_number(item, (size_t)(dash - item)) &&
        is_number(dash + 1, strlen(dash + 1))) {
        from = mem_ndup(item, (size_t)(dash - item));
        choose_range(c, from, dash + 1, e);
        free(from);
        return e->status;
    }
    err_set(e, ST_USAGE, "\"%s\" selects nothing", item);
    return err_hint(e, HINT_SELECT, NULL);
}

static int choose_list(struct chooser *c, char *list, struct err *e);

/* Choose what a file lists, one or several to a line; # begins a comment. */
static int
choose_file(struct chooser *c, const char *path, struct err *e)
{
    struct buf b = BUF_INIT;
    char *line, *next, *p;
    size_t n = 0;

    if (io_slurp(&b, path, c->inputs, LIST_MAX, ST_REFUSED, e) != ST_OK)
        goto done;
    buf_addc(&b, '\n');
    for (line = (char *)b.data; *line != '\0'; line = next) {
        next = line + strcspn(line, "\n");
        *next++ = '\0';
        n++;
        line[strcspn(line, "#")] = '\0';
        for (p = line; *p != '\0'; p++) {
            if (*p == '\t' || *p == '\r' || *p == ' ' || *p == ';')
                *p = ',';
        }
        if (choose_list(c, line, e) != ST_OK) {
            err_prefix(e, "%s:%zu: ", path, n);
            if (e->status == ST_USAGE)
                e->status = ST_REFUSED;
            break;
        }
    }
done:
    buf_free(&b);
    return e->status;
}

/* Choose the items of a list with commas, which is taken apart. */
static int
choose_list(struct chooser *c, char *list, struct err *e)
{
    char *save = NULL, *item;

    for (item = strtok_r(list, ",", &save); item != NULL;
         item = strtok_r(NULL, ",", &save)) {
        if (choose_item(c, item, e) != ST_OK)
            break;
    }
    return e->status;
}

static int
choose_word(struct chooser *c, const char *word, struct err *e)
{
    char *copy;

    if (word[0] == '@')
        return choose_file(c, word + 1, e);
    if (word[0] == '\0' || word[strspn(word, ",")] == '\0')
        return choose_item(c, word, e);
    copy = mem_dup(word);
    choose_list(c, copy, e);
    free(copy);
    return e->status;
}

/* Does the pattern fit the value?  Of a picture's name, it may fit what `list`
 * shows, the name without the folder of all pictures. */
static bool
fits(const char *pattern, const char *value, enum field f)
{
    size_t n = sizeof(AVATAR_FOLDER_NAME) - 1;

    return text_glob(pattern, value) ||
           (f == FIELD_AVATAR && strlen(value) > n &&
            text_glob(pattern, value + n));
}

/* There is no field of that name: say which is nearest, or which there are. */
static void
no_field(const char *where, const char *name, struct err *e)
{
    const char *near = field_nearest(name);
    char *all;

    if (near != NULL) {
        err_set(e, ST_USAGE,
                "%s: there is no field \"%s\"; did you mean \"%s\"?", where,
                name, near);
        return;
    }
    all = field_names(NULL, NAMED_BY_WORD, "");
    err_set(e, ST_USAGE, "%s: there is no field \"%s\": %s", where, name, all);
    free(all);
}

/* Drop the users for whom the condition FIELD=GLOB does not hold. */
static int
apply_where(struct chooser *c, const struct avatars *a, const char *where,
            struct err *e)
{
    const char *eq = strchr(where, '=');
    enum field f;
    char *name;
    size_t i;

    if (eq == NULL) {
        err_set(e, ST_USAGE, "%s: write FIELD=GLOB", where);
        return err_hint(e, HINT_CONDITION_FORM, NULL);
    }
    name = mem_ndup(where, (size_t)(eq - where));
    if (!field_parse(name, &f)) {
        no_field(where, name, e);
        free(name);
        return err_hint(e, HINT_CONDITION, NULL);
    }
    free(name);
    for (i = 0; i < c->b->database->user_count; i++) {
        char *value = select_value(c->b, a, i, f);

        c->chosen[i] = c->chosen[i] && fits(eq + 1, value, f);
        free(value);
    }
    return ST_OK;
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
    struct user_keys keys;
    enum field f;
    size_t i;

    if (!field_parse(name, &f)) {
        no_field(name, name, e);
        return err_hint(e, HINT_DUPLICATES, NULL);
    }
    if (field_info(f)->source == SOURCE_DERIVED || field_has(f, FIELD_SECRET)) {
        err_set(e, ST_USAGE,
                "%s: who shares this value is not told; name another field, "
                "such as email",
                name);
        return err_hint(e, HINT_DUPLICATES, NULL);
    }
    user_keys_init(&keys, d->user_count);
    for (i = 0; i < d->user_count; i++)
        user_keys_add(&keys, rules_email_key(user_text(&d->users[i], f)), i);
    keep_shared(c, &keys);
    user_keys_free(&keys);
    return ST_OK;
}

/* Make the list of the chosen users, ordered by extension. */
static void
collect(struct selection *s, const struct chooser *c, const struct avatars *a)
{
    size_t i, n = c->b->database->user_count;

    s->users = mem_array(NULL, n, sizeof(*s->users));
    s->count = 0;
    for (i = 0; i < n; i++) {
        if (c->chosen[i])
            s->users[s->count++] = i;
    }
    select_sort(s, FIELD_NUMBER, c->b, a);
}

int
select_users(struct selection *s, const struct select_request *q,
             const struct backup *b, const struct avatars *a, struct err *e)
{
    size_t i, n = b->database->user_count;
    struct chooser c = {b, mem_calloc(n, sizeof(bool)), q->inputs};

    s->users = NULL;
    s->count = 0;
    for (i = 0; i < n; i++)
        c.chosen[i] = q->all || q->word_count == 0;
    for (i = 0; i < q->word_count; i++) {
        if (choose_word(&c, q->words[i], e) != ST_OK)
            goto done;
    }
    for (i = 0; i < q->where_count; i++) {
        if (apply_where(&c, a, q->where[i], e) != ST_OK)
            goto done;
    }
    if (q->duplicates != NULL &&
        apply_duplicates(&c, q->duplicates, e) != ST_OK)
        goto done;
    collect(s, &c, a);
    if (n == 0 && (q->must || q->where_count > 0 || q->duplicates != NULL))
        err_set(e, ST_REFUSED, "%s: this phone system has no users", b->path);
    else if (s->count == 0 &&
             (q->word_count > 0 || q->where_count > 0 || q->duplicates != NULL))
        err_set(e, ST_REFUSED, "%s: the selection fits none of the %zu users",
                b->path, n);
done:
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
    bool x = is_number(a, strlen(a)), y = is_number(b, strlen(b));
    int order = x && y ? compare_digits(a, b) : (int)y - (int)x;

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

void
select_sort(struct selection *s, enum field by, const struct backup *b,
            const struct avatars *a)
{
    struct keyed *k = mem_array(NULL, s->count, sizeof(*k));
    size_t i;

    for (i = 0; i < s->count; i++) {
        const struct user *u = &b->database->users[s->users[i]];
        char *value = select_value(b, a, s->users[i], by);

        k[i] = (struct keyed){
            s->users[i], text_fold(value), user_text(u, FIELD_NUMBER),
            by == FIELD_NUMBER || field_info(by)->json == JSON_COUNT};
        free(value);
    }
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
