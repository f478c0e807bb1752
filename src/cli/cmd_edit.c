/*
 * Users in the editor: they go out as CSV and come back as `import` takes it.
 * What is wrong comes up again, with the errors above it as comments.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/intake/users_csv.h"
#include "cxbak/people/select.h"
#include "cxbak/table/csv.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/text.h"
#include "cli/accept.h"
#include "cli/commands.h"
#include "cli/confine.h"
#include "cli/editor.h"
#include "cli/hint.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/session.h"

#define FILE_NAME "users.csv"

/* What stands above the table in every file. */
static const char *const guide[] = {
    "Change values and save; lines that are taken out stay as they are.",
    "[clear] erases a value. An empty file stops.",
};

#define GUIDE_LINES (sizeof(guide) / sizeof(guide[0]))

struct editing {
    struct session *s;
    struct editor editor;
    struct users_csv_options options;
    const char **accepted;
    struct buf shown;    /* the table as it went to the editor */
    struct buf file;     /* the same below its comments */
    struct buf returned; /* what came back */
    struct buf table;    /* without comments */
    struct notes wrong;  /* what is wrong with it */
};

/* Append a line of the table, ended as text files are here. */
static void
put_row(struct buf *b, const char *const *cells, size_t n)
{
    const struct csv_style style = {.delimiter = ',', .lf = true};

    csv_write_row(b, &style, cells, n);
}

/* The selected users as a table. */
static void
put_users(struct buf *b, const struct session *s, const struct selection *sel)
{
    const char *cells[FIELD_COUNT];
    size_t i, f, n = 0;

    for (f = 0; f < FIELD_COUNT; f++) {
        if (field_has((enum field)f, FIELD_EXPORTED))
            cells[n++] = field_info((enum field)f)->key;
    }
    put_row(b, cells, n);
    for (i = 0; i < sel->count; i++) {
        const struct user *u = &s->job.backup->database->users[sel->users[i]];

        for (f = n = 0; f < FIELD_COUNT; f++) {
            if (field_has((enum field)f, FIELD_EXPORTED))
                cells[n++] = user_text(u, (enum field)f);
        }
        put_row(b, cells, n);
    }
}

/* The table below the guide and what is wrong with it. */
static void
put_file(struct editing *x)
{
    size_t first = GUIDE_LINES + x->wrong.listed, i;
    struct buf *b = &x->file;

    b->len = 0;
    for (i = 0; i < x->wrong.listed; i++) {
        const struct note *n = &x->wrong.list[i];

        buf_adds(b, "# ");
        if (n->line > 0)
            buf_printf(b, "line %zu: ", n->line + first);
        text_escape(b, n->text);
        buf_addc(b, '\n');
    }
    for (i = 0; i < GUIDE_LINES; i++)
        buf_printf(b, "# %s\n", guide[i]);
    buf_add(b, x->shown.data, x->shown.len);
}

/* Take the comments off the front of what came back. */
static void
strip(struct editing *x)
{
    const char *p = buf_str(&x->returned), *end;

    while (*p == '#' && (end = strchr(p, '\n')) != NULL)
        p = end + 1;
    x->table.len = 0;
    buf_adds(&x->table, p);
}

/* A cell that is blank where there was a value: `import` would keep that, but
 * who has taken it out hardly means so. */
static void
check_blanks(struct editing *x, const struct users_csv *u, struct csv *csv)
{
    const struct database *d = x->s->job.backup->database;
    size_t i, f;

    for (i = 0; i < d->user_count; i++) {
        for (f = 0; f < FIELD_COUNT && u->row_of[i] != SIZE_MAX; f++) {
            const struct csv_cell *at;

            if (u->column[f] == SIZE_MAX ||
                *user_text(&d->users[i], (enum field)f) == '\0')
                continue;
            at = &csv->rows[u->row_of[i]].cells[u->column[f]];
            if (at->text[strspn(at->text, " \t")] == '\0')
                notes_add_at(&csv->errors, at->line, at->column,
                             "%s is blank; write [clear] to erase \"%s\"",
                             field_info((enum field)f)->label,
                             user_text(&d->users[i], (enum field)f));
        }
    }
}

/* Keep what is wrong, for the next round. */
static void
keep_notes(struct editing *x, const struct notes *n)
{
    size_t i;

    for (i = 0; i < n->listed; i++)
        notes_add_at(&x->wrong, n->list[i].line, n->list[i].column, "%s",
                     n->list[i].text);
}

/* Read the table's changes into the session.  ST_REFUSED, with what is wrong
 * in `x->wrong`, if it cannot be used. */
static int
read_table(struct editing *x, struct err *e)
{
    struct job *j = &x->s->job;
    struct users_csv u = {0};
    struct csv *csv = NULL;

    if (csv_read(&csv, FILE_NAME, x->table.data, x->table.len, NULL, e) ==
            ST_OK &&
        users_csv_read(&u, &j->changes, csv, FILE_NAME, j->backup, &x->options,
                       e) == ST_OK) {
        check_blanks(x, &u, csv);
        notes_sort(&csv->errors);
        keep_notes(x, &csv->errors);
        if (csv->errors.count > 0)
            err_set(e, ST_REFUSED, "%s has errors", FILE_NAME);
    } else if (e->status == ST_REFUSED) {
        notes_add(&x->wrong, "%s", e->msg);
    }
    users_csv_free(&u);
    csv_free(csv);
    return e->status;
}

