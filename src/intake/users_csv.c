/*
 * The rows of a CSV file of users.
 *
 * Each row finds its user, then each of its cells is compared with what the
 * backup has.  Of a new value, the rules are asked at once, so that what they
 * refuse is told at the cell that brought it.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/human.h"
#include "cxbak/rules/rules.h"
#include "cxbak/rules/user_keys.h"
#include "cxbak/util/text.h"

/* Unknown extensions for which a damaged one is looked for among all users;
 * the limit keeps the work linear. */
#define HINTS_MAX 10

/* Users that a message names; the others are counted. */
#define NAMED_MAX 3

/* The value that erases a field. */
#define CLEAR "[clear]"

struct rows {
    struct users_csv *u;
    struct changes *c;
    struct csv *csv;
    const struct backup *b;
    const struct users_csv_options *o;
    struct user_keys addresses; /* by which rows find users */
    size_t hints;               /* unknown extensions that were looked into */
};

static void refuse(struct rows *r, const struct csv_cell *at, const char *fmt,
                   ...) __attribute__((format(printf, 3, 4)));

static void
refuse(struct rows *r, const struct csv_cell *at, const char *fmt, ...)
{
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = mem_vprintf(fmt, ap);
    va_end(ap);
    notes_add_at(&r->csv->errors, at->line, at->column, "%s", text);
    free(text);
}

/* ---- Whom a row means ---- */

/* The extension of which a spreadsheet may have made `number`, and how; NULL
 * if there is none. */
static const char *
undamaged(struct rows *r, const char *number, enum csv_damage *damage)
{
    const struct database *d = r->b->database;
    size_t i;

    if (r->hints++ >= HINTS_MAX)
        return NULL;
    for (i = 0; i < d->user_count; i++) {
        const char *real = user_text(&d->users[i], FIELD_NUMBER);

        *damage = csv_damage_find(real, number);
        if (*damage != CSV_INTACT)
            return *damage != CSV_FAILED ? real : NULL;
    }
    return NULL;
}

/* No user has this extension. */
static void
refuse_unknown(struct rows *r, const struct csv_cell *at, const char *number)
{
    enum csv_damage damage;
    const char *real = undamaged(r, number, &damage);

    if (real != NULL)
        refuse(r, at, "there is no extension \"%s\"; %s: it may be %s", number,
               csv_damage_text(damage), real);
    else
        refuse(r, at,
               "there is no extension \"%s\" in the backup; users are not "
               "made, so correct it or remove the row",
               number);
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
        refuse(r, at,
               "the backup has %zu users with the extension %s, so it does not "
               "tell whom the row means",
               count, number);
    return SIZE_MAX;
}

/* The user with that address, or SIZE_MAX. */
static size_t
find_by_email(struct rows *r, const struct csv_cell *at, const char *email)
{
    const struct database *d = r->b->database;
    char *key = rules_email_key(email);
    size_t first, count = user_keys_find(&r->addresses, key, &first), i;
    const struct user_key *found;
    struct human_list list = {.max = NAMED_MAX};
    char *numbers;

    free(key);
    if (count == 1)
        return r->addresses.list[first].user;
    if (count == 0) {
        refuse(r, at,
               "no user has the address \"%s\"; users are not made, so correct "
               "it or remove the row",
               email);
        return SIZE_MAX;
    }
    found = r->addresses.list + first;
    for (i = 0; i < count; i++)
        human_list_add(&list,
                       user_text(&d->users[found[i].user], FIELD_NUMBER));
    numbers = human_list_end(&list);
    refuse(r, at,
           "the address \"%s\" does not tell whom the row means: the "
           "extensions %s have it; give their rows in a file with extensions",
           email, numbers);
    free(numbers);
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
        refuse(r, &row->cells[column],
               "the address is that of extension %s, not of %s; an extension "
               "cannot be changed",
               number, text);
    free(text);
    return agrees;
}

/* The user that a row means, or SIZE_MAX. */
static size_t
find_user(struct rows *r, const struct csv_row *row)
{
    bool by_email = r->o->key == USERCSV_BY_EMAIL;
    const struct csv_cell *at =
        &row->cells[r->u->column[by_email ? FIELD_EMAIL : FIELD_NUMBER]];
    char *key = text_trim(at->text);
    size_t user = SIZE_MAX, *seen;

    if (*key == '\0')
        refuse(r, at, "this row has no %s, so it does not tell whom it means",
               by_email ? "address" : "extension");
    else if (by_email)
        user = find_by_email(r, at, key);
    else
        user = find_by_number(r, at, key);
    if (user == SIZE_MAX || (by_email && !number_agrees(r, row, user))) {
        user = SIZE_MAX;
    } else if (*(seen = &r->u->row_of[user]) != SIZE_MAX) {
        refuse(r, at, "the %s %s again, which %s %u has already",
               by_email ? "address" : "extension", key,
               r->csv->sheet != NULL ? "row" : "line",
               (unsigned)r->csv->rows[*seen].cells[0].line);
        user = SIZE_MAX;
    } else {
        *seen = (size_t)(row - r->csv->rows);
    }
    free(key);
    return user;
}

/* ---- What a row changes ---- */

/* What a spreadsheet did to the cell, or NULL. */
static const char *
find_damage(const struct rows *r, const char *old, const struct csv_cell *cell)
{
    enum csv_damage damage = csv_damage_of(old, cell);

    if (damage != CSV_INTACT)
        return csv_damage_text(damage);
    if (users_csv_lost_letters(old, cell->text,
                               r->csv->encoding == CSV_WINDOWS1252))
        return "the program that saved the file could not write all letters; "
               "save it as \"CSV UTF-8\"";
    return NULL;
}

