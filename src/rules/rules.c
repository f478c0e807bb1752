#include <stdlib.h>
#include <string.h>

#include "rules/rules_impl.h"

/* The extension: ASCII digits, as many as the system's others. */
static void
check_number(const struct rules_at *at, const struct rules_system *sys,
             const char *value)
{
    size_t n = strlen(value);
    char *q;

    if (n == 0) {
        rules_add(at, "number-syntax", "the extension is empty");
        return;
    }
    if (!rules_check_utf8(at, "number-syntax", value) ||
        (strspn(value, "0123456789") == n &&
         (sys->number_length == 0 || n == sys->number_length)))
        return;
    q = rules_quote(value);
    if (strspn(value, "0123456789") != n)
        rules_add(at, "number-syntax", "%s is not made of the digits 0 to 9",
                  q);
    else
        rules_add(at, "number-length",
                  "%s has %zu digit%s; extensions of this system have %zu", q,
                  n, n == 1 ? "" : "s", sys->number_length);
    free(q);
}

void
rules_check_value(struct findings *f, const struct rules_system *sys,
                  const char *number, enum field field, const char *value)
{
    const struct rules_at at = {f, number, field};
    enum field_rule rule = field_info(field)->rule;

    if (value == NULL)
        value = "";
    if (rule == RULE_NUMBER)
        check_number(&at, sys, value);
    if (*value == '\0')
        return;
    if (rule == RULE_NAME && !rules_plain_name(value))
        rules_name(&at, value);
    if (rule == RULE_EMAIL && !rules_plain_email(value))
        rules_email(&at, value);
    if (rule == RULE_PHONE && !rules_plain_phone(value))
        rules_phone(&at, value);
}

bool
rules_is_empty(const struct rules_user *u, enum field f)
{
    struct rules_walk w = {.next = rules_value(u, f)};

    while (rules_step(&w)) {
        if (!rules_is_blank(w.cp))
            return false;
    }
    return true;
}

void
rules_check_user(struct findings *f, const struct rules_system *sys,
                 const struct rules_user *u)
{
    const char *number = u->value[FIELD_NUMBER];
    enum field i;

    for (i = FIELD_NUMBER; i < FIELD_COUNT; i++)
        rules_check_value(f, sys, number, i, u->value[i]);
    if (rules_is_empty(u, FIELD_FIRST) && rules_is_empty(u, FIELD_LAST))
        findings_add(f, "name-missing", number, NULL,
                     "has neither first nor last name");

    /* Nobody writes to a disabled user, or signs in as one. */
    if (!u->enabled)
        return;
    if (rules_is_empty(u, FIELD_EMAIL))
        findings_add(f, "email-missing", number, field_info(FIELD_EMAIL)->key,
                     "has no address: no voicemail by e-mail and no sign-in");
    rules_secrets(f, u);
}
