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
#include "plan/plan_source_impl.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define MARK_LEN        (sizeof(BYTE_ORDER_MARK) - 1)

/* Which string goes where in an object. */
struct key {
    const char *name;
    const char *value; /* what was read, or NULL */
    bool needed;
};

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
read_spelling(struct plan *p, const char *where, struct plan_change *x,
              const char *form, const char *raw, struct err *e)
{
    bool picture = x->field == FIELD_AVATAR;
    enum field field = picture ? FIELD_CONTACT_IMAGE : x->field;
    const char *old = picture ? x->from.picture->entry : x->from.text;
    struct spelling parsed;
    size_t i;

    for (i = 0; form != NULL && i < EMPTY_STYLES; i++) {
        if (plan_form_words[i] != NULL && strcmp(form, plan_form_words[i]) == 0)
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
    x->from.original.raw = arena_dup(&p->texts, raw);
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
read_image(struct plan *p, const char *where, struct plan_value *v,
           const struct key *keys, struct err *e)
{
    const char *text = keys[1].value, *key = keys[1].name;
    struct plan_picture *picture = plan_add_picture(v);
    char *found;
    bool same;

    picture->member = arena_dup(&p->texts, keys[0].value);
    if (text == NULL)
        return ST_OK;
    if (!base64_read(&picture->image, text))
        return refuse(p, where, e, "\"%s\" is no base64", key);
    found =
        mem_printf("%08x", zread_crc(picture->image.data, picture->image.len));
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
read_entries(struct plan *p, const char *where, struct plan_change *x,
             const struct key *texts, struct err *e)
{
    if ((texts[0].value == NULL) != (texts[1].value == NULL))
        return refuse(p, where, e, "\"%s\" is missing",
                      texts[texts[0].value != NULL].name);
    x->from.picture->entry = arena_dup(&p->texts, texts[0].value);
    x->to.picture->entry = arena_dup(&p->texts, texts[1].value);
    return ST_OK;
}

/* The pictures of a change: `texts` are OldMember, OldImage, NewMember,
 * NewImage, OldEntry, NewEntry.  The new one must be there and be one that can
 * be used. */
static int
read_images(struct plan *p, const char *where, struct plan_change *x,
            const struct key *texts, struct err *e)
{
    const struct buf *new;
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
    new = &x->to.picture->image;
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
    size_t after = SIZE_MAX, past = 0;
    struct plan_change *x;
    enum field field;

    if (!json_is_object(object))
        return refuse(p, where, e, "this is no object");
    if (read_count(p, object, where, "OldAfter", &after, e) != ST_OK ||
        read_count(p, object, where, "OldPast", &past, e) != ST_OK ||
        read_keys(p, object, where, keys, sizeof(keys) / sizeof(keys[0]), e) !=
            ST_OK)
        return e->status;
    if (strcmp(keys[1].value, field_info(FIELD_NUMBER)->key) == 0)
        return refuse(p, where, e, "the extension number cannot be changed");
    if (!find_field(keys[1].value, &field))
        return refuse(p, where, e, "there is no field \"%s\"", keys[1].value);
    if (*keys[0].value == '\0')
        return refuse(p, where, e, "\"Number\" is empty");
    x = plan_add(p, keys[0].value);
    x->field = field;
    x->from.text = arena_dup(&p->texts, keys[2].value);
    x->to.text = arena_dup(&p->texts, keys[3].value);
    x->from.original.after = after;
    x->from.original.past = past;
    if (read_images(p, where, x, &keys[6], e) != ST_OK)
        return e->status;
    if (x->field == FIELD_AVATAR && x->from.picture->entry == NULL)
        return ST_OK;
    return read_spelling(p, where, x, keys[4].value, keys[5].value, e);
}

static int
read_changes(struct plan *p, struct plan_source *s, struct err *e)
{
    json_t *x;
    size_t which;

    while (e->status == ST_OK &&
           (x = plan_source_next(s, PLAN_CHANGES, e)) != NULL) {
        char *where = mem_printf("change %zu", p->count + 1);

        read_change(p, x, where, e);
        free(where);
        json_decref(x);
    }
    if (e->status == ST_OK && plan_repeats(p, &which))
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
read_people(struct plan *p, struct plan_source *s, struct err *e)
{
    const char *twice;
    json_t *x;

    while (e->status == ST_OK &&
           (x = plan_source_next(s, PLAN_USERS, e)) != NULL) {
        char *where = mem_printf("user %zu", p->person_count + 1);

        read_person(p, x, where, e);
        free(where);
        json_decref(x);
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
    p->database = arena_dup(&p->texts, keys[0].value);
    p->crc = arena_dup(&p->texts, keys[1].value);
    p->version = arena_dup(&p->texts, keys[2].value);
    p->date = arena_dup(&p->texts, keys[3].value);
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

/* The document as a whole, in which the elements of its arrays are not. */
static int
read_document(struct plan *p, json_t *doc, struct plan_source *s, struct err *e)
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
    if (people != NULL && !json_is_array(people))
        return refuse(p, "", e, "\"Users\" must be an array");
    if (read_changes(p, s, e) != ST_OK)
        return e->status;
    return read_people(p, s, e);
}

int
plan_parse(struct plan *p, const char *path, const void *text, size_t n,
           struct err *e)
{
    const char *from = text;
    struct plan_source s;
    json_t *doc;

    memset(p, 0, sizeof(*p));
    p->path = path;

    /* Editors of some systems put a mark in front. */
    if (n >= MARK_LEN && memcmp(from, BYTE_ORDER_MARK, MARK_LEN) == 0) {
        from += MARK_LEN;
        n -= MARK_LEN;
    }
    doc = plan_source_begin(&s, path, from, n, e);
    if (json_is_object(doc)) {
        read_document(p, doc, &s, e);
    } else if (doc != NULL) {
        refuse(p, "", e, "this is no plan: it is a list");
        err_hint(e, HINT_MAKE_PLAN, NULL);
    }
    json_decref(doc);
    if (e->status != ST_OK) {
        plan_free(p);
        plan_source_explain(&s, e);
    }
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
