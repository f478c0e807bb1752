#include <stdlib.h>
#include <string.h>

#include "cxbak/intake/fix_values.h"
#include "cxbak/intake/set_values.h"
#include "cxbak/people/user_value.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/rules/rules.h"

/* Values that are tidied and told one by one. */
#define TIDIED_SHOWN 3

/* Why the rules refuse the value; NULL if they do not. */
static char *
why_invalid(const struct set_request *k, const struct user *u, enum field f,
            const char *value)
{
    struct findings found = FINDINGS_INIT;
    char *why = NULL;

    change_refuse_value(&found, u, f, value, k->accepted, k->accepted_count);
    if (found.count > 0)
        why = mem_dup(found.list[0].message);
    findings_free(&found);
    return why;
}

/* What came out of a template for one user: can it be meant? */
static void
judge(struct set_request *k, const struct user *u, enum field f,
      const char *value, const struct template_result *r)
{
    const char *label = field_info(f)->label;
    char *who = user_words(u), *why;
    bool empty = r->empty != NULL;

    if (*value == '\0') {
        notes_add(&k->problems,
                  "%s: %s would be empty, because %s is; leave this user out",
                  who, label, empty ? r->empty : "the template");
        notes_hint(&k->problems, HINT_CLEAR, field_info(f)->key);
    } else if ((why = why_invalid(k, u, f, value)) != NULL) {
        notes_add(&k->problems, "%s: %s%s%s%s", who, why, empty ? " (" : "",
                  empty ? r->empty : "", empty ? " is empty)" : "");
        if (empty && *user_text(u, r->empty_field) == '\0')
            notes_hint(&k->problems, HINT_WITH_VALUE,
                       field_info(r->empty_field)->key);
        free(why);
    } else if (empty) {
        notes_add(&k->oddities, "%s: %s is empty; %s becomes \"%s\"", who,
                  r->empty, label, value);
    } else if (r->lost) {
        notes_add(&k->oddities,
                  "%s: letters that have no ASCII spelling are left out; %s "
                  "becomes \"%s\"",
                  who, label, value);
    }
    free(who);
}

/* The value, which is taken over, as it is to be written, and what is said of
 * that. */
static char *
tidy(struct set_request *k, const struct user *u, enum field f, char *value)
{
    static const char *const double_blank[] = {"name-double-blank"};
    char *trimmed, *better, *best, *who;

    if (k->no_trim)
        return value;
    trimmed = text_trim(value);
    better = fix_value(f, trimmed, double_blank, k->tidy ? 0 : 1);
    best = fix_value(f, trimmed, NULL, 0);
    k->untidy_count += strcmp(best, better) != 0;
    free(best);
    free(trimmed);
    if (strcmp(better, value) != 0 && k->tidied_count++ < TIDIED_SHOWN) {
        who = user_words(u);
        notes_add(&k->tidied, "%s: %s \"%s\" is written as \"%s\"", who,
                  field_info(f)->label, value, better);
        free(who);
    }
    free(value);
    return better;
}

/* Work out one field of one user. */
static void
expand_one(struct set_request *k, struct changes *c, const struct backup *b,
           size_t user, size_t nth, enum field f)
{
    const struct user *u = &b->database->users[user];
    const char *values[FIELD_COUNT];
    struct template_result r;
    char *value;
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++)
        values[i] = user_text(u, (enum field)i);
    value = tidy(k, u, f, template_expand(k->value[f], values, nth, &r));
    if (strcmp(value, values[f]) != 0) {
        if (!template_is_literal(k->value[f]))
            judge(k, u, f, value, &r);
        change_add(c, user, f, value);
    }
    free(value);
}

void
set_values_expand(struct set_request *k, struct changes *c,
                  const struct selection *s, const struct backup *b)
{
    size_t i, f;

    for (i = 0; i < s->count; i++) {
        change_ask(c, b, s->users[i]);
        for (f = 0; f < FIELD_COUNT; f++) {
            if (k->value[f] != NULL)
                expand_one(k, c, b, s->users[i], i + 1, (enum field)f);
        }
    }
}

void
set_values_free(struct set_request *k)
{
    notes_free(&k->problems);
    notes_free(&k->oddities);
    notes_free(&k->tidied);
}

void
set_expect(struct notes *others, const struct selection *s,
           const struct backup *b, const struct avatars *a, enum field f,
           const char *value)
{
    char *wanted = text_nfc(value);
    size_t i;

    for (i = 0; i < s->count; i++) {
        char *now = user_value(b, a, s->users[i], f);
        char *composed = text_nfc(now);
        char *who = user_words(&b->database->users[s->users[i]]);

        if (strcmp(composed, wanted) != 0)
            notes_add(others, "%s: %s is \"%s\", not \"%s\" as expected", who,
                      field_info(f)->label, now, value);
        free(who);
        free(composed);
        free(now);
    }
    free(wanted);
}
