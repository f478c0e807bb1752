#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "compare/compare_impl.h"

void
compare_say_database(struct comparison *c, char *why)
{
    if (c->database == NULL)
        c->database = why;
    else
        free(why);
}

void
compare_say_archive(struct comparison *c, char *why)
{
    if (c->archive == NULL)
        c->archive = why;
    else
        free(why);
}

int
compare_backups(struct comparison *c, struct backup *old, struct backup *new,
                enum compare_members how, const struct compare_wanted *wanted,
                const struct observer *observer, struct err *e)
{
    struct compare_job job = {.c = c,
                              .old = old,
                              .new = new,
                              .wanted = wanted,
                              .how = how,
                              .observer = observer};

    memset(c, 0, sizeof(*c));
    avatars_find(&job.old_avatars, old);
    avatars_find(&job.new_avatars, new);
    if (compare_databases(&job, e) != ST_OK)
        goto done;

    /* What was copied has the headers that it had. */
    if (how != COMPARE_CONTENT &&
        ((wanted == NULL && zdir_locals(old->zip, e) != ST_OK) ||
         zdir_locals(new->zip, e) != ST_OK))
        goto done;
    if (compare_archives(&job, e) == ST_OK && wanted != NULL)
        wanted_contents(&job, e);
done:
    content_free(&job);
    avatars_free(&job.old_avatars);
    avatars_free(&job.new_avatars);
    return e->status;
}

int
compare_settings(struct comparison *c, struct backup *old, struct backup *new,
                 struct err *e)
{
    if (c->database != NULL)
        settings_compare(&c->settings, old, new, e);
    return e->status;
}

char *
compare_reason(const struct comparison *c)
{
    static const char *const words[] = {"changed", "added", "removed"};
    size_t i;

    if (c->added_count > 0 || c->removed_count > 0)
        return mem_dup("users came or went");
    if (c->database != NULL || c->archive != NULL)
        return mem_dup(c->database != NULL ? c->database : c->archive);
    for (i = 0; i < c->count; i++) {
        if (c->list[i].field == FIELD_NUMBER)
            return mem_dup("the extension of a user differs");
    }
    for (i = 0; i < c->member_count; i++) {
        const struct member_difference *m = &c->members[i];

        if (!m->expected)
            return mem_printf("file \"%s\" %s%s%s", m->name, words[m->what],
                              m->why != NULL ? ": " : "",
                              m->why != NULL ? m->why : "");
    }
    return NULL;
}

bool
compare_unexplained(const struct comparison *c)
{
    char *why = compare_reason(c);

    free(why);
    return why != NULL;
}

/* Members that are only packed otherwise. */
static size_t
count_packed(const struct comparison *c)
{
    size_t i, n = 0;

    for (i = 0; i < c->member_count; i++)
        n += c->members[i].packed;
    return n;
}

bool
compare_equal(const struct comparison *c)
{
    return c->count == 0 && c->member_count == count_packed(c) &&
           !compare_unexplained(c);
}

bool
compare_packed(const struct comparison *c)
{
    return count_packed(c) > 0;
}

bool
compare_incomplete(const struct comparison *c)
{
    size_t i;

    for (i = 0; i < c->member_count; i++) {
        if (c->members[i].unknown)
            return true;
    }
    return false;
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
    settings_free(&c->settings);
    memset(c, 0, sizeof(*c));
}
