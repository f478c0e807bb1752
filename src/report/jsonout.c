#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/report/jsonout.h"

/* U+FFFD, the replacement character. */
#define REPLACEMENT "\xEF\xBF\xBD"

/* jansson reports memory that ran out as NULL; ours ends the program.  Each
 * document starts with an object or an array, so setting it there is early
 * enough, and both kinds of memory are released by the same free(). */
static void
use_our_memory(void)
{
    json_set_alloc_funcs(mem_alloc, free);
}

struct json_t *
jsonout_object(void)
{
    use_our_memory();
    return json_object();
}

struct json_t *
jsonout_array(void)
{
    use_our_memory();
    return json_array();
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

    use_our_memory();
    if (s == NULL)
        return json_null();
    if (text_valid(s, strlen(s), NULL))
        return json_string(s);
    repaired = repair(s);
    value = json_string(repaired);
    free(repaired);
    return value;
}

void
jsonout_set(struct json_t *object, const char *key, struct json_t *value)
{
    int rc = json_object_set_new(object, key, value);

    assert(rc == 0);
    (void)rc;
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

    jsonout_set(object, key, json_integer(i));
}

void
jsonout_set_bool(struct json_t *object, const char *key, bool b)
{
    jsonout_set(object, key, json_boolean(b));
}

void
jsonout_append(struct json_t *array, struct json_t *value)
{
    int rc = json_array_append_new(array, value);

    assert(rc == 0);
    (void)rc;
}

/* jansson's callback: the stream remembers what went wrong, so go on. */
static int
write_piece(const char *piece, size_t n, void *out)
{
    fwrite(piece, 1, n, out);
    return 0;
}

void
jsonout_print(struct json_t *document, FILE *out)
{
    int rc = json_dump_callback(document, write_piece, out,
                                JSON_INDENT(2) | JSON_PRESERVE_ORDER |
                                    JSON_ENCODE_ANY);

    assert(rc == 0);
    (void)rc;
    fputc('\n', out);
    json_decref(document);
}
