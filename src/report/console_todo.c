#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/report/console_todo.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"

/* What of one user changes. */
struct changed {
    bool fields[FIELD_ROWS];
    const char *first; /* as they will be */
    const char *last;
};

/* The tasks, in the order in which they are best done. */
static const struct {
    const char *task;
    const char *text;
} tasks[] = {
    {"new-credentials",
     "Give the extension a new password and voicemail PIN: whoever had it "
     "before knows them"},
    {"welcome-mail",
     "Send the welcome e-mail again, with which the person sets up the app"},
    {"reprovision",
     "Reprovision the phones of the extension, which show the old name"},
};

enum { NEW_CREDENTIALS, WELCOME_MAIL, REPROVISION };

/* Has another person come to the extension: are both names other ones, where
 * there were names? */
static bool
is_handover(const struct changed *x, const struct user *u)
{
    return x->fields[FIELD_FIRST] && x->fields[FIELD_LAST] &&
           (*user_text(u, FIELD_FIRST) != '\0' ||
            *user_text(u, FIELD_LAST) != '\0');
}

static void
add(struct console_todo *t, const struct changed *x, const struct user *u,
    size_t task)
{
    bool both = *x->first != '\0' && *x->last != '\0';

    t->list = mem_grow(t->list, &t->cap, t->count, sizeof(*t->list));
    t->list[t->count++] = (struct console_task){
        mem_dup(user_text(u, FIELD_NUMBER)),
        mem_printf("%s%s%s", x->first, both ? " " : "", x->last),
        tasks[task].task, tasks[task].text};
}

/* What the changes of one user leave to be done. */
static void
add_user(struct console_todo *t, const struct changed *x, const struct user *u)
{
    bool handover = is_handover(x, u);
    bool named = x->fields[FIELD_FIRST] || x->fields[FIELD_LAST];

    if (handover)
        add(t, x, u, NEW_CREDENTIALS);
    if (handover || x->fields[FIELD_EMAIL])
        add(t, x, u, WELCOME_MAIL);
    if (named && u->phone_count > 0)
        add(t, x, u, REPROVISION);
}

void
console_todo_make(struct console_todo *t, const struct changes *c,
                  const struct backup *b)
{
    size_t i, n;

    for (i = 0; i < c->count; i += n) {
        const struct user *u = &b->database->users[c->list[i].edit.user];
        struct changed x = {.first = user_text(u, FIELD_FIRST),
                            .last = user_text(u, FIELD_LAST)};

        for (n = 0; i + n < c->count &&
                    c->list[i + n].edit.user == c->list[i].edit.user;
             n++) {
            const struct edit *edit = &c->list[i + n].edit;

            x.fields[edit->field] = true;
            if (edit->field == FIELD_FIRST)
                x.first = edit->text;
            if (edit->field == FIELD_LAST)
                x.last = edit->text;
        }
        add_user(t, &x, u);
    }
}

struct json_t *
console_todo_json(const struct console_todo *t)
{
    struct json_t *all = jsonout_array();
    size_t i;

    for (i = 0; i < t->count; i++) {
        struct json_t *one = jsonout_object();

        jsonout_set_string(one, "Number", t->list[i].number);
        jsonout_set_string(one, "Name", t->list[i].name);
        jsonout_set_string(one, "Task", t->list[i].task);
        jsonout_set_string(one, "Text", t->list[i].text);
        jsonout_append(all, one);
    }
    return all;
}

void
console_todo_free(struct console_todo *t)
{
    size_t i;

    for (i = 0; i < t->count; i++) {
        free(t->list[i].number);
        free(t->list[i].name);
    }
    free(t->list);
    memset(t, 0, sizeof(*t));
}
