/* The end of every changing command: preview, plan, or a new backup. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cxbak/buf.h"
#include "cxbak/human.h"
#include "cxbak/jsonout.h"
#include "cxbak/mem.h"
#include "cxbak/preview.h"
#include "cxbak/progress.h"
#include "cxbak/write.h"
#include "cmd/say.h"
#include "cmd/session.h"

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
static size_t
count_blocking(const struct session *s, const struct findings *f)
{
    const char **codes = NULL, *v;
    size_t n = 0, cap = 0, pos, i, blocking = 0;

    for (pos = 0; (v = args_next(s->args, "accept", &pos)) != NULL;) {
        codes = mem_grow(codes, &cap, n, sizeof(*codes));
        codes[n++] = v;
    }
    for (i = 0; i < f->count; i++)
        blocking +=
            change_blocks(&f->list[i], args_flag(s->args, "strict"), codes, n);
    free(codes);
    return blocking;
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

static void
on_progress(void *arg, uint64_t done, uint64_t all)
{
    (void)all;
    progress_update(arg, done);
}

/* Write the backup and say what was done; without --output, just see whether
 * it could be written. */
static int
write_out(struct session *s, const struct changes *c, struct err *e)
{
    size_t edit_count;
    struct edit *edits = change_edits(c, &edit_count);
    struct write_result result;
    struct progress progress;
    struct write_request q = {.backup = s->backup,
                              .edits = edits,
                              .edit_count = edit_count,
                              .members = c->pictures.members,
                              .member_count = c->pictures.member_count,
                              .path = args_value(s->args, "output"),
                              .force = args_flag(s->args, "force"),
                              .progress = on_progress,
                              .progress_arg = &progress};

    if (q.path == NULL) {
        write_check(&q, e);
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

        say_note("%s: %s changed, %s; all else is identical to %s", q.path,
                 what, members, s->backup->path);
        free(members);
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
           const struct findings *f, const char *output)
{
    struct json_t *doc = jsonout_object(), *list = jsonout_array();
    size_t i;

    for (i = 0; i < f->count; i++)
        jsonout_append(list, preview_finding_json(&f->list[i]));
    jsonout_set(doc, "Changes", preview_changes_json(c, s->backup));
    jsonout_set(doc, "Findings", list);
    jsonout_set_string(doc, "Output", output);
    jsonout_print(doc, stdout);
}

/* Say what a preview comes to, and how to write it. */
static void
say_preview(const struct session *s, const struct changes *c)
{
    char *what, *command;

    if (c->count == 0 && c->pictures.count == 0) {
        say_note("nothing to change: the backup has these values already");
        return;
    }
    what = count_words(c->count, c->pictures.count, change_users(c, s->backup));
    command = args_repeat(s->args, "-o NEW.zip");
    say_note("%s would change; nothing was written. To write a new backup:",
             what);
    say_note("  %s", command);
    free(command);
    free(what);
}

int
session_finish(struct session *s, struct changes *c, struct err *e)
{
    const char *output = args_value(s->args, "output");
    bool json = args_flag(s->args, "json");
    bool force = args_flag(s->args, "force");
    struct findings f = FINDINGS_INIT;
    size_t blocking;

    change_settle(c, s->backup);
    if (pictures_settle(&c->pictures, s->backup, &s->avatars, e) != ST_OK)
        return e->status;
    change_validate(c, s->backup, &f);
    if (!json && (output == NULL || say_get_level() == SAY_VERBOSE))
        preview_changes(stdout, c, s->backup,
                        args_colour(s->args, STDOUT_FILENO));
    fflush(stdout);
    if (!json)
        show_findings(s, &f);
    blocking = count_blocking(s, &f);
    if (blocking > 0) {
        err_set(e, ST_REFUSED,
                "refused: %zu finding%s that this edit introduces; nothing "
                "was written",
                blocking, blocking == 1 ? "" : "s");
    } else if ((output == NULL ||
                backup_writable(s->backup, force, e) == ST_OK) &&
               write_out(s, c, e) == ST_OK && output == NULL && !json) {
        say_preview(s, c);
    }
    if (json && (e->status == ST_OK || blocking > 0))
        print_json(s, c, &f, e->status == ST_OK ? output : NULL);
    findings_free(&f);
    return e->status;
}
