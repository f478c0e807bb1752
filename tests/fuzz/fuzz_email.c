/*
 * Any text can be judged as an address, and as every other field: what is said
 * of it can be printed, and what is suggested as certain has not the same
 * fault again.  The key by which addresses are compared is its own key.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/rules/rules.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
has_code(const struct findings *f, const char *code)
{
    size_t i;

    for (i = 0; i < f->count; i++) {
        if (strcmp(f->list[i].rule->code, code) == 0)
            return true;
    }
    return false;
}

static void
judge(enum field field, const char *value)
{
    static const struct rules_system sys = {.number_length = 3};
    struct findings f = FINDINGS_INIT;
    size_t i;

    rules_check_value(&f, &sys, "200", field, value);
    for (i = 0; i < f.count; i++) {
        const struct finding *x = &f.list[i];
        struct findings again = FINDINGS_INIT;

        if (!text_valid(x->message, strlen(x->message), NULL))
            abort();
        if (x->suggestion == NULL || x->guess)
            continue;
        rules_check_value(&again, &sys, "200", field, x->suggestion);
        if (has_code(&again, x->rule->code))
            abort();
        findings_free(&again);
    }
    findings_free(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = mem_ndup((const char *)data, size);
    char *key, *again;
    size_t k;

    for (k = 0; k < FIELD_COUNT; k++)
        judge((enum field)k, text);
    if ((key = rules_email_key(text)) != NULL) {
        again = rules_email_key(key);
        if (again == NULL || strcmp(again, key) != 0)
            abort();
        free(again);
    }
    free(key);
    free(text);
    return 0;
}
