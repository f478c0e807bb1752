#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/report/groups_report.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/report/term_style.h"
#include "cxbak/report/text_table.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

static int
compare(const void *a, const void *b)
{
    const struct group_member *const *x = a, *const *y = b;

    if ((*x)->index != (*y)->index)
        return (*x)->index < (*y)->index ? -1 : 1;
    return ((*x)->order > (*y)->order) - ((*x)->order < (*y)->order);
}

/* The members group by group, in the order of the document; the caller frees
 * the array. */
static const struct group_member **
by_group(const struct groups *g)
{
    const struct group_member **list =
        mem_calloc(g->member_count, sizeof(*list));
    size_t i;

    for (i = 0; i < g->member_count; i++)
        list[i] = &g->members[i];
    if (g->member_count > 0)
        qsort(list, g->member_count, sizeof(*list), compare);
    return list;
}

/* The user's name, newly made; NULL if nobody has the extension. */
static char *
name_of(const struct database *d, const char *number)
{
    size_t user = database_find(d, number, NULL);

    return user != SIZE_MAX ? user_name(&d->users[user]) : NULL;
}

static void
print_member(struct text_table *t, const struct database *d,
             const struct group_member *m)
{
    char *name = name_of(d, m->number);
    struct buf b = BUF_INIT;
    size_t i;

    for (i = 0; i < m->role_count; i++)
        buf_printf(&b, "%s%s", i > 0 ? ", " : "",
                   groups_roles(&d->groups, m)[i]);
    if (m->primary)
        buf_printf(&b, "%s(primary)", b.len > 0 ? " " : "");
    text_table_copy(t, m->number);
    text_table_copy(t, name != NULL ? name : "(no such user)");
    text_table_copy(t, buf_str(&b));
    buf_free(&b);
    free(name);
}

/* Print one group and its `n` members. */
static void
print_group(FILE *out, const struct database *d, const struct group *g,
            const struct group_member *const *members, size_t n, bool colour)
{
    struct text_table *t = text_table_new();
    struct buf b = BUF_INIT;
    size_t i;

    text_escape(&b, *g->name != '\0' ? g->name : "(no name)");
    if (*g->number != '\0') {
        buf_adds(&b, "  ");
        text_escape(&b, g->number);
    }
    fprintf(out, "%s%s%s\n", term_style(colour, TERM_BOLD), buf_str(&b),
            term_style(colour, TERM_PLAIN));
    for (i = 0; i < 3; i++)
        text_table_column(t, "", TEXT_TABLE_LEFT);
    for (i = 0; i < n; i++)
        print_member(t, d, members[i]);
    if (n > 0)
        text_table_print(t, out, 2, colour);
    text_table_free(t);
    buf_free(&b);
}

size_t
groups_report_print(FILE *out, const struct database *d, bool all, bool colour)
{
    const struct groups *g = &d->groups;
    const struct group_member **list = by_group(g);
    size_t i, at = 0, n, count = 0;

    for (i = 0; i < g->count; i++, at += n) {
        for (n = 0; at + n < g->member_count && list[at + n]->index == i; n++)
            continue;
        if (!all && group_is_internal(&g->list[i]))
            continue;
        if (count++ > 0)
            putc('\n', out);
        print_group(out, d, &g->list[i], list + at, n, colour);
    }
    free(list);
    return count;
}

static struct json_t *
member_json(const struct database *d, const struct group_member *m)
{
    struct json_t *one = jsonout_object(), *roles = jsonout_array();
    char *name = name_of(d, m->number);
    size_t i;

    for (i = 0; i < m->role_count; i++)
        jsonout_append(roles, jsonout_string(groups_roles(&d->groups, m)[i]));
    jsonout_set_string(one, "Number", m->number);
    jsonout_set_string(one, "Name", name);
    jsonout_set_bool(one, "Primary", m->primary);
    jsonout_set(one, "Roles", roles);
    free(name);
    return one;
}

static void
put_group(struct jsonout *o, const struct database *d, const struct group *g,
          const struct group_member *const *list, size_t n, const char *path)
{
    size_t i;

    jsonout_open(o, NULL, '{');
    jsonout_put(o, "Name", jsonout_string(g->name));
    jsonout_put(o, "Number",
                jsonout_string(*g->number != '\0' ? g->number : NULL));
    jsonout_open(o, "Members", '[');
    for (i = 0; i < n; i++)
        jsonout_put(o, NULL, member_json(d, list[i]));
    jsonout_close(o);
    if (path != NULL)
        jsonout_put(o, "Backup", jsonout_string(path));
    jsonout_close(o);
}

void
groups_report_json(FILE *out, const struct database *d, bool all,
                   const char *path)
{
    const struct groups *g = &d->groups;
    const struct group_member **list = by_group(g);
    struct jsonout o;
    size_t i, at = 0, n;

    jsonout_start(&o, out, path != NULL);
    if (path == NULL)
        jsonout_open(&o, NULL, '[');
    for (i = 0; i < g->count; i++, at += n) {
        for (n = 0; at + n < g->member_count && list[at + n]->index == i; n++)
            continue;
        if (all || !group_is_internal(&g->list[i]))
            put_group(&o, d, &g->list[i], list + at, n, path);
    }
    if (path == NULL)
        jsonout_close(&o);
    free(list);
}

void
mentions_report_print(FILE *out, const struct mentions *m, bool colour)
{
    struct text_table *t = text_table_new();
    size_t i;

    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    for (i = 0; i < m->count; i++) {
        const struct mention *x = &m->list[i];

        text_table_add(t, mention_kind_name(x->kind));
        text_table_add(t, x->place);
        if (x->count > 1)
            text_table_printf(t, "%zu", x->count);
        else
            text_table_add(t, x->what);
    }
    text_table_print(t, out, 0, colour);
    text_table_free(t);
}

static struct json_t *
mention_json(const struct mention *x)
{
    struct json_t *one = jsonout_object();

    jsonout_set_string(one, "Kind", mention_kind_name(x->kind));
    jsonout_set_string(one, "Place", x->place);
    jsonout_set_string(one, "What", *x->what != '\0' ? x->what : NULL);
    jsonout_set_count(one, "Count", x->count);
    return one;
}

void
mentions_report_json(FILE *out, const struct mentions *m, const char *number,
                     const char *name)
{
    struct jsonout o;
    size_t i;

    jsonout_start(&o, out, false);
    jsonout_open(&o, NULL, '{');
    jsonout_put(&o, "Number", jsonout_string(number));
    jsonout_put(&o, "Name", jsonout_string(name));
    jsonout_open(&o, "References", '[');
    for (i = 0; i < m->count; i++)
        jsonout_put(&o, NULL, mention_json(&m->list[i]));
    jsonout_close(&o);
    jsonout_close(&o);
}
