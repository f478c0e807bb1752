#include <stdlib.h>
#include <string.h>

#include "template/template_impl.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

bool
template_uses(const struct template *t, enum field f)
{
    size_t i;

    for (i = 0; i < t->count; i++) {
        const struct part *part = &t->parts[i];

        if (!part->literal && !part->counter && part->field == f)
            return true;
    }
    return false;
}

bool
template_counts(const struct template *t)
{
    size_t i;

    for (i = 0; i < t->count; i++) {
        if (t->parts[i].counter)
            return true;
    }
    return false;
}

bool
template_is_literal(const struct template *t)
{
    size_t i;

    for (i = 0; i < t->count; i++) {
        if (!t->parts[i].literal)
            return false;
    }
    return true;
}

/* The piece of a value that the placeholder asks for; what is no address has
 * neither local part nor domain. */
static char *
take_piece(const char *value, enum piece piece)
{
    const char *at = strrchr(value, '@');

    if (piece == PIECE_ALL)
        return mem_dup(value);
    if (at == NULL)
        return mem_dup("");
    return piece == PIECE_LOCAL ? mem_ndup(value, (size_t)(at - value))
                                : mem_dup(at + 1);
}

static char *
expand_part(const struct part *part, const char *const values[FIELD_COUNT],
            size_t nth, bool *lost)
{
    const char *value = values[part->field];
    char *out;
    size_t i;

    if (part->counter) {
        out = mem_printf("%0*zu", (int)part->width, nth);
    } else {
        out = take_piece(value != NULL ? value : "", part->piece);
        if (part->width > 0)
            out[text_clusters(out, part->width)] = '\0';
    }
    for (i = 0; i < part->filter_count; i++) {
        bool dropped = false;
        char *to = template_filter(&part->filters[i], out, &dropped);

        *lost = *lost || dropped;
        free(out);
        out = to;
    }
    return out;
}

char *
template_expand(const struct template *t, const char *const values[FIELD_COUNT],
                size_t nth, struct template_result *r)
{
    struct template_result result = {NULL, FIELD_NUMBER, false};
    struct buf b = BUF_INIT;
    size_t i;

    for (i = 0; i < t->count; i++) {
        const struct part *part = &t->parts[i];
        char *value;

        if (part->literal) {
            buf_adds(&b, part->text);
            continue;
        }
        value = expand_part(part, values, nth, &result.lost);
        if (value[0] == '\0' && result.empty == NULL) {
            result.empty = part->text;
            result.empty_field = part->field;
        }
        buf_adds(&b, value);
        free(value);
    }
    if (r != NULL)
        *r = result;
    return buf_steal(&b);
}

struct template *
template_replacing(enum field f, const char *const *pairs, size_t n)
{
    struct template *t = mem_calloc(1, sizeof(*t));
    struct part *part = mem_calloc(1, sizeof(*part));
    struct buf text = BUF_INIT;
    size_t i;

    buf_printf(&text, "{%s", field_info(f)->word);
    part->field = f;
    part->filters = mem_calloc(n, sizeof(*part->filters));
    for (i = 0; i < n; i++, pairs += 2) {
        buf_printf(&text, "|replace:%s:%s", pairs[0], pairs[1]);
        part->filters[i] = (struct filter){FILTER_REPLACE, mem_dup(pairs[0]),
                                           mem_dup(pairs[1])};
    }
    buf_addc(&text, '}');
    part->filter_count = n;
    part->text = buf_steal(&text);
    t->parts = part;
    t->count = t->cap = 1;
    return t;
}

void
template_free(struct template *t)
{
    size_t i, k;

    if (t == NULL)
        return;
    for (i = 0; i < t->count; i++) {
        struct part *part = &t->parts[i];

        for (k = 0; k < part->filter_count; k++) {
            free(part->filters[k].from);
            free(part->filters[k].to);
        }
        free(part->filters);
        free(part->text);
    }
    free(t->parts);
    free(t);
}
