/*
 * What every extension of a phone system has: five forwarding profiles, and a
 * group.  Where a backup shows neither of any user, as those of old versions
 * may, nothing is said.
 */
#include <string.h>

#include "cxbak/util/human.h"
#include "check/check_impl.h"

/* Available, Away, Out of office and two custom ones. */
#define PROFILES 5

static bool
has_profiles(const struct database *d)
{
    size_t i;

    for (i = 0; i < d->user_count; i++) {
        if (d->users[i].profile_count == PROFILES)
            return true;
    }
    return false;
}

static bool
has_groups(const struct database *d)
{
    size_t i, first;

    for (i = 0; i < d->user_count; i++) {
        if (groups_of(&d->groups, user_text(&d->users[i], FIELD_NUMBER),
                      &first) > 0)
            return true;
    }
    return false;
}

static void
check_memberships(const struct database *d, const char *number,
                  struct findings *f)
{
    size_t first, n = groups_of(&d->groups, number, &first), i;
    const struct group_member *m = d->groups.members + first;
    const char *one = NULL, *two = NULL;
    size_t primary = 0;

    if (n == 0)
        findings_add(f, "group-missing", number, NULL, "is in no group");
    for (i = 0; i < n; i++) {
        if (!m[i].primary)
            continue;
        primary++;
        two = one;
        one = groups_name(&d->groups, &m[i]);
    }
    if (primary > 1)
        findings_add(f, "group-primary", number, NULL,
                     "has %zu primary groups, among them \"%s\" and \"%s\"",
                     primary, two, one);
}

void
check_groups(const struct check_request *q, struct findings *f)
{
    const struct database *d = q->backup->database;
    bool profiles = has_profiles(d), groups = has_groups(d);
    char n[HUMAN_ROOM];
    size_t i;

    for (i = 0; i < d->user_count; i++) {
        const struct user *u = &d->users[i];
        const char *number = user_text(u, FIELD_NUMBER);

        if (profiles && u->profile_count != PROFILES)
            findings_add(
                f, "profiles-count", number, NULL, "has %s, not five",
                human_things(n, u->profile_count, "forwarding profile"));
        if (groups && *number != '\0')
            check_memberships(d, number, f);
    }
}
