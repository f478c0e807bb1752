/*
 * A document, written anew while it is read.  Of the original come the names
 * of elements and attributes that are known, the blanks between elements, and
 * what redact_value() gives; comments, other text, declarations and the way in
 * which characters were spelt do not.
 *
 * A record (a property, a parameter) is held back until its end, because what
 * its Value may be is told by its Name, wherever that stands.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/mark.h"
#include "cxbak/util/mem.h"
#include "cxbak/xml/xpatch.h"
#include "cxbak/xml/xscan.h"

#include "redact/redact_impl.h"

/* Blanks before an element that are kept; more do not indent anything. */
#define LEAD_MAX 200

/* Children of a record: Name, Type, Value, and perhaps one of them again. */
#define PARTS_MAX 6

/* The mark in the database itself, behind the start of its root. */
#define MARK "<" MARK_REDACTED_ELEMENT " by=\"cxbak\" />"

/* How an element is written. */
struct written {
    char *lead; /* blanks before it */
    bool empty; /* as <X/>; with a blank before the slash if `spaced` */
    bool spaced;
    char *attrs; /* redacted, each with a blank before it */
};

/* A child of a record. */
struct part {
    const char *name; /* static */
    struct written written;
    char *text;
};

struct redact_xml {
    struct redactor *r;
    struct xscan *x;
    struct buf *out;
    uint64_t written; /* bytes of the copy before this piece ... */
    size_t before;    /* ... which begins there in `out` */
    uint64_t user_at; /* where the user at hand begins */
    bool marked;      /* the mark is still to be written */
    char head[3];     /* the first bytes, which may be a byte order mark */
    size_t head_len;
    char last;   /* byte of the original */
    size_t skip; /* depth of the element that goes; 0: none */
    const struct redact_rule *rules[XSCAN_DEPTH_MAX + 2]; /* by depth */
    struct written value;  /* the element at hand, if it is a value */
    struct written record; /* the record at hand */
    struct part parts[PARTS_MAX];
    size_t part_count;
};

static void
written_free(struct written *w)
{
    free(w->lead);
    free(w->attrs);
    memset(w, 0, sizeof(*w));
}

static void
parts_free(struct redact_xml *x)
{
    while (x->part_count > 0) {
        struct part *p = &x->parts[--x->part_count];

        written_free(&p->written);
        free(p->text);
    }
}

/* Append text as the value of an attribute. */
static void
escape_attr(struct buf *b, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            buf_adds(b, "&amp;");
            break;
        case '<':
            buf_adds(b, "&lt;");
            break;
        case '"':
            buf_adds(b, "&quot;");
            break;
        case '\t':
        case '\n':
        case '\r':
            buf_printf(b, "&#%d;", *text);
            break;
        default:
            buf_addc(b, *text);
        }
    }
}

/* Count what goes with its name, and with that of its element. */
static void
count_attribute(struct redact_xml *x, const char *element, const char *name)
{
    char *both = mem_printf("%s@%s", element, name);

    redact_count(x->r, REDACT_REMOVED, REDACT_ATTRIBUTE, both);
    free(both);
}

/* Add one attribute, unless it goes. */
static void
add_attr(struct redact_xml *x, struct buf *b, const char *element,
         const struct xattr *a, const struct redact_rule *rule)
{
    struct buf value = BUF_INIT;

    if (rule != NULL && redact_value(x->r, rule, a->value, &value)) {
        buf_printf(b, " %s=\"",
                   rule->class == REDACT_ATTRIBUTES ? "value" : rule->name);
        escape_attr(b, buf_str(&value));
        buf_addc(b, '"');
    } else {
        count_attribute(x, element, a->name);
    }
    buf_free(&value);
}

/* The attributes that stay, as they are to be written; newly made. */
static char *
make_attrs(struct redact_xml *x, const struct xelement *el)
{
    struct buf b = BUF_INIT;
    size_t i;

    for (i = 0; i < el->attr_count; i++)
        add_attr(x, &b, el->name, &el->attrs[i],
                 redact_rules_attribute(el->name, el->attrs[i].name));
    return buf_steal(&b);
}

