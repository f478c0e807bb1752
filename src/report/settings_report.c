#include <stdlib.h>
#include <string.h>

#include "cxbak/report/change_groups.h"
#include "cxbak/report/differences.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/report/term_style.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* A value of more characters is cut; JSON has it whole. */
#define SHOWN_MAX 60

/* How the name of a user's extension begins. */
#define EXTENSION "extension "

static const char *const change_words[] = {"changed", "added", "removed"};

static void
add_value(struct buf *b, const char *value)
{
    if (value[text_clusters(value, SHOWN_MAX)] == '\0')
        buf_adds(b, value);
    else
        buf_printf(b, "%.*s...", (int)text_clusters(value, SHOWN_MAX), value);
}

char *
settings_words(const struct setting_difference *d)
{
    struct buf b = BUF_INIT;

    if (d->within != NULL)
        buf_printf(&b, "%s: ", d->within);
    if (d->setting != NULL)
        buf_printf(&b, "%s: ", d->setting);
    if (d->old != NULL && d->new != NULL) {
        add_value(&b, d->old);
        buf_adds(&b, " -> ");
        add_value(&b, d->new);
        return buf_steal(&b);
    }
    if (d->old != NULL || d->new != NULL) {
        add_value(&b, d->old != NULL ? d->old : d->new);
        buf_addc(&b, ' ');
    }
    buf_adds(&b, change_words[d->what]);
    if (d->setting != NULL && d->old == NULL && d->new == NULL)
        buf_adds(&b, " (not shown)");
    return buf_steal(&b);
}

/* A setting that differs, and how many things differ in it alike. */
struct line {
    const struct setting_difference *d;
    char *words;
    size_t place;
    size_t alike;
};

static int
by_words(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = strcmp(x->words, y->words);

    return order != 0 ? order : (x->place > y->place) - (x->place < y->place);
}

static int
by_place(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    return (x->place > y->place) - (x->place < y->place);
}

/* The lines, those alike beside each other; the caller frees them. */
static struct line *
make_lines(const struct settings *s)
{
    struct line *list = mem_calloc(s->count, sizeof(*list));
    size_t i, k, n;

    for (i = 0; i < s->count; i++)
        list[i] = (struct line){&s->list[i], settings_words(&s->list[i]), i, 1};
    if (s->count > 0)
        qsort(list, s->count, sizeof(*list), by_words);
    for (i = 0; i < s->count; i += n) {
        for (n = 1;
             i + n < s->count && strcmp(list[i].words, list[i + n].words) == 0;)
            n++;
        for (k = i; k < i + n; k++)
            list[k].alike = n;
    }
    return list;
}

static void
print_escaped(FILE *out, const char *s)
{
    struct buf b = BUF_INIT;

    text_escape(&b, s);
    fputs(buf_str(&b), out);
    buf_free(&b);
}

/* What differs alike in many things, which then is told. */
static void
print_alike(FILE *out, struct line *list, size_t count, bool colour)
{
    size_t i, k, n;

    for (i = 0; i < count; i += n) {
        char many[HUMAN_ROOM];
        bool users = true;

        n = list[i].alike;
        if (n < CHANGE_GROUPS_USERS)
            continue;
        for (k = i; k < i + n; k++) {
            users &= strncmp(list[k].d->thing, EXTENSION,
                             sizeof(EXTENSION) - 1) == 0;
            list[k].alike = 0;
        }
        fprintf(out, "  %s%s%s: ", term_style(colour, TERM_BOLD),
                human_things(many, n, users ? "extension" : "thing"),
                term_style(colour, TERM_PLAIN));
        print_escaped(out, list[i].words);
        fputc('\n', out);
    }
}

static void
print_thing(FILE *out, const char *thing, bool colour)
{
    fprintf(out, "  %s", term_style(colour, TERM_BOLD));
    print_escaped(out, thing);
    fputs(term_style(colour, TERM_PLAIN), out);
}

void
settings_print(FILE *out, const struct settings *s, bool each, bool colour)
{
    struct line *list = make_lines(s);
    const char *last = "";
    size_t i;

    if (!each)
        print_alike(out, list, s->count, colour);
    if (s->count > 0)
        qsort(list, s->count, sizeof(*list), by_place);
    for (i = 0; i < s->count; i++) {
        const struct setting_difference *d = list[i].d;

        if (list[i].alike == 0)
            continue;
        if (d->setting == NULL || strcmp(d->thing, last) != 0) {
            print_thing(out, d->thing, colour);
            fputs(d->setting == NULL ? ": " : "\n", out);
        }
        if (d->setting != NULL)
            fputs("    ", out);
        print_escaped(out, list[i].words);
        fputc('\n', out);
        last = d->setting != NULL ? d->thing : "";
    }
    if (s->untold > 0)
        fprintf(out, "  and %zu more things, which are too many to compare\n",
                s->untold);
    for (i = 0; i < s->count; i++)
        free(list[i].words);
    free(list);
}

void
settings_json(struct jsonout *o, const char *key, const struct settings *s)
{
    size_t i;

    jsonout_open(o, key, '[');
    for (i = 0; i < s->count; i++) {
        const struct setting_difference *d = &s->list[i];
        struct json_t *one = jsonout_object();

        jsonout_set_string(one, "Thing", d->thing);
        jsonout_set_string(one, "Number", d->number);
        jsonout_set_string(one, "Within", d->within);
        jsonout_set_string(one, "Setting", d->setting);
        jsonout_set_string(one, "Change", change_words[d->what]);
        jsonout_set_string(one, "Old", d->old);
        jsonout_set_string(one, "New", d->new);
        jsonout_put(o, NULL, one);
    }
    jsonout_close(o);
}
