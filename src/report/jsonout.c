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

void
jsonout_set_count(struct json_t *object, const char *key, uint64_t n)
{
    json_int_t i = n <= INT64_MAX ? (json_int_t)n : INT64_MAX;

    jsonout_set(object, key, mem_check(json_integer(i)));
}

void
jsonout_set_bool(struct json_t *object, const char *key, bool b)
{
    jsonout_set(object, key, json_boolean(b));
}

void
jsonout_append(struct json_t *array, struct json_t *value)
{
    if (json_array_append_new(array, value) != 0)
        mem_check(NULL);
}

/* jansson's callback: the stream remembers what went wrong, so go on. */
static int
write_piece(const char *piece, size_t n, void *out)
{
    fwrite(piece, 1, n, out);
    return 0;
}

static bool printed;

/* Print with these flags of jansson.  A document whose form is another's says
 * so by $schema. */
static void
print(struct json_t *document, FILE *out, size_t flags)
{
    if (json_is_object(document) &&
        json_object_get(document, "FormatVersion") == NULL &&
        json_object_get(document, "$schema") == NULL)
        jsonout_set_count(document, "FormatVersion", JSONOUT_VERSION);
    if (json_dump_callback(document, write_piece, out,
                           flags | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY) != 0)
        mem_check(NULL);
    fputc('\n', out);
    json_decref(document);
    printed = true;
}

void
jsonout_print(struct json_t *document, FILE *out)
{
    print(document, out, JSON_INDENT(2));
}

void
jsonout_print_line(struct json_t *document, FILE *out)
{
    print(document, out, JSON_COMPACT);
}

bool
jsonout_printed(void)
{
    return printed;
}
