#include <stdint.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "cxbak/image/image.h"
#include "cxbak/util/text.h"
#include "check/check_impl.h"

/* Names of properties that are known to name pictures: that many are told
 * apart; a version of the phone system has one. */
#define PROPERTIES_MAX 8

struct pictures {
    const struct check_request *q;
    struct findings *f;
    const char *properties[PROPERTIES_MAX];
    size_t property_count;
};

/* Learn which properties name pictures, from those that do. */
static void
learn(struct pictures *p)
{
    const struct check_request *q = p->q;
    size_t i, k;

    for (i = 0; i < q->backup->database->user_count; i++) {
        const struct avatar *a = &q->avatars->of_user[i];

        if (a->rule != AVATAR_PROPERTY || p->property_count == PROPERTIES_MAX)
            continue;
        for (k = 0; k < p->property_count; k++) {
            if (strcmp(p->properties[k], a->property) == 0)
                break;
        }
        if (k == p->property_count)
            p->properties[p->property_count++] = a->property;
    }
}

/* Is the property one for the user's picture, and not for a logo or the like?
 */
static bool
is_for_avatar(const struct pictures *p, const struct picture_property *property)
{
    size_t i;

    for (i = 0; i < p->property_count; i++) {
        if (strcmp(p->properties[i], property->name) == 0)
            return true;
    }
    return strcasestr(property->name, "AVATAR") != NULL ||
           strcasestr(property->name, "PROFILEPICTURE") != NULL ||
           strcasestr(property->name, "PROFILE_PICTURE") != NULL ||
           strcasestr(property->value, "ProfilePictures") != NULL;
}

/* Properties that name a picture which is not there. */
static void
check_named(const struct pictures *p, size_t user)
{
    const struct user *u = &p->q->backup->database->users[user];
    const struct avatar *a = &p->q->avatars->of_user[user];
    size_t i;

    /* A property that found one came first of all rules. */
    if (a->rule == AVATAR_PROPERTY)
        return;
    for (i = 0; i < u->pictures.count; i++) {
        const struct picture_property *property = &u->pictures.list[i];

        if (user_value_is_picture(property->value) &&
            is_for_avatar(p, property))
            findings_add(p->f, "avatar-missing", user_text(u, FIELD_NUMBER),
                         NULL,
                         "the property %s names the picture \"%s\", which is "
                         "not in the backup",
                         property->name, property->value);
    }
}

/* A ContactImage that leads to no picture of the backup.  `who` is the thing
 * that has it; NULL: the user with that number. */
static void
check_image(const struct pictures *p, const char *number, const char *who,
            const char *value)
{
    const struct backup *b = p->q->backup;
    const char *lead = who != NULL ? who : "", *colon = who != NULL ? ": " : "";

    if (*value == '\0')
        return;
    if (avatar_image_elsewhere(b->database, value)) {
        char *host = avatar_image_host(value);

        findings_add(p->f, "avatar-elsewhere", number, NULL,
                     "%s%sContactImage points to \"%s\", another host than "
                     "the phone system",
                     lead, colon, host);
        free(host);
    } else if (avatars_image(p->q->avatars, b, value) == SIZE_MAX) {
        findings_add(p->f, "avatar-missing", number, NULL,
                     "%s%sContactImage names the picture \"%s\", which is "
                     "not in the backup",
                     lead, colon, value);
    }
}

/* Those of queues, phone books and the like. */
static void
check_owners(const struct pictures *p)
{
    const struct picture_owners *o = &p->q->backup->database->owners;
    size_t i;

    for (i = 0; i < o->count; i++) {
        char *who = picture_owner_words(&o->list[i]);

        check_image(p, NULL, who, o->list[i].image);
        free(who);
    }
}

