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
text_table_fit(struct text_table *t, size_t width, bool wrap)
{
    t->width = width;
    t->wrap = wrap;
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

/* Does the column wrap? */
static bool
wraps(const struct text_table *t, size_t c)
{
    return t->wrap && c + 1 == t->ncolumns;
}

/* Does it stand below the others? */
static bool
is_below(const struct text_table *t, size_t c)
{
    return t->below && c + 1 == t->ncolumns;
}

/* To how much can the column be cut? */
static size_t
least(const struct text_table *t, size_t c)
{
    const struct column *x = &t->columns[c];
    size_t heading = t->headless ? 0 : text_width(x->heading);
    size_t n = wraps(t, c) ? WRAP_MIN : CUT_MIN;

    n = n > heading ? n : heading;
    return x->kept || (c == 0 && !x->files) || n > x->natural ? x->natural : n;
}

/* The width of the whole: as it is, or at least. */
static size_t
total(const struct text_table *t, size_t indent, bool at_least)
{
    size_t sum = indent, c;
    bool any = false;

    for (c = 0; c < t->ncolumns; c++) {
        if (t->columns[c].dropped || is_below(t, c))
            continue;
        sum += (any ? GAP : 0) + (at_least ? least(t, c) : t->columns[c].width);
        any = true;
    }
    return sum;
}

/* Take a column from the widest that can be cut. */
static void
narrow(struct text_table *t)
{
    struct column *widest = NULL;
    size_t c;

    for (c = 0; c < t->ncolumns; c++) {
        struct column *x = &t->columns[c];

        if (!x->dropped && !is_below(t, c) && x->width > least(t, c) &&
            (widest == NULL || x->width > widest->width))
            widest = x;
    }
    if (widest != NULL)
        widest->width--;
}

/* Leave out none. */
static bool
stack(struct text_table *t)
{
    size_t c;

    for (c = 0; c < t->ncolumns; c++)
        t->columns[c].dropped = false;
    return false;
}

/* Put the last column below the others where these could not be whole beside
 * it, if that saves them from being left out. */
static bool
put_below(struct text_table *t, size_t indent)
{
    size_t beside =
        total(t, indent, false) - t->columns[t->ncolumns - 1].width + WRAP_MIN;

    t->below = true;
    t->below = beside > t->width && total(t, indent, true) <= t->width;
    if (!t->below)
        return false;
    t->columns[t->ncolumns - 1].width = t->width - indent - BELOW;
    while (total(t, indent, false) > t->width)
        narrow(t);
    return true;
}

bool
text_table_adjust(struct text_table *t, size_t indent)
{
    size_t c;

    if (t->width == 0 || total(t, indent, false) <= t->width)
        return true;
    if (t->width < TEXT_TABLE_STACK)
        return false;
    if (t->wrap && t->ncolumns > 1 && put_below(t, indent))
        return true;

    /* The last columns go first, but one that wraps says most. */
    for (c = t->ncolumns - (t->wrap ? 1 : 0);
         c-- > 1 && total(t, indent, true) > t->width;)
        t->columns[c].dropped = !t->columns[c].kept;
    if (total(t, indent, true) > t->width)
        return stack(t);
    while (total(t, indent, false) > t->width)
        narrow(t);
    return true;
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
                    : !x->dropped && x->width < x->natural && !wraps(t, c))
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
