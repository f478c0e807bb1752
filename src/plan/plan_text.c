/* Plans as JSON. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cxbak/util/base64.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#include "plan/plan_impl.h"

const char *const plan_form_words[EMPTY_STYLES] = {
    NULL, "pair", "blank", "tag", "tight", "absent", "no-value"};

/* Append a string as JSON.  Only a member's name may be no UTF-8: it says
 * where the plan comes from, and is escaped as it is in messages. */
static void
put_string(struct buf *b, const char *s)
{
    struct buf escaped = BUF_INIT;
    json_t *value = json_string(s);
    char *text;

    if (value == NULL) {
        text_escape(&escaped, s);
        value = mem_check(json_string(buf_str(&escaped)));
    }
    text = mem_check(json_dumps(value, JSON_ENCODE_ANY));
    buf_adds(b, text);
    free(text);
    json_decref(value);
    buf_free(&escaped);
}

static void
put_pair(struct buf *b, const char *lead, const char *key, const char *value)
{
    buf_printf(b, "%s\"%s\": ", lead, key);
    put_string(b, value);
}

/* A picture: its name, and its content. */
static void
put_image(struct buf *b, const char *member, const char *key,
          const struct plan_value *v)
{
    if (v->picture->member != NULL)
        put_pair(b, ", ", member, v->picture->member);
    if (v->picture->image.len > 0) {
        buf_printf(b, ", \"%s\": \"", key);
        base64_add(b, v->picture->image.data, v->picture->image.len);
        buf_addc(b, '"');
    }
}

static void
put_change(struct buf *b, const struct plan_change *x)
{
    const struct original *s = &x->from.original;

    put_pair(b, "\n    {", "Number", x->number);
    put_pair(b, ", ", "Field", field_info(x->field)->key);
    put_pair(b, ", ", "Old", x->from.text);
    put_pair(b, ", ", "New", x->to.text);
    if (x->from.picture->entry != NULL)
        put_pair(b, ", ", "OldEntry", x->from.picture->entry);
    if (x->to.picture->entry != NULL)
        put_pair(b, ", ", "NewEntry", x->to.picture->entry);
    if (plan_form_words[s->form] != NULL)
        put_pair(b, ", ", "OldForm", plan_form_words[s->form]);
    if (s->raw != NULL)
        put_pair(b, ", ", "OldRaw", s->raw);
    if (s->raw != NULL && s->after != SIZE_MAX)
        buf_printf(b, ", \"OldAfter\": %zu", s->after);
    if (s->raw != NULL && s->after != SIZE_MAX && s->past > 0)
        buf_printf(b, ", \"OldPast\": %zu", s->past);
    put_image(b, "OldMember", "OldImage", &x->from);
    put_image(b, "NewMember", "NewImage", &x->to);
    buf_addc(b, '}');
}

static void
put_people(struct buf *b, const struct plan *p)
{
    size_t i;

    buf_adds(b, "  \"Users\": [");
    for (i = 0; i < p->person_count; i++) {
        const struct plan_person *x = &p->people[i];

        put_pair(b, i > 0 ? ",\n    {" : "\n    {", "Number", x->number);
        put_pair(b, ", ", "FirstName", x->before[0]);
        put_pair(b, ", ", "LastName", x->before[1]);
        buf_addc(b, '}');
    }
    buf_adds(b, p->person_count > 0 ? "\n  ],\n" : "],\n");
}

int
plan_text(struct buf *b, const struct plan *p, const char *name, struct err *e)
{
    size_t i;

    buf_printf(b, "{\n  \"FormatVersion\": %d,\n", PLAN_FORMAT_VERSION);
    put_pair(b, "  \"Source\": {", "Database", p->database);
    put_pair(b, ", ", "CRC", p->crc);
    put_pair(b, ", ", "Version", p->version);
    put_pair(b, ", ", "Date", p->date);
    buf_adds(b, "},\n");
    put_people(b, p);
    buf_adds(b, "  \"Changes\": [");
    for (i = 0; i < p->count; i++) {
        put_change(b, &p->list[i]);
        if (i + 1 < p->count)
            buf_addc(b, ',');
    }
    buf_adds(b, p->count > 0 ? "\n  ]\n}\n" : "]\n}\n");
    if (b->len > PLAN_SIZE_MAX)
        return err_set(e, ST_REFUSED,
                       "%s: the plan would have %zu MB, more than the %zu MB "
                       "that plans may have; save the changes in several plans",
                       name, b->len >> 20, PLAN_SIZE_MAX >> 20);
    return ST_OK;
}
