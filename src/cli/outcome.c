#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "cxbak/util/buf.h"
#include "cxbak/report/comparison.h"
#include "cxbak/report/console_todo.h"
#include "cxbak/util/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/preview.h"
#include "cli/progress.h"
#include "cli/accept.h"
#include "cli/copied.h"
#include "cli/environment.h"
#include "cli/error_json.h"
#include "cli/html_option.h"
#include "cli/hint.h"
#include "cli/outcome.h"
#include "cli/output.h"
#include "cli/own_files.h"
#include "cli/say.h"
#include "cli/session.h"
#include "cli/std_streams.h"
#include "cli/todo.h"
#include "cli/voice.h"

/* The backup that this run has written, a word of the command line; or NULL. */
static const char *made;

void
outcome_forget(void)
{
    made = NULL;
}

int
outcome_say_made(struct err *e)
{
    if (made != NULL && e->status > ST_DIFFER)
        err_prefix(e, "%s was made and is whole, but not what follows: ", made);
    return e->status;
}

/* Findings that are printed one by one; more are counted. */
#define FINDINGS_SHOWN 20

/* Is the finding told; with `tasks` not if it is told in the tasks? */
static bool
is_told(const struct session *s, const struct finding *x, bool tasks)
{
    if ((s->todo && todo_has(&s->job, x)) || (tasks && todo_is_of_task(x)))
        return false;
    if (!x->introduced && say_get_level() < SAY_VERBOSE)
        return false;
    return x->severity != SEVERITY_NOTE || say_get_level() >= SAY_NORMAL;
}

/* How many findings each rule has, by its place, of those that are told. */
static size_t *
count_rules(const struct session *s, const struct findings *f, bool tasks)
{
    size_t *n = mem_calloc(rule_count() + 1, sizeof(*n));
    size_t i;

    for (i = 0; i < f->count; i++)
        n[rule_place(f->list[i].rule)] += is_told(s, &f->list[i], tasks);
    return n;
}

/* How many of each rule are printed: where there are too many, all rules that
 * have some get the same share, so that none hides another. */
static size_t
share_of(const size_t *count)
{
    size_t place, rules = 0, all = 0;

    for (place = 0; place <= rule_count(); place++) {
        rules += count[place] > 0;
        all += count[place];
    }
    if (say_get_level() == SAY_VERBOSE || all <= FINDINGS_SHOWN)
        return SIZE_MAX;
    return rules < FINDINGS_SHOWN ? FINDINGS_SHOWN / rules : 1;
}

/* Print findings on standard error, the gravest first; with `tasks` without
 * what is told in the tasks below them. */
static void
show_findings(const struct session *s, const struct findings *f, bool tasks)
{
    bool colour = args_colour(s->args, STDERR_FILENO);
    size_t *count = count_rules(s, f, tasks), share = share_of(count);
    size_t *shown = mem_calloc(rule_count() + 1, sizeof(*shown));
    size_t i, left = 0;
    int severity;

    for (severity = SEVERITY_ERROR; severity >= SEVERITY_NOTE; severity--) {
        for (i = 0; i < f->count; i++) {
            const struct finding *x = &f->list[i];

            if ((int)x->severity != severity || !is_told(s, x, tasks))
                continue;
            if (shown[rule_place(x->rule)]++ < share)
                preview_finding(stderr, x, colour);
            else
                left++;
        }
    }
    if (left > 0)
        say_note("... and %zu more%s", left, voice("; -v shows all", ""));
    free(shown);
    free(count);
}

/* "2 of 24 files in it rewritten, 1 added" */
static char *
member_words(const struct write_result *r)
{
    char n[HUMAN_ROOM], all[HUMAN_ROOM];
    struct buf b = BUF_INIT;

    buf_printf(&b, "%s of %s files in it rewritten",
               human_count(n, r->members_written),
               human_count(all, r->members - r->folders));
    if (r->members_added > 0)
        buf_printf(&b, ", %s added", human_count(n, r->members_added));
    if (r->members_removed > 0)
        buf_printf(&b, ", %s removed", human_count(n, r->members_removed));
    return buf_steal(&b);
}

/* What the reviewed changes come to. */
static char *
changes_words(const struct job *j)
{
    return preview_words(j->changes.count - j->changes.pictures,
                         j->changes.pictures, j->changes.users);
}