/* The blanks before a tag, newly made. */
static char *
make_lead(const struct xelement *el)
{
    size_t n = el->lead_len < LEAD_MAX ? el->lead_len : LEAD_MAX;

    return mem_ndup(el->lead_len > 0 ? el->lead_text : "", n);
}

static struct written
make_written(struct redact_xml *x, const struct xelement *el)
{
    return (struct written){make_lead(el), el->empty,
                            el->empty && el->open_end - el->tag_end > 2,
                            make_attrs(x, el)};
}

/* Write a start tag; an empty element is complete with it. */
static void
put_start(struct buf *out, const char *name, const struct written *w)
{
    const char *attrs = w->attrs != NULL ? w->attrs : "";

    buf_printf(out, "%s<%s%s%s>", w->lead, name, attrs,
               !w->empty   ? ""
               : w->spaced ? " /"
                           : "/");
}

/* Write an element with a text. */
static void
put_text(struct buf *out, const char *name, struct written *w, const char *text)
{
    if (*text != '\0')
        w->empty = false;
    put_start(out, name, w);
    if (w->empty)
        return;
    xpatch_escape(out, text);
    buf_printf(out, "</%s>", name);
}

/* The root has begun: say what this is. */
static void
put_mark(struct redact_xml *x, struct written *w)
{
    bool empty = w->empty;

    w->empty = false;
    put_start(x->out, x->rules[1]->name, w);
    buf_adds(x->out, "\n    " MARK);
    if (empty)
        buf_printf(x->out, "\n</%s>", x->rules[1]->name);
    x->marked = false;
}

/* How long the copy is so far. */
static uint64_t
length(const struct redact_xml *x)
{
    return x->written + (x->out->len - x->before);
}

static bool
is_user(const struct redact_rule *rule)
{
    return strcmp(rule->name, "Extension") == 0;
}

static void
start_container(struct redact_xml *x, const struct redact_rule *rule,
                const struct xelement *el)
{
    struct written w = make_written(x, el);

    if (is_user(rule))
        x->user_at = length(x);
    if (x->marked)
        put_mark(x, &w);
    else
        put_start(x->out, rule->name, &w);
    written_free(&w);
}

/* <gparam name="N" value="V" />: the name decides. */
static void
put_attributes(struct redact_xml *x, const struct redact_rule *rule,
               const struct xelement *el)
{
    const char *name = xscan_attr(el, "name");
    const char *value = xscan_attr(el, "value");
    const struct redact_rule *setting =
        name != NULL ? redact_rules_setting(name) : NULL;
    struct buf b = BUF_INIT;
    struct written w;

    if (setting == NULL ||
        (value != NULL && !redact_value(x->r, setting, value, &b))) {
        redact_count(x->r, REDACT_REMOVED, REDACT_PARAMETER,
                     name != NULL ? name : "");
        x->skip = el->depth;
    } else {
        struct buf attrs = BUF_INIT;

        buf_printf(&attrs, " name=\"%s\"", setting->name);
        if (value != NULL) {
            buf_adds(&attrs, " value=\"");
            escape_attr(&attrs, buf_str(&b));
            buf_addc(&attrs, '"');
        }
        w = (struct written){make_lead(el), true,
                             el->open_end - el->tag_end > 2, buf_steal(&attrs)};
        put_start(x->out, rule->name, &w);
        written_free(&w);
    }
    buf_free(&b);
}

static void
start_record(struct redact_xml *x, const struct xelement *el)
{
    written_free(&x->record);
    parts_free(x);
    x->record = make_written(x, el);
}

/* The name of a part of a record that is looked at, or NULL. */
static const char *
part_name(const char *name)
{
    static const char *const names[] = {"Name", "Type", "Value"};
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(name, names[i]) == 0)
            return names[i];
    }
    return NULL;
}

