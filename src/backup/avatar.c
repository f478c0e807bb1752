#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/util/mem.h"
#include "cxbak/image/image.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zread.h"

/* The longest extension number that is looked for in a name. */
#define NUMBER_MAX 32

/* Folders and name of a picture that are looked for at the end of a value. */
#define DEPTH_MAX 16

/* What stands behind the folder's name and one sign, or NULL. */
static const char *
behind_folder(const char *name)
{
    size_t n = sizeof(AVATAR_FOLDER_NAME) - 1;

    /* Most names are others, and their first letter says so. */
    if ((*name | 0x20) != (*AVATAR_FOLDER_NAME | 0x20) ||
        strncasecmp(name, AVATAR_FOLDER_NAME, n - 1) != 0 ||
        !zname_is_slash(name[n - 1]))
        return NULL;
    return name + n;
}

const char *
avatar_in_folder(const char *name)
{
    const char *rest = behind_folder(name);

    return rest != NULL && *rest != '\0' &&
                   !zname_is_slash(rest[strlen(rest) - 1])
               ? rest
               : NULL;
}

const char *
avatar_in_backup(const struct backup *b, const char *name)
{
    const char *db = zdir_member(b->zip, b->db)->name;
    size_t top = b->nested ? strcspn(db, "/\\") + 1 : 0;

    return avatar_in_folder(strncmp(name, db, top) == 0 ? name + top : name);
}

bool
avatar_is_folder(const char *name)
{
    return behind_folder(name) != NULL && avatar_in_folder(name) == NULL;
}

/* Does the path end in the other one, or is it the same? */
static bool
ends_in(const char *path, const char *end)
{
    size_t n = strlen(path), m = strlen(end);

    return n >= m && zname_same_path(path + n - m, end) &&
           (n == m || zname_is_slash(path[n - m - 1]));
}

/* A character's place in the order: what ends in a path comes right behind
 * it, and no letter has two. */
static int
rank_char(char c)
{
    return zname_is_slash(c) ? 0 : tolower((unsigned char)c);
}

/* Two paths from their ends: those that end in one path stand together. */
static int
compare_ends(const char *a, size_t n, const char *b, size_t m)
{
    for (; n > 0 && m > 0; n--, m--) {
        int x = rank_char(a[n - 1]), y = rank_char(b[m - 1]);

        if (x != y)
            return x < y ? -1 : 1;
    }
    return (n > 0) - (m > 0);
}

static int
compare_files(const void *a, const void *b)
{
    const struct avatar_file *x = a, *y = b;
    int order = compare_ends(x->path, x->len, y->path, y->len);

    return order != 0 ? order
                      : (x->member > y->member) - (x->member < y->member);
}

/* The place of the first picture whose path is not before the `n` bytes at
 * `path`; behind it come the others that end in them. */
