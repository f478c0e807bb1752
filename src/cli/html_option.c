#include <stdlib.h>
#include <string.h>

#include "cxbak/report/comparison.h"
#include "cxbak/report/console_todo.h"
#include "cxbak/report/html_page.h"
#include "cxbak/report/preview.h"
#include "cxbak/table/csv.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cli/html_option.h"
#include "cli/todo.h"
#include "cli/output.h"
#include "cli/say.h"

/* The report, and the file that it is written to. */
struct report {
    const struct args *args;
    struct outfile *file;
    struct html_page *page;
};

/* Begin the file that --html names.  If that fails nothing is to be ended. */
static int
begin(struct report *r, const struct args *a, const char *title, struct err *e)
{
    const char *path = args_value(a, "html");
    struct outfile_options q;

    if (output_begin(&q, a, path, e) != ST_OK)
        return e->status;
    if (outfile_open(&r->file, path, &q, e) != ST_OK) {
        output_end();
        return e->status;
    }
    r->args = a;
    r->page = html_page_new(title, outfile_sink(r->file));
    return ST_OK;
}

/* End the page, and give its file the name. */
static int
end(struct report *r, struct err *e)
{
    if (html_page_finish(r->page, e) == ST_OK &&
        sink_finish(outfile_sink(r->file), NULL, e) == ST_OK)
        say_note("%s: the report", args_value(r->args, "html"));
    outfile_free(r->file);
    output_end();
    return e->status;
}

/* What was proven of the new backup. */
static void
add_proof(struct html_page *h, const struct session *s,
          const struct write_result *r)
{
    const struct changes *c = &s->job.changes;
    char size[HUMAN_ROOM], n[HUMAN_ROOM];
    char *words = preview_words(r->values, c->pictures, c->users);
    char *lines[5];
    size_t count = 0;

    lines[count++] =
        mem_printf("New backup: %s, %s", args_value(s->args, "output"),
                   human_size(size, r->size));
    lines[count++] = mem_printf("%s changed; all else is identical to %s.",
                                words, s->job.backup->path);
    lines[count++] = mem_printf(
        "The new backup was read back and compared before it got its name, "
        "and read by a second program library (%s in it).",
        human_things(n, r->members - r->folders, "file"));
    if (*r->sha256 != '\0')
        lines[count++] = mem_printf("SHA-256: %s", r->sha256);
    lines[count++] = mem_dup("Made by cxbak " CXBAK_VERSION ".");
    html_page_lines(h, "Proof", (const char *const *)lines, count);
    html_page_verdict(h, true, "Nothing differs but what is listed above.");
    while (count > 0)
        free(lines[--count]);
    free(words);
}

/* How far it came, where nothing was written. */
static void
add_state(struct html_page *h, const struct session *s, bool stopped)
{
    char n[HUMAN_ROOM];
    char *text;

    if (!stopped) {
        html_page_verdict(h, true, "A preview: nothing was written.");
        return;
    }
    text = mem_printf("Refused: %s, and %s of plans; nothing was written.",
                      human_things(n, s->job.blocking, "finding"),
                      s->job.plans.conflict_count > 0 ? "conflicts"
                                                      : "no conflict");
    html_page_verdict(h, false, text);
    free(text);
}

/* Bytes of a list that are gathered before they are written. */
#define PIECE ((size_t)64 << 10)

/* The list of tasks as CSV, with a column to tick. */
static int
write_todo(struct sink *to, const struct console_todo *t, struct err *e)
{
    static const char *const heads[] = {"Number", "Name", "Task", "Text",
                                        "Done"};
    const struct csv_style style = {.delimiter = ','};
    struct buf b = BUF_INIT;
    size_t i;

    csv_write_row(&b, &style, heads, sizeof(heads) / sizeof(heads[0]));
    for (i = 0; i < t->count && e->status == ST_OK; i++) {
        char *words = console_todo_words(&t->list[i]);
        const char *row[] = {t->list[i].number, t->list[i].name,
                             t->list[i].task, words, NULL};

        csv_write_row(&b, &style, row, sizeof(row) / sizeof(row[0]));
        free(words);
        if (b.len < PIECE)
            continue;
        sink_write(to, b.data, b.len, e);
        b.len = 0;
    }
    if (e->status == ST_OK)
        sink_write(to, b.data, b.len, e);
    buf_free(&b);
    return e->status;
}

/* Write it to the file that --todo names. */
static int
store_todo(const struct args *a, const struct console_todo *t, struct err *e)
{
    const char *path = args_value(a, "todo");
    struct outfile *file = NULL;
    struct outfile_options q;
    char n[HUMAN_ROOM];

    if (output_begin(&q, a, path, e) != ST_OK)
        return e->status;
    if (outfile_open(&file, path, &q, e) == ST_OK &&
        write_todo(outfile_sink(file), t, e) == ST_OK &&
        sink_finish(outfile_sink(file), NULL, e) == ST_OK)
        say_note("%s: %s to do in the console", path,
                 human_things(n, t->count, "thing"));
    outfile_free(file);
    output_end();
    return e->status;
}

