/* Changes as a CSV file says. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/table/csv.h"
#include "cxbak/table/xlsx.h"
#include "cxbak/util/human.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/intake/users_csv.h"
#include "cli/accept.h"
#include "cli/avatar_options.h"
#include "cli/commands.h"
#include "cli/hint.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/session.h"

/* What standard input is called in messages. */
#define STDIN_NAME "standard input"

/* The options of this command. */
struct wanted {
    struct users_csv_options o;
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
    w->o.accept_damage = args_flag(a, "accept-damage");
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
          struct err *e)
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
        rc = csv_read(c, name, b.data, b.len, e);
    buf_free(&b);
    return rc;
}

/* Say what is odd about the file as a whole. */
static void
tell_file(const struct csv *c, const struct users_csv *u, const char *name)
{
    if (c->encoding == CSV_WINDOWS1252 && c->mixed)
        say_warning("%s:%zu:%zu: this is not UTF-8, though other places look "
                    "like it; the whole file is read as Windows-1252",
                    name, c->foreign_line, c->foreign_column);
    else if (c->encoding == CSV_WINDOWS1252)
        say_note("%s: read as Windows-1252, because it is not UTF-8 (line "
                 "%zu, column %zu)",
                 name, c->foreign_line, c->foreign_column);
    say_notes(say_note, &c->notes, name);
    say_notes(say_warning, &c->warnings, name);
    if (u->ignored != NULL)
        say_note("%s: not used: %s", name, u->ignored);
    say_notes(say_warning, &u->oddities, name);
}

/* Say every error of the file. */
static int
tell_errors(const struct csv *c, const char *name, struct err *e)
{
    char n[HUMAN_ROOM];

    say_notes(say_error, &c->errors, name);
    if (c->errors.count > 0)
        return err_set(e, ST_REFUSED, "%s: refused: %s; nothing was written",
                       name, human_things(n, c->errors.count, "error"));
    return ST_OK;
}

/* The column of pictures. */
static int
read_pictures(struct session *s, struct csv *csv, const struct users_csv *u,
              const char *file, struct err *e)
{
    struct avatar_source source = {0};
    struct template *name = NULL;

    if (u->avatar != SIZE_MAX &&
        avatar_options(&source, &name, s->args, e) == ST_OK)
        users_csv_pictures(u, &s->job.changes, csv, file, &source,
                           s->job.backup, &s->job.avatars);
    avatar_source_free(&source);
    template_free(name);
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
        read_file(&c, path, name, a, e) != ST_OK ||
        users_csv_read(&u, &s.job.changes, c, name, s.job.backup, &w.o, e) !=
            ST_OK ||
        read_pictures(&s, c, &u, path, e) != ST_OK)
        goto done;
    tell_file(c, &u, name);
    if (tell_errors(c, name, e) == ST_OK)
        outcome_finish(&s, e);
done:
    users_csv_free(&u);
    csv_free(c);
    free_options(&w);
    session_close(&s);
    return e->status;
}
