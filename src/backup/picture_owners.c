#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/objects.h"
#include "cxbak/backup/picture_owners.h"
#include "cxbak/util/mem.h"

/* The one at hand. */
static struct picture_owner *
at_hand(struct picture_owners *o, bool entry)
{
    return entry ? &o->entry : &o->object;
}

static void
forget(struct picture_owner *p)
{
    free(p->element);
    free(p->number);
    free(p->name);
    free(p->image);
    memset(p, 0, sizeof(*p));
}

void
picture_owners_start(struct picture_owners *o, bool entry, const char *element)
{
    struct picture_owner *p = at_hand(o, entry);

    forget(p);
    p->element = mem_dup(element);
}

/* Set a part that is not set yet. */
static void
set(char **to, const char *text)
{
    if (*to == NULL)
        *to = mem_dup(text);
}

/* Add a part of a name that comes in several elements. */
static void
add_name(struct picture_owner *p, const char *text)
{
    char *before = p->name;

    p->name =
        before != NULL ? mem_printf("%s %s", before, text) : mem_dup(text);
    free(before);
}

void
picture_owners_part(struct picture_owners *o, bool entry, const char *element,
                    const char *text)
{
    struct picture_owner *p = at_hand(o, entry);

    if (*text == '\0')
        return;
    if (strcmp(element, CONTACT_IMAGE) == 0)
        set(&p->image, text);
    else if (strcmp(element, "Number") != 0)
        add_name(p, text);
    else if (!entry)
        set(&p->number, text);
}

void
picture_owners_end(struct picture_owners *o, bool entry)
{
    struct picture_owner *p = at_hand(o, entry);

    if (p->image != NULL) {
        o->list = mem_grow(o->list, &o->cap, o->count, sizeof(*o->list));
        o->list[o->count++] = *p;
        memset(p, 0, sizeof(*p));
    }
    forget(p);
}

char *
picture_owner_words(const struct picture_owner *o)
{
    struct pbx_object t = {.element = o->element,
                           .number = o->number,
                           .name = o->name,
                           .user = SIZE_MAX};

    return object_name(&t);
}

void
picture_owners_free(struct picture_owners *o)
{
    size_t i;

    for (i = 0; i < o->count; i++)
        forget(&o->list[i]);
    forget(&o->object);
    forget(&o->entry);
    free(o->list);
    memset(o, 0, sizeof(*o));
}
