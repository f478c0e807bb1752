/*
 * The second reading of a document that libxml2 has accepted, or judges
 * beside.  Between two
 * pieces of markup lies text; a piece is taken when all of it is in the
 * window, so that the blanks before a tag are there, too.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/behind.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#include "xml/xjudge_impl.h"
#include "xml/xscan_impl.h"

/* A piece of the window. */
struct span {
    const uint8_t *p;
    const uint8_t *end;
};

/* What was accepted cannot look like this. */
static size_t
not_the_same(struct xscan *x)
{
    if (x->e->status == ST_OK)
        err_set(x->e, ST_SYSTEM,
                "%s: the second reading finds another document", x->where);
    return 0;
}

/* The offset in the document of a byte in the window. */
static uint64_t
offset(const struct xscan *x, const uint8_t *p)
{
    return x->window_at + (uint64_t)(p - x->window.data);
}

static bool
is_blank(uint8_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Append the character that the reference at `p` (behind the `&`) stands for;
 * returns the byte behind its `;`, or NULL. */
static const uint8_t *
add_reference(struct buf *b, const uint8_t *p, const uint8_t *end)
{
    static const struct {
        const char *name;
        char c;
    } entities[] = {{"lt;", '<'},
                    {"gt;", '>'},
                    {"amp;", '&'},
                    {"quot;", '"'},
                    {"apos;", '\''}};
    const uint8_t *semicolon = memchr(p, ';', (size_t)(end - p));
    size_t n, i;

    if (semicolon == NULL)
        return NULL;
    n = (size_t)(semicolon - p) + 1;
    if (*p == '#') {
        bool hex = p[1] == 'x';

        text_put(b, (uint32_t)strtoul((const char *)p + (hex ? 2 : 1), NULL,
                                      hex ? 16 : 10));
        return p + n;
    }
    for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
        if (strlen(entities[i].name) == n &&
            memcmp(p, entities[i].name, n) == 0) {
            buf_addc(b, entities[i].c);
            return p + n;
        }
    }
    return NULL;
}

/* Bytes that do not stand for themselves (XML 1.0 2.11, 3.3.3, 4.1): 1, or 2
 * if they do outside of attributes. */
static const uint8_t special[UINT8_MAX + 1] = {
    ['&'] = 1, ['\r'] = 1, ['\n'] = 2, ['\t'] = 2};

/* The first one. */
static const uint8_t *
find_special(const struct span *s, bool attribute)
{
    size_t n = (size_t)(s->end - s->p);
    const uint8_t *p;

    /* Mostly there is none. */
    if (!attribute && memchr(s->p, '&', n) == NULL &&
        memchr(s->p, '\r', n) == NULL)
        return s->end;
    p = s->p;
    while (p < s->end && (special[*p] == 0 || (special[*p] == 2 && !attribute)))
        p++;
    return p;
}

/* Append decoded text, or the value of an attribute. */
static bool
add_text(struct buf *b, struct span s, bool attribute)
{
    while (s.p < s.end) {
        const uint8_t *p = find_special(&s, attribute);

        buf_add(b, s.p, (size_t)(p - s.p));
        if (p == s.end)
            break;
        if (*p == '&') {
            if ((s.p = add_reference(b, p + 1, s.end)) == NULL)
                return false;
            continue;
        }
        s.p = p + (*p == '\r' && p + 1 < s.end && p[1] == '\n' ? 2 : 1);
        buf_addc(b, attribute ? ' ' : '\n');
    }
    return true;
}

/* The text before the markup at hand belongs to the open element. */
static bool
take_text(struct xscan *x, struct span s)
{
    x->text_run += (size_t)(s.end - s.p);
    if (x->text_run > XSCAN_TEXT_MAX)
        return false;
    return s.p == s.end || !x->levels[x->depth].capture ||
           add_text(&x->text, s, false);
}

/* The `>` of the tag that begins at `p`, or NULL if it is not there yet. */
static const uint8_t *
find_tag_end(const uint8_t *p, const uint8_t *end)
{
    for (; p < end; p++) {
        if (*p == '>')
            return p;
        if (*p != '"' && *p != '\'')
            continue;
        if ((p = memchr(p + 1, *p, (size_t)(end - p - 1))) == NULL)
            return NULL;
    }
    return NULL;
}

