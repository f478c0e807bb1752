/*
 * What one cell of a CSV file of users changes.  Of a new value, the rules are
 * asked at once, so that what they refuse is told at the cell that brought
 * it.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/rules/rules.h"
#include "cxbak/util/text.h"

#define DIGITS "0123456789"

/* The value that erases a field. */
#define CLEAR "[clear]"

/* Shorter numbers are internal ones, which have neither + nor 0. */
#define NUMBER_MIN 7

bool
users_csv_blank(const char *text)
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

bool
users_csv_clear(const char *text)
{
    size_t n = strlen(CLEAR);

    text += strspn(text, " \t");
    return strncasecmp(text, CLEAR, n) == 0 &&
           text[n + strspn(text + n, " \t")] == '\0';
}

/* ---- Damage ---- */

/* What a program did to the value. */
static enum csv_damage
find_damage(const struct rows *r, enum field f, const char *old,
            const struct csv_cell *at)
{
    enum csv_damage damage = csv_damage_of(old, at);

    if (damage == CSV_INTACT && field_info(f)->rule == RULE_PHONE &&
        csv_is_date(at->text))
        damage = CSV_DATED;
    if (damage == CSV_INTACT &&
        users_csv_lost_letters(old, at->text,
                               r->csv->encoding == CSV_WINDOWS1252))
        damage = CSV_LETTERS_LOST;
    return damage;
}

/* Count the cell among those of its column that have what `as` tells: damage,
 * or what is odd.  Returns the group, from 1. */
static unsigned
add_to_group(struct users_csv *u, const struct users_csv_group *as, size_t row)
{
    struct users_csv_group *g;
    size_t i;

    for (i = 0; i < u->group_count; i++) {
        g = &u->groups[i];
        if (g->field == as->field && g->damage == as->damage &&
            g->odd == as->odd && g->kept == as->kept)
            break;
    }
    if (i == u->group_count) {
        u->groups = mem_grow(u->groups, &u->group_cap, i, sizeof(*u->groups));
        u->groups[u->group_count++] = *as;
    }
    g = &u->groups[i];
    if (g->count < USERCSV_SHOWN)
        g->rows[g->count] = row;
    g->count++;
    g->agrees = g->agrees && as->agrees;
    return (unsigned)i + 1;
}

/* Is it certain that the backup's value is the one to keep?  Where there is
 * none, no number is lost. */
static bool
may_keep(enum csv_damage damage, enum field f, const char *old,
         const char *cell)
{
    return csv_damage_agrees(damage, old, cell) ||
           (*old == '\0' && field_info(f)->rule == RULE_PHONE);
}

/* Keep the backup's value of a damaged cell, or refuse the cell. */
static void
handle_damage(struct rows *r, const struct csv_cell *at, enum field f,
              const char *old, const char *cell, enum csv_damage damage)
{
    size_t row = r->csv->rows[r->row].row;
    bool agrees = may_keep(damage, f, old, cell), known = *old != '\0';
    bool keep = r->o->keep_damaged && agrees;
    struct users_csv_group as = {
        .field = f, .damage = damage, .kept = keep, .agrees = agrees};

    if (keep) {
        add_to_group(r->u, &as, row);
        users_csv_note(r->u, r->row, at, f, csv_damage_code(damage), true);
        return;
    }
    users_csv_refuse(r, at, f, csv_damage_code(damage),
                     "%s \"%s\": %s; the backup has %s%s%s%s",
                     field_info(f)->label, cell, csv_damage_text(damage),
                     known ? "\"" : "no value", old, known ? "\"" : "",
                     agrees ? "" : "; correct the cell");
    users_csv_refuse_hint(r, damage == CSV_MACINTOSH ? HINT_ENCODING
                             : agrees                ? HINT_KEEP_DAMAGED
                                                     : HINT_ACCEPT_DAMAGE);
    if (r->refused && !r->o->skip_bad)
        notes_group(&r->csv->errors, add_to_group(r->u, &as, row));
}

/* ---- What is odd ---- */

/* Does it begin like most numbers of its kind do: with a +, with a 0? */
struct beginnings {
    size_t all, plus, zero;
};

static void
count_beginning(struct beginnings *n, const char *text)
{
    if (strspn(text, "+() /-." DIGITS) != strlen(text) ||
        strlen(text) < NUMBER_MIN)
        return;
    n->all++;
    n->plus += *text == '+';
    n->zero += *text == '0';
}