/* Say what plans come to beside the changes that can be made. */
static void
show_plans(const struct session *s)
{
    const struct plan_outcome *m = &s->job.plans;
    bool colour = args_colour(s->args, STDERR_FILENO);
    bool all = say_get_level() == SAY_VERBOSE;
    char n[HUMAN_ROOM];
    size_t i;

    for (i = 0; i < m->conflict_count && (all || i < FINDINGS_SHOWN); i++)
        comparison_print_conflict(stderr, &m->conflicts[i], colour);
    if (i < m->conflict_count)
        say_note("... and %zu more conflicts%s", m->conflict_count - i,
                 voice("; -v shows all", ""));
    if (m->already > 0)
        say_note("%s of the planned values %s there already",
                 human_count(n, m->already), m->already == 1 ? "is" : "are");
}

/* Shared blocks are told from so many bytes on: less is nothing that anybody
 * would look for on the disk. */
#define SHARED_TOLD ((uint64_t)1 << 20)

/* Say what was written. */
static void
say_written(const struct session *s, const char *path,
            const struct write_result *r)
{
    const struct job *j = &s->job;
    char size[HUMAN_ROOM];
    char *what =
        preview_words(r->values, j->changes.pictures, j->changes.users);
    char *members = member_words(r);

    say_note("%s: %s changed, %s; all else is identical to %s", path, what,
             members, j->backup->path);
    if (r->shared >= SHARED_TOLD)
        say_note("%s: %s share their blocks with %s and take no room of their "
                 "own",
                 path, human_size(size, r->shared), j->backup->path);
    copied_say(j->backup, path, args_flag(s->args, "thorough"), r);
    say_note("%s: %s, read back by a second program library%s%s", path,
             human_size(size, r->size), *r->sha256 != '\0' ? ", SHA-256 " : "",
             r->sha256);
    free(members);
    free(what);
}

/* Write the backup and say what was done. */
static int
write_out(struct session *s, const char *path, struct err *e)
{
    struct progress progress;
    struct observer observer = progress_observer(&progress);
    struct write_result result;
    int64_t time;
    struct job_output o = {.path = path,
                           .thorough = args_flag(s->args, "thorough"),
                           .digested = args_flag(s->args, "sha256"),
                           .time = environment_epoch(&time) ? &time : NULL,
                           .observer = &observer};

    if (own_files_check_again(s->args, e) != ST_OK ||
        output_begin(&o.file, s->args, path, e) != ST_OK)
        return e->status;
    progress_start(&progress, "Writing", PROGRESS_BYTES,
                   zdir_file_size(s->job.backup->zip), stderr,
                   say_get_level() > SAY_QUIET);
    job_write(&s->job, &o, &result, e);
    progress_clear(&progress);
    output_end();
    if (e->status != ST_OK)
        return e->status;
    if (!args_flag(s->args, "json")) {
        show_findings(s, &s->job.findings, true);
        if (!s->todo)
            todo_say_tasks(&s->job);
    }
    made = path;
    say_written(s, path, &result);
    s->written = mem_alloc(sizeof(*s->written));
    *s->written = result;
    return ST_OK;
}

/* What hooks have for the document: in it, or in a batch by steps. */
static void
put_more(struct json_t *doc, const struct session *s)
{
    struct json_t *steps = jsonout_array();
    size_t i;

    for (i = 0; i < s->hook_count; i++) {
        const struct session_hook *h = &s->hooks[i];
        struct json_t *one = h->line == 0 ? json_incref(doc) : jsonout_object();

        if (h->line > 0)
            jsonout_set_count(one, "Line", h->line);
        json_object_update(one, h->more);
        if (h->line > 0)
            jsonout_append(steps, one);
        else
            json_decref(one);
    }
    if (json_array_size(steps) > 0)
        jsonout_set(doc, "Steps", steps);
    else
        json_decref(steps);
}

/* What the console still has to do once the changes are there. */
static struct json_t *
todo_json(const struct session *s)
{
    struct console_todo todo = {0};
    struct json_t *list;

    if (s->job.verdict == JOB_READY)
        todo_make(&todo, &s->job);
    list = console_todo_json(&todo);
    console_todo_free(&todo);
    return list;
}

