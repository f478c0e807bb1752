/* Changes that are shown before they are settled. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/change/change.h"
#include "cxbak/util/mem.h"

/* What a user showed before; they are taken back in the opposite order. */
struct shown_value {
    size_t user;
    enum field field;
    const char *text; /* the database's, or an earlier change's */
};

void
change_view_update(struct change_view *v, const struct changes *c,
                   struct backup *b)
{
    for (; v->seen < c->count; v->seen++) {
        const struct edit *x = &c->list[v->seen].edit;
        const char **text;

        if (c->list[v->seen].picture != NULL)
            continue;
        text = &b->database->users[x->user].text[x->field];
        v->list = mem_grow(v->list, &v->cap, v->count, sizeof(*v->list));
        v->list[v->count++] = (struct shown_value){x->user, x->field, *text};
        *text = x->text;
    }
}

void
change_view_end(struct change_view *v, struct backup *b)
{
    while (v->count > 0) {
        const struct shown_value *x = &v->list[--v->count];

        b->database->users[x->user].text[x->field] = x->text;
    }
    free(v->list);
    memset(v, 0, sizeof(*v));
}
