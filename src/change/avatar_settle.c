/*
 * What changes of pictures come to: which members of the archive are
 * replaced, added and removed, and which properties change with them.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"

#include "change/change_impl.h"

struct settler {
    struct changes *c;
    struct backup *b;
    const struct avatars *a;
    size_t *uses;       /* of each member: how many users it will fit */
    size_t like;        /* the member whose attributes new pictures take */
    size_t like_folder; /* new folders; SIZE_MAX: the archive has no entries
                           of folders */
    char *folder;       /* the last one that is known to be there */
};

/* Is there a picture, or a property that names one, to be cleared? */
static bool
can_clear(const struct backup *b, const struct avatars *a, size_t user)
{
    const struct user *u = &b->database->users[user];
    size_t k;

    for (k = 0; k < u->pictures.count; k++) {
        const struct picture_property *q = &u->pictures.list[k];

        if (*q->value != '\0' && avatars_refers(a, b, q))
            return true;
    }
    return a->of_user[user].member != SIZE_MAX;
}

int
avatar_settle_alters(struct change *x, struct backup *b,
                     const struct avatars *a, bool *alters, struct err *e)
{
    struct picture *p = x->picture;
    const struct zmember *m;

    p->old = a->of_user[x->edit.user].member;
    *alters = *x->edit.text != '\0' || can_clear(b, a, x->edit.user);
    if (p->old == SIZE_MAX)
        return ST_OK;
    if (avatar_crc(b, p->old, &p->old_crc, e) != ST_OK)
        return e->status;
    m = zdir_member(b->zip, p->old);
    if (strcmp(m->name, x->edit.text) == 0 && p->old_crc == p->crc &&
        m->usize == p->image.len)
        *alters = false;
    return ST_OK;
}

static struct member_edit *
add_member(struct settler *s, enum zedit_op op, size_t member)
{
    struct changes *c = s->c;

    c->members = mem_grow(c->members, &c->member_cap, c->member_count,
                          sizeof(*c->members));
    c->members[c->member_count] =
        (struct member_edit){.op = op, .member = member};
    return &c->members[c->member_count++];
}

/* Change a property of the user; `text` is taken over. */
static void
add_property(struct settler *s, size_t user, struct property_edit edit,
             char *text)
{
    struct changes *c = s->c;
    struct property_edit *property = mem_alloc(sizeof(*property));

    *property = edit;
    c->edits =
        mem_grow(c->edits, &c->edit_cap, c->edit_count, sizeof(*c->edits));
    c->edits[c->edit_count++] = (struct edit){.user = user,
                                              .field = FIELD_AVATAR,
                                              .text = text,
                                              .original = ORIGINAL_INIT,
                                              .property = property};
}

/* The user no longer has the member: it goes when it is nobody's. */
static void
let_go(struct settler *s, size_t member)
{
    if (--s->uses[member] == 0)
        add_member(s, ZEDIT_REMOVE, member);
}

/* Clear: members that fit nobody else, and the properties that name a
 * picture. */
static void
clear(struct settler *s, size_t user)
{
    const struct user *u = &s->b->database->users[user];
    const struct avatar *a = &s->a->of_user[user];
    size_t k;

    for (k = a->first_link;
         a->member != SIZE_MAX && k <= a->first_link + a->others; k++)
        let_go(s, s->a->links[k].member);
    for (k = 0; k < u->pictures.count; k++) {
        const struct picture_property *q = &u->pictures.list[k];

        if (*q->value != '\0' && avatars_refers(s->a, s->b, q))
            add_property(s, user,
                         (struct property_edit){
                             .index = k, .name = q->name, .remove = true},
                         mem_dup(""));
    }
}

/* What the value of a property has to be for the user's new picture. */
static char *
value_for(const struct settler *s, const char *name)
{
    const struct avatar_pattern *t = &s->c->pattern;

    return mem_printf("%s%s", t->prefix != NULL ? t->prefix : "",
                      avatar_in_folder(name));
}

/* Have a property of the user name the new picture: the one that names the
 * old one, an empty one that is there for it, or, where users need one, a
 * new one. */
