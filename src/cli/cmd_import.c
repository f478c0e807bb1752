/* Changes as a CSV file says. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/table/csv.h"
#include "cxbak/table/xlsx.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/intake/users_csv.h"
#include "cli/accept.h"
#include "cli/avatar_options.h"
#include "cli/commands.h"
#include "cli/import_columns.h"
#include "cli/import_report.h"
#include "cli/outcome.h"
#include "cli/session.h"
#include "cli/steps.h"

/* What standard input is called in messages. */
#define STDIN_NAME "standard input"

/* The options of this command. */
struct wanted {
    struct users_csv_options o;
    struct csv_options csv;
    struct users_csv_maps maps;
    const char **accepted;
};

/* --map and --map-file */
static int
read_maps(struct wanted *w, const struct args *a, struct err *e)
{
    const char *file = args_value(a, "map-file"), *text;
    struct buf b = BUF_INIT;
    size_t pos;

    if (file != NULL &&
        io_slurp(&b, file, a->inputs, CSV_MAX_BYTES, ST_REFUSED, e) == ST_OK) {
        if (!text_valid(buf_str(&b), strlen(buf_str(&b)), NULL))
            err_set(e, ST_REFUSED, "%s: this is not UTF-8 text", file);
        else
            users_csv_map_file(&w->maps, buf_str(&b), file, e);
    }
    buf_free(&b);
    if (e->status != ST_OK)
        return e->status;
    for (pos = 0; (text = args_next(a, "map", &pos)) != NULL;) {
        if (users_csv_map_parse(&w->maps, text, e) != ST_OK)
            return err_prefix(e, "%s: --map ", a->command);
    }
    return ST_OK;
}

static int
read_options(struct wanted *w, const struct args *a, struct err *e)
{
    const char *key = args_value(a, "key");
    uint64_t row = 0;

    if (key != NULL && users_csv_keys_parse(&w->o, key, e) != ST_OK)
        return err_prefix(e, "%s: --key: ", a->command);
    if (args_number(a, "header-row", 1, CSV_MAX_CELLS, &row, e) != ST_OK)
        return e->status;
    w->csv.header_row = (size_t)row;
    w->o.no_trim = args_flag(a, "no-trim");
    w->csv.encoding = args_value(a, "encoding");
    w->o.skip_unknown = args_flag(a, "skip-unknown");
    w->o.skip_bad = args_flag(a, "skip-bad");
    w->o.keep_damaged = args_flag(a, "keep-damaged");
    w->o.accept_damage = args_flag(a, "accept-damage");
    if (args_value(a, "rejects") != NULL && !w->o.skip_unknown &&
        !w->o.skip_bad)
        return args_fail(a, e,
                         "--rejects takes the rows that --skip-unknown or "
                         "--skip-bad leave out; give one of them");
    if (accept_codes(a, &w->accepted, &w->o.accepted_count, e) != ST_OK)
        return e->status;
    w->o.accepted = w->accepted;
    if (read_maps(w, a, e) != ST_OK)
        return e->status;
    w->o.maps = w->maps.list;
    w->o.map_count = w->maps.count;
    w->csv.names = users_csv_names;
    w->csv.arg = &w->o;
    return ST_OK;
}

static void
free_options(struct wanted *w)
{
    users_csv_maps_free(&w->maps);
    free(w->accepted);
}

/* Read the file, or standard input for "-": a workbook or a CSV file, as its
 * content says. */
static int
read_file(struct csv **c, const char *path, const char *name, struct args *a,
          const struct csv_options *o, struct err *e)
{
    const char *sheet = args_value(a, "sheet");
    struct inputs *in = a->inputs;
    struct buf b = BUF_INIT;
    int rc;

    if (strcmp(path, "-") == 0)
        rc = io_drain(&b, STDIN_FILENO, name, in, CSV_MAX_BYTES, ST_REFUSED, e);
    else
        rc = io_slurp(&b, path, in, CSV_MAX_BYTES, ST_REFUSED, e);
    if (rc == ST_OK && xlsx_is(b.data, b.len)) {
        rc = xlsx_read(c, name, b.data, b.len, sheet, e);
        if (rc == ST_OK)
            csv_take_header(*c, o);
    } else if (rc == ST_OK && sheet != NULL)
        rc = err_set(e, ST_REFUSED,
                     "%s: this is no Excel workbook (.xlsx), so it has no "
                     "sheets; leave out --sheet",
                     name);
    else if (rc == ST_OK)
        rc = csv_read(c, name, b.data, b.len, o, e);
    buf_free(&b);
    return rc;
}

