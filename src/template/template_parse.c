#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "template/template_impl.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/template/template.h"
#include "cxbak/util/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The most words of placeholders: those of fields, and the two parts of an
 * address. */
#define WORDS        (FIELD_COUNT + 3)
#define COUNTER      "n"
#define EMAIL_LOCAL  "email.local"
#define EMAIL_DOMAIN "email.domain"

static const char *const filter_names[FILTER_COUNT] = {
    [FILTER_LOWER] = "lower",     [FILTER_UPPER] = "upper",
    [FILTER_ASCII] = "ascii",     [FILTER_TRIM] = "trim",
    [FILTER_SQUEEZE] = "squeeze", [FILTER_REPLACE] = "replace",
    [FILTER_DIGITS] = "digits",   [FILTER_E164] = "e164",
    [FILTER_CAPITAL] = "capital",
};

struct parser {
    struct template *t;
    const char *text; /* the whole template */
    const char *p;    /* what is next */
    struct buf literal;
};

/* Position of `at`, in characters from 1. */
static size_t
position(const struct parser *ps, const char *at)
{
    const char *s;
    size_t n = 1;

    for (s = ps->text; s < at; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

/* Refuse for what is at `at`. */
static int
refuse(const struct parser *ps, const char *at, const char *why, struct err *e)
{
    return err_set(e, ST_USAGE, "template \"%s\", position %zu: %s", ps->text,
                   position(ps, at), why);
}

/* Refuse an unknown `word` at `at`, and say which of `words` was meant, or
 * which there are. */
static int
refuse_word(const struct parser *ps, const char *at, const char *kind,
            const char *word, const char *const *words, size_t n, struct err *e)
{
    const char *near = text_nearest(word, words, n);
    struct buf why = BUF_INIT;
    size_t i;
    int rc;

    buf_printf(&why, "unknown %s \"%s\"; ", kind, word);
    if (near != NULL) {
        buf_printf(&why, "did you mean \"%s\"", near);
    } else {
        buf_adds(&why, "there are ");
        for (i = 0; i < n; i++)
            buf_printf(&why, "%s%s",
                       i == 0 ? "" : (i + 1 == n ? " and " : ", "), words[i]);
    }
    rc = refuse(ps, at, buf_str(&why), e);
    buf_free(&why);
    return rc;
}

/* The word up to one of `:|{}`, without blanks around; the parser is behind
 * it, `*at` where it starts.  The caller frees it. */
static char *
take_word(struct parser *ps, const char **at)
{
    const char *start, *end;

    ps->p += strspn(ps->p, " \t");
    *at = start = ps->p;
    ps->p += strcspn(ps->p, ":|{}");
    for (end = ps->p; end > start && strchr(" \t", end[-1]) != NULL;)
        end--;
    return mem_ndup(start, (size_t)(end - start));
}

/* Which of `words` it is, case ignored; `n` if none. */
static size_t
find_word(const char *word, const char *const *words, size_t n)
{
    size_t i;

    for (i = 0; i < n && strcasecmp(word, words[i]) != 0; i++)
        continue;
    return i;
}

static int
parse_field(struct parser *ps, struct part *part, struct err *e)
{
    const char *words[WORDS], *at;
    enum field fields[WORDS], other = FIELD_ROWS;
    char *word = take_word(ps, &at);
    size_t i, n = 0;
    int rc = ST_OK;

    for (i = 0; i < FIELD_COUNT; i++) {
        if (!field_in_template((enum field)i))
            continue;
        fields[n] = (enum field)i;
        words[n++] = field_info((enum field)i)->word;
    }
    fields[n] = fields[n + 1] = FIELD_EMAIL;
    fields[n + 2] = FIELD_NUMBER;
    words[n++] = EMAIL_LOCAL;
    words[n++] = EMAIL_DOMAIN;
    words[n++] = COUNTER;

    i = find_word(word, words, n);
    if (i < n)
        part->field = fields[i];
    else if (field_parse(word, &other) && field_in_template(other))
        part->field = other;
    else
        other = FIELD_ROWS;
    if (i + 3 == n || i + 2 == n)
        part->piece = i + 3 == n ? PIECE_LOCAL : PIECE_DOMAIN;
    part->counter = i + 1 == n;
    if (word[0] == '\0')
        rc = refuse(ps, at,
                    "a field is missing behind \"{\"; a brace itself is "
                    "written \"{{\"",
                    e);
    else if (i == n && strchr(at, '}') == NULL)
        rc = refuse(ps, at, "the \"}\" behind the field is missing", e);
    else if (i == n && other == FIELD_ROWS)
        rc = refuse_word(ps, at, "field", word, words, n, e);
    free(word);
    return rc;
}

static int
parse_width(struct parser *ps, struct part *part, struct err *e)
{
    const char *at;
    char *word, *end;
    unsigned long width;
    bool good;

    if (*ps->p != ':')
        return ST_OK;
    ps->p++;
    word = take_word(ps, &at);
    width = strtoul(word, &end, 10);
    good = word[0] >= '0' && word[0] <= '9' && *end == '\0' && width >= 1 &&
           width <= TEMPLATE_MAX_WIDTH;
    free(word);
    if (!good)
        return refuse(ps, at,
                      "a width is a number from 1 to 999, as in {first:1}", e);
    part->width = width;
    return ST_OK;
}

/* The argument of a filter, from the colon that is next: up to one of `:|}`,
 * and what a backslash quotes.  NULL if there is none. */
static char *
take_argument(struct parser *ps)
{
    struct buf b = BUF_INIT;

    if (*ps->p != ':')
        return NULL;
    ps->p++;
    while (*ps->p != '\0' && strchr(":|}", *ps->p) == NULL) {
        ps->p += *ps->p == '\\' && ps->p[1] != '\0';
        buf_addc(&b, *ps->p++);
    }
    return b.len > 0 ? buf_steal(&b) : mem_dup("");
}

/* The arguments of the filters that have them. */
static int
parse_arguments(struct parser *ps, struct filter *f, struct err *e)
{
    const char *at = ps->p;

    if (f->kind == FILTER_REPLACE) {
        f->from = take_argument(ps);
        f->to = take_argument(ps);
        if (f->to == NULL || *f->from == '\0')
            return refuse(ps, at,
                          "say what to replace by what, as in "
                          "{first|replace: :.}",
                          e);
    }
    if (f->kind == FILTER_E164) {
        f->from = take_argument(ps);
        if (f->from == NULL || strlen(f->from) < 1 || strlen(f->from) > 3 ||
            f->from[strspn(f->from, "0123456789")] != '\0' || f->from[0] == '0')
            return refuse(ps, at,
                          "the code of a country is one to three digits, as "
                          "in {mobile|e164:49}",
                          e);
    }
    return ST_OK;
}

static struct filter *
add_filter(struct part *part, enum filter_kind kind)
{
    part->filters = mem_grow(part->filters, &part->filter_cap,
                             part->filter_count, sizeof(*part->filters));
    part->filters[part->filter_count] = (struct filter){.kind = kind};
    return &part->filters[part->filter_count++];
}

static int
parse_filters(struct parser *ps, struct part *part, struct err *e)
{
    const char *at;

    while (*ps->p == '|') {
        char *word;
        size_t i;
        int rc = ST_OK;

        ps->p++;
        word = take_word(ps, &at);
        if ((i = find_word(word, filter_names, FILTER_COUNT)) == FILTER_COUNT)
            rc = refuse_word(ps, at, "filter", word, filter_names, FILTER_COUNT,
                             e);
        else
            rc = parse_arguments(ps, add_filter(part, (enum filter_kind)i), e);
        free(word);
        if (rc != ST_OK)
            return rc;
    }
    return ST_OK;
}

static struct part *
add_part(struct template *t)
{
    t->parts = mem_grow(t->parts, &t->cap, t->count, sizeof(*t->parts));
    t->parts[t->count] = (struct part){0};
    return &t->parts[t->count++];
}

/* What was read of a literal becomes a part. */
static void
end_literal(struct parser *ps)
{
    struct part *part;

    if (ps->literal.len == 0)
        return;
    part = add_part(ps->t);
    part->literal = true;
    part->text = buf_steal(&ps->literal);
}

/* A placeholder, from its opening brace. */
static int
parse_placeholder(struct parser *ps, struct err *e)
{
    const char *open = ps->p++;
    struct part *part;
    int rc;

    end_literal(ps);
    part = add_part(ps->t);
    if ((rc = parse_field(ps, part, e)) != ST_OK ||
        (rc = parse_width(ps, part, e)) != ST_OK ||
        (rc = parse_filters(ps, part, e)) != ST_OK)
        return rc;
    if (*ps->p == '\0')
        return refuse(ps, open,
                      "this \"{\" is never closed; a brace itself is written "
                      "\"{{\"",
                      e);
    if (*ps->p == ':')
        return refuse(ps, ps->p,
                      "the width comes once and right behind the field, as in "
                      "{first:1|lower}",
                      e);
    if (*ps->p == '{')
        return refuse(ps, ps->p, "a \"{\" inside of braces", e);
    ps->p++;
    part->text = mem_ndup(open, (size_t)(ps->p - open));
    return ST_OK;
}

static int
parse(struct parser *ps, struct err *e)
{
    int rc;

    while (*ps->p != '\0') {
        bool doubled = ps->p[0] == ps->p[1];

        if (*ps->p == '{' && !doubled) {
            if ((rc = parse_placeholder(ps, e)) != ST_OK)
                return rc;
            continue;
        }
        buf_addc(&ps->literal, *ps->p);
        ps->p += doubled && (*ps->p == '{' || *ps->p == '}') ? 2 : 1;
    }
    end_literal(ps);
    return ST_OK;
}

int
template_parse(struct template **t, const char *text, struct err *e)
{
    struct parser ps = {.text = text, .p = text, .literal = BUF_INIT};
    int rc;

    ps.t = mem_calloc(1, sizeof(*ps.t));
    if ((rc = parse(&ps, e)) != ST_OK)
        goto err0;

    /* Success! */
    *t = ps.t;
    return ST_OK;

err0:
    buf_free(&ps.literal);
    template_free(ps.t);
    return rc;
}
