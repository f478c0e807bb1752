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

/* The extensions of `n` users, the first ones by name. */
static char *
name_users(const struct rows *r, const size_t *users, size_t n)
{
    struct human_list list = {.max = NAMED_MAX};
    size_t i;

    for (i = 0; i < n; i++)
        human_list_add(
            &list, user_text(&r->b->database->users[users[i]], FIELD_NUMBER));
    return human_list_end(&list);
}

/* One key of a row: the cell that holds it, its text, and whom it finds. */
struct key {
    enum users_csv_key by;
    const struct csv_cell *at;
    char *text;
    size_t *users;
    size_t count;
};

static enum field
field_of(enum users_csv_key by)
{
    return by == USERCSV_BY_NUMBER  ? FIELD_NUMBER
           : by == USERCSV_BY_EMAIL ? FIELD_EMAIL
                                    : FIELD_LAST;
}

/* The text of the cell of that column; "" if there is no column. */
static const char *
cell_text(const struct csv_row *row, size_t column)
{
    return column != SIZE_MAX ? row->cells[column].text : "";
}

/* Take the text of the key out of the row. */
static void
read_key(const struct rows *r, const struct csv_row *row, struct key *k)
{
    const size_t *column = r->u->column;
    size_t at = column[field_of(k->by)];
    char *text;

    if (k->by == USERCSV_BY_NAME && r->u->name != SIZE_MAX) {
        at = r->u->name;
        k->text = text_trim(row->cells[at].text);
    } else if (k->by == USERCSV_BY_NAME) {
        text = mem_printf("%s %s", cell_text(row, column[FIELD_FIRST]),
                          cell_text(row, at));
        k->text = text_trim(text);
        free(text);
        at = at == SIZE_MAX ? column[FIELD_FIRST] : at;
    } else {
        k->text = text_trim(cell_text(row, at));
    }
    k->at = &row->cells[at != SIZE_MAX ? at : 0];
}

/* Find the users that the key means. */
static void
look_up(struct rows *r, struct key *k)
{
    struct photo_match match = {NULL, 0, PHOTO_MATCH_NAME, NULL};
    size_t first = 0, user, i;
    char *key;

    if (*k->text == '\0')
        return;
    if (k->by == USERCSV_BY_NUMBER) {
        user = database_find(r->b->database, k->text, &k->count);
        k->users = mem_array(NULL, 1, sizeof(*k->users));
        k->users[0] = user;
    } else if (k->by == USERCSV_BY_EMAIL) {
        key = rules_email_key(k->text);
        k->count = user_keys_find(&r->addresses, key, &first);
        k->users = mem_array(NULL, k->count, sizeof(*k->users));
        for (i = 0; i < k->count; i++)
            k->users[i] = r->addresses.list[first + i].user;
        free(key);
    } else {
        photo_matcher_find(r->people, k->text, &match);
        k->users = match.users;
        k->count = match.count;
    }
}

/* Nobody is found by it. */
static void
refuse_nobody(struct rows *r, const struct key *k)
{
    if (k->by == USERCSV_BY_NUMBER) {
        refuse_unknown(r, k->at, k->text);
        return;
    }
    users_csv_refuse(
        r, k->at, field_of(k->by), ROW_UNKNOWN,
        "no user has the %s \"%s\"; users are not made, so correct it or "
        "remove the row",
        k->by == USERCSV_BY_EMAIL ? "address" : "name", k->text);
    users_csv_refuse_hint(r, HINT_SKIP_UNKNOWN);
}

/* Several users are found by it. */
static void
refuse_several(struct rows *r, const struct key *k)
{
    char *list;

    if (k->by == USERCSV_BY_NUMBER) {
        users_csv_refuse(
            r, k->at, FIELD_NUMBER, ROW_AMBIGUOUS,
            "the backup has %zu users with the extension %s: it is not clear "
            "which of them is meant",
            k->count, k->text);
        return;
    }
    list = name_users(r, k->users, k->count);
    users_csv_refuse(
        r, k->at, field_of(k->by), ROW_AMBIGUOUS,
        "several people have the %s \"%s\", the extensions %s: name them "
        "by their extensions",
        k->by == USERCSV_BY_EMAIL ? "address" : "name", k->text, list);
    free(list);
}

