/*
 * Names, where headers contradict each other.  Both headers of a member name
 * it; damage that ends a name goes on behind it, and else the names of other
 * members must tell which one is right.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/metadata.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zdir.h"

#include "salvage/salvage_names_impl.h"

/* What looking at one name costs. */
#define LOOK_COST 64

/* A name that a backup must have, or of what is empty that of a folder, counts
 * more than all likeness. */
#define WANTED 8

static int
compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

struct named *
names_sort(const struct salvage *v)
{
    struct named *list = mem_array(NULL, v->piece_count, sizeof(*list));
    size_t i;

    for (i = 0; i < v->piece_count; i++)
        list[i] = (struct named){v->pieces[i].said.name, i};
    if (v->piece_count > 0)
        qsort(list, v->piece_count, sizeof(*list), compare_named);
    return list;
}

size_t
names_find(const struct named *list, size_t n, const char *name)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(list[mid].name, name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool
names_database(const char *name)
{
    static const char ending[] = "Db.xml";
    size_t n = strlen(name);

    return n >= sizeof(ending) - 1 && strpbrk(name, "/\\") == NULL &&
           strcmp(name + n - (sizeof(ending) - 1), ending) == 0;
}

static bool
is_folder(const char *name)
{
    size_t n = strlen(name);

    return n > 0 && name[n - 1] == '/';
}

static bool
is_wanted(const char *name)
{
    return strcmp(name, METADATA_NAME) == 0 || names_database(name);
}

/* What stands behind the last of these signs, with it: the name in its folder,
 * the ending. */
static const char *
last_part(const char *name, const char *signs)
{
    const char *last = name, *p;

    for (p = name; (p = strpbrk(p, signs)) != NULL; p++)
        last = p;
    return last;
}

#define FOLDERS "/\\"

/* How much a name is like those of other members: the same folder, or the same
 * one at the top, the same name in it, the same ending.  Not at all, if it is
 * that of another one. */
static int
likeness(const struct salvage *v, const char *name, const struct piece *but)
{
    size_t i, folder = (size_t)(last_part(name, FOLDERS) - name);
    size_t top = strcspn(name, FOLDERS);
    int in_folder = 0, same_top = 0, same_last = 0, same_ending = 0;

    for (i = 0; i < v->piece_count; i++) {
        const char *other = v->pieces[i].said.name;

        if (&v->pieces[i] == but)
            continue;
        if (strcmp(other, name) == 0)
            return 0;
        if ((size_t)(last_part(other, FOLDERS) - other) == folder &&
            strncmp(other, name, folder) == 0)
            in_folder = 1;
        if (strcspn(other, FOLDERS) == top && strncmp(other, name, top) == 0)
            same_top = 1;
        if (strcmp(last_part(other, FOLDERS), last_part(name, FOLDERS)) == 0)
            same_last = 1;
        if (strcmp(last_part(other, "."), last_part(name, ".")) == 0)
            same_ending = 1;
    }
    if (is_wanted(name) || (but->claim.usize == 0 && is_folder(name)))
        in_folder += WANTED;
    return 1 + in_folder + same_top + same_last + same_ending;
}

void
names_choose(struct salvage *v, const struct record *r, struct piece *m,
             bool good)
{
    int order = 1; /* above 0 the record is right, below it the member */

    if (m->said.state == SALVAGE_WHOLE && local_is_name(m->said.name)) {
        if (!good || !local_is_name(r->name))
            order = -1;
        else if (prove_may_try(v, v->piece_count * LOOK_COST))
            order = likeness(v, r->name, m) - likeness(v, m->said.name, m);
        else
            order = 0;
    }
    if (order >= 0) {
        free(m->said.name);
        m->said.name = mem_dup(r->name);
    }
    if (order == 0) {
        m->said.why = "its two headers name it differently";
        v->sum.doubtful++;
    } else if (m->said.why == NULL) {
        m->said.why = "its name was damaged";
    }
}

/* How good a member is among those of its name. */
static unsigned
rank(const struct piece *m)
{
    unsigned good = m->said.state == SALVAGE_WHOLE       ? 4
                    : m->said.state == SALVAGE_UNCHECKED ? 2
                                                         : 0;

    return good + (m->record != SIZE_MAX);
}

/* Are both the same, as far as that can be known? */
static bool
is_same(const struct piece *a, const struct piece *b)
{
    return a->claim.data == b->claim.data ||
           (a->claim.crc == b->claim.crc && a->claim.usize == b->claim.usize &&
            (a->claim.crc != 0 || a->claim.usize == 0));
}

/* The name of the member with `*tail` behind it goes to `*tail`, if no other
 * one has it; else the member is left out.  The list borrows the names, so they
 * are not changed yet. */
static void
name_aside(struct salvage *v, const struct named *list, struct piece *m,
           char **tail)
{
    char *name = mem_printf("%s%s", m->said.name, *tail);
    size_t at = names_find(list, v->piece_count, name);

    if (strlen(name) > ZMAX16 ||
        (at < v->piece_count && strcmp(list[at].name, name) == 0)) {
        m->said.state = SALVAGE_LEFT;
        free(name);
        name = NULL;
    }
    free(*tail);
    *tail = name;
}

/* Of members of one name the best stays, and what is not the same as that. */
static void
part_doubles(struct salvage *v, const struct named *list, char **aside)
{
    size_t i, best = 0, n = 1;

    for (i = 1; i < v->piece_count; i++) {
        struct piece *a = &v->pieces[list[best].index];
        struct piece *b = &v->pieces[list[i].index], *less = b;

        if (b->left_out || b->said.state == SALVAGE_LEFT)
            continue;
        if (a->left_out || a->said.state == SALVAGE_LEFT ||
            strcmp(list[best].name, list[i].name) != 0) {
            best = i;
            n = 1;
            continue;
        }
        if (rank(b) > rank(a)) {
            best = i;
            less = a;
        }
        if (less->said.state == SALVAGE_LOST || is_same(a, b))
            less->left_out = true;
        else
            aside[less - v->pieces] = mem_printf("~%zu", ++n);
    }
}

/* A folder has the name `path`: is it that of a file, too?  What is empty was
 * a folder. */
static void
part_folder(struct salvage *v, const struct named *list, const char *path,
            char **aside)
{
    size_t at = names_find(list, v->piece_count, path);

    for (; at < v->piece_count && strcmp(list[at].name, path) == 0; at++) {
        size_t i = list[at].index;

        if (!v->pieces[i].left_out && aside[i] == NULL)
            aside[i] = mem_dup(v->pieces[i].claim.usize == 0 ? "/" : "~1");
    }
}

static void
part_folders(struct salvage *v, const struct named *list, char **aside)
{
    size_t i;

    for (i = 0; i < v->piece_count; i++) {
        const struct piece *inner = &v->pieces[list[i].index];
        char *path, *p;

        if (inner->left_out || inner->said.state > SALVAGE_UNCHECKED)
            continue;
        path = p = mem_dup(list[i].name);
        while ((p = strchr(p, '/')) != NULL && p[1] != '\0' &&
               prove_may_try(v, LOOK_COST)) {
            *p = '\0';
            part_folder(v, list, path, aside);
            *p++ = '/';
        }
        free(path);
    }
}

void
names_settle(struct salvage *v)
{
    struct named *list = names_sort(v);
    char **aside = mem_calloc(v->piece_count + 1, sizeof(*aside));
    size_t i;

    part_doubles(v, list, aside);
    part_folders(v, list, aside);
    for (i = 0; i < v->piece_count; i++) {
        struct piece *m = &v->pieces[i];

        if (aside[i] == NULL || m->left_out ||
            m->said.state > SALVAGE_UNCHECKED)
            continue;
        m->said.why = *aside[i] == '/'
                          ? "its name was damaged"
                          : "another file, or a folder, has its name";
        v->sum.doubtful += *aside[i] != '/';
        name_aside(v, list, m, &aside[i]);
    }
    free(list);
    for (i = 0; i < v->piece_count; i++) {
        struct piece *m = &v->pieces[i];

        if (aside[i] != NULL && !m->left_out &&
            m->said.state <= SALVAGE_UNCHECKED) {
            free(m->said.name);
            m->said.name = aside[i];
        } else {
            free(aside[i]);
        }
    }
    free(aside);
}

/* ---- Names that lead out of the archive ---- */

/* Put `_` for each of these signs in the first `n` bytes; is there one? */
static bool
blot(char *p, size_t n, const char *signs)
{
    bool found = false;
    size_t i;

    for (i = 0; i < n; i++) {
        if (strchr(signs, p[i]) != NULL) {
            p[i] = '_';
            found = true;
        }
    }
    return found;
}

/* Make the name one that stays in the folder that it is unpacked to, of the
 * same length: no root, no drive, no part of two dots.  Returns whether it was
 * none. */
static bool
keep_inside(char *name)
{
    static const char slashes[] = "/\\", ups[] = ". ";
    bool out =
        strspn(name, slashes) > 0 && blot(name, strspn(name, slashes), slashes);
    char *part = name;

    if (isalpha((unsigned char)name[0]) && name[1] == ':')
        out |= blot(name, 2, ":");
    for (; *part != '\0'; part += strspn(part, slashes)) {
        size_t n = strcspn(part, slashes);

        if (n > 1 && *part == '.' && strspn(part, ups) >= n)
            out |= blot(part, n, ".");
        part += n;
    }
    return out;
}

void
names_keep_inside(struct salvage *v)
{
    size_t i;

    for (i = 0; i < v->piece_count; i++) {
        struct salvage_member *m = &v->pieces[i].said;

        if (!v->pieces[i].left_out && keep_inside(m->name) && m->why == NULL)
            m->why = "its name led out of the folder it is unpacked to";
    }
}
