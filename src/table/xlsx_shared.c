/*
 * What the cells of a workbook share: their styles, and most of their texts.
 */
#include <stdlib.h>
#include <string.h>

#include "table/xlsx_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* ---- Styles ---- */

/* A format that the workbook defines itself. */
struct format {
    size_t id;
    struct xlsx_style style;
};

struct styles {
    struct xlsx_book *b;
    struct format *formats;
    size_t count, cap;
    bool of_cells; /* in <cellXfs> */
};

static void
add_format(struct styles *s, const struct xlsx_tag *tag)
{
    size_t id;
    char *code = xlsx_attr_dup(tag, "formatCode");

    if (code != NULL && s->count < XLSX_MAX_STYLES &&
        xlsx_attr_number(tag, "numFmtId", SIZE_MAX / 16, &id)) {
        s->formats =
            mem_grow(s->formats, &s->cap, s->count, sizeof(*s->formats));
        s->formats[s->count].id = id;
        s->formats[s->count++].style = xlsx_format_parse(code);
    }
    free(code);
}

/* The workbook's own formats come before the styles, and count first: some
 * programs give the numbers of built-in formats to others. */
static int
add_style(struct styles *s, const struct xlsx_tag *tag, struct err *e)
{
    struct xlsx_book *b = s->b;
    struct xlsx_style *style;
    size_t id = 0, i;

    if (b->style_count == XLSX_MAX_STYLES)
        return err_set(e, ST_REFUSED, "%s: more than %d styles of cells",
                       b->parts.name, XLSX_MAX_STYLES);
    b->styles =
        mem_grow(b->styles, &b->style_cap, b->style_count, sizeof(*b->styles));
    style = &b->styles[b->style_count++];
    (void)xlsx_attr_number(tag, "numFmtId", SIZE_MAX / 16, &id);
    *style = xlsx_format_builtin(id);
    for (i = 0; i < s->count; i++) {
        if (s->formats[i].id == id)
            *style = s->formats[i].style;
    }
    return ST_OK;
}

static int
start_style(void *arg, const struct xlsx_tag *tag, bool *collect, struct err *e)
{
    struct styles *s = arg;

    (void)collect;
    if (tag->depth == 2)
        s->of_cells = strcmp(tag->name, "cellXfs") == 0;
    if (tag->depth == 3 && strcmp(tag->name, "numFmt") == 0)
        add_format(s, tag);
    if (tag->depth == 3 && s->of_cells && strcmp(tag->name, "xf") == 0)
        return add_style(s, tag, e);
    return ST_OK;
}

static int
read_styles(struct xlsx_book *b, struct err *e)
{
    static const struct xlsx_handler h = {start_style, NULL};
    const char *part = xlsx_book_related(b, "styles");
    struct styles s = {.b = b};

    if (part != NULL)
        xlsx_xml_read(&b->parts, part, &h, &s, e);
    free(s.formats);
    return e->status;
}

/* ---- Texts ---- */

/* The four hexadecimal digits of _xHHHH_, or -1. */
static int32_t
escaped(const char *s, size_t n)
{
    int32_t cp = 0;
    size_t i;

    if (n < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
        return -1;
    for (i = 2; i < 6; i++) {
        const char *all = "0123456789abcdef0123456789ABCDEF";
        const char *at = s[i] != '\0' ? strchr(all, s[i]) : NULL;

        if (at == NULL)
            return -1;
        cp = cp * 16 + (int32_t)((at - all) % 16);
    }
    return cp;
}

void
xlsx_text_put(struct buf *to, const char *s, size_t n)
{
    size_t i = 0;

    while (i < n) {
        int32_t cp = s[i] == '_' ? escaped(s + i, n - i) : -1;

        /* No text of ours holds a NUL, and half a pair is no character. */
        if (cp > 0 && (cp < 0xD800 || cp > 0xDFFF)) {
            text_put(to, (uint32_t)cp);
            i += 7;
        } else {
            buf_addc(to, s[i++]);
        }
    }
}

void
xlsx_text_escape(struct buf *to, const char *s)
{
    size_t n = strlen(s), i;

    for (i = 0; i < n; i++) {
        if (s[i] == '_' && escaped(s + i, n - i) >= 0)
            buf_adds(to, "_x005F");
        buf_addc(to, s[i]);
    }
}

struct shared {
    struct xlsx_book *b;
    bool in_item;
    size_t phonetic; /* the depth of <rPh>, how a text is read aloud; or 0 */
};

static int
start_shared(void *arg, const struct xlsx_tag *tag, bool *collect,
             struct err *e)
{
    struct shared *s = arg;
    struct xlsx_book *b = s->b;

    if (tag->depth == 2 && strcmp(tag->name, "si") == 0) {
        if (b->shared_count == CSV_MAX_CELLS)
            return err_set(e, ST_REFUSED, "%s: more than %d texts",
                           b->parts.name, CSV_MAX_CELLS);
        b->shared = mem_grow(b->shared, &b->shared_cap, b->shared_count,
                             sizeof(*b->shared));
        b->shared[b->shared_count++] = b->text.len;
        s->in_item = true;
    } else if (s->in_item && strcmp(tag->name, "rPh") == 0) {
        s->phonetic = tag->depth;
    }
    *collect = s->in_item && s->phonetic == 0 && strcmp(tag->name, "t") == 0;
    return ST_OK;
}

static int
end_shared(void *arg, const char *name, size_t depth, struct buf *text,
           struct err *e)
{
    struct shared *s = arg;
    struct xlsx_book *b = s->b;

    (void)name;
    if (text != NULL)
        xlsx_text_put(&b->text, buf_str(text), text->len);
    if (depth == s->phonetic)
        s->phonetic = 0;
    if (depth != 2 || !s->in_item)
        return ST_OK;
    s->in_item = false;
    if (b->text.len - b->shared[b->shared_count - 1] > XLSX_MAX_CELL)
        return err_set(e, ST_REFUSED,
                       "%s: a text is longer than the 32,767 characters of a "
                       "cell",
                       b->parts.name);
    if (b->text.len > CSV_MAX_BYTES)
        return err_set(e, ST_REFUSED, "%s: more than %zu MiB of texts",
                       b->parts.name, CSV_MAX_BYTES >> 20);
    buf_addc(&b->text, '\0');
    return ST_OK;
}

int
xlsx_shared_read(struct xlsx_book *b, struct err *e)
{
    static const struct xlsx_handler h = {start_shared, end_shared};
    const char *part = xlsx_book_related(b, "sharedStrings");
    struct shared s = {.b = b};

    if (read_styles(b, e) != ST_OK)
        return e->status;
    return part != NULL ? xlsx_xml_read(&b->parts, part, &h, &s, e) : ST_OK;
}
