#include <stdlib.h>
#include <string.h>

#include "cxbak/intake/set_values.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cli/accept.h"
#include "cli/avatar_options.h"
#include "cli/say.h"
#include "cli/wishes.h"
#include "cli/voice.h"

/* What is read, and of which command line. */
struct reading {
    const struct args *a;
    struct wishes *w;
};

/* --clear FIELD */
static int
read_clear(void *arg, const char *name, struct err *e)
{
    const struct reading *r = arg;
    const struct args *a = r->a;
    struct wishes *w = r->w;
    enum field f;

    if (!field_parse(name, &f) || (!field_settable(f) && f != FIELD_NUMBER)) {
        char *all = field_names(field_settable, NAMED_BY_WORD, "");

        args_fail(a, e, "--clear: there is no field \"%s\": %s", name, all);
        free(all);
        return e->status;
    }
    if (f == FIELD_NUMBER)
        return args_fail(a, e,
                         "--clear: the extension number cannot be changed");
    if (w->value[f] != NULL && *w->value[f] != '\0')
        return args_fail(a, e, "--clear %s and --%s contradict each other",
                         name, field_info(f)->option);
    w->value[f] = "";
    return ST_OK;
}

/* --replace FIELD OLD NEW */
static int
read_replace(const struct args *a, const char *const word[3], struct wishes *w,
             struct err *e)
{
    enum field f;
    size_t n;

    if (!field_parse(word[0], &f) || !field_importable(f)) {
        char *all = field_names(field_importable, NAMED_BY_WORD, "");

        args_fail(a, e, "--replace: there is no field \"%s\": %s", word[0],
                  all);
        free(all);
        return e->status;
    }
    if (*word[1] == '\0')
        return args_fail(a, e, "--replace %s: say which text to replace",
                         word[0]);
    if (w->value[f] != NULL)
        return args_fail(a, e, "--replace %s and %s%s contradict each other",
                         word[0], *w->value[f] != '\0' ? "--" : "--clear ",
                         field_info(f)->option);
    n = 2 * w->pair_count[f]++;
    w->pairs[f] = mem_array(w->pairs[f], n + 2, sizeof(*w->pairs[f]));
    w->pairs[f][n] = word[1];
    w->pairs[f][n + 1] = word[2];
    return ST_OK;
}

static int
read_replaces(const struct args *a, struct wishes *w, struct err *e)
{
    const char *word[3];
    size_t pos;

    if (args_spec(a, "replace") == NULL)
        return ST_OK;
    for (pos = 0; (word[0] = args_next(a, "replace", &pos)) != NULL;) {
        word[1] = args_next(a, "replace", &pos);
        word[2] = args_next(a, "replace", &pos);
        if (read_replace(a, word, w, e) != ST_OK)
            return e->status;
    }
    return ST_OK;
}

int
wishes_read(struct wishes *w, const struct args *a, struct err *e)
{
    size_t i;

    memset(w, 0, sizeof(*w));
    for (i = 0; i < FIELD_ROWS; i++) {
        const char *option = field_info((enum field)i)->option;

        if (option != NULL)
            w->value[i] = args_value(a, option);
    }
    if (w->value[FIELD_AVATAR] != NULL && *w->value[FIELD_AVATAR] == '\0')
        return args_fail(a, e,
                         "--avatar: name an image file; to remove the "
                         "picture, use --clear avatar");
    if (args_flag(a, "tidy") && args_flag(a, "no-trim"))
        return args_fail(a, e, "--tidy and --no-trim contradict each other");
    if (args_words(a, "clear", read_clear, &(struct reading){a, w}, e) != ST_OK)
        return e->status;
    return read_replaces(a, w, e);
}

bool
wishes_any(const struct wishes *w)
{
    size_t i;

    for (i = 0; i < FIELD_ROWS; i++) {
        if (w->value[i] != NULL || (i < FIELD_COUNT && w->pair_count[i] > 0))
            return true;
    }
    return false;
}

int
wishes_parse(struct wishes *w, const struct args *a, struct err *e)
{
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        if (w->pair_count[i] > 0)
            w->made[i] = template_replacing((enum field)i, w->pairs[i],
                                            w->pair_count[i]);
        if (w->value[i] == NULL)
            continue;
        if (template_parse(&w->made[i], w->value[i], e) != ST_OK) {
            char *why = mem_dup(e->msg);
            char *option = voice_option(field_info((enum field)i)->option);

            args_fail(a, e, "%s: %s", option, why);
            free(option);
            free(why);
            return e->status;
        }
    }
    return ST_OK;
}

