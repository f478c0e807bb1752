#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/report/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/text_table.h"
#include "cli/commands.h"
#include "cli/session.h"

/* The columns of the console's list of users, in its order. */
static const enum column console_csv_columns[] = {
    COLUMN_NUMBER, COLUMN_FIRST,    COLUMN_LAST,   COLUMN_EMAIL,
    COLUMN_MOBILE, COLUMN_CALLERID, COLUMN_PHONES, COLUMN_AVATAR};

/* ... and of the JSON document. */
static const enum column json_columns[] = {
    COLUMN_NUMBER,   COLUMN_FIRST,   COLUMN_LAST,   COLUMN_EMAIL, COLUMN_MOBILE,
    COLUMN_CALLERID, COLUMN_ENABLED, COLUMN_PHONES, COLUMN_AVATAR};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The columns to show. */
struct columns {
    enum column list[COLUMN_COUNT * 2];
    size_t count;
};

/* There is no column of that name: say which is nearest. */
static int
no_column(const struct args *a, const char *option, const char *name,
          struct err *e)
{
    const char *near = column_nearest(name);

    if (near != NULL)
        return args_fail(a, e,
                         "--%s: there is no column \"%s\"; did you mean "
                         "\"%s\"?",
                         option, name, near);
    return args_fail(a, e,
                     "--%s: there is no column \"%s\": number, first, last, "
                     "email, mobile, callerid, enabled, phones, avatar",
                     option, name);
}

/* Read --columns, a list with commas. */
static int
read_columns(const struct args *a, struct columns *c, struct err *e)
{
    const char *list = args_value(a, "columns");
    char *copy, *save = NULL, *name;

    c->count = 0;
    if (list == NULL) {
        const enum column *from =
            args_flag(a, "json") ? json_columns : console_csv_columns;

        c->count = args_flag(a, "json") ? COUNT(json_columns)
                                        : COUNT(console_csv_columns);
        memcpy(c->list, from, c->count * sizeof(*from));
        return ST_OK;
    }
    copy = mem_dup(list);
    for (name = strtok_r(copy, ",", &save); name != NULL && e->status == ST_OK;
         name = strtok_r(NULL, ",", &save)) {
        if (c->count == COUNT(c->list))
            args_fail(a, e, "--columns: these are too many");
        else if (!column_parse(name, &c->list[c->count++]))
            no_column(a, "columns", name, e);
    }
    if (e->status == ST_OK && c->count == 0)
        args_fail(a, e, "--columns: name at least one column");
    free(copy);
    return e->status;
}

/* The user as one object; a count and a truth are no strings. */
static struct json_t *
user_json(const struct session *s, size_t user, const struct columns *c)
{
    const struct user *u = &s->backup->database->users[user];
    struct json_t *one = jsonout_object();
    size_t i;

    for (i = 0; i < c->count; i++) {
        const char *key = column_key(c->list[i]);

        if (c->list[i] == COLUMN_ENABLED)
            jsonout_set_bool(one, key, !u->disabled);
        else if (c->list[i] == COLUMN_PHONES)
            jsonout_set_count(one, key, u->phone_count);
        else if (c->list[i] == COLUMN_AVATAR)
            jsonout_set_string(one, key,
                               avatars_name(&s->avatars, s->backup, user));
        else
            jsonout_set_string(one, key, user_text(u, (enum field)c->list[i]));
    }
    return one;
}

static void
print_json(const struct session *s, const struct selection *sel,
           const struct columns *c)
{
    struct json_t *doc = jsonout_array();
    size_t i;

    for (i = 0; i < sel->count; i++)
        jsonout_append(doc, user_json(s, sel->users[i], c));
    jsonout_print(doc, stdout);
}

/* A picture's name without the folder that all pictures lie in. */
static const char *
short_name(const char *name)
{
    size_t n = sizeof(AVATAR_FOLDER_NAME) - 1;

    return strlen(name) > n ? name + n : name;
}

static void
print_table(const struct session *s, const struct selection *sel,
            const struct columns *c)
{
    struct text_table *t = text_table_new();
    char n[HUMAN_ROOM], all[HUMAN_ROOM];
    size_t i, k, users = s->backup->database->user_count;

    for (i = 0; i < c->count; i++)
        text_table_column(t, column_heading(c->list[i]),
                          c->list[i] == COLUMN_PHONES ? TEXT_TABLE_RIGHT
                                                      : TEXT_TABLE_LEFT);
    for (i = 0; i < sel->count; i++) {
        for (k = 0; k < c->count; k++) {
            char *value =
                select_value(s->backup, &s->avatars, sel->users[i], c->list[k]);

            text_table_copy(t, c->list[k] == COLUMN_AVATAR ? short_name(value)
                                                           : value);
            free(value);
        }
    }
    text_table_print(t, stdout, 0, args_colour(s->args, STDOUT_FILENO));
    text_table_free(t);
    if (sel->count == users)
        printf("\n%s user%s\n", human_count(n, users), users == 1 ? "" : "s");
    else
        printf("\n%s of %s users\n", human_count(n, sel->count),
               human_count(all, users));
}

int
cmd_list(struct args *a, struct err *e)
{
    const char *by = args_value(a, "sort");
    enum column sort = COLUMN_NUMBER;
    struct selection sel = {NULL, 0};
    struct columns c;
    struct session s = {0};

    if (by != NULL && !column_parse(by, &sort))
        return no_column(a, "sort", by, e);
    if (read_columns(a, &c, e) != ST_OK)
        return e->status;
    if (session_open(&s, a, a->operands[0], false, e) != ST_OK ||
        session_select(&s, 1, false, &sel, e) != ST_OK)
        goto done;
    if (by != NULL)
        select_sort(&sel, sort, s.backup, &s.avatars);
    if (args_flag(a, "json"))
        print_json(&s, &sel, &c);
    else
        print_table(&s, &sel, &c);
done:
    select_free(&sel);
    session_close(&s);
    return e->status;
}
