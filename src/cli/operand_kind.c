#include <string.h>

#include "cli/operand_kind.h"

static const struct {
    const char *name;
    enum operand is;
} operands[] = {
    {"FILE", OPERAND_TABLE},    {"DIR", OPERAND_DIR},
    {"SELECT", OPERAND_SELECT}, {"EXT", OPERAND_SELECT},
    {"CODE", OPERAND_WORD},     {"SHELL", OPERAND_WORD},
    {"COMMAND", OPERAND_WORD},  {"WORD", OPERAND_WORD},
};

/* What the operand is of which `s` begins with the name: "[SELECT...]". */
static enum operand
operand_of(const char *s)
{
    size_t i, n;

    s += *s == '[';
    n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    for (i = 0; i < sizeof(operands) / sizeof(operands[0]); i++) {
        if (strlen(operands[i].name) == n &&
            memcmp(operands[i].name, s, n) == 0)
            return operands[i].is;
    }
    return OPERAND_FILE;
}

void
operand_kinds(const struct command *c, const struct args *a,
              void (*take)(void *arg, enum operand is, const char *word),
              void *arg)
{
    const char *s = c->operands;
    size_t i;

    /* The last operand may repeat. */
    for (i = 0; i < a->noperands; i++) {
        const char *next = s + strcspn(s, " ");

        take(arg, operand_of(s), a->operands[i]);
        if (*next != '\0')
            s = next + 1;
    }
}
