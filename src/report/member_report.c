/*
 * Members that differ.  A backup of another day has thousands of other
 * recordings: what differs alike in one folder of the root is counted, and so
 * are folders themselves, whose times differ wherever a backup is unpacked and
 * packed again.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/report/differences.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"

/* So many are named one by one. */
#define NAMED_MAX 3

static const char *const change_words[] = {"changed", "added", "removed"};

/* A member, with its folders. */
struct item {
    const struct member_difference *m;
    bool folder; /* it is one, and has no content */
    size_t top;  /* length of its first folder with the slash; 0: none */
    size_t dir;  /* and of all of them */
    size_t place;
};

static bool
is_shown(const struct member_difference *m)
{
    return !(m->database && m->expected) || m->packed;
}

static int
compare_why(const struct member_difference *x,
            const struct member_difference *y)
{
    if (x->why == NULL || y->why == NULL)
        return (x->why != NULL) - (y->why != NULL);
    return strcmp(x->why, y->why);
}

static int
compare_folder(const char *a, size_t n, const char *b, size_t m)
{
    int order = memcmp(a, b, n < m ? n : m);

    return order != 0 ? order : (n > m) - (n < m);
}

/* Would they be the same line but for the name? */
static int
by_group(const struct item *x, const struct item *y)
{
    int order = (int)x->folder - (int)y->folder;

    if (order == 0 && !x->folder)
        order = compare_folder(x->m->name, x->top, y->m->name, y->top);
    if (order == 0)
        order = (int)x->m->what - (int)y->m->what;
    if (order == 0)
        order = (int)x->m->picture - (int)y->m->picture;
    return order != 0 ? order : compare_why(x->m, y->m);
}

static int
by_folder(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int order = by_group(x, y);

    if (order == 0)
        order = compare_folder(x->m->name, x->dir, y->m->name, y->dir);
    return order != 0 ? order : (x->place > y->place) - (x->place < y->place);
}

/* Those that are shown; the caller frees them. */
static struct item *
make_items(const struct comparison *c, size_t *n)
{
    struct item *list = mem_calloc(c->member_count, sizeof(*list));
    size_t i;

    *n = 0;
    for (i = 0; i < c->member_count; i++) {
        const struct member_difference *m = &c->members[i];
        const char *slash = strrchr(m->name, '/');
        size_t top = strcspn(m->name, "/");

        if (!is_shown(m))
            continue;
        list[(*n)++] = (struct item){
            m, slash != NULL && slash[1] == '\0', slash != NULL ? top + 1 : 0,
            slash != NULL ? (size_t)(slash - m->name) + 1 : 0, i};
    }
    return list;
}

/* Hand over a line about `name`, which is a file or, if `many`, several. */
static void
tell(member_line_fn *line, void *arg, const struct item *x, const char *name,
     bool many)
{
    const struct member_difference *m = x->m;
    char *what = mem_printf("%s%s %s",
                            x->folder    ? "folder"
                            : m->picture ? "picture"
                                         : "file",
                            many ? "s" : "",
                            m->unknown  ? "not compared"
                            : m->packed ? "packed anew"
                                        : change_words[m->what]);

    line(arg, what, name, m->why);
    free(what);
}

/* Many of one folder. */
static void
tell_count(member_line_fn *line, void *arg, const struct item *list, size_t n)
{
    size_t i, folders = 1;
    char count[HUMAN_ROOM], more[HUMAN_ROOM];
    char *words;

    for (i = 1; i < n; i++)
        folders += compare_folder(list[i - 1].m->name, list[i - 1].dir,
                                  list[i].m->name, list[i].dir) != 0;
    human_count(count, n);
    if (list[0].folder)
        words = mem_printf("%s, the first is %s", count, list[0].m->name);
    else if (folders == 1)
        words =
            mem_printf("%s in %.*s", count, (int)list[0].dir, list[0].m->name);
    else
        words =
            mem_printf("%s in %.*s (%s)", count, (int)list[0].top,
                       list[0].m->name, human_things(more, folders, "folder"));
    tell(line, arg, &list[0], words, true);
    free(words);
}

void
members_lines(const struct comparison *c, bool each, member_line_fn *line,
              void *arg)
{
    size_t count, i, k, n;
    struct item *list = make_items(c, &count);

    if (!each && count > 0)
        qsort(list, count, sizeof(*list), by_folder);
    for (i = 0; i < count; i += n) {
        for (n = 1;
             !each && i + n < count && by_group(&list[i], &list[i + n]) == 0;)
            n++;
        if (list[i].top > 0 && n > NAMED_MAX) {
            tell_count(line, arg, list + i, n);
            continue;
        }
        for (k = i; k < i + n; k++)
            tell(line, arg, &list[k], list[k].m->name, false);
    }
    free(list);
}

static int
by_dir(const void *a, const void *b)
{
    const struct item *x = a, *y = b;

    return compare_folder(x->m->name, x->dir, y->m->name, y->dir);
}

struct json_t *
members_folders_json(const struct comparison *c)
{
    static const char *const keys[] = {"Changed", "Added", "Removed"};
    size_t count, i, n;
    struct item *list = make_items(c, &count);
    struct json_t *folders = jsonout_array();

    if (count > 0)
        qsort(list, count, sizeof(*list), by_dir);
    for (i = 0; i < count; i += n) {
        size_t many[3] = {0, 0, 0}, k;
        char *name = mem_ndup(list[i].m->name, list[i].dir);
        struct json_t *one = jsonout_object();

        for (n = 0; i + n < count && by_dir(&list[i], &list[i + n]) == 0; n++)
            many[list[i + n].m->what]++;
        jsonout_set_string(one, "Folder", name);
        for (k = 0; k < 3; k++)
            jsonout_set_count(one, keys[k], many[k]);
        jsonout_append(folders, one);
        free(name);
    }
    free(list);
    return folders;
}
