#include <string.h>
#include <unistd.h>

#include "cli/many.h"
#include "cli/operand_order.h"

int
order_check(const struct command *c, const struct args *a, struct err *e)
{
    size_t i;

    if (strcmp(c->operands, "BACKUP EXT IMAGE") == 0 && a->noperands == 3 &&
        access(a->operands[1], F_OK) == 0 && access(a->operands[2], F_OK) != 0)
        return args_fail(a, e,
                         "EXT comes before IMAGE, and \"%s\" is a file; usage: "
                         "cxbak %s %s",
                         a->operands[1], c->name, c->operands);
    if (strncmp(c->operands, "BACKUP", strlen("BACKUP")) != 0 ||
        strchr(c->operands, ' ') == NULL || a->noperands < 2 ||
        many_is_backup(a->operands[0]))
        return ST_OK;
    for (i = 1; i < a->noperands; i++) {
        if (many_is_archive(a->operands[i]))
            return args_fail(a, e,
                             "BACKUP comes first, and \"%s\" looks like one; "
                             "usage: cxbak %s %s",
                             a->operands[i], c->name, c->operands);
    }
    return ST_OK;
}
