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
    const struct rule *found = rule_find(code);
    const char **words, *near;
    size_t n = rule_count(), i;

    if (found != NULL)
        return found;
    words = mem_array(NULL, n, sizeof(*words));
    for (i = 0; i < n; i++)
        words[i] = rule_at(i)->code;
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

/* A list of codes that grows. */
struct code_list {
    const struct args *a;
    const char *what; /* in front of messages */
    const char **codes;
    size_t n, cap;
};

static void
add_code(struct code_list *l, const char *code)
{
    l->codes = mem_grow(l->codes, &l->cap, l->n, sizeof(*l->codes));
    l->codes[l->n++] = code;
}

static int
take_code(void *arg, const char *word, struct err *e)
{
    struct code_list *l = arg;
    const struct rule *rule = accept_rule(l->a, l->what, word, e);

    if (rule != NULL)
        add_code(l, rule->code);
    return e->status;
}

int
accept_codes(const struct args *a, const char ***codes, size_t *n,
             struct err *e)
{
    struct code_list l = {.a = a, .what = "--accept: "};

    args_words(a, "accept", take_code, &l, e);
    if (args_flag(a, "accept-damage"))
        add_code(&l, DAMAGE_CODE);
    *codes = l.codes;
    *n = l.n;
    return e->status;
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
    char *what = mem_printf("--%s: ", option);
    struct code_list l = {.a = a, .what = what};

    args_words(a, option, take_code, &l, e);
    *codes = l.codes;
    *n = l.n;
    free(what);
    return e->status;
}
