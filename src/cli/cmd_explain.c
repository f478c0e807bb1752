#include <stdio.h>
#include <unistd.h>

#include "cxbak/report/check_report.h"
#include "cxbak/report/jsonout.h"
#include "cli/accept.h"
#include "cli/advice.h"
#include "cli/archive_rules.h"
#include "cli/commands.h"
#include "cli/screen.h"

/* Every rule. */
static void
explain_all(const struct args *a)
{
    struct json_t *list;
    const struct rule *r;
    size_t i;

    if (!args_flag(a, "json")) {
        check_report_rules(stdout, args_colour(a, STDOUT_FILENO));
        return;
    }
    list = jsonout_array();
    for (i = 0; (r = rule_at(i)) != NULL; i++)
        jsonout_append(list, check_report_rule_json(r, advice(r)));
    jsonout_print(list, stdout);
}

/* A rule of archives, as if it were one of findings. */
static struct rule
of_archives(const struct archive_rule *x)
{
    return (struct rule){.code = x->name,
                         .severity = SEVERITY_ERROR,
                         .title = x->what,
                         .why = x->why,
                         .fix = x->fix,
                         .source = "PKWARE APPNOTE.TXT, and how the usual "
                                   "programs read archives"};
}

/* Explain one rule. */
static void
explain(const struct args *a, const struct rule *r, const char *fix)
{
    if (args_flag(a, "json"))
        jsonout_print(check_report_rule_json(r, fix), stdout);
    else
        check_report_rule(stdout, r, fix, screen_width(),
                          args_colour(a, STDOUT_FILENO));
}

int
cmd_explain(struct args *a, struct err *e)
{
    const struct archive_rule *archive;
    const struct rule *r;
    struct rule made;

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
    if ((archive = archive_rule_find(a->operands[0])) != NULL) {
        made = of_archives(archive);
        explain(a, &made, archive->fix);
    } else if ((r = accept_rule(a, "", a->operands[0], e)) != NULL) {
        explain(a, r, advice(r));
    }
    return e->status;
}
