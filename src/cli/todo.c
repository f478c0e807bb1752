#include <string.h>

#include "cxbak/leftover/leftover.h"
#include "cxbak/report/console_todo.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/text.h"
#include "cli/advice.h"
#include "cli/say.h"
#include "cli/std_streams.h"
#include "cli/todo.h"

bool
todo_has(const struct job *j, const struct finding *f)
{
    return j->blocking == 0 && (strncmp(f->rule->code, "leftover-", 9) == 0 ||
                                strcmp(f->rule->code, "sync-overwrites") == 0);
}

bool
todo_is_of_task(const struct finding *f)
{
    return strcmp(f->rule->code, LEFTOVER_PERSON) == 0;
}

/* Is the finding a task of its own? */
static bool
is_task(const void *arg, const struct finding *f)
{
    return todo_has(arg, f) && !todo_is_of_task(f);
}

/* The tasks of the console itself. */
static void
make_tasks(struct console_todo *t, const struct job *j)
{
    console_todo_make(t, &j->changes, j->backup);
    console_todo_person(t, &j->findings, j->backup);
}

void
todo_make(struct console_todo *t, const struct job *j)
{
    make_tasks(t, j);
    console_todo_findings(t, &j->findings, is_task, j, &j->changes, j->backup);
}

/* Users who are named for one task; --todo and --json name all. */
#define NAMED_MAX 5

/* The tasks of the console itself, below a heading; were there any? */
static bool
print_tasks(FILE *out, const char *heading, const struct job *j)
{
    struct console_todo t = {0};
    bool any;

    make_tasks(&t, j);
    any = t.count > 0;
    if (any)
        fputs(heading, out);
    if (!console_todo_print(out, &t, NAMED_MAX))
        fputs("  (--todo FILE.csv is the whole list)\n", out);
    console_todo_free(&t);
    return any;
}

void
todo_say_tasks(const struct job *j)
{
    if (say_get_level() == SAY_QUIET)
        return;
    streams_flush();
    print_tasks(stderr, "still to be done in the console, after the restore:\n",
                j);
}

void
todo_print(FILE *out, const struct job *j)
{
    static const char heading[] = "still to be done:\n";
    bool begun = print_tasks(out, heading, j);
    size_t i, k;

    for (i = 0; i < j->findings.count; i++) {
        const struct rule *rule = j->findings.list[i].rule;

        /* Those of one rule stand together, below what is to be done. */
        for (k = 0; k < i && j->findings.list[k].rule != rule; k++)
            continue;
        if (k < i || !is_task(j, &j->findings.list[i]))
            continue;
        if (!begun)
            fputs(heading, out);
        begun = true;
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
