/*
 * libxml2 says what stands in the document, and with xmlByteConsumed() where:
 * in a start tag's callback the offset of its `>` or `/>`, in an end tag's
 * the offset behind it.  The bytes of the last stretch are kept, so that the
 * tag's `<` is found by looking back, and so that every offset is checked
 * against the byte that must stand there.
 */
#include <libxml/parser.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/xml/xscan.h"

#include "xml/xerror_impl.h"
#include "xml/xscan_impl.h"

/* Bytes kept from before the current chunk. */
#define KEEP (XSCAN_TAG_MAX + XSCAN_LEAD_MAX)

/* Bytes given to libxml2 at once. */
#define CHUNK ((size_t)256 << 10)

/* Stop the parser with an error that is already in `x->e`. */
static void
stop(struct xscan *x)
{
    xmlStopParser(x->ctx);
}

static void refuse(struct xscan *x, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Refuse the document at the parser's place. */
static void
refuse(struct xscan *x, const char *fmt, ...)
{
    va_list ap;
    char *why;

    if (x->e->status != ST_OK)
        return;
    va_start(ap, fmt);
    why = mem_vprintf(fmt, ap);
    va_end(ap);
    err_set(x->e, ST_BACKUP, "%s: line %zu: %s", x->where, xscan_line(x), why);
    err_rule(x->e, "R10");
    free(why);
    stop(x);
}

/* Refuse a tag whose `<` is too far away, or which is not where it should be:
 * an offset that is not certain is not used. */
static bool
refuse_tag(struct xscan *x, uint64_t begin)
{
    if (begin == UINT64_MAX)
        refuse(x, "a tag is longer than the %zu KiB that can be read",
               XSCAN_TAG_MAX >> 10);
    else
        refuse(x, "the place of a tag cannot be told");
    return false;
}

/* The byte at an offset of the document that is in the window. */
static int
byte_at(const struct xscan *x, uint64_t off)
{
    if (off < x->window_at || off - x->window_at >= x->window.len)
        return -1;
    return x->window.data[off - x->window_at];
}

/* The offset of the last `<` before `off`, or UINT64_MAX if it is too far. */
static uint64_t
tag_begin(const struct xscan *x, uint64_t off)
{
    size_t n = xscan_in_window(x, off),
           most = n < XSCAN_TAG_MAX ? n : XSCAN_TAG_MAX;
    const uint8_t *from = x->window.data + (n - most);
    const uint8_t *p = most > 0 ? memrchr(from, '<', most) : NULL;

    return p != NULL ? x->window_at + (uint64_t)(p - x->window.data)
                     : UINT64_MAX;
}

/* Fill in where the start tag stands that libxml2 has just read. */
static bool
locate_start(struct xscan *x, struct xelement *el)
{
    long at = xmlByteConsumed(x->ctx);
    uint64_t close = (uint64_t)at;
    int c = at < 0 ? -1 : byte_at(x, close);

    el->empty = c == '/';
    el->open_end = close + (el->empty ? 2 : 1);
    el->begin = tag_begin(x, close);
    if ((c != '>' && !(c == '/' && byte_at(x, close + 1) == '>')) ||
        el->begin == UINT64_MAX)
        return refuse_tag(x, el->begin);
    el->tag_end = xscan_skip_blanks_back(x, close, XSCAN_TAG_MAX);
    el->lead = xscan_take_lead(x, el, el->begin);
    return true;
}

/* Fill in where the end tag stands that libxml2 has just read. */
static bool
locate_end(struct xscan *x, struct xelement *el)
{
    long at = xmlByteConsumed(x->ctx);

    el->end = at < 0 ? 0 : (uint64_t)at;
    el->close_begin = el->empty ? el->open_end : tag_begin(x, el->end);
    if (at < 1 || byte_at(x, el->end - 1) != '>' ||
        el->close_begin == UINT64_MAX || el->close_begin < el->open_end ||
        (el->empty && el->end != el->open_end))
        return refuse_tag(x, el->close_begin);
    xscan_take_lead(x, el, el->close_begin);
    return true;
}

/* Make the attributes of a start tag (name, prefix, URI, value, end of value
 * for each) strings of ours. */
static void
take_attrs(struct xscan *x, struct xelement *el, int n, const xmlChar **raw)
{
    size_t i, count = (size_t)n, room = 0;

    /* Room for all first, so that the text does not move while it grows. */
    for (i = 0; i < count; i++)
        room += (size_t)(raw[5 * i + 4] - raw[5 * i + 3]) + 1;
    x->attr_text.len = 0;
    buf_room(&x->attr_text, room);
    x->attrs = mem_grow(x->attrs, &x->attr_cap, count, sizeof(*x->attrs));
    for (i = 0; i < count; i++, raw += 5) {
        x->attrs[i].name = (const char *)raw[0];
        x->fancy |= raw[1] != NULL || strchr(x->attrs[i].name, ':') != NULL;
        x->attrs[i].value = (const char *)x->attr_text.data + x->attr_text.len;
        buf_add(&x->attr_text, raw[3], (size_t)(raw[4] - raw[3]));
        buf_addc(&x->attr_text, '\0');
    }
    el->attrs = x->attrs;
    el->attr_count = count;
}

static void
on_start(void *arg, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *uri, int nns, const xmlChar **ns, int nattrs,
         int ndefault, const xmlChar **attrs)
{
    struct xscan *x = arg;
    struct xscan_level *l;

    (void)ns;
    (void)ndefault;
    if (x->e->status != ST_OK)
        return;
    if (x->depth == 0 && !xscan_declares_utf8(x)) {
        refuse(x, "the document declares another encoding than UTF-8");
        return;
    }
    if (x->depth == 0 && !xscan_declares_1_0(x)) {
        refuse(x, "the document is of another version of XML than 1.0, which "
                  "many programs refuse");
        return;
    }
    if (x->depth == XSCAN_DEPTH_MAX) {
        refuse(x,
               "elements are nested deeper than the %d levels that can be "
               "read",
               XSCAN_DEPTH_MAX);
        return;
    }
    if (xmlDictSize(x->ctx->dict) > XSCAN_NAMES_MAX) {
        refuse(x,
               "there are more than %d different names of elements and "
               "attributes",
               XSCAN_NAMES_MAX);
        return;
    }
    l = xscan_descend(x);
    l->name = prefix != NULL ? mem_printf("%s:%s", prefix, name)
              : uri != NULL  ? mem_printf("{%s}%s", uri, name)
                             : NULL;
    l->el.name = l->name != NULL ? l->name : (const char *)name;
    x->fancy |= l->name != NULL || nns > 0 || strchr(l->el.name, ':') != NULL;
    if (!locate_start(x, &l->el))
        return;
    take_attrs(x, &l->el, nattrs, attrs);
    l->el.namespace_count = (size_t)nns;
    if (!xscan_announce(x, l))
        stop(x);
}

static void
on_end(void *arg, const xmlChar *name, const xmlChar *prefix,
       const xmlChar *uri)
{
    struct xscan *x = arg;
    struct xscan_level *l = &x->levels[x->depth];

    (void)name;
    (void)prefix;
    (void)uri;
    if (x->e->status != ST_OK || x->depth == 0 || !locate_end(x, &l->el))
        return;
    if (!xscan_ascend(x))
        stop(x);
    free(l->name);
    l->name = NULL;
}

static void
on_text(void *arg, const xmlChar *p, int n)
{
    struct xscan *x = arg;

    if (x->e->status != ST_OK)
        return;
    x->text_run += (size_t)n;
    if (x->text_run > XSCAN_TEXT_MAX)
        refuse(x, "a text is longer than the %zu MiB that can be read",
               XSCAN_TEXT_MAX >> 20);
    else if (x->levels[x->depth].capture)
        buf_add(&x->text, p, (size_t)n);
}

/* A comment or instruction that has just been read. */
static void
on_comment(void *arg, const xmlChar *text)
{
    struct xscan *x = arg;
    long at = xmlByteConsumed(x->ctx);

    (void)text;
    x->levels[x->depth].el.remark = true;
    if (x->h->aside != NULL && x->e->status == ST_OK && at > 0)
        x->h->aside(x->arg, x->depth, (uint64_t)at);
}

static void
on_instruction(void *arg, const xmlChar *target, const xmlChar *data)
{
    (void)data;
    on_comment(arg, target);
}

static void
on_doctype(void *arg, const xmlChar *name, const xmlChar *public,
           const xmlChar *system)
{
    (void)name;
    (void)public;
    (void)system;
    refuse(arg, "there is a DOCTYPE, which no backup has");
}

/* Is the error one of libxml2's own limits, for comments and the like? */
static bool
is_limit(const char *msg)
{
    return strstr(msg, "Huge input") != NULL || strstr(msg, "too big") != NULL;
}

/* Keep the first error that libxml2 finds, without its message, which quotes
 * the document; warnings do not matter. */
static void
on_error(void *arg, xmlErrorPtr error)
{
    struct xscan *x = arg;

    if (x->e == NULL || x->e->status != ST_OK ||
        error->level == XML_ERR_WARNING)
        return;
    if (error->code == XML_ERR_NO_MEMORY) {
        err_set(x->e, ST_SYSTEM, "out of memory");
        return;
    }
    if (error->level != XML_ERR_FATAL)
        return;
    if (error->message != NULL && is_limit(error->message)) {
        refuse(x, "a comment or CDATA section is longer than the 10 MB that "
                  "can be read");
        return;
    }
    err_set(x->e, ST_BACKUP, "%s: line %d, column %d: malformed XML: %s",
            x->where, error->line, error->int2, xerror_kind(error->code));
    err_rule(x->e, "R10");
}

struct xscan *
xscan_new(const struct xhandler *h, void *arg, const char *where)
{
    struct xscan *x = mem_calloc(1, sizeof(*x));

    x->h = h;
    x->arg = arg;
    x->where = where;
    return x;
}

/* Start the parser with the first bytes, which tell the encoding. */
static int
begin(struct xscan *x, struct err *e)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .ignorableWhitespace = on_text,
                         .cdataBlock = on_text,
                         .comment = on_comment,
                         .processingInstruction = on_instruction,
                         .internalSubset = on_doctype,
                         .serror = on_error};

    x->started = true;
    if (xscan_is_wide(x)) {
        err_set(e, ST_BACKUP,
                "%s: the document is in UTF-16; only UTF-8 can be edited",
                x->where);
        return err_rule(e, "R10");
    }
    x->ctx = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (x->ctx == NULL)
        return err_set(e, ST_SYSTEM, "libxml2 cannot start");

    /* With NOENT `&amp;` in an attribute is `&`, not libxml2's `&#38;`.  There
     * are no other entities: a DOCTYPE ends the scan, and `sax` declares
     * none. */
    xmlCtxtUseOptions(x->ctx,
                      XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
    return ST_OK;
}