static void
start_part(struct redact_xml *x, struct xscan *scan, const struct xelement *el)
{
    const char *name = part_name(el->name);

    if (name == NULL || x->part_count == PARTS_MAX) {
        redact_count(x->r, REDACT_REMOVED, REDACT_ELEMENT, el->name);
        x->skip = el->depth;
        return;
    }
    x->parts[x->part_count++] = (struct part){name, make_written(x, el), NULL};
    xscan_capture(scan);
}

/* An element whose place is known to be one. */
static void
start_known(struct redact_xml *x, struct xscan *scan,
            const struct redact_rule *rule, const struct xelement *el)
{
    if (rule->class == REDACT_CONTAINER) {
        start_container(x, rule, el);
    } else if (rule->class == REDACT_RECORD) {
        start_record(x, el);
    } else if (rule->class == REDACT_ATTRIBUTES) {
        put_attributes(x, rule, el);
    } else {
        written_free(&x->value);
        x->value = make_written(x, el);
        xscan_capture(scan);
    }
}

static int
on_start(void *arg, struct xscan *scan, const struct xelement *el,
         struct err *e)
{
    struct redact_xml *x = arg;
    const struct redact_rule *parent, *rule;

    if (x->skip != 0)
        return e->status;
    parent = x->rules[el->depth - 1];
    if (parent != NULL && parent->class == REDACT_RECORD) {
        x->rules[el->depth] = NULL;
        start_part(x, scan, el);
        return e->status;
    }
    rule = el->depth == 1 ? redact_rules_element("", el->name)
           : parent != NULL && parent->class == REDACT_CONTAINER
               ? redact_rules_element(parent->name, el->name)
               : NULL;
    x->rules[el->depth] = rule;
    if (rule == NULL) {
        redact_count(x->r, REDACT_REMOVED, REDACT_ELEMENT, el->name);
        x->skip = el->depth;
    } else {
        start_known(x, scan, rule, el);
    }
    return e->status;
}

/* Very many users of few bytes are refused (R8, see backup/user.h).  Where a
 * backup has very many, whoever gets the copy must be able to read it, even
 * though most of each has gone: blanks come in its place. */
static void
pad_user(struct redact_xml *x)
{
    uint64_t n = length(x) - x->user_at;

    if (x->r->q->backup->database->user_count <= USERS_SMALL_MAX)
        return;
    for (; n < USER_SIZE_MIN; n++)
        buf_addc(x->out, ' ');
}

static void
end_container(struct redact_xml *x, const struct redact_rule *rule,
              const struct xelement *el)
{
    char *lead;

    if (el->mixed)
        redact_count(x->r, REDACT_REMOVED, REDACT_TEXT, NULL);
    if (el->empty)
        return;
    if (is_user(rule))
        pad_user(x);
    lead = make_lead(el);
    buf_printf(x->out, "%s</%s>", lead, rule->name);
    free(lead);
}

/* The text of the part of that name, or NULL; "" where it is there twice. */
static const char *
find_part(const struct redact_xml *x, const char *name)
{
    const char *text = NULL;
    size_t i;

    for (i = 0; i < x->part_count; i++) {
        if (strcmp(x->parts[i].name, name) == 0)
            text = text == NULL ? x->parts[i].text : "";
    }
    return text;
}

/* Write one part of a record.  Returns false if all of it must go. */
static bool
put_part(struct redact_xml *x, struct part *p,
         const struct redact_rule *setting, struct buf *out)
{
    static const struct redact_rule type = {"", "Type", REDACT_PLAIN,
                                            ALIAS_NONE};
    bool is_type = strcmp(p->name, type.name) == 0, good = true;
    struct buf value = BUF_INIT;

    if (strcmp(p->name, "Name") == 0)
        buf_adds(&value, setting->name);
    else
        good = redact_value(x->r, is_type ? &type : setting, p->text, &value);
    if (good)
        put_text(out, p->name, &p->written, buf_str(&value));
    else if (is_type)
        redact_count(x->r, REDACT_REMOVED, REDACT_ELEMENT, type.name);
    buf_free(&value);
    return good || is_type;
}

