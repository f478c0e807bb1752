/* The end of every changing command: preview, plan, or a new backup. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cxbak/util/buf.h"
#include "cxbak/report/comparison.h"
#include "cxbak/report/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/leftover/leftover.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/preview.h"
#include "cxbak/report/progress.h"
#include "cxbak/write/write.h"
#include "cli/accept.h"
#include "cli/copied.h"
#include "cli/environment.h"
#include "cli/say.h"
#include "cli/session.h"

/* Findings that are printed one by one; more are counted. */
#define FINDINGS_SHOWN 20

/* Print findings on standard error, the gravest first; `blocking` is how many
 * stop the write. */
static void
show_findings(const struct session *s, const struct findings *f)
{
    bool colour = args_colour(s->args, STDERR_FILENO);
    size_t i, shown = 0, left = 0;
    int severity;

    for (severity = SEVERITY_ERROR; severity >= SEVERITY_NOTE; severity--) {
        for (i = 0; i < f->count; i++) {
            const struct finding *x = &f->list[i];

            if ((int)x->severity != severity)
                continue;
            if (!x->introduced && say_get_level() < SAY_VERBOSE)
                continue;
            if (severity == SEVERITY_NOTE && say_get_level() < SAY_NORMAL)
                continue;
            if (shown < FINDINGS_SHOWN || say_get_level() == SAY_VERBOSE) {
                preview_finding(stderr, x, colour);
                shown++;
            } else {
                left++;
            }
        }
    }
    if (left > 0)
        say_note("... and %zu more; -v shows all", left);
}

/* How many findings stop the write? */
static int
count_blocking(const struct session *s, const struct findings *f,
               size_t *blocking, struct err *e)
{
    const char **codes;
    size_t n, i;

    *blocking = 0;
    if (accept_codes(s->args, &codes, &n, e) == ST_OK) {
        /* Rules do not keep back what was there before. */
        for (i = 0; i < f->count && !args_flag(s->args, "reverse"); i++)
            *blocking += change_blocks(&f->list[i],
                                       args_flag(s->args, "strict"), codes, n);
    }
    free(codes);
    return e->status;
}

/* "3 values and 1 picture of 1 user" */
static char *
count_words(size_t values, size_t pictures, size_t users)
{
    char v[HUMAN_ROOM], p[HUMAN_ROOM], u[HUMAN_ROOM];
    char *one = mem_printf("%s value%s", human_count(v, values),
                           values == 1 ? "" : "s");
    char *two = mem_printf("%s picture%s", human_count(p, pictures),
                           pictures == 1 ? "" : "s");
    bool both = values > 0 && pictures > 0;
    char *all = mem_printf("%s%s%s of %s user%s",
                           values > 0 || pictures == 0 ? one : "",
                           both ? " and " : "", pictures > 0 ? two : "",
                           human_count(u, users), users == 1 ? "" : "s");

    free(one);
    free(two);
    return all;
}

/* "2 of 24 members rewritten, 1 added" */
static char *
member_words(const struct write_result *r)
{
    char n[HUMAN_ROOM], all[HUMAN_ROOM];
    struct buf b = BUF_INIT;

    buf_printf(&b, "%s of %s members rewritten",
               human_count(n, r->members_written),
               human_count(all, r->members));
    if (r->members_added > 0)
        buf_printf(&b, ", %s added", human_count(n, r->members_added));
    if (r->members_removed > 0)
        buf_printf(&b, ", %s removed", human_count(n, r->members_removed));
    return buf_steal(&b);
}

/* What settled changes come to. */
static char *
changes_words(const struct changes *c, const struct backup *b)
{
    return count_words(c->count, c->pictures.count, change_users(c, b));
}

