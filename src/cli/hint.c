#include <stdlib.h>
#include <string.h>

#include "cxbak/field/field.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cli/hint.h"
#include "cli/voice.h"

/* What goes before and behind the message; what the hint is about may follow
 * that, and the end of a condition behind it.  In the page nothing more
 * follows. */
static const struct words {
    const char *before;
    const char *behind;
    const char *page;
} words[HINT_COUNT] = {
    [HINT_NONE] = {"", "", ""},
    [HINT_REPLACE] = {"", ", or --force to replace it", ""},
    [HINT_WRITE_ANYWAY] = {"", "; --force writes all the same",
                           "; it can be written all the same"},
    [HINT_OTHER_CIPHER] = {"", "; --force writes it with AES-256 instead",
                           "; it can be written with AES-256 instead"},
    [HINT_COPY_DAMAGED] = {"", "; without --thorough it is copied as it is",
                           ""},
    [HINT_DATABASE_SIZE] = {"", "; allow them with --max-database",
                            "; this page takes no larger ones"},
    [HINT_SALVAGE] = {"",
                      ", or take out what is whole with "
                      "`cxbak salvage`",
                      ", or take out what is whole"},
    [HINT_PASSWORD] = {"", ": give the backup's password with --password-file",
                       ": type the password of the backup"},
    [HINT_PASSWORD_EACH] = {"",
                            "; with --password-file - each backup has a "
                            "line of its own on standard input",
                            ""},
    [HINT_CLEAR] = {"", ", or use --clear ",
                    ", or leave it empty in the form of one person"},
    [HINT_WHO_IS_THERE] = {"", "; `cxbak list` shows who is there",
                           "; the screen Users shows who is there"},
    [HINT_PATTERN] = {"", "; for patterns use --where 'name=PATTERN'",
                      "; choose a group, or give extensions"},
    [HINT_ANY_CONDITION] = {"",
                            "; all of several --where must hold, or one of "
                            "them with --any",
                            ""},
    [HINT_WITH_VALUE] = {"", "; to leave out all who have none, add --where '",
                         "; leave out all who have none"},
    [HINT_SHARE_ADDRESS] = {"",
                            ", or let them share it with --accept "
                            "email-shared",
                            ", or let them share it"},
    [HINT_ACCEPT_DAMAGE] = {"", ", or take it as it is with --accept-damage",
                            ", or tick that such cells are taken as they are"},
    [HINT_KEEP_DAMAGED] =
        {"",
         "; keep that with --keep-damaged, correct the "
         "cell, or take it as it is with "
         "--accept-damage",
         "; tick that the value is kept that was there, correct the cell, or "
         "tick that it is taken as it is"},
    [HINT_ACCEPT_DAMAGED_CELLS] =
        {"",
         "; correct them, or take them as they "
         "are with --accept-damage; -v shows "
         "each",
         "; correct them, or tick that they are taken as they are"},
    [HINT_KEEP_DAMAGED_CELLS] =
        {"",
         "; keep the backup's values with "
         "--keep-damaged, correct them, or take "
         "them as they are with --accept-damage; "
         "-v shows each",
         "; tick that the backup's values are kept, correct them, or tick that "
         "they are taken as they are"},
    [HINT_ENCODING] = {"", "; say which it is, as in --encoding macintosh",
                       "; save the table as UTF-8 and choose it again"},
    [HINT_OTHER_ENCODING] =
        {"",
         ", or say which encoding it has, as in "
         "--encoding macintosh",
         ", or save the table as UTF-8 and choose it again"},
    [HINT_SKIP_UNKNOWN] =
        {"", ", or leave such rows out with --skip-unknown",
         ", or tick that people who are not in the backup are left out"},
    [HINT_SELECT] = {"",
                     ": give an extension (200), a range (200-299), a list "
                     "(200,205), a name, @FILE, --all, or --where",
                     ": give an extension (200), a range (200-299), a list "
                     "(200,205) or a name"},
    [HINT_CONDITION] = {"--where ", "", ""},
    [HINT_CONDITION_FORM] = {"--where ",
                             ", as in --where email='*@example.com'", ""},
    [HINT_DUPLICATES] = {"--duplicates ", "", ""},
    [HINT_MAPPING_NAMES] = {"", ", which --map names", ""},
    [HINT_MAPPING_TWICE] = {"--map: ", "", ""},
    [HINT_MAP_ONE] = {"", " with --map COLUMN=",
                      " by the choice above each column"},
    [HINT_MAP_OR_NOT] = {"", " with --map COLUMN=FIELD, or COLUMN=- for none",
                         " by the choice above it"},
    [HINT_MAP_NUMBER] =
        {"",
         "; name it with --map COLUMN=number, or find users "
         "with --key email or --key name",
         "; choose it above the columns, or find people by their address"},
    [HINT_MAP_EMAIL] = {"", "; name it with --map COLUMN=email",
                        "; choose it above the columns"},
    [HINT_MAP_ANY] = {"", "; name one with --map COLUMN=FIELD",
                      "; choose one above the columns"},
    [HINT_SHEET] = {"", "; choose one with --sheet NAME",
                    "; the field Sheet takes the name of another"},
    [HINT_PICTURE_NAME] = {"", "; give a name with --avatar-path", ""},
    [HINT_PICTURE_NAMES] = {"", " with --avatar-path", ""},
    [HINT_IMAGE_ENTRY] = {"", "; --image-entry writes it in another form", ""},
    [HINT_PICTURE_FOLDER] = {"",
                             "; pictures are read from the folder of the "
                             "table, and from that which --pictures names",
                             "; give pictures on the screen Photos"},
    [HINT_CONVERT] = {"", "; leave out --raw to convert it", ""},
    [HINT_MAKE_PLAN] = {"", "; make one with --plan",
                        "; Save changes makes one"},
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

    if (voice_page())
        return mem_printf("%s%s", msg, w->page);
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
        char *text;

        if (x->hint == HINT_NONE && x->reason == NULL)
            continue;
        text = add_all(x->message, x->hint, NULL, x->reason);
        free(x->message);
        x->message = text;
        x->hint = HINT_NONE;
        x->reason = NULL;
    }
}