/* The JSON document of a changing command. */
static void
print_json(const struct session *s, bool done, const struct err *e)
{
    const struct changes *c = &s->job.changes;
    const struct findings *f = &s->job.findings;
    struct json_t *doc = jsonout_object(), *list;
    struct jsonout o;
    size_t i;

    jsonout_start(&o, stdout, false);
    jsonout_open(&o, NULL, '{');
    jsonout_open(&o, "Changes", '[');
    for (i = 0; i < c->count; i++)
        jsonout_put(&o, NULL, preview_change_json(&c->list[i], s->job.backup));
    jsonout_close(&o);
    jsonout_open(&o, "Findings", '[');
    for (i = 0; i < f->count; i++)
        jsonout_put(&o, NULL, preview_finding_json(&f->list[i]));
    jsonout_close(&o);
    jsonout_set_string(doc, "Output",
                       done ? args_value(s->args, "output") : NULL);
    if (args_value(s->args, "plan") != NULL)
        jsonout_set_string(doc, "Plan",
                           done ? args_value(s->args, "plan") : NULL);
    if (s->written != NULL && *s->written->sha256 != '\0')
        jsonout_set_string(doc, "Sha256", s->written->sha256);
    jsonout_set_count(doc, "Unchanged", s->job.changes.unchanged);
    jsonout_set(doc, "Todo", todo_json(s));
    put_more(doc, s);
    if (s->job.planned) {
        list = jsonout_array();
        for (i = 0; i < s->job.plans.conflict_count; i++)
            jsonout_append(
                list, comparison_conflict_json(&s->job.plans.conflicts[i]));
        jsonout_set(doc, "Conflicts", list);
        jsonout_set_count(doc, "Already", s->job.plans.already);
    }
    if (e->status != ST_OK) {
        struct json_t *error = error_json(s->args, e);

        json_object_update(doc, error);
        json_decref(error);
    }
    jsonout_put_members(&o, doc);
    jsonout_close(&o);
}

/* Why nothing changes. */
static const char *
why_nothing(const struct session *s)
{
    if (s->job.plans.conflict_count > 0)
        return "nothing to change but what conflicts";
    if (strcmp(s->args->command, "fix") == 0)
        return "nothing to change: there is nothing that can be corrected with "
               "certainty";
    if (args_value(s->args, "replace") != NULL)
        return "nothing to change: the backup has these values already, and "
               "the text to replace is in none of them";
    if (!s->job.planned && s->job.changes.unchanged == 0)
        return "nothing to change: nobody is named to be changed";
    return "nothing to change: the backup has these values already";
}

/* Say what a preview comes to, and how to write it, or why it cannot be. */
static void
say_preview(const struct session *s)
{
    struct err why = ERR_INIT;
    char *what, *command;

    if (s->job.verdict == JOB_NOTHING) {
        say_note("%s", why_nothing(s));
        return;
    }
    if (voice_page())
        return;
    what = changes_words(&s->job);
    if (backup_writable(s->job.backup, s->job.anyway, &why) == ST_OK) {
        command = args_repeat(s->args, "-o NEW.zip");
        say_note("%s would change; nothing was written. To write a new backup:",
                 what);
    } else {
        command = hint_text(&why);
        say_note("%s would change; nothing was written, and %s:", what,
                 why.hint == HINT_WRITE_ANYWAY
                     ? "-o alone would be refused"
                     : "no backup can be written of this one");
    }
    say_note("  %s", command);
    err_free(&why);
    free(command);
    free(what);
}

/* Say how to make the changes of a plan. */
static void
say_apply(const struct session *s, const char *path)
{
    struct args apply = ARGS_INIT;
    char *words[2], *command;

    words[0] = mem_dup(s->path);
    words[1] = mem_dup(path);
    apply.command = "apply";
    apply.operands = words;
    apply.noperands = 2;
    command = args_repeat(&apply, "-o NEW.zip");
    say_note("  %s", command);
    free(command);
    free(words[0]);
    free(words[1]);
}

int
outcome_save_plan(struct session *s, const char *path, struct err *e)
{
    struct buf text = BUF_INIT;
    char *what;

    if (job_plan(&s->job, path, &text, e) == ST_OK &&
        output_store(s->args, path, args_flag(s->args, "force"), text.data,
                     text.len, e) == ST_OK) {
        if (s->job.changes.count == 0) {
            say_warning("%s: a plan of no changes: there is nothing to apply",
                        path);
            goto done;
        }
        what = changes_words(&s->job);
        say_note("%s: a plan to change %s. To write a new backup by it:", path,
                 what);
        say_apply(s, path);
        free(what);
    }
done:
    buf_free(&text);
    return e->status;
}

/* Write, save or just try the changes, as the options say. */
static int
carry_out(struct session *s, struct err *e)
{
    const char *output = args_value(s->args, "output");
    const char *plan = args_value(s->args, "plan");

    if (output != NULL)
        return write_out(s, output, e);
    if (job_try(&s->job, args_flag(s->args, "thorough"), e) != ST_OK)
        return e->status;
    if (plan != NULL)
        outcome_save_plan(s, plan, e);
    else if (!args_flag(s->args, "json"))
        say_preview(s);
    return e->status;
}

