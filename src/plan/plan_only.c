/* Some of a plan's changes. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "plan/plan_impl.h"

/* What was asked for: extensions, and fields. */
struct filter {
    const char **numbers;
    size_t number_count;
    bool field[FIELD_ROWS];
    bool fields; /* any */
};

/* Is a word that may be no number an extension that the plan changes? */
static bool
is_extension(const struct plan *p, const char *word)
{
    size_t i;

    if (*word != '\0' && word[strspn(word, "0123456789")] == '\0')
        return true;
    for (i = 0; i < p->count; i++) {
        if (strcmp(p->list[i].number, word) == 0)
            return true;
    }
    return false;
}

static int
read_filter(struct filter *f, const struct plan *p, const char *const *items,
            size_t n, struct err *e)
{
    enum field field;
    size_t i;

    for (i = 0; i < n; i++) {
        if (is_extension(p, items[i])) {
            f->numbers[f->number_count++] = items[i];
        } else if (field_parse(items[i], &field) && plan_has_field(field)) {
            f->field[field] = f->fields = true;
        } else {
            const char *near = field_nearest(items[i]);

            return err_set(e, ST_USAGE,
                           "\"%s\" is neither an extension nor a field that "
                           "plans change%s%s%s",
                           items[i], near != NULL ? "; did you mean " : "",
                           near != NULL ? near : "", near != NULL ? "?" : "");
        }
    }
    return ST_OK;
}

static bool
passes(const struct filter *f, const struct plan_change *x)
{
    size_t i;

    if (f->fields && !f->field[x->field])
        return false;
    for (i = 0; i < f->number_count; i++) {
        if (strcmp(f->numbers[i], x->number) == 0)
            return true;
    }
    return f->number_count == 0;
}

int
plan_keep_only(struct plan *p, const char *const *items, size_t n,
               struct err *e)
{
    struct filter f = {.numbers = mem_array(NULL, n, sizeof(*f.numbers))};
    size_t i, kept = 0;

    if (read_filter(&f, p, items, n, e) != ST_OK)
        goto done;
    for (i = 0; i < p->count; i++) {
        if (passes(&f, &p->list[i]))
            p->list[kept++] = p->list[i];
        else
            plan_free_change(&p->list[i]);
    }
    p->count = kept;
done:
    free(f.numbers);
    return e->status;
}
