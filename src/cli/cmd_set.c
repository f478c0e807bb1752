#include <stdlib.h>
#include <string.h>

#include "cxbak/people/select.h"
#include "cxbak/util/mem.h"
#include "cli/accept.h"
#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/steps.h"
#include "cli/wishes.h"

/* What becomes of -- where quotes become curly. */
#define EN_DASH "\xE2\x80\x93"
#define EM_DASH "\xE2\x80\x94"

/* Was a field given as an operand, FIELD=VALUE? */
static int
check_operands(const struct args *a, struct err *e)
{
    size_t i, n;

    for (i = 1; i < a->noperands; i++) {
        const char *word = a->operands[i];
        enum field f;
        char *name;
        bool known;

        n = strcspn(word, "=");
        name = mem_ndup(word, n);
        known = word[n] == '=' && field_parse(name, &f);
        free(name);
        if (strncmp(word, EN_DASH, sizeof(EN_DASH) - 1) == 0 ||
            strncmp(word, EM_DASH, sizeof(EM_DASH) - 1) == 0)
            return args_fail(a, e,
                             "\"%s\" begins with a long dash, as text programs "
                             "make it; write two short ones: --",
                             word);
        if (known)
            return args_fail(
                a, e,
                "\"%s\" selects nobody; to change the field "
                "write --%s VALUE, to choose by it --where '%s'",
                word, field_settable(f) ? field_info(f)->option : "FIELD",
                word);
    }
    return ST_OK;
}

static int
check_any(const struct wishes *w, const struct args *a, struct err *e)
{
    char *all;

    if (check_operands(a, e) != ST_OK)
        return e->status;

    if (wishes_any(w))
        return ST_OK;
    all = field_names(field_settable, NAMED_BY_OPTION, "--");
    args_fail(a, e, "say what to change: %s, --replace or --clear", all);
    free(all);
    return e->status;
}

int
steps_set(struct session *s, struct args *a, struct err *e)
{
    struct selection sel = {NULL, 0};
    struct wishes w;

    if (wishes_read(&w, a, e) == ST_OK && accept_check(a, e) == ST_OK &&
        check_any(&w, a, e) == ST_OK && wishes_parse(&w, a, e) == ST_OK &&
        session_begin(s, a, e) == ST_OK &&
        session_select(s, 1, CHOOSE_TO_CHANGE, &sel, e) == ST_OK &&
        wishes_expect(s, &sel, e) == ST_OK)
        wishes_fulfil(&w, s, &sel, e);
    wishes_free(&w);
    select_free(&sel);
    return e->status;
}

int
cmd_set(struct args *a, struct err *e)
{
    return outcome_of(steps_set, a, e);
}
