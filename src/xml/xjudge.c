#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "cxbak/xml/xscan.h"

#include "xml/xjudge_impl.h"

struct xjudge {
    xmlParserCtxtPtr ctx;
    size_t elements;
    size_t attributes;
    bool bad;
};

static void
refuse(struct xjudge *j)
{
    j->bad = true;
    xmlStopParser(j->ctx);
}

static void
on_start(void *arg, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *uri, int nns, const xmlChar **ns, int nattrs,
         int ndefault, const xmlChar **attrs)
{
    struct xjudge *j = arg;
    const char *enc = (const char *)j->ctx->encoding;
    const char *version = (const char *)j->ctx->version;

    (void)name;
    (void)prefix;
    (void)uri;
    (void)nns;
    (void)ns;
    (void)ndefault;
    (void)attrs;
    if ((j->elements++ == 0 &&
         ((enc != NULL && strcasecmp(enc, "utf-8") != 0) ||
          (version != NULL && strcmp(version, "1.0") != 0))) ||
        xmlDictSize(j->ctx->dict) > XSCAN_NAMES_MAX)
        refuse(j);
    j->attributes += (size_t)nattrs;
}

static void
on_doctype(void *arg, const xmlChar *name, const xmlChar *public,
           const xmlChar *system)
{
    (void)name;
    (void)public;
    (void)system;
    refuse(arg);
}

static void
on_error(void *arg, xmlErrorPtr error)
{
    struct xjudge *j = arg;

    j->bad |= error->level != XML_ERR_WARNING;
}

struct xjudge *
xjudge_new(void)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .internalSubset = on_doctype,
                         .serror = on_error};
    struct xjudge *j = mem_calloc(1, sizeof(*j));

    j->ctx = xmlCreatePushParserCtxt(&sax, j, NULL, 0, NULL);
    if (j->ctx == NULL) {
        free(j);
        return NULL;
    }
    xmlCtxtUseOptions(j->ctx, XML_PARSE_NONET | XML_PARSE_NOENT);
    return j;
}

bool
xjudge_push(struct xjudge *j, const void *p, size_t n)
{
    if (!j->bad && xmlParseChunk(j->ctx, p, (int)n, 0) != 0)
        j->bad = true;
    return !j->bad;
}

bool
xjudge_finish(struct xjudge *j, size_t *elements, size_t *attributes)
{
    if (!j->bad &&
        (xmlParseChunk(j->ctx, "", 0, 1) != 0 || !j->ctx->wellFormed))
        j->bad = true;
    *elements = j->elements;
    *attributes = j->attributes;
    return !j->bad;
}

void
xjudge_free(struct xjudge *j)
{
    if (j == NULL)
        return;
    if (j->ctx->myDoc != NULL)
        xmlFreeDoc(j->ctx->myDoc);
    xmlFreeParserCtxt(j->ctx);
    free(j);
}
