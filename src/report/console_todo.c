#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/report/console_todo.h"
#include "cxbak/leftover/leftover.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* Where another person has an extension; what is found of that is told with
 * it. */
#define CREDENTIALS "new-credentials"

/* What of one user changes. */
struct changed {
    bool fields[FIELD_ROWS];
    const char *first; /* as they will be */
    const char *last;
    const char *email;
};

/*
 * Which change leaves which task, in the order in which they are best done.
 * A restore brings the values back; it sends no mail, sets nothing new, and
 * phones keep what they have until they fetch their configuration again.
 */
static const struct task {
    const char *task;
    const char *text;
    bool fields[FIELD_ROWS]; /* a change of one of them leaves it */
    bool handover;           /* so does another person at the extension */
    bool phones;             /* only where the user has a phone */
    bool mail;               /* only where the user has an address */
} tasks[] = {
    /* AuthPassword, VMPIN and the passwords among the properties are copied
     * as they are: whoever had the extension knows them. */
    {.task = CREDENTIALS,
     .text = "Give the extension a new password and voicemail PIN, and what "
             "else the former person knows",
     .handover = true},
    /* The console's manual: the welcome e-mail goes to the address of the
     * extension, and sets up the apps; the console sends it, on demand. */
    {.task = "welcome-mail",
     .text = "Send the welcome e-mail again, with which the person sets up "
             "the app",
     .fields = {[FIELD_EMAIL] = true},
     .handover = true,
     .mail = true},
    /* What a phone shows stands in its own configuration, which is made when
     * it is provisioned: backups have it under provisioning/. */
    {.task = "reprovision",
     .text = "Reprovision the phones of the extension, which show the old "
             "name",
     .fields = {[FIELD_FIRST] = true, [FIELD_LAST] = true},
     .handover = true,
     .phones = true},
};

#define TASKS (sizeof(tasks) / sizeof(tasks[0]))

/* Has another person come to the extension? */
static bool
is_handover(const struct changed *x, const struct user *u)
{
    return x->fields[FIELD_FIRST] && x->fields[FIELD_LAST] &&
           leftover_other_person(user_text(u, FIELD_FIRST),
                                 user_text(u, FIELD_LAST), x->first, x->last);
}

/* Do the changes of a user leave this task? */
static bool
leaves(const struct changed *x, const struct user *u, const struct task *t)
{
    size_t i;

    if ((t->phones && u->phone_count == 0) || (t->mail && *x->email == '\0'))
        return false;
    if (t->handover && is_handover(x, u))
        return true;
    for (i = 0; i < FIELD_ROWS; i++) {
        if (t->fields[i] && x->fields[i])
            return true;
    }
    return false;
}

/* Add a task for the user of that name. */
static struct console_task *
add(struct console_todo *t, const char *number, const char *first,
    const char *last)
{
    const char *before = t->count > 0 ? t->list[t->count - 1].name : "";
    char *name = mem_printf("%s%s%s", first,
                            *first != '\0' && *last != '\0' ? " " : "", last);

    /* Those of one user mostly follow each other. */
    if (strcmp(before, name) != 0)
        before = arena_dup(&t->names, name);
    free(name);
    t->list = mem_grow(t->list, &t->cap, t->count, sizeof(*t->list));
    t->list[t->count] = (struct console_task){.number = number, .name = before};
    return &t->list[t->count++];
}

/* Add the tasks that the changes of one user leave. */
static void
add_user(struct console_todo *t, const struct changed *x, const struct user *u)
{
    struct console_task *one;
    size_t i;

    for (i = 0; i < TASKS; i++) {
        if (!leaves(x, u, &tasks[i]))
            continue;
        one = add(t, user_text(u, FIELD_NUMBER), x->first, x->last);
        one->task = tasks[i].task;
        one->text = tasks[i].text;
    }
}

void
console_todo_make(struct console_todo *t, const struct changes *c,
                  const struct backup *b)
{
    size_t i, n;

    for (i = 0; i < c->count; i += n) {
        const struct user *u = &b->database->users[c->list[i].edit.user];
        struct changed x = {.first = user_text(u, FIELD_FIRST),
                            .last = user_text(u, FIELD_LAST),
                            .email = user_text(u, FIELD_EMAIL)};

        for (n = 0; i + n < c->count &&
                    c->list[i + n].edit.user == c->list[i].edit.user;
             n++) {
            const struct edit *edit = &c->list[i + n].edit;

            x.fields[edit->field] = true;
            if (edit->field == FIELD_FIRST)
                x.first = edit->text;
            if (edit->field == FIELD_LAST)
                x.last = edit->text;
            if (edit->field == FIELD_EMAIL)
                x.email = edit->text;
        }
        add_user(t, &x, u);
    }
}

/* Print whom a task is for, of whom there is more to say: a line for each. */
static void
print_line(FILE *out, const struct console_task *x)
{
    struct buf b = BUF_INIT;

    text_escape(&b, x->name);
    buf_adds(&b, x->where != NULL ? ": " : "");
    text_escape(&b, x->where != NULL ? x->where : "");
    fprintf(out, "    %s%s%s\n", x->number, *buf_str(&b) != '\0' ? " " : "",
            buf_str(&b));
    buf_free(&b);
}

