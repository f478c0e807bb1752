#include <stdlib.h>
#include <string.h>

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

int
accept_list(const struct args *a, const char *option, const char ***codes,
            size_t *n, struct err *e)
{
    char *what = mem_printf("--%s: ", option), *copy, *word, *save;
    size_t cap = 0, pos;
    const char *list;

    *codes = NULL;
    *n = 0;
    for (pos = 0; (list = args_next(a, option, &pos)) != NULL;) {
        copy = mem_dup(list);
        for (word = strtok_r(copy, ", ", &save);
             word != NULL && e->status == ST_OK;
             word = strtok_r(NULL, ", ", &save)) {
            const struct rule *rule = accept_rule(a, what, word, e);

            *codes = mem_grow(*codes, &cap, *n, sizeof(**codes));
            (*codes)[(*n)++] = rule != NULL ? rule->code : NULL;
        }
        free(copy);
    }
    if (e->status == ST_OK && *n == 0 && args_flag(a, option))
        args_fail(a, e, "%sname a code; `cxbak explain --all` lists them",
                  what);
    free(what);
    return e->status;
}