/* Have the rules a look at the changes; what stops them is wrong. */
static int
review(struct editing *x, struct err *e)
{
    const struct job_options o = {.accepted = x->accepted,
                                  .accepted_count = x->options.accepted_count,
                                  .strict = args_flag(x->s->args, "strict")};
    struct job *j = &x->s->job;
    size_t i;

    job_review(j, &o, e);
    hint_findings(&j->findings);
    if (e->status != ST_OK || j->verdict != JOB_REFUSED)
        return e->status;
    for (i = 0; i < j->findings.count; i++) {
        const struct finding *f = &j->findings.list[i];

        if (change_blocks(f, o.strict, o.accepted, o.accepted_count))
            notes_add(&x->wrong, "extension %s: %s [%s]",
                      f->number != NULL ? f->number : "-", f->message,
                      f->rule->code);
    }
    return err_set(e, ST_REFUSED, "refused");
}

/* Forget the changes of this round. */
static void
forget(struct job *j)
{
    change_free(&j->changes);
    findings_free(&j->findings);
    memset(&j->changes, 0, sizeof(j->changes));
}

/* Is there anything in the table? */
static bool
is_empty(struct buf *b)
{
    const char *s = buf_str(b);

    return s[strspn(s, " \t\r\n")] == '\0';
}

/* Say what is wrong, at the lines that the editor had. */
static void
say_wrong(struct notes *wrong)
{
    size_t i;

    for (i = 0; i < wrong->listed; i++) {
        if (wrong->list[i].line > 0)
            wrong->list[i].line += GUIDE_LINES + wrong->listed;
    }
    say_notes(say_error, wrong, FILE_NAME);
}

/* One round: the editor, and a look at what comes back.  `*done` says that
 * there is no other. */
static int
edit_once(struct editing *x, bool *done, struct err *e)
{
    struct err wrong = ERR_INIT;

    put_file(x);
    if (editor_edit(&x->editor, &x->file, &x->returned, e) != ST_OK)
        return e->status;
    strip(x);
    *done = true;
    if (is_empty(&x->table))
        return err_set(e, ST_REFUSED,
                       "the file came back empty; nothing was written");
    if (x->wrong.count > 0 && x->table.len == x->shown.len &&
        memcmp(x->table.data, x->shown.data, x->shown.len) == 0) {
        say_wrong(&x->wrong);
        return err_set(e, ST_REFUSED,
                       "the file came back as it was, with its errors; nothing "
                       "was written");
    }
    notes_free(&x->wrong);
    if (read_table(x, &wrong) == ST_OK)
        review(x, &wrong);
    forget(&x->s->job);
    if (wrong.status == ST_REFUSED && x->wrong.count > 0) {
        *done = false;
        x->shown.len = 0;
        buf_add(&x->shown, x->table.data, x->table.len);
    } else if (wrong.status != ST_OK) {
        err_copy(e, &wrong);
    } else {
        read_table(x, e);
    }
    err_free(&wrong);
    return e->status;
}

static void
free_editing(struct editing *x)
{
    editor_close(&x->editor);
    notes_free(&x->wrong);
    buf_free(&x->shown);
    buf_free(&x->file);
    buf_free(&x->returned);
    buf_free(&x->table);
    free(x->accepted);
}

/* The editor is got ready before all that is not needed is given up; the file
 * for it is the one thing that may be written beside the output. */
static int
open_editor(struct editing *x, const struct args *a, struct err *e)
{
    struct sandbox_policy p = SANDBOX_POLICY_INIT;

    if (editor_open(&x->editor, FILE_NAME, e) != ST_OK)
        return e->status;
    sandbox_allow(&p, x->editor.folder, SANDBOX_WRITE);
    confine(&p, a);
    sandbox_policy_free(&p);
    return ST_OK;
}

int
cmd_edit(struct args *a, struct err *e)
{
    struct session s = {0};
    struct selection sel = {NULL, 0};
    struct editing x = {.s = &s};
    bool done = false;

    if (accept_codes(a, &x.accepted, &x.options.accepted_count, e) != ST_OK ||
        open_editor(&x, a, e) != ST_OK || session_begin(&s, a, e) != ST_OK ||
        session_select(&s, 1, CHOOSE_ANY, &sel, e) != ST_OK)
        goto end;
    x.options.accepted = x.accepted;
    put_users(&x.shown, &s, &sel);
    while (!done && edit_once(&x, &done, e) == ST_OK)
        continue;
    editor_close(&x.editor);
    if (e->status == ST_OK)
        outcome_finish(&s, e);
end:
    free_editing(&x);
    select_free(&sel);
    session_close(&s);
    return e->status;
}
