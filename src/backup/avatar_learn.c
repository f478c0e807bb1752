/*
 * How a backup names its pictures, learned from those that are there: each
 * name becomes a template in which the extension and the names of its user
 * are placeholders, and the template that most pictures share is the pattern.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/util/mem.h"
#include "cxbak/image/image.h"

/* Shorter names occur in other words by chance. */
#define NAME_MIN 2

/* What is put in the place of which field, the longer first. */
static const struct {
    enum field field;
    const char *word;
} words[] = {
    {FIELD_NUMBER, "{number}"},
    {FIELD_EMAIL, "{email}"},
    {FIELD_FIRST, "{first}"},
    {FIELD_LAST, "{last}"},
};

/* A string, and how often it was seen. */
struct seen {
    char *text;
    size_t count;
    const struct picture_property *property;
};

struct tally {
    struct seen *list;
    size_t count;
    size_t cap;
};

/* Add a string (taken over). */
static void
tally_add(struct tally *t, char *text, const struct picture_property *p)
{
    t->list = mem_grow(t->list, &t->cap, t->count, sizeof(*t->list));
    t->list[t->count++] = (struct seen){text, 1, p};
}

static int
compare_seen(const void *a, const void *b)
{
    const struct seen *x = a, *y = b;

    return strcmp(x->text, y->text);
}

/* The string seen most often, the shortest of several; NULL if there is
 * none. */
static const struct seen *
tally_best(struct tally *t)
{
    struct seen *best = NULL, *run = NULL;
    size_t i;

    if (t->count > 0)
        qsort(t->list, t->count, sizeof(*t->list), compare_seen);
    for (i = 0; i < t->count; i++) {
        struct seen *s = &t->list[i];

        if (run != NULL && strcmp(run->text, s->text) == 0)
            run->count++;
        else
            run = s;
        if (best == NULL || run->count > best->count ||
            (run->count == best->count &&
             strlen(run->text) < strlen(best->text)))
            best = run;
    }
    return best;
}

static void
tally_free(struct tally *t)
{
    size_t i;

    for (i = 0; i < t->count; i++)
        free(t->list[i].text);
    free(t->list);
}

/* Append a character as it stands in a template. */
static void
add_literal(struct buf *b, char c)
{
    buf_addc(b, c);
    if (c == '{' || c == '}')
        buf_addc(b, c);
}

static bool
is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The placeholder for the value of a field that stands at `p` as a word of
 * its own; `*n` is its length. */
static const char *
placeholder(const struct user *u, const char *p, size_t *n)
{
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const char *value = user_text(u, words[i].field);

        *n = strlen(value);
        if (*n >= NAME_MIN && strncmp(p, value, *n) == 0 && !is_word(p[*n]))
            return words[i].word;
    }
    return NULL;
}

/* The template that the name of the user's picture follows. */
static char *
skeleton(const struct backup *b, const struct user *u, const char *name)
{
    const char *rest = avatar_in_backup(b, name), *p;
    struct buf t = BUF_INIT;
    size_t n;

    for (p = name; p < rest; p++)
        add_literal(&t, *p);
    while (*p != '\0') {
        const char *word = NULL;

        if (p == rest || !is_word(p[-1]))
            word = placeholder(u, p, &n);
        if (word != NULL) {
            buf_adds(&t, word);
            p += n;
        } else {
            add_literal(&t, *p++);
        }
    }
    return buf_steal(&t);
}

/* The property of the user that names the member. */
static const struct picture_property *
property_of(const struct avatars *a, const struct backup *b, size_t user)
{
    const struct user *u = &b->database->users[user];
    size_t k;

    for (k = 0; k < u->pictures.count; k++) {
        const struct picture_property *p = &u->pictures.list[k];

        if (user_name_is_picture(p->name) &&
            avatars_named(a, b, p->value) == a->of_user[user].member)
            return p;
    }
    return NULL;
}

/* The property's name, and what its value has before the path. */
static char *
property_key(const struct picture_property *p, const char *path)
{
    size_t n = strlen(p->value), m = strlen(path);

    return mem_printf("%s\n%.*s", p->name, (int)(n > m ? n - m : 0), p->value);
}

/* The folder sign of the archive's files; entries of folders may have
 * another. */
static char
folder_sign(const struct backup *b)
{
    size_t i;

    for (i = 0; i < zdir_count(b->zip); i++) {
        const char *name = zdir_member(b->zip, i)->name;
        const char *sign = strpbrk(name, "/\\");

        if (sign != NULL && sign[1] != '\0')
            return *sign;
    }
    return '/';
}

/* The plainest template: the extension and the usual ending. */
static char *
plain_path(const struct avatars *a, const struct backup *b)
{
    size_t i, count[3] = {0};
    const char *folder = AVATAR_FOLDER_NAME;
    size_t len = sizeof(AVATAR_FOLDER_NAME) - 2;
    char sign = folder_sign(b);

    for (i = 0; i < a->picture_count; i++) {
        const char *name = zdir_member(b->zip, a->files[i].member)->name;

        if (i == 0) {
            folder = name;
            len = (size_t)(avatar_in_backup(b, name) - name) - 1;
            sign = name[len];
        }
        if (image_format_of_name(name) == IMAGE_JPEG)
            count[IMAGE_JPEG]++;
        else
            count[IMAGE_PNG]++;
    }
    return mem_printf("%.*s%c{number}.%s", (int)len, folder, sign,
                      count[IMAGE_JPEG] > count[IMAGE_PNG] ? "jpg" : "png");
}

void
avatar_learn(struct avatar_pattern *p, const struct avatars *a,
             const struct backup *b)
{
    struct tally paths = {NULL, 0, 0}, keys = {NULL, 0, 0};
    const struct seen *path, *key;
    size_t i, users = b->database->user_count;

    memset(p, 0, sizeof(*p));
    avatar_form_learn(&p->image, a, b);
    for (i = 0; i < users; i++) {
        const struct user *u = &b->database->users[i];
        const char *name = avatars_name(a, b, i);
        const struct picture_property *property;

        if (name == NULL)
            continue;
        p->tied++;
        tally_add(&paths, skeleton(b, u, name), NULL);
        property = property_of(a, b, i);
        if (property != NULL)
            tally_add(&keys, property_key(property, avatar_in_backup(b, name)),
                      property);
    }
    path = tally_best(&paths);
    key = tally_best(&keys);

    /* Users need the property if most of those with a picture have it. */
    if (key != NULL && key->count * 2 > paths.count) {
        size_t n = strcspn(key->text, "\n");

        p->property = mem_ndup(key->text, n);
        p->prefix = mem_dup(key->text + n + 1);
        p->type = mem_dup(key->property->form->type);
        p->description = mem_dup(key->property->form->description);
    }

    /* A template must tell users apart, and be no chance likeness. */
    if (path != NULL && strstr(path->text, "{number}") != NULL &&
        (path->count > 1 || paths.count == 1))
        p->path = mem_dup(path->text);
    else
        p->path = plain_path(a, b);
    tally_free(&paths);
    tally_free(&keys);
}

void
avatar_pattern_free(struct avatar_pattern *p)
{
    free(p->path);
    free(p->property);
    free(p->prefix);
    free(p->type);
    free(p->description);
    avatar_form_free(&p->image);
    memset(p, 0, sizeof(*p));
}
