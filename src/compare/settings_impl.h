/* How settings are compared: things first, then what is in them. */
#ifndef CXBAK_COMPARE_SETTINGS_IMPL_H
#define CXBAK_COMPARE_SETTINGS_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/objects.h"
#include "cxbak/compare/settings.h"

#define THING_SAME  SIZE_MAX       /* the other side has it as it is */
#define THING_ALONE (SIZE_MAX - 1) /* the other side has none */

/* A thing of a database. */
struct thing {
    uint64_t is;  /* what it is: the first bytes of a digest */
    uint64_t has; /* its settings, likewise */
    size_t index; /* as the walk meets it */
    size_t match; /* THING_SAME, THING_ALONE, or the index of the one on the
                     other side */
};

struct things {
    struct thing *list; /* by index, once they are matched */
    size_t count;       /* of all that the walk met ... */
    size_t cap;
    size_t most; /* ... of which more than this are too many to compare */
};

/* Match the things of two databases; the caller frees both lists. */
int things_match(struct things *old, struct things *new, struct backup *a,
                 struct backup *b, struct err *e);
void things_free(struct things *l);

/* Is the text a user's field or names a user's picture, which are compared
 * elsewhere, or made of two others? */
bool setting_is_elsewhere(const struct pbx_object *t, const struct pbx_text *x);

/* Is there room to keep one more difference, with so many bytes of text?  It
 * is taken. */
bool settings_room(struct settings *s, size_t text);

/* Add how the settings of two things of one identity differ. */
void settings_of_thing(struct settings *s, const struct backup *b,
                       const struct pbx_object *old,
                       const struct pbx_object *new);

/* Add that a thing of `b` came or went. */
void settings_whole(struct settings *s, const struct backup *b,
                    enum setting_change what, const struct pbx_object *t);

#endif