/* Drop from the window what no tag can reach back to any more. */
static void
slide(struct xscan *x)
{
    size_t drop;

    if (x->window.len <= KEEP)
        return;
    drop = x->window.len - KEEP;
    memmove(x->window.data, x->window.data + drop, KEEP);
    x->window.len = KEEP;
    x->window_at += drop;
}

/* Hand bytes to libxml2; `last` ends the document. */
static int
parse(struct xscan *x, const void *p, size_t n, bool last, struct err *e)
{
    x->e = e;
    xmlParseChunk(x->ctx, p, (int)n, last);
    x->e = NULL;
    if (e->status != ST_OK || x->ctx->wellFormed)
        return e->status;
    err_set(e, ST_BACKUP, "%s: line %zu: malformed XML", x->where,
            xscan_line(x));
    return err_rule(e, "R10");
}

/* Hand bytes to the parser in pieces. */
static int
push(struct xscan *x, const uint8_t *p, size_t n, struct err *e)
{
    while (n > 0) {
        size_t part = n < CHUNK ? n : CHUNK;

        slide(x);
        buf_add(&x->window, p, part);
        if (parse(x, p, part, false, e) != ST_OK)
            return e->status;
        p += part;
        n -= part;
    }
    return ST_OK;
}

/* Begin with the first bytes that came. */
static int
push_head(struct xscan *x, struct err *e)
{
    struct buf first = BUF_INIT;

    if (begin(x, e) == ST_OK) {
        buf_add(&first, x->head.data, x->head.len);
        push(x, first.data, first.len, e);
    }
    buf_free(&first);
    return e->status;
}

