#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cxbak/compare/compare.h"
#include "cxbak/leftover/leftover.h"
#include "cxbak/report/comparison.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/report/preview.h"
#include "cxbak/util/mem.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/commands.h"
#include "cli/html_option.h"
#include "cli/hint.h"
#include "cli/look.h"
#include "cli/plans.h"
#include "cli/say.h"
#include "cli/session.h"

/* Two backups, and what was planned to come of the old one. */
struct verification {
    struct session old;
    struct session new;
    struct plans plans;
    struct job_proof proof;
    const struct comparison *shown; /* of the comparison */
    struct comparison store;
};

/* Behind NEW users may be named. */
#define SELECT_FROM 1

/* Say what is left to do in the console. */
static void
print_left(const struct verification *v)
{
    const struct findings *left = &v->proof.left;
    bool colour = args_colour(v->new.args, STDOUT_FILENO);
    size_t i;

    if (left->count > 0)
        printf("Left behind, to be changed in the console after the "
               "restore:\n");
    for (i = 0; i < left->count; i++) {
        printf("  ");
        preview_finding(stdout, &left->list[i], colour);
    }
}

/* One line that says what it comes to. */
static void
print_verdict(const struct verification *v)
{
    const struct comparison *c = &v->proof.comparison;
    bool whole = v->shown != &v->store;
    const char *rest = " and nothing else";
    char *words = comparison_words(c);

    if (compare_unexplained(c) && c->count > 0)
        rest = whole ? ", and other things, which are listed above, too"
                     : ", and other things, too";
    else if (compare_unexplained(c))
        rest =
            whole ? ", but what is listed above does" : ", but other things do";
    else if (!v->proof.good)
        rest = ", but not just as planned";
    else if (v->plans.count > 0)
        rest = ", all as planned, and nothing else";
    if (compare_equal(c) && v->proof.good)
        printf("%s and %s: %s differs\n", v->new.job.backup->path,
               v->old.job.backup->path,
               compare_packed(c) ? "no content" : "nothing");
    else
        printf("%s%s\n", words, rest);
    free(words);
}

static void
print(const struct verification *v)
{
    struct backup *old = v->old.job.backup, *new = v->new.job.backup;
    size_t i;

    comparison_print(
        stdout, v->shown, old, new,
        args_flag(v->new.args, "summary") ? PREVIEW_GROUPS : PREVIEW_ALL,
        args_flag(v->new.args, "all"), args_colour(v->new.args, STDOUT_FILENO));
    comparison_print_check(stdout, &v->proof.check, &v->proof.comparison,
                           &v->proof.planned, old, new);
    for (i = 0; i < v->proof.plans.conflict_count; i++)
        comparison_print_conflict(stderr, &v->proof.plans.conflicts[i],
                                  args_colour(v->new.args, STDERR_FILENO));
    if (v->proof.plans.conflict_count > 0)
        say_note("%s: these changes of the plan do not fit it, so they are "
                 "not expected",
                 old->path);
    print_left(v);
    if (v->proof.sha256[0] != '\0')
        printf("%s: SHA-256 %s\n", new->path, v->proof.sha256);
    print_verdict(v);
    look_note(v->new.args, SELECT_FROM);
}

static void
print_json(const struct verification *v)
{
    struct backup *old = v->old.job.backup, *new = v->new.job.backup;
    struct jsonout o;
    size_t i;

    jsonout_start(&o, stdout, false);
    jsonout_open(&o, NULL, '{');
    comparison_json(&o, v->shown, old, new);
    if (v->plans.count > 0) {
        comparison_unplanned_json(&o, &v->proof.check, &v->proof.comparison,
                                  old);
        comparison_missing_json(&o, &v->proof.check, &v->proof.planned, old,
                                new);
    }
    jsonout_put(&o, "Explained", jsonout_bool(v->proof.good));
    if (v->proof.sha256[0] != '\0')
        jsonout_put(&o, "Sha256", jsonout_string(v->proof.sha256));
    jsonout_open(&o, "Leftovers", '[');
    for (i = 0; i < v->proof.left.count; i++)
        jsonout_put(&o, NULL, preview_finding_json(&v->proof.left.list[i]));
    jsonout_close(&o);
    jsonout_close(&o);
}

static int
compare(struct verification *v, const struct args *a, struct err *e)
{
    struct progress progress;
    struct observer observer = progress_observer(&progress);
    struct job_verify_options o = {.leftovers.members =
                                       args_flag(a, "leftovers"),
                                   .digested = args_flag(a, "sha256"),
                                   .observer = &observer};

    progress_start(&progress, "Comparing", PROGRESS_BYTES,
                   zdir_file_size(v->old.job.backup->zip), stderr,
                   say_get_level() > SAY_QUIET);
    job_verify(&v->proof, &v->old.job, &v->new.job, v->plans.list,
               v->plans.count, &o, e);
    hint_findings(&v->proof.left);
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

int
cmd_verify(struct args *a, struct err *e)
{
    struct verification v = {0};

    if (read_plans(&v, a, e) != ST_OK ||
        session_open(&v.old, a, args_value(a, "against"), 0, e) != ST_OK ||
        session_open(&v.new, a, a->operands[0], KEEP_THINGS, e) != ST_OK ||
        output_check_all(a, e) != ST_OK || compare(&v, a, e) != ST_OK ||
        look_at(&v.shown, &v.store, &v.proof.comparison, &v.old, &v.new,
                SELECT_FROM, e) != ST_OK)
        goto done;
    if (args_flag(a, "json"))
        print_json(&v);
    else
        print(&v);
    if (html_option_comparison(a, v.shown, &v.proof, v.old.job.backup,
                               v.new.job.backup, e) == ST_OK &&
        !v.proof.good)
        e->status = ST_DIFFER;
done:
    compare_free(&v.store);
    job_proof_free(&v.proof);
    plans_free(&v.plans);
    session_close(&v.new);
    session_close(&v.old);
    return e->status;
}