/* The findings, but for those that are told as what is still to be done. */
static void
add_findings(struct html_page *h, const struct job *j, bool stopped)
{
    struct findings f = {mem_array(NULL, j->findings.count, sizeof(*f.list)), 0,
                         j->findings.count};
    size_t i;

    for (i = 0; i < j->findings.count; i++) {
        if (stopped || !todo_has(j, &j->findings.list[i]))
            f.list[f.count++] = j->findings.list[i];
    }
    html_page_findings(h, "Findings", &f, j->backup);
    free(f.list);
}

int
html_option_changes(const struct session *s, bool stopped, struct err *e)
{
    struct console_todo todo = {0};
    struct report r;

    if (args_value(s->args, "html") == NULL &&
        args_value(s->args, "todo") == NULL)
        return e->status;
    if (!stopped)
        todo_make(&todo, &s->job);
    if (args_value(s->args, "html") != NULL &&
        begin(&r, s->args, s->written != NULL ? "Changes made" : "Changes",
              e) == ST_OK) {
        html_page_backup(r.page, "Backup", s->job.backup);
        html_page_changes(r.page, &s->job.changes, s->job.backup);
        add_findings(r.page, &s->job, stopped);
        html_page_todo(r.page, &todo);
        if (s->written != NULL)
            add_proof(r.page, s, s->written);
        else
            add_state(r.page, s, stopped);
        html_page_signature(r.page);
        end(&r, e);
    }
    if (e->status == ST_OK && args_value(s->args, "todo") != NULL)
        store_todo(s->args, &todo, e);
    console_todo_free(&todo);
    return e->status;
}

/* What the comparison comes to, and the proof of `verify`. */
static void
add_result(struct html_page *h, const struct comparison *c,
           const struct job_proof *proof)
{
    char *words = comparison_words(c), *text;
    bool good = proof != NULL ? proof->good : !compare_unexplained(c);

    if (compare_equal(c))
        text = mem_dup(compare_packed(c) ? "No content differs."
                                         : "Nothing differs.");
    else if (c->count == 0)
        text = mem_dup("No field or picture of a user differs, but other "
                       "things do.");
    else
        text = mem_printf("%s%s.", words,
                          good ? ", and nothing else"
                               : "; and more differs, or it is not as planned");
    html_page_verdict(h, good, text);
    free(text);
    free(words);
}

int
html_option_comparison(const struct args *a, const struct comparison *c,
                       const struct job_proof *proof, struct backup *old,
                       struct backup *new, struct err *e)
{
    const char *title =
        proof != NULL ? "Proof of a new backup" : "Two backups compared";
    struct report r;

    if (args_value(a, "html") == NULL || begin(&r, a, title, e) != ST_OK)
        return e->status;
    html_page_backup(r.page, "Old", old);
    html_page_backup(r.page, "New", new);
    html_page_comparison(r.page, c, old, new);
    if (proof != NULL) {
        html_page_findings(r.page, "Left behind, to be changed in the console",
                           &proof->left, new);
        if (proof->sha256[0] != '\0') {
            const char *line = proof->sha256;

            html_page_lines(r.page, "SHA-256 of the new backup", &line, 1);
        }
    }
    add_result(r.page, c, proof);
    if (proof != NULL)
        html_page_signature(r.page);
    return end(&r, e);
}

int
html_option_check(const struct session *s, const struct findings *f,
                  struct err *e)
{
    struct report r;

    if (args_value(s->args, "html") == NULL ||
        begin(&r, s->args, "Findings", e) != ST_OK)
        return e->status;
    html_page_backup(r.page, "Backup", s->job.backup);
    html_page_findings(r.page, "Findings", f, s->job.backup);
    html_page_verdict(r.page, findings_count(f, SEVERITY_ERROR, false) == 0,
                      f->count == 0 ? "Nothing was found."
                      : findings_count(f, SEVERITY_ERROR, false) == 0
                          ? "There is no error."
                          : "There are errors.");
    return end(&r, e);
}

int
html_option_plan(const struct args *a, const struct plan *p, struct err *e)
{
    struct report r;
    char *line;

    if (args_value(a, "html") == NULL ||
        begin(&r, a, "Planned changes", e) != ST_OK)
        return e->status;
    line = mem_printf("%s, for %s of %s, version %s.", p->path, p->database,
                      p->date, p->version);
    html_page_lines(r.page, "Plan", (const char *const *)&line, 1);
    free(line);
    html_page_plan(r.page, p);
    html_page_signature(r.page);
    return end(&r, e);
}