static char
usual_of(const struct beginnings *n)
{
    if (n->plus > 0 && n->plus * 2 >= n->all)
        return '+';
    return n->zero > 0 && n->zero * 2 >= n->all ? '0' : '\0';
}

void
users_csv_usual(struct rows *r)
{
    const struct database *d = r->b->database;
    size_t f, i;

    for (f = 0; f < FIELD_COUNT; f++) {
        struct beginnings here = {0, 0, 0}, file = {0, 0, 0};
        size_t column = r->u->column[f];

        if (column == SIZE_MAX || field_info((enum field)f)->rule != RULE_PHONE)
            continue;
        for (i = 0; i < d->user_count; i++)
            count_beginning(&here, user_text(&d->users[i], (enum field)f));
        for (i = 0; i < r->csv->count; i++)
            count_beginning(&file, r->csv->rows[i].cells[column].text);
        r->usual[f] = usual_of(&here);
        if (r->usual[f] == '\0')
            r->usual[f] = usual_of(&file);
    }
}

/* The same of several cells, by what one of them lacks. */
static const char *
odd_plural(bool before, char usual)
{
    if (before)
        return "have no +, but the values before have; a spreadsheet may have "
               "dropped it";
    return usual == '+' ? "have no +, but most others have; a spreadsheet may "
                          "have dropped it"
                        : "have no leading zero, but most others have; a "
                          "spreadsheet may have dropped it";
}

/* A number that is new tells nothing of what a spreadsheet took away; but one
 * without the + or 0 that the old one or most others have is worth a look. */
static void
look_at_beginning(struct rows *r, const struct csv_cell *at, enum field f,
                  const char *old, const char *cell)
{
    const char *usual = r->usual[f] == '+' ? "+" : "leading zero";
    bool before = old[0] == '+';
    struct users_csv_group as = {.field = f, .damage = CSV_INTACT};

    if (at->wrapped || at->typed || cell[strspn(cell, DIGITS)] != '\0')
        return;
    if (before)
        notes_add_at(&r->u->oddities, at->line, at->column,
                     "%s \"%s\" has no +, but the value before, \"%s\", has; "
                     "a spreadsheet may have dropped it",
                     field_info(f)->label, cell, old);
    else if (r->usual[f] != '\0' && *cell != '0' && strlen(cell) >= NUMBER_MIN)
        notes_add_at(&r->u->oddities, at->line, at->column,
                     "%s \"%s\" has no %s, but most others have; a "
                     "spreadsheet may have dropped it",
                     field_info(f)->label, cell, usual);
    else
        return;
    users_csv_place(&r->u->oddities, r->csv, r->row, at);
    as.odd = odd_plural(before, r->usual[f]);
    notes_group(&r->u->oddities,
                add_to_group(r->u, &as, r->csv->rows[r->row].row));
}

/* Does the cell say in words that there is no number? */
static bool
says_none(const char *cell)
{
    static const char *const words[] = {
        "-",      "--",     "---",  "\u2013",  "\u2014",  "n/a",
        "n.a.",   "na",     "none", "nil",     "keine",   "k.A.",
        "aucun",  "néant",  "no",   "ninguno", "nessuno", "geen",
        "n.v.t.", "nenhum", "brak", "/",       "."};
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasecmp(words[i], cell) == 0)
            return true;
    }
    return false;
}

/* ---- One cell ---- */

/* Can the backup hold the cell, and is it a value at all? */
static bool
is_value(struct rows *r, const struct csv_cell *at, enum field f,
         const char *cell)
{
    const char *label = field_info(f)->label;
    uint32_t cp;
    size_t pos;

    if (!text_is_xml(cell, &pos, &cp)) {
        users_csv_refuse(
            r, at, f, CELL_INVALID,
            "%s: the backup cannot hold the character U+%04X at position "
            "%zu of the cell",
            label, (unsigned)cp, pos);
        return false;
    }
    if (strlen(cell) > USER_VALUE_MAX) {
        users_csv_refuse(r, at, f, CELL_INVALID,
                         "%s: the value is longer than the limit of %zu bytes",
                         label, USER_VALUE_MAX);
        return false;
    }
    if (field_info(f)->rule == RULE_PHONE && says_none(cell)) {
        users_csv_refuse(r, at, f, CELL_INVALID,
                         "%s \"%s\" is no number; write [clear] to erase "
                         "the value, or leave the cell blank to keep it",
                         label, cell);
        return false;
    }
    return true;
}

