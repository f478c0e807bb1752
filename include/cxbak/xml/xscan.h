/*
 * A scanner of XML that knows where in the file everything stands.  A
 * `struct xscan` owns its buffers; what an element points to is valid during
 * the call it is handed to.
 *
 * libxml2's push parser does the parsing.  Only plain XML is accepted (R10):
 * well-formed UTF-8, no DOCTYPE, no entities but the five and numeric ones,
 * and nothing larger than the limits below, whether or not anybody looks at
 * it: so what one reader of a document accepts all of them accept.
 * All offsets are bytes from the start of the document; a byte order mark
 * counts.
 */
#ifndef CXBAK_XML_XSCAN_H
#define CXBAK_XML_XSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"

/* Elements nested in each other; real databases have about 15 levels.  A
 * handler that keeps something for each level needs one more, for depth 0. */
#define XSCAN_DEPTH_MAX 200

/* Bytes of a tag with its attributes, before its `>`: far more than 3CX writes.
 */
#define XSCAN_TAG_MAX ((size_t)64 << 10)

/* Different names of elements and attributes; 3CX has some hundreds.  libxml2's
 * dictionary takes longer for each name, the more it holds. */
#define XSCAN_NAMES_MAX 65536

/* Bytes of text between two tags.  (libxml2 itself takes comments and CDATA
 * sections of up to 10,000,000 bytes.) */
#define XSCAN_TEXT_MAX ((size_t)8 << 20)

struct xscan;

struct xattr {
    const char *name;
    const char *value; /* decoded */
};

/*
 *     \n    <Name a="b">text</Name>
 *     ^     ^          ^   ^      ^
 *     lead  begin      |   |      end        of <Name/>, open_end is end
 *               open_end   close_begin
 */
struct xelement {
    const char *name; /* with its prefix, if it has one; {URI}NAME in a default
                         namespace, which no version of 3CX has */
    size_t depth;     /* 1 is the root */
    uint64_t lead;    /* where the blanks before the element begin */
    uint64_t begin;
    uint64_t tag_end; /* behind name and attributes, before blanks and `>` */
    uint64_t open_end;
    uint64_t close_begin;  /* known at its end */
    uint64_t end;          /* known at its end */
    bool empty;            /* written as <Name/> */
    bool parent;           /* has child elements; known at its end */
    bool remark;           /* has comments or instructions; likewise */
    bool mixed;            /* something but child elements and blanks stands
                              in it: text, remarks, references; likewise */
    const char *lead_text; /* the blanks before its start tag or, at its end,
                              before its end tag; not terminated */
    size_t lead_len;
    const struct xattr *attrs; /* at its start only */
    size_t attr_count;
    size_t namespace_count; /* of declarations, which are no attributes */
    const char *text; /* decoded, terminated, own text only; at the end of an
                         element that was captured, else NULL */
    size_t text_len;
};

/* What the scanner calls; `end` may be NULL.  A status other than ST_OK, with
 * its message in `e`, ends the scan. */
struct xhandler {
    int (*start)(void *arg, struct xscan *x, const struct xelement *el,
                 struct err *e);
    int (*end)(void *arg, struct xscan *x, const struct xelement *el,
               struct err *e);

    /* A comment or processing instruction that ends at `end`, in an element
     * of that depth (0: in none); may be NULL. */
    void (*aside)(void *arg, size_t depth, uint64_t end);
};

/* Begin a scan; `where` (borrowed) is put in front of messages, as in
 * `pbx.zip: member "1Db.xml"`. */
struct xscan *xscan_new(const struct xhandler *h, void *arg, const char *where);

/* Is the document, which has been accepted, so plain that xscan_again() can
 * read it: no namespaces, no colons in names? */
bool xscan_plain(const struct xscan *x);

/*
 * Begin to scan a document that was accepted before, and is plain, once more:
 * the same elements and places come several times as fast, because what is
 * known to be well-formed is taken apart, not checked again.  Where it is not
 * what was accepted, ST_SYSTEM.
 */
struct xscan *xscan_again(const struct xhandler *h, void *arg,
                          const char *where);

/*
 * Begin to scan a document for the first time in that way, while a worker
 * lets libxml2 judge it: takes half as long where there are two processors.
 * What the handler was given counts only when xscan_finish() is ST_OK; if it
 * is not, or a push is not, the document may still be good: xscan_new() then
 * decides, and says why not.  It has about `size` bytes.
 */
struct xscan *xscan_quick(const struct xhandler *h, void *arg,
                          const char *where, uint64_t size);

/* Give the scanner the next `n` bytes of the document. */
int xscan_push(struct xscan *x, const void *p, size_t n, struct err *e);

/* Say that the document has ended. */
int xscan_finish(struct xscan *x, struct err *e);

/* Called by a start handler: collect the text of this element. */
void xscan_capture(struct xscan *x);

/* The same, unless it turns out to have children: of what has some the blanks
 * between them are all that most documents have. */
void xscan_capture_leaf(struct xscan *x);

/* The value of the attribute `name`, or NULL; at an element's start. */
const char *xscan_attr(const struct xelement *el, const char *name);

/* Lines begun so far, for messages. */
size_t xscan_line(struct xscan *x);

/* Release; NULL is allowed. */
void xscan_free(struct xscan *x);

/* The library below with its version, as it is when it runs: "libxml2 2.9.14";
 * newly made. */
char *xscan_library(void);

#endif
