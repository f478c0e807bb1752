#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/backup/mapping_table.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/check/references.h"

/* Profiles and rules that a message names; the others are counted. */
#define WITHIN_MAX 3

/* What the reference is: a member of the thing, or a destination of calls,
 * which any thing can have. */
static const char *
code_of(const struct pbx_object *t, const struct pbx_text *item)
{
    if (strcmp(item->element, "Internal") == 0)
        return "reference-forward";
    if (strcmp(t->element, "Group") == 0)
        return "reference-group";
    if (strcmp(t->element, "Queue") == 0)
        return "reference-queue";
    if (strcmp(t->element, "RingGroup") == 0)
        return "reference-ring-group";
    return "reference-forward";
}

void
references_add(struct references *r, const struct pbx_object *t)
{
    size_t i;

    if (strcmp(t->section, "DN") == 0 && t->number != NULL &&
        t->user == SIZE_MAX) {
        r->numbers = mem_grow(r->numbers, &r->number_cap, r->number_count,
                              sizeof(*r->numbers));
        r->numbers[r->number_count++] = mem_dup(t->number);
    }
    for (i = 0; i < t->count; i++) {
        const struct pbx_text *item = &t->items[i];

        if (!item->reference ||
            database_find(r->backup->database, item->text, NULL) != SIZE_MAX)
            continue;
        r->list = mem_grow(r->list, &r->cap, r->count, sizeof(*r->list));
        r->list[r->count] = (struct ref){
            .code = code_of(t, item),
            .owner = object_name(t),
            .number = t->user != SIZE_MAX ? mem_dup(t->number) : NULL,
            .target = mem_dup(item->text),
            .within = mem_dup(item->within),
            .order = r->count};
        r->count++;
    }
}

static int
compare_strings(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Is there a DN of that number? */
static bool
exists(const struct references *r, const char *number)
{
    return database_find(r->backup->database, number, NULL) != SIZE_MAX ||
           (r->number_count > 0 &&
            bsearch(&number, r->numbers, r->number_count, sizeof(*r->numbers),
                    compare_strings) != NULL);
}

static int
compare_place(const struct ref *a, const struct ref *b)
{
    int order = strcmp(a->code, b->code);

    if (order == 0)
        order = strcmp(a->owner, b->owner);
    return order != 0 ? order : strcmp(a->target, b->target);
}

static int
compare_refs(const void *a, const void *b)
{
    const struct ref *x = a, *y = b;
    int order = compare_place(x, y);

    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

/* Where within the thing the references stand: ` (in "Away", "Out")`. */
static void
say_within(struct buf *b, const struct ref *list, size_t n)
{
    const char *last = NULL;
    struct human_list l = {.max = WITHIN_MAX, .plain = true};
    size_t i;
    char *words;

    for (i = 0; i < n; i++) {
        const char *name = list[i].within;

        if (name == NULL || (last != NULL && strcmp(name, last) == 0))
            continue;
        last = name;
        words = mem_printf("\"%s\"", name);
        human_list_add(&l, words);
        free(words);
    }
    words = human_list_end(&l);
    if (*words != '\0')
        buf_printf(b, " (in %s)", words);
    free(words);
}

/* One finding for the `n` references from one thing to one target. */
static void
report(struct findings *f, const struct ref *list, size_t n)
{
    static const struct {
        const char *code;
        const char *what;
    } words[] = {
        {"reference-forward", "forwards calls to"},
        {"reference-group", "has the member"},
        {"reference-queue", "has the agent"},
        {"reference-ring-group", "has the member"},
    };
    struct buf b = BUF_INIT;
    size_t i = 0;

    while (strcmp(words[i].code, list[0].code) != 0)
        i++;
    if (list[0].number == NULL)
        buf_printf(&b, "%s: ", list[0].owner);
    buf_printf(&b, "%s \"%s\", which does not exist", words[i].what,
               list[0].target);
    say_within(&b, list, n);
    findings_add(f, list[0].code, list[0].number, NULL, "%s", buf_str(&b));
    buf_free(&b);
}

void
references_report(struct references *r, struct findings *f)
{
    size_t i, n;

    if (r->number_count > 0)
        qsort(r->numbers, r->number_count, sizeof(*r->numbers),
              compare_strings);
    if (r->count > 0)
        qsort(r->list, r->count, sizeof(*r->list), compare_refs);
    for (i = 0; i < r->count; i += n) {
        n = 1;
        while (i + n < r->count &&
               compare_place(&r->list[i], &r->list[i + n]) == 0)
            n++;
        if (!exists(r, r->list[i].target))
            report(f, &r->list[i], n);
    }
}

struct mapping {
    const struct references *refs;
    struct findings *f;
};

static void
on_mapping(void *arg, const char *number, const char *id)
{
    const struct mapping *m = arg;

    (void)id;
    if (!exists(m->refs, number))
        findings_add(m->f, "reference-mapping", NULL, NULL,
                     "the mapping table names \"%s\", which does not exist",
                     number);
}

int
references_check_mapping(const struct references *r, struct findings *f,
                         struct err *e)
{
    struct mapping m = {r, f};

    mapping_table_visit(r->backup, on_mapping, &m, e);
    if (e->status != ST_OK && e->status != ST_SYSTEM) {
        findings_add(f, "archive-mapping-unreadable", NULL, NULL, "%s", e->msg)
            ->reason = e->reason;
        err_free(e);
    }
    return e->status;
}

void
references_free(struct references *r)
{
    size_t i;

    for (i = 0; i < r->number_count; i++)
        free(r->numbers[i]);
    for (i = 0; i < r->count; i++) {
        free(r->list[i].owner);
        free(r->list[i].number);
        free(r->list[i].target);
        free(r->list[i].within);
    }
    free(r->numbers);
    free(r->list);
    memset(r, 0, sizeof(*r));
}