/* Can the cell be taken for the new value? */
static bool
is_usable(struct rows *r, const struct csv_cell *at, enum field f,
          const char *old)
{
    const char *label = field_info(f)->label, *damage;
    bool known = *old != '\0';
    uint32_t cp;
    size_t pos;

    if (!text_is_xml(at->text, &pos, &cp)) {
        refuse(r, at,
               "%s: the backup cannot hold the character U+%04X at position "
               "%zu of the cell",
               label, (unsigned)cp, pos);
        return false;
    }
    if (r->o->accept_damage || at->wrapped ||
        (damage = find_damage(r, old, at)) == NULL)
        return true;
    refuse(r, at, "%s \"%s\": %s; the backup has %s%s%s; correct the cell",
           label, at->text, damage, known ? "\"" : "no value", old,
           known ? "\"" : "");
    notes_hint(&r->csv->errors, HINT_ACCEPT_DAMAGE, NULL);
    return false;
}

/* A number that is new tells nothing of what a spreadsheet took away; but one
 * without the + that the old one had is worth a look. */
static void
look_for_plus(struct rows *r, const struct csv_cell *at, enum field f,
              const char *old)
{
    if (old[0] != '+' || at->wrapped || at->text[0] == '\0' ||
        at->text[strspn(at->text, "0123456789")] != '\0')
        return;
    notes_add_at(&r->u->oddities, at->line, at->column,
                 "%s \"%s\" has no +, but the value before, \"%s\", has; a "
                 "spreadsheet may have dropped it",
                 field_info(f)->label, at->text, old);
}

/* Tell what the rules refuse of the new value. */
static void
ask_rules(struct rows *r, const struct csv_cell *at, size_t user, enum field f)
{
    struct findings found = FINDINGS_INIT;
    size_t i;

    change_refuse_value(&found, &r->b->database->users[user], f, at->text,
                        r->o->accepted, r->o->accepted_count);
    for (i = 0; i < found.count; i++)
        refuse(r, at, "%s [%s]", found.list[i].message,
               found.list[i].rule->code);
    findings_free(&found);
}

static bool
is_blank(const char *text)
{
    char *rest;
    bool blank;

    if (text[strspn(text, " \t")] == '\0')
        return true;
    if ((unsigned char)text[0] < 0x80 && text[0] > ' ')
        return false;
    rest = text_trim(text);
    blank = *rest == '\0';
    free(rest);
    return blank;
}

static bool
is_clear(const char *text)
{
    size_t n = strlen(CLEAR);

    text += strspn(text, " \t");
    return strncasecmp(text, CLEAR, n) == 0 &&
           text[n + strspn(text + n, " \t")] == '\0';
}

static void
read_cell(struct rows *r, const struct csv_row *row, size_t user, enum field f)
{
    const struct csv_cell *at = &row->cells[r->u->column[f]];
    const char *old = user_text(&r->b->database->users[user], f);

    if (is_blank(at->text) || strcmp(at->text, old) == 0)
        return;
    if (is_clear(at->text)) {
        change_add(r->c, user, f, "");
    } else if (is_usable(r, at, f, old)) {
        look_for_plus(r, at, f, old);
        ask_rules(r, at, user, f);
        change_add(r->c, user, f, at->text);
    }
}

static void
read_row(struct rows *r, const struct csv_row *row)
{
    size_t user = find_user(r, row), f;

    if (user != SIZE_MAX)
        change_ask(r->c, r->b, user);
    for (f = FIELD_FIRST; f < FIELD_COUNT && user != SIZE_MAX; f++) {
        if (r->u->column[f] != SIZE_MAX &&
            (f != FIELD_EMAIL || r->o->key != USERCSV_BY_EMAIL))
            read_cell(r, row, user, (enum field)f);
    }
}

/* All users by their address. */
static void
read_addresses(struct user_keys *k, const struct database *d)
{
    size_t i;

    user_keys_init(k, d->user_count);
    for (i = 0; i < d->user_count; i++)
        user_keys_add(k, rules_email_key(user_text(&d->users[i], FIELD_EMAIL)),
                      i);
    user_keys_sort(k);
}

int
users_csv_read(struct users_csv *u, struct changes *c, struct csv *csv,
               const char *name, const struct backup *b,
               const struct users_csv_options *o, struct err *e)
{
    struct rows r = {.u = u, .c = c, .csv = csv, .b = b, .o = o};
    size_t i;

    memset(u, 0, sizeof(*u));
    u->oddities.sheet = csv->sheet;
    if (users_csv_header(u, csv, name, o, e) != ST_OK)
        return e->status;
    u->row_of = mem_array(NULL, b->database->user_count, sizeof(*u->row_of));
    for (i = 0; i < b->database->user_count; i++)
        u->row_of[i] = SIZE_MAX;
    if (o->key == USERCSV_BY_EMAIL)
        read_addresses(&r.addresses, b->database);
    for (i = 0; i < csv->count; i++)
        read_row(&r, &csv->rows[i]);
    notes_sort(&csv->errors);
    user_keys_free(&r.addresses);
    return ST_OK;
}

const struct csv_cell *
users_csv_picture(const struct users_csv *u, const struct csv *csv, size_t row,
                  bool *clear)
{
    const struct csv_cell *at;

    if (u->avatar == SIZE_MAX)
        return NULL;
    at = &csv->rows[row].cells[u->avatar];
    *clear = is_clear(at->text);
    return is_blank(at->text) ? NULL : at;
}

void
users_csv_free(struct users_csv *u)
{
    notes_free(&u->oddities);
    free(u->ignored);
    free(u->row_of);
    memset(u, 0, sizeof(*u));
}
