#include <stdlib.h>
#include <string.h>

#include "cxbak/people/user_value.h"
#include "cxbak/util/mem.h"
#include "cli/column_names.h"
#include "cli/export_columns.h"
#include "cli/say.h"

/* Add the column of that name. */
static int
add(struct export_columns *x, const struct args *a, const char *name,
    struct err *e)
{
    struct console_csv_choice *c = &x->console;
    const struct console_csv_column *known;
    const char *official;
    enum field f;

    if (c->count == CONSOLE_MAX_COLUMNS)
        return args_fail(a, e, "--columns: these are too many");
    if (field_parse(name, &f))
        official = field_info(f)->key;
    else if ((official = console_csv_official(name)) == NULL)
        return column_names_unknown(a, "columns", name, e);
    known = console_csv_find(official);
    if (known != NULL && console_csv_is_secret(known) &&
        !args_flag(a, "with-secrets"))
        return args_fail(a, e,
                         "--columns: \"%s\" holds a password or a PIN; add "
                         "--with-secrets to write it",
                         official);
    x->fields[c->count] =
        known == NULL && field_parse(name, &f) ? f : FIELD_ROWS;
    c->names[c->count] = official;
    c->list[c->count++] = known;
    return ST_OK;
}

int
export_columns_choose(struct export_columns *x, const struct args *a,
                      const struct database *d, struct err *e)
{
    const char *list = args_value(a, "columns"), *reader = args_value(a, "for");
    bool console = reader != NULL && strcmp(reader, "3cx") == 0;
    char *copy, *save = NULL, *name;
    size_t i;

    memset(x, 0, sizeof(*x));
    if (args_flag(a, "with-secrets"))
        say_warning("passwords and PINs are written, too, as they are: keep "
                    "this table as you keep the backup");
    for (i = 0; i < CONSOLE_MAX_COLUMNS; i++)
        x->fields[i] = FIELD_ROWS;
    if (list == NULL) {
        console_csv_choose(&x->console, d, console,
                           args_flag(a, "with-secrets"));
        return ST_OK;
    }
    if (console)
        return args_fail(a, e,
                         "--for 3cx writes the columns of the console; leave "
                         "out --for or --columns");
    copy = mem_dup(list);
    for (name = strtok_r(copy, ",", &save); name != NULL && e->status == ST_OK;
         name = strtok_r(NULL, ",", &save))
        add(x, a, name, e);
    if (e->status == ST_OK && x->console.count == 0)
        args_fail(a, e, "--columns: name at least one column");
    free(copy);
    return e->status;
}

char *
export_columns_cell(const struct export_columns *x, size_t i,
                    const struct session *s, size_t user)
{
    const struct backup *b = s->job.backup;

    if (x->console.list[i] != NULL)
        return console_csv_cell(x->console.list[i], &b->database->users[user]);
    if (x->fields[i] != FIELD_ROWS)
        return user_value(b, &s->job.avatars, user, x->fields[i]);
    return NULL;
}
