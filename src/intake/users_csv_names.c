/*
 * Rows that seem to be another person's than the extension's: spreadsheets
 * sort one column alone, or move one down by a cell, and nobody sees it.  A
 * column of names that is not imported shows that; and else that most of the
 * names or addresses which change become those of other people of the backup.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/users_csv_impl.h"
#include "cxbak/people/name_likeness.h"
#include "cxbak/rules/rules.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* From so many rows on it is no chance ... */
#define MANY_MIN 3

/* ... if they are this part of the rows that show a name, or of those that
 * change one. */
#define MANY_OF_SHOWN   4
#define MANY_OF_CHANGED 2

/* So many rows that have just what other people have are no chance in the
 * largest table: a part of it may be shifted. */
#define OTHERS_MANY 10

/* Characters of a name that a message shows. */
#define NAME_SHOWN 40

void
users_csv_names_begin(struct rows *r)
{
    const struct database *d = r->b->database;
    const size_t *column = r->u->column;
    bool emails = column[FIELD_EMAIL] != SIZE_MAX;
    bool names = r->u->witness != SIZE_MAX || column[FIELD_FIRST] != SIZE_MAX ||
                 column[FIELD_LAST] != SIZE_MAX;
    size_t i;

    for (i = 0; i < d->user_count; i++) {
        const struct user *u = &d->users[i];
        char *name = names ? user_name(u) : NULL;

        if (names)
            user_keys_add(&r->names, name_key(name), i);
        if (emails)
            user_keys_add(&r->owners,
                          rules_email_key(user_text(u, FIELD_EMAIL)), i);
        free(name);
    }
    user_keys_sort(&r->names);
    user_keys_sort(&r->owners);
}

void
users_csv_names_end(struct rows *r)
{
    user_keys_free(&r->names);
    user_keys_free(&r->owners);
}

/* The one user with that key (taken over) if that is another than this one;
 * else SIZE_MAX. */
static size_t
find_other(const struct user_keys *k, char *key, size_t user)
{
    size_t first, n = user_keys_find(k, key, &first), i, found = SIZE_MAX;

    for (i = 0; i < n; i++) {
        if (k->list[first + i].user == user)
            n = 0;
    }
    if (n > 0)
        found = k->list[first].user;
    free(key);
    return found;
}

/* Note that the row is doubtful. */
static void
doubt(struct rows *r, struct users_csv_doubt *d, const char *text, size_t user,
      size_t other)
{
    if (d->count < USERCSV_DOUBTS_SHOWN)
        d->shown[d->count] = (struct users_csv_doubtful){
            r->csv->rows[r->row].row, user, other, mem_dup(text)};
    d->count++;
    d->others += other != SIZE_MAX;
}

/* The name that the user will have. */
static char *
new_name(const struct rows *r, const struct user *u)
{
    const char *first = r->value[FIELD_FIRST], *last = r->value[FIELD_LAST];

    return mem_printf("%s %s",
                      first != NULL ? first : user_text(u, FIELD_FIRST),
                      last != NULL ? last : user_text(u, FIELD_LAST));
}

/* Is the name in the row the user's, as it is or as it will be? */
static void
look_at_witness(struct rows *r, const struct csv_row *row, size_t user)
{
    const struct user *u = &r->b->database->users[user];
    const char *text;
    char *old, *new;

    if (r->u->witness == SIZE_MAX)
        return;
    text = row->cells[r->u->witness].text;
    old = user_name(u);
    new = new_name(r, u);
    if (!users_csv_blank(text) && *old != '\0') {
        r->u->named.compared++;
        if (!name_may_be_same(text, old) && !name_may_be_same(text, new))
            doubt(r, &r->u->named, text, user,
                  find_other(&r->names, name_key(text), user));
    }
    free(old);
    free(new);
}

/* Does the user get what another one has? */
static void
look_at_new(struct rows *r, struct users_csv_doubt *d,
            const struct user_keys *keys, char *key, const char *text,
            size_t user)
{
    size_t other = find_other(keys, key, user);

    d->compared++;
    if (other != SIZE_MAX)
        doubt(r, d, text, user, other);
}