static const uint8_t *
skip_blanks(const uint8_t *p, const uint8_t *end)
{
    while (p < end && is_blank(*p))
        p++;
    return p;
}

/* What is behind a name, in a tag; and a colon, which makes it none of a plain
 * document. */
static const bool ends_name[UINT8_MAX + 1] = {
    [' '] = true, ['\n'] = true, ['\t'] = true, ['\r'] = true,
    ['='] = true, [':'] = true,  ['>'] = true,  ['/'] = true};

/* A byte from `@` on has one of its two high bits: of eight bytes. */
#define FROM_AT (UINT64_MAX / 255 * 0x40)

static const uint8_t *
skip_name(const uint8_t *p, const uint8_t *end)
{
    uint64_t v;

    /* All of these are below `@`: eight bytes from there on are skipped at
     * once. */
    for (; end - p >= (ptrdiff_t)sizeof(v); p += sizeof(v)) {
        memcpy(&v, p, sizeof(v));
        if (((v | v >> 1) & FROM_AT) != FROM_AT)
            break;
    }
    while (p < end && !ends_name[*p])
        p++;
    return p;
}

/* Take one attribute; returns the byte behind it, or NULL. */
static const uint8_t *
take_attr(struct xscan *x, struct xelement *el, struct span s)
{
    const uint8_t *name_end = skip_name(s.p, s.end);
    const uint8_t *equals = skip_blanks(name_end, s.end), *quote, *close;
    struct xattr *a;

    quote = equals < s.end ? skip_blanks(equals + 1, s.end) : s.end;
    if (quote == s.end || *equals != '=' || (*quote != '"' && *quote != '\'') ||
        (name_end - s.p == 5 && memcmp(s.p, "xmlns", 5) == 0))
        return NULL;
    if ((close = memchr(quote + 1, *quote, (size_t)(s.end - quote - 1))) ==
        NULL)
        return NULL;

    /* There is room: decoded, it is no longer than the tag. */
    x->attrs =
        mem_grow(x->attrs, &x->attr_cap, el->attr_count, sizeof(*x->attrs));
    a = &x->attrs[el->attr_count++];
    a->name = (const char *)x->attr_text.data + x->attr_text.len;
    buf_add(&x->attr_text, s.p, (size_t)(name_end - s.p));
    buf_addc(&x->attr_text, '\0');
    a->value = (const char *)x->attr_text.data + x->attr_text.len;
    if (!add_text(&x->attr_text, (struct span){quote + 1, close}, true))
        return NULL;
    buf_addc(&x->attr_text, '\0');
    return close + 1;
}

/* Take the attributes between the name and the end of a tag. */
static bool
take_attrs(struct xscan *x, struct xelement *el, struct span s)
{
    s.p = skip_blanks(s.p, s.end);
    if (s.p == s.end)
        return true;
    x->attr_text.len = 0;
    buf_room(&x->attr_text, (size_t)(s.end - s.p) + 2);
    while (s.p < s.end) {
        if ((s.p = take_attr(x, el, s)) == NULL)
            return false;
        s.p = skip_blanks(s.p, s.end);
    }
    el->attrs = x->attrs;
    x->attributes += el->attr_count;
    return true;
}

/* Give the level its name, in the room that levels of this depth share. */
static void
name_level(struct xscan *x, struct xscan_level *l, const uint8_t *p, size_t n)
{
    char **room = &x->names[x->depth];

    if (x->rooms[x->depth] < n + 1) {
        x->rooms[x->depth] = n + 32;
        *room = mem_array(*room, n + 32, 1);
    }
    memcpy(*room, p, n);
    (*room)[n] = '\0';
    l->el.name = *room;
    l->name_len = n;
}

/* An end tag, or the end of an empty element, whose end is behind `end`. */
static bool
close_level(struct xscan *x, uint64_t begin, uint64_t end)
{
    struct xscan_level *l = &x->levels[x->depth];

    l->el.close_begin = begin;
    l->el.end = end;
    xscan_take_lead(x, &l->el, begin);
    return xscan_ascend(x);
}

