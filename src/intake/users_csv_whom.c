/*
 * Whom a row of a CSV file of users means.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/rules/rules.h"
#include "cxbak/util/text.h"

#define DIGITS "0123456789"

/* Users that a message names; the others are counted. */
#define NAMED_MAX 3

/* ---- Damaged extensions ---- */

/* The digits of a number without zeros in front, up to its `end`; NULL if
 * there are none. */
static char *
bare_number(const char *s, const char *end)
{
    struct buf b = BUF_INIT;

    for (; s < end; s++) {
        if (strchr(DIGITS, *s) != NULL && (*s != '0' || b.len > 0))
            buf_addc(&b, *s);
    }
    return b.len > 0 ? buf_steal(&b) : NULL;
}

/* The extension with these digits of which a spreadsheet may have made
 * `number`, and how; NULL if there is none.  The digits are taken over. */
static const char *
origin(const struct rows *r, char *digits, const char *number,
       enum csv_damage *damage)
{
    const struct database *d = r->b->database;
    size_t first, n = user_keys_find(&r->bare, digits, &first), i;
    const char *found = NULL;

    for (i = 0; i < n && found == NULL; i++) {
        size_t user = r->bare.list[first + i].user;
        const char *real = user_text(&d->users[user], FIELD_NUMBER);

        *damage = csv_damage_find(real, number);
        if (*damage != CSV_INTACT)
            found = real;
    }
    free(digits);
    return found;
}

/* The same with whatever was done to the digits; decimals may follow them. */
static const char *
undamaged(const struct rows *r, const char *number, enum csv_damage *damage)
{
    const char *end = number + strlen(number), *point = number, *found;

    found = origin(r, bare_number(number, end), number, damage);
    if (found != NULL)
        return found;
    while (end > point && strchr(".,", end[-1]) == NULL)
        end--;
    return end > point ? origin(r, bare_number(number, end), number, damage)
                       : NULL;
}

/* ---- The keys ---- */

/* No user has this extension. */
static void
refuse_unknown(struct rows *r, const struct csv_cell *at, const char *number)
{
    enum csv_damage damage;
    const char *real = undamaged(r, number, &damage);

    if (real != NULL)
        users_csv_refuse(r, at, FIELD_NUMBER, csv_damage_code(damage),
                         "there is no extension \"%s\"; %s: it may be %s",
                         number, csv_damage_text(damage), real);
    else
        users_csv_refuse(
            r, at, FIELD_NUMBER, ROW_UNKNOWN,
            "there is no extension \"%s\" in the backup; users are not "
            "made, so correct it or remove the row",
            number);
    users_csv_refuse_hint(r, real != NULL ? HINT_NONE : HINT_SKIP_UNKNOWN);
}

/* The user with that extension, or SIZE_MAX. */
static size_t
find_by_number(struct rows *r, const struct csv_cell *at, const char *number)
{
    size_t count, user = database_find(r->b->database, number, &count);

    if (count == 1)
        return user;
    if (count == 0)
        refuse_unknown(r, at, number);
    else
        users_csv_refuse(
            r, at, FIELD_NUMBER, ROW_AMBIGUOUS,
            "the backup has %zu users with the extension %s, so it does not "
            "tell whom the row means",
            count, number);
    return SIZE_MAX;
}

/* The extensions of `n` users, the first ones by name. */
static char *
name_users(const struct rows *r, const struct user_key *found, size_t n)
{
    struct human_list list = {.max = NAMED_MAX};
    size_t i;

    for (i = 0; i < n; i++)
        human_list_add(&list, user_text(&r->b->database->users[found[i].user],
                                        FIELD_NUMBER));
    return human_list_end(&list);
}

/* The user with that address, or SIZE_MAX. */
static size_t
find_by_email(struct rows *r, const struct csv_cell *at, const char *email)
{
    char *key = rules_email_key(email), *list;
    size_t first, count = user_keys_find(&r->addresses, key, &first);

    free(key);
    if (count == 1)
        return r->addresses.list[first].user;
    if (count == 0) {
        users_csv_refuse(
            r, at, FIELD_EMAIL, ROW_UNKNOWN,
            "no user has the address \"%s\"; users are not made, so correct "
            "it or remove the row",
            email);
        users_csv_refuse_hint(r, HINT_SKIP_UNKNOWN);
        return SIZE_MAX;
    }
    list = name_users(r, r->addresses.list + first, count);
    users_csv_refuse(
        r, at, FIELD_EMAIL, ROW_AMBIGUOUS,
        "the address \"%s\" does not tell whom the row means: the "
        "extensions %s have it; give their rows in a file with extensions",
        email, list);
    free(list);
    return SIZE_MAX;
}

/* Where users are found by address: does the extension in the row, if there is
 * one, agree? */
static bool
number_agrees(struct rows *r, const struct csv_row *row, size_t user)
{
    const char *number = user_text(&r->b->database->users[user], FIELD_NUMBER);
    size_t column = r->u->column[FIELD_NUMBER];
    char *text;
    bool agrees;

    if (column == SIZE_MAX)
        return true;
    text = text_trim(row->cells[column].text);
    agrees = *text == '\0' || strcmp(text, number) == 0;
    if (!agrees)
        users_csv_refuse(
            r, &row->cells[column], FIELD_NUMBER, ROW_AMBIGUOUS,
            "the address is that of extension %s, not of %s; an extension "
            "cannot be changed",
            number, text);
    free(text);
    return agrees;
}

size_t
users_csv_whom(struct rows *r, const struct csv_row *row)
{
    bool by_email = r->o->key == USERCSV_BY_EMAIL;
    enum field f = by_email ? FIELD_EMAIL : FIELD_NUMBER;
    const struct csv_cell *at = &row->cells[r->u->column[f]];
    char *key = text_trim(at->text);
    size_t user = SIZE_MAX, *seen;

    if (*key == '\0')
        users_csv_refuse(
            r, at, f, ROW_NO_KEY,
            "this row has no %s, so it does not tell whom it means",
            by_email ? "address" : "extension");
    else if (by_email)
        user = find_by_email(r, at, key);
    else
        user = find_by_number(r, at, key);
    if (user == SIZE_MAX || (by_email && !number_agrees(r, row, user))) {
        user = SIZE_MAX;
    } else if (*(seen = &r->u->row_of[user]) != SIZE_MAX) {
        users_csv_refuse(r, at, f, ROW_REPEATED,
                         "the %s %s again, which %s %u has already",
                         by_email ? "address" : "extension", key,
                         r->csv->sheet != NULL ? "row" : "line",
                         (unsigned)r->csv->rows[*seen].cells[0].line);
        user = SIZE_MAX;
    } else {
        *seen = r->row;
    }
    free(key);
    return user;
}

/* ---- What they are looked up in ---- */

void
users_csv_whom_begin(struct rows *r)
{
    const struct database *d = r->b->database;
    size_t i;

    user_keys_init(&r->addresses, d->user_count);
    user_keys_init(&r->bare, d->user_count);
    for (i = 0; i < d->user_count; i++) {
        const char *number = user_text(&d->users[i], FIELD_NUMBER);

        user_keys_add(&r->bare, bare_number(number, number + strlen(number)),
                      i);
        if (r->o->key == USERCSV_BY_EMAIL)
            user_keys_add(&r->addresses,
                          rules_email_key(user_text(&d->users[i], FIELD_EMAIL)),
                          i);
    }
    user_keys_sort(&r->addresses);
    user_keys_sort(&r->bare);
}

void
users_csv_whom_end(struct rows *r)
{
    user_keys_free(&r->addresses);
    user_keys_free(&r->bare);
}
