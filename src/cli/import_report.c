#include <stdlib.h>
#include <string.h>

#include "cxbak/util/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cli/hint.h"
#include "cli/import_report.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/voice.h"

typedef void say_fn(const char *fmt, ...);

/* ---- Notes and errors ---- */

/* What can be done about all cells of a group that are errors. */
static char *
add_hint(const char *text, const struct users_csv_group *g)
{
    if (g->odd != NULL)
        return mem_printf("%s%s", text, voice("; -v shows each", ""));
    return hint_add(text,
                    g->damage == CSV_MACINTOSH ? HINT_ENCODING
                    : g->agrees                ? HINT_KEEP_DAMAGED_CELLS
                                               : HINT_ACCEPT_DAMAGED_CELLS,
                    NULL);
}

/* Say of the group that a note belongs to what holds of all its cells. */
static void
say_group(const struct import_report *r, const struct users_csv_group *g,
          say_fn *say)
{
    char *text = users_csv_group_text(r->u, r->csv, g);
    char *full = add_hint(text, g);

    say("%s: %s", r->name, full);
    free(full);
    free(text);
}

/* Is the note better told with the others of its group? */
static bool
is_grouped(const struct import_report *r, unsigned group)
{
    return group > 0 && say_get_level() < SAY_VERBOSE &&
           r->u->groups[group - 1].count >= USERCSV_GROUP_MIN;
}

/* Say one of those listed, with its place. */
static void
say_one(const struct import_report *r, const struct notes *list, size_t i,
        say_fn *say, const char *before)
{
    const struct note *x = &list->list[i];
    char *text = notes_words(list, i, r->name);
    char *full = hint_add(text, x->hint, x->about);

    say("%s%s", before, full);
    free(full);
    free(text);
}

/* Say what is listed, and count the rest, of which groups have told some. */
static void
say_list(const struct import_report *r, const struct notes *list, say_fn *say,
         const char *before)
{
    bool *told = mem_calloc(r->u->group_count, sizeof(*told));
    size_t i, left = list->count;
    char n[HUMAN_ROOM];

    for (i = 0; i < list->listed; i++) {
        unsigned group = list->list[i].group;

        if (!is_grouped(r, group)) {
            say_one(r, list, i, say, before);
            left--;
        } else if (!told[group - 1]) {
            say_group(r, &r->u->groups[group - 1], say);
            left -= r->u->groups[group - 1].count;
            told[group - 1] = true;
        }
    }
    if (left > 0)
        say("... and %s more", human_count(n, left));
    free(told);
}

/* Say which cells keep the backup's value. */
static void
say_kept(const struct import_report *r)
{
    size_t i;

    for (i = 0; i < r->u->group_count; i++) {
        const struct users_csv_group *g = &r->u->groups[i];
        char *text;

        if (!g->kept)
            continue;
        text = users_csv_group_text(r->u, r->csv, g);
        say_note("%s: %s; the backup's values are kept", r->name, text);
        free(text);
    }
}

/* Say what is odd about the file as a whole. */
static void
say_file(const struct import_report *r)
{
    const struct csv *c = r->csv;
    char n[HUMAN_ROOM];

    if (c->encoding == CSV_WINDOWS1252 && c->mixed)
        say_warning("%s:%zu:%zu: this is not UTF-8, though other places look "
                    "like it; the whole file is read as Windows-1252",
                    r->name, c->foreign_line, c->foreign_column);
    else if (c->encoding == CSV_WINDOWS1252)
        say_note("%s: read as Windows-1252, because it is not UTF-8 (line "
                 "%zu, column %zu)",
                 r->name, c->foreign_line, c->foreign_column);
    say_notes(say_note, &c->notes, r->name);
    say_notes(say_warning, &c->warnings, r->name);
    if (r->u->trimmed > 0)
        say_note("%s: %s had blanks around %s, which are taken away%s", r->name,
                 human_things(n, r->u->trimmed, "cell"),
                 r->u->trimmed == 1 ? "it" : "them",
                 voice(" (--no-trim keeps them)", ""));
    if (r->u->ignored != NULL)
        say_note("%s: not used: %s", r->name, r->u->ignored);
}

