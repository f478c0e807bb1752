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

/* Findings about one thing: what more is wrong with it is counted. */
#define TOLD_MAX 1000

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

/* Keep a reference; `*owner` is what the thing is called, once that is known.
 */
static void
add_reference(struct references *r, const struct pbx_object *t,
              const struct pbx_text *item, const char **owner)
{
    if (*owner == NULL) {
        char *name = object_name(t);

        *owner = arena_dup(&r->texts, name);
        free(name);
    }
    r->list = mem_grow(r->list, &r->cap, r->count, sizeof(*r->list));
    r->list[r->count] = (struct ref){
        .code = code_of(t, item),
        .owner = *owner,
        .number = t->user != SIZE_MAX ? arena_dup(&r->texts, t->number) : NULL,
        .target = arena_dup(&r->texts, item->text),
        .within = arena_dup(&r->texts, item->within),
        .order = r->count};
    r->count++;
}

void
references_add(struct references *r, const struct pbx_object *t)
{
    const char *owner = NULL;
    size_t i;

    if (strcmp(t->section, "DN") == 0 && t->number != NULL &&
        t->user == SIZE_MAX) {
        r->numbers = mem_grow(r->numbers, &r->number_cap, r->number_count,
                              sizeof(*r->numbers));
        r->numbers[r->number_count++] = arena_dup(&r->texts, t->number);
    }
    for (i = 0; i < t->count; i++) {
        const struct pbx_text *item = &t->items[i];

        if (item->reference &&
            database_find(r->backup->database, item->text, NULL) == SIZE_MAX)
            add_reference(r, t, item, &owner);
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

/* The words for what the reference is. */
static const char *
words_of(const struct ref *ref)
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
    size_t i = 0;

    while (strcmp(words[i].code, ref->code) != 0)
        i++;
    return words[i].what;
}

/* One finding for the `n` references from one thing to one target; `more` such
 * targets are not told. */
static void
report(struct findings *f, const struct ref *list, size_t n, size_t more)
{
    char number[HUMAN_ROOM];
    struct buf b = BUF_INIT;

    if (list[0].number == NULL)
        buf_printf(&b, "%s: ", list[0].owner);
    buf_printf(&b, "%s \"%s\"", words_of(&list[0]), list[0].target);
    if (more > 0)
        buf_printf(&b, " and %s more", human_count(number, more));
    buf_printf(&b, ", which %s not exist", more > 0 ? "do" : "does");
    if (more == 0)
        say_within(&b, list, n);
    findings_add(f, list[0].code, list[0].number, NULL, "%s", buf_str(&b));
    buf_free(&b);
}

/* The references at the start of the `count` that are one: from one thing to
 * one target. */
static size_t
same_place(const struct ref *list, size_t count)
{
    size_t n = 1;

    while (n < count && compare_place(&list[0], &list[n]) == 0)
        n++;
    return n;
}

/* All that one thing refers to in one way and that is not there. */
static void
report_owner(const struct references *r, struct findings *f,
             const struct ref *list, size_t count)
{
    size_t i, n, told = 0, more = 0, last = 0;

    for (i = 0; i < count; i += n) {
        n = same_place(list + i, count - i);
        if (exists(r, list[i].target))
            continue;
        if (told < TOLD_MAX) {
            report(f, &list[i], n, 0);
            told++;
        } else {
            last = more == 0 ? i : last;
            more++;
        }
    }
    if (more > 0)
        report(f, &list[last], 1, more - 1);
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
        for (n = 1; i + n < r->count; n++) {
            if (strcmp(r->list[i].code, r->list[i + n].code) != 0 ||
                strcmp(r->list[i].owner, r->list[i + n].owner) != 0)
                break;
        }
        report_owner(r, f, &r->list[i], n);
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
    arena_free(&r->texts);
    free(r->numbers);
    free(r->list);
    memset(r, 0, sizeof(*r));
}
