#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "cxbak/backup/xml_style.h"

/* Elements before a missing one that are looked for one after the other. */
#define NEAR 4

void
xml_children_start(struct xml_children *c)
{
    c->count = 0;
    arena_rewind(&c->texts, (struct arena_mark){0});
}

void
xml_children_add(struct xml_children *c, const char *name, uint64_t end)
{
    c->names = mem_grow(c->names, &c->cap, c->count, sizeof(*c->names));
    c->ends = mem_grow(c->ends, &c->end_cap, c->count, sizeof(*c->ends));
    c->names[c->count] = arena_dup(&c->texts, name);
    c->ends[c->count++] = end;
}

void
xml_children_free(struct xml_children *c)
{
    arena_free(&c->texts);
    free(c->names);
    free(c->ends);
}

static void
put(struct buf *b, const char *text, size_t len)
{
    b->len = 0;
    buf_add(b, text, len);
}

void
xml_property_start(struct xml_property *p, const struct xelement *el)
{
    put(&p->name, "", 0);
    put(&p->value, "", 0);
    put(&p->lead, el->lead_text, el->lead_len);
    memset(&p->value_place, 0, sizeof(p->value_place));
    p->last_end = 0;
    p->has_value = p->has_name = p->repeated = p->markup = false;
    p->has_type = p->has_description = p->name_odd = false;
    p->plain = true;
    p->part_count = 0;
}

void
xml_property_part(struct xml_property *p, const struct xelement *el)
{
    if (p->part_count < XML_PROPERTY_PARTS) {
        put(&p->part_names[p->part_count], el->name, strlen(el->name));
        put(&p->part_leads[p->part_count], el->lead_text, el->lead_len);
        p->part_count++;
    }
}

struct place
xml_style_place(const struct xelement *el)
{
    return place_make(el->lead, el->begin, el->tag_end, el->open_end,
                      el->close_begin, el->end);
}

/* Is the element that has ended nothing but its name and text? */
static bool
is_bare(const struct xelement *el)
{
    return !el->parent && !el->remark &&
           el->tag_end - el->begin == 1 + strlen(el->name);
}

/* Keep the text of a part if it is the first of its name; whether it is. */
static bool
take_part(struct buf *b, bool *has, const struct xelement *el)
{
    bool first = !*has;

    *has = true;
    if (first)
        put(b, el->text, el->text_len);
    return first;
}

void
xml_property_part_end(struct xml_property *p, const struct xelement *el)
{
    bool plain = is_bare(el);

    p->last_end = el->end;
    if (strcmp(el->name, "Name") == 0) {
        p->name_odd |= p->has_name || el->parent;
        plain &= take_part(&p->name, &p->has_name, el);
    } else if (strcmp(el->name, "Value") == 0) {
        p->repeated |= p->has_value;
        p->markup |= el->parent || el->remark;
        if (!p->has_value)
            p->value_place = xml_style_place(el);
        plain &= take_part(&p->value, &p->has_value, el);
    } else if (strcmp(el->name, "Type") == 0) {
        plain &= take_part(&p->type, &p->has_type, el);
    } else if (strcmp(el->name, "Description") == 0) {
        plain &= take_part(&p->description, &p->has_description, el);
    } else {
        plain = false;
    }
    p->plain &= plain;
}

void
xml_property_end(struct xml_property *p, const struct xelement *el)
{
    p->plain &= !el->mixed && el->tag_end - el->begin == 1 + strlen(el->name);
}

void
xml_property_free(struct xml_property *p)
{
    size_t i;

    buf_free(&p->name);
    buf_free(&p->value);
    buf_free(&p->type);
    buf_free(&p->description);
    buf_free(&p->lead);
    for (i = 0; i < XML_PROPERTY_PARTS; i++) {
        buf_free(&p->part_names[i]);
        buf_free(&p->part_leads[i]);
    }
}

void
xml_style_set(char **to, const char *text, size_t len)
{
    if (*to == NULL)
        *to = mem_ndup(text, len);
}

static void
forget_parts(struct xml_style *s)
{
    size_t i;

    for (i = 0; i < s->part_count; i++) {
        free(s->parts[i]);
        free(s->part_lead[i]);
    }
    free(s->parts);
    free(s->part_lead);
    free(s->property_lead);
    free(s->property_close);
    s->parts = s->part_lead = NULL;
    s->property_lead = s->property_close = NULL;
    s->part_count = 0;
}

