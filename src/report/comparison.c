#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/picture_owners.h"
#include "cxbak/util/buf.h"
#include "cxbak/report/change_groups.h"
#include "cxbak/report/comparison.h"
#include "cxbak/report/differences.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/plan_report.h"
#include "cxbak/report/preview.h"
#include "cxbak/report/term_style.h"
#include "cxbak/util/text.h"

static const struct user *
user_of(const struct backup *b, size_t i)
{
    return &b->database->users[i];
}

/* A member that is a picture in words, "" for SIZE_MAX, with a ContactImage
 * unless that is NULL; newly made. */
static char *
picture_words(struct backup *b, size_t member, const char *entry)
{
    const char *name =
        member != SIZE_MAX ? zdir_member(b->zip, member)->name : NULL;
    struct err e = ERR_INIT;
    uint32_t crc = 0;

    /* One that cannot be decrypted has no CRC to show. */
    if (name != NULL)
        avatar_crc(b, member, &crc, &e);
    err_free(&e);
    return change_picture_words(name, crc, entry);
}

/* What one backup has where the two differ; newly made. */
static char *
value_words(struct backup *b, const struct difference *d, size_t user,
            size_t member)
{
    const struct user *u = user_of(b, user);

    if (d->field != FIELD_AVATAR)
        return mem_dup(user_text(u, d->field));
    return picture_words(b, member,
                         d->entry ? user_text(u, FIELD_CONTACT_IMAGE) : NULL);
}

char *
comparison_old(const struct difference *d, struct backup *old)
{
    return value_words(old, d, d->old_user, d->old_member);
}

char *
comparison_new(const struct difference *d, struct backup *new)
{
    return value_words(new, d, d->new_user, d->new_member);
}

static char *
seen(const struct backup *b, size_t member, const struct buf *image)
{
    return member != SIZE_MAX
               ? change_picture_seen(zdir_member(b->zip, member)->name, image)
               : mem_dup("");
}

/* Put the ContactImage behind the words for a picture. */
static void
add_entry(char **words, const struct backup *b, size_t user)
{
    *words = change_picture_entry(
        *words, user_text(user_of(b, user), FIELD_CONTACT_IMAGE));
}

/* Of pictures that are the same the ContactImage is told, if that differs; and
 * others of one size and name are other ones all the same. */
static void
see_pictures(const struct difference *d, struct backup *old, struct backup *new,
             char **was, char **is)
{
    struct buf x = avatar_content(old, d->old_member);
    struct buf y = avatar_content(new, d->new_member);
    bool both = d->old_member != SIZE_MAX && d->new_member != SIZE_MAX;
    bool same =
        both ? x.len > 0 && x.len == y.len && memcmp(x.data, y.data, x.len) == 0
             : d->old_member == d->new_member;

    *was = seen(old, d->old_member, &x);
    *is = seen(new, d->new_member, &y);
    if (d->entry && same) {
        add_entry(was, old, d->old_user);
        add_entry(is, new, d->new_user);
    } else if (both && strcmp(*was, *is) == 0) {
        free(*is);
        *is = mem_printf("another %s", *was + strlen("a "));
    }
    buf_free(&x);
    buf_free(&y);
}

void
comparison_seen(const struct difference *d, struct backup *old,
                struct backup *new, char **was, char **is)
{
    if (d->field == FIELD_AVATAR) {
        see_pictures(d, old, new, was, is);
        return;
    }
    *was = comparison_old(d, old);
    *is = comparison_new(d, new);
}

/* What differs of users, one after the other. */
static void
print_changes(FILE *out, const struct comparison *c, struct backup *old,
              struct backup *new, bool colour)
{
    size_t i, last = SIZE_MAX;

    for (i = 0; i < c->count; i++) {
        const struct difference *d = &c->list[i];
        char *was, *is;

        comparison_seen(d, old, new, &was, &is);
        if (d->old_user != last)
            preview_user(out, user_of(old, d->old_user), colour);
        last = d->old_user;
        preview_field(out, field_info(d->field)->label, was, is, colour);
        free(was);
        free(is);
    }
}

/* The same with equal differences of several users as one line. */
static void
print_groups(FILE *out, const struct comparison *c, struct backup *old,
             struct backup *new, bool colour)
{
    struct change_groups *g = change_groups_new();
    size_t i;

