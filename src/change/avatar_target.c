/* The names of pictures: where a user's picture goes. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/change/avatar_target.h"
#include "cxbak/util/text.h"
#include "cxbak/zip/zread.h"

#include "change/change_impl.h"

/* The longest part of a path that every file system takes, in bytes. */
#define PART_MAX 255

/* Characters that some system does not take in the name of a file. */
#define NOT_IN_NAMES ":*?\"<>|"

void
avatar_target_learn(struct changes *c, const struct backup *b,
                    const struct avatars *a)
{
    struct err e = ERR_INIT;

    if (c->learned != NULL)
        return;
    avatar_learn(&c->pattern, a, b);

    /* What was learned quotes its braces, so that it always is a template. */
    template_parse(&c->learned, c->pattern.path, &e);
    err_free(&e);
}

static const char *
number_of(const struct backup *b, size_t user)
{
    return user_text(&b->database->users[user], FIELD_NUMBER);
}

/* Is one part of a path one that every system can store? */
static const char *
bad_part(const char *p, size_t n)
{
    if (n == 0)
        return "a part of it is empty";
    if (n > PART_MAX)
        return "a part of it is longer than 255 bytes";
    if (p[n - 1] == '.' || p[n - 1] == ' ' || p[0] == ' ')
        return "a part of it begins or ends with a blank or a dot";
    return NULL;
}

/* Why the name cannot be that of a picture, or NULL. */
static const char *
bad_name(const char *name)
{
    const char *rest = avatar_in_folder(name), *p, *why;
    size_t n;

    if (!text_valid(name, strlen(name), NULL))
        return "it is not UTF-8";
    if (rest == NULL)
        return "it does not lie in the folder ProfilePictures";
    for (p = rest; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7f ||
            strchr(NOT_IN_NAMES, *p) != NULL)
            return "it holds a character that file names cannot have";
    }
    for (p = rest;; p += n + 1) {
        n = strcspn(p, "/\\");
        if ((why = bad_part(p, n)) != NULL)
            return why;
        if (p[n] == '\0')
            return NULL;
    }
}

/* Would the name be found again as the user's picture? */
static bool
leads_back(const struct changes *c, const struct backup *b, size_t user,
           const char *name)
{
    enum avatar_rule rule;
    char *number, *entry;
    bool same;

    if (c->pattern.property != NULL)
        return true;
    entry = avatar_entry_text(c, b, user, name);
    same = entry != NULL && avatar_entry_leads(entry, name);
    free(entry);
    if (same)
        return true;
    number = avatar_number(avatar_in_folder(name), &rule);
    same = number != NULL && strcmp(number, number_of(b, user)) == 0;
    free(number);
    return same;
}

/* A name for a new picture by a template. */
static int
expand(struct changes *c, const struct backup *b, size_t user,
       const struct template *path, char **name, struct err *e)
{
    const struct user *u = &b->database->users[user];
    const char *values[FIELD_COUNT], *why;
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++)
        values[i] = user_text(u, (enum field)i);
    *name = template_expand(path != NULL ? path : c->learned, values, 0, NULL);
    why = bad_name(*name);
    if (why == NULL && !leads_back(c, b, user, *name))
        why = "it would not be found again as this user's picture; begin the "
              "file's name with {number}";
    if (why == NULL && path != NULL &&
        image_format_of_name(*name) == IMAGE_UNKNOWN)
        why = "it does not end in .png, .jpg or .jpeg";
    if (why != NULL) {
        err_set(e, ST_REFUSED,
                "extension %s: \"%s\" cannot be the name of a picture: %s",
                number_of(b, user), *name, why);
        if (path == NULL)
            err_hint(e, HINT_PICTURE_NAME, NULL);
        free(*name);
        *name = NULL;
    }
    return e->status;
}

/* The name for a member that a value gives, with the path in the folder if it
 * has that; NULL if it cannot be had. */
static char *
name_of_value(const struct changes *c, const struct backup *b,
              const char *value)
{
    const char *path = strcasestr(value, "ProfilePictures"), *slash;
    size_t n = sizeof(AVATAR_FOLDER_NAME) - 1;
    char *name;

    if (path == NULL || (path[n - 1] != '/' && path[n - 1] != '\\')) {
        slash = strrchr(value, '/');
        if (slash == NULL)
            slash = strrchr(value, '\\');
        path = slash != NULL ? slash + 1 : value;
    } else {
        path += n;
    }
    name = mem_printf("%.*s%s", (int)strcspn(c->pattern.path, "/\\") + 1,
                      c->pattern.path, path);
    if (bad_name(name) == NULL && zdir_find(b->zip, name) == SIZE_MAX)
        return name;
    free(name);
    return NULL;
}

/* The name that the ContactImage of the user gives to a picture that is
 * missing, or NULL. */
static char *
promised_by_image(const struct changes *c, const struct backup *b,
                  const struct avatars *a, size_t user)
{
    const char *value =
        user_text(&b->database->users[user], FIELD_CONTACT_IMAGE);
    char *path = avatar_image_path(value), *name = NULL;

    if (c->entry_form == NULL && user_value_is_picture(path) &&
        avatars_image(a, b, value) == SIZE_MAX &&
        !avatar_image_elsewhere(b->database, value))
        name = name_of_value(c, b, path);
    free(path);
    return name;
}

/* The name that the ContactImage or a property of the user gives to a picture
 * that is missing; NULL if there is none that can be had. */