void
xml_style_property(struct xml_style *s, const struct xml_property *p,
                   const struct xelement *el, bool field)
{
    size_t i;

    /* The best model is another such property; else any whole one. */
    if (!p->has_name || !p->plain || s->learned_field ||
        (s->parts != NULL && !field))
        return;
    forget_parts(s);
    s->parts = mem_array(NULL, p->part_count, sizeof(*s->parts));
    s->part_lead = mem_array(NULL, p->part_count, sizeof(*s->part_lead));
    for (i = 0; i < p->part_count; i++) {
        s->parts[i] = mem_dup(buf_str(&p->part_names[i]));
        s->part_lead[i] = mem_dup(buf_str(&p->part_leads[i]));
    }
    s->part_count = p->part_count;
    s->property_lead = mem_dup(buf_str(&p->lead));
    s->property_close = mem_ndup(el->lead_text, el->lead_len);
    s->learned_field = field;
}

enum empty_style
xml_style_form(const struct place *p, const char *text)
{
    if (p->end == 0)
        return EMPTY_ABSENT;
    if (place_is_empty(p))
        return p->end - p->tag_end > 2 ? EMPTY_SPACED_TAG : EMPTY_TAG;
    if (text != NULL && *text != '\0')
        return EMPTY_UNKNOWN;
    return p->open_end == p->close_begin ? EMPTY_PAIR : EMPTY_BLANK_PAIR;
}

/* Remember which elements come before the `k`th child, where field `f` was
 * first seen. */
static void
learn_order(struct xml_style *s, enum field f, const struct xml_children *c,
            size_t k)
{
    size_t i;

    s->before[f] = mem_array(NULL, k, sizeof(*s->before[f]));
    for (i = 0; i < k; i++)
        s->before[f][i] = mem_dup(c->names[k - 1 - i]);
    s->before_count[f] = k;
}

/* The first child of that name; c->count if there is none. */
static size_t
find_child(const struct xml_children *c, const char *name)
{
    size_t k;

    for (k = 0; k < c->count && strcmp(c->names[k], name) != 0; k++)
        continue;
    return k;
}

struct named {
    const char *name;
    size_t k; /* among the children */
};

static int
compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order : (x->k > y->k) - (x->k < y->k);
}

/* The same for each of `n` names in turn, until one is found.  The children
 * are sorted, so that users with very many cost no more than that. */
static size_t
find_children(const struct xml_children *c, char *const *names, size_t n)
{
    struct named *sorted = mem_array(NULL, c->count, sizeof(*sorted));
    size_t found = c->count, i;

    for (i = 0; i < c->count; i++)
        sorted[i] = (struct named){c->names[i], i};
    if (c->count > 0)
        qsort(sorted, c->count, sizeof(*sorted), compare_named);
    for (i = 0; i < n && found == c->count; i++) {
        size_t low = 0, high = c->count;

        while (low < high) {
            size_t mid = low + (high - low) / 2;

            if (strcmp(sorted[mid].name, names[i]) < 0)
                low = mid + 1;
            else
                high = mid;
        }
        if (low < c->count && strcmp(sorted[low].name, names[i]) == 0)
            found = sorted[low].k;
    }
    free(sorted);
    return found;
}

/* Behind which of the user's children does the missing field `f` go? */
static uint64_t
find_anchor(const struct xml_style *s, enum field f, const struct user *u,
            const struct xml_children *c)
{
    size_t n = s->before_count[f], near = n < NEAR ? n : NEAR, i;
    size_t k = c->count;

    if (s->before[f] == NULL)
        return 0;

    /* Mostly the nearest is there. */
    for (i = 0; i < near && k == c->count; i++)
        k = find_child(c, s->before[f][i]);
    if (k == c->count && near < n)
        k = find_children(c, s->before[f] + near, n - near);
    return k < c->count ? c->ends[k] : u->at->element.open_end;
}

void
xml_style_extension(struct xml_style *s, struct user *u,
                    const struct xml_children *c)
{
    size_t i, k;

    for (i = 0; i < FIELD_COUNT; i++) {
        enum field f = (enum field)i;
        struct value *v = &u->at->value[f];

        if (field_is_property(f))
            continue;
        if (s->before[f] == NULL && u->text[f] != NULL) {
            for (k = 0; k < c->count; k++) {
                if (strcmp(c->names[k], field_there(f)) == 0)
                    break;
            }
            learn_order(s, f, c, k);
        }
        if (u->text[f] == NULL && !place_is_empty(&u->at->element))
            v->anchor = find_anchor(s, f, u, c);
        s->empties[f][xml_style_form(&v->place, u->text[f])]++;
    }
    if (u->property_count == 0)
        s->properties_empties[xml_style_form(&u->at->properties, NULL)]++;
}

void
xml_style_free(struct xml_style *s)
{
    size_t i, k;

    forget_parts(s);
    for (i = 0; i < FIELD_COUNT; i++) {
        for (k = 0; k < s->before_count[i]; k++)
            free(s->before[i][k]);
        free(s->before[i]);
    }
    free(s->properties_lead);
    free(s->properties_close);
}