/* Say why no key of the row finds one user. */
static void
refuse_keys(struct rows *r, const struct key *keys, size_t n)
{
    size_t i;

    for (i = 0; i < n && *keys[i].text == '\0'; i++)
        continue;
    if (i == n)
        users_csv_refuse(
            r, keys[0].at, field_of(keys[0].by), ROW_NO_KEY,
            "this row has no %s, so it is not clear who is meant; fill it in, "
            "or remove the row",
            keys[0].by == USERCSV_BY_NUMBER  ? "extension"
            : keys[0].by == USERCSV_BY_EMAIL ? "address"
                                             : "name");
    else if (keys[i].count == 0)
        refuse_nobody(r, &keys[i]);
    else
        refuse_several(r, &keys[i]);
}

/* Where users are found by something else: does the extension in the row, if
 * there is one, agree? */
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
            "the %s is that of extension %s, not of %s; an extension cannot be "
            "changed",
            r->by == USERCSV_BY_EMAIL ? "address" : "name", number, text);
    free(text);
    return agrees;
}

/* The user whom the key finds, if the row agrees and no other row has. */
static size_t
accept(struct rows *r, const struct csv_row *row, const struct key *k)
{
    size_t user = k->users[0], *seen = &r->u->row_of[user];

    r->by = k->by;
    if (k->by != USERCSV_BY_NUMBER && !number_agrees(r, row, user))
        return SIZE_MAX;
    if (*seen != SIZE_MAX) {
        users_csv_refuse(r, k->at, field_of(k->by), ROW_REPEATED,
                         "the %s %s again, which row %zu has already",
                         k->by == USERCSV_BY_NUMBER  ? "extension"
                         : k->by == USERCSV_BY_EMAIL ? "address"
                                                     : "user",
                         k->text, r->csv->rows[*seen].row);
        return SIZE_MAX;
    }
    *seen = r->row;
    return user;
}

size_t
users_csv_whom(struct rows *r, const struct csv_row *row)
{
    size_t n = r->o->key_count > 0 ? r->o->key_count : 1, user = SIZE_MAX, i;
    struct key keys[USERCSV_KEYS];
    bool found = false;

    for (i = 0; i < n; i++) {
        keys[i] = (struct key){.by = r->o->keys[i]};
        read_key(r, row, &keys[i]);
        look_up(r, &keys[i]);
    }
    for (i = 0; i < n && !found; i++) {
        found = keys[i].count == 1;
        if (found)
            user = accept(r, row, &keys[i]);
    }
    if (!found)
        refuse_keys(r, keys, n);
    for (i = 0; i < n; i++) {
        free(keys[i].users);
        free(keys[i].text);
    }
    return user;
}

/* ---- What they are looked up in ---- */

void
users_csv_whom_begin(struct rows *r)
{
    static const struct photo_match_order by_name = {{PHOTO_MATCH_NAME}, 1};
    const struct database *d = r->b->database;
    bool by[USERCSV_KEYS] = {false};
    size_t i;

    for (i = 0; i < r->o->key_count; i++)
        by[r->o->keys[i]] = true;
    if (by[USERCSV_BY_NAME])
        r->people = photo_matcher_new(d, &by_name);
    for (i = 0; i < d->user_count; i++) {
        const char *number = user_text(&d->users[i], FIELD_NUMBER);

        user_keys_add(&r->bare, bare_number(number, number + strlen(number)),
                      i);
        if (by[USERCSV_BY_EMAIL])
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
    photo_matcher_free(r->people);
    user_keys_free(&r->addresses);
    user_keys_free(&r->bare);
}
