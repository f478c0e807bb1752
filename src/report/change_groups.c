#include <stdlib.h>
#include <string.h>

#include "cxbak/report/change_groups.h"
#include "cxbak/report/term_style.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* What stands for values that are not the same. */
#define VARIOUS "(various)"

/* A change, or in the end a group of them. */
struct item {
    enum field field;
    char *old; /* what makes it equal to others */
    char *new;
    char *shown; /* "old\0new" of a change that stays alone */
    size_t count;
};

struct change_groups {
    struct item *list;
    size_t count;
    size_t cap;
};

struct change_groups *
change_groups_new(void)
{
    return mem_calloc(1, sizeof(struct change_groups));
}

/* Do the two addresses differ behind the @ only? */
static bool
same_local(const char *a, const char *b)
{
    const char *x = strrchr(a, '@'), *y = strrchr(b, '@');

    return x != NULL && y != NULL && x - a == y - b &&
           strncmp(a, b, (size_t)(x - a)) == 0;
}

/* Two texts in one, newly made. */
static char *
both(const char *old, const char *new)
{
    size_t n = strlen(old) + 1, m = strlen(new) + 1;
    char *text = mem_alloc(n + m);

    memcpy(text, old, n);
    memcpy(text + n, new, m);
    return text;
}

/* A picture is told by its being there. */
static const char *
picture(const char *words)
{
    return *words != '\0' ? "picture" : "";
}

void
change_groups_add(struct change_groups *g, enum field f, const char *old,
                  const char *new)
{
    struct item *x;

    if (f == FIELD_AVATAR) {
        old = picture(old);
        new = picture(new);
    } else if (f == FIELD_EMAIL && same_local(old, new)) {
        old = strrchr(old, '@');
        new = strrchr(new, '@');
    }
    g->list = mem_grow(g->list, &g->cap, g->count, sizeof(*g->list));
    x = &g->list[g->count++];
    *x = (struct item){f, mem_dup(old), mem_dup(new), both(old, new), 1};
}

/* By field, then by what makes changes equal. */
static int
compare(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int order = (x->field > y->field) - (x->field < y->field);

    if (order == 0)
        order = strcmp(x->new, y->new);
    return order != 0 ? order : strcmp(x->old, y->old);
}

/* By field, then the largest first; what is various comes last. */
static int
compare_size(const void *a, const void *b)
{
    const struct item *x = a, *y = b;

    if (x->field != y->field)
        return x->field < y->field ? -1 : 1;
    if ((strcmp(x->new, VARIOUS) == 0) != (strcmp(y->new, VARIOUS) == 0))
        return strcmp(x->new, VARIOUS) == 0 ? 1 : -1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return compare(a, b);
}

static void
free_item(struct item *x)
{
    free(x->old);
    free(x->new);
    free(x->shown);
}

/* Make one of items that are equal. */
static void
merge(struct change_groups *g)
{
    size_t i, n = 0;

    if (g->count == 0)
        return;
    qsort(g->list, g->count, sizeof(*g->list), compare);
    for (i = 1; i < g->count; i++) {
        if (compare(&g->list[n], &g->list[i]) != 0) {
            g->list[++n] = g->list[i];
            continue;
        }
        g->list[n].count += g->list[i].count;
        free_item(&g->list[i]);
    }
    g->count = n + 1;
}

static void
set(char **to, const char *text)
{
    free(*to);
    *to = mem_dup(text);
}

/* Items that stand alone are equal if their new values are, or else only in
 * that they are various. */
static void
widen(struct change_groups *g, bool new_too)
{
    size_t i;

    for (i = 0; i < g->count; i++) {
        if (g->list[i].count > 1)
            continue;
        set(&g->list[i].old, VARIOUS);
        if (new_too)
            set(&g->list[i].new, VARIOUS);
    }
    merge(g);
}

static void
print_value(FILE *out, const char *value, enum term_style style, bool colour)
{
    const char *plain = term_style(colour, TERM_PLAIN);
    struct buf b = BUF_INIT;

    if (*value == '\0')
        style = TERM_FAINT;
    text_escape(&b, *value != '\0' ? value : "(empty)");
    fprintf(out, "%s%s%s",
            strcmp(value, VARIOUS) != 0 ? term_style(colour, style) : "",
            buf_str(&b), strcmp(value, VARIOUS) != 0 ? plain : "");
    buf_free(&b);
}

void
change_groups_print(FILE *out, struct change_groups *g, bool colour)
{
    char n[HUMAN_ROOM];
    size_t i;

    merge(g);
    widen(g, false);
    widen(g, true);
    qsort(g->list, g->count, sizeof(*g->list), compare_size);
    for (i = 0; i < g->count; i++) {
        const struct item *x = &g->list[i];
        bool alone = x->count == 1;

        fprintf(out, "%s%s%s: %s ", term_style(colour, TERM_BOLD),
                human_things(n, x->count, "user"),
                term_style(colour, TERM_PLAIN), field_info(x->field)->label);
        print_value(out, alone ? x->shown : x->old, TERM_RED, colour);
        fputs(" -> ", out);
        print_value(out, alone ? x->shown + strlen(x->shown) + 1 : x->new,
                    TERM_GREEN, colour);
        fputc('\n', out);
    }
}

void
change_groups_free(struct change_groups *g)
{
    size_t i;

    if (g == NULL)
        return;
    for (i = 0; i < g->count; i++) {
        free_item(&g->list[i]);
    }
    free(g->list);
    free(g);
}
