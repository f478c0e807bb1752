/*
 * How a backup writes ContactImage, learned from those that are there: what
 * stands before the name of the picture and behind it, whether the name comes
 * with the folders in ProfilePictures/, and whether it is percent-encoded.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"

/* What stands as it is in the path of an address (RFC 3986, unreserved, and
 * what is between names). */
#define AS_IT_IS "-._~/"

/* What the values of a backup come to. */
struct forms {
    const struct avatars *a;
    const struct backup *b;
    bool dangling; /* look at those whose picture is not there */
    char **keys;   /* "b" or "p", and the prefix; of every value */
    size_t count;
    size_t cap;
    char *suffix; /* of the first one, and whether all have the same */
    bool same_suffix;
    size_t raw; /* names that are not encoded although they could be */
    size_t encoded;
};

static bool
is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || strchr(AS_IT_IS, c) != NULL;
}

/* The last `n` parts of a path. */
static const char *
last_parts(const char *path, size_t n)
{
    const char *p = path + strlen(path);

    for (; p > path; p--) {
        if (zname_is_slash(p[-1]) && --n == 0)
            break;
    }
    return p;
}

static size_t
count_parts(const char *path)
{
    size_t n = 1;

    for (; *path != '\0'; path++)
        n += zname_is_slash(*path);
    return n;
}

/* The part of the value that names the member with that path in the folder;
 * `base`: only its last part does. */
static const char *
find_name(const char *value, const char *path, bool *base)
{
    size_t parts = count_parts(path);
    const char *tail = last_parts(value, parts);
    char *plain = avatar_image_path(tail);

    *base = parts > 1 && !zname_same_path(plain, path);
    free(plain);
    return *base ? last_parts(value, 1) : tail;
}

/* Learn from the name in a value. */
static void
note_encoding(struct forms *f, const char *name)
{
    char *plain = avatar_image_path(name);
    const char *p;

    if (strcmp(plain, name) != 0) {
        f->encoded++;
    } else {
        for (p = name; *p != '\0' && is_plain(*p); p++)
            continue;
        f->raw += *p != '\0';
    }
    free(plain);
}

/* Learn from one value. */
static void
note_value(struct forms *f, const char *value)
{
    size_t member = avatars_image(f->a, f->b, value);
    size_t n = strcspn(value, "?#");
    char *text = mem_ndup(value, n), *path = avatar_image_path(text);
    const char *there, *name, *rest = NULL;
    bool base = false;

    if (f->dangling)
        there = strcasestr(path, AVATAR_FOLDER_NAME);
    else
        there =
            member != SIZE_MAX ? zdir_member(f->b->zip, member)->name : NULL;
    if (there != NULL)
        rest = avatar_in_backup(f->b, there);
    if (rest != NULL && !avatar_image_elsewhere(f->b->database, value)) {
        name = find_name(text, rest, &base);
        f->keys = mem_grow(f->keys, &f->cap, f->count, sizeof(*f->keys));
        f->keys[f->count] =
            mem_printf("%c%.*s", base ? 'b' : 'p', (int)(name - text), text);
        note_encoding(f, name);
        if (f->count++ == 0)
            f->suffix = mem_dup(value + n);
        f->same_suffix = f->count > 1 && (f->count == 2 || f->same_suffix) &&
                         strcmp(f->suffix, value + n) == 0;
    }
    free(path);
    free(text);
}

static int
compare_keys(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The key that is there most often, or NULL. */
static const char *
best_key(struct forms *f)
{
    const char *best = NULL;
    size_t i, run = 0, most = 0;

    if (f->count > 0)
        qsort(f->keys, f->count, sizeof(*f->keys), compare_keys);
    for (i = 0; i < f->count; i++) {
        run = i > 0 && strcmp(f->keys[i - 1], f->keys[i]) == 0 ? run + 1 : 1;
        if (run > most) {
            most = run;
            best = f->keys[i];
        }
    }
    return best;
}

static void
note_all(struct forms *f)
{
    const struct database *d = f->b->database;
    size_t i;

    for (i = 0; i < d->user_count; i++)
        note_value(f, user_text(&d->users[i], FIELD_CONTACT_IMAGE));
    for (i = 0; i < d->owners.count; i++)
        note_value(f, d->owners.list[i].image);
}

void
avatar_form_learn(struct avatar_form *to, const struct avatars *a,
                  const struct backup *b)
{
    struct forms f = {.a = a, .b = b};
    const char *key;
    size_t i;

    memset(to, 0, sizeof(*to));
    note_all(&f);
    if (f.count == 0) {
        f.dangling = true;
        note_all(&f);
    }
    key = best_key(&f);
    if (key != NULL) {
        to->known = true;
        to->base = *key == 'b';
        to->prefix = mem_dup(key + 1);
        to->suffix = mem_dup(f.same_suffix ? f.suffix : "");
        to->encode = f.encoded > f.raw ||
                     (f.raw == 0 && strchr(to->prefix, '/') != NULL);
    }
    for (i = 0; i < f.count; i++)
        free(f.keys[i]);
    free(f.keys);
    free(f.suffix);
}

char *
avatar_form_encode(const char *name)
{
    struct buf b = BUF_INIT;

    for (; *name != '\0'; name++) {
        if (zname_is_slash(*name))
            buf_addc(&b, '/');
        else if (is_plain(*name))
            buf_addc(&b, *name);
        else
            buf_printf(&b, "%%%02X", (unsigned)(unsigned char)*name);
    }
    return buf_steal(&b);
}

char *
avatar_form_text(const struct avatar_form *f, const char *name)
{
    const char *path = avatar_in_folder(name);
    char *part = f->encode ? avatar_form_encode(path) : mem_dup(path), *text;

    text = mem_printf("%s%s%s", f->prefix, f->base ? last_parts(part, 1) : part,
                      f->suffix);
    free(part);
    return text;
}

void
avatar_form_free(struct avatar_form *f)
{
    free(f->prefix);
    free(f->suffix);
    memset(f, 0, sizeof(*f));
}
