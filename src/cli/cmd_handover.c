/*
 * People come to extensions and leave them.  A handover takes all that is one
 * person's; a swap lets two persons change places.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <string.h>

#include "cxbak/change/avatar_target.h"
#include "cxbak/intake/avatar_source.h"
#include "cxbak/people/select.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cli/accept.h"
#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/steps.h"
#include "cli/wishes.h"
#include "cli/voice.h"

/* What a person brings, or is asked for; and what goes with the former one
 * unless it is kept. */
static const enum field asked[] = {FIELD_FIRST, FIELD_LAST, FIELD_EMAIL};
static const enum field cleared[] = {FIELD_MOBILE, FIELD_AVATAR};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What is kept, and of which command line. */
struct keeping {
    const struct args *a;
    const struct wishes *w;
    bool *keeps; /* of FIELD_ROWS */
};

/* --keep FIELD */
static int
take_keep(void *arg, const char *name, struct err *e)
{
    const struct keeping *k = arg;
    enum field f;

    if (!field_parse(name, &f) || !field_settable(f)) {
        char *all = field_names(field_settable, NAMED_BY_WORD, "");

        args_fail(k->a, e, "--keep: there is no field \"%s\": %s", name, all);
        free(all);
        return e->status;
    }
    if (k->w->value[f] != NULL)
        return args_fail(
            k->a, e,
            voice_page() ? "%s is filled in and is to be kept; do one of both"
                         : "--keep %s contradicts the option that changes it",
            voice_page() ? field_info(f)->label : name);
    k->keeps[f] = true;
    return ST_OK;
}

/* All that is the person's must be given or kept; what goes with the former
 * one is cleared. */
static int
complete(struct wishes *w, const bool keeps[FIELD_ROWS], const struct args *a,
         struct err *e)
{
    struct human_list missing = {.max = SIZE_MAX};
    char *words;
    size_t i;

    for (i = 0; i < COUNT(asked); i++) {
        if (w->value[asked[i]] != NULL || keeps[asked[i]])
            continue;
        words = voice_option(field_info(asked[i])->option);
        human_list_add(&missing, words);
        free(words);
    }
    if (missing.count > 0) {
        bool one = missing.count == 1;

        words = human_list_end(&missing);
        args_fail(a, e, "%s %s missing: give the new person's, or %s", words,
                  one ? "is" : "are",
                  voice("leave what is there with --keep FIELD",
                        "tick that what is there is kept"));
        free(words);
        return e->status;
    }
    for (i = 0; i < COUNT(cleared); i++) {
        if (w->value[cleared[i]] == NULL && !keeps[cleared[i]])
            w->value[cleared[i]] = "";
    }
    return ST_OK;
}

int
steps_handover(struct session *s, struct args *a, struct err *e)
{
    bool keeps[FIELD_ROWS] = {false};
    struct selection sel = {NULL, 1};
    struct wishes w;
    size_t user;

    if (wishes_read(&w, a, e) != ST_OK ||
        args_words(a, "keep", take_keep, &(struct keeping){a, &w, keeps}, e) !=
            ST_OK ||
        complete(&w, keeps, a, e) != ST_OK || accept_check(a, e) != ST_OK ||
        wishes_parse(&w, a, e) != ST_OK || session_begin(s, a, e) != ST_OK ||
        session_user(s, a->operands[1], &user, e) != ST_OK)
        goto done;
    s->todo = true;
    sel.users = &user;
    wishes_fulfil(&w, s, &sel, e);
done:
    wishes_free(&w);
    return e->status;
}

/* The longest value that is asked for. */
#define TYPED_MAX 1024

/* Add an option to the command line, as if it had been given. */
static void
give(struct args *a, const char *name, const char *value)
{
    a->given = mem_grow(a->given, &a->given_cap, a->ngiven, sizeof(*a->given));
    a->given[a->ngiven++] = (struct args_given){args_spec(a, name), value};
}

/* What was typed as a template that means it, newly made. */
static char *
as_template(const char *typed)
{
    struct buf b = BUF_INIT;
    const char *s;

    for (s = typed; *s != '\0' && *s != '\n'; s++) {
        if (*s == '{' || *s == '}')
            buf_addc(&b, *s);
        buf_addc(&b, *s);
    }
    return b.len > 0 ? buf_steal(&b) : mem_dup("");
}

/* Is this name the one that is looked for? */
struct looking {
    enum field f;
    bool found;
};

static int
look(void *arg, const char *name, struct err *e)
{
    struct looking *l = arg;
    enum field f;

    (void)e;
    l->found = l->found || (field_parse(name, &f) && f == l->f);
    return ST_OK;
}

/* Is the field given, cleared or kept? */
static bool
is_said(const struct args *a, enum field f)
{
    struct looking l = {f, args_flag(a, field_info(f)->option)};
    struct err none = ERR_INIT;

    args_words(a, "clear", look, &l, &none);
    args_words(a, "keep", look, &l, &none);
    return l.found;
}

/* Ask at the terminal for what is missing.  No answer leaves it missing; of
 * the address it means that there is none. */
