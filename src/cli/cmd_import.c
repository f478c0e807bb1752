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
#include "cli/import_report.h"
#include "cli/outcome.h"
#include "cli/session.h"

/* What standard input is called in messages. */
#define STDIN_NAME "standard input"

/* The options of this command. */
struct wanted {
    struct users_csv_options o;
    struct csv_options csv;
    struct users_csv_map *maps;
    size_t maps_cap;
    const char **accepted;
};

static int
read_options(struct wanted *w, const struct args *a, struct err *e)
{
    const char *key = args_value(a, "key"), *text;
    size_t pos;

    w->o.key = key != NULL && strcmp(key, "email") == 0 ? USERCSV_BY_EMAIL
                                                        : USERCSV_BY_NUMBER;
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
    for (pos = 0; (text = args_next(a, "map", &pos)) != NULL;) {
        w->maps =
            mem_grow(w->maps, &w->maps_cap, w->o.map_count, sizeof(*w->maps));
        if (users_csv_map_parse(&w->maps[w->o.map_count], text, e) != ST_OK)
            return err_prefix(e, "%s: --map ", a->command);
        w->o.map_count++;
    }
    w->o.maps = w->maps;
    return ST_OK;
}

static void
free_options(struct wanted *w)
{
    size_t i;

    for (i = 0; i < w->o.map_count; i++)
        free(w->maps[i].column);
    free(w->maps);
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
    if (rc == ST_OK && xlsx_is(b.data, b.len))
        rc = xlsx_read(c, name, b.data, b.len, sheet, e);
    else if (rc == ST_OK && sheet != NULL)
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
        avatar_options(&source, &name, s->args, e) == ST_OK)
        users_csv_pictures(u, &s->job.changes, csv, file, &source,
                           s->job.backup, &s->job.avatars, skip_bad);
    avatar_source_free(&source);
    template_free(name);
    return e->status;
}

/* Report on the file that was read and, if it is good, make the changes. */
static int
finish(struct session *s, struct import_report *r, struct err *e)
{
    if (import_report_file(r, e) != ST_OK)
        return import_report_refused(s, r, e);
    s->reviewed = import_report_reviewed;
    s->reviewed_arg = r;
    if (outcome_finish(s, e) == ST_OK && args_value(s->args, "output") != NULL)
        import_report_sum(s, r, true);
    return e->status;
}

int
cmd_import(struct args *a, struct err *e)
{
    const char *path = a->operands[1];
    const char *name = strcmp(path, "-") == 0 ? STDIN_NAME : path;
    struct session s = {0};
    struct users_csv u = {0};
    struct wanted w = {0};
    struct csv *c = NULL;

    if (read_options(&w, a, e) != ST_OK ||
        session_open(&s, a, a->operands[0], false, e) != ST_OK ||
        read_file(&c, path, name, a, &w.csv, e) != ST_OK ||
        users_csv_read(&u, &s.job.changes, c, name, s.job.backup, &w.o, e) !=
            ST_OK ||
        read_pictures(&s, c, &u, path, w.o.skip_bad, e) != ST_OK)
        goto done;
    finish(&s, &(struct import_report){c, &u, name}, e);
done:
    users_csv_free(&u);
    csv_free(c);
    free_options(&w);
    session_close(&s);
    return e->status;
}
