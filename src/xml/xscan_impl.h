/*
 * A scan, as its two ways to read a document share it: libxml2's parser in
 * xscan.c, and the second reading in xscan_again.c.
 */
#ifndef CXBAK_XML_XSCAN_IMPL_H
#define CXBAK_XML_XSCAN_IMPL_H

#include "cxbak/util/buf.h"
#include "cxbak/xml/xscan.h"

/* Blanks before an element that are taken to belong to it. */
#define XSCAN_LEAD_MAX 1024

/* An open element. */
struct xscan_level {
    struct xelement el;
    char *name; /* ours; NULL: the name is the parser's, which keeps them all */
    size_t name_len; /* of a second reading */
    bool capture;
    bool leaf;      /* only if it has no children */
    size_t text_at; /* where in `text` its own text begins */
    uint64_t next;  /* up to here its content is elements and blanks */
};

struct _xmlParserCtxt;
struct xjudge;
struct behind;

struct xscan {
    const struct xhandler *h;
    void *arg;
    const char *where;
    struct _xmlParserCtxt *ctx; /* NULL: not begun, or a second reading */
    struct buf head;            /* the first bytes, up to the root element */
    struct buf window;          /* the last bytes of the document so far */
    uint64_t window_at;
    struct xscan_level levels[XSCAN_DEPTH_MAX + 1];
    size_t depth;
    struct buf text; /* of the open elements that are captured */
    size_t text_run; /* bytes of text since the last tag */
    struct xattr *attrs;
    size_t attr_cap;
    struct buf attr_text;
    struct err *e; /* during a call */
    bool started;
    bool fancy;    /* names with colons, or namespaces */
    bool again;    /* a second reading */
    size_t looked; /* of it: bytes of the window without a `<` in them */
    char **names;  /* of it: room for the name of each level */
    size_t *rooms;
    size_t elements, attributes; /* of it: so far */
    uint64_t tag;                /* of it: the `>` of the tag at hand */
    size_t lines;                /* of it: line feeds before `counted` */
    uint64_t counted;

    /* Of a quick reading: who judges beside it. */
    struct xjudge *judge;
    struct behind *behind;
};

/* Bytes that tell the encoding without a declaration, and those that a
 * declaration must be in. */
#define XSCAN_HEAD_MIN 4
#define XSCAN_HEAD_MAX 1024

/* Do the first bytes say that characters have two or four bytes, or are none
 * of ASCII? */
bool xscan_is_wide(const struct xscan *x);

/* Does the XML declaration, if there is one, say UTF-8 or nothing? */
bool xscan_declares_utf8(const struct xscan *x);

/* Does it say version 1.0, or is there none?  .NET reads no other. */
bool xscan_declares_1_0(const struct xscan *x);

/* Open one more level, whose element is then filled in. */
struct xscan_level *xscan_descend(struct xscan *x);

/* Its start tag is complete: tell the handler.  False to stop. */
bool xscan_announce(struct xscan *x, struct xscan_level *l);

/* Its end is complete: tell the handler and leave the level. */
bool xscan_ascend(struct xscan *x);

/* The offset behind the last byte before `off` that is no blank, going back
 * at most `max`. */
uint64_t xscan_skip_blanks_back(const struct xscan *x, uint64_t off,
                                uint64_t max);

/* The blanks before the tag at `off`; returns where they begin. */
uint64_t xscan_take_lead(const struct xscan *x, struct xelement *el,
                         uint64_t off);

/* How much of the window lies before `off`. */
size_t xscan_in_window(const struct xscan *x, uint64_t off);

/* The second reading. */
int xscan_again_push(struct xscan *x, const void *p, size_t n, struct err *e);
int xscan_again_finish(struct xscan *x, struct err *e);
size_t xscan_again_line(struct xscan *x);
void xscan_again_free(struct xscan *x);

#endif
