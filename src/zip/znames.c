/*
 * All names of an archive, held against each other.  Members must be as many
 * files and folders for each reader, whatever it makes of the names.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"

#include "zip/zip_impl.h"

/* Another spelling of a member's name. */
struct spelled {
    const char *name;
    char *own; /* the same, where it is to be freed */
    size_t member;
};

/* What begins at a part of a path: without empty parts and parts `.`. */
static const char *
skip_empty(const char *p)
{
    for (;;) {
        if (zname_is_slash(p[0]))
            p++;
        else if (p[0] == '.' && zname_is_slash(p[1]))
            p += 2;
        else
            return p;
    }
}

/* Go along two paths as far as they are the same. */
static void
go_along(const char **a, const char **b)
{
    const char *x = skip_empty(*a), *y = skip_empty(*b);

    while (*x != '\0' &&
           (*x == *y || (zname_is_slash(*x) && zname_is_slash(*y)))) {
        bool slash = zname_is_slash(*x);

        x++;
        y++;
        if (slash) {
            x = skip_empty(x);
            y = skip_empty(y);
        }
    }
    *a = x;
    *b = y;
}

/* A character's place in the order: what a folder holds comes first. */
static unsigned
rank(char c)
{
    return zname_is_slash(c) ? 1 : (unsigned char)c;
}

int
zname_compare(const char *a, const char *b)
{
    const char *x = a, *y = b;

    /* Over what is the same byte for byte, in steps of whole parts. */
    for (; *x == *y && *x != '\0'; x++, y++) {
        if (*x == '/') {
            a = x + 1;
            b = y + 1;
        }
    }
    go_along(&a, &b);
    return (rank(*a) > rank(*b)) - (rank(*a) < rank(*b));
}

bool
zname_is_below(const char *name, const char *folder)
{
    go_along(&name, &folder);
    return *folder == '\0' && zname_is_slash(*name);
}

/* Is there nothing in the name that zname_compare() would skip? */
static bool
is_plain(const struct zmember *m)
{
    const char *p = m->name, *end = p + m->name_len;

    if (skip_empty(p) != p || (m->signs & ZNAME_BACKSLASH))
        return false;
    while ((p = memchr(p, '/', (size_t)(end - p))) != NULL) {
        p++;
        if (skip_empty(p) != p)
            return false;
    }
    return true;
}

static int
compare_member(const void *a, const void *b, void *arg)
{
    const struct zdir *z = arg;

    return zname_compare(z->members[*(const size_t *)a].name,
                         z->members[*(const size_t *)b].name);
}

static int
compare_spelled(const void *a, const void *b)
{
    const struct spelled *x = a, *y = b;
    int order = zname_compare(x->name, y->name);

    /* Spellings of one member are no clash: keep them together. */
    return order != 0 ? order
                      : (x->member > y->member) - (x->member < y->member);
}

/* Do two names clash, `a` being the first of the two in the order?  `x` and
 * `y` are their members. */
static int
check_pair(const struct zdir *z, const char *a, size_t x, const char *b,
           size_t y, struct err *e)
{
    if (x == y)
        return ST_OK;
    if (zname_compare(a, b) == 0)
        return zdir_refuse(
            z, y, e, "R5",
            "another file in it has the same name, or some systems "
            "give it the same");
    if (zname_is_below(b, a))
        return zdir_refuse(z, y, e, "R5",
                           "it lies in a folder that has the name of a file, "
                           "\"%s\"",
                           z->members[x].name);
    return ST_OK;
}

/* The spellings that differ from the stored names. */
static struct spelled *
spell_others(const struct zdir *z, size_t *count)
{
    struct spelled *all = NULL;
    size_t cap = 0, n = 0, i;
    int how;

    for (i = 0; i < z->count; i++) {
        for (how = ZNAME_STORED + 1; how < ZNAME_SPELLINGS; how++) {
            char *name = zname_spelling(&z->members[i], (enum zspelling)how);

            if (name == NULL)
                continue;
            all = mem_grow(all, &cap, n, sizeof(*all));
            all[n++] = (struct spelled){name, name, i};
        }
    }
    *count = n;
    return all;
}

/* The same of two stored names that are plain. */
static int
check_plain(const struct zdir *z, size_t x, size_t y, struct err *e)
{
    const struct zmember *a = &z->members[x], *b = &z->members[y];
    bool begins = a->name_len <= b->name_len &&
                  memcmp(a->name, b->name, a->name_len) == 0;

    /* What clashes begins like the one before. */
    return begins ? check_pair(z, a->name, x, b->name, y, e) : ST_OK;
}

/* Put stored names and other spellings into one order. */
static int
check_spellings(const struct zdir *z, const struct spelled *other, size_t n,
                struct err *e)
{
    size_t all_count = n + z->count, k;
    struct spelled *all = mem_array(NULL, all_count, sizeof(*all));

    memcpy(all, other, n * sizeof(*all));
    for (k = 0; k < z->count; k++)
        all[n + k] = (struct spelled){z->members[k].name, NULL, k};
    qsort(all, all_count, sizeof(*all), compare_spelled);
    for (k = 1; k < all_count && e->status == ST_OK; k++)
        check_pair(z, all[k - 1].name, all[k - 1].member, all[k].name,
                   all[k].member, e);
    free(all);
    return e->status;
}

/* Are all names plain?  Nearly always they are. */
static bool
are_plain(const struct zdir *z)
{
    size_t k;

    for (k = 0; k < z->count; k++) {
        if (!is_plain(&z->members[k]))
            return false;
    }
    return true;
}

int
znames_check(struct zdir *z, struct err *e)
{
    bool plain = are_plain(z);
    struct spelled *other;
    size_t n, k;

    if (plain)
        znames_sort_plain(z);
    else
        qsort_r(z->by_name, z->count, sizeof(*z->by_name), compare_member, z);
    for (k = 1; k < z->count; k++) {
        size_t x = z->by_name[k - 1], y = z->by_name[k];

        if (plain)
            check_plain(z, x, y, e);
        else
            check_pair(z, z->members[x].name, x, z->members[y].name, y, e);
        if (e->status != ST_OK)
            return e->status;
    }
    other = spell_others(z, &n);
    if (n > 0)
        check_spellings(z, other, n, e);
    for (k = 0; k < n; k++)
        free(other[k].own);
    free(other);
    return e->status;
}
