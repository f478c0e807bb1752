/*
 * The ContactImage of a user who gets a new picture: as asked for, as the
 * others in this backup are written, or where nobody shows it, a guess.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/change/image_entry.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"

#include "change/change_impl.h"

/* The last version of 3CX whose users have no ContactImage. */
#define MAJOR_WITHOUT 15

/* What is written where nobody shows the form. */
#define GUESS "/" AVATAR_FOLDER_NAME

bool
avatar_entry_leads(const char *value, const char *name)
{
    char *plain = avatar_image_path(value);
    const char *base = name, *p, *rest = plain;
    size_t n;

    for (p = name; *p != '\0'; p++) {
        if (zname_is_slash(*p))
            base = p + 1;
    }
    n = strlen(plain);
    if (n > strlen(base) && zname_is_slash(plain[n - strlen(base) - 1]))
        rest = plain + n - strlen(base);
    n = zname_same_path(rest, base);
    free(plain);
    return n != 0;
}

enum avatar_entry
avatar_entry_kind(const struct changes *c, const struct backup *b, size_t user)
{
    const struct database *d = b->database;
    bool has = *user_text(&d->users[user], FIELD_CONTACT_IMAGE) != '\0';

    if (c->entry_form != NULL)
        return ENTRY_ASKED;
    if (c->pattern.image.known)
        return ENTRY_KNOWN;

    /* One that leads elsewhere must not stay. */
    if (!has && (c->pattern.property != NULL || c->pattern.tied > 0 ||
                 d->major <= MAJOR_WITHOUT))
        return ENTRY_NONE;
    return ENTRY_GUESSED;
}

char *
avatar_entry_text(const struct changes *c, const struct backup *b, size_t user,
                  const char *name)
{
    char *file, *text;

    switch (avatar_entry_kind(c, b, user)) {
    case ENTRY_ASKED:
        return image_entry_expand(c->entry_form, &b->database->users[user],
                                  name);
    case ENTRY_KNOWN:
        return avatar_form_text(&c->pattern.image, name);
    case ENTRY_GUESSED:
        file = avatar_form_encode(avatar_in_folder(name));
        text = mem_printf(GUESS "%s", file);
        free(file);
        return text;
    case ENTRY_NONE:
        break;
    }
    return NULL;
}

void
avatar_entry_tie(const struct changes *c, const struct backup *b,
                 struct change *x)
{
    struct picture *p = x->picture;
    const char *now =
        user_text(&b->database->users[x->edit.user], FIELD_CONTACT_IMAGE);
    enum avatar_entry kind = avatar_entry_kind(c, b, x->edit.user);

    /* One that was there before its picture is kept. */
    if (kind != ENTRY_ASKED && *now != '\0' &&
        avatar_entry_leads(now, x->edit.text))
        return;
    p->entry.text = avatar_entry_text(c, b, x->edit.user, x->edit.text);
    if (p->entry.text != NULL && strcmp(p->entry.text, now) == 0) {
        free(p->entry.text);
        p->entry.text = NULL;
    }
    p->guessed = p->entry.text != NULL && kind == ENTRY_GUESSED;
}
