/*
 * The documents in a workbook, by libxml2's push parser.  Plain XML only: no
 * DOCTYPE, so that there are no entities of anybody's making, and nothing
 * outside the file is ever read.
 */
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "table/xlsx_impl.h"
#include "cxbak/util/mem.h"

struct document {
    const struct xlsx_parts *z;
    const char *part;
    const struct xlsx_handler *h;
    void *arg;
    xmlParserCtxtPtr ctx;
    size_t depth;
    size_t collect; /* the depth of the element whose text is wanted, or 0 */
    struct buf text;
    struct err *e; /* during a call into libxml2 */
};

static void
refuse(struct document *d, const char *what)
{
    if (d->e->status != ST_OK)
        return;
    err_set(d->e, ST_REFUSED,
            "%s: part \"%s\", line %d: %s; open the workbook in a spreadsheet "
            "program and save it again",
            d->z->name, d->part,
            d->ctx->input != NULL ? d->ctx->input->line : 0, what);
    xmlStopParser(d->ctx);
}

static void
on_start(void *arg, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *uri, int nns, const xmlChar **ns, int nattrs,
         int ndefault, const xmlChar **attrs)
{
    struct document *d = arg;
    struct xlsx_tag tag = {.name = (const char *)name,
                           .attrs = attrs,
                           .attr_count = (size_t)nattrs,
                           .depth = ++d->depth};
    bool collect = false;

    (void)prefix;
    (void)uri;
    (void)nns;
    (void)ns;
    (void)ndefault;
    if (d->e->status != ST_OK)
        return;
    if (d->h->start(d->arg, &tag, &collect, d->e) != ST_OK)
        xmlStopParser(d->ctx);
    if (collect) {
        d->collect = d->depth;
        d->text.len = 0;
        buf_adds(&d->text, "");
    }
}

static void
on_end(void *arg, const xmlChar *name, const xmlChar *prefix,
       const xmlChar *uri)
{
    struct document *d = arg;
    bool collected = d->collect == d->depth;

    (void)prefix;
    (void)uri;
    if (d->e->status != ST_OK)
        return;
    if (d->h->end != NULL &&
        d->h->end(d->arg, (const char *)name, d->depth,
                  collected ? &d->text : NULL, d->e) != ST_OK)
        xmlStopParser(d->ctx);
    if (collected)
        d->collect = 0;
    d->depth--;
}

static void
on_text(void *arg, const xmlChar *p, int n)
{
    struct document *d = arg;

    if (d->e->status != ST_OK || d->collect == 0 || d->collect != d->depth)
        return;
    if (d->text.len + (size_t)n > XLSX_MAX_CELL)
        refuse(d, "a text is longer than the 32,767 characters of a cell");
    else
        buf_add(&d->text, p, (size_t)n);
}

static void
on_doctype(void *arg, const xmlChar *name, const xmlChar *public,
           const xmlChar *system)
{
    (void)name;
    (void)public;
    (void)system;
    refuse(arg, "there is a DOCTYPE, which no workbook has");
}

/* The first error counts; libxml2's own text would quote the document. */
static void
on_error(void *arg, xmlErrorPtr error)
{
    struct document *d = arg;

    if (d->e == NULL || d->e->status != ST_OK || error->level != XML_ERR_FATAL)
        return;
    if (error->code == XML_ERR_NO_MEMORY)
        err_set(d->e, ST_SYSTEM, "out of memory");
    else
        refuse(d, "malformed XML");
}

static int
take(void *arg, const void *p, size_t n, struct err *e)
{
    struct document *d = arg;

    d->e = e;
    (void)xmlParseChunk(d->ctx, p, (int)n, 0);
    return e->status;
}

int
xlsx_xml_read(struct xlsx_parts *z, const char *part,
              const struct xlsx_handler *h, void *arg, struct err *e)
{
    struct document d = {.z = z, .part = part, .h = h, .arg = arg, .e = e};
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .ignorableWhitespace = on_text,
                         .cdataBlock = on_text,
                         .internalSubset = on_doctype,
                         .serror = on_error};

    d.ctx = mem_check(xmlCreatePushParserCtxt(&sax, &d, NULL, 0, NULL));

    /* With NOENT `&amp;` in an attribute is `&`, not libxml2's `&#38;`; a
     * DOCTYPE, which could make other entities, ends the reading. */
    xmlCtxtUseOptions(d.ctx, XML_PARSE_NONET | XML_PARSE_NOENT);
    if (xlsx_parts_read(z, part, take, &d, e) == ST_OK) {
        (void)xmlParseChunk(d.ctx, "", 0, 1);
        if (e->status == ST_OK && !d.ctx->wellFormed)
            refuse(&d, "malformed XML");
    }
    xmlFreeParserCtxt(d.ctx);
    buf_free(&d.text);
    return e->status;
}

/* ---- Attributes: name, prefix, URI, value and its end for each ---- */

struct xlsx_value
xlsx_attr(const struct xlsx_tag *tag, const char *name)
{
    struct xlsx_value none = {NULL, 0};
    size_t i;

    for (i = 0; i < tag->attr_count; i++) {
        const uint8_t **a = tag->attrs + 5 * i;

        if (strcmp((const char *)a[0], name) == 0)
            return (struct xlsx_value){(const char *)a[3],
                                       (size_t)(a[4] - a[3])};
    }
    return none;
}

bool
xlsx_attr_is(const struct xlsx_tag *tag, const char *name, const char *value)
{
    struct xlsx_value v = xlsx_attr(tag, name);

    return v.p != NULL && v.n == strlen(value) && memcmp(v.p, value, v.n) == 0;
}

bool
xlsx_attr_true(const struct xlsx_tag *tag, const char *name)
{
    return xlsx_attr_is(tag, name, "1") || xlsx_attr_is(tag, name, "true");
}

bool
xlsx_attr_number(const struct xlsx_tag *tag, const char *name, size_t max,
                 size_t *value)
{
    struct xlsx_value v = xlsx_attr(tag, name);
    size_t i, n = 0;

    for (i = 0; i < v.n; i++) {
        if (v.p[i] < '0' || v.p[i] > '9')
            return false;
        n = 10 * n + (size_t)(v.p[i] - '0');
        if (n > max)
            return false;
    }
    *value = n;
    return v.n > 0;
}

char *
xlsx_attr_dup(const struct xlsx_tag *tag, const char *name)
{
    struct xlsx_value v = xlsx_attr(tag, name);

    return v.p != NULL ? mem_ndup(v.p, v.n) : NULL;
}