static void
tie(struct settler *s, const struct change *x)
{
    const struct user *u = &s->b->database->users[x->edit.user];
    const struct avatar_pattern *t = &s->c->pattern;
    bool tied = false;
    size_t k;

    for (k = 0; k < u->pictures.count; k++) {
        const struct picture_property *q = &u->pictures.list[k];
        bool empty = *q->value == '\0';

        if (!avatars_refers(s->a, s->b, q) ||
            (empty &&
             (t->property == NULL || strcmp(q->name, t->property) != 0)))
            continue;

        /* A name that was promised is kept; see avatar_target(). */
        if (empty || x->picture->old != SIZE_MAX)
            add_property(s, x->edit.user,
                         (struct property_edit){.index = k, .name = q->name},
                         value_for(s, x->edit.text));
        tied = true;
    }
    if (!tied && t->property != NULL)
        add_property(s, x->edit.user,
                     (struct property_edit){.index = SIZE_MAX,
                                            .name = t->property,
                                            .type = t->type,
                                            .description = t->description},
                     value_for(s, x->edit.text));
}

/* The member after which new pictures take their attributes: the last
 * picture, else the database. */
static size_t
model(const struct settler *s)
{
    size_t i, found = s->b->db;

    for (i = 0; i < zdir_count(s->b->zip); i++) {
        if (avatar_in_folder(zdir_member(s->b->zip, i)->name) != NULL)
            found = i;
    }
    return found;
}

/* The last entry of a folder, or SIZE_MAX. */
static size_t
model_folder(const struct settler *s)
{
    size_t i;

    for (i = zdir_count(s->b->zip); i-- > 0;) {
        if (zname_is_folder(zdir_member(s->b->zip, i)->name))
            return i;
    }
    return SIZE_MAX;
}

/* The name of the entry for the folder that the first `n` bytes of a name
 * are, with one of the folder signs. */
static char *
entry_name(const char *name, size_t n, char sign)
{
    char *entry = mem_ndup(name, n), *p;

    for (p = entry; *p != '\0'; p++) {
        if (zname_is_slash(*p))
            *p = sign;
    }
    return entry;
}

/* Does the archive hold the folder, as an entry or as part of a picture's
 * name, or is it being added? */
static bool
has_folder(const struct settler *s, const char *folder, size_t n)
{
    const struct changes *c = s->c;
    char *one = entry_name(folder, n, '/'), *two = entry_name(folder, n, '\\');
    bool found = zdir_find(s->b->zip, one) != SIZE_MAX ||
                 zdir_find(s->b->zip, two) != SIZE_MAX;
    size_t i;

    for (i = 0; !found && i < s->a->picture_count; i++)
        found = strncmp(zdir_member(s->b->zip, s->a->files[i].member)->name,
                        folder, n) == 0;
    for (i = 0; !found && i < c->member_count; i++)
        found = c->members[i].name != NULL &&
                (strcmp(c->members[i].name, one) == 0 ||
                 strcmp(c->members[i].name, two) == 0);
    free(one);
    free(two);
    return found;
}

/* Add entries for the folders of a new member, where the archive has such
 * entries and no member in them yet. */
static void
add_folders(struct settler *s, const char *name)
{
    const char *p, *base = name, *like;

    for (p = name; *p != '\0'; p++) {
        if (zname_is_slash(*p))
            base = p + 1;
    }

    /* Most pictures lie in the folder of the one before. */
    if (s->like_folder == SIZE_MAX ||
        (s->folder != NULL && strlen(s->folder) == (size_t)(base - name) &&
         strncmp(s->folder, name, (size_t)(base - name)) == 0))
        return;
    like = zdir_member(s->b->zip, s->like_folder)->name;
    free(s->folder);
    s->folder = mem_ndup(name, (size_t)(base - name));
    for (p = name; p < base; p++) {
        size_t n = (size_t)(p - name) + 1;

        if (zname_is_slash(*p) && !has_folder(s, name, n))
            add_member(s, ZEDIT_ADD, s->like_folder)->name =
                entry_name(name, n, like[strlen(like) - 1]);
    }
}

