/* What the element of a user that changes shows, beside its texts. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "leftover/leftover_search_impl.h"

/* Note that picture, PIN and so on are still the former person's. */
static void
tell_person(struct left_search *s, size_t user, unsigned keeps)
{
    static const char *const words[] = {
        "mobile number",      "caller ID",    "picture",     "voicemail PIN",
        "voicemail greeting", "web password", "meeting link"};
    const char *const values[] = {left_text(s, user, FIELD_MOBILE),
                                  left_text(s, user, FIELD_CALLERID)};
    size_t n = sizeof(words) / sizeof(words[0]), i, left = 0, said = 0;
    struct buf b = BUF_INIT;
    const char *first = left_text(s, user, FIELD_FIRST);
    const char *last = left_text(s, user, FIELD_LAST);

    for (i = 0; i < n; i++)
        left += (keeps >> i) & 1;
    if (left == 0)
        return;
    buf_adds(&b, s->o->undo ? "the extension changes hands again: "
                            : "another person gets the extension: ");
    for (i = 0; i < n; i++) {
        if (!(keeps >> i & 1))
            continue;
        buf_printf(&b, "%s%s",
                   said == 0     ? ""
                   : --left == 1 ? " and "
                                 : ", ",
                   words[i]);
        if (i < sizeof(values) / sizeof(values[0]))
            buf_printf(&b, " %s", values[i]);
        said++;
    }
    if (s->o->undo)
        buf_printf(&b, " stay%s as %s now, and may be either person's",
                   said == 1 ? "s" : "", said == 1 ? "it is" : "they are");
    else
        buf_printf(&b, " %s still of \"%s%s%s\"", said == 1 ? "is" : "are",
                   first, *first && *last ? " " : "", last);
    left_add(s, "leftover-person", user, NULL, buf_str(&b));
    buf_free(&b);
}

/* Has the user a value that stays as it was? */
static bool
stays(const struct left_search *s, size_t user, enum field f)
{
    const char *before = left_text(s, user, f);

    return *before != '\0' && strcmp(before, s->users[user].after[f]) == 0;
}

void
left_visit_user(struct left_search *s, const struct pbx_object *t)
{
    const struct left_user *u = &s->users[t->user];
    const char *sync = NULL;
    unsigned keeps = 0;
    size_t i;
    char *text;

    for (i = 0; i < t->count; i++) {
        keeps |= leftover_keeps(&t->items[i]);
        if (sync == NULL && leftover_shows_sync(&t->items[i]))
            sync = t->items[i].element;
    }
    if (u->greeting != SIZE_MAX)
        keeps |= KEEPS_GREETING;
    if (!u->picture && s->avatars != NULL &&
        s->avatars->of_user[t->user].rule != AVATAR_NONE)
        keeps |= KEEPS_PICTURE;
    if (stays(s, t->user, FIELD_MOBILE))
        keeps |= KEEPS_MOBILE;
    if (stays(s, t->user, FIELD_CALLERID))
        keeps |= KEEPS_CALLERID;
    if (u->person)
        tell_person(s, t->user, keeps);
    if (u->renamed && u->greeting != SIZE_MAX) {
        text = mem_printf("the voicemail greeting %s %s",
                          zdir_member(s->b->zip, u->greeting)->name,
                          u->person && !s->o->undo ? "is the former person's"
                                                   : "may say the old name");
        left_add(s, "leftover-greeting", t->user, NULL, text);
        free(text);
    }
    if (sync != NULL) {
        text = mem_printf("the property %s shows that a directory service "
                          "keeps this user; the next synchronisation may undo "
                          "the edit",
                          sync);
        left_add(s, "sync-overwrites", t->user, NULL, text);
        free(text);
    }
}
