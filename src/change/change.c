#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/picture_owners.h"
#include "cxbak/image/image.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/zip/zread.h"

#include "cxbak/change/image_entry.h"
#include "change/change_impl.h"

/* Add a change whose text is taken over. */
static struct change *
add(struct changes *c, size_t user, enum field f, char *text)
{
    struct change *x;

    c->list = mem_grow(c->list, &c->cap, c->count, sizeof(*c->list));
    x = &c->list[c->count];
    *x = (struct change){.edit = {.user = user,
                                  .field = f,
                                  .text = text,
                                  .original = ORIGINAL_INIT},
                         .order = c->added++};
    c->count++;
    return x;
}

void
change_add(struct changes *c, size_t user, enum field f, const char *text)
{
    bool odd = text_valid(text, strlen(text), NULL) && !text_is_nfc(text);

    add(c, user, f, odd ? text_nfc(text) : mem_dup(text))->normalised = odd;
}

struct change *
change_add_exact(struct changes *c, size_t user, enum field f, const char *text)
{
    return add(c, user, f, mem_dup(text));
}

struct change *
change_set_picture(struct changes *c, size_t user, char *name,
                   struct buf *image)
{
    struct picture *p = mem_calloc(1, sizeof(*p));
    struct change *x;

    p->image = *image;
    *image = (struct buf)BUF_INIT;
    p->crc = zread_crc(p->image.data, p->image.len);
    p->old = SIZE_MAX;
    p->entry = (struct edit){
        .user = user, .field = FIELD_CONTACT_IMAGE, .original = ORIGINAL_INIT};
    x = add(c, user, FIELD_AVATAR, name);
    x->picture = p;
    return x;
}

void
change_picture_made(struct changes *c, char *words)
{
    c->list[c->count - 1].picture->made = words;
}

struct change *
change_clear_picture(struct changes *c, size_t user)
{
    struct buf none = BUF_INIT;

    return change_set_picture(c, user, mem_dup(""), &none);
}

void
change_give_entry(struct change *x, const char *text)
{
    free(x->picture->entry.text);
    x->picture->entry.text = mem_dup(text);
    x->picture->given = true;
}

struct edit *
change_edit(struct change *x)
{
    if (x->picture == NULL)
        return &x->edit;
    return x->picture->entry.text != NULL ? &x->picture->entry : NULL;
}

static void
free_picture(struct picture *p)
{
    if (p == NULL)
        return;
    free(p->made);
    buf_free(&p->image);
    free(p->entry.text);
    free(p->entry.original.raw);
    free(p->kept);
    free(p);
}

static void
free_change(struct change *x)
{
    free(x->edit.text);
    free(x->edit.original.raw);
    free_picture(x->picture);
}

/* The place of every user in the order of extensions. */
static size_t *
ranks(const struct database *d)
{
    size_t *rank = mem_array(NULL, d->user_count, sizeof(*rank)), i;

    for (i = 0; i < d->user_count; i++)
        rank[d->by_number[i]] = i;
    return rank;
}