static void
ask(struct args *a, char *typed[COUNT(asked)])
{
    size_t i;

    for (i = 0; i < COUNT(asked); i++) {
        char line[TYPED_MAX];

        if (is_said(a, asked[i]))
            continue;
        fprintf(screen_error(),
                "%s of the new person%s: ", field_info(asked[i])->label,
                asked[i] == FIELD_EMAIL ? " (blank for none)" : "");
        if (fgets(line, sizeof(line), stdin) == NULL)
            return;
        typed[i] = as_template(line);
        if (*typed[i] != '\0')
            give(a, field_info(asked[i])->option, typed[i]);
        else if (asked[i] == FIELD_EMAIL)
            give(a, "clear", field_info(asked[i])->option);
    }
}

int
cmd_handover(struct args *a, struct err *e)
{
    char *typed[COUNT(asked)] = {NULL};
    size_t i;

    if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO))
        ask(a, typed);
    outcome_of(steps_handover, a, e);
    for (i = 0; i < COUNT(asked); i++)
        free(typed[i]);
    return e->status;
}

/* ---- swap ---- */

/* Give the picture of `from` to `to`: as it is where its name asks for that
 * format, else converted and no smaller. */
static int
give_picture(struct session *s, const struct buf *image, const char *name,
             size_t to, struct err *e)
{
    struct avatar_source source = {
        .spec = {.crop = IMAGE_CROP_NONE, .size = IMAGE_MAX_SIZE}};
    enum image_format format = image_sniff(image->data, image->len, NULL);
    struct avatar_name wanted = {.format = format};
    struct avatar_target t = {NULL, IMAGE_UNKNOWN};

    if (avatar_target(&s->job.changes, s->job.backup, &s->job.avatars, to,
                      &wanted, &t, e) != ST_OK)
        goto done;
    source.raw = t.format == format;
    if (avatar_source_take(&source, name, image->data, image->len, e) == ST_OK)
        avatar_source_give(&source, &s->job.changes, s->job.backup,
                           &s->job.avatars, to, e);
    if (e->status == ST_OK && !source.raw)
        say_note("%s becomes a %s, as the name of the other picture asks for",
                 name, image_format_name(t.format));
done:
    free(t.name);
    avatar_source_free(&source);
    return e->status;
}

/* A picture on its way from one user to the other. */
struct moving {
    struct buf image; /* empty: none */
    const char *name;
};

/* The picture that the user has, or gets by an earlier step. */
static int
take_picture(struct session *s, size_t user, struct moving *m, struct err *e)
{
    const struct changes *c = &s->job.changes;
    size_t member = s->job.avatars.of_user[user].member, i;

    for (i = c->count; i-- > 0;) {
        const struct change *x = &c->list[i];

        if (x->edit.user != user || x->picture == NULL)
            continue;
        m->name = x->edit.text;
        buf_add(&m->image, x->picture->image.data, x->picture->image.len);
        return ST_OK;
    }
    if (member == SIZE_MAX)
        return ST_OK;
    m->name = zdir_member(s->job.backup->zip, member)->name;
    return avatar_read(s->job.backup, member, &m->image, e);
}

/* The pictures change places; who has none leaves the other without. */
static int
swap_pictures(struct session *s, const size_t users[2], struct err *e)
{
    struct moving m[2] = {{.image = BUF_INIT}, {.image = BUF_INIT}};
    size_t i;

    for (i = 0; i < 2 && e->status == ST_OK; i++)
        take_picture(s, users[i], &m[i], e);
    for (i = 0; i < 2 && e->status == ST_OK; i++) {
        if (m[i].image.len == 0)
            change_clear_picture(&s->job.changes, users[1 - i]);
        else
            give_picture(s, &m[i].image, m[i].name, users[1 - i], e);
    }
    buf_free(&m[0].image);
    buf_free(&m[1].image);
    return e->status;
}

/* A value changes places as it is. */
static void
swap_value(struct session *s, size_t x, size_t y, enum field f)
{
    const struct user *users = s->job.backup->database->users;

    change_add_exact(&s->job.changes, x, f, user_text(&users[y], f));
    change_add_exact(&s->job.changes, y, f, user_text(&users[x], f));
}

/* --with FIELD: of what stays with the extension only the caller ID goes. */
static int
take_with(void *arg, const char *name, struct err *e)
{
    enum field f;

    if (!field_parse(name, &f) || f != FIELD_CALLERID)
        return err_set(e, ST_USAGE,
                       "swap: --with: \"%s\" is not exchanged; caller-id is",
                       name);
    *(bool *)arg = true;
    return ST_OK;
}

int
steps_swap(struct session *s, struct args *a, struct err *e)
{
    static const enum field fields[] = {FIELD_FIRST, FIELD_LAST, FIELD_EMAIL,
                                        FIELD_MOBILE};
    bool callerid = false;
    size_t users[2], i;

    if (args_words(a, "with", take_with, &callerid, e) != ST_OK ||
        accept_check(a, e) != ST_OK || session_begin(s, a, e) != ST_OK ||
        session_user(s, a->operands[1], &users[0], e) != ST_OK ||
        session_user(s, a->operands[2], &users[1], e) != ST_OK)
        return e->status;
    if (users[0] == users[1])
        return args_fail(a, e, "extension %s cannot be exchanged with itself",
                         a->operands[1]);
    s->todo = true;
    for (i = 0; i < COUNT(fields); i++)
        swap_value(s, users[0], users[1], fields[i]);
    if (callerid)
        swap_value(s, users[0], users[1], FIELD_CALLERID);
    return swap_pictures(s, users, e);
}

int
cmd_swap(struct args *a, struct err *e)
{
    return outcome_of(steps_swap, a, e);
}