/* Say what plans come to beside the changes that can be made. */
static void
show_match(const struct session *s, const struct plan_outcome *m)
{
    bool colour = args_colour(s->args, STDERR_FILENO);
    bool all = say_get_level() == SAY_VERBOSE;
    char n[HUMAN_ROOM];
    size_t i;

    for (i = 0; i < m->conflict_count && (all || i < FINDINGS_SHOWN); i++)
        comparison_print_conflict(stderr, &m->conflicts[i], colour);
    if (i < m->conflict_count)
        say_note("... and %zu more conflicts; -v shows all",
                 m->conflict_count - i);
    if (m->already > 0)
        say_note("%s of the planned values %s there already",
                 human_count(n, m->already), m->already == 1 ? "is" : "are");
}

/* Write the backup and say what was done; without --output, just see whether
 * it could be written. */
static int
write_out(struct session *s, const struct changes *c, const struct findings *f,
          struct err *e)
{
    size_t edit_count;
    struct edit *edits = change_edits(c, &edit_count);
    struct write_result result;
    struct progress progress;
    struct observer observer = progress_observer(&progress);
    int64_t time;
    struct write_request q = {.backup = s->backup,
                              .edits = edits,
                              .edit_count = edit_count,
                              .members = c->pictures.members,
                              .member_count = c->pictures.member_count,
                              .path = args_value(s->args, "output"),
                              .force = args_flag(s->args, "force"),
                              .thorough = args_flag(s->args, "thorough"),
                              .time = environment_epoch(&time) ? &time : NULL,
                              .observer = &observer};

    if (q.path == NULL) {
        write_dry_run(&q, e);
        free(edits);
        return e->status;
    }
    progress_start(&progress, "Writing", PROGRESS_BYTES,
                   zdir_file_size(s->backup->zip), stderr,
                   say_get_level() > SAY_QUIET);
    write_backup(&q, &result, e);
    progress_clear(&progress);
    if (e->status == ST_OK) {
        char size[HUMAN_ROOM];
        char *what = count_words(result.values, c->pictures.count,
                                 change_users(c, s->backup));
        char *members = member_words(&result);

        if (!args_flag(s->args, "json"))
            show_findings(s, f);
        say_note("%s: %s changed, %s; all else is identical to %s", q.path,
                 what, members, s->backup->path);
        free(members);
        copied_say(s->backup, &q, &result);
        say_note("%s: %s, read back by a second program library, SHA-256 %s",
                 q.path, human_size(size, result.size), result.sha256);
        free(what);
    }
    free(edits);
    return e->status;
}

/* The JSON document of a changing command. */
static void
print_json(const struct session *s, const struct changes *c,
           const struct findings *f, bool done)
{
    struct json_t *doc = jsonout_object(), *list = jsonout_array();
    size_t i;

    for (i = 0; i < f->count; i++)
        jsonout_append(list, preview_finding_json(&f->list[i]));
    jsonout_set(doc, "Changes", preview_changes_json(c, s->backup));
    jsonout_set(doc, "Findings", list);
    jsonout_set_string(doc, "Output",
                       done ? args_value(s->args, "output") : NULL);
    if (args_value(s->args, "plan") != NULL)
        jsonout_set_string(doc, "Plan",
                           done ? args_value(s->args, "plan") : NULL);
    jsonout_set_count(doc, "Unchanged", c->unchanged);
    if (s->match != NULL) {
        list = jsonout_array();
        for (i = 0; i < s->match->conflict_count; i++)
            jsonout_append(list,
                           comparison_conflict_json(&s->match->conflicts[i]));
        jsonout_set(doc, "Conflicts", list);
        jsonout_set_count(doc, "Already", s->match->already);
    }
    jsonout_print(doc, stdout);
}