/* Set a picture: replaced under its name, or added. */
static void
set(struct settler *s, const struct change *x)
{
    size_t member = x->picture->old;
    const struct zmember *old =
        member != SIZE_MAX ? zdir_member(s->b->zip, member) : NULL;
    struct member_edit *edit;

    if (old != NULL && strcmp(old->name, x->edit.text) == 0) {
        edit = add_member(s, ZEDIT_REPLACE, member);
    } else {
        tie(s, x);
        if (old != NULL)
            let_go(s, member);
        add_folders(s, x->edit.text);
        edit = add_member(s, ZEDIT_ADD, s->like);
        edit->name = mem_dup(x->edit.text);
    }
    edit->content = &x->picture->image;
}

/* A name as all systems see it, and whose it is. */
struct taken {
    char *folded;
    const char *name;
    bool added;
};

static int
compare_taken(const void *a, const void *b)
{
    const struct taken *x = a, *y = b;

    return strcmp(x->folded, y->folded);
}

/* The names that the folder will have. */
static struct taken *
list_names(const struct settler *s, size_t *count)
{
    const struct changes *c = s->c;
    size_t n = zdir_count(s->b->zip), i;
    struct taken *list = mem_array(NULL, n + c->member_count, sizeof(*list));
    bool *gone = mem_calloc(n, sizeof(*gone));

    *count = 0;
    for (i = 0; i < c->member_count; i++) {
        const struct member_edit *x = &c->members[i];

        if (x->op == ZEDIT_REMOVE)
            gone[x->member] = true;
        if (x->op == ZEDIT_ADD)
            list[(*count)++] =
                (struct taken){zname_fold_path(x->name), x->name, true};
    }
    for (i = 0; i < n; i++) {
        const struct zmember *m = zdir_member(s->b->zip, i);

        if (!gone[i] && avatar_in_folder(m->name) != NULL)
            list[(*count)++] =
                (struct taken){zname_fold_path(m->name), m->name, false};
    }
    free(gone);
    return list;
}

/* Refuse names that would be the same on some system. */
static int
check_names(const struct settler *s, struct err *e)
{
    size_t i, n;
    struct taken *list = list_names(s, &n);

    if (n > 0)
        qsort(list, n, sizeof(*list), compare_taken);
    for (i = 1; i < n && e->status == ST_OK; i++) {
        const struct taken *x = &list[i - 1], *y = &list[i];

        if ((x->added || y->added) && strcmp(x->folded, y->folded) == 0) {
            err_set(e, ST_REFUSED,
                    "two pictures would have the same name: \"%s\" and "
                    "\"%s\"; give new ones names of their own",
                    x->name, y->name);
            err_hint(e, HINT_PICTURE_NAMES, NULL);
        }
    }
    for (i = 0; i < n; i++)
        free(list[i].folded);
    free(list);
    return e->status;
}

static void
work_out(struct settler *s)
{
    size_t i, n = zdir_count(s->b->zip);

    avatar_target_learn(s->c, s->b, s->a);
    s->uses = mem_array(NULL, n, sizeof(*s->uses));
    memcpy(s->uses, s->a->uses, n * sizeof(*s->uses));
    s->like = model(s);
    s->like_folder = model_folder(s);
    for (i = 0; i < s->c->count; i++) {
        const struct change *x = &s->c->list[i];

        if (x->picture != NULL && *x->edit.text != '\0')
            set(s, x);
        else if (x->picture != NULL)
            clear(s, x->edit.user);
    }
    free(s->folder);
    free(s->uses);
}

int
avatar_settle(struct changes *c, struct backup *b, const struct avatars *a,
              struct err *e)
{
    struct settler s = {.c = c, .b = b, .a = a};

    avatar_settle_free(c);
    if (c->pictures == 0)
        return ST_OK;
    work_out(&s);
    return check_names(&s, e);
}

void
avatar_settle_free(struct changes *c)
{
    size_t i;

    for (i = 0; i < c->member_count; i++)
        free(c->members[i].name);
    for (i = 0; i < c->edit_count; i++) {
        free(c->edits[i].text);
        free(c->edits[i].property);
    }
    free(c->members);
    free(c->edits);
    c->members = NULL;
    c->edits = NULL;
    c->member_count = c->member_cap = c->edit_count = c->edit_cap = 0;
}
