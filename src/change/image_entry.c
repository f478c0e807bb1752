#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/change/image_entry.h"
#include "cxbak/template/template.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"

#define FILE_WORD "{file}"

/* Templates with the name of the picture between each two. */
struct image_entry {
    struct template **parts;
    size_t count;
    size_t cap;
    bool path; /* it has a slash, as a path or an address */
};

/* The next `{file}` that is no text in doubled braces, or the end. */
static const char *
find_word(const char *p)
{
    while (*p != '\0' && strncmp(p, FILE_WORD, sizeof(FILE_WORD) - 1) != 0)
        p += p[0] == '{' && p[1] == '{' ? 2 : 1;
    return p;
}

int
image_entry_parse(struct image_entry **to, const char *text, struct err *e)
{
    struct image_entry *t = mem_calloc(1, sizeof(*t));
    const char *end;

    t->path = strchr(text, '/') != NULL;
    for (;; text = end + sizeof(FILE_WORD) - 1) {
        char *part;

        end = find_word(text);
        part = mem_ndup(text, (size_t)(end - text));
        t->parts = mem_grow(t->parts, &t->cap, t->count, sizeof(*t->parts));
        t->parts[t->count] = NULL;
        template_parse(&t->parts[t->count++], part, e);
        free(part);
        if (e->status == ST_OK && template_counts(t->parts[t->count - 1]))
            err_set(e, ST_USAGE,
                    "{n} does not tell one user's picture from another's; use "
                    "{number}");
        if (e->status != ST_OK || *end == '\0')
            break;
    }
    if (e->status == ST_OK)
        *to = t;
    else
        image_entry_free(t);
    return e->status;
}

char *
image_entry_expand(const struct image_entry *t, const struct user *u,
                   const char *name)
{
    const char *values[FIELD_COUNT], *path = avatar_in_folder(name);
    char *file = t->path ? avatar_form_encode(path) : mem_dup(path);
    struct buf b = BUF_INIT;
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++)
        values[i] = user_text(u, (enum field)i);
    for (i = 0; i < t->count; i++) {
        char *part = template_expand(t->parts[i], values, 0, NULL);

        buf_printf(&b, "%s%s", i > 0 ? file : "", part);
        free(part);
    }
    free(file);
    return buf_steal(&b);
}

void
image_entry_free(struct image_entry *t)
{
    size_t i;

    if (t == NULL)
        return;
    for (i = 0; i < t->count; i++)
        template_free(t->parts[i]);
    free(t->parts);
    free(t);
}
