/*
 * The piece is put between the tags of an element of ours and scanned.  It is
 * sound if that element has one child, which stands at its very beginning and
 * reaches to its very end: a piece that closes our element, or leaves
 * something open, is not well-formed.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/patch/original_xml.h"
#include "cxbak/xml/xscan.h"

#define OPEN      "<x>"
#define CLOSE     "</x>"
#define OPEN_LEN  (sizeof(OPEN) - 1)
#define CLOSE_LEN (sizeof(CLOSE) - 1)

/* The longest piece: a field has a few dozen bytes, but comments and entities
 * may stand in it.  What is longer is spelt in our own way. */
#define PIECE_MAX ((size_t)64 << 10)

/* What a DNProperty may hold. */
static const char *const part_names[] = {"Name", "Value", "Type",
                                         "Description"};
enum { PART_NAME, PART_VALUE, PARTS = 4 };

struct checker {
    struct spelling *s;
    enum field f;
    const char *value;
    size_t roots; /* children of our own element */
    uint64_t end; /* of the last one */
    size_t properties;
    unsigned parts; /* a bit for each part of the property that was seen */
    bool named;     /* the property has the right name */
    bool found;     /* the value is the right one */
    bool odd;       /* something is there that must not be */
};

const char *
original_xml_name(enum field f, enum piece_kind root)
{
    static const char *const names[] = {"Value", "DNProperty", "Properties"};

    return field_is_property(f) || root != PIECE_VALUE ? names[root]
                                                       : field_there(f);
}

/* Which element of the piece may stand at this depth below our own? */
static bool
root_fits(struct checker *c, const char *name)
{
    size_t i, n = field_is_property(c->f) ? PIECE_KINDS : 1;

    for (i = 0; i < n; i++) {
        if (strcmp(name, original_xml_name(c->f, (enum piece_kind)i)) == 0) {
            c->s->root = (enum piece_kind)i;
            return true;
        }
    }
    return false;
}

/* How deep the parts of a property lie; 0 when the piece has none. */
static size_t
part_depth(const struct checker *c)
{
    return c->s->root == PIECE_PROPERTY    ? 3
           : c->s->root == PIECE_CONTAINER ? 4
                                           : 0;
}

static int
on_start(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct checker *c = arg;
    size_t parts = part_depth(c);

    (void)e;
    c->odd |= el->attr_count > 0 || el->namespace_count > 0;
    xscan_capture(x);
    if (el->depth == 1)
        return ST_OK;
    if (el->depth == 2) {
        c->roots++;
        c->odd |= !root_fits(c, el->name) || el->lead != OPEN_LEN;
        c->properties += c->s->root == PIECE_PROPERTY;
    } else if (parts != 0 && el->depth + 1 == parts) {
        c->odd |= strcmp(el->name, "DNProperty") != 0;
        c->properties++;
    } else if (parts == 0 || el->depth != parts) {
        c->odd = true;
    }
    return ST_OK;
}

/* Note the part of a property that has ended. */
static void
end_part(struct checker *c, const struct xelement *el)
{
    size_t i;

    for (i = 0; i < PARTS; i++) {
        if (strcmp(el->name, part_names[i]) == 0)
            break;
    }
    c->odd |= i == PARTS || (c->parts & 1U << i) != 0;
    c->parts |= 1U << i;
    if (i == PART_NAME)
        c->named = strcmp(el->text, field_there(c->f)) == 0;
    else if (i == PART_VALUE)
        c->found = strcmp(el->text, c->value) == 0;
}

static int
on_end(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct checker *c = arg;
    size_t parts = part_depth(c);

    (void)x;
    (void)e;
    c->odd |= el->remark;
    if (parts != 0 && el->depth == parts)
        end_part(c, el);
    else if (el->depth == 2 && parts == 0)
        c->found = strcmp(el->text, c->value) == 0;
    else if (strspn(el->text, " \t\r\n") != el->text_len)
        c->odd = true;
    if (el->depth == 2) {
        c->s->begin = (size_t)(el->begin - OPEN_LEN);
        c->s->tag_end = (size_t)(el->tag_end - OPEN_LEN);
        c->s->open_end = (size_t)(el->open_end - OPEN_LEN);
        c->s->close_begin = (size_t)(el->close_begin - OPEN_LEN);
        c->end = el->end;
    }
    return ST_OK;
}

/* Is what was seen one value of that field? */
static bool
is_sound(const struct checker *c, size_t n)
{
    if (c->odd || c->roots != 1 || c->end != OPEN_LEN + n)
        return false;
    if (c->s->root == PIECE_VALUE)
        return c->found;
    if (c->properties == 0)
        return *c->value == '\0';
    if ((c->parts & 1U << PART_VALUE) == 0 && *c->value != '\0')
        return false;
    return c->properties == 1 && c->named &&
           (c->found || (c->parts & 1U << PART_VALUE) == 0);
}

bool
original_xml_parse(struct spelling *s, const char *raw, enum field f,
                   const char *value)
{
    static const struct xhandler handler = {.start = on_start, .end = on_end};
    struct checker c = {.s = s, .f = f, .value = value};
    struct err e = ERR_INIT;
    struct xscan *x;
    size_t n = strlen(raw);
    bool sound;

    memset(s, 0, sizeof(*s));
    if (n > PIECE_MAX || !field_has(f, FIELD_EDITABLE))
        return false;
    x = xscan_new(&handler, &c, "");
    sound = xscan_push(x, OPEN, OPEN_LEN, &e) == ST_OK &&
            xscan_push(x, raw, n, &e) == ST_OK &&
            xscan_push(x, CLOSE, CLOSE_LEN, &e) == ST_OK &&
            xscan_finish(x, &e) == ST_OK && is_sound(&c, n);
    xscan_free(x);
    err_free(&e);
    return sound;
}
