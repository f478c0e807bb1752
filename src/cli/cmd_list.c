#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "cxbak/util/human.h"
#include "cxbak/util/text.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cxbak/people/user_value.h"
#include "cxbak/report/text_table.h"
#include "cxbak/report/users_json.h"
#include "cli/column_names.h"
#include "cli/commands.h"
#include "cli/many.h"
#include "cli/plans.h"
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/session.h"

/* The columns to show; each may be named twice. */
struct columns {
    enum field list[FIELD_ROWS * 2];
    size_t count;
};

/* The columns that are shown when none are asked for. */
static void
usual_columns(struct columns *c, enum field_flags flag)
{
    size_t i;

    c->count = 0;
    for (i = 0; i < FIELD_ROWS; i++) {
        if (field_has((enum field)i, flag))
            c->list[c->count++] = (enum field)i;
    }
}

/* Read --columns, a list with commas. */
static int
read_columns(const struct args *a, struct columns *c, struct err *e)
{
    const char *list = args_value(a, "columns");
    char *copy, *save = NULL, *name;

    c->count = 0;
    if (list == NULL) {
        usual_columns(c, args_flag(a, "json") ? FIELD_IN_JSON : FIELD_LISTED);
        return ST_OK;
    }
    copy = mem_dup(list);
    for (name = strtok_r(copy, ",", &save); name != NULL && e->status == ST_OK;
         name = strtok_r(NULL, ",", &save)) {
        if (c->count == sizeof(c->list) / sizeof(c->list[0]))
            args_fail(a, e, "--columns: these are too many");
        else if (!field_parse(name, &c->list[c->count++]))
            column_names_unknown(a, "columns", name, e);
    }
    if (e->status == ST_OK && c->count == 0)
        args_fail(a, e, "--columns: name at least one column");
    free(copy);
    return e->status;
}

/* One call of the command. */
struct listing {
    struct args *args;
    struct columns columns;
    bool sorted;
    enum field by;
    size_t backups;
    size_t users, chosen; /* of all of them */
    struct plans plans;   /* of --with, which the view borrows */
    struct change_view view;
    struct text_table *table;
};

static void
print_json(const struct listing *l, const struct session *s,
           const struct selection *sel)
{
    struct jsonout o;
    size_t i;

    jsonout_start(&o, stdout, false);
    if (l->backups == 1)
        jsonout_open(&o, NULL, '[');
    for (i = 0; i < sel->count; i++) {
        struct json_t *row =
            users_json_row(s->job.backup, &s->job.avatars, sel->users[i],
                           l->columns.list, l->columns.count);

        if (l->backups == 1) {
            jsonout_put(&o, NULL, row);
            continue;
        }
        jsonout_set_string(row, "Backup", s->path);
        jsonout_print_line(row, stdout);
    }
    if (l->backups == 1)
        jsonout_close(&o);
}

/* A picture's name without the folder that all pictures lie in. */
static const char *
short_name(const struct backup *b, const char *name)
{
    const char *rest = avatar_in_backup(b, name);

    return rest != NULL ? rest : name;
}

/* Begin the table of all backups. */
static void
start_table(struct listing *l)
{
    size_t i;

    l->table = text_table_new();
    if (l->backups > 1) {
        text_table_column(l->table, "Backup", TEXT_TABLE_LEFT);
        text_table_files(l->table);
    }
    for (i = 0; i < l->columns.count; i++) {
        enum field f = l->columns.list[i];

        text_table_column(l->table, field_info(f)->heading,
                          field_has(f, FIELD_RIGHT) ? TEXT_TABLE_RIGHT
                                                    : TEXT_TABLE_LEFT);
        if (f == FIELD_NUMBER)
            text_table_keep(l->table);
    }
}

/* Add the chosen users of a backup. */
static void
add_rows(struct listing *l, const struct session *s,
         const struct selection *sel)
{
    size_t i, k;

    for (i = 0; i < sel->count; i++) {
        if (l->backups > 1)
            text_table_copy(l->table, s->path);
        for (k = 0; k < l->columns.count; k++) {
            enum field f = l->columns.list[k];
            char *value =
                user_value(s->job.backup, &s->job.avatars, sel->users[i], f);

            text_table_copy(l->table, f == FIELD_AVATAR
                                          ? short_name(s->job.backup, value)
                                          : value);
            free(value);
        }
    }
}

