#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cxbak/compare/compare.h"
#include "cxbak/leftover/leftover.h"
#include "cxbak/report/comparison.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/report/preview.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/progress.h"
#include "cli/commands.h"
#include "cli/plans.h"
#include "cli/say.h"
#include "cli/session.h"

/* Two backups, and what was planned to come of the old one. */
struct verification {
    struct session old;
    struct session new;
    struct comparison c;
    struct plans plans;
    struct plan_outcome match;
    struct changes planned;
    struct plan_check check;
    struct findings left; /* what the edit left behind */
};

/* Does anything differ that is not to differ? */
static bool
is_bad(const struct verification *v)
{
    return compare_unexplained(&v->c) || !plan_check_good(&v->check);
}

/* Say what is left to do in the console. */
static void
print_left(const struct verification *v)
{
    bool colour = args_colour(v->new.args, STDOUT_FILENO);
    size_t i;

    if (v->left.count > 0)
        printf("Left behind, to be changed in the console after the "
               "restore:\n");
    for (i = 0; i < v->left.count; i++) {
        printf("  ");
        preview_finding(stdout, &v->left.list[i], colour);
    }
}

/* One line that says what it comes to. */
static void
print_verdict(const struct verification *v)
{
    const char *rest = " and nothing else";
    char *words = comparison_words(&v->c);

    if (compare_unexplained(&v->c))
        rest = ", and so does what is listed above, which is no user's field "
               "or picture";
    else if (is_bad(v))
        rest = ", but not just as planned";
    else if (v->plans.count > 0)
        rest = ", all as planned, and nothing else";
    if (compare_equal(&v->c) && !is_bad(v))
        printf("%s and %s: nothing differs\n", v->new.backup->path,
               v->old.backup->path);
    else
        printf("%s%s\n", words, rest);
    free(words);
}

static void
print(const struct verification *v)
{
    struct backup *old = v->old.backup, *new = v->new.backup;
    size_t i;

    comparison_print(stdout, &v->c, old, new,
                     args_colour(v->new.args, STDOUT_FILENO));
    comparison_print_check(stdout, &v->check, &v->c, &v->planned, old, new);
    for (i = 0; i < v->match.conflict_count; i++)
        comparison_print_conflict(stderr, &v->match.conflicts[i],
                                  args_colour(v->new.args, STDERR_FILENO));
    if (v->match.conflict_count > 0)
        say_note("%s: these changes of the plan do not fit it, so they are "
                 "not expected",
                 old->path);
    print_left(v);
    print_verdict(v);
}

static void
print_json(const struct verification *v)
{
    struct backup *old = v->old.backup, *new = v->new.backup;
    struct json_t *doc = comparison_json(&v->c, old, new);
    struct json_t *left = jsonout_array();
    size_t i;

    if (v->plans.count > 0) {
        jsonout_set(doc, "NotPlanned",
                    comparison_unplanned_json(&v->check, &v->c, old));
        jsonout_set(doc, "NotDone",
                    comparison_missing_json(&v->check, &v->planned, old, new));
    }
    jsonout_set_bool(doc, "Explained", !is_bad(v));
    for (i = 0; i < v->left.count; i++)
        jsonout_append(left, preview_finding_json(&v->left.list[i]));
    jsonout_set(doc, "Leftovers", left);
    jsonout_print(doc, stdout);
}

static int
compare(struct verification *v, struct err *e)
{
    struct progress progress;
    struct observer observer = progress_observer(&progress);

    progress_start(&progress, "Comparing", PROGRESS_BYTES,
                   zdir_file_size(v->old.backup->zip), stderr,
                   say_get_level() > SAY_QUIET);
    compare_backups(&v->c, v->old.backup, v->new.backup, COMPARE_BYTES,
                    &observer, e);
    progress_clear(&progress);
    return e->status;
}

/* Read the plans and see what they would have made of the old backup. */
static int
read_plans(struct verification *v, const struct args *a, struct err *e)
{
    const char **paths = NULL, *path;
    size_t n = 0, cap = 0, pos;

    for (pos = 0; (path = args_next(a, "plan", &pos)) != NULL;) {
        paths = mem_grow(paths, &cap, n, sizeof(*paths));
        paths[n++] = path;
    }
    if (n > 0)
        plans_read(&v->plans, paths, n, false, a->inputs, e);
    free(paths);
    return e->status;
}

/* Look for what is left of the old values. */
static int
find_left(struct verification *v, const struct args *a, struct err *e)
{
    struct leftover_options o = {.members = args_flag(a, "leftovers")};

    leftover_since(&(struct leftover_side){v->old.backup, &v->old.avatars},
                   &(struct leftover_side){v->new.backup, &v->new.avatars}, &o,
                   &v->left, e);
    findings_sort(&v->left, 0);
    return e->status;
}

int
cmd_verify(struct args *a, struct err *e)
{
    struct verification v = {0};

    if (read_plans(&v, a, e) != ST_OK ||
        session_open(&v.old, a, args_value(a, "against"), false, e) != ST_OK ||
        session_open(&v.new, a, a->operands[0], false, e) != ST_OK ||
        plan_apply(&v.match, &v.planned, v.plans.list, v.plans.count,
                   v.old.backup, &v.old.avatars, e) != ST_OK ||
        compare(&v, e) != ST_OK || find_left(&v, a, e) != ST_OK)
        goto done;
    if (v.plans.count > 0)
        plan_check(&v.check, &v.c, &v.planned, v.old.backup, v.new.backup);
    if (args_flag(a, "json"))
        print_json(&v);
    else
        print(&v);
    if (is_bad(&v))
        e->status = ST_DIFFER;
done:
    findings_free(&v.left);
    plan_check_free(&v.check);
    plan_match_free(&v.match);
    change_free(&v.planned);
    plans_free(&v.plans);
    compare_free(&v.c);
    session_close(&v.new);
    session_close(&v.old);
    return e->status;
}
