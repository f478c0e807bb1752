#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/avatar.h"
#include "cxbak/mem.h"

/* The longest extension number that is looked for in a name. */
#define NUMBER_MAX 32

/* What stands behind the folder in the member's name, or NULL if it lies
 * elsewhere or is a folder itself. */
static const char *
in_folder(const struct zmember *m)
{
    size_t n = sizeof(AVATAR_FOLDER_NAME) - 1;
    char last = m->name[m->name_len - 1];

    if (strncasecmp(m->name, AVATAR_FOLDER_NAME, n - 1) != 0 ||
        (m->name[n - 1] != '/' && m->name[n - 1] != '\\') || last == '/' ||
        last == '\\')
        return NULL;
    return m->name + n;
}

/* The name without its folders. */
static const char *
base_name(const char *name)
{
    const char *p;

    for (p = name; *p != '\0'; p++) {
        if ((*p == '/' || *p == '\\') && p[1] != '\0')
            name = p + 1;
    }
    return name;
}

static void
give(struct avatar *a, size_t member, enum avatar_rule rule,
     const char *property)
{
    if (a->rule == AVATAR_NONE)
        *a = (struct avatar){rule, member, property, 0};
    else if (a->member != member)
        a->others++;
}

/* Rule 2 or 3: whose number does the name begin with?  Returns false if it is
 * nobody's. */
static bool
give_by_name(struct avatars *a, const struct backup *b, size_t i,
             const char *name)
{
    const struct database *d = b->database;
    size_t n = strcspn(name, "_-./\\"), user;
    bool folder = name[n] == '/' || name[n] == '\\';
    char number[NUMBER_MAX];

    if (n == 0 || n >= sizeof(number))
        return false;
    memcpy(number, name, n);
    number[n] = '\0';
    if ((user = database_find(d, number, NULL)) == SIZE_MAX)
        return false;

    /* In 200/x/y.png the second folder means something else. */
    if (folder && strpbrk(name + n + 1, "/\\") != NULL)
        return false;
    give(&a->of_user[user], i, folder ? AVATAR_FOLDER : AVATAR_NAME, NULL);
    return true;
}

/* A picture by the last part of its name, to be found from properties. */
struct named {
    const char *base;
    size_t member;
};

static int
compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return strcasecmp(x->base, y->base);
}

/* Rule 1: give every user the pictures that properties name; marks the
 * members that were given. */
static void
give_by_property(struct avatars *a, const struct backup *b,
                 const struct named *names, size_t n, bool *given)
{
    const struct database *d = b->database;
    size_t i, k;

    for (i = 0; i < d->user_count; i++) {
        const struct pairs *p = &d->users[i].pictures;

        for (k = 0; k < p->count; k++) {
            struct named key = {base_name(p->list[k].value), 0}, *found;

            found = n > 0 ? bsearch(&key, names, n, sizeof(*names),
                                    compare_named)
                          : NULL;
            if (found == NULL)
                continue;
            give(&a->of_user[i], found->member, AVATAR_PROPERTY,
                 p->list[k].name);
            given[found->member] = true;
        }
    }
}

void
avatars_find(struct avatars *a, const struct backup *b)
{
    size_t i, n = zdir_count(b->zip), users = b->database->user_count, k = 0;
    struct named *names = mem_array(NULL, n, sizeof(*names));
    bool *given = mem_calloc(n, sizeof(*given));

    memset(a, 0, sizeof(*a));
    a->of_user = mem_calloc(users, sizeof(*a->of_user));
    for (i = 0; i < users; i++)
        a->of_user[i].member = SIZE_MAX;

    /* Rule 1 comes before the others for all users. */
    for (i = 0; i < n; i++) {
        const char *name = in_folder(zdir_member(b->zip, i));

        if (name != NULL)
            names[k++] = (struct named){base_name(name), i};
    }
    a->picture_count = k;
    qsort(names, k, sizeof(*names), compare_named);
    give_by_property(a, b, names, k, given);
    for (i = 0; i < n; i++) {
        const char *name = in_folder(zdir_member(b->zip, i));

        if (name == NULL || given[i] || give_by_name(a, b, i, name))
            continue;
        a->orphans = mem_grow(a->orphans, &a->orphan_cap, a->orphan_count,
                              sizeof(*a->orphans));
        a->orphans[a->orphan_count++] = i;
    }
    free(given);
    free(names);
}

const char *
avatars_name(const struct avatars *a, const struct backup *b, size_t user)
{
    size_t i = a->of_user[user].member;

    return i != SIZE_MAX ? zdir_member(b->zip, i)->name : NULL;
}

char *
avatars_rule(const struct avatar *a)
{
    switch (a->rule) {
    case AVATAR_PROPERTY:
        return mem_printf("property %s names it", a->property);
    case AVATAR_NAME:
        return mem_dup("named by the extension");
    case AVATAR_FOLDER:
        return mem_dup("in the extension's folder");
    case AVATAR_NONE:
        break;
    }
    return mem_dup("none");
}

void
avatars_free(struct avatars *a)
{
    free(a->of_user);
    free(a->orphans);
    memset(a, 0, sizeof(*a));
}
