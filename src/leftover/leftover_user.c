/* What the element of a user that changes shows, beside its texts. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "leftover/leftover_search_impl.h"

/* What can be set by the edit itself. */
#define KEEPS_VALUES (KEEPS_MOBILE | KEEPS_CALLERID | KEEPS_PICTURE)

/* What cannot. */
#define KEEPS_SETTINGS ((unsigned)(KEEPS_PIN | KEEPS_WEB | KEEPS_MEETING))

/* What the user keeps beside a greeting, in words: "mobile number +1555,
 * picture and voicemail PIN"; `*count` is how much that is.  NULL if it is
 * nothing. */
static char *
keeps_words(const struct left_search *s, size_t user, unsigned keeps,
            size_t *count)
{
    static const char *const words[] = {"mobile number", "caller ID",
                                        "picture",       "voicemail PIN",
                                        "web password",  "meeting link"};
    const char *const values[] = {left_text(s, user, FIELD_MOBILE),
                                  left_text(s, user, FIELD_CALLERID)};
    struct human_list l = {.max = SIZE_MAX};
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        bool value = i < sizeof(values) / sizeof(values[0]);
        char *what;

        if (!(keeps >> i & 1))
            continue;
        what = mem_printf("%s%s%s", words[i], value ? " " : "",
                          value ? values[i] : "");
        human_list_add(&l, what);
        free(what);
    }
    *count = l.count;
    return l.count > 0 ? human_list_end(&l) : NULL;
}

/* Note that some of this is still the former person's. */
static void
tell_kept(struct left_search *s, size_t user, unsigned keeps, const char *code)
{
    const char *first = left_text(s, user, FIELD_FIRST);
    const char *last = left_text(s, user, FIELD_LAST);
    size_t count;
    char *what = keeps_words(s, user, keeps, &count), *text;
    bool one = count == 1;

    if (what == NULL)
        return;
    if (s->o->undo)
        text = mem_printf("the extension changes hands again: %s stay%s as %s "
                          "now, and may be either person's",
                          what, one ? "s" : "", one ? "it is" : "they are");
    else
        text = mem_printf("another person gets the extension: %s %s still "
                          "%s of \"%s%s%s\"",
                          what, one ? "is" : "are", one ? "that" : "those",
                          first, *first && *last ? " " : "", last);
    left_add(s, code, user, NULL, text);
    free(text);
    free(what);
}

/* Another person has the extension: values that stay are easily forgotten,
 * the rest cannot be set here.  Of an edit that is undone both may be right. */
static void
tell_person(struct left_search *s, size_t user, unsigned keeps)
{
    unsigned values = s->o->undo ? 0 : keeps & KEEPS_VALUES;

    tell_kept(s, user, values, "leftover-values");
    tell_kept(s, user, keeps & ~values, LEFTOVER_PERSON);
}

/* Has the user a value that stays as it was? */
static bool
stays(const struct left_search *s, size_t user, enum field f)
{
    const char *before = left_text(s, user, f);

    return *before != '\0' && strcmp(before, s->users[user].after[f]) == 0;
}

/* What of the former person's the item is: not if it differs by now. */
static unsigned
kept_by(struct left_search *s, const struct pbx_object *t,
        const struct pbx_text *item)
{
    unsigned signs = leftover_signs(&s->names, item);

    if ((signs & KEEPS_SETTINGS) != 0 && s->users[t->user].person &&
        s->o->differs != NULL &&
        s->o->differs(s->o->differs_arg, t->number, item->element))
        signs &= ~KEEPS_SETTINGS;
    return signs;
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
        keeps |= kept_by(s, t, &t->items[i]);
        if (sync == NULL && (keeps & LEFT_SYNC) != 0)
            sync = t->items[i].element;
    }
    keeps &= ~LEFT_SYNC;
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
