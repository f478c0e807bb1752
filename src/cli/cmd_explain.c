#include <stdio.h>
#include <unistd.h>

#include "cxbak/report/check_report.h"
#include "cxbak/report/jsonout.h"
#include "cli/accept.h"
#include "cli/advice.h"
#include "cli/commands.h"

/* Every rule. */
static void
explain_all(const struct args *a)
{
    struct json_t *list;
    const struct rule *all;
    size_t n, i;

    if (!args_flag(a, "json")) {
        check_report_rules(stdout, args_colour(a, STDOUT_FILENO));
        return;
    }
    all = rule_all(&n);
    list = jsonout_array();
    for (i = 0; i < n; i++)
        jsonout_append(list, check_report_rule_json(&all[i], advice(&all[i])));
    jsonout_print(list, stdout);
}

int
cmd_explain(struct args *a, struct err *e)
{
    const struct rule *r;

    if (args_flag(a, "all")) {
        if (a->noperands > 0)
            return args_fail(a, e, "--all and \"%s\" contradict each other",
                             a->operands[0]);
        explain_all(a);
        return ST_OK;
    }
    if (a->noperands == 0)
        return args_fail(a, e,
                         "say which code, as `cxbak check` prints them; "
                         "--all lists every one");
    if ((r = accept_rule(a, "", a->operands[0], e)) == NULL)
        return e->status;
    if (args_flag(a, "json"))
        jsonout_print(check_report_rule_json(r, advice(r)), stdout);
    else
        check_report_rule(stdout, r, advice(r), args_colour(a, STDOUT_FILENO));
    return ST_OK;
}