/* What stops the changes: conflicts of plans, or findings. */
static int
check_stop(const struct session *s, struct err *e)
{
    size_t conflicts = s->job.plans.conflict_count;
    size_t blocking = s->job.blocking;
    char n[HUMAN_ROOM];

    if (s->job.verdict == JOB_CONFLICT)
        return err_set(e, ST_CONFLICT,
                       "%s: %s of the plan%s conflict%s; nothing was "
                       "written. %s %s out",
                       s->path, human_things(n, conflicts, "change"),
                       s->args->noperands > 2 ? "s" : "",
                       conflicts == 1 ? "s" : "",
                       voice("--only-clean leaves", "You can leave"),
                       conflicts == 1 ? "it" : "them");
    if (s->job.verdict == JOB_REFUSED)
        return err_set(e, ST_REFUSED,
                       "refused: %s that this edit introduces; nothing was "
                       "written",
                       human_things(n, blocking, "finding"));
    if (conflicts > 0)
        say_warning("%s %s left out",
                    human_things(n, conflicts, "conflicting change"),
                    conflicts == 1 ? "is" : "are");
    return ST_OK;
}

/* Review the changes as the options say. */
static int
review(struct session *s, struct err *e)
{
    struct job_options o = {.strict = args_flag(s->args, "strict"),
                            .leave_conflicts = args_flag(s->args, "only-clean"),
                            .anyway = args_flag(s->args, "force"),
                            .undo = args_flag(s->args, "reverse"),
                            .members = args_flag(s->args, "leftovers")};
    const char **codes = NULL;

    if (accept_codes(s->args, &codes, &o.accepted_count, e) == ST_OK) {
        o.accepted = codes;
        job_review(&s->job, &o, e);
        hint_findings(&s->job.findings);
    }
    free(codes);
    return e->status;
}

/* Call who wants to know of the review, or of the end.  What stops the changes
 * stays the error, unless a hook fails. */
static bool
hooked(struct session *s, bool end, bool stopped, struct err *e)
{
    struct err other = ERR_INIT;
    struct args *args = s->args;
    size_t i;

    for (i = 0; i < s->hook_count && other.status == ST_OK; i++) {
        struct session_hook *h = &s->hooks[i];

        s->args = h->args;
        if (end && h->finished != NULL)
            h->finished(s, h, &other);
        else if (!end && h->reviewed != NULL)
            h->reviewed(s, h, stopped, &other);
    }
    s->args = args;
    if (other.status == ST_OK)
        return true;
    err_free(e);
    *e = other;
    return false;
}

/* Write the report, if it is asked for.  What stops the changes stays the
 * error, unless the report fails. */
static bool
reported(const struct session *s, bool stopped, struct err *e)
{
    struct err other = ERR_INIT;

    if (html_option_changes(s, stopped, &other) == ST_OK)
        return true;
    err_free(e);
    *e = other;
    return false;
}

int
outcome_finish(struct session *s, struct err *e)
{
    const char *output = args_value(s->args, "output");
    bool json = args_flag(s->args, "json"), stopped;

    if (review(s, e) != ST_OK)
        return e->status;
    if (!json && (output == NULL || say_get_level() == SAY_VERBOSE))
        preview_changes(stdout, &s->job.changes, s->job.backup,
                        args_flag(s->args, "summary") ? PREVIEW_GROUPS
                                                      : PREVIEW_ALL,
                        args_colour(s->args, STDOUT_FILENO));
    streams_flush();
    if (!json && s->job.planned)
        show_plans(s);
    stopped = check_stop(s, e) != ST_OK;

    /* Before a write that fails they would only be in the way. */
    if (!json && (stopped || output == NULL))
        show_findings(s, &s->job.findings, false);
    if (!hooked(s, false, stopped, e))
        return e->status;
    if (!stopped)
        carry_out(s, e);
    if ((stopped || e->status == ST_OK) &&
        (!hooked(s, true, stopped, e) || !reported(s, stopped, e)))
        return outcome_say_made(e);
    if (s->todo && !json && !stopped && e->status == ST_OK)
        todo_print(stdout, &s->job);
    if (json && (e->status == ST_OK || stopped))
        print_json(s, !stopped, e);
    return e->status;
}

int
outcome_of(outcome_step *step, struct args *a, struct err *e)
{
    struct session s = {0};

    if (step(&s, a, e) == ST_OK)
        outcome_finish(&s, e);
    session_close(&s);
    return e->status;
}
