/*
 * Rules on users together.  Users are grouped by sorting their keys, so the
 * work is that of a sort, however many share one.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "rules/rules_impl.h"

/* Extensions that a message names; the others are counted. */
#define LIST_MAX 5

/* A domain is the house's own from so many users up ... */
#define HOUSE_MIN 5

/* ... and one of another is a slip of it only if it is so much rarer. */
#define HOUSE_RATIO 10

/* The domains of a house that are compared with; few have more, and the
 * number keeps the work linear. */
#define HOUSE_MAX 8

const char *
rules_value(const struct rules_user *u, enum field f)
{
    return u->value[f] != NULL ? u->value[f] : "";
}

/* The keys of all users that have one, sorted. */
static struct user_keys
make_keys(const struct rules_user *users, size_t n, rules_key_fn *key)
{
    struct user_keys keys = {NULL, 0, 0};
    size_t i;

    for (i = 0; i < n; i++)
        user_keys_add(&keys, key(&users[i]), i);
    user_keys_sort(&keys);
    return keys;
}

void
rules_group(struct findings *f, const struct rules_user *users, size_t n,
            rules_key_fn *key, rules_group_fn *found)
{
    struct user_keys keys = make_keys(users, n, key);
    size_t i, run;

    for (i = 0; i < keys.count; i += run) {
        run = user_keys_run(&keys, i);
        if (run > 1)
            found(f, users, keys.list + i, run);
    }
    user_keys_free(&keys);
}

char *
rules_list_others(const struct rules_user *users, const struct user_key *group,
                  size_t n, size_t self)
{
    struct human_list l = {.max = LIST_MAX};
    struct buf b = BUF_INIT;
    size_t i;

    for (i = 0; i < n && l.count < LIST_MAX; i++) {
        if (i == self)
            continue;
        b.len = 0;
        rules_put(&b, rules_value(&users[group[i].user], FIELD_NUMBER));
        human_list_add(&l, buf_str(&b));
    }
    buf_free(&b);

    /* Of many the others are only counted. */
    l.count = n - 1;
    return human_list_end(&l);
}

static char *
number_key(const struct rules_user *u)
{
    const char *number = rules_value(u, FIELD_NUMBER);

    return *number != '\0' ? mem_dup(number) : NULL;
}

/* One finding for all who have the number, with their names. */
static void
report_number(struct findings *f, const struct rules_user *users,
              const struct user_key *group, size_t n)
{
    struct human_list l = {.max = LIST_MAX, .plain = true};
    struct buf b = BUF_INIT;
    char *names;
    size_t i;

    for (i = 0; i < n; i++) {
        const struct rules_user *u = &users[group[i].user];

        b.len = 0;
        buf_addc(&b, '"');
        rules_put(&b, rules_value(u, FIELD_FIRST));
        buf_addc(&b, ' ');
        rules_put(&b, rules_value(u, FIELD_LAST));
        buf_addc(&b, '"');
        human_list_add(&l, buf_str(&b));
    }
    names = human_list_end(&l);
    findings_add(f, "number-repeated", users[group[0].user].value[FIELD_NUMBER],
                 field_info(FIELD_NUMBER)->key,
                 "the extension belongs to %zu users: %s", n, names);
    free(names);
    buf_free(&b);
}

/* Both names, without regard to case and blanks at the ends. */
static char *
name_key(const struct rules_user *u)
{
    char *trimmed, *key = NULL;
    struct buf both = BUF_INIT;

    buf_adds(&both, rules_value(u, FIELD_FIRST));
    buf_addc(&both, ' ');
    buf_adds(&both, rules_value(u, FIELD_LAST));
    if (both.len <= RULES_LONG && text_valid(buf_str(&both), both.len, NULL)) {
        trimmed = text_trim(buf_str(&both));
        if (*trimmed != '\0')
            key = text_fold(trimmed);
        free(trimmed);
    }
    buf_free(&both);
    return key;
}

static void
report_name(struct findings *f, const struct rules_user *users,
            const struct user_key *group, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        char *others = rules_list_others(users, group, n, i);

        findings_add(f, "name-shared", users[group[i].user].value[FIELD_NUMBER],
                     NULL, "has the same name as %s", others);
        free(others);
    }
}

static char *
email_key(const struct rules_user *u)
{
    return rules_email_key(u->value[FIELD_EMAIL]);
}

