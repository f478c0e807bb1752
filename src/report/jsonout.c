#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/report/jsonout.h"

/* U+FFFD, the replacement character. */
#define REPLACEMENT "\xEF\xBF\xBD"

struct json_t *
jsonout_object(void)
{
    return mem_check(json_object());
}

struct json_t *
jsonout_array(void)
{
    return mem_check(json_array());
}

/* The text with every byte that is no UTF-8 replaced. */
static char *
repair(const char *s)
{
    struct buf b = BUF_INIT;
    size_t left = strlen(s), good;

    while (!text_valid(s, left, &good)) {
        buf_add(&b, s, good);
        buf_adds(&b, REPLACEMENT);
        s += good + 1;
        left -= good + 1;
    }
    buf_add(&b, s, left);
    return buf_steal(&b);
}

struct json_t *
jsonout_string(const char *s)
{
    json_t *value;
    char *repaired;

    if (s == NULL)
        return json_null();
    if (text_valid(s, strlen(s), NULL))
        return mem_check(json_string(s));
    repaired = repair(s);
    value = mem_check(json_string(repaired));
    free(repaired);
    return value;
}

void
jsonout_set(struct json_t *object, const char *key, struct json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        mem_check(NULL);
}

void
jsonout_set_string(struct json_t *object, const char *key, const char *s)
{
    jsonout_set(object, key, jsonout_string(s));
}

struct json_t *
jsonout_count(uint64_t n)
{
    return mem_check(json_integer(n <= INT64_MAX ? (json_int_t)n : INT64_MAX));
}

void
jsonout_set_count(struct json_t *object, const char *key, uint64_t n)
{
    jsonout_set(object, key, jsonout_count(n));
}

struct json_t *
jsonout_bool(bool b)
{
    return json_boolean(b);
}

void
jsonout_set_bool(struct json_t *object, const char *key, bool b)
{
    jsonout_set(object, key, jsonout_bool(b));
}

void
jsonout_append(struct json_t *array, struct json_t *value)
{
    if (json_array_append_new(array, value) != 0)
        mem_check(NULL);
}

static bool printed;

void
jsonout_start(struct jsonout *o, FILE *out, bool line)
{
    *o = (struct jsonout){.out = out, .line = line};
}

/* jansson's callback, for a value below what is open: its lines are indented
 * as much more.  The stream remembers what went wrong, so go on. */
static int
write_piece(const char *piece, size_t n, void *arg)
{
    const struct jsonout *o = arg;

    while (n > 0) {
        const char *end = memchr(piece, '\n', n);
        size_t part = end != NULL ? (size_t)(end - piece) + 1 : n;

        fwrite(piece, 1, part, o->out);
        if (end != NULL)
            fprintf(o->out, "%*s", 2 * (int)o->depth, "");
        piece += part;
        n -= part;
    }
    return 0;
}

static void
new_line(struct jsonout *o)
{
    if (!o->line)
        write_piece("\n", 1, o);
}

/* What stands before a value. */
static void
begin_value(struct jsonout *o, const char *key)
{
    if (o->depth > 0) {
        if (o->filled[o->depth - 1])
            fputc(',', o->out);
        o->filled[o->depth - 1] = true;
        new_line(o);
    }
    if (key != NULL)
        fprintf(o->out, "\"%s\":%s", key, o->line ? "" : " ");
}

void
jsonout_open(struct jsonout *o, const char *key, char kind)
{
    begin_value(o, key);
    fputc(kind, o->out);
    o->ends[o->depth] = kind == '{' ? '}' : ']';
    o->filled[o->depth++] = false;
    printed = true;
}

void
jsonout_put(struct jsonout *o, const char *key, struct json_t *value)
{
    size_t flags = o->line ? JSON_COMPACT : JSON_INDENT(2);

    begin_value(o, key);
    o->foreign |= key != NULL && strcmp(key, "$schema") == 0;
    if (json_dump_callback(value, write_piece, o,
                           flags | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY) != 0)
        mem_check(NULL);
    json_decref(value);
}

void
jsonout_put_members(struct jsonout *o, struct json_t *object)
{
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
        jsonout_put(o, key, json_incref(value));
    json_decref(object);
}

void
jsonout_close(struct jsonout *o)
{
    bool filled;

    if (o->depth == 1 && o->ends[0] == '}' && !o->foreign)
        jsonout_put(o, "FormatVersion", jsonout_count(JSONOUT_VERSION));
    filled = o->filled[--o->depth];
    if (filled)
        new_line(o);
    fputc(o->ends[o->depth], o->out);
    if (o->depth == 0)
        fputc('\n', o->out);
}

/* A document whose form is another's says so by $schema. */
static void
print(struct json_t *document, FILE *out, bool line)
{
    struct jsonout o;

    if (json_is_object(document) &&
        json_object_get(document, "FormatVersion") == NULL &&
        json_object_get(document, "$schema") == NULL)
        jsonout_set_count(document, "FormatVersion", JSONOUT_VERSION);
    jsonout_start(&o, out, line);
    jsonout_put(&o, NULL, document);
    fputc('\n', out);
    printed = true;
}

void
jsonout_print(struct json_t *document, FILE *out)
{
    print(document, out, false);
}

void
jsonout_print_line(struct json_t *document, FILE *out)
{
    print(document, out, true);
}

bool
jsonout_printed(void)
{
    return printed;
}