/* The column of pictures. */
static int
read_pictures(struct session *s, struct csv *csv, struct users_csv *u,
              const char *file, bool skip_bad, struct err *e)
{
    struct avatar_source source = {0};
    struct template *name = NULL;

    if (u->avatar != SIZE_MAX &&
        avatar_options(&source, &name, s->args, e) == ST_OK) {
        source.folder = args_value(s->args, "pictures");
        users_csv_pictures(u, &s->job.changes, csv, file, &source,
                           s->job.backup, &s->job.avatars, skip_bad);
    }
    avatar_source_free(&source);
    template_free(name);
    return e->status;
}

/* An import on its way, until the end of its session. */
struct import {
    struct wanted wanted;
    struct csv *csv;
    struct users_csv users;
    struct import_report report;
};

static void
release(void *arg)
{
    struct import *x = arg;

    import_report_free(&x->report);
    users_csv_free(&x->users);
    csv_free(x->csv);
    free_options(&x->wanted);
    free(x);
}

static int
reviewed(struct session *s, struct session_hook *h, bool stopped, struct err *e)
{
    struct import *x = h->arg;

    h->more = import_report_json(s, &x->report);
    return import_report_reviewed(s, &x->report, stopped, e);
}

static int
finished(struct session *s, struct session_hook *h, struct err *e)
{
    struct import *x = h->arg;

    return import_report_finished(s, &x->report, e);
}

int
steps_import(struct session *s, struct args *a, struct err *e)
{
    struct import *x = mem_calloc(1, sizeof(*x));
    const char *path = a->operands[1];
    const char *name = strcmp(path, "-") == 0 ? STDIN_NAME : path;
    struct session_hook hook = {.reviewed = reviewed,
                                .finished = finished,
                                .release = release,
                                .arg = x};

    if (args_flag(a, "columns"))
        args_fail(a, e, "--columns changes nothing, so it is no step");
    if (e->status != ST_OK || read_options(&x->wanted, a, e) != ST_OK ||
        session_begin(s, a, e) != ST_OK ||
        read_file(&x->csv, path, name, a, &x->wanted.csv, e) != ST_OK ||
        users_csv_read(&x->users, &s->job.changes, x->csv, name, s->job.backup,
                       &x->wanted.o, e) != ST_OK ||
        read_pictures(s, x->csv, &x->users, path, x->wanted.o.skip_bad, e) !=
            ST_OK) {
        release(x);
        return e->status;
    }
    x->report =
        (struct import_report){.csv = x->csv, .u = &x->users, .name = name};
    users_csv_doubts(&x->users, x->csv, name, s->job.backup, &s->job.findings);
    if (import_report_file(&x->report, e) != ST_OK)
        import_report_refused(s, &x->report, e);
    session_add_hook(s, &hook);
    return e->status;
}

/* Say what the columns of the file are read as; the backup is not looked at. */
static int
show_columns(struct args *a, struct err *e)
{
    const char *path = a->operands[1];
    const char *name = strcmp(path, "-") == 0 ? STDIN_NAME : path;
    struct wanted w = {0};
    struct users_csv u = {0};
    struct csv *csv = NULL;

    if (args_value(a, "output") != NULL || args_value(a, "plan") != NULL)
        args_fail(a, e,
                  "--columns changes nothing; leave out --output and --plan");
    else if (read_options(&w, a, e) == ST_OK &&
             read_file(&csv, path, name, a, &w.csv, e) == ST_OK) {
        users_csv_columns(&u, csv, name, &w.o, e);
        import_columns_print(a, csv, &u, name, e);
    }
    users_csv_free(&u);
    csv_free(csv);
    free_options(&w);
    return e->status;
}

int
cmd_import(struct args *a, struct err *e)
{
    if (args_flag(a, "columns"))
        return show_columns(a, e);
    return outcome_of(steps_import, a, e);
}
