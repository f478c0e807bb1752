#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/field/field.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/text.h"

#define ROW(name, ...) [FIELD_##name] = {__VA_ARGS__},

static const struct field_info infos[FIELD_ROWS] = {
    FIELD_STORED_ROWS(ROW) FIELD_DERIVED_ROWS(ROW)};

#define ALIASES (sizeof(infos[0].aliases) / sizeof(infos[0].aliases[0]))

const struct field_info *
field_info(enum field f)
{
    return &infos[f];
}

bool
field_has(enum field f, enum field_flags flag)
{
    return (infos[f].flags & (unsigned)flag) != 0;
}

bool
field_settable(enum field f)
{
    return infos[f].option != NULL;
}

bool
field_importable(enum field f)
{
    return field_settable(f) && field_has(f, FIELD_EDITABLE);
}

bool
field_in_template(enum field f)
{
    return infos[f].source != SOURCE_DERIVED && !field_has(f, FIELD_SECRET);
}

bool
field_is_property(enum field f)
{
    return infos[f].source == SOURCE_PROPERTY;
}

const char *
field_there(enum field f)
{
    return infos[f].there != NULL ? infos[f].there : infos[f].key;
}

bool
field_find(enum field_source source, const char *name, enum field *f)
{
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        if (infos[i].source == source &&
            strcmp(field_there((enum field)i), name) == 0) {
            *f = (enum field)i;
            return true;
        }
    }
    return false;
}

/* Is the `n` bytes at `p` the name `name`, case ignored? */
static bool
same(const char *name, const char *p, size_t n)
{
    return name != NULL && strlen(name) == n && strncasecmp(name, p, n) == 0;
}

/* Is it one of the row's names? */
static bool
is_called(const struct field_info *fi, const char *p, size_t n)
{
    size_t i;

    for (i = 0; i < ALIASES && fi->aliases[i] != NULL; i++) {
        if (same(fi->aliases[i], p, n))
            return true;
    }
    return same(fi->key, p, n) || same(fi->label, p, n) ||
           same(fi->heading, p, n) || same(fi->option, p, n) ||
           same(fi->word, p, n);
}

bool
field_parse(const char *name, enum field *f)
{
    size_t n, i;

    name += strspn(name, " \t");
    for (n = strlen(name); n > 0 && strchr(" \t", name[n - 1]) != NULL; n--)
        continue;
    for (i = 0; i < FIELD_ROWS; i++) {
        if (is_called(&infos[i], name, n)) {
            *f = (enum field)i;
            return true;
        }
    }
    return false;
}

const char *
field_nearest(const char *name)
{
    const char *words[FIELD_ROWS];
    size_t i;

    for (i = 0; i < FIELD_ROWS; i++)
        words[i] = infos[i].word;
    return text_nearest(name, words, FIELD_ROWS);
}

/* The name that a message uses. */
static const char *
name_of(const struct field_info *fi, enum field_naming by)
{
    if (by == NAMED_BY_KEY)
        return fi->key;
    return by == NAMED_BY_OPTION && fi->option != NULL ? fi->option : fi->word;
}

char *
field_names(bool (*which)(enum field f), enum field_naming by,
            const char *before)
{
    struct buf b = BUF_INIT;
    size_t i;

    for (i = 0; i < FIELD_ROWS; i++) {
        if (which == NULL || which((enum field)i))
            buf_printf(&b, "%s%s%s", b.len > 0 ? ", " : "", before,
                       name_of(&infos[i], by));
    }
    return buf_steal(&b);
}

/* Add a name that is not among the `n` before it. */
static void
add_name(struct buf *b, const char *const *names, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (names[n] == NULL ||
            (names[i] != NULL && strcasecmp(names[i], names[n]) == 0))
            return;
    }
    buf_printf(b, "%s%s", b->len > 0 ? ", " : "", names[n]);
}

char *
field_called(enum field f)
{
    const struct field_info *fi = &infos[f];
    const char *names[4 + ALIASES] = {fi->key, fi->heading, fi->label,
                                      fi->word};
    struct buf b = BUF_INIT;
    size_t i;

    for (i = 0; i < ALIASES; i++)
        names[4 + i] = fi->aliases[i];
    for (i = 0; i < 4 + ALIASES; i++)
        add_name(&b, names, i);
    return buf_steal(&b);
}
