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
        if (!t->parts[i].literal && t->parts[i].field == f)
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
apply_filter(char *value, enum filter filter, bool *lost)
{
    char *to;
    bool dropped = false;

    if (filter == FILTER_ASCII)
        to = text_ascii(value, &dropped);
    else
        to = filter == FILTER_LOWER ? text_lower(value) : text_upper(value);
    *lost = *lost || dropped;
    free(value);
    return to;
}

static char *
expand_part(const struct part *part, const char *const values[FIELD_COUNT],
            bool *lost)
{
    const char *value = values[part->field];
    char *out = take_piece(value != NULL ? value : "", part->piece);
    size_t i;

    if (part->width > 0)
        out[text_clusters(out, part->width)] = '\0';
    for (i = 0; i < part->filter_count; i++)
        out = apply_filter(out, part->filters[i], lost);
    return out;
}

char *
template_expand(const struct template *t, const char *const values[FIELD_COUNT],
                struct template_result *r)
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
        value = expand_part(part, values, &result.lost);
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

void
template_free(struct template *t)
{
    size_t i;

    if (t == NULL)
        return;
    for (i = 0; i < t->count; i++) {
        free(t->parts[i].text);
        free(t->parts[i].filters);
    }
    free(t->parts);
    free(t);
}