static char *
promised_name(const struct changes *c, const struct backup *b,
              const struct avatars *a, size_t user)
{
    const struct user *u = &b->database->users[user];
    char *name = promised_by_image(c, b, a, user);
    size_t k;

    for (k = 0; name == NULL && k < u->pictures.count; k++) {
        const struct picture_property *q = &u->pictures.list[k];

        if (!user_value_is_picture(q->value) || !avatars_refers(a, b, q) ||
            avatars_named(a, b, q->value) != SIZE_MAX)
            continue;
        name = name_of_value(c, b, q->value);
    }
    return name;
}

/* The format of a picture whose name does not say it. */
static enum image_format
format_of_content(struct backup *b, size_t member)
{
    enum image_format f = IMAGE_UNKNOWN;
    struct err e = ERR_INIT;
    struct buf content = BUF_INIT;

    if (avatar_read(b, member, &content, &e) == ST_OK)
        f = image_sniff(content.data, content.len, NULL);
    buf_free(&content);
    err_free(&e);
    return f;
}

/* Give a new name the ending of the format, unless it has one of its. */
static void
set_ending(char **name, enum image_format f)
{
    enum image_format now = image_format_of_name(*name);
    size_t n = strlen(*name);
    char *old = *name;

    if (now == f)
        return;
    if (now != IMAGE_UNKNOWN)
        n = (size_t)(strrchr(old, '.') - old);
    *name = mem_printf("%.*s.%s", (int)n, old, image_format_ending(f));
    free(old);
}

/* The name with the folder as the backup spells it, if it has one: another
 * case would be a second folder to some systems; newly made. */
static char *
respell_folder(const struct backup *b, const char *name)
{
    const char *rest = avatar_in_folder(name);
    size_t i;

    for (i = 0; i < zdir_count(b->zip); i++) {
        const char *there = zdir_member(b->zip, i)->name;
        const char *in = avatar_in_folder(there);

        if (in != NULL)
            return mem_printf("%.*s%s", (int)(in - there), there, rest);
    }
    return mem_dup(name);
}

/* Is the name free, or that of a member that holds the wanted picture? */
static bool
can_have(struct backup *b, const char *name, const struct avatar_name *wanted)
{
    size_t member = zdir_find(b->zip, name);

    return member == SIZE_MAX ||
           (wanted->image != NULL &&
            avatar_settle_same(
                b, member, zread_crc(wanted->image->data, wanted->image->len),
                wanted->image->len));
}

/* The wished name if the user can have it; with `entry` only if there is a
 * ContactImage that leads to it.  Newly made, or NULL. */
static char *
wished_name(const struct changes *c, struct backup *b, size_t user,
            const struct avatar_name *wanted, bool entry)
{
    char *name;

    if (wanted->name == NULL || (entry && wanted->entry == NULL) ||
        bad_name(wanted->name) != NULL)
        return NULL;
    name = respell_folder(b, wanted->name);
    if (can_have(b, name, wanted) &&
        (entry ? avatar_entry_leads(wanted->entry, name)
               : leads_back(c, b, user, name)))
        return name;
    free(name);
    return NULL;
}

/* Give the name a number before its ending if another picture has it. */
static void
set_apart(const struct avatars *a, const struct backup *b, char **name)
{
    char *plain = mem_dup(*name);
    const char *ending = strrchr(plain, '.');
    size_t n = ending != NULL ? (size_t)(ending - plain) : strlen(plain), i;

    for (i = 2; avatars_taken(a, b, *name); i++) {
        free(*name);
        *name = mem_printf("%.*s-%zu%s", (int)n, plain, i, plain + n);
    }
    free(plain);
}

/* A name for a picture that has none yet. */
static int
new_name(struct changes *c, struct backup *b, const struct avatars *a,
         size_t user, const struct avatar_name *wanted, char **name,
         struct err *e)
{
    char *made;

    *name = wished_name(c, b, user, wanted, false);
    if (*name != NULL) {
        if (wanted->format != IMAGE_UNKNOWN)
            set_ending(name, wanted->format);
        return ST_OK;
    }
    if (expand(c, b, user, wanted->path, &made, e) != ST_OK)
        return e->status;
    *name = respell_folder(b, made);
    free(made);
    if (wanted->format != IMAGE_UNKNOWN)
        set_ending(name, wanted->format);
    if (wanted->path == NULL)
        set_apart(a, b, name);
    return ST_OK;
}

int
avatar_target(struct changes *c, struct backup *b, const struct avatars *a,
              size_t user, const struct avatar_name *wanted,
              struct avatar_target *t, struct err *e)
{
    size_t member = a->of_user[user].member;

    /* Where pictures lie in a folder of a folder there is no name for one. */
    if (b->nested && backup_writable(b, true, e) != ST_OK)
        return e->status;
    avatar_target_learn(c, b, a);
    t->name = wished_name(c, b, user, wanted, true);
    if (t->name == NULL && member != SIZE_MAX && a->uses[member] == 1)
        t->name = mem_dup(avatars_name(a, b, user));
    else if (t->name == NULL && member == SIZE_MAX)
        t->name = promised_name(c, b, a, user);
    if (t->name == NULL &&
        new_name(c, b, a, user, wanted, &t->name, e) != ST_OK)
        return e->status;
    t->format = image_format_of_name(t->name);
    if (t->format == IMAGE_UNKNOWN && member != SIZE_MAX)
        t->format = format_of_content(b, member);
    if (t->format != IMAGE_PNG && t->format != IMAGE_JPEG)
        t->format =
            wanted->format != IMAGE_UNKNOWN ? wanted->format : IMAGE_PNG;
    return ST_OK;
}
