/*
 * What changes of pictures come to: which members of the archive are
 * replaced, added and removed, and which properties and ContactImages change
 * with them.
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
    size_t *uses;       /* of each member: how many users it will fit, and how
                           many other things name it */
    size_t like;        /* the member whose attributes new pictures take */
    size_t like_folder; /* new folders; SIZE_MAX: the archive has no entries
                           of folders */
    char *folder;       /* the last one that is known to be there */
};

bool
avatar_settle_same(struct backup *b, size_t member, uint32_t crc, size_t size)
{
    struct err e = ERR_INIT;
    uint32_t there = 0;
    bool same = zdir_member(b->zip, member)->usize == size &&
                avatar_crc(b, member, &there, &e) == ST_OK && there == crc;

    err_free(&e);
    return same;
}

/* Is there a picture, or something that names one, to be cleared? */
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
    return a->of_user[user].member != SIZE_MAX ||
           *user_text(u, FIELD_CONTACT_IMAGE) != '\0';
}

int
avatar_settle_alters(struct change *x, struct backup *b,
                     const struct avatars *a, bool *alters, struct err *e)
{
    struct picture *p = x->picture;
    const struct zmember *m;

    const char *now =
        user_text(&b->database->users[x->edit.user], FIELD_CONTACT_IMAGE);
    bool entry = p->given && p->entry.text != NULL;

    /* One that is to be as it is, stays. */
    if (entry && strcmp(p->entry.text, now) == 0) {
        free(p->entry.text);
        p->entry.text = NULL;
        entry = false;
    }

    p->old = a->of_user[x->edit.user].member;
    *alters = entry || *x->edit.text != '\0' || can_clear(b, a, x->edit.user);
    if (p->old == SIZE_MAX)
        return ST_OK;
    if (avatar_crc(b, p->old, &p->old_crc, e) != ST_OK)
        return e->status;
    m = zdir_member(b->zip, p->old);
    if (strcmp(m->name, x->edit.text) == 0 && p->old_crc == p->crc &&
        m->usize == p->image.len)
        *alters = entry;
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

/* Clear: members that fit nobody else, and what names a picture: the
 * ContactImage and properties. */
static void
clear(struct settler *s, struct change *x)
{
    size_t user = x->edit.user, k;
    const struct user *u = &s->b->database->users[user];
    const struct avatar *a = &s->a->of_user[user];

    if (!x->picture->given && *user_text(u, FIELD_CONTACT_IMAGE) != '\0')
        x->picture->entry.text = mem_dup("");

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

/* Put the picture into the archive: replaced under its name, added, or there
 * already, as one that others have. */
static void
put(struct settler *s, const struct change *x)
{
    const struct picture *p = x->picture;
    size_t there = zdir_find(s->b->zip, x->edit.text);
    struct member_edit *edit;

    if (there != SIZE_MAX &&
        avatar_settle_same(s->b, there, p->crc, p->image.len)) {
        s->uses[there] += there != p->old;
        return;
    }
    if (there == p->old && there != SIZE_MAX) {
        edit = add_member(s, ZEDIT_REPLACE, there);
    } else {
        add_folders(s, x->edit.text);
        edit = add_member(s, ZEDIT_ADD, s->like);
        edit->name = mem_dup(x->edit.text);
        edit->named = p->given && p->entry.text != NULL;
    }
    edit->content = &x->picture->image;
}

/* Set a picture, and tie it to its user if it has another name than before. */
static void
set(struct settler *s, struct change *x)
{
    size_t old = x->picture->old;
    bool renamed = old == SIZE_MAX ||
                   strcmp(zdir_member(s->b->zip, old)->name, x->edit.text) != 0;

    if (renamed)
        tie(s, x);
    if (renamed && !x->picture->given)
        avatar_entry_tie(s->c, s->b, x);
    put(s, x);
    if (renamed && old != SIZE_MAX)
        let_go(s, old);
}

/* Who still has each member: a user whose picture stays, or SIZE_MAX. */
static size_t *
find_holders(const struct settler *s)
{
    size_t n = zdir_count(s->b->zip), i;
    size_t *holder = mem_array(NULL, n, sizeof(*holder));
    bool *changes = mem_calloc(s->b->database->user_count, sizeof(*changes));

    for (i = 0; i < s->c->count; i++)
        changes[s->c->list[i].edit.user] |= s->c->list[i].picture != NULL;
    for (i = 0; i < n; i++)
        holder[i] = SIZE_MAX;
    for (i = 0; i < s->a->link_count; i++) {
        if (!changes[s->a->links[i].user])
            holder[s->a->links[i].member] = s->a->links[i].user;
    }
    free(changes);
    return holder;
}

/* Say that the picture a user had stays, because others have it too. */
static void
note_kept(struct settler *s)
{
    size_t *holder = find_holders(s), i;

    for (i = 0; i < s->c->count; i++) {
        struct picture *p = s->c->list[i].picture;
        const char *name;
        char *who;

        if (p == NULL || p->old == SIZE_MAX || s->uses[p->old] == 0)
            continue;
        name = zdir_member(s->b->zip, p->old)->name;
        if (strcmp(name, s->c->list[i].edit.text) == 0)
            continue;
        if (s->a->owners[p->old] != NULL)
            who = picture_owner_words(s->a->owners[p->old]);
        else if (holder[p->old] != SIZE_MAX)
            who = mem_printf("extension %s",
                             user_text(&s->b->database->users[holder[p->old]],
                                       FIELD_NUMBER));
        else
            who = mem_dup("another user");
        p->kept = mem_printf("\"%s\" stays in the backup: it is the picture "
                             "of %s, too",
                             name, who);
        free(who);
    }
    free(holder);
}

/* A name as all systems see it, and whose it is. */
struct taken {
    char *folded;
    const char *name;
    struct member_edit *added; /* or NULL */
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
        struct member_edit *x = &c->members[i];

        if (x->op == ZEDIT_REMOVE)
            gone[x->member] = true;
        if (x->op == ZEDIT_ADD)
            list[(*count)++] =
                (struct taken){zname_fold_path(x->name), x->name, x};
    }
    for (i = 0; i < n; i++) {
        const struct zmember *m = zdir_member(s->b->zip, i);

        if (!gone[i] && avatar_in_folder(m->name) != NULL)
            list[(*count)++] =
                (struct taken){zname_fold_path(m->name), m->name, NULL};
    }
    free(gone);
    return list;
}

/* Is it the very same picture, added for two users who share it? */
static bool
is_shared(const struct taken *x, const struct taken *y)
{
    return x->added != NULL && y->added != NULL && x->added->named &&
           y->added->named && strcmp(x->name, y->name) == 0 &&
           x->added->content->len == y->added->content->len &&
           memcmp(x->added->content->data, y->added->content->data,
                  x->added->content->len) == 0;
}

/* Drop the members that are added twice. */
static void
drop_shared(struct changes *c, struct taken *list, size_t n)
{
    size_t i, kept = 0;

    for (i = 1; i < n; i++) {
        if (!is_shared(&list[i - 1], &list[i]))
            continue;
        free(list[i - 1].added->name);
        list[i - 1].added->name = NULL;
    }
    for (i = 0; i < c->member_count; i++) {
        if (c->members[i].op != ZEDIT_ADD || c->members[i].name != NULL)
            c->members[kept++] = c->members[i];
    }
    c->member_count = kept;
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

        if ((x->added != NULL || y->added != NULL) && !is_shared(x, y) &&
            strcmp(x->folded, y->folded) == 0) {
            err_set(e, ST_REFUSED,
                    "two pictures would have the same name: \"%s\" and "
                    "\"%s\"; give new ones names of their own",
                    x->name, y->name);
            err_hint(e, HINT_PICTURE_NAMES, NULL);
        }
    }
    if (e->status == ST_OK)
        drop_shared(s->c, list, n);
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
        struct change *x = &s->c->list[i];

        if (x->picture != NULL && *x->edit.text != '\0')
            set(s, x);
        else if (x->picture != NULL)
            clear(s, x);
    }
    note_kept(s);
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
    for (i = 0; i < c->count; i++) {
        struct picture *p = c->list[i].picture;

        if (p == NULL)
            continue;
        free(p->kept);
        p->kept = NULL;
        p->guessed = false;
        if (!p->given) {
            free(p->entry.text);
            p->entry.text = NULL;
        }
    }
    free(c->members);
    free(c->edits);
    c->members = NULL;
    c->edits = NULL;
    c->member_count = c->member_cap = c->edit_count = c->edit_cap = 0;
}
