#include <stdlib.h>

#include "cxbak/util/buf.h"
#include "cxbak/report/comparison.h"
#include "cxbak/report/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/preview.h"
#include "cxbak/report/term.h"
#include "cxbak/util/text.h"

static const char *const member_words[] = {"changed", "added", "removed"};

static const struct user *
user_of(const struct backup *b, size_t i)
{
    return &b->database->users[i];
}

size_t
comparison_next_user(const struct comparison *c, const struct backup *old,
                     size_t field, size_t picture)
{
    size_t x = field < c->field_count ? c->fields[field].old_user : SIZE_MAX;
    size_t y =
        picture < c->picture_count ? c->pictures[picture].old_user : SIZE_MAX;

    if (x == SIZE_MAX || y == SIZE_MAX)
        return x == SIZE_MAX ? y : x;
    return pictures_compare_users(old->database, x, y) <= 0 ? x : y;
}

char *
comparison_picture(struct backup *b, size_t member)
{
    const char *name =
        member != SIZE_MAX ? zdir_member(b->zip, member)->name : NULL;
    struct err e = ERR_INIT;
    uint32_t crc = 0;

    /* One that cannot be decrypted has no CRC to show. */
    if (name != NULL)
        avatar_crc(b, member, &crc, &e);
    err_free(&e);
    return pictures_words(name, crc);
}

/* The fields and pictures that differ, user by user. */
static void
print_changes(FILE *out, const struct comparison *c, struct backup *old,
              struct backup *new, bool colour)
{
    size_t i = 0, k = 0, user;

    while ((user = comparison_next_user(c, old, i, k)) != SIZE_MAX) {
        const struct user *x = user_of(old, user);

        preview_user(out, x, colour);
        for (; i < c->field_count && c->fields[i].old_user == user; i++) {
            const struct field_difference *f = &c->fields[i];

            preview_field(
                out, field_info(f->field)->label, user_text(x, f->field),
                user_text(user_of(new, f->new_user), f->field), colour);
        }
        for (; k < c->picture_count && c->pictures[k].old_user == user; k++) {
            char *was = comparison_picture(old, c->pictures[k].old_member);
            char *is = comparison_picture(new, c->pictures[k].new_member);

            preview_field(out, "Avatar", was, is, colour);
            free(was);
            free(is);
        }
    }
}

/* A line about something that is no field of a user. */
static void
print_line(FILE *out, const char *what, const char *name, const char *why)
{
    struct buf b = BUF_INIT;

    text_escape(&b, name);
    fprintf(out, "%s: %s%s%s\n", what, buf_str(&b), why != NULL ? ": " : "",
            why != NULL ? why : "");
    buf_free(&b);
}

static void
print_users(FILE *out, const char *what, const struct backup *b,
            const size_t *list, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        const struct user *u = user_of(b, list[i]);
        char *name = user_name(u);
        char *words = mem_printf("%s%s%s", user_text(u, FIELD_NUMBER),
                                 *name != '\0' ? "  " : "", name);

        print_line(out, what, words, NULL);
        free(words);
        free(name);
    }
}

void
comparison_print(FILE *out, const struct comparison *c, struct backup *old,
                 struct backup *new, bool colour)
{
    size_t i;

    print_changes(out, c, old, new, colour);
    print_users(out, "user added", new, c->added, c->added_count);
    print_users(out, "user removed", old, c->removed, c->removed_count);
    if (c->database != NULL)
        print_line(out, "database", zdir_member(old->zip, old->db)->name,
                   c->database);
    for (i = 0; i < c->member_count; i++) {
        const struct member_difference *m = &c->members[i];
        char *what;

        if (m->database && m->what == MEMBER_CHANGED)
            continue;
        what = mem_printf("%s %s", m->picture ? "picture" : "member",
                          member_words[m->what]);
        print_line(out, what, m->name, m->why);
        free(what);
    }
    if (c->archive != NULL)
        print_line(out, "archive", new->path, c->archive);
}

