#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/text.h"
#include "cli/advice.h"
#include "cli/todo.h"

bool
todo_has(const struct job *j, const struct finding *f)
{
    return j->blocking == 0 && (strncmp(f->rule->code, "leftover-", 9) == 0 ||
                                strcmp(f->rule->code, "sync-overwrites") == 0);
}

void
todo_print(FILE *out, const struct job *j)
{
    const struct rule *last = NULL;
    size_t i, k;

    for (i = 0; i < j->findings.count; i++) {
        const struct rule *rule = j->findings.list[i].rule;

        /* Those of one rule stand together, below what is to be done. */
        for (k = 0; k < i && j->findings.list[k].rule != rule; k++)
            continue;
        if (k < i || !todo_has(j, &j->findings.list[i]))
            continue;
        if (last == NULL)
            fputs("still to be done:\n", out);
        last = rule;
        fprintf(out, "- %s\n", advice(rule));
        for (k = i; k < j->findings.count; k++) {
            const struct finding *f = &j->findings.list[k];
            struct buf b = BUF_INIT;

            if (f->rule != rule)
                continue;
            text_escape(&b, f->message);
            fprintf(out, "    %s%s%s\n", f->number != NULL ? f->number : "",
                    f->number != NULL ? ": " : "", buf_str(&b));
            buf_free(&b);
        }
    }
}