static int
compare(const void *a, const void *b, void *arg)
{
    const struct change *x = a, *y = b;
    const size_t *rank = arg;

    if (x->edit.user != y->edit.user)
        return rank[x->edit.user] < rank[y->edit.user] ? -1 : 1;
    if (x->edit.field != y->edit.field)
        return x->edit.field < y->edit.field ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

void
change_ask(struct changes *c, const struct backup *b, size_t user)
{
    if (c->asked == NULL)
        c->asked = mem_calloc(b->database->user_count, sizeof(*c->asked));
    c->asked[user] = true;
}

void
change_forget(struct changes *c, size_t first, const bool *users)
{
    size_t i, n = first;

    for (i = first; i < c->count; i++) {
        size_t user = c->list[i].edit.user;

        if (!users[user]) {
            c->list[n++] = c->list[i];
            continue;
        }
        free_change(&c->list[i]);
        if (c->asked != NULL)
            c->asked[user] = false;
    }
    c->count = n;
}

/* Does the change change anything, or how it is written? */
static int
alters(struct change *x, struct backup *b, const struct avatars *a, bool *yes,
       struct err *e)
{
    const struct edit *edit = &x->edit;

    if (x->picture != NULL)
        return avatar_settle_alters(x, b, a, yes, e);

    /* No rule need look at what could not be written. */
    if (strlen(edit->text) > USER_VALUE_MAX)
        return err_set(
            e, ST_REFUSED,
            "extension %s: %s: the value is longer than the limit of %zu bytes",
            user_text(&b->database->users[edit->user], FIELD_NUMBER),
            field_info(edit->field)->label, USER_VALUE_MAX);
    *yes = edit->original.form != EMPTY_UNKNOWN || edit->original.raw != NULL ||
           strcmp(user_text(&b->database->users[edit->user], edit->field),
                  edit->text) != 0;
    return ST_OK;
}

/* Keep the last change of each field, if it alters anything. */
static int
sift(struct changes *c, struct backup *b, const struct avatars *a,
     struct err *e)
{
    size_t i, n = 0;

    for (i = 0; i < c->count; i++) {
        struct change *x = &c->list[i];
        bool keep = i + 1 == c->count || x[1].edit.user != x->edit.user ||
                    x[1].edit.field != x->edit.field;

        change_ask(c, b, x->edit.user);
        if (keep && e->status == ST_OK)
            alters(x, b, a, &keep, e);
        if (keep)
            c->list[n++] = *x;
        else
            free_change(x);
    }
    c->count = n;
    return e->status;
}

/* Count pictures, users, and how many of those asked about stay as they
 * are. */
static void
count(struct changes *c, const struct backup *b)
{
    size_t i, asked = 0;

    c->pictures = c->users = 0;
    for (i = 0; i < c->count; i++) {
        const struct change *x = &c->list[i];

        c->pictures += x->picture != NULL;
        c->users += i == 0 || x[-1].edit.user != x->edit.user;
    }
    for (i = 0; c->asked != NULL && i < b->database->user_count; i++)
        asked += c->asked[i];
    c->unchanged = asked - c->users;
}

int
change_settle(struct changes *c, struct backup *b, const struct avatars *a,
              struct err *e)
{
    size_t *rank = ranks(b->database);

    if (c->count > 0)
        qsort_r(c->list, c->count, sizeof(*c->list), compare, rank);
    free(rank);
    if (sift(c, b, a, e) != ST_OK)
        return e->status;
    count(c, b);
    return avatar_settle(c, b, a, e);
}

char *
change_picture_words(const char *name, uint32_t crc, const char *entry)
{
    bool file = name != NULL && *name != '\0';
    struct buf b = BUF_INIT;

    if (file)
        buf_printf(&b, "%s, CRC %08x", name, (unsigned)crc);
    if (entry != NULL && *entry != '\0')
        buf_printf(&b, "%sContactImage %s", file ? ", " : "", entry);
    return buf_steal(&b);
}

char *
change_old(const struct change *x, const struct backup *b)
{
    const struct user *u = &b->database->users[x->edit.user];
    const struct picture *p = x->picture;

    if (p == NULL)
        return mem_dup(user_text(u, x->edit.field));
    return change_picture_words(
        p->old != SIZE_MAX ? zdir_member(b->zip, p->old)->name : NULL,
        p->old_crc,
        p->entry.text != NULL ? user_text(u, FIELD_CONTACT_IMAGE) : NULL);
}

char *
change_new(const struct change *x)
{
    return x->picture != NULL
               ? change_picture_words(x->edit.text, x->picture->crc,
                                      x->picture->entry.text)
               : mem_dup(x->edit.text);
}

char *
change_picture_seen(const char *name, const struct buf *image)
{
    char *kind = image_words(image->data, image->len), *words;
    char size[HUMAN_ROOM];
    bool named = name != NULL && *name != '\0';

    if (image->len == 0)
        words =
            mem_printf("a picture%s%s", named ? ", " : "", named ? name : "");
    else
        words =
            mem_printf("a picture of %s%s%s%s%s", human_size(size, image->len),
                       kind != NULL ? ", " : "", kind != NULL ? kind : "",
                       named ? ", " : "", named ? name : "");
    free(kind);
    return words;
}

char *
change_picture_entry(char *words, const char *entry)
{
    bool any = entry != NULL && *entry != '\0';
    char *all = mem_printf("%s%s%s%s", words, *words != '\0' ? ", " : "",
                           any ? CONTACT_IMAGE " " : "no " CONTACT_IMAGE,
                           any ? entry : "");

    free(words);
    return all;
}

/* Are the pictures the same, so that ContactImage alone differs? */
static bool
only_entry(const struct picture *p)
{
    return p->old != SIZE_MAX ? p->image.len > 0 && p->crc == p->old_crc
                              : p->image.len == 0;
}

char *
change_old_words(const struct change *x, struct backup *b)
{
    const struct picture *p = x->picture;
    struct buf image = BUF_INIT;
    struct err e = ERR_INIT;
    char *words;

    if (p == NULL)
        return change_old(x, b);
    if (p->old == SIZE_MAX) {
        words = mem_dup("");
    } else {
        avatar_read(b, p->old, &image, &e);
        words = change_picture_seen(zdir_member(b->zip, p->old)->name, &image);
    }
    if (only_entry(p))
        words = change_picture_entry(
            words,
            user_text(&b->database->users[x->edit.user], FIELD_CONTACT_IMAGE));
    err_free(&e);
    buf_free(&image);
    return words;
}

char *
change_new_words(const struct change *x)
{
    const struct picture *p = x->picture;
    char *words;

    if (p == NULL)
        return change_new(x);
    words = p->image.len > 0 ? change_picture_seen(x->edit.text, &p->image)
                             : mem_dup("");
    return only_entry(p) ? change_picture_entry(words, p->entry.text) : words;
}

void
change_free(struct changes *c)
{
    size_t i;

    avatar_settle_free(c);
    for (i = 0; i < c->count; i++)
        free_change(&c->list[i]);
    free(c->list);
    free(c->asked);
    avatar_pattern_free(&c->pattern);
    template_free(c->learned);
    image_entry_free(c->entry_form);
    memset(c, 0, sizeof(*c));
}

/* User by user, fields before the properties of pictures, and the fields of
 * one user in the order of the file, as far as their places are known: pieces
 * that go to the same place must come in the order in which they stood. */
static int
compare_place(const void *a, const void *b)
{
    const struct edit *x = *(const struct edit *const *)a;
    const struct edit *y = *(const struct edit *const *)b;

    if (x->user != y->user)
        return x->user < y->user ? -1 : 1;
    if ((x->property != NULL) != (y->property != NULL))
        return x->property == NULL ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->original.after != y->original.after)
        return x->original.after < y->original.after ? -1 : 1;
    if (x->field != y->field)
        return x->field < y->field ? -1 : 1;
    return (x > y) - (x < y);
}

const struct edit **
change_edits(const struct changes *c, size_t *n)
{
    const struct edit **edits =
        mem_array(NULL, c->count + c->edit_count, sizeof(*edits));
    size_t i;

    *n = 0;
    for (i = 0; i < c->count; i++) {
        const struct edit *x = change_edit(&c->list[i]);

        if (x != NULL)
            edits[(*n)++] = x;
    }
    for (i = 0; i < c->edit_count; i++)
        edits[(*n)++] = &c->edits[i];
    if (*n > 0)
        qsort(edits, *n, sizeof(*edits), compare_place);
    return edits;
}
