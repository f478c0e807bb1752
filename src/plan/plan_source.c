/*
 * The JSON of a plan, whose changes and users are taken one at a time: a tree
 * of them all has ten times the size of their text.
 *
 * Where these two arrays are is found first, by strings and brackets alone.
 * Then the document is parsed without what is in them, and each of their
 * elements by itself: if all of that is JSON, and what parts the elements are
 * commas, the document is, and says the same.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <jansson.h>

#include "cxbak/util/mem.h"

#include "plan/plan_source_impl.h"

/* What is parsed at once, for a tree of it has up to a hundred times its size:
 * bytes beside the arrays, and values in one element, of which plans have a
 * few; and a document that was refused. */
#define REST_MAX    ((size_t)1 << 20)
#define VALUES_MAX  1000
#define EXPLAIN_MAX ((size_t)1 << 20)

/* An array of which nothing is left. */
static const struct plan_span nothing = {SIZE_MAX, 0};

static const char *const array_keys[PLAN_ARRAYS] = {"Users", "Changes"};

/* The offset behind what begins at `at`: a string, or one byte. */
static size_t
skip(const struct plan_source *s, size_t at, size_t end)
{
    if (s->text[at++] != '"')
        return at;
    while (at < end && s->text[at] != '"')
        at += s->text[at] == '\\' ? 2 : 1;
    return at < end ? at + 1 : end;
}

/* Which array that key is of, or NULL. */
static struct plan_span *
array_of(struct plan_source *s, struct plan_span key)
{
    json_t *name = json_loadb(s->text + key.begin, key.end - key.begin,
                              JSON_DECODE_ANY, NULL);
    struct plan_span *found = NULL;
    size_t i;

    for (i = 0; name != NULL && i < PLAN_ARRAYS; i++) {
        if (strcmp(json_string_value(name), array_keys[i]) == 0)
            found = &s->arrays[i];
    }
    json_decref(name);
    return found;
}

static bool
is_blank(char c)
{
    return c != '\0' && strchr(" \t\r\n", c) != NULL;
}

/* Is an array without elements? */
static bool
is_empty(const struct plan_source *s, const struct plan_span *x)
{
    size_t at = x->begin;

    while (at < x->end && is_blank(s->text[at]))
        at++;
    return at == x->end;
}

/* Find what stands between the brackets of the arrays. */
static void
find_arrays(struct plan_source *s)
{
    struct plan_span key = {0, 0}, *open = NULL;
    size_t at, next, depth = 0;

    for (at = 0; at < s->n; at = next) {
        char c = s->text[at];

        next = skip(s, at, s->n);
        if (c == '"' && depth == 1)
            key = (struct plan_span){at, next};
        if (c == '[' && depth == 1 && (open = array_of(s, key)) != NULL)
            *open = (struct plan_span){next, s->n};
        if (c == '[' || c == '{')
            depth++;
        if (c != ']' && c != '}')
            continue;
        if (depth == 2 && open != NULL) {
            open->end = at;
            if (is_empty(s, open))
                *open = nothing;
            open = NULL;
        }
        depth -= depth > 0;
    }
}

/* The document's next bytes, but for what stands in the arrays. */
static size_t
give_rest(void *to, size_t n, void *arg)
{
    struct plan_source *s = arg;
    char *bytes = to;
    size_t got, k;

    for (got = 0; got < n && s->at < s->n; got++) {
        bytes[got] = s->text[s->at++];
        for (k = 0; k < PLAN_ARRAYS; k++) {
            if (s->at == s->arrays[k].begin)
                s->at = s->arrays[k].end;
        }
    }
    return got;
}

/* Does it begin as JSON does? */
static bool
begins_well(const struct plan_source *s)
{
    size_t i = 0;

    while (i < s->n && is_blank(s->text[i]))
        i++;
    return i < s->n && (s->text[i] == '{' || s->text[i] == '[');
}

/* Bytes between the brackets of an array that come before the byte `at` of what
 * was given of the document; all of them, if it ends in the array. */
