#include <stdlib.h>
#include <string.h>

#include "cxbak/field/field.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cli/hint.h"

/* What goes before and behind the message; what the hint is about may follow
 * that, and the end of a condition behind it. */
static const struct words {
    const char *before;
    const char *behind;
} words[HINT_COUNT] = {
    [HINT_NONE] = {"", ""},
    [HINT_REPLACE] = {"", ", or --force to replace it"},
    [HINT_WRITE_ANYWAY] = {"", "; --force writes all the same"},
    [HINT_OTHER_CIPHER] = {"", "; --force writes it with AES-256 instead"},
    [HINT_COPY_DAMAGED] = {"", "; without --thorough it is copied as it is"},
    [HINT_DATABASE_SIZE] = {"", "; allow them with --max-database"},
    [HINT_SALVAGE] = {"", ", or take out what is whole with "
                          "`cxbak salvage`"},
    [HINT_PASSWORD] = {"", ": give the backup's password with --password-file"},
    [HINT_CLEAR] = {"", ", or use --clear "},
    [HINT_WHO_IS_THERE] = {"", "; `cxbak list` shows who is there"},
    [HINT_PATTERN] = {"", "; for patterns use --where 'name=PATTERN'"},
    [HINT_ANY_CONDITION] = {"", "; all of several --where must hold, or one of "
                                "them with --any"},
    [HINT_WITH_VALUE] = {"", "; to leave out all who have none, add --where '"},
    [HINT_SHARE_ADDRESS] = {"", ", or let them share it with --accept "
                                "email-shared"},
    [HINT_ACCEPT_DAMAGE] = {"", ", or take it as it is with --accept-damage"},
    [HINT_KEEP_DAMAGED] = {"", "; keep that with --keep-damaged, correct the "
                               "cell, or take it as it is with "
                               "--accept-damage"},
    [HINT_ACCEPT_DAMAGED_CELLS] = {"", "; correct them, or take them as they "
                                       "are with --accept-damage; -v shows "
                                       "each"},
    [HINT_KEEP_DAMAGED_CELLS] = {"", "; keep the backup's values with "
                                     "--keep-damaged, correct them, or take "
                                     "them as they are with --accept-damage; "
                                     "-v shows each"},
    [HINT_ENCODING] = {"", "; say which it is, as in --encoding macintosh"},
    [HINT_OTHER_ENCODING] = {"", ", or say which encoding it has, as in "
                                 "--encoding macintosh"},
    [HINT_SKIP_UNKNOWN] = {"", ", or leave such rows out with --skip-unknown"},
    [HINT_SELECT] = {"", ": give an extension (200), a range (200-299), a list "
                         "(200,205), a name, @FILE, --all, or --where"},
    [HINT_CONDITION] = {"--where ", ""},
    [HINT_CONDITION_FORM] = {"--where ",
                             ", as in --where email='*@example.com'"},
    [HINT_DUPLICATES] = {"--duplicates ", ""},
    [HINT_MAPPING_NAMES] = {"", ", which --map names"},
    [HINT_MAPPING_TWICE] = {"--map: ", ""},
    [HINT_MAP_ONE] = {"", " with --map COLUMN="},
    [HINT_MAP_OR_NOT] = {"", " with --map COLUMN=FIELD, or COLUMN=- for none"},
    [HINT_MAP_NUMBER] = {"",
                         "; name it with --map COLUMN=number, or find users "
                         "by address with --key email"},
    [HINT_MAP_EMAIL] = {"", "; name it with --map COLUMN=email"},
    [HINT_MAP_ANY] = {"", "; name one with --map COLUMN=FIELD"},
    [HINT_SHEET] = {"", "; choose one with --sheet NAME"},
    [HINT_PICTURE_NAME] = {"", "; give a name with --avatar-path"},
    [HINT_PICTURE_NAMES] = {"", " with --avatar-path"},
    [HINT_IMAGE_ENTRY] = {"", "; --image-entry writes it in another form"},
    [HINT_PICTURE_FOLDER] = {"", "; pictures are read from the folder of the "
                                 "table, and from that which --pictures names"},
    [HINT_CONVERT] = {"", "; leave out --raw to convert it"},
    [HINT_MAKE_PLAN] = {"", "; make one with --plan"},
};

const char *
hint_option(enum hint hint)
{
    if (hint == HINT_REPLACE || hint == HINT_WRITE_ANYWAY ||
        hint == HINT_OTHER_CIPHER)
        return "--force";
    if (hint == HINT_SKIP_UNKNOWN)
        return "--skip-unknown";
    return hint == HINT_ACCEPT_DAMAGE ? "--accept-damage" : NULL;
}

/* What the hint is about, as the command line calls it. */
static const char *
name_of(enum hint hint, const char *about)
{
    enum field f;

    if (about == NULL)
        return "";
    if ((hint == HINT_CLEAR || hint == HINT_WITH_VALUE) &&
        field_parse(about, &f))
        return field_info(f)->option;
    return about;
}

char *
hint_add(const char *msg, enum hint hint, const char *about)
{
    const struct words *w = &words[hint];

    return mem_printf("%s%s%s%s%s", w->before, msg, w->behind,
                      name_of(hint, about),
                      hint == HINT_WITH_VALUE ? "!='" : "");
}

/* The same, and the rule of archives that is broken. */
static char *
add_all(const char *msg, enum hint hint, const char *about, const char *reason)
{
    char *text = hint_add(msg, hint, about), *full;

    if (reason == NULL)
        return text;
    full = mem_printf("%s (rule %s)", text, reason);
    free(text);
    return full;
}

char *
hint_text(const struct err *e)
{
    return add_all(e->msg, e->hint, e->about, e->reason);
}

void
hint_findings(struct findings *f)
{
    size_t i;

    for (i = 0; i < f->count; i++) {
        struct finding *x = &f->list[i];
        char *text = add_all(x->message, x->hint, NULL, x->reason);

        free(x->message);
        x->message = text;
        x->hint = HINT_NONE;
        x->reason = NULL;
    }
}