/* What is good to know of a picture that can be read. */
static void
check_shape(const struct pictures *p, const char *number, const char *name,
            uint64_t size, const struct image_info *info)
{
    enum image_format wanted = image_format_of_name(name);

    if (info->width != info->height)
        findings_add(p->f, "avatar-not-square", number, NULL,
                     "\"%s\" is %ux%u pixels", name, (unsigned)info->width,
                     (unsigned)info->height);
    if (info->width < IMAGE_SMALL_SIDE || info->height < IMAGE_SMALL_SIDE)
        findings_add(p->f, "avatar-small", number, NULL,
                     "\"%s\" is %ux%u pixels", name, (unsigned)info->width,
                     (unsigned)info->height);
    if (info->width > IMAGE_LARGE_SIDE || info->height > IMAGE_LARGE_SIDE ||
        size > IMAGE_LARGE_BYTES)
        findings_add(p->f, "avatar-too-large", number, NULL,
                     "\"%s\" is %ux%u pixels, %ju KiB", name,
                     (unsigned)info->width, (unsigned)info->height,
                     (uintmax_t)((size + 1023) / 1024));
    if (wanted != info->format)
        findings_add(p->f, "avatar-type", number, NULL, "\"%s\" holds %s", name,
                     image_format_name(info->format));
}

/* Look into the picture of one user. */
static int
check_picture(const struct pictures *p, size_t user, struct err *e)
{
    const struct backup *b = p->q->backup;
    size_t i = p->q->avatars->of_user[user].member;
    const struct zmember *m = zdir_member(b->zip, i);
    const char *number = user_text(&b->database->users[user], FIELD_NUMBER);
    struct image_info info;
    struct buf data = BUF_INIT, name = BUF_INIT;

    /* Without the password nothing can be said of it. */
    if ((m->flags & ZFLAG_ENCRYPTED) != 0 && b->password == NULL)
        return ST_OK;
    text_escape(&name, m->name);
    if (zread_all(&data, b->zip, i, b->password, IMAGE_MAX_BYTES, e) == ST_OK &&
        (p->q->archive ? image_check(data.data, data.len, &info, e)
                       : image_probe(data.data, data.len, &info, e)) == ST_OK) {
        check_shape(p, number, buf_str(&name), m->usize, &info);
    } else if (e->status != ST_SYSTEM) {
        findings_add(p->f, "avatar-unreadable", number, NULL, "\"%s\": %s",
                     buf_str(&name), check_without_path(b, e->msg))
            ->reason = e->reason;
        err_free(e);
    }
    buf_free(&name);
    buf_free(&data);
    return e->status;
}

/* Pictures of nobody. */
static void
check_orphans(const struct pictures *p)
{
    const struct avatars *a = p->q->avatars;
    size_t i;

    for (i = 0; i < a->orphan_count; i++) {
        struct buf name = BUF_INIT;

        text_escape(&name, zdir_member(p->q->backup->zip, a->orphans[i])->name);
        findings_add(p->f, "avatar-orphan", NULL, NULL,
                     "\"%s\" belongs to no extension", buf_str(&name));
        buf_free(&name);
    }
}

int
check_avatars(const struct check_request *q, struct findings *f, struct err *e)
{
    struct pictures p = {.q = q, .f = f};
    size_t i;

    learn(&p);
    for (i = 0; i < q->backup->database->user_count; i++) {
        const struct avatar *a = &q->avatars->of_user[i];
        const char *number =
            user_text(&q->backup->database->users[i], FIELD_NUMBER);

        if (q->only != NULL && !q->only[i])
            continue;
        check_image(
            &p, number, NULL,
            user_text(&q->backup->database->users[i], FIELD_CONTACT_IMAGE));
        check_named(&p, i);
        if (a->rule == AVATAR_NONE)
            continue;
        if (a->others > 0)
            findings_add(f, "avatar-several", number, NULL,
                         "%" PRIu32 " more pictures fit beside \"%s\"",
                         a->others, avatars_name(q->avatars, q->backup, i));
        if (check_picture(&p, i, e) != ST_OK)
            return e->status;
    }
    if (q->only == NULL) {
        check_owners(&p);
        check_orphans(&p);
    }
    return ST_OK;
}
