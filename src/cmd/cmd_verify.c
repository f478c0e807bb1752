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

/* The old user of the next difference in fields and pictures, when those
 * before the positions `i` and `k` are done; SIZE_MAX at the end. */
static size_t
next_user(const struct comparison *c, const struct session *old, size_t i,
          size_t k)
{
    size_t x = i < c->field_count ? c->fields[i].old_user : SIZE_MAX;
    size_t y = k < c->picture_count ? c->pictures[k].old_user : SIZE_MAX;

    if (x == SIZE_MAX || y == SIZE_MAX)
        return x == SIZE_MAX ? y : x;
    return pictures_compare_users(old->backup->database, x, y) <= 0 ? x : y;
}

/* A picture in words, or "" where there is none. */
static char *
picture_words(const struct session *s, size_t member)
{
    const struct zmember *m =
        member != SIZE_MAX ? zdir_member(s->backup->zip, member) : NULL;
    struct err e = ERR_INIT;
    uint32_t crc = 0;

    if (m != NULL)
        avatar_crc(s->backup, member, &crc, &e);
    err_free(&e);
    return pictures_words(m != NULL ? m->name : NULL, crc);
}

/* The fields and pictures that differ, user by user. */
static void
print_users_changed(const struct comparison *c, const struct session *old,
                    const struct session *new, bool colour)
{
    size_t i = 0, k = 0, user;

    while ((user = next_user(c, old, i, k)) != SIZE_MAX) {
        const struct user *x = &old->backup->database->users[user];

        preview_user(stdout, x, colour);
        for (; i < c->field_count && c->fields[i].old_user == user; i++) {
            const struct field_change *f = &c->fields[i];
            const struct user *y = &new->backup->database->users[f->new_user];

            preview_field(stdout, field_info(f->field)->label,
                          user_text(x, f->field), user_text(y, f->field),
                          colour);
        }
        for (; k < c->picture_count && c->pictures[k].old_user == user; k++) {
            char *was = picture_words(old, c->pictures[k].old_member);
            char *is = picture_words(new, c->pictures[k].new_member);

            preview_field(stdout, "Avatar", was, is, colour);
            free(was);
            free(is);
        }
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

    if (compare_equal(c)) {
        printf("%s and %s: nothing differs\n", new->backup->path,
               old->backup->path);
        return;
    }
    if (c->field_count > 0 || c->picture_count == 0)
        printf("%s value%s", human_count(v, c->field_count),
               c->field_count == 1 ? "" : "s");
    if (c->picture_count > 0)
        printf("%s%s picture%s", c->field_count > 0 ? " and " : "",
               human_count(m, c->picture_count),
               c->picture_count == 1 ? "" : "s");
    printf(" of %s user%s differ%s%s\n", human_count(u, c->users_changed),
           c->users_changed == 1 ? "" : "s",
           c->field_count + c->picture_count == 1 ? "s" : "",
           compare_unexplained(c)
               ? ", and so does what is listed above, which is no user's "
                 "field or picture"
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
        jsonout_append(
            list, jsonout_string(user_text(
                      &s->backup->database->users[users[i]], FIELD_NUMBER)));
    return list;
}

/* Add one value that differs: {Field, Old, New}. */
static void
add_change(struct json_t *changes, const char *key, const char *old,
           const char *new)
{
    struct json_t *one = jsonout_object();

    jsonout_set_string(one, "Field", key);
    jsonout_set_string(one, "Old", old);
    jsonout_set_string(one, "New", new);
    jsonout_append(changes, one);
}

/* What differs of one user, from the positions `*i` and `*k` on. */
static struct json_t *
user_json(const struct comparison *c, const struct session *old,
          const struct session *new, size_t user, size_t *i, size_t *k)
{
    const struct user *x = &old->backup->database->users[user];
    struct json_t *one = jsonout_object(), *changes = jsonout_array();

    for (; *i < c->field_count && c->fields[*i].old_user == user; ++*i) {
        const struct field_change *f = &c->fields[*i];

        add_change(
            changes, field_info(f->field)->key, user_text(x, f->field),
            user_text(&new->backup->database->users[f->new_user], f->field));
    }
    for (; *k < c->picture_count && c->pictures[*k].old_user == user; ++*k) {
        char *was = picture_words(old, c->pictures[*k].old_member);
        char *is = picture_words(new, c->pictures[*k].new_member);

        add_change(changes, "Avatar", was, is);
        free(was);
        free(is);
    }
    jsonout_set_string(one, "Number", user_text(x, FIELD_NUMBER));
    jsonout_set(one, "Changes", changes);
    return one;
}

/* Users with what differs of them: [{Number, Changes: [...]}]. */
static struct json_t *
users_json(const struct comparison *c, const struct session *old,
           const struct session *new)
{
    struct json_t *list = jsonout_array();
    size_t i = 0, k = 0, user;

    while ((user = next_user(c, old, i, k)) != SIZE_MAX)
        jsonout_append(list, user_json(c, old, new, user, &i, &k));
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
        print_users_changed(&c, &old, &new, args_colour(a, STDOUT_FILENO));
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
