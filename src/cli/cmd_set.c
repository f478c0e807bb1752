#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/intake/set_values.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/template/template.h"
#include "cli/accept.h"
#include "cli/avatar_options.h"
#include "cli/commands.h"
#include "cli/hint.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/session.h"

/* What the options say about each field: a value, "" to clear it, or NULL.
 * Of the avatar the value is an image file. */
struct wishes {
    const char *value[FIELD_ROWS];
};

/* --clear FIELD */
static int
read_clear(const struct args *a, const char *name, struct wishes *w,
           struct err *e)
{
    enum field f;

    if (!field_parse(name, &f) || (!field_settable(f) && f != FIELD_NUMBER)) {
        char *all = field_names(field_settable, NAMED_BY_OPTION, "");

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

static int
read_wishes(const struct args *a, struct wishes *w, struct err *e)
{
    const char *name;
    size_t i, pos;
    bool any = false;

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
    for (pos = 0; (name = args_next(a, "clear", &pos)) != NULL;) {
        if (read_clear(a, name, w, e) != ST_OK)
            return e->status;
    }
    for (i = 0; i < FIELD_ROWS; i++)
        any |= w->value[i] != NULL;
    if (!any) {
        char *all = field_names(field_settable, NAMED_BY_OPTION, "--");

        args_fail(a, e, "say what to change: %s or --clear", all);
        free(all);
    }
    return e->status;
}

/* Make templates of the wishes.  The values to set are templates; clearing a
 * field is an empty one. */
static int
parse_wishes(const struct args *a, const struct wishes *w,
             struct template *made[FIELD_COUNT], struct err *e)
{
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        if (w->value[i] == NULL)
            continue;
        if (template_parse(&made[i], w->value[i], e) != ST_OK) {
            char *why = mem_dup(e->msg);

            args_fail(a, e, "--%s: %s", field_info((enum field)i)->option, why);
            free(why);
            return e->status;
        }
    }
    return ST_OK;
}

/* Say what the templates came to that cannot be meant, and what is odd. */
static int
tell(const struct set_request *k, struct err *e)
{
    char n[HUMAN_ROOM];

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
cmd_set(struct args *a, struct err *e)
{
    struct template *made[FIELD_COUNT] = {NULL};
    struct selection sel = {NULL, 0};
    struct session s = {0};
    struct set_request k = {0};
    const char **accepted = NULL;
    struct wishes w;
    size_t i;

    if (accept_codes(a, &accepted, &k.accepted_count, e) != ST_OK ||
        read_wishes(a, &w, e) != ST_OK ||
        parse_wishes(a, &w, made, e) != ST_OK ||
        session_open(&s, a, a->operands[0], false, e) != ST_OK ||
        session_select(&s, 1, true, &sel, e) != ST_OK)
        goto done;
    for (i = 0; i < FIELD_COUNT; i++)
        k.value[i] = made[i];
    k.accepted = accepted;
    set_values_expand(&k, &s.job.changes, &sel, s.job.backup);
    if (tell(&k, e) == ST_OK && set_avatars(&s, &sel, w.value[FIELD_AVATAR],
                                            &s.job.changes, e) == ST_OK)
        outcome_finish(&s, e);
done:
    free(accepted);
    set_values_free(&k);
    for (i = 0; i < FIELD_COUNT; i++)
        template_free(made[i]);
    select_free(&sel);
    session_close(&s);
    return e->status;
}