/* Tell what the rules refuse of the new value. */
static void
ask_rules(struct rows *r, const struct csv_cell *at, size_t user, enum field f,
          const char *cell)
{
    struct findings found = FINDINGS_INIT;
    size_t i;

    change_refuse_value(&found, &r->b->database->users[user], f, cell,
                        r->o->accepted, r->o->accepted_count);
    for (i = 0; i < found.count; i++)
        users_csv_refuse(r, at, f, found.list[i].rule->code, "%s [%s]",
                         found.list[i].message, found.list[i].rule->code);
    findings_free(&found);
}

/* Take the text of a cell for the new value, if it can be. */
static void
take(struct rows *r, const struct csv_cell *at, size_t user, enum field f,
     const char *cell)
{
    const char *old = user_text(&r->b->database->users[user], f);
    enum csv_damage damage = CSV_INTACT;

    if (!is_value(r, at, f, cell))
        return;
    if (!at->wrapped)
        damage = find_damage(r, f, old, at);
    if (damage != CSV_INTACT &&
        (!r->o->accept_damage ||
         (r->o->keep_damaged && may_keep(damage, f, old, cell)))) {
        handle_damage(r, at, f, old, cell, damage);
        return;
    }
    if (field_info(f)->rule == RULE_PHONE)
        look_at_beginning(r, at, f, old, cell);
    ask_rules(r, at, user, f, cell);
    r->value[f] = mem_dup(cell);
}

void
users_csv_cell(struct rows *r, const struct csv_row *row, size_t user,
               enum field f)
{
    const struct csv_cell *at = &row->cells[r->u->column[f]];
    const char *old = user_text(&r->b->database->users[user], f);
    char *cell;

    if (users_csv_blank(at->text) || strcmp(at->text, old) == 0)
        return;
    if (users_csv_clear(at->text)) {
        r->value[f] = mem_dup("");
        return;
    }
    cell = r->o->no_trim ? mem_dup(at->text) : text_trim(at->text);
    r->u->trimmed += strcmp(cell, at->text) != 0;
    if (strcmp(cell, old) != 0)
        take(r, at, user, f, cell);
    free(cell);
}

/* ---- A file in a wrong encoding ---- */

/* The damage that shows it, or CSV_INTACT. */
static enum csv_damage
wrong_encoding(const struct users_csv *u)
{
    size_t i;

    for (i = 0; i < u->event_count; i++) {
        const char *code = u->events[i].code;

        if (strcmp(code, csv_damage_code(CSV_MACINTOSH)) == 0)
            return CSV_MACINTOSH;
        if (strcmp(code, csv_damage_code(CSV_MOJIBAKE)) == 0)
            return CSV_MOJIBAKE;
    }
    return CSV_INTACT;
}

/* Refuse the new value of a change whose letters are wrong like others'. */
static void
distrust(struct rows *r, const struct change *x, enum csv_damage damage)
{
    enum field f = x->edit.field;
    struct users_csv_row *row;

    r->row = r->u->row_of[x->edit.user];
    r->refused = false;
    row = &r->u->rows[r->row];
    users_csv_refuse(r, &r->csv->rows[r->row].cells[r->u->column[f]], f,
                     csv_damage_code(damage),
                     "%s \"%s\": other cells show that the letters of this "
                     "file were read in a wrong encoding",
                     field_info(f)->label, x->edit.text);
    users_csv_refuse_hint(r, damage == CSV_MACINTOSH ? HINT_ENCODING
                                                     : HINT_ACCEPT_DAMAGE);
    row->fate = r->refused ? USERCSV_REFUSED : USERCSV_SKIPPED;
    free(row->why);
    row->why = buf_steal(&r->why);
}

void
users_csv_distrust(struct rows *r)
{
    enum csv_damage damage = wrong_encoding(r->u);
    bool *users;
    size_t i;

    if (damage == CSV_INTACT)
        return;
    users = mem_calloc(r->b->database->user_count, sizeof(*users));
    for (i = r->u->first; i < r->c->count; i++) {
        const struct change *x = &r->c->list[i];

        if (x->picture != NULL || text_is_ascii(x->edit.text))
            continue;
        distrust(r, x, damage);
        users[x->edit.user] = true;
    }
    change_forget(r->c, r->u->first, users);
    free(users);
}
