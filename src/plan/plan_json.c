/*
 * Plan files.  The format is described in plan.h.  What is read may come from
 * anybody: every key must be known, every value of its type, and what is to
 * be put into the document as it stands must be a value and nothing else.
 */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cxbak/image/image.h"
#include "cxbak/util/base64.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cxbak/patch/original_xml.h"
#include "cxbak/util/text.h"
#include "cxbak/zip/zread.h"

#include "plan/plan_impl.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define MARK_LEN        (sizeof(BYTE_ORDER_MARK) - 1)

static const char *const form_words[EMPTY_STYLES] = {
    NULL, "pair", "blank", "tag", "tight", "absent", "no-value"};

/* Which string goes where in an object. */
struct key {
    const char *name;
    const char *value; /* what was read, or NULL */
    bool needed;
};

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
    if (v->member != NULL)
        put_pair(b, ", ", member, v->member);
    if (v->image.len > 0) {
        buf_printf(b, ", \"%s\": \"", key);
        base64_add(b, v->image.data, v->image.len);
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
    if (x->from.entry != NULL)
        put_pair(b, ", ", "OldEntry", x->from.entry);
    if (x->to.entry != NULL)
        put_pair(b, ", ", "NewEntry", x->to.entry);
    if (form_words[s->form] != NULL)
        put_pair(b, ", ", "OldForm", form_words[s->form]);
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

/* Say why the plan cannot be used. */
static int refuse(const struct plan *p, const char *where, struct err *e,
                  const char *fmt, ...) __attribute__((format(printf, 4, 5)));

static int
refuse(const struct plan *p, const char *where, struct err *e, const char *fmt,
       ...)
{
    va_list ap;
    char *why;

    va_start(ap, fmt);
    why = mem_vprintf(fmt, ap);
    va_end(ap);
    err_set(e, ST_REFUSED, "%s: %s%s%s", p->path, where,
            *where != '\0' ? ": " : "", why);
    free(why);
    return e->status;
}

/* Find the strings that an object is made of. */
static int
read_keys(const struct plan *p, json_t *object, const char *where,
          struct key *keys, size_t n, struct err *e)
{
    const char *name;
    json_t *value;
    size_t i;

    json_object_foreach(object, name, value)
    {
        for (i = 0; i < n && strcmp(name, keys[i].name) != 0; i++)
            continue;
        if (i == n)
            return refuse(p, where, e,
                          "\"%s\" is not known; was the plan made by a newer "
                          "cxbak?",
                          name);
        if (!json_is_string(value))
            return refuse(p, where, e, "\"%s\" must be a string", name);
        keys[i].value = json_string_value(value);
    }
    for (i = 0; i < n; i++) {
        if (keys[i].needed && keys[i].value == NULL)
            return refuse(p, where, e, "\"%s\" is missing", keys[i].name);
    }
    return ST_OK;
}

/* The field of that exact key that can be changed. */
static bool
find_field(const char *key, enum field *f)
{
    size_t i;

    for (i = 0; i < FIELD_ROWS; i++) {
        *f = (enum field)i;
        if (plan_has_field(*f) && strcmp(field_info(*f)->key, key) == 0)
            return true;
    }
    return false;
}

/* The keys that tell how the old value, or the old ContactImage of a picture,
 * was written. */
static int
read_spelling(const struct plan *p, const char *where, struct plan_change *x,
              const char *form, const char *raw, struct err *e)
{
    bool picture = x->field == FIELD_AVATAR;
    enum field field = picture ? FIELD_CONTACT_IMAGE : x->field;
    const char *old = picture ? x->from.entry : x->from.text;
    struct spelling parsed;
    size_t i;

    for (i = 0; form != NULL && i < EMPTY_STYLES; i++) {
        if (form_words[i] != NULL && strcmp(form, form_words[i]) == 0)
            x->from.original.form = (enum empty_style)i;
    }
    if (form != NULL && x->from.original.form == EMPTY_UNKNOWN)
        return refuse(p, where, e,
                      "\"OldForm\" is \"%s\", not absent, pair, tag, tight, "
                      "blank or no-value",
                      form);
    if (raw == NULL)
        return ST_OK;
    if (!original_xml_parse(&parsed, raw, field, old))
        return refuse(p, where, e,
                      "\"OldRaw\" is not one element of this field with the "
                      "value of \"%s\"; leave it out to have the value "
                      "written in the usual way",
                      picture ? "OldEntry" : "Old");
    x->from.original.raw = mem_dup(raw);
    return ST_OK;
}

/* A key that is a number; it is taken out of the object. */
static int
read_count(const struct plan *p, json_t *object, const char *where,
           const char *key, size_t *to, struct err *e)
{
    json_t *count = json_object_get(object, key);

    if (count == NULL)
        return ST_OK;
    if (!json_is_integer(count) || json_integer_value(count) < 0)
        return refuse(p, where, e, "\"%s\" must be a number from 0", key);
    *to = (size_t)json_integer_value(count);
    json_object_del(object, key);
    return ST_OK;
}

/* One picture of a change: its content has to have the CRC that the change
 * says.  `keys` are the member's name and the content. */
static int
read_image(const struct plan *p, const char *where, struct plan_value *v,
           const struct key *keys, struct err *e)
{
    const char *text = keys[1].value, *key = keys[1].name;
    char *found;
    bool same;

    v->member = mem_dup(keys[0].value);
    if (text == NULL)
        return ST_OK;
    if (!base64_read(&v->image, text))
        return refuse(p, where, e, "\"%s\" is no base64", key);
    found = mem_printf("%08x", zread_crc(v->image.data, v->image.len));
    same = strcmp(found, v->text) == 0;
    free(found);
    if (!same)
        return refuse(p, where, e,
                      "\"%s\" does not have the CRC \"%s\"; the plan was "
                      "changed or damaged",
                      key, v->text);
    return ST_OK;
}

/* The ContactImage of a picture, before and after. */
static int
read_entries(const struct plan *p, const char *where, struct plan_change *x,
             const struct key *texts, struct err *e)
{
    if ((texts[0].value == NULL) != (texts[1].value == NULL))
        return refuse(p, where, e, "\"%s\" is missing",
                      texts[texts[0].value != NULL].name);
    x->from.entry = mem_dup(texts[0].value);
    x->to.entry = mem_dup(texts[1].value);
    return ST_OK;
}

/* The pictures of a change: `texts` are OldMember, OldImage, NewMember,
 * NewImage, OldEntry, NewEntry.  The new one must be there and be one that can
 * be used. */
static int
read_images(const struct plan *p, const char *where, struct plan_change *x,
            const struct key *texts, struct err *e)
{
    const struct buf *new = &x->to.image;
    struct err why = ERR_INIT;
    size_t i;

    for (i = 0; x->field != FIELD_AVATAR && i < 6; i++) {
        if (texts[i].value != NULL)
            return refuse(p, where, e, "\"%s\" belongs to pictures only",
                          texts[i].name);
    }
    if (x->field != FIELD_AVATAR)
        return ST_OK;
    if (read_image(p, where, &x->from, &texts[0], e) != ST_OK ||
        read_image(p, where, &x->to, &texts[2], e) != ST_OK ||
        read_entries(p, where, x, &texts[4], e) != ST_OK)
        return e->status;
    if ((*x->to.text != '\0') != (new->len > 0))
        return refuse(p, where, e,
                      *x->to.text != '\0'
                          ? "\"NewImage\" is missing"
                          : "\"NewImage\" has no CRC in \"New\"");
    if (new->len > 0 && image_check(new->data, new->len, NULL, &why) != ST_OK)
        refuse(p, where, e, "\"NewImage\": %s", why.msg);
    err_free(&why);
    return e->status;
}

static int
read_change(struct plan *p, json_t *object, const char *where, struct err *e)
{
    struct key keys[] = {{"Number", NULL, true},     {"Field", NULL, true},
                         {"Old", NULL, true},        {"New", NULL, true},
                         {"OldForm", NULL, false},   {"OldRaw", NULL, false},
                         {"OldMember", NULL, false}, {"OldImage", NULL, false},
                         {"NewMember", NULL, false}, {"NewImage", NULL, false},
                         {"OldEntry", NULL, false},  {"NewEntry", NULL, false}};
    struct plan_change *x;

    if (!json_is_object(object))
        return refuse(p, where, e, "this is no object");
    x = plan_add(p);
    if (read_count(p, object, where, "OldAfter", &x->from.original.after, e) !=
            ST_OK ||
        read_count(p, object, where, "OldPast", &x->from.original.past, e) !=
            ST_OK ||
        read_keys(p, object, where, keys, sizeof(keys) / sizeof(keys[0]), e) !=
            ST_OK)
        return e->status;
    if (strcmp(keys[1].value, field_info(FIELD_NUMBER)->key) == 0)
        return refuse(p, where, e, "the extension number cannot be changed");
    if (!find_field(keys[1].value, &x->field))
        return refuse(p, where, e, "there is no field \"%s\"", keys[1].value);
    if (*keys[0].value == '\0')
        return refuse(p, where, e, "\"Number\" is empty");
    x->number = mem_dup(keys[0].value);
    x->from.text = mem_dup(keys[2].value);
    x->to.text = mem_dup(keys[3].value);
    if (read_images(p, where, x, &keys[6], e) != ST_OK)
        return e->status;
    if (x->field == FIELD_AVATAR && x->from.entry == NULL)
        return ST_OK;
    return read_spelling(p, where, x, keys[4].value, keys[5].value, e);
}

static int
read_changes(struct plan *p, json_t *list, struct err *e)
{
    size_t i, which;

    for (i = 0; i < json_array_size(list); i++) {
        char *where = mem_printf("change %zu", i + 1);

        read_change(p, json_array_get(list, i), where, e);
        free(where);
        if (e->status != ST_OK)
            return e->status;
    }
    if (plan_repeats(p, &which))
        err_set(e, ST_REFUSED,
                "%s: change %zu: extension %s: %s is changed twice", p->path,
                which + 1, p->list[which].number,
                field_info(p->list[which].field)->key);
    return e->status;
}

static int
read_person(struct plan *p, json_t *object, const char *where, struct err *e)
{
    struct key keys[] = {{"Number", NULL, true},
                         {"FirstName", NULL, true},
                         {"LastName", NULL, true}};

    if (!json_is_object(object))
        return refuse(p, where, e, "this is no object");
    if (read_keys(p, object, where, keys, sizeof(keys) / sizeof(keys[0]), e) ==
        ST_OK)
        plan_add_person(p, keys[0].value, keys[1].value, keys[2].value);
    return e->status;
}

/* Whom the plan was made for; the changes are read. */
static int
read_people(struct plan *p, json_t *list, struct err *e)
{
    const char *twice;
    size_t i;

    if (list != NULL && !json_is_array(list))
        return refuse(p, "", e, "\"Users\" must be an array");
    for (i = 0; i < json_array_size(list) && e->status == ST_OK; i++) {
        char *where = mem_printf("user %zu", i + 1);

        read_person(p, json_array_get(list, i), where, e);
        free(where);
    }
    plan_end_people(p, &twice);
    if (e->status == ST_OK && twice != NULL)
        refuse(p, "", e, "\"Users\" names the extension %s twice", twice);
    return e->status;
}

static int
read_source(struct plan *p, json_t *source, struct err *e)
{
    struct key keys[] = {{"Database", NULL, true},
                         {"CRC", NULL, true},
                         {"Version", NULL, true},
                         {"Date", NULL, true}};

    if (read_keys(p, source, "Source", keys, sizeof(keys) / sizeof(keys[0]),
                  e) != ST_OK)
        return e->status;
    p->database = mem_dup(keys[0].value);
    p->crc = mem_dup(keys[1].value);
    p->version = mem_dup(keys[2].value);
    p->date = mem_dup(keys[3].value);
    return ST_OK;
}

/* The version of the format, and that it is one that can be read. */
static int
read_version(const struct plan *p, json_t *version, json_int_t *number,
             struct err *e)
{
    if (!json_is_integer(version))
        return refuse(p, "", e, "\"FormatVersion\" must be a number");
    *number = json_integer_value(version);
    if (*number < PLAN_FORMAT_OLDEST || *number > PLAN_FORMAT_VERSION)
        return refuse(p, "", e,
                      "format version %" JSON_INTEGER_FORMAT " is not known, "
                      "only %d to %d; a newer cxbak may read it",
                      *number, PLAN_FORMAT_OLDEST, PLAN_FORMAT_VERSION);
    return ST_OK;
}

/* The document as a whole. */
static int
read_document(struct plan *p, json_t *doc, struct err *e)
{
    json_t *version = json_object_get(doc, "FormatVersion");
    json_t *source = json_object_get(doc, "Source");
    json_t *changes = json_object_get(doc, "Changes");
    json_t *people = json_object_get(doc, "Users");
    json_int_t number = 0;
    const char *name;
    json_t *value;

    if (version == NULL || source == NULL || changes == NULL) {
        refuse(p, "", e, "this is no plan: it has no \"%s\"",
               version == NULL  ? "FormatVersion"
               : source == NULL ? "Source"
                                : "Changes");
        return err_hint(e, HINT_MAKE_PLAN, NULL);
    }
    if (read_version(p, version, &number, e) != ST_OK)
        return e->status;
    json_object_foreach(doc, name, value)
    {
        if (value != version && value != source && value != changes &&
            (value != people || number < 2))
            return refuse(p, "", e,
                          "\"%s\" is not known; was the plan made by a newer "
                          "cxbak?",
                          name);
    }
    if (!json_is_object(source))
        return refuse(p, "", e, "\"Source\" must be an object");
    if (!json_is_array(changes))
        return refuse(p, "", e, "\"Changes\" must be an array");
    if (read_source(p, source, e) != ST_OK)
        return e->status;
    if (number >= 2 && people == NULL)
        return refuse(p, "", e, "\"Users\" is missing");
    if (read_changes(p, changes, e) != ST_OK)
        return e->status;
    return read_people(p, people, e);
}

int
plan_parse(struct plan *p, const char *path, const void *text, size_t n,
           struct err *e)
{
    const char *from = text;
    json_error_t error;
    json_t *doc;

    memset(p, 0, sizeof(*p));
    p->path = path;

    /* Editors of some systems put a mark in front. */
    if (n >= MARK_LEN && memcmp(from, BYTE_ORDER_MARK, MARK_LEN) == 0) {
        from += MARK_LEN;
        n -= MARK_LEN;
    }
    doc = json_loadb(from, n, JSON_REJECT_DUPLICATES, &error);
    if (doc == NULL && json_error_code(&error) == json_error_out_of_memory)
        mem_check(NULL);
    if (doc == NULL)
        return err_set(e, ST_REFUSED, "%s:%d:%d: this is no plan: %s", path,
                       error.line, error.column, error.text);
    if (json_is_object(doc)) {
        read_document(p, doc, e);
    } else {
        refuse(p, "", e, "this is no plan: it is a list");
        err_hint(e, HINT_MAKE_PLAN, NULL);
    }
    json_decref(doc);
    if (e->status != ST_OK)
        plan_free(p);
    return e->status;
}

int
plan_read(struct plan *p, const char *path, struct inputs *in, struct err *e)
{
    struct buf b = BUF_INIT;

    memset(p, 0, sizeof(*p));
    if (io_slurp(&b, path, in, PLAN_SIZE_MAX, ST_REFUSED, e) == ST_OK)
        plan_parse(p, path, buf_str(&b), b.len, e);
    buf_free(&b);
    return e->status;
}