    for (i = 0; i < c->count; i++) {
        const struct difference *d = &c->list[i];
        char *was = comparison_old(d, old), *is = comparison_new(d, new);

        change_groups_add(g, d->field, was, is);
        free(was);
        free(is);
    }
    change_groups_print(out, g, colour);
    change_groups_free(g);
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
print_member(void *arg, const char *what, const char *name, const char *why)
{
    print_line(arg, what, name, why);
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

/* How the databases differ beside users' fields, and in what settings. */
static void
print_database(FILE *out, const struct comparison *c, const struct backup *old,
               bool each, bool colour)
{
    if (c->database == NULL)
        return;
    print_line(out, "database", zdir_member(old->zip, old->db)->name,
               c->database);
    settings_print(out, &c->settings, each, colour);
    if (comparison_is_form(c))
        fputs("  no setting has another value: order, blanks, comments or "
              "elements without\n  text differ\n",
              out);
}

bool
comparison_is_form(const struct comparison *c)
{
    return c->database != NULL && c->around && c->settings.count == 0 &&
           c->settings.untold == 0 && c->added_count == 0 &&
           c->removed_count == 0;
}

void
comparison_print(FILE *out, const struct comparison *c, struct backup *old,
                 struct backup *new, enum preview_detail detail, bool each,
                 bool colour)
{
    bool many = c->users >= CHANGE_GROUPS_USERS;

    if (many || detail == PREVIEW_GROUPS)
        print_groups(out, c, old, new, colour);
    if (many && detail == PREVIEW_ALL)
        fputc('\n', out);
    if (detail == PREVIEW_ALL)
        print_changes(out, c, old, new, colour);
    print_users(out, "user added", new, c->added, c->added_count);
    print_users(out, "user removed", old, c->removed, c->removed_count);
    print_database(out, c, old, each, colour);
    members_lines(c, each, print_member, out);
    if (c->archive != NULL)
        print_line(out, "archive", new->path, c->archive);
}

char *
comparison_words(const struct comparison *c)
{
    char *what, *words;

    if (c->count == 0)
        return mem_dup(compare_incomplete(c)
                           ? "no field or picture of a user differs, as far as "
                             "they can be compared"
                           : "no field or picture of a user differs");
    what = preview_words(c->count - c->pictures, c->pictures, c->users);
    words = mem_printf("%s %s", what, c->count == 1 ? "differs" : "differ");
    free(what);
    return words;
}

/* One change that was planned and not made. */
static void
print_missing(FILE *out, const struct change *x, const struct backup *old,
              const struct backup *new)
{
    const char *number = user_text(user_of(old, x->edit.user), FIELD_NUMBER);
    bool gone = database_find(new->database, number, NULL) == SIZE_MAX;
    char *wanted = change_new_words(x), *why;
    struct buf b = BUF_INIT;

    text_escape(&b, wanted);
    why = mem_printf("%s: \"%s\"%s", field_info(x->edit.field)->label,
                     buf_str(&b), gone ? ", but the user is gone" : "");
    print_line(out, "planned but not done", number, why);
    free(why);
    free(wanted);
    buf_free(&b);
}

void
comparison_print_check(FILE *out, const struct plan_check *k,
                       const struct comparison *c,
                       const struct changes *planned, const struct backup *old,
                       const struct backup *new)
{
    size_t i;

    for (i = 0; i < k->unplanned_count; i++) {
        const struct difference *d = &c->list[k->unplanned[i]];

        print_line(out, "not in the plan",
                   user_text(user_of(old, d->old_user), FIELD_NUMBER),
                   field_info(d->field)->label);
    }
    for (i = 0; i < k->missing_count; i++)
        print_missing(out, &planned->list[k->missing[i]], old, new);
}

/* The change was made for somebody else. */
static void
add_person(struct buf *b, const struct conflict *x)
{
    const struct plan_person *p = plan_person(x->plan, x->change->number);
    bool both = *p->before[0] != '\0' && *p->before[1] != '\0';

    if (*p->before[0] == '\0' && *p->before[1] == '\0')
        buf_adds(b, "the plan was made for an extension without a name");
    else
        buf_printf(b, "the plan was made for %s%s%s", p->before[0],
                   both ? " " : "", p->before[1]);
    buf_adds(b, ", and the extension belongs to somebody else now");
}

/* What is found where a plan expects another picture, or another ContactImage
 * of the same one. */
static char *
found_words(const struct conflict *x)
{
    const char *entry = strstr(x->found, CONTACT_IMAGE " ");
    const char *expected = x->change->from.text;
    size_t n = x->found == entry ? 0 : strcspn(x->found, ",");

    if (n > 0 && (strncmp(x->found, expected, n) != 0 || expected[n] != '\0'))
        return mem_dup("another picture");
    if (entry == NULL)
        return mem_dup(n > 0 ? "that picture" : "none");
    return change_picture_entry(mem_dup(n > 0 ? "that picture" : "none"),
                                entry + strlen(CONTACT_IMAGE " "));
}

/* ": expected X, found Y", values in quotes, and pictures as they are seen. */
static void
add_values(struct buf *b, const struct conflict *x)
{
    const struct plan_change *p = x->change;
    char *expected, *found;

    if (p->field != FIELD_AVATAR) {
        buf_printf(b, "expected \"%s\", found \"%s\"", p->from.text, x->found);
        return;
    }
    expected = plan_report_words(p, &p->from);
    found = found_words(x);
    buf_printf(b, "expected %s, found %s",
               *expected != '\0' ? expected : "no picture", found);
    free(expected);
    free(found);
}

/* ", wanted X" */
static void
add_wanted(struct buf *b, const struct plan_change *p)
{
    char *words = plan_report_words(p, &p->to);

    if (p->field != FIELD_AVATAR)
        buf_printf(b, ", wanted \"%s\"", words);
    else
        buf_printf(b, ", wanted %s", *words != '\0' ? words : "no picture");
    free(words);
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
    buf_printf(&raw, ": %s: ", field_info(p->field)->label);
    if (x->reason == CONFLICT_VALUE)
        add_values(&raw, x);
    else if (x->reason == CONFLICT_GONE)
        buf_adds(&raw, "there is no such user");
    else if (x->reason == CONFLICT_PERSON)
        add_person(&raw, x);
    else
        buf_adds(&raw, "several users have this extension");
    if (x->by != NULL)
        buf_printf(&raw, " (by %s)", x->by->path);
    add_wanted(&raw, p);
    buf_printf(&raw, " (%s)", x->plan->path);
    text_escape(&b, buf_str(&raw));
    fprintf(out, "%sconflict%s: %s\n", term_style(colour, TERM_YELLOW),
            term_style(colour, TERM_PLAIN), buf_str(&b));
    free(name);
    buf_free(&raw);
    buf_free(&b);
}