int
xscan_push(struct xscan *x, const void *p, size_t n, struct err *e)
{
    size_t room = XSCAN_HEAD_MAX - x->head.len, part = n < room ? n : room;

    /* libxml2 would convert another encoding, and print what it cannot. */
    if (x->judge != NULL && x->head.len == 0) {
        buf_add(&x->head, p, part);
        if (xscan_is_wide(x) ||
            (part == XSCAN_HEAD_MAX && !xscan_declares_utf8(x)))
            return err_set(e, ST_BACKUP, "%s: it is not UTF-8", x->where);
    }
    if (x->again)
        return xscan_again_push(x, p, n, e);

    /* The first bytes tell the encoding, in whatever pieces they come. */
    if (x->depth == 0)
        buf_add(&x->head, p, part);
    if (x->started)
        return push(x, p, n, e);
    if (x->head.len < XSCAN_HEAD_MIN || push_head(x, e) != ST_OK)
        return e->status;
    return push(x, (const uint8_t *)p + part, n - part, e);
}

int
xscan_finish(struct xscan *x, struct err *e)
{
    if (x->again)
        return xscan_again_finish(x, e);
    if (!x->started && x->head.len > 0 && push_head(x, e) != ST_OK)
        return e->status;
    if (x->ctx == NULL) {
        err_set(e, ST_BACKUP, "%s: the document is empty", x->where);
        return err_rule(e, "R10");
    }
    return parse(x, "", 0, true, e);
}

