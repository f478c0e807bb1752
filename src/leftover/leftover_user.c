/* What the element of a user that changes shows, beside its texts. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
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
    struct human_list l = {.max = SIZE_MAX};
    const char *first = left_text(s, user, FIELD_FIRST);
    const char *last = left_text(s, user, FIELD_LAST);
    struct buf b = BUF_INIT;
    char *what;
    bool one;
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        bool value = i < sizeof(values) / sizeof(values[0]);

        if (!(keeps >> i & 1))
            continue;
        what = mem_printf("%s%s%s", words[i], value ? " " : "",
                          value ? values[i] : "");
        human_list_add(&l, what);
        free(what);
    }
    if (l.count == 0)
        return;
    one = l.count == 1;
    what = human_list_end(&l);
    if (s->o->undo)
        buf_printf(&b,
                   "the extension changes hands again: %s stay%s as %s now, "
                   "and may be either person's",
                   what, one ? "s" : "", one ? "it is" : "they are");
    else
        buf_printf(&b,
                   "another person gets the extension: %s %s still of "
                   "\"%s%s%s\"",
                   what, one ? "is" : "are", first, *first && *last ? " " : "",
                   last);
    free(what);
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
