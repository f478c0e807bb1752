#include <stdlib.h>
#include <string.h>

#include "compare/compare_impl.h"

int
compare_backups(struct comparison *c, struct backup *old, struct backup *new,
                enum compare_members how, const struct observer *observer,
                struct err *e)
{
    struct avatars before, after;

    memset(c, 0, sizeof(*c));
    avatars_find(&before, old);
    avatars_find(&after, new);
    if (compare_databases(c, old, new, &before, &after, e) != ST_OK ||
        how == COMPARE_NONE)
        goto done;
    if (how == COMPARE_BYTES && (zdir_locals(old->zip, e) != ST_OK ||
                                 zdir_locals(new->zip, e) != ST_OK))
        goto done;
    compare_archives(c, old, new, &before, &after, how, observer, e);
done:
    avatars_free(&before);
    avatars_free(&after);
    return e->status;
}

bool
compare_unexplained(const struct comparison *c)
{
    size_t i;

    if (c->added_count > 0 || c->removed_count > 0 || c->database != NULL ||
        c->archive != NULL)
        return true;
    for (i = 0; i < c->count; i++) {
        if (c->list[i].field == FIELD_NUMBER)
            return true;
    }
    for (i = 0; i < c->member_count; i++) {
        const struct member_difference *m = &c->members[i];

        if (!m->picture && !(m->database && m->what == MEMBER_CHANGED))
            return true;
    }
    return false;
}

bool
compare_equal(const struct comparison *c)
{
    return c->count == 0 && c->member_count == 0 && !compare_unexplained(c);
}

void
compare_free(struct comparison *c)
{
    size_t i;

    for (i = 0; i < c->member_count; i++) {
        free(c->members[i].name);
        free(c->members[i].why);
    }
    free(c->members);
    free(c->list);
    free(c->added);
    free(c->removed);
    free(c->database);
    free(c->archive);
    memset(c, 0, sizeof(*c));
}