static size_t
left_out(const struct plan_source *s, const struct plan_span *x, size_t at)
{
    bool behind = at > x->begin || (at == x->begin && x->end == s->n);

    return behind ? x->end - x->begin : 0;
}

/* Where that byte is in the text. */
static size_t
place_of(const struct plan_source *s, size_t at)
{
    bool turned = s->arrays[0].begin > s->arrays[1].begin;

    at += left_out(s, &s->arrays[turned], at);
    return at + left_out(s, &s->arrays[!turned], at);
}

/* Refuse what ends before `at` in the text, with the line and the column. */
static struct json_t *
refuse(const struct plan_source *s, size_t at, const char *why, struct err *e)
{
    size_t line = 1, column = 0, i;

    for (i = 0; i < at && i < s->n; i++) {
        column += ((unsigned char)s->text[i] & 0xc0) != 0x80;
        if (s->text[i] == '\n') {
            line++;
            column = 0;
        }
    }
    err_set(e, ST_REFUSED, "%s:%zu:%zu: this is no plan: %s", s->path, line,
            column, why);
    return NULL;
}

/* Refuse what the library could not read, down to there in the text. */
static struct json_t *
refuse_json(const struct plan_source *s, size_t at, const json_error_t *error,
            struct err *e)
{
    if (json_error_code(error) == json_error_out_of_memory)
        mem_check(NULL);
    return refuse(s, at, error->text, e);
}

/* Bytes between the brackets of an array. */
static size_t
length(const struct plan_span *x)
{
    return x->begin < x->end ? x->end - x->begin : 0;
}

struct json_t *
plan_source_begin(struct plan_source *s, const char *path, const char *text,
                  size_t n, struct err *e)
{
    json_error_t error;
    json_t *doc;

    *s = (struct plan_source){
        .path = path, .text = text, .n = n, .arrays = {nothing, nothing}};
    if (!begins_well(s)) {
        err_set(e, ST_REFUSED, "%s: this is no plan%s", path,
                n == 0 ? ": the file is empty" : "");
        err_hint(e, HINT_MAKE_PLAN, NULL);
        return NULL;
    }
    find_arrays(s);
    if (n - length(&s->arrays[0]) - length(&s->arrays[1]) > REST_MAX) {
        err_set(e, ST_REFUSED,
                "%s: this is no plan: beside \"Users\" and \"Changes\" it has "
                "more than %zu bytes",
                path, REST_MAX);
        return NULL;
    }
    doc = json_load_callback(give_rest, s, JSON_REJECT_DUPLICATES, &error);
    return doc != NULL
               ? doc
               : refuse_json(s, place_of(s, (size_t)error.position), &error, e);
}

struct json_t *
plan_source_next(struct plan_source *s, enum plan_array which, struct err *e)
{
    struct plan_span *left = &s->arrays[which];
    size_t from = left->begin, at = from, depth = 0, values = 0;
    json_error_t error;
    json_t *x;

    if (from > left->end)
        return NULL;
    for (; at < left->end; at = skip(s, at, left->end)) {
        char c = s->text[at];

        if (c == ',' && depth == 0)
            break;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        values += c == ',' || c == '{' || c == '[';
    }
    if (values > VALUES_MAX)
        return refuse(s, at, "one of its elements has too many values", e);

    /* Behind a comma there must be one more. */
    if (at < left->end)
        left->begin = at + 1;
    else
        *left = nothing;
    x = json_loadb(s->text + from, at - from,
                   JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    return x != NULL ? x
                     : refuse_json(s, from + (size_t)error.position, &error, e);
}

void
plan_source_explain(const struct plan_source *s, struct err *e)
{
    struct err why = ERR_INIT;
    json_error_t error;
    json_t *doc;

    if (s->n > EXPLAIN_MAX || !begins_well(s))
        return;
    doc = json_loadb(s->text, s->n, JSON_REJECT_DUPLICATES, &error);
    if (doc == NULL) {
        refuse_json(s, (size_t)error.position, &error, &why);
        err_free(e);
        *e = why;
    }
    json_decref(doc);
}
