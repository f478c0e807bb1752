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

/* Is an array without elements? */
static bool
is_empty(const struct plan_source *s, const struct plan_span *x)
{
    size_t at = x->begin;

    while (at < x->end && strchr(" \t\r\n", s->text[at]) != NULL &&
           s->text[at] != '\0')
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

/* What the library has read, if it could. */
static struct json_t *
check(const struct plan_source *s, struct json_t *x, const json_error_t *error,
      struct err *e)
{
    if (x == NULL && json_error_code(error) == json_error_out_of_memory)
        mem_check(NULL);
    if (x == NULL)
        err_set(e, ST_REFUSED, "%s:%d:%d: this is no plan: %s", s->path,
                error->line, error->column, error->text);
    return x;
}

struct json_t *
plan_source_begin(struct plan_source *s, const char *path, const char *text,
                  size_t n, struct err *e)
{
    json_error_t error;

    *s = (struct plan_source){
        .path = path, .text = text, .n = n, .arrays = {nothing, nothing}};
    find_arrays(s);
    return check(
        s, json_load_callback(give_rest, s, JSON_REJECT_DUPLICATES, &error),
        &error, e);
}

struct json_t *
plan_source_next(struct plan_source *s, enum plan_array which, struct err *e)
{
    struct plan_span *left = &s->arrays[which];
    size_t from = left->begin, at = from, depth = 0;
    json_error_t error;

    if (from > left->end)
        return NULL;
    for (; at < left->end; at = skip(s, at, left->end)) {
        char c = s->text[at];

        if (c == ',' && depth == 0)
            break;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
    }

    /* Behind a comma there must be one more. */
    if (at < left->end)
        left->begin = at + 1;
    else
        *left = nothing;
    return check(s,
                 json_loadb(s->text + from, at - from,
                            JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error),
                 &error, e);
}

void
plan_source_explain(const struct plan_source *s, struct err *e)
{
    struct err why = ERR_INIT;
    json_error_t error;
    json_t *doc =
        check(s, json_loadb(s->text, s->n, JSON_REJECT_DUPLICATES, &error),
              &error, &why);

    if (doc == NULL) {
        err_free(e);
        *e = why;
    }
    json_decref(doc);
}
