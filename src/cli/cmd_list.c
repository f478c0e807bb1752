#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cxbak/people/user_value.h"
#include "cxbak/report/text_table.h"
#include "cxbak/report/users_json.h"
#include "cli/commands.h"
#include "cli/session.h"

/* The columns to show; each may be named twice. */
struct columns {
    enum field list[FIELD_ROWS * 2];
    size_t count;
};

/* There is no column of that name: say which is nearest. */
static int
no_column(const struct args *a, const char *option, const char *name,
          struct err *e)
{
    const char *near = field_nearest(name);
    char *all;

    if (near != NULL)
        return args_fail(a, e,
                         "--%s: there is no column \"%s\"; did you mean "
                         "\"%s\"?",
                         option, name, near);
    all = field_names(NULL, NAMED_BY_WORD, "");
    args_fail(a, e, "--%s: there is no column \"%s\": %s", option, name, all);
    free(all);
    return e->status;
}

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
            no_column(a, "columns", name, e);
    }
    if (e->status == ST_OK && c->count == 0)
        args_fail(a, e, "--columns: name at least one column");
    free(copy);
    return e->status;
}

static void
print_json(const struct session *s, const struct selection *sel,
           const struct columns *c)
{
    struct json_t *doc = jsonout_array();
    size_t i;

    for (i = 0; i < sel->count; i++)
        jsonout_append(doc, users_json_row(s->job.backup, &s->job.avatars,
                                           sel->users[i], c->list, c->count));
    jsonout_print(doc, stdout);
}

/* A picture's name without the folder that all pictures lie in. */
static const char *
short_name(const char *name)
{
    const char *rest = avatar_in_folder(name);

    return rest != NULL ? rest : name;
}

static void
print_table(const struct session *s, const struct selection *sel,
            const struct columns *c)
{
    struct text_table *t = text_table_new();
    char n[HUMAN_ROOM], all[HUMAN_ROOM];
    size_t i, k, users = s->job.backup->database->user_count;

    if (users == 0) {
        puts("This phone system has no users.");
        text_table_free(t);
        return;
    }
    for (i = 0; i < c->count; i++)
        text_table_column(t, field_info(c->list[i])->heading,
                          field_has(c->list[i], FIELD_RIGHT) ? TEXT_TABLE_RIGHT
                                                             : TEXT_TABLE_LEFT);
    for (i = 0; i < sel->count; i++) {
        for (k = 0; k < c->count; k++) {
            char *value = user_value(s->job.backup, &s->job.avatars,
                                     sel->users[i], c->list[k]);

            text_table_copy(t, c->list[k] == FIELD_AVATAR ? short_name(value)
                                                          : value);
            free(value);
        }
    }
    text_table_print(t, stdout, 0, args_colour(s->args, STDOUT_FILENO));
    text_table_free(t);
    if (sel->count == users)
        printf("\n%s\n", human_things(n, users, "user"));
    else
        printf("\n%s of %s users\n", human_count(n, sel->count),
               human_count(all, users));
}

int
cmd_list(struct args *a, struct err *e)
{
    const char *by = args_value(a, "sort");
    enum field sort = FIELD_NUMBER;
    struct selection sel = {NULL, 0};
    struct columns c;
    struct session s = {0};

    if (by != NULL && !field_parse(by, &sort))
        return no_column(a, "sort", by, e);
    if (read_columns(a, &c, e) != ST_OK)
        return e->status;
    if (session_open_values(&s, a, a->operands[0], e) != ST_OK ||
        session_select(&s, 1, CHOOSE_ANY, &sel, e) != ST_OK)
        goto done;
    if (by != NULL)
        select_sort(&sel, sort, s.job.backup, &s.job.avatars);
    if (args_flag(a, "json"))
        print_json(&s, &sel, &c);
    else
        print_table(&s, &sel, &c);
done:
    select_free(&sel);
    session_close(&s);
    return e->status;
}
