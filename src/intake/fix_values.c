#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/intake/fix_values.h"
#include "cxbak/people/ruled_users.h"
#include "cxbak/rules/rules.h"
#include "cxbak/table/csv.h"
#include "cxbak/util/mem.h"

/* Cures of one value, one after the other.  More than there are rules on a
 * value would be two that undo each other. */
#define ROUNDS_MAX 12

/* Of what rule it is that a spreadsheet damaged a value. */
#define CODE_PHONE "phone-spreadsheet"
#define CODE_NAME  "name-damaged"

struct fixer {
    struct fix_request *q;
    struct ruled_users people;
    struct findings together; /* on the users together, with a cure */
};

/* Was the rule of that code asked for? */
static bool
is_asked(const struct fix_request *q, const char *code)
{
    size_t i;

    for (i = 0; i < q->code_count; i++) {
        if (strcmp(q->codes[i], code) == 0)
            return true;
    }
    return q->code_count == 0;
}

/* Keep the findings whose cure is known and asked for. */
static bool
has_cure(void *arg, const struct finding *f)
{
    return f->suggestion != NULL && is_asked(arg, f->rule->code);
}

/* The first cure in the list for that value of the user, guesses last;
 * NULL if there is none. */
static const struct finding *
find_cure(const struct findings *f, const char *number, const char *key)
{
    const struct finding *found = NULL;
    size_t i;

    for (i = 0; i < f->count; i++) {
        const struct finding *x = &f->list[i];

        if (strcmp(x->field, key) == 0 && finding_is_about(x, number) &&
            (found == NULL || (found->guess && !x->guess)))
            found = x;
    }
    return found;
}

/* The next value in the place of `value`, newly made; NULL if it is as good as
 * it gets.  `*guess`: there would be a likely one. */
static char *
cure(const struct fixer *x, const char *number, enum field f, const char *value,
     bool first, bool *guess)
{
    const char *key = field_info(f)->key;
    struct findings found = FINDINGS_INIT;
    const struct finding *best;
    char *next = NULL;

    *guess = false;
    rules_check_value(&found, &x->people.system, number, f, value);
    findings_filter(&found, 0, has_cure, x->q);
    best = find_cure(&found, number, key);

    /* What the users together show is about the value that is there. */
    if (first && (best == NULL || best->guess) &&
        find_cure(&x->together, number, key) != NULL)
        best = find_cure(&x->together, number, key);
    if (best != NULL && best->guess && !x->q->guess)
        *guess = true;
    else if (best != NULL && strcmp(best->suggestion, value) != 0)
        next = mem_dup(best->suggestion);
    findings_free(&found);
    return next;
}

/* What the value was before a spreadsheet damaged it; NULL if it is not known,
 * or is not damaged. */
static const char *
original(const struct fixer *x, const char *number, enum field f,
         const char *value)
{
    const struct database *old = x->q->old;
    size_t user = old != NULL ? database_find(old, number, NULL) : SIZE_MAX;
    enum field_rule rule = field_info(f)->rule;
    enum csv_damage damage;
    const char *before;

    if (user == SIZE_MAX || (rule != RULE_PHONE && rule != RULE_NAME) ||
        !is_asked(x->q, rule == RULE_PHONE ? CODE_PHONE : CODE_NAME))
        return NULL;
    before = user_text(&old->users[user], f);
    damage = csv_damage_find(before, value);
    return csv_damage_agrees(damage, before, value) ? before : NULL;
}

/* Cure the value, which is taken over, until it is as good as it gets; `now`:
 * it is the one that is there.  `*guess`: there would be a likely cure. */
static char *
cure_all(const struct fixer *x, const char *number, enum field f, char *value,
         bool now, bool *guess)
{
    char *next;
    size_t i;

    for (i = 0; i < ROUNDS_MAX; i++) {
        next = cure(x, number, f, value, i == 0 && now, guess);
        if (next == NULL)
            break;
        free(value);
        value = next;
    }
    return value;
}

static void
fix_one(struct fixer *x, struct changes *c, const struct user *u, size_t user,
        enum field f)
{
    const char *number = user_text(u, FIELD_NUMBER), *now = user_text(u, f);
    const char *before = original(x, number, f, now);
    bool guess = false;
    char *value = cure_all(x, number, f, mem_dup(before != NULL ? before : now),
                           before == NULL, &guess);

    x->q->restored += before != NULL;
    x->q->guesses += guess;
    if (strcmp(value, now) != 0)
        change_add(c, user, f, value);
    free(value);
}

void
fix_values(struct fix_request *q, struct changes *c, const struct selection *s,
           const struct backup *b)
{
    struct fixer x = {.q = q, .together = FINDINGS_INIT};
    size_t i, f;

    ruled_users_make(&x.people, b->database);
    rules_check_users(&x.together, x.people.list, x.people.count);
    findings_filter(&x.together, 0, has_cure, q);
    for (i = 0; i < s->count; i++) {
        const struct user *u = &b->database->users[s->users[i]];

        for (f = 0; f < FIELD_COUNT; f++) {
            if (field_importable((enum field)f) &&
                *user_text(u, (enum field)f) != '\0')
                fix_one(&x, c, u, s->users[i], (enum field)f);
        }
    }
    findings_free(&x.together);
    ruled_users_free(&x.people);
}

char *
fix_value(enum field f, const char *value, const char *const *codes, size_t n)
{
    struct fix_request q = {.codes = codes, .code_count = n};
    struct fixer x = {.q = &q, .together = FINDINGS_INIT};
    bool guess;

    return cure_all(&x, "", f, mem_dup(value), false, &guess);
}