static void
end_record(struct redact_xml *x, const struct redact_rule *rule,
           const struct xelement *el)
{
    const char *name = find_part(x, "Name");
    const struct redact_rule *setting =
        name != NULL ? redact_rules_setting(name) : NULL;
    struct buf out = BUF_INIT;
    bool good = setting != NULL;
    char *lead;
    size_t i;

    put_start(&out, rule->name, &x->record);
    for (i = 0; i < x->part_count && good; i++)
        good = put_part(x, &x->parts[i], setting, &out);
    if (!good) {
        redact_count(x->r, REDACT_REMOVED,
                     strcmp(rule->name, "Parameter") == 0 ? REDACT_PARAMETER
                                                          : REDACT_PROPERTY,
                     name != NULL ? name : "");
    } else {
        buf_add(x->out, out.data, out.len);
        if (!el->empty) {
            lead = make_lead(el);
            buf_printf(x->out, "%s</%s>", lead, rule->name);
            free(lead);
        }
    }
    buf_free(&out);
    parts_free(x);
}

static void
end_value(struct redact_xml *x, const struct redact_rule *rule,
          const struct xelement *el)
{
    struct buf value = BUF_INIT;

    if (!el->parent && redact_value(x->r, rule, el->text, &value))
        put_text(x->out, rule->name, &x->value, buf_str(&value));
    else
        redact_count(x->r, REDACT_REMOVED, REDACT_ELEMENT, rule->name);
    buf_free(&value);
}

static int
on_end(void *arg, struct xscan *scan, const struct xelement *el, struct err *e)
{
    struct redact_xml *x = arg;
    const struct redact_rule *rule = x->rules[el->depth];

    (void)scan;
    if (x->skip != 0) {
        if (x->skip == el->depth)
            x->skip = 0;
        return e->status;
    }
    if (rule == NULL) {
        /* A part of a record; with elements in it, it is no text. */
        x->parts[x->part_count - 1].text = mem_dup(el->parent ? "" : el->text);
        return e->status;
    }
    if (rule->class == REDACT_CONTAINER)
        end_container(x, rule, el);
    else if (rule->class == REDACT_RECORD)
        end_record(x, rule, el);
    else if (rule->class != REDACT_ATTRIBUTES)
        end_value(x, rule, el);
    return e->status;
}

struct redact_xml *
redact_xml_new(struct redactor *r, const char *where, bool marked,
               struct buf *out)
{
    static const struct xhandler handler = {.start = on_start, .end = on_end};
    struct redact_xml *x = mem_calloc(1, sizeof(*x));

    x->r = r;
    x->out = out;
    x->marked = marked;
    x->x = xscan_new(&handler, x, where);
    return x;
}

/* Take the first bytes, in whatever pieces they come, and begin the copy when
 * they are there; no document is shorter. */
static void
begin(struct redact_xml *x, const char *p, size_t n)
{
    static const char bom[] = {'\xef', '\xbb', '\xbf'};

    while (n-- > 0 && x->head_len < sizeof(x->head)) {
        x->head[x->head_len++] = *p++;
        if (x->head_len < sizeof(x->head))
            continue;
        if (memcmp(x->head, bom, sizeof(bom)) == 0)
            buf_add(x->out, bom, sizeof(bom));
        buf_adds(x->out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    }
}

int
redact_xml_push(struct redact_xml *x, const void *p, size_t n, struct err *e)
{
    if (n == 0)
        return ST_OK;
    x->before = x->out->len; /* it may have been emptied */
    begin(x, p, n);
    x->last = ((const char *)p)[n - 1];
    xscan_push(x->x, p, n, e);
    x->written = length(x);
    x->before = x->out->len;
    return e->status;
}

int
redact_xml_finish(struct redact_xml *x, struct err *e)
{
    if (x->last == '\n')
        buf_addc(x->out, '\n');
    return xscan_finish(x->x, e);
}

void
redact_xml_free(struct redact_xml *x)
{
    if (x == NULL)
        return;
    written_free(&x->value);
    written_free(&x->record);
    parts_free(x);
    xscan_free(x->x);
    free(x);
}
