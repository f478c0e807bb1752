#include <stdlib.h>
#include <string.h>

#include "cxbak/job/job.h"
#include "cxbak/util/worker.h"

int
job_open(struct job *j, const char *path, const struct backup_options *options,
         struct err *e)
{
    memset(j, 0, sizeof(*j));
    if (backup_open(&j->backup, path, options, e) == ST_OK)
        avatars_find(&j->avatars, j->backup);
    return e->status;
}

int
job_open_source(struct job *j, const struct source *source,
                const struct backup_options *options, struct err *e)
{
    memset(j, 0, sizeof(*j));
    if (backup_open_source(&j->backup, source, options, e) == ST_OK)
        avatars_find(&j->avatars, j->backup);
    return e->status;
}

int
job_user(const struct job *j, const char *number, size_t *user, struct err *e)
{
    size_t count;

    *user = database_find(j->backup->database, number, &count);
    if (count == 0) {
        err_set(e, ST_REFUSED, "%s: there is no extension %s", j->backup->path,
                number);
        return err_hint(e, HINT_WHO_IS_THERE, NULL);
    }
    if (count > 1)
        return err_set(e, ST_REFUSED,
                       "%s: %zu users have the extension %s, and it is not "
                       "certain who is meant",
                       j->backup->path, count, number);
    return ST_OK;
}

int
job_apply(struct job *j, const struct plan *plans, size_t n, struct err *e)
{
    j->planned = true;
    return plan_apply(&j->plans, &j->changes, plans, n, j->backup, &j->avatars,
                      e);
}

int
job_settle(struct job *j, struct err *e)
{
    return change_settle(&j->changes, j->backup, &j->avatars, e);
}

/* What the review comes to. */
static enum job_verdict
judge(const struct job *j, const struct job_options *o)
{
    if (j->plans.conflict_count > 0 && !o->leave_conflicts)
        return JOB_CONFLICT;
    if (j->blocking > 0)
        return JOB_REFUSED;
    return j->changes.users > 0 ? JOB_READY : JOB_NOTHING;
}

/* Ask the rules: a worker's part of the review. */
static int
ask_rules(void *arg, struct err *e)
{
    struct job *j = arg;

    change_validate(&j->changes, j->backup, &j->findings);
    return e->status;
}

/* Ask the rules, and look for what is left over beside. */
static int
find(struct job *j, const struct leftover_options *o, struct err *e)
{
    struct findings left = FINDINGS_INIT;
    struct worker *w = worker_new(ask_rules, j);

    worker_start(w);
    leftover_find(&j->changes, j->backup, &j->avatars, o, &left, e);
    worker_wait(w, e);
    worker_free(w);
    findings_move(&j->findings, &left);
    return e->status;
}

int
job_review(struct job *j, const struct job_options *o, struct err *e)
{
    struct leftover_options left = {.members = o->members, .undo = o->undo};
    size_t i;

    if (job_settle(j, e) != ST_OK)
        return e->status;
    if (find(j, &left, e) != ST_OK)
        return e->status;
    j->anyway = o->anyway;
    j->blocking = 0;
    for (i = 0; i < j->findings.count && !o->undo; i++)
        j->blocking += change_blocks(&j->findings.list[i], o->strict,
                                     o->accepted, o->accepted_count);
    j->verdict = judge(j, o);
    return ST_OK;
}

int
job_try(struct job *j, bool thorough, struct err *e)
{
    const struct write_request q = {.backup = j->backup,
                                    .changes = &j->changes,
                                    .other_cipher = j->anyway,
                                    .thorough = thorough};

    return write_dry_run(&q, e);
}

int
job_write(struct job *j, const struct job_output *o,
          struct write_result *result, struct err *e)
{
    const struct write_request q = {.backup = j->backup,
                                    .changes = &j->changes,
                                    .other_cipher = j->anyway,
                                    .thorough = o->thorough,
                                    .digested = o->digested,
                                    .time = o->time,
                                    .observer = o->observer};

    if (backup_writable(j->backup, j->anyway, e) != ST_OK)
        return e->status;
    backup_forget_things(j->backup);
    if (o->sink != NULL)
        return write_to(&q, o->sink, result, e);
    return write_backup(&q, o->path, &o->file, result, e);
}

int
job_plan(struct job *j, const char *name, struct buf *json, struct err *e)
{
    struct plan plan = {0};

    if (plan_make(&plan, &j->changes, j->backup, e) == ST_OK)
        plan_text(json, &plan, name, e);
    plan_free(&plan);
    return e->status;
}

void
job_close(struct job *j)
{
    findings_free(&j->findings);
    change_free(&j->changes);
    plan_match_free(&j->plans);
    if (j->backup != NULL)
        avatars_free(&j->avatars);
    backup_free(j->backup);
    memset(j, 0, sizeof(*j));
}
