/*
 * All old values go into one table, and one walk over the database looks for
 * all of them at once.
 *
 * A whole name or an address counts wherever it stands.  One of two names is
 * common, so it counts within the user's own element and in names that people
 * give (of queues, groups, menus) only.  What another user still has after the
 * change says nothing, but for places within the user's own element.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/setting.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "leftover/leftover_search_impl.h"

void
left_add(struct left_search *s, const char *code, size_t user,
         const char *field, const char *text)
{
    findings_add(s->f, code, left_text(s, user, FIELD_NUMBER), field, "%s",
                 text)
        ->introduced = true;
}

/* The place of an item within its thing; the caller frees it. */
static char *
place_name(const struct pbx_object *t, const struct pbx_text *item)
{
    char *thing = object_name(t), *place;
    bool itself = strcmp(item->element, "Name") == 0 ||
                  strcmp(item->element, "FirstName and LastName") == 0 ||
                  (t->name != NULL && strcmp(item->element, t->name) == 0);

    if (t->user != SIZE_MAX) {
        free(thing);
        thing = NULL;
    }
    if (strcmp(item->parent, "DNProperty") == 0)
        place = mem_printf("the property %s", item->element);
    else if (strcmp(item->parent, "PhoneDevice") == 0)
        place = mem_printf("%s of the phone %s", item->element,
                           item->within != NULL ? item->within : "");
    else if (itself && thing != NULL)
        return thing;
    else if (item->within != NULL)
        place = mem_printf("%s of \"%s\"", item->element, item->within);
    else
        place = mem_dup(item->element);
    if (thing != NULL) {
        char *both = mem_printf("%s of the %s", place, thing);

        free(place);
        free(thing);
        return both;
    }
    return place;
}

/* Say that the value of `owner` still stands in the item at hand. */
static void
tell(struct left_search *s, const struct old_value *v,
     const struct old_owner *owner)
{
    bool email = owner->kind == OLD_EMAIL;
    char *place = place_name(s->thing, s->item);
    struct buf b = BUF_INIT;

    buf_printf(&b, "the old %s \"%s\" is still in %s%s",
               email ? "address" : "name", v->shown,
               s->thing->user == SIZE_MAX ? "the " : "", place);
    if (s->thing->user != SIZE_MAX && s->thing->user != owner->user)
        buf_printf(&b, " of extension %s",
                   s->thing->number != NULL ? s->thing->number : "");
    if (v->count > 1 && s->thing->user != owner->user)
        buf_printf(&b, " (%zu more user%s had it)", v->count - 1,
                   v->count == 2 ? "" : "s");
    left_add(s, email ? "leftover-email" : "leftover-name", owner->user,
             email ? field_info(FIELD_EMAIL)->key : NULL, buf_str(&b));
    buf_free(&b);
    free(place);
}

static int
compare_owner(const void *a, const void *b)
{
    const struct old_owner *x = a, *y = b;

    return (x->user > y->user) - (x->user < y->user);
}

/* Does the item name the thing itself, in words that people chose? */
static bool
is_own_name(const struct left_search *s)
{
    return s->thing->user == SIZE_MAX &&
           strcmp(s->item->element, "Name") == 0 &&
           strcmp(s->item->parent, s->thing->element) == 0;
}

static void
on_found(void *arg, const struct old_value *v)
{
    struct left_search *s = arg;
    struct old_owner key = {s->thing->user, OLD_NAME};
    const struct old_owner *owner = NULL;
    size_t i;

    /* The user's own element?  Else the first who had the value stands for all
     * of them; it may be a name of the first and a part of the second. */
    if (s->thing->user != SIZE_MAX)
        owner = bsearch(&key, v->owners, v->count, sizeof(*v->owners),
                        compare_owner);
    for (i = 0; owner == NULL && i < v->count && i < 2; i++) {
        enum old_kind kind = v->owners[i].kind;

        if ((kind & v->held) == 0 && (kind != OLD_PART || is_own_name(s)))
            owner = &v->owners[i];
    }
    if (owner == NULL)
        return;
    if (owner->kind == OLD_EMAIL) {
        s->email = v;
        s->email_owner = owner;
    } else if (s->name == NULL || s->name_owner->kind == OLD_PART) {
        /* A whole name says more than a part of it. */
        s->name = v;
        s->name_owner = owner;
    }
}

/* Not of the fields that the change is about, and not of secrets, whose
 * content is nobody's business. */
static bool
may_tell(const struct pbx_object *t, const struct pbx_text *item)
{
    enum field f;
    bool ours = field_parse(item->element, &f) &&
                (f == FIELD_NUMBER || field_importable(f));

    if (setting_is_secret(item->element))
        return false;
    return t->user == SIZE_MAX || strcmp(item->parent, "Extension") != 0 ||
           (!ours && strcmp(item->element, "FirstName and LastName") != 0);
}

void
left_search_item(struct left_search *s, const struct pbx_object *t,
                 const struct pbx_text *item)
{
    s->thing = t;
    s->item = item;
    s->name = s->email = NULL;
    if (!item->reference)
        old_search(&s->table, item->text, on_found, s);
    if ((s->name == NULL && s->email == NULL) || !may_tell(t, item))
        return;

    /* One of each kind. */
    if (s->name != NULL)
        tell(s, s->name, s->name_owner);
    if (s->email != NULL)
        tell(s, s->email, s->email_owner);
}

static void
visit(void *arg, const struct pbx_object *t)
{
    struct left_search *s = arg;
    size_t i;

    if (t->user != SIZE_MAX && t->user < s->b->database->user_count &&
        s->users[t->user].changes)
        left_visit_user(s, t);
    for (i = 0; i < t->count && s->table.count > 0; i++)
        left_search_item(s, t, &t->items[i]);
}

int
leftover_find(const struct changes *c, struct backup *b,
              const struct avatars *a, struct findings *f, struct err *e)
{
    struct left_search s = {.b = b, .avatars = a, .f = f};

    if (c->count == 0 && c->pictures.count == 0)
        return ST_OK;
    left_prepare(&s, c);
    objects_visit(b, visit, &s, e);
    old_free(&s.table);
    free(s.users);
    return e->status;
}
