/* Tables on terminals that are narrower than they are. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "report/text_table_impl.h"

#define ELLIPSIS "\xE2\x80\xA6"

/* A column is cut to no less than this, or than its heading ... */
#define CUT_MIN 20

/* ... and one that wraps gets no less. */
#define WRAP_MIN 24

void
text_table_fit(struct text_table *t, size_t width)
{
    t->width = width;
}

void
text_table_page(struct text_table *t, size_t lines)
{
    t->page = lines;
}

void
text_table_no_headings(struct text_table *t)
{
    t->headless = true;
}

size_t
text_table_wrapping(const struct text_table *t)
{
    size_t n = 0;

    while (n < t->ncolumns && t->columns[t->ncolumns - 1 - n].wraps)
        n++;
    return n;
}

/* The width of a column: as it is, or ... */
typedef size_t width_fn(const struct text_table *t, size_t c);

static size_t
now(const struct text_table *t, size_t c)
{
    return t->columns[c].width;
}

/* ... at least, by what its kind may be cut to; never more than its texts. */
static size_t
at_least(const struct column *x, size_t n, bool headless)
{
    size_t heading = headless ? 0 : text_width(x->heading);

    n = n > heading ? n : heading;
    return n < x->natural ? n : x->natural;
}

/* ... if nothing is cut: the last one beside the others may wrap. */
static size_t
whole(const struct text_table *t, size_t c)
{
    const struct column *x = &t->columns[c];

    return x->wraps && c + 1 == t->ncolumns - t->below
               ? at_least(x, WRAP_MIN, t->headless)
               : x->natural;
}

/* ... if what can be cut is. */
static size_t
cut(const struct text_table *t, size_t c)
{
    const struct column *x = &t->columns[c];

    return x->wraps || x->kept || (c == 0 && !x->files)
               ? whole(t, c)
               : at_least(x, CUT_MIN, t->headless);
}

/* The width of all that stand beside each other. */
static size_t
total(const struct text_table *t, size_t indent, width_fn *width)
{
    size_t sum = indent, c;
    bool any = false;

    for (c = 0; c < t->ncolumns - t->below; c++) {
        if (t->columns[c].dropped)
            continue;
        sum += (any ? GAP : 0) + width(t, c);
        any = true;
    }
    return sum;
}

/* Take from the widest of them that has more than the least. */
static void
narrow(struct text_table *t, width_fn *least)
{
    struct column *widest = NULL;
    size_t c;

    for (c = 0; c < t->ncolumns - t->below; c++) {
        struct column *x = &t->columns[c];

        if (!x->dropped && x->width > least(t, c) &&
            (widest == NULL || x->width > widest->width))
            widest = x;
    }
    if (widest != NULL)
        widest->width--;
}

/* Narrow columns until they fit, if they do at the least. */
static bool
fit(struct text_table *t, size_t indent, width_fn *least)
{
    if (total(t, indent, least) > t->width)
        return false;
    while (total(t, indent, now) > t->width)
        narrow(t, least);
    return true;
}

/* The same with as few columns below the others as possible. */
static bool
fit_wrapping(struct text_table *t, size_t indent, width_fn *least)
{
    size_t most = text_table_wrapping(t);

    for (t->below = 0; t->below <= most; t->below++) {
        if (fit(t, indent, least))
            return true;
    }
    t->below = 0;
    return false;
}

bool
text_table_adjust(struct text_table *t, size_t indent)
{
    size_t c;

    if (t->width == 0 || total(t, indent, now) <= t->width)
        return true;
    if (t->width < TEXT_TABLE_STACK)
        return false;
    if (fit_wrapping(t, indent, whole) || fit_wrapping(t, indent, cut))
        return true;

    /* The last columns go first. */
    for (c = t->ncolumns; c-- > 1 && total(t, indent, cut) > t->width;)
        t->columns[c].dropped = !t->columns[c].kept && !t->columns[c].wraps;
    if (fit(t, indent, cut))
        return true;

    /* Where that is not enough, none goes. */
    for (c = 0; c < t->ncolumns; c++)
        t->columns[c].dropped = false;
    return false;
}

/* How many bytes of the text fit into so many columns? */
static size_t
fitting(const char *text, size_t width)
{
    size_t n = 0, next;
    uint32_t cp;

    while (text[n] != '\0') {
        char *head;
        bool fits;

        next = n + text_next(text + n, &cp);
        head = mem_ndup(text, next);
        fits = text_width(head) <= width;
        free(head);
        if (!fits)
            break;
        n = next;
    }
    return n;
}

char *
text_table_cut(const char *text, size_t width)
{
    size_t n = width > 0 ? fitting(text, width - 1) : 0;

    return mem_printf("%.*s%s", (int)n, text, width > 0 ? ELLIPSIS : "");
}

char *
text_table_cut_middle(const char *text, size_t width)
{
    size_t half = width / 2;
    char *head = text_table_cut(text, width - half), *both;
    uint32_t cp;

    while (text_width(text) > half)
        text += text_next(text, &cp);
    both = mem_printf("%s%s", head, text);
    free(head);
    return both;
}

char *
text_table_part(const char **text, size_t width)
{
    const char *s = *text;
    size_t n = fitting(s, width), word;

    if (s[n] == '\0') {
        *text = NULL;
        return mem_dup(s);
    }
    for (word = n; word > 0 && s[word] != ' '; word--)
        continue;
    n = word > 0 ? word : n;
    if (n == 0)
        n = strlen(s);
    *text = s + n + strspn(s + n, " ");
    if (**text == '\0')
        *text = NULL;
    return mem_ndup(s, n);
}

/* The headings of the columns that are cut, or that are left out, with what is
 * said of them behind; NULL if there are none. */
static char *
headings(const struct text_table *t, bool dropped, const char *one,
         const char *many)
{
    struct human_list l = {.max = SIZE_MAX};
    bool several;
    char *list, *words;
    size_t c;

    for (c = 0; c < t->ncolumns; c++) {
        const struct column *x = &t->columns[c];

        if (dropped ? x->dropped
                    : !x->dropped && x->width < x->natural && !x->wraps)
            human_list_add(&l, x->heading);
    }
    if (l.count == 0)
        return NULL;
    several = l.count > 1;
    list = human_list_end(&l);
    words = mem_printf("%s %s %s", several ? "columns" : "column", list,
                       several ? many : one);
    free(list);
    return words;
}

char *
text_table_lost(const struct text_table *t)
{
    char *cut = headings(t, false, "is cut", "are cut");
    char *out = headings(t, true, "is left out", "are left out");
    char *both;

    if (cut == NULL || out == NULL)
        return cut != NULL ? cut : out;
    both = mem_printf("%s; %s", cut, out);
    free(cut);
    free(out);
    return both;
}
