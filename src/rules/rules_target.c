/*
 * Advice for moving an older system to version 20, where users sign in with
 * their address.  Rooms and common phones cannot be told from people, so all
 * users that are enabled are looked at, and what they lack is no error.
 */
#include <stdlib.h>

#include "rules/rules_impl.h"

/* The address of somebody who can sign in. */
static char *
enabled_email_key(const struct rules_user *u)
{
    return u->enabled ? rules_email_key(u->value[FIELD_EMAIL]) : NULL;
}

static void
report_email(struct findings *f, const struct rules_user *users,
             const struct user_key *group, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        char *others = rules_list_others(users, group, n, i);

        findings_add(
            f, "target-v20-email-shared",
            users[group[i].user].value[FIELD_NUMBER],
            field_info(FIELD_EMAIL)->key,
            "signs in with the same address as %s; give each their own",
            others);
        free(others);
    }
}

static void
check_user(struct findings *f, const struct rules_user *u)
{
    const char *number = u->value[FIELD_NUMBER];
    bool first = rules_is_empty(u, FIELD_FIRST),
         last = rules_is_empty(u, FIELD_LAST);

    if (rules_is_empty(u, FIELD_EMAIL))
        findings_add(f, "target-v20-email-missing", number,
                     field_info(FIELD_EMAIL)->key,
                     "has no address to sign in with; set one before the move");
    if (first || last)
        findings_add(f, "target-v20-name", number,
                     field_info(first ? FIELD_FIRST : FIELD_LAST)->key,
                     "has no %s; version 20 requires both names",
                     first && last ? "name"
                     : first       ? "first name"
                                   : "last name");
}

void
rules_check_target_v20(struct findings *f, const struct rules_user *u, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (u[i].enabled)
            check_user(f, &u[i]);
    }
    rules_group(f, u, n, enabled_email_key, report_email);
}