/* Say which values are not written as they were given. */
static void
tell_tidied(const struct set_request *k)
{
    char n[HUMAN_ROOM];

    say_notes(say_note, &k->tidied, NULL);
    if (k->tidied_count > k->tidied.count)
        say_note("... and %s more",
                 human_count(n, k->tidied_count - k->tidied.count));
    if (k->tidied_count > 0 && !voice_page())
        say_note(k->tidy ? "without --tidy only blanks at an end and doubled "
                           "ones are taken away"
                         : "--no-trim keeps blanks as they are given");
    if (k->untidy_count > 0 && !voice_page())
        say_note("--tidy would correct %s",
                 human_things(n, k->untidy_count, "value"));
}

/* Say what the templates came to that cannot be meant, and what is odd. */
static int
tell(const struct set_request *k, struct err *e)
{
    char n[HUMAN_ROOM];

    tell_tidied(k);
    say_notes(say_warning, &k->oddities, NULL);
    say_notes(say_error, &k->problems, NULL);
    if (k->problems.count > 0)
        return err_set(e, ST_REFUSED, "refused: %s; nothing was written",
                       human_things(n, k->problems.count, "problem"));
    return ST_OK;
}

/* Set or clear the pictures of the selected users. */
static int
set_avatars(struct session *s, const struct selection *sel, const char *image,
            struct changes *c, struct err *e)
{
    struct avatar_source source = {0};
    struct template *name = NULL;
    size_t i;

    if (image == NULL)
        return ST_OK;
    if (*image != '\0' &&
        (avatar_options(&source, &name, s->args, e) != ST_OK ||
         avatar_source_load(&source, image, e) != ST_OK))
        goto done;
    for (i = 0; i < sel->count && e->status == ST_OK; i++) {
        if (*image == '\0')
            change_clear_picture(c, sel->users[i]);
        else
            avatar_source_give(&source, c, s->job.backup, &s->job.avatars,
                               sel->users[i], e);
    }
done:
    avatar_source_free(&source);
    template_free(name);
    return e->status;
}

int
wishes_fulfil(const struct wishes *w, struct session *s,
              const struct selection *sel, struct err *e)
{
    struct set_request k = {0};
    const char **accepted = NULL;
    size_t i;

    if (accept_codes(s->args, &accepted, &k.accepted_count, e) != ST_OK)
        return e->status;
    for (i = 0; i < FIELD_COUNT; i++)
        k.value[i] = w->made[i];
    k.accepted = accepted;
    k.no_trim = args_flag(s->args, "no-trim");
    k.tidy = args_flag(s->args, "tidy");
    set_values_expand(&k, &s->job.changes, sel, s->job.backup);
    if (tell(&k, e) == ST_OK)
        set_avatars(s, sel, w->value[FIELD_AVATAR], &s->job.changes, e);
    free(accepted);
    set_values_free(&k);
    return e->status;
}

void
wishes_free(struct wishes *w)
{
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        template_free(w->made[i]);
        free(w->pairs[i]);
    }
}

int
wishes_expect(const struct session *s, const struct selection *sel,
              struct err *e)
{
    struct notes others = {.list = NULL};
    char n[HUMAN_ROOM];
    const char *text;
    enum field f;
    size_t pos;

    for (pos = 0; (text = args_next(s->args, "expect", &pos)) != NULL;) {
        size_t len = strcspn(text, "=");
        char *name = mem_ndup(text, len);

        if (text[len] == '=' && field_parse(name, &f))
            set_expect(&others, sel, s->job.backup, &s->job.avatars, f,
                       text + len + 1);
        else if (text[len] == '=')
            args_fail(s->args, e,
                      "--expect: there is no field \"%s\"; `cxbak help fields` "
                      "lists them",
                      name);
        else
            args_fail(s->args, e,
                      "--expect: write FIELD=VALUE, as in "
                      "--expect email=anna@example.com, not \"%s\"",
                      text);
        free(name);
    }
    say_notes(say_error, &others, NULL);
    if (others.count > 0 && e->status == ST_OK)
        err_set(e, ST_CONFLICT, "%s: %s not as expected; nothing was written",
                s->path, human_things(n, others.count, "value"));
    notes_free(&others);
    return e->status;
}