static void
print_table(struct listing *l)
{
    char n[HUMAN_ROOM], all[HUMAN_ROOM];

    if (l->users == 0 && l->backups == 1) {
        say_note("This phone system has no users");
        return;
    }
    if (args_flag(l->args, "no-header"))
        text_table_no_headings(l->table);
    screen_table(l->table, l->args,
                 "-c chooses columns, and in a file or a pipe nothing is cut");
    if (l->chosen == l->users)
        say_note("%s", human_things(n, l->users, "user"));
    else
        say_note("%s of %s users", human_count(n, l->chosen),
                 human_count(all, l->users));
}

/* The extensions alone, one on a line: @- and @FILE take them. */
static void
print_numbers(const struct session *s, const struct selection *sel)
{
    size_t i;

    for (i = 0; i < sel->count; i++) {
        const struct user *u = &s->job.backup->database->users[sel->users[i]];
        struct buf b = BUF_INIT;

        text_escape(&b, user_text(u, FIELD_NUMBER));
        puts(buf_str(&b));
        buf_free(&b);
    }
}

/* Open a backup; with plans its users show the values that they would have. */
static int
open_one(struct listing *l, struct session *s, const char *path, struct err *e)
{
    size_t n;
    const char **plans = args_all(l->args, "with", &n);

    if (n == 0)
        session_open(s, l->args, path, KEEP_VALUES, e);
    else if (session_open(s, l->args, path, 0, e) == ST_OK &&
             plans_read(&l->plans, plans, n, false, l->args->inputs, e) ==
                 ST_OK &&
             job_apply(&s->job, l->plans.list, n, e) == ST_OK) {
        if (s->job.plans.conflict_count > 0)
            err_set(
                e, ST_CONFLICT,
                "%s: the plan does not fit; `cxbak apply` shows the conflicts",
                path);
        else
            change_view_update(&l->view, &s->job.changes, s->job.backup);
    }
    free(plans);
    return e->status;
}

/* List the users of one backup, or add them to the table. */
static int
list_one(void *arg, const char *path, struct err *e)
{
    struct listing *l = arg;
    struct selection sel = {NULL, 0};
    struct session s = {0};

    if (open_one(l, &s, path, e) != ST_OK ||
        session_select(&s, l->backups, CHOOSE_ANY, &sel, e) != ST_OK)
        goto done;
    if (l->sorted)
        select_sort(&sel, l->by, s.job.backup, &s.job.avatars);
    l->users += s.job.backup->database->user_count;
    l->chosen += sel.count;
    if (args_flag(l->args, "json"))
        print_json(l, &s, &sel);
    else if (args_flag(l->args, "numbers"))
        print_numbers(&s, &sel);
    else
        add_rows(l, &s, &sel);
done:
    select_free(&sel);
    change_view_end(&l->view, s.job.backup);
    session_close(&s);
    plans_free(&l->plans);
    return e->status;
}

int
cmd_list(struct args *a, struct err *e)
{
    const char *by = args_value(a, "sort");
    struct listing l = {.args = a,
                        .sorted = by != NULL,
                        .by = FIELD_NUMBER,
                        .backups = many_count(a)};

    if (by != NULL && !field_parse(by, &l.by))
        return column_names_unknown(a, "sort", by, e);
    if (args_flag(a, "numbers") &&
        (args_flag(a, "json") || args_flag(a, "columns")))
        return args_fail(a, e,
                         "--numbers prints extensions alone; leave out "
                         "--json and --columns");
    if (read_columns(a, &l.columns, e) != ST_OK)
        return e->status;
    start_table(&l);
    many_each(a, l.backups, list_one, &l, e);
    if (!args_flag(a, "json") && !args_flag(a, "numbers") &&
        (l.backups > 1 || e->status == ST_OK))
        print_table(&l);
    text_table_free(l.table);
    return e->status;
}
