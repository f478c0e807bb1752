#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cxbak/compare.h"
#include "cxbak/human.h"
#include "cxbak/jsonout.h"
#include "cxbak/mem.h"
#include "cxbak/preview.h"
#include "cxbak/progress.h"
#include "cxbak/text.h"
#include "cmd/commands.h"
#include "cmd/say.h"
#include "cmd/session.h"

static const char *const member_words[] = {"changed", "added", "removed"};

/* The fields that differ, user by user. */
static void
print_fields(const struct comparison *c, const struct session *old,
             const struct session *new, bool colour)
{
    size_t i, last = SIZE_MAX;

    for (i = 0; i < c->field_count; i++) {
        const struct field_change *f = &c->fields[i];
        const struct user *x = &old->backup->database->users[f->old_user];
        const struct user *y = &new->backup->database->users[f->new_user];

        if (f->old_user != last)
            preview_user(stdout, x, colour);
        last = f->old_user;
        preview_field(stdout, field_info(f->field)->label,
                      user_text(x, f->field), user_text(y, f->field), colour);
    }
}

/* A line about something that is no field of a user. */
static void
print_line(const char *what, const char *name, const char *why)
{
    struct buf b = BUF_INIT;

    text_escape(&b, name);
    printf("%s: %s%s%s\n", what, buf_str(&b), why != NULL ? ": " : "",
           why != NULL ? why : "");
    buf_free(&b);
}

static void
print_users(const char *what, const struct session *s, const size_t *list,
            size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        const struct user *u = &s->backup->database->users[list[i]];
        char *name = user_name(u);

        print_line(what, user_text(u, FIELD_NUMBER), name);
        free(name);
    }
}

/* What differs beside users' fields. */
static void
print_rest(const struct comparison *c, const struct session *old,
           const struct session *new)
{
    const struct backup *b = old->backup;
    size_t i;

    print_users("user added", new, c->added, c->added_count);
    print_users("user removed", old, c->removed, c->removed_count);
    if (c->database != NULL)
        print_line("database", zdir_member(b->zip, b->db)->name, c->database);
    for (i = 0; i < c->member_count; i++) {
        const struct member_difference *m = &c->members[i];
        char *what;

        if (m->database && m->what == MEMBER_CHANGED)
            continue;
        what = mem_printf("%s %s", m->picture ? "picture" : "member",
                          member_words[m->what]);
        print_line(what, m->name, m->why);
        free(what);
    }
    if (c->archive != NULL)
        print_line("archive", new->backup->path, c->archive);
}

/* One line that says what it comes to. */
static void
print_verdict(const struct comparison *c, const struct session *old,
              const struct session *new)
{
    char v[HUMAN_ROOM], u[HUMAN_ROOM], m[HUMAN_ROOM];
    size_t i, pictures = 0;

    for (i = 0; i < c->member_count; i++)
        pictures += c->members[i].picture;
    if (compare_equal(c)) {
        printf("%s and %s: nothing differs\n", new->backup->path,
               old->backup->path);
        return;
    }
    printf("%s value%s of %s user%s", human_count(v, c->field_count),
           c->field_count == 1 ? "" : "s", human_count(u, c->users_changed),
           c->users_changed == 1 ? "" : "s");
    if (pictures > 0)
        printf(" and %s picture%s", human_count(m, pictures),
               pictures == 1 ? "" : "s");
    printf(" differ%s\n", compare_unexplained(c)
                              ? ", and so does what is listed above, which is "
                                "no user's field or picture"
                              : " and nothing else");
}

static struct json_t *
names_json(const struct comparison *c, enum member_change what)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < c->member_count; i++) {
        if (c->members[i].what == what)
            jsonout_append(list, jsonout_string(c->members[i].name));
    }
    return list;
}

static struct json_t *
numbers_json(const struct session *s, const size_t *users, size_t n)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < n; i++)
        jsonout_append(list, jsonout_string(user_text(
                                 &s->backup->database->users[users[i]],
                                 FIELD_NUMBER)));
    return list;
}

/* Users with the fields that differ: [{Number, Changes: [...]}]. */
static struct json_t *
users_json(const struct comparison *c, const struct session *old,
           const struct session *new)
{
    struct json_t *list = jsonout_array(), *changes = NULL;
    size_t i, last = SIZE_MAX;

    for (i = 0; i < c->field_count; i++) {
        const struct field_change *f = &c->fields[i];
        const struct user *x = &old->backup->database->users[f->old_user];
        const struct user *y = &new->backup->database->users[f->new_user];
        struct json_t *one = jsonout_object();

        if (f->old_user != last) {
            struct json_t *user = jsonout_object();

            jsonout_set_string(user, "Number", user_text(x, FIELD_NUMBER));
            changes = jsonout_array();
            jsonout_set(user, "Changes", changes);
            jsonout_append(list, user);
        }
        last = f->old_user;
        jsonout_set_string(one, "Field", field_info(f->field)->key);
        jsonout_set_string(one, "Old", user_text(x, f->field));
        jsonout_set_string(one, "New", user_text(y, f->field));
        jsonout_append(changes, one);
    }
    return list;
}

static void
print_json(const struct comparison *c, const struct session *old,
           const struct session *new)
{
    struct json_t *doc = jsonout_object(), *members = jsonout_object();

    jsonout_set(doc, "Users", users_json(c, old, new));
    jsonout_set(doc, "Added", numbers_json(new, c->added, c->added_count));
    jsonout_set(doc, "Removed",
                numbers_json(old, c->removed, c->removed_count));
    jsonout_set(members, "Changed", names_json(c, MEMBER_CHANGED));
    jsonout_set(members, "Added", names_json(c, MEMBER_ADDED));
    jsonout_set(members, "Removed", names_json(c, MEMBER_REMOVED));
    jsonout_set(doc, "Members", members);
    jsonout_set_string(doc, "Database", c->database);
    jsonout_set_string(doc, "Archive", c->archive);
    jsonout_set_bool(doc, "Explained", !compare_unexplained(c));
    jsonout_print(doc, stdout);
}

static void
on_progress(void *arg, uint64_t done, uint64_t all)
{
    (void)all;
    progress_update(arg, done);
}

int
cmd_verify(struct args *a, struct err *e)
{
    struct session old = {0}, new = {0};
    struct comparison c = {0};
    struct progress progress;

    if (session_open(&old, a, args_value(a, "against"), false, e) != ST_OK ||
        session_open(&new, a, a->operands[0], false, e) != ST_OK)
        goto done;
    progress_start(&progress, "Comparing", PROGRESS_BYTES,
                   zdir_file_size(old.backup->zip), stderr,
                   say_get_level() > SAY_QUIET);
    compare_backups(&c, old.backup, new.backup, COMPARE_BYTES, on_progress,
                    &progress, e);
    progress_clear(&progress);
    if (e->status != ST_OK)
        goto done;
    if (args_flag(a, "json")) {
        print_json(&c, &old, &new);
    } else {
        print_fields(&c, &old, &new, args_colour(a, STDOUT_FILENO));
        print_rest(&c, &old, &new);
        print_verdict(&c, &old, &new);
    }
    if (compare_unexplained(&c))
        e->status = ST_DIFFER;
done:
    compare_free(&c);
    session_close(&new);
    session_close(&old);
    return e->status;
}