/* Say what a preview comes to, and how to write it. */
static void
say_preview(const struct session *s, const struct changes *c)
{
    char *what, *command;

    if (c->count == 0 && c->pictures.count == 0) {
        say_note(s->match != NULL && s->match->conflict_count > 0
                     ? "nothing to change but what conflicts"
                     : "nothing to change: the backup has these values "
                       "already");
        return;
    }
    what = changes_words(c, s->backup);
    command = args_repeat(s->args, "-o NEW.zip");
    say_note("%s would change; nothing was written. To write a new backup:",
             what);
    say_note("  %s", command);
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
session_save_plan(struct session *s, const struct changes *c, const char *path,
                  struct err *e)
{
    struct plan plan = {0};
    char *what;

    if (plan_make(&plan, c, s->backup, e) == ST_OK &&
        plan_write(&plan, path, args_flag(s->args, "force"), s->args->inputs,
                   e) == ST_OK) {
        what = changes_words(c, s->backup);
        say_note("%s: a plan to change %s. To write a new backup by it:", path,
                 what);
        say_apply(s, path);
        free(what);
    }
    plan_free(&plan);
    return e->status;
}

/* Write, save or just try the changes, as the options say. */
static int
carry_out(struct session *s, const struct changes *c, const struct findings *f,
          struct err *e)
{
    const char *output = args_value(s->args, "output");
    const char *plan = args_value(s->args, "plan");

    if (output != NULL &&
        backup_writable(s->backup, args_flag(s->args, "force"), e) != ST_OK)
        return e->status;
    if (write_out(s, c, f, e) != ST_OK)
        return e->status;
    if (plan != NULL)
        session_save_plan(s, c, plan, e);
    else if (output == NULL && !args_flag(s->args, "json"))
        say_preview(s, c);
    return e->status;
}

/* What stops the changes: conflicts of plans, or findings. */
static int
check_stop(const struct session *s, size_t blocking, struct err *e)
{
    size_t conflicts = s->match != NULL ? s->match->conflict_count : 0;

    if (conflicts > 0 && !args_flag(s->args, "only-clean"))
        return err_set(e, ST_CONFLICT,
                       "%s: %zu change%s of the plan%s conflict%s; nothing "
                       "was written. --only-clean leaves %s out",
                       s->path, conflicts, conflicts == 1 ? "" : "s",
                       s->args->noperands > 2 ? "s" : "",
                       conflicts == 1 ? "s" : "",
                       conflicts == 1 ? "it" : "them");
    if (blocking > 0)
        return err_set(e, ST_REFUSED,
                       "refused: %zu finding%s that this edit introduces; "
                       "nothing was written",
                       blocking, blocking == 1 ? "" : "s");
    if (conflicts > 0)
        say_warning("%zu conflicting change%s left out", conflicts,
                    conflicts == 1 ? " is" : "s are");
    return ST_OK;
}

int
session_finish(struct session *s, struct changes *c, struct err *e)
{
    const char *output = args_value(s->args, "output");
    bool json = args_flag(s->args, "json"), stopped;
    struct leftover_options o = {.members = args_flag(s->args, "leftovers"),
                                 .undo = args_flag(s->args, "reverse")};
    struct findings f = FINDINGS_INIT;
    size_t blocking;

    if (changes_settle(c, s->backup, &s->avatars, e) != ST_OK)
        goto done;
    change_validate(c, s->backup, &f);
    if (leftover_find(c, s->backup, &s->avatars, &o, &f, e) != ST_OK ||
        count_blocking(s, &f, &blocking, e) != ST_OK)
        goto done;
    if (!json && (output == NULL || say_get_level() == SAY_VERBOSE))
        preview_changes(stdout, c, s->backup,
                        args_colour(s->args, STDOUT_FILENO));
    fflush(stdout);
    if (!json && s->match != NULL)
        show_match(s, s->match);
    stopped = check_stop(s, blocking, e) != ST_OK;

    /* Before a write that fails they would only be in the way. */
    if (!json && (stopped || output == NULL))
        show_findings(s, &f);
    if (!stopped)
        carry_out(s, c, &f, e);
    if (json && (e->status == ST_OK || stopped))
        print_json(s, c, &f, !stopped);
done:
    findings_free(&f);
    return e->status;
}
