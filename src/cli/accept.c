#include <stdlib.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cli/accept.h"

/* What --accept-damage lets through once the cell itself was accepted. */
#define DAMAGE_CODE "phone-spreadsheet"

const struct rule *
accept_rule(const struct args *a, const char *what, const char *code,
            struct err *e)
{
    const struct rule *found = rule_find(code), *all;
    const char **words, *near;
    size_t n, i;

    if (found != NULL)
        return found;
    all = rule_all(&n);
    words = mem_array(NULL, n, sizeof(*words));
    for (i = 0; i < n; i++)
        words[i] = all[i].code;
    near = text_nearest(code, words, n);
    if (near != NULL)
        args_fail(a, e, "%sthere is no code \"%s\"; did you mean %s?", what,
                  code, near);
    else
        args_fail(a, e,
                  "%sthere is no code \"%s\"; `cxbak explain --all` lists "
                  "them",
                  what, code);
    free(words);
    return NULL;
}

int
accept_codes(const struct args *a, const char ***codes, size_t *n,
             struct err *e)
{
    size_t cap = 0, pos;
    const char *v;

    *codes = NULL;
    *n = 0;
    for (pos = 0; (v = args_next(a, "accept", &pos)) != NULL;) {
        if (accept_rule(a, "--accept: ", v, e) == NULL)
            return e->status;
        *codes = mem_grow(*codes, &cap, *n, sizeof(**codes));
        (*codes)[(*n)++] = v;
    }
    if (args_flag(a, "accept-damage")) {
        *codes = mem_grow(*codes, &cap, *n, sizeof(**codes));
        (*codes)[(*n)++] = DAMAGE_CODE;
    }
    return ST_OK;
}

int
accept_check(const struct args *a, struct err *e)
{
    const char **codes = NULL;
    size_t n;

    accept_codes(a, &codes, &n, e);
    free(codes);
    return e->status;
}
