/* Users as CSV: for programs, for spreadsheets, and as the console does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/buf.h"
#include "cxbak/table/csv.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/outfile.h"
#include "cli/commands.h"
#include "cli/export_columns.h"
#include "cli/export_workbook.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/session.h"

/* Rows are written in pieces of about this size. */
#define PIECE ((size_t)1 << 16)

/* The file to be made: its form, its columns, and where it goes. */
struct export
{
    struct csv_style style;
    struct export_columns columns;
    struct outfile *file; /* NULL: standard output */
    struct buf piece;
};

/* Hand over what has been collected. */
static int
flush(struct export *x, struct err *e)
{
    if (x->piece.len == 0)
        return ST_OK;
    if (x->file != NULL)
        sink_write(outfile_sink(x->file), x->piece.data, x->piece.len, e);
    else
        fwrite(x->piece.data, 1, x->piece.len, stdout);
    x->piece.len = 0;
    return e->status;
}

static int
write_user(struct export *x, const struct session *s, size_t user,
           struct err *e)
{
    size_t n = x->columns.console.count, i;
    char *cells[CONSOLE_MAX_COLUMNS] = {NULL};

    for (i = 0; i < n; i++)
        cells[i] = export_columns_cell(&x->columns, i, s, user);
    csv_write_row(&x->piece, &x->style, (const char *const *)cells, n);
    for (i = 0; i < n; i++)
        free(cells[i]);
    return x->piece.len >= PIECE ? flush(x, e) : ST_OK;
}

static int
write_users(struct export *x, const struct session *s,
            const struct selection *sel, struct err *e)
{
    size_t i;

    csv_write_start(&x->piece, &x->style);
    csv_write_row(&x->piece, &x->style, x->columns.console.names,
                  x->columns.console.count);
    for (i = 0; i < sel->count; i++) {
        if (write_user(x, s, sel->users[i], e) != ST_OK)
            return e->status;
    }
    return flush(x, e);
}

/* Write to the file that --output names, which appears complete or not at
 * all, or to standard output. */
static int
write_out(struct export *x, const struct session *s,
          const struct selection *sel, struct err *e)
{
    const char *path = args_value(s->args, "output");
    struct outfile_options q;
    char n[HUMAN_ROOM];

    if (path == NULL || strcmp(path, "-") == 0)
        return write_users(x, s, sel, e);
    if (output_begin(&q, s->args, path, e) != ST_OK)
        return e->status;
    if (outfile_open(&x->file, path, &q, e) == ST_OK &&
        write_users(x, s, sel, e) == ST_OK &&
        sink_finish(outfile_sink(x->file), NULL, e) == ST_OK)
        say_note("%s: %s", path, human_things(n, sel->count, "user"));
    outfile_free(x->file);
    output_end();
    return e->status;
}

/* Is it a workbook that is to be written?  As the file's name says, and then
 * the options must fit. */
static bool
is_workbook(const struct args *a, bool excel, struct err *e)
{
    const char *path = args_value(a, "output");
    size_t n = path != NULL ? strlen(path) : 0;
    bool named = n > 5 && strcasecmp(path + n - 5, ".xlsx") == 0;

    if (named && !excel)
        err_set(e, ST_USAGE,
                "%s: %s: a workbook is written with --for excel; name a CSV "
                "file otherwise",
                a->command, path);
    else if (named && args_value(a, "delimiter") != NULL)
        err_set(e, ST_USAGE, "%s: %s: a workbook has no --delimiter",
                a->command, path);
    else if (n > 4 && (strcasecmp(path + n - 4, ".ods") == 0 ||
                       strcasecmp(path + n - 4, ".xls") == 0))
        err_set(e, ST_USAGE,
                "%s: %s: such workbooks are not written; name a .csv file, or "
                "an .xlsx file with --for excel",
                a->command, path);
    else if (!named && args_flag(a, "with-pictures"))
        err_set(e, ST_USAGE,
                "%s: pictures go into a workbook only: --for excel "
                "--with-pictures -o FILE.xlsx",
                a->command);
    return named;
}

/* The delimiter that --delimiter names. */
static char
choose_delimiter(const struct args *a)
{
    const char *name = args_value(a, "delimiter");

    if (name == NULL || strcmp(name, "comma") == 0)
        return ',';
    return strcmp(name, "tab") == 0 ? '\t' : ';';
}

int
cmd_export(struct args *a, struct err *e)
{
    const char *reader = args_value(a, "for");
    bool excel = reader != NULL && strcmp(reader, "excel") == 0;
    struct selection sel = {NULL, 0};
    struct session s = {0};
    struct export x = {
        .piece = BUF_INIT,
        .style = {.delimiter = choose_delimiter(a),
                  .bom = excel,
                  .excel = excel,
                  .lf = args_value(a, "output") == NULL ||
                        strcmp(args_value(a, "output"), "-") == 0}};
    bool workbook = is_workbook(a, excel, e);

    if (e->status != ST_OK ||
        session_open(&s, a, a->operands[0], KEEP_DETAILS, e) != ST_OK ||
        session_select(&s, 1, CHOOSE_ANY, &sel, e) != ST_OK ||
        export_columns_choose(&x.columns, a, s.job.backup->database, e) !=
            ST_OK)
        goto done;
    if (workbook)
        export_workbook(&s, &x.columns, &sel, e);
    else
        write_out(&x, &s, &sel, e);
done:
    buf_free(&x.piece);
    select_free(&sel);
    session_close(&s);
    return e->status;
}
