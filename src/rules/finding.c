#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/rules/finding.h"
#include "cxbak/util/mem.h"

const char *
severity_name(enum severity s)
{
    static const char *const names[] = {
        [SEVERITY_NOTE] = "note",
        [SEVERITY_WARNING] = "warning",
        [SEVERITY_ERROR] = "error",
    };

    return names[s];
}

struct finding *
findings_add(struct findings *f, const char *code, const char *number,
             const char *field, const char *fmt, ...)
{
    const struct rule *rule = rule_find(code);
    struct finding *new;
    va_list ap;

    assert(rule != NULL);
    f->list = mem_grow(f->list, &f->cap, f->count, sizeof(*f->list));
    new = &f->list[f->count++];
    new->rule = rule;
    new->severity = rule->severity;
    new->number = mem_dup(number);
    new->field = field;
    va_start(ap, fmt);
    new->message = mem_vprintf(fmt, ap);
    va_end(ap);
    new->reason = NULL;
    new->hint = HINT_NONE;
    new->introduced = false;
    new->suggestion = NULL;
    new->guess = false;
    return new;
}

void
finding_suggest(struct finding *f, char *text, bool guess)
{
    free(f->suggestion);
    f->suggestion = text;
    f->guess = guess;
}

static void
free_finding(struct finding *x)
{
    free(x->number);
    free(x->message);
    free(x->suggestion);
}

size_t
findings_count(const struct findings *f, enum severity s, bool introduced_only)
{
    size_t n = 0, i;

    for (i = 0; i < f->count; i++) {
        if (f->list[i].severity == s &&
            (f->list[i].introduced || !introduced_only))
            n++;
    }
    return n;
}

void
findings_move(struct findings *to, struct findings *from)
{
    size_t i;

    for (i = 0; i < from->count; i++) {
        to->list = mem_grow(to->list, &to->cap, to->count, sizeof(*to->list));
        to->list[to->count++] = from->list[i];
    }
    from->count = 0;
    findings_free(from);
}

void
findings_filter(struct findings *f, size_t first,
                bool (*keep)(void *arg, const struct finding *f), void *arg)
{
    size_t i, n = first;

    for (i = first; i < f->count; i++) {
        struct finding *x = &f->list[i];

        if (keep(arg, x))
            f->list[n++] = *x;
        else
            free_finding(x);
    }
    f->count = n;
}

static int
compare(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    int order = (x->severity < y->severity) - (x->severity > y->severity);

    if (order == 0)
        order = strcmp(x->rule->code, y->rule->code);
    if (order == 0)
        order = (x->number != NULL) - (y->number != NULL);
    if (order == 0 && x->number != NULL)
        order = strcmp(x->number, y->number);
    if (order == 0)
        order = strcmp(x->field != NULL ? x->field : "",
                       y->field != NULL ? y->field : "");
    return order != 0 ? order : strcmp(x->message, y->message);
}

bool
finding_is_about(const struct finding *f, const char *number)
{
    return f->number != NULL && strcmp(f->number, number) == 0;
}

bool
finding_has_code(const struct finding *f, const char *const *codes, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (strcmp(codes[i], f->rule->code) == 0)
            return true;
    }
    return false;
}

void
findings_sort(struct findings *f, size_t first)
{
    if (f->count > first)
        qsort(f->list + first, f->count - first, sizeof(*f->list), compare);
}

/* Those about nobody come first. */
static int
compare_number(const char *x, const char *y)
{
    if (x == NULL || y == NULL)
        return (x != NULL) - (y != NULL);
    return strcmp(x, y);
}

static int
compare_by_number(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    int order = compare_number(x->number, y->number);

    return order != 0 ? order : compare(a, b);
}

void
findings_by_number(struct findings *f)
{
    if (f->count > 0)
        qsort(f->list, f->count, sizeof(*f->list), compare_by_number);
}

struct findings
findings_about(const struct findings *f, const char *number)
{
    size_t low = 0, high = f->count, n = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_number(f->list[middle].number, number) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + n < f->count && finding_is_about(&f->list[low + n], number))
        n++;
    return (struct findings){n > 0 ? f->list + low : NULL, n, 0};
}

void
findings_free(struct findings *f)
{
    size_t i;

    for (i = 0; i < f->count; i++)
        free_finding(&f->list[i]);
    free(f->list);
    f->list = NULL;
    f->count = f->cap = 0;
}
