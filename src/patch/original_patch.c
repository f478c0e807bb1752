#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/patch/original_xml.h"

#include "patch/original_patch_impl.h"

/* Put the piece in place of what follows the tag's name. */
static bool
replace_tail(struct xpatches *p, const struct place *at, const char *raw,
             const struct spelling *s)
{
    const char *tail = raw + s->tag_end;

    xpatch_add(p, at->tag_end, at->end - at->tag_end, mem_dup(tail),
               strlen(tail));
    return true;
}

/* Put the whole piece where the edit says, if it says so. */
static bool
insert(struct xpatches *p, const struct edit *edit)
{
    if (edit->at == 0)
        return false;
    xpatch_add(p, edit->at, 0, mem_dup(edit->original.raw),
               strlen(edit->original.raw));
    return true;
}

/* A DNProperty, or the Value in it. */
static bool
restore_property(const struct user *u, const struct edit *edit,
                 const struct spelling *s, struct xpatches *p)
{
    const struct value *v = &u->at->value[edit->field];
    const char *piece = edit->original.raw + s->begin;
    const struct place *at;

    if (s->root == PIECE_VALUE)
        return v->place.end != 0 &&
               replace_tail(p, &v->place, edit->original.raw, s);
    if (v->property == NULL)
        return insert(p, edit);
    if ((*u->text[edit->field] != '\0' && *edit->text != '\0') ||
        !v->property->plain)
        return false;
    at = &v->property->place;
    xpatch_add(p, at->begin, at->end - at->begin, mem_dup(piece),
               strlen(piece));
    return true;
}

/* Properties with nothing in it but the field, if that. */
static bool
restore_container(const struct user *u, const struct edit *edit,
                  const struct spelling *s, struct xpatches *p)
{
    const struct value *v = &u->at->value[edit->field];

    if (u->at->properties.end == 0)
        return insert(p, edit);
    if (v->property != NULL ? !user_property_alone(u, edit->field)
                            : u->property_count > 0 || u->properties_mixed)
        return false;
    return replace_tail(p, &u->at->properties, edit->original.raw, s);
}

bool
original_patch(const struct database *d, const struct edit *edit,
               struct xpatches *p)
{
    const struct user *u = &d->users[edit->user];
    const struct value *v = &u->at->value[edit->field];
    struct spelling s;

    if (!original_xml_parse(&s, edit->original.raw, edit->field, edit->text))
        return false;
    if (s.root == PIECE_CONTAINER)
        return restore_container(u, edit, &s, p);
    if (field_is_property(edit->field))
        return restore_property(u, edit, &s, p);
    if (u->text[edit->field] == NULL)
        return insert(p, edit);
    return replace_tail(p, &v->place, edit->original.raw, &s);
}