void
users_csv_names_look(struct rows *r, const struct csv_row *row, size_t user)
{
    const char *email = r->value[FIELD_EMAIL];

    look_at_witness(r, row, user);
    if (r->value[FIELD_FIRST] != NULL || r->value[FIELD_LAST] != NULL) {
        char *name = new_name(r, &r->b->database->users[user]);

        look_at_new(r, &r->u->renamed, &r->names, name_key(name), name, user);
        free(name);
    }
    if (email != NULL)
        look_at_new(r, &r->u->readdressed, &r->owners, rules_email_key(email),
                    email, user);
}

/* ---- What is said of it ---- */

/* `row 3 has "Anna Alder" (extension 200) for 201 Ben Birch`. */
static char *
doubtful_words(const struct users_csv_doubtful *x, const struct backup *b)
{
    const struct user *users = b->database->users;
    char *is = user_words(&users[x->user]);
    char *other = x->other != SIZE_MAX
                      ? mem_printf(" (extension %s)",
                                   user_text(&users[x->other], FIELD_NUMBER))
                      : mem_dup("");
    size_t n = text_clusters(x->text, NAME_SHOWN);
    char *text =
        mem_printf("row %zu has \"%.*s%s\"%s for %s", x->row, (int)n, x->text,
                   x->text[n] != '\0' ? "..." : "", other, is);

    free(other);
    free(is);
    return text;
}

/* Add the finding: `what` of so many rows. */
static void
add_doubt(const struct users_csv_doubt *d, const struct backup *b,
          const char *file, const char *what, bool many, struct findings *f)
{
    struct human_list l = {.max = USERCSV_DOUBTS_SHOWN, .plain = true};
    char count[HUMAN_ROOM], all[HUMAN_ROOM], *rows;
    size_t i;

    for (i = 0; i < d->count && i < USERCSV_DOUBTS_SHOWN; i++) {
        char *text = doubtful_words(&d->shown[i], b);

        human_list_add(&l, text);
        free(text);
    }
    l.count = d->count;
    rows = human_list_end(&l);
    findings_add(f, many ? "table-shifted" : "table-name-differs", NULL, NULL,
                 "%s: in %s of %s %s another person's than the extension's: "
                 "%s%s",
                 file, human_count(count, d->count),
                 human_things(all, d->compared, "row"), what, rows,
                 many ? "; a column was probably sorted or moved without the "
                        "others, and values would go to the wrong people"
                      : "")
        ->introduced = true;
    free(rows);
}

static bool
is_many(const struct users_csv_doubt *d, size_t part)
{
    return d->others >= OTHERS_MANY ||
           (d->count >= MANY_MIN && d->count >= d->compared / part);
}

void
users_csv_doubts(const struct users_csv *u, const struct csv *csv,
                 const char *file, const struct backup *b, struct findings *f)
{
    char *heading, *what;

    if (u->named.count > 0) {
        heading = users_csv_heading(csv, u->witness);
        what = mem_printf("the %s is", heading);
        add_doubt(&u->named, b, file, what, is_many(&u->named, MANY_OF_SHOWN),
                  f);
        free(what);
        free(heading);
    }
    if (is_many(&u->renamed, MANY_OF_CHANGED))
        add_doubt(&u->renamed, b, file, "the new name is", true, f);
    if (is_many(&u->readdressed, MANY_OF_CHANGED))
        add_doubt(&u->readdressed, b, file, "the new address is", true, f);
}

void
users_csv_doubts_free(struct users_csv *u)
{
    struct users_csv_doubt *all[] = {&u->named, &u->renamed, &u->readdressed};
    size_t k, i;

    for (k = 0; k < sizeof(all) / sizeof(all[0]); k++) {
        for (i = 0; i < all[k]->count && i < USERCSV_DOUBTS_SHOWN; i++)
            free(all[k]->shown[i].text);
    }
}