/* Does everybody in the group have one and the same name? */
static bool
is_one_person(const struct rules_user *users, const struct user_key *group,
              size_t n)
{
    char *first = name_key(&users[group[0].user]), *other;
    bool same = first != NULL;
    size_t i;

    for (i = 1; i < n && same; i++) {
        other = name_key(&users[group[i].user]);
        same = other != NULL && strcmp(first, other) == 0;
        free(other);
    }
    free(first);
    return same;
}

static void
report_email(struct findings *f, const struct rules_user *users,
             const struct user_key *group, size_t n)
{
    bool one_person = is_one_person(users, group, n);
    struct finding *new;
    size_t i;

    for (i = 0; i < n; i++) {
        const struct rules_user *u = &users[group[i].user];
        char *others = rules_list_others(users, group, n, i);
        char *q = rules_quote(u->value[FIELD_EMAIL]);

        new = findings_add(f, "email-shared", u->value[FIELD_NUMBER],
                           field_info(FIELD_EMAIL)->key,
                           "%s is also the address of %s%s", q, others,
                           one_person ? ", who has the same name" : "");
        if (one_person)
            new->severity = SEVERITY_NOTE;
        free(q);
        free(others);
    }
}

/* What stands behind the @, case folded. */
static char *
domain_key(const struct rules_user *u)
{
    char *key = email_key(u), *at, *domain = NULL;

    if (key != NULL && (at = strrchr(key, '@')) != NULL && at[1] != '\0')
        domain = mem_dup(at + 1);
    free(key);
    return domain;
}

struct house {
    const char *domain;
    size_t users;
};

/* Put a domain among the most used ones, the first being the largest. */
static void
keep_largest(struct house *h, const char *domain, size_t users)
{
    size_t i = HOUSE_MAX - 1;

    if (users < HOUSE_MIN || users <= h[i].users)
        return;
    for (; i > 0 && h[i - 1].users < users; i--)
        h[i] = h[i - 1];
    h[i].domain = domain;
    h[i].users = users;
}

/* The user's address with another domain. */
static char *
with_domain(const struct rules_user *u, const char *domain)
{
    char *trimmed = text_trim(u->value[FIELD_EMAIL]), *at, *whole;

    at = strrchr(trimmed, '@');
    whole = mem_printf("%.*s@%s", (int)(at - trimmed), trimmed, domain);
    free(trimmed);
    return whole;
}

static void
report_slips(struct findings *f, const struct rules_user *users,
             const struct user_key *group, size_t n, const struct house *h)
{
    char *known = rules_slip_domain(group[0].text);
    struct finding *new;
    size_t i, j;

    /* A slip of a well-known domain is told by the rule on the value. */
    for (i = 0; i < HOUSE_MAX && h[i].domain != NULL && known == NULL; i++) {
        if (n * HOUSE_RATIO > h[i].users ||
            !rules_slip_apart(group[0].text, h[i].domain))
            continue;
        for (j = 0; j < n; j++) {
            const struct rules_user *u = &users[group[j].user];
            char *q = rules_quote(u->value[FIELD_EMAIL]);

            new = findings_add(f, "email-typo", u->value[FIELD_NUMBER],
                               field_info(FIELD_EMAIL)->key,
                               "%s: %zu other users have the domain %s", q,
                               h[i].users, h[i].domain);
            finding_suggest(new, with_domain(u, h[i].domain), true);
            free(q);
        }
        break;
    }
    free(known);
}

/* Rare domains that are one slip beside the domain of the house. */
static void
check_house_domains(struct findings *f, const struct rules_user *users,
                    size_t n)
{
    struct house h[HOUSE_MAX] = {{NULL, 0}};
    struct user_keys keys = make_keys(users, n, domain_key);
    size_t i, run;

    for (i = 0; i < keys.count; i += run) {
        run = user_keys_run(&keys, i);
        keep_largest(h, keys.list[i].text, run);
    }
    for (i = 0; i < keys.count; i += run) {
        run = user_keys_run(&keys, i);
        report_slips(f, users, keys.list + i, run, h);
    }
    user_keys_free(&keys);
}

void
rules_check_users(struct findings *f, const struct rules_user *u, size_t n)
{
    rules_group(f, u, n, number_key, report_number);
    rules_group(f, u, n, email_key, report_email);
    rules_group(f, u, n, name_key, report_name);
    check_house_domains(f, u, n);
}
