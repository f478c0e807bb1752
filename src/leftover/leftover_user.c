/* What the element of a user that changes shows, beside its texts. */
#include <stdint.h>
#include <stdlib.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "leftover/leftover_search_impl.h"

/* Note that picture, PIN and so on are still the former person's. */
static void
tell_person(struct left_search *s, size_t user, unsigned keeps)
{
    static const char *const words[] = {"picture", "voicemail PIN",
                                        "voicemail greeting", "web password",
                                        "meeting link"};
    size_t n = sizeof(words) / sizeof(words[0]), i, left = 0, said = 0;
    struct buf b = BUF_INIT;
    char *name;

    for (i = 0; i < n; i++)
        left += (keeps >> i) & 1;
    if (left == 0)
        return;
    name = user_name(&s->b->database->users[user]);
    buf_adds(&b, "another person gets the extension: ");
    for (i = 0; i < n; i++) {
        if (!(keeps >> i & 1))
            continue;
        buf_printf(&b, "%s%s",
                   said == 0     ? ""
                   : --left == 1 ? " and "
                                 : ", ",
                   words[i]);
        said++;
    }
    buf_printf(&b, " %s still of \"%s\"", said == 1 ? "is" : "are", name);
    left_add(s, "leftover-person", user, NULL, buf_str(&b));
    buf_free(&b);
    free(name);
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
    if (u->person)
        tell_person(s, t->user, keeps);
    if (u->renamed && u->greeting != SIZE_MAX) {
        text = mem_printf("the voicemail greeting %s %s",
                          zdir_member(s->b->zip, u->greeting)->name,
                          u->person ? "is the former person's"
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