/* Add to a list: "200 Noelle Newman, 201 and 40 more". */
static void
list_whom(struct human_list *l, const struct console_task *x)
{
    char *words =
        mem_printf("%s%s%s", x->number, *x->name != '\0' ? " " : "", x->name);

    human_list_add(l, words);
    free(words);
}

/* Print one task, and whom it is for; how many they are. */
static size_t
print_task(FILE *out, const struct console_todo *t, const struct task *task,
           size_t max)
{
    struct human_list l = {.max = max};
    struct buf whom = BUF_INIT;
    size_t i, n = 0, lines = 0;
    char *words;

    for (i = 0; i < t->count; i++) {
        const struct console_task *x = &t->list[i];

        if (x->task != task->task)
            continue;
        if (n++ == 0)
            fprintf(out, "- %s.\n", task->text);
        if (x->where == NULL)
            list_whom(&l, x);
        else if (lines++ < max)
            print_line(out, x);
    }
    if (lines > max)
        fprintf(out, "    and %zu more\n", lines - max);
    if (l.count > 0) {
        words = human_list_end(&l);
        text_escape(&whom, words);
        fprintf(out, "    %s\n", buf_str(&whom));
        free(words);
    }
    buf_free(&whom);
    return n;
}

bool
console_todo_print(FILE *out, const struct console_todo *t, size_t max)
{
    bool all = true;
    size_t i;

    for (i = 0; i < TASKS; i++)
        all &= print_task(out, t, &tasks[i], max) <= max;
    return all;
}

void
console_todo_person(struct console_todo *t, const struct findings *f,
                    const struct backup *b)
{
    size_t users = b->database->user_count, i, user;
    struct console_task **of = mem_calloc(users, sizeof(struct console_task *));

    for (i = 0; i < t->count; i++) {
        user = database_find(b->database, t->list[i].number, NULL);
        if (strcmp(t->list[i].task, CREDENTIALS) == 0 && user != SIZE_MAX)
            of[user] = &t->list[i];
    }
    for (i = 0; i < f->count; i++) {
        const struct finding *x = &f->list[i];
        const char *what = strstr(x->message, ": ");

        if (strcmp(x->rule->code, LEFTOVER_PERSON) != 0 || x->number == NULL)
            continue;
        user = database_find(b->database, x->number, NULL);
        if (user == SIZE_MAX || of[user] == NULL || of[user]->where != NULL)
            continue;
        of[user]->where =
            arena_dup(&t->names, what != NULL ? what + 2 : x->message);
    }
    free(of);
}

/* The names of all users as they will be: two for each. */
static const char **
names_of(const struct changes *c, const struct database *d)
{
    const char **names = mem_array(NULL, 2 * d->user_count, sizeof(*names));
    size_t i;

    for (i = 0; i < d->user_count; i++) {
        names[2 * i] = user_text(&d->users[i], FIELD_FIRST);
        names[2 * i + 1] = user_text(&d->users[i], FIELD_LAST);
    }
    for (i = 0; i < c->count; i++) {
        const struct edit *x = &c->list[i].edit;

        if (x->field == FIELD_FIRST || x->field == FIELD_LAST)
            names[2 * x->user + (x->field == FIELD_LAST)] = x->text;
    }
    return names;
}

void
console_todo_findings(struct console_todo *t, const struct findings *f,
                      bool (*is_task)(const void *arg, const struct finding *f),
                      const void *arg, const struct changes *c,
                      const struct backup *b)
{
    const char **names = names_of(c, b->database);
    size_t i;

    for (i = 0; i < f->count; i++) {
        const struct finding *x = &f->list[i];
        const char *number = x->number != NULL ? x->number : "";
        const char *first = "", *last = "";
        struct console_task *one;
        size_t user;

        if (!is_task(arg, x))
            continue;
        user = database_find(b->database, number, NULL);
        if (user != SIZE_MAX) {
            first = names[2 * user];
            last = names[2 * user + 1];
        }
        one = add(t, number, first, last);
        one->task = x->rule->code;
        one->text = x->rule->fix;
        one->where = x->message;
    }
    free(names);
}

char *
console_todo_words(const struct console_task *x)
{
    int n = (int)strlen(x->text);

    if (x->where == NULL)
        return mem_dup(x->text);
    return mem_printf("%.*s: %s", x->text[n - 1] == '.' ? n - 1 : n, x->text,
                      x->where);
}

struct json_t *
console_todo_json(const struct console_todo *t)
{
    struct json_t *all = jsonout_array();
    size_t i;

    for (i = 0; i < t->count; i++) {
        struct json_t *one = jsonout_object();
        char *words = console_todo_words(&t->list[i]);

        jsonout_set_string(one, "Number", t->list[i].number);
        jsonout_set_string(one, "Name", t->list[i].name);
        jsonout_set_string(one, "Task", t->list[i].task);
        jsonout_set_string(one, "Text", words);
        jsonout_append(all, one);
        free(words);
    }
    return all;
}

void
console_todo_free(struct console_todo *t)
{
    arena_free(&t->names);
    free(t->list);
    memset(t, 0, sizeof(*t));
}