static size_t
find_path(const struct avatars *a, const char *path, size_t n)
{
    size_t low = 0, high = a->picture_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct avatar_file *f = &a->files[mid];

        if (compare_ends(f->path, f->len, path, n) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Is there a picture at that place, and does its path end in that one? */
static bool
is_below(const struct avatars *a, size_t at, const char *path)
{
    return at < a->picture_count && ends_in(a->files[at].path, path);
}

bool
avatars_taken(const struct avatars *a, const struct backup *b, const char *name)
{
    const char *path = avatar_in_backup(b, name);
    size_t at;

    if (path == NULL || *path == '\0')
        return false;
    at = find_path(a, path, strlen(path));
    return is_below(a, at, path) && zname_same_path(a->files[at].path, path);
}

/* The picture whose whole path the value ends in, which says it for sure; the
 * first one of several. */
static size_t
find_whole(const struct avatars *a, const char *value)
{
    const char *end = value + strlen(value), *p = end;
    size_t member = SIZE_MAX, depth;

    for (depth = 0; p > value && depth < DEPTH_MAX; depth++) {
        size_t at;

        for (p--; p > value && !zname_is_slash(p[-1]);)
            p--;
        at = find_path(a, p, (size_t)(end - p));
        if (!is_below(a, at, p))
            break;
        if (a->files[at].len == (size_t)(end - p) &&
            a->files[at].member < member)
            member = a->files[at].member;
    }
    return member;
}

size_t
avatars_named(const struct avatars *a, const struct backup *b,
              const char *value)
{
    size_t member = find_whole(a, value), at;

    (void)b;
    if (member != SIZE_MAX || *value == '\0')
        return member;

    /* Else the only one that ends in the value. */
    at = find_path(a, value, strlen(value));
    return is_below(a, at, value) && !is_below(a, at + 1, value)
               ? a->files[at].member
               : SIZE_MAX;
}

bool
avatars_refers(const struct avatars *a, const struct backup *b,
               const struct picture_property *p)
{
    if (user_name_is_picture(p->name) && *p->value == '\0')
        return true;
    if (!user_value_is_picture(p->value))
        return false;
    return user_name_is_picture(p->name) ||
           strcasestr(p->value, "ProfilePictures") != NULL ||
           avatars_named(a, b, p->value) != SIZE_MAX;
}

char *
avatar_number(const char *name, enum avatar_rule *rule)
{
    size_t n = strcspn(name, "_-./\\");
    bool folder = zname_is_slash(name[n]);

    /* In 200/x/y.png the second folder means something else. */
    if (n == 0 || n > NUMBER_MAX ||
        (folder && strpbrk(name + n + 1, "/\\") != NULL))
        return NULL;
    *rule = folder ? AVATAR_FOLDER : AVATAR_NAME;
    return mem_ndup(name, n);
}

/* Of several members that fit a user, the one with the lowest rank is shown:
 * by rule, with the ending of a picture, with the plainest name. */
static unsigned
rank_of(const struct avatar_link *l, const char *name)
{
    unsigned rank = (unsigned)l->rule * 4;

    if (image_format_of_name(name) == IMAGE_UNKNOWN)
        rank += 2;
    if (l->rule == AVATAR_NAME && name[strcspn(name, "_-.")] != '.')
        rank += 1;
    return rank;
}

static void
add_link(struct avatars *a, const struct backup *b, struct avatar_link l)
{
    l.rank =
        rank_of(&l, avatar_in_backup(b, zdir_member(b->zip, l.member)->name));
    a->links =
        mem_grow(a->links, &a->link_cap, a->link_count, sizeof(*a->links));
    a->links[a->link_count++] = l;
}

/* Rule 1: the pictures that users' ContactImages name; marks them as given. */
static void
link_by_image(struct avatars *a, const struct backup *b, bool *given)
{
    const struct database *d = b->database;
    size_t i, member;

    for (i = 0; i < d->user_count; i++) {
        member =
            avatars_image(a, b, user_text(&d->users[i], FIELD_CONTACT_IMAGE));
        if (member == SIZE_MAX)
            continue;
        add_link(a, b, (struct avatar_link){i, member, AVATAR_IMAGE, NULL, 0});
        given[member] = true;
    }
}

/* The pictures of queues, phone books and the like are given, too. */
static void
give_to_owners(struct avatars *a, const struct backup *b, bool *given)
{
    const struct picture_owners *o = &b->database->owners;
    size_t i, member;

    for (i = 0; i < o->count; i++) {
        member = avatars_image(a, b, o->list[i].image);
        if (member == SIZE_MAX)
            continue;
        a->uses[member]++;
        if (a->owners[member] == NULL)
            a->owners[member] = &o->list[i];
        given[member] = true;
    }
}

/* Rule 2: the pictures that properties name; marks them as given. */
static void
link_by_property(struct avatars *a, const struct backup *b, bool *given)
{
    const struct database *d = b->database;
    size_t i, k, member;

    for (i = 0; i < d->user_count; i++) {
        const struct picture_properties *p = &d->users[i].pictures;

        for (k = 0; k < p->count; k++) {
            member = avatars_named(a, b, p->list[k].value);
            if (member == SIZE_MAX)
                continue;
            add_link(a, b,
                     (struct avatar_link){i, member, AVATAR_PROPERTY,
                                          p->list[k].name, 0});
            given[member] = true;
        }
    }
}

/* Rules 3 and 4: whose number does the name begin with? */
static bool
link_by_name(struct avatars *a, const struct backup *b, size_t member,
             const char *name)
{
    enum avatar_rule rule;
    char *number = avatar_number(name, &rule);
    size_t user = SIZE_MAX;

    if (number != NULL)
        user = database_find(b->database, number, NULL);
    free(number);
    if (user != SIZE_MAX)
        add_link(a, b, (struct avatar_link){user, member, rule, NULL, 0});
    return user != SIZE_MAX;
}

static int
compare_links(const void *a, const void *b)
{
    const struct avatar_link *x = a, *y = b;

    if (x->user != y->user)
        return x->user < y->user ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->member > y->member) - (x->member < y->member);
}

/* Sort the links, drop those that two properties repeat, and give every user
 * the first.  There are `members` in the backup. */
static void
settle_links(struct avatars *a, size_t members)
{
    /* Which user, from 1, each member was last linked to. */
    size_t *last = mem_calloc(members, sizeof(*last)), i, n = 0;

    if (a->link_count > 0)
        qsort(a->links, a->link_count, sizeof(*a->links), compare_links);
    for (i = 0; i < a->link_count; i++) {
        struct avatar_link l = a->links[i];
        struct avatar *to = &a->of_user[l.user];

        if (last[l.member] == l.user + 1)
            continue;
        last[l.member] = l.user + 1;
        if (to->rule == AVATAR_NONE)
            *to = (struct avatar){l.rule, 0, l.member, l.property, n};
        else
            to->others++;
        a->uses[l.member]++;
        a->links[n++] = l;
    }
    a->link_count = n;
    free(last);
}

/* List the members of the folder. */
static void
list_files(struct avatars *a, const struct backup *b)
{
    size_t i, n = zdir_count(b->zip), cap = 0;

    for (i = 0; i < n; i++) {
        const char *name = avatar_in_backup(b, zdir_member(b->zip, i)->name);

        if (name == NULL)
            continue;
        a->files =
            mem_grow(a->files, &cap, a->picture_count, sizeof(*a->files));
        a->files[a->picture_count++] =
            (struct avatar_file){name, strlen(name), i};
    }
    if (a->picture_count > 0)
        qsort(a->files, a->picture_count, sizeof(*a->files), compare_files);
}

void
avatars_find(struct avatars *a, const struct backup *b)
{
    size_t i, n = zdir_count(b->zip), users = b->database->user_count;
    bool *given = mem_calloc(n, sizeof(*given));

    memset(a, 0, sizeof(*a));
    a->uses = mem_calloc(n, sizeof(*a->uses));
    a->owners = mem_calloc(n, sizeof(*a->owners));
    a->of_user = mem_calloc(users, sizeof(*a->of_user));
    for (i = 0; i < users; i++)
        a->of_user[i].member = SIZE_MAX;

    /* What is named outright belongs to nobody else by its own name. */
    list_files(a, b);
    link_by_image(a, b, given);
    give_to_owners(a, b, given);
    link_by_property(a, b, given);
    for (i = 0; i < n; i++) {
        const char *name = avatar_in_backup(b, zdir_member(b->zip, i)->name);

        if (name == NULL || given[i] || link_by_name(a, b, i, name))
            continue;
        a->orphans = mem_grow(a->orphans, &a->orphan_cap, a->orphan_count,
                              sizeof(*a->orphans));
        a->orphans[a->orphan_count++] = i;
    }
    settle_links(a, n);
    free(given);
}

const char *
avatars_name(const struct avatars *a, const struct backup *b, size_t user)
{
    size_t i = a->of_user[user].member;

    return i != SIZE_MAX ? zdir_member(b->zip, i)->name : NULL;
}

char *
avatars_rule(const struct avatar *a)
{
    switch (a->rule) {
    case AVATAR_IMAGE:
        return mem_dup(CONTACT_IMAGE " names it");
    case AVATAR_PROPERTY:
        return mem_printf("property %s names it", a->property);
    case AVATAR_NAME:
        return mem_dup("named by the extension");
    case AVATAR_FOLDER:
        return mem_dup("in the extension's folder");
    case AVATAR_NONE:
        break;
    }
    return mem_dup("none");
}

int
avatar_read(struct backup *b, size_t member, struct buf *out, struct err *e)
{
    const struct zmember *m = zdir_member(b->zip, member);

    if (m->usize > IMAGE_MAX_BYTES)
        return err_set(e, ST_BACKUP,
                       "%s: file \"%s\": its %ju bytes are too many for a "
                       "picture",
                       b->path, m->name, (uintmax_t)m->usize);
    return zread_all(out, b->zip, member, b->password, IMAGE_MAX_BYTES, e);
}

struct buf
avatar_content(struct backup *b, size_t member)
{
    struct buf image = BUF_INIT;
    struct err e = ERR_INIT;

    if (member != SIZE_MAX && avatar_read(b, member, &image, &e) != ST_OK)
        buf_free(&image);
    err_free(&e);
    return image;
}

int
avatar_crc(struct backup *b, size_t member, uint32_t *crc, struct err *e)
{
    const struct zmember *m = zdir_member(b->zip, member);
    struct buf content = BUF_INIT;

    *crc = m->crc;
    if (m->method == ZMETHOD_AES && m->crc == 0 &&
        avatar_read(b, member, &content, e) == ST_OK)
        *crc = zread_crc(content.data, content.len);
    buf_free(&content);
    return e->status;
}

void
avatars_free(struct avatars *a)
{
    free(a->of_user);
    free(a->orphans);
    free(a->files);
    free(a->uses);
    free(a->owners);
    free(a->links);
    memset(a, 0, sizeof(*a));
}