bool
xscan_plain(const struct xscan *x)
{
    return !x->fancy;
}

void
xscan_capture(struct xscan *x)
{
    x->levels[x->depth].capture = true;
    x->levels[x->depth].leaf = false;
}

void
xscan_capture_leaf(struct xscan *x)
{
    struct xscan_level *l = &x->levels[x->depth];

    l->leaf |= !l->capture;
    l->capture = true;
}

const char *
xscan_attr(const struct xelement *el, const char *name)
{
    size_t i;

    for (i = 0; i < el->attr_count; i++) {
        if (strcmp(el->attrs[i].name, name) == 0)
            return el->attrs[i].value;
    }
    return NULL;
}

size_t
xscan_line(struct xscan *x)
{
    if (x->again)
        return xscan_again_line(x);
    return x->ctx != NULL && x->ctx->input != NULL ? (size_t)x->ctx->input->line
                                                   : 0;
}

void
xscan_free(struct xscan *x)
{
    size_t i;

    if (x == NULL)
        return;
    for (i = 0; i <= x->depth && !x->again; i++)
        free(x->levels[i].name);
    xscan_again_free(x);
    if (x->ctx != NULL) {
        if (x->ctx->myDoc != NULL)
            xmlFreeDoc(x->ctx->myDoc);
        xmlFreeParserCtxt(x->ctx);
    }
    buf_free(&x->head);
    buf_free(&x->window);
    buf_free(&x->text);
    buf_free(&x->attr_text);
    free(x->attrs);
    free(x);
}

char *
xscan_library(void)
{
    long n = strtol(xmlParserVersion, NULL, 10);

    return mem_printf("libxml2 %ld.%ld.%ld", n / 10000, n / 100 % 100, n % 100);
}