char *
comparison_words(const struct comparison *c)
{
    char v[HUMAN_ROOM], u[HUMAN_ROOM], m[HUMAN_ROOM];
    struct buf b = BUF_INIT;

    if (c->field_count > 0 || c->picture_count == 0)
        buf_printf(&b, "%s value%s", human_count(v, c->field_count),
                   c->field_count == 1 ? "" : "s");
    if (c->picture_count > 0)
        buf_printf(&b, "%s%s picture%s", c->field_count > 0 ? " and " : "",
                   human_count(m, c->picture_count),
                   c->picture_count == 1 ? "" : "s");
    buf_printf(&b, " of %s user%s", human_count(u, c->users_changed),
               c->users_changed == 1 ? "" : "s");
    buf_adds(&b,
             c->field_count + c->picture_count == 1 ? " differs" : " differ");
    return buf_steal(&b);
}

void
comparison_print_check(FILE *out, const struct plan_check *k,
                       const struct comparison *c,
                       const struct changes *planned, const struct backup *old,
                       const struct backup *new)
{
    size_t i;

    for (i = 0; i < k->unplanned_count; i++) {
        const struct field_difference *f = &c->fields[k->unplanned[i]];

        print_line(out, "not in the plan",
                   user_text(user_of(old, f->old_user), FIELD_NUMBER),
                   field_info(f->field)->label);
    }
    for (i = 0; i < k->missing_count; i++) {
        const struct change *x = &planned->list[k->missing[i]];
        const char *number = user_text(user_of(old, x->user), FIELD_NUMBER);
        size_t user = database_find(new->database, number, NULL);
        struct buf b = BUF_INIT;
        char *why;

        text_escape(&b, x->text);
        why =
            mem_printf("%s: \"%s\"%s", field_info(x->field)->label, buf_str(&b),
                       user == SIZE_MAX ? ", but the user is gone" : "");
        print_line(out, "planned but not done", number, why);
        free(why);
        buf_free(&b);
    }
    for (i = 0; i < k->unplanned_picture_count; i++)
        print_line(
            out, "not in the plan",
            user_text(
                user_of(old, c->pictures[k->unplanned_pictures[i]].old_user),
                FIELD_NUMBER),
            plan_field_label(PLAN_AVATAR));
    for (i = 0; i < k->missing_picture_count; i++) {
        const struct picture_change *x =
            &planned->pictures.list[k->missing_pictures[i]];
        char *wanted = pictures_words(x->name, x->crc);
        char *why =
            mem_printf("%s: \"%s\"", plan_field_label(PLAN_AVATAR), wanted);

        print_line(out, "planned but not done",
                   user_text(user_of(old, x->user), FIELD_NUMBER), why);
        free(why);
        free(wanted);
    }
}

void
comparison_print_conflict(FILE *out, const struct conflict *x, bool colour)
{
    const struct plan_change *p = x->change;
    char *name = x->user != NULL ? user_name(x->user) : NULL;
    struct buf raw = BUF_INIT, b = BUF_INIT;

    buf_printf(&raw, "extension %s", p->number);
    if (name != NULL && *name != '\0')
        buf_printf(&raw, " (%s)", name);
    buf_printf(&raw, ": %s: ", plan_field_label(p->field));
    if (x->reason == CONFLICT_VALUE)
        buf_printf(&raw, "expected \"%s\", found \"%s\"", p->from, x->found);
    else if (x->reason == CONFLICT_GONE)
        buf_adds(&raw, "there is no such user");
    else
        buf_adds(&raw, "several users have this extension");
    if (x->by != NULL)
        buf_printf(&raw, " (by %s)", x->by->path);
    buf_printf(&raw, ", wanted \"%s\" (%s)", p->to, x->plan->path);
    text_escape(&b, buf_str(&raw));
    fprintf(out, "%sconflict%s: %s\n", term_style(colour, TERM_YELLOW),
            term_style(colour, TERM_PLAIN), buf_str(&b));
    free(name);
    buf_free(&raw);
    buf_free(&b);
}