int
import_report_file(const struct import_report *r, struct err *e)
{
    const struct notes *errors = &r->csv->errors;
    char n[HUMAN_ROOM];

    say_file(r);
    say_list(r, &r->u->oddities, say_warning, "");
    say_kept(r);
    say_list(r, &r->u->skipped, say_warning, "left out: ");
    say_list(r, errors, say_error, "");
    if (errors->count > 0)
        return err_set(e, ST_REFUSED, "%s: refused: %s; nothing was written",
                       r->name, human_things(n, errors->count, "error"));
    return ST_OK;
}

/* ---- What comes of the rows ---- */

/* Say how the rows add up; `done` says that the changes are made. */
static void
say_sum(const struct session *s, const struct import_report *r, bool done)
{
    char read[HUMAN_ROOM], changed[HUMAN_ROOM], unchanged[HUMAN_ROOM];
    char skipped[HUMAN_ROOM], refused[HUMAN_ROOM];
    struct users_csv_counts n;

    users_csv_count(r->u, &s->job.changes, &n);
    say_note("%s: %s read = %s %s + %s unchanged + %s skipped + %s refused",
             r->name, human_things(read, n.read, "row"),
             human_count(changed, n.changed), done ? "changed" : "to change",
             human_count(unchanged, n.unchanged),
             human_count(skipped, n.skipped), human_count(refused, n.refused));
}

struct json_t *
import_report_json(const struct session *s, const struct import_report *r)
{
    struct json_t *doc = jsonout_object(), *all = jsonout_object();
    struct users_csv_counts n;

    users_csv_count(r->u, &s->job.changes, &n);
    jsonout_set_count(doc, "Read", n.read);
    jsonout_set_count(doc, "Changed", n.changed);
    jsonout_set_count(doc, "Unchanged", n.unchanged);
    jsonout_set_count(doc, "Skipped", n.skipped);
    jsonout_set_count(doc, "Refused", n.refused);
    jsonout_set(all, "Rows", doc);
    return all;
}

/* Is the backup written by this command? */
static bool
writes(const struct session *s)
{
    return args_value(s->args, "output") != NULL;
}

/* Make the files that the options name ready. */
static int
make_files(const struct session *s, struct import_report *r, struct err *e)
{
    r->rejects.path = args_value(s->args, "rejects");
    r->results.path = args_value(s->args, "results");
    if (r->rejects.path != NULL)
        users_csv_rejects(r->u, r->csv, &r->rejects.data);
    if (r->results.path != NULL)
        users_csv_results(r->u, r->csv, &s->job.changes, s->job.backup,
                          &s->job.findings, &r->results.data);
    if (output_later_check(s->args, &r->rejects, e) == ST_OK)
        output_later_check(s->args, &r->results, e);
    return e->status;
}

/* Write them. */
static int
write_files(const struct session *s, const struct import_report *r,
            struct err *e)
{
    if (output_later_store(s->args, &r->rejects, e) == ST_OK)
        output_later_store(s->args, &r->results, e);
    return e->status;
}

int
import_report_reviewed(struct session *s, struct import_report *r, bool stopped,
                       struct err *e)
{
    r->summed = stopped || !writes(s);
    if (r->summed)
        say_sum(s, r, false);
    return make_files(s, r, e);
}

int
import_report_finished(struct session *s, struct import_report *r,
                       struct err *e)
{
    if (write_files(s, r, e) == ST_OK && !r->summed)
        say_sum(s, r, true);
    return e->status;
}

int
import_report_refused(struct session *s, struct import_report *r, struct err *e)
{
    struct err other = ERR_INIT;

    if (job_settle(&s->job, &other) == ST_OK) {
        say_sum(s, r, false);
        if (make_files(s, r, &other) != ST_OK ||
            write_files(s, r, &other) != ST_OK)
            say_failure(&other);
    }
    err_free(&other);
    return e->status;
}

void
import_report_free(struct import_report *r)
{
    buf_free(&r->rejects.data);
    buf_free(&r->results.data);
}
