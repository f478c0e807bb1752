#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cli/term.h"
#include "cxbak/util/text.h"
#include "cli/args.h"
#include "cli/voice.h"

const struct option_spec *
args_spec(const struct args *a, const char *name)
{
    const struct option_spec *const *list;
    const struct option_spec *spec;

    for (list = a->lists; *list != NULL; list++) {
        for (spec = *list; spec->name != NULL; spec++) {
            if (strcmp(spec->name, name) == 0)
                return spec;
        }
    }
    return NULL;
}

bool
args_flag(const struct args *a, const char *name)
{
    size_t i;

    for (i = 0; i < a->ngiven; i++) {
        if (strcmp(a->given[i].spec->name, name) == 0)
            return true;
    }
    return false;
}

const char *
args_value(const struct args *a, const char *name)
{
    const char *value = NULL, *next;
    size_t pos = 0;

    while ((next = args_next(a, name, &pos)) != NULL)
        value = next;
    return value;
}

const char *
args_next(const struct args *a, const char *name, size_t *pos)
{
    while (*pos < a->ngiven) {
        const struct args_given *g = &a->given[(*pos)++];

        if (strcmp(g->spec->name, name) == 0 && g->value != NULL)
            return g->value;
    }
    return NULL;
}

const char **
args_all(const struct args *a, const char *name, size_t *n)
{
    const char **list = NULL, *v;
    size_t cap = 0, pos = 0;

    for (*n = 0; (v = args_next(a, name, &pos)) != NULL; (*n)++) {
        list = mem_grow(list, &cap, *n, sizeof(*list));
        list[*n] = v;
    }
    return list;
}

/* The factor of a unit such as "", "K", "kB" or "MiB"; 0 for no unit. */
static uint64_t
unit_factor(const char *s)
{
    static const char letters[] = "KMGT";
    const char *at;

    if (*s == '\0' || strcmp(s, "B") == 0)
        return 1;
    at = strchr(letters, *s == 'k' ? 'K' : *s);
    if (at == NULL)
        return 0;
    s++;
    if (*s != '\0' && strcmp(s, "B") != 0 && strcmp(s, "iB") != 0)
        return 0;
    return (uint64_t)1 << (10 * (at - letters + 1));
}

/* Digits at the start of `s`, as a number; false if there are none or too
 * many.  strtoull() alone would take signs and blanks. */
static bool
digits(const char *s, uint64_t *n, char **end)
{
    if (*s < '0' || *s > '9')
        return false;
    errno = 0;
    *n = strtoull(s, end, 10);
    return errno == 0;
}

int
args_size(const struct args *a, const char *name, uint64_t *size, struct err *e)
{
    const char *value = args_value(a, name);
    uint64_t n, factor;
    char *end;

    if (value == NULL)
        return ST_OK;
    if (!digits(value, &n, &end) || (factor = unit_factor(end)) == 0 ||
        n == 0 || n > INT64_MAX / factor)
        return args_fail(
            a, e,
            "--%s: \"%s\" is not a size; write a number and K, M, G or "
            "T, such as 600M",
            name, value);
    *size = n * factor;
    return ST_OK;
}

int
args_number(const struct args *a, const char *name, uint64_t min, uint64_t max,
            uint64_t *n, struct err *e)
{
    const char *value = args_value(a, name);
    uint64_t got;
    char *end;

    if (value == NULL)
        return ST_OK;
    if (!digits(value, &got, &end) || *end != '\0' || got < min || got > max) {
        char *option = voice_option(name);

        args_fail(a, e,
                  "%s: \"%s\" is not a number from %" PRIu64 " to %" PRIu64,
                  option, value, min, max);
        free(option);
        return e->status;
    }
    *n = got;
    return ST_OK;
}

int
args_text(const struct args *a, const char *what, const char *value,
          struct err *e)
{
    size_t bad;

    if (text_valid(value, strlen(value), &bad))
        return ST_OK;
    return args_fail(
        a, e,
        "%s: \"%s\" is not UTF-8 (byte %zu is \\x%02X); type it on a UTF-8 "
        "terminal or convert it with iconv",
        what, value, bad + 1, (unsigned char)value[bad]);
}

bool
args_colour(const struct args *a, int fd)
{
    const char *value = args_value(a, "color");
    enum term_when when = TERM_AUTO;

    if (value != NULL)
        term_when_parse(value, &when);
    return term_colour(when, fd);
}

void
args_free(struct args *a)
{
    free(a->operands);
    free(a->given);
    *a = (struct args)ARGS_INIT;
}

int
args_words(const struct args *a, const char *name,
           int (*take)(void *arg, const char *word, struct err *e), void *arg,
           struct err *e)
{
    const char *list;
    size_t pos;

    for (pos = 0; (list = args_next(a, name, &pos)) != NULL;) {
        char *copy = mem_dup(list), *save = NULL, *word, *trimmed;

        word = strtok_r(copy, ",", &save);
        if (word == NULL)
            take(arg, list, e);
        for (; word != NULL && e->status == ST_OK;
             word = strtok_r(NULL, ",", &save)) {
            trimmed = text_trim(word);
            take(arg, trimmed, e);
            free(trimmed);
        }
        free(copy);
        if (e->status != ST_OK)
            break;
    }
    return e->status;
}