/* The start tag from `p` to its `>`, with its name up to `name_end`. */
static bool
start_tag(struct xscan *x, const uint8_t *p, const uint8_t *name_end,
          const uint8_t *gt)
{
    const uint8_t *close = gt[-1] == '/' ? gt - 1 : gt;
    struct xscan_level *l;

    if (x->depth == XSCAN_DEPTH_MAX || close - p > (ptrdiff_t)XSCAN_TAG_MAX)
        return false;
    x->tag = offset(x, gt);
    x->elements++;
    l = xscan_descend(x);
    if (name_end < close && !is_blank(*name_end))
        return false;
    name_level(x, l, p + 1, (size_t)(name_end - p) - 1);
    l->el.empty = close != gt;
    l->el.begin = offset(x, p);
    l->el.open_end = offset(x, gt) + 1;
    l->el.tag_end = offset(x, name_end);
    if (name_end < close)
        l->el.tag_end =
            xscan_skip_blanks_back(x, offset(x, close), XSCAN_TAG_MAX);
    l->el.lead = xscan_take_lead(x, &l->el, l->el.begin);
    if (!take_attrs(x, &l->el, (struct span){name_end, close}) ||
        !xscan_announce(x, l))
        return false;
    return !l->el.empty || close_level(x, l->el.open_end, l->el.open_end);
}

/* The `>` of the end tag at `p`, or NULL if it is not there yet. */
static const uint8_t *
find_end(const struct xscan *x, const uint8_t *p, const uint8_t *end)
{
    const struct xscan_level *l = &x->levels[x->depth];
    const uint8_t *gt = p + 2;

    /* Mostly there is nothing behind the name. */
    if (x->depth > 0 && (size_t)(end - gt) > l->name_len &&
        gt[l->name_len] == '>' && memcmp(gt, l->el.name, l->name_len) == 0)
        return gt + l->name_len;
    return memchr(gt, '>', (size_t)(end - gt));
}

/* The end tag from `p` to its `>`. */
static bool
end_tag(struct xscan *x, const uint8_t *p, const uint8_t *gt)
{
    const struct xscan_level *l = &x->levels[x->depth];
    size_t n = x->depth > 0 ? l->name_len : 0;

    return n > 0 && (size_t)(gt - p) >= n + 2 &&
           memcmp(p + 2, l->el.name, n) == 0 &&
           skip_blanks(p + 2 + n, gt) == gt &&
           close_level(x, offset(x, p), offset(x, gt) + 1);
}

/* Where the text `mark` begins, or NULL if it is not there yet. */
static const uint8_t *
find_mark(const uint8_t *p, const uint8_t *end, const char *mark)
{
    return memmem(p, (size_t)(end - p), mark, strlen(mark));
}

/* A comment, an instruction or a CDATA section at `p`; returns the byte behind
 * it, or NULL if it is not all there yet. */
static const uint8_t *
take_aside(struct xscan *x, const uint8_t *p, const uint8_t *end)
{
    struct xscan_level *l = &x->levels[x->depth];
    bool cdata = end - p > 2 && p[1] == '!' && p[2] == '[';
    size_t head = cdata ? strlen("<![CDATA[") : p[1] == '?' ? 2 : 4;
    const char *mark = cdata ? "]]>" : p[1] == '?' ? "?>" : "-->";
    const uint8_t *close;

    if ((size_t)(end - p) < head ||
        (close = find_mark(p + head, end, mark)) == NULL)
        return NULL;
    end = close + strlen(mark);
    if (cdata) {
        x->text_run += (size_t)(close - p) - head;
        if (x->text_run > XSCAN_TEXT_MAX)
            not_the_same(x);
        if (l->capture)
            buf_add(&x->text, p + head, (size_t)(close - p) - head);
        return end;
    }

    /* The declaration of the document is no instruction. */
    if (p[1] == '?' && memcmp(p, "<?xml", 5) == 0 && is_blank(p[5]))
        return end;
    l->el.remark = true;
    if (x->h->aside != NULL)
        x->h->aside(x->arg, x->depth, offset(x, end));
    return end;
}

/* Take the text and the markup that the window begins with at `at`; returns
 * their length, or 0 if they are not all there yet. */
