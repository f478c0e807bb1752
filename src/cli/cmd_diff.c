#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cxbak/report/comparison.h"
#include "cxbak/report/jsonout.h"
#include "cli/commands.h"
#include "cli/html_option.h"
#include "cli/look.h"
#include "cli/outcome.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/session.h"

/* Behind OLD and NEW users may be named. */
#define SELECT_FROM 2

static void
print_json(const struct comparison *c, const struct session *old,
           const struct session *new)
{
    struct jsonout o;

    jsonout_start(&o, stdout, false);
    jsonout_open(&o, NULL, '{');
    comparison_json(&o, c, old->job.backup, new->job.backup);
    jsonout_close(&o);
}

/* Save the fields that differ as a plan, and say what it cannot hold. */
static int
save_plan(struct session *old, const struct session *new,
          const struct comparison *c, const char *path, struct err *e)
{
    size_t left;

    if (plan_changes(&old->job.changes, c, old->job.backup, new->job.backup,
                     &left, e) == ST_OK &&
        job_settle(&old->job, e) == ST_OK)
        outcome_save_plan(old, path, e);
    if (e->status == ST_OK && (left > 0 || compare_unexplained(c)))
        say_warning("%s: holds values of users' fields and pictures; what "
                    "else differs is not in it",
                    path);
    return e->status;
}

/* One line that says what it comes to. */
static void
print_verdict(const struct comparison *c, const struct session *old,
              const struct session *new)
{
    char *words = comparison_words(c);

    if (compare_equal(c))
        say_note("%s and %s: nothing differs", old->job.backup->path,
                 new->job.backup->path);
    else if (compare_unexplained(c))
        say_note("%s%s", words,
                 c->count > 0 ? ", and other things, too"
                              : ", but other things do");
    else
        say_note("%s", words);
    free(words);
}

int
cmd_diff(struct args *a, struct err *e)
{
    const char *plan = args_value(a, "plan");
    struct session old = {0}, new = {0};
    struct comparison c = {0}, store = {0};
    const struct comparison *shown;

    if (session_open(&old, a, a->operands[0], 0, e) != ST_OK ||
        session_open(&new, a, a->operands[1], 0, e) != ST_OK ||
        output_check_all(a, e) != ST_OK ||
        compare_backups(&c, old.job.backup, new.job.backup, COMPARE_CONTENT,
                        NULL, NULL, e) != ST_OK ||
        compare_settings(&c, old.job.backup, new.job.backup, e) != ST_OK ||
        look_at(&shown, &store, &c, &old, &new, SELECT_FROM, e) != ST_OK)
        goto done;
    if (args_flag(a, "json")) {
        print_json(shown, &old, &new);
    } else {
        comparison_print(stdout, shown, old.job.backup, new.job.backup,
                         args_flag(a, "summary") ? PREVIEW_GROUPS : PREVIEW_ALL,
                         args_flag(a, "all"), args_colour(a, STDOUT_FILENO));
        print_verdict(shown, &old, &new);
        look_note(a, SELECT_FROM);
    }
    if (html_option_comparison(a, shown, NULL, old.job.backup, new.job.backup,
                               e) != ST_OK)
        goto done;
    if (plan != NULL && save_plan(&old, &new, shown, plan, e) != ST_OK)
        goto done;
    if (!compare_equal(shown))
        e->status = ST_DIFFER;
done:
    compare_free(&store);
    compare_free(&c);
    session_close(&new);
    session_close(&old);
    return e->status;
}
