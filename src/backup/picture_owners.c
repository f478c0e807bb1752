#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/objects.h"
#include "cxbak/backup/picture_owners.h"
#include "cxbak/util/mem.h"

/* The one at hand. */
static struct picture_owner_parts *
at_hand(struct picture_owners *o, bool entry)
{
    return entry ? &o->entry : &o->object;
}

static void
forget(struct picture_owner_parts *p)
{
    p->element.len = p->number.len = p->name.len = p->image.len = 0;
}

static void
free_parts(struct picture_owner_parts *p)
{
    buf_free(&p->element);
    buf_free(&p->number);
    buf_free(&p->name);
    buf_free(&p->image);
}

void
picture_owners_start(struct picture_owners *o, bool entry, const char *element)
{
    struct picture_owner_parts *p = at_hand(o, entry);

    forget(p);
    buf_adds(&p->element, element);
}

/* Set a part that is not set yet. */
static void
set(struct buf *to, const char *text)
{
    if (to->len == 0)
        buf_adds(to, text);
}

/* Add a part of a name that comes in several elements. */
static void
add_name(struct buf *name, const char *text)
{
    if (name->len > 0)
        buf_addc(name, ' ');
    buf_adds(name, text);
}

void
picture_owners_part(struct picture_owners *o, bool entry, const char *element,
                    const char *text)
{
    struct picture_owner_parts *p = at_hand(o, entry);

    if (*text == '\0')
        return;
    if (strcmp(element, CONTACT_IMAGE) == 0)
        set(&p->image, text);
    else if (strcmp(element, "Number") != 0)
        add_name(&p->name, text);
    else if (!entry)
        set(&p->number, text);
}

/* A text that is kept, or NULL where there is none. */
static const char *
keep(struct picture_owners *o, struct buf *text)
{
    return text->len > 0 ? arena_dup(&o->texts, buf_str(text)) : NULL;
}

void
picture_owners_end(struct picture_owners *o, bool entry)
{
    struct picture_owner_parts *p = at_hand(o, entry);

    if (p->image.len > 0) {
        const char *last = o->count > 0 ? o->list[o->count - 1].element : NULL;

        o->list = mem_grow(o->list, &o->cap, o->count, sizeof(*o->list));
        o->list[o->count++] = (struct picture_owner){
            .element = last != NULL && strcmp(last, buf_str(&p->element)) == 0
                           ? last
                           : keep(o, &p->element),
            .number = keep(o, &p->number),
            .name = keep(o, &p->name),
            .image = keep(o, &p->image)};
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
    free_parts(&o->object);
    free_parts(&o->entry);
    arena_free(&o->texts);
    free(o->list);
    memset(o, 0, sizeof(*o));
}