static size_t
take_piece(struct xscan *x, size_t at)
{
    const uint8_t *from = x->window.data + at, *name_end = NULL;
    const uint8_t *end = x->window.data + x->window.len, *p, *gt;

    p = memchr(from + x->looked, '<', (size_t)(end - from) - x->looked);
    x->looked = (size_t)((p != NULL ? p : end) - from);
    if (p == NULL || end - p < 3)
        return 0;
    if (p[1] == '!' || p[1] == '?') {
        struct span text = {from, p};
        size_t before = x->text.len, run = x->text_run;

        if (!take_text(x, text))
            return not_the_same(x);
        if ((gt = take_aside(x, p, end)) == NULL) {
            x->text.len = before;
            x->text_run = run;
            return 0;
        }
        x->looked = 0;
        return (size_t)(gt - from);
    }
    if (p[1] == '/') {
        gt = find_end(x, p, end);
    } else {
        name_end = skip_name(p + 1, end);
        gt = find_tag_end(name_end, end);
    }
    if (gt == NULL)
        return 0;
    if (!take_text(x, (struct span){from, p}) ||
        !(p[1] == '/' ? end_tag(x, p, gt) : start_tag(x, p, name_end, gt)))
        return not_the_same(x);
    x->looked = 0;
    return (size_t)(gt - from) + 1;
}

/* Take all that is complete out of the window. */
static void
take_pieces(struct xscan *x)
{
    size_t at = 0, taken;

    while ((taken = take_piece(x, at)) > 0)
        at += taken;
    x->tag = x->window_at + at;
    xscan_again_line(x);
    memmove(x->window.data, x->window.data + at, x->window.len - at);
    x->window.len -= at;
    x->window_at += at;
}

/* The judge's work beside it. */
static int
judge_block(void *arg, const void *p, size_t n, struct err *e)
{
    struct xscan *x = arg;

    if (!xjudge_push(x->judge, p, n))
        return err_set(e, ST_BACKUP, "%s: it is not plain XML", x->where);
    return ST_OK;
}

int
xscan_again_push(struct xscan *x, const void *p, size_t n, struct err *e)
{
    if (x->names == NULL) {
        x->names = mem_calloc(XSCAN_DEPTH_MAX + 1, sizeof(*x->names));
        x->rooms = mem_calloc(XSCAN_DEPTH_MAX + 1, sizeof(*x->rooms));
    }
    if (x->judge != NULL && behind_push(x->behind, p, n, e) != ST_OK)
        return e->status;
    buf_add(&x->window, p, n);
    x->e = e;
    take_pieces(x);
    x->e = NULL;
    return e->status;
}

int
xscan_again_finish(struct xscan *x, struct err *e)
{
    size_t elements = x->elements, attributes = x->attributes;
    const uint8_t *end;

    /* An empty document has no window yet. */
    buf_room(&x->window, 1);
    end = x->window.data + x->window.len;
    if (x->judge != NULL && behind_finish(x->behind, e) != ST_OK)
        return e->status;
    x->e = e;
    if (x->depth > 0 || skip_blanks(x->window.data, end) != end ||
        (x->judge != NULL &&
         (!xjudge_finish(x->judge, &elements, &attributes) ||
          elements != x->elements || attributes != x->attributes)))
        not_the_same(x);
    x->e = NULL;
    return e->status;
}

size_t
xscan_again_line(struct xscan *x)
{
    const uint8_t *p = x->window.data + (x->counted - x->window_at);

    /* A piece that was refused is not taken, though its lines were counted
     * when that was told. */
    if (x->tag > x->counted) {
        x->lines += text_lines(p, (size_t)(x->tag - x->counted));
        x->counted = x->tag;
    }
    return x->lines + 1;
}

struct xscan *
xscan_again(const struct xhandler *h, void *arg, const char *where)
{
    struct xscan *x = xscan_new(h, arg, where);

    x->again = true;
    return x;
}

struct xscan *
xscan_quick(const struct xhandler *h, void *arg, const char *where,
            uint64_t size)
{
    struct xjudge *judge = xjudge_new();
    struct xscan *x;

    if (judge == NULL)
        return xscan_new(h, arg, where);
    x = xscan_again(h, arg, where);
    x->judge = judge;
    x->behind = behind_new(judge_block, x, size);
    return x;
}

void
xscan_again_free(struct xscan *x)
{
    size_t i;

    behind_free(x->behind);
    xjudge_free(x->judge);
    for (i = 0; x->names != NULL && i <= XSCAN_DEPTH_MAX; i++)
        free(x->names[i]);
    free(x->names);
    free(x->rooms);
}
