#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/check/check.h"
#include "cxbak/leftover/leftover.h"
#include "cxbak/people/select.h"
#include "cxbak/report/check_report.h"
#include "cxbak/util/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cli/progress.h"
#include "cli/accept.h"
#include "cli/advice.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/hint.h"
#include "cli/html_option.h"
#include "cli/say.h"
#include "cli/session.h"

/* The version that --target knows advice for. */
#define TARGET "v20"

/* Ask all rules, as the options say. */
static int
ask(const struct session *s, const bool *only, struct findings *f,
    struct err *e)
{
    struct progress progress;
    struct observer observer = progress_observer(&progress);
    struct check_request q = {.backup = s->job.backup,
                              .avatars = &s->job.avatars,
                              .archive = args_flag(s->args, "archive"),
                              .only = only,
                              .target_v20 =
                                  args_value(s->args, "target") != NULL,
                              .now = environment_now(),
                              .observer = &observer};

    progress_start(&progress, "Checking", PROGRESS_BYTES,
                   check_archive_size(s->job.backup), stderr,
                   say_get_level() > SAY_QUIET);
    check_backup(&q, f, e);
    progress_clear(&progress);
    return e->status;
}

/* What is left of the values that users had in an older backup. */
static int
ask_old(const struct session *s, struct findings *f, struct err *e)
{
    const char *path = args_value(s->args, "against");
    struct leftover_options o = {.members = true};
    struct session old = {0};

    if (path == NULL)
        return ST_OK;
    if (session_open(&old, s->args, path, false, e) == ST_OK)
        leftover_since(
            &(struct leftover_side){old.job.backup, &old.job.avatars},
            &(struct leftover_side){s->job.backup, &s->job.avatars}, &o, f, e);
    session_close(&old);
    return e->status;
}

/* The users to look at, newly made; NULL: all of them, and the archive. */
static int
choose(struct session *s, bool **only, struct err *e)
{
    struct selection sel = {NULL, 0};
    size_t i;

    *only = NULL;
    if (s->args->noperands < 2 && !args_flag(s->args, "where") &&
        !args_flag(s->args, "except") && !args_flag(s->args, "duplicates") &&
        !args_flag(s->args, "any"))
        return ST_OK;
    s->all_findings = true;
    if (session_select(s, 1, CHOOSE_ANY, &sel, e) == ST_OK) {
        *only = mem_calloc(s->job.backup->database->user_count, sizeof(**only));
        for (i = 0; i < sel.count; i++)
            (*only)[sel.users[i]] = true;
    }
    select_free(&sel);
    return e->status;
}

/* What it comes to, on standard error: data is what was found. */
static void
say_sum(const struct session *s, const struct findings *f)
{
    static const char *const words[] = {"note", "warning", "error"};
    char n[SEVERITY_ERROR + 1][HUMAN_ROOM], users[HUMAN_ROOM];
    size_t count[SEVERITY_ERROR + 1], i;

    for (i = 0; i <= SEVERITY_ERROR; i++)
        count[i] = findings_count(f, (enum severity)i, false);
    say_note("%s, %s, %s on %s users; `cxbak explain CODE` says what a code "
             "means%s",
             human_things(n[2], count[2], words[2]),
             human_things(n[1], count[1], words[1]),
             human_things(n[0], count[0], words[0]),
             human_count(users, s->job.backup->database->user_count),
             args_flag(s->args, "all") ? "" : ", --all shows each finding");
}

static void
print(const struct session *s, const struct findings *f)
{
    const char *format = args_value(s->args, "format");
    bool colour = args_colour(s->args, STDOUT_FILENO);

    if (format != NULL && strcmp(format, "sarif") == 0) {
        jsonout_print(check_report_sarif(f, s->job.backup, advice), stdout);
        return;
    }
    if (args_flag(s->args, "json")) {
        jsonout_print(check_report_json(f, s->job.backup), stdout);
        return;
    }
    if (f->count == 0) {
        say_note("nothing was found");
        return;
    }
    if (args_flag(s->args, "all"))
        check_report_all(stdout, f, s->job.backup, colour);
    else
        check_report_table(stdout, f, s->job.backup, colour);
    fflush(stdout);
    say_sum(s, f);
}

int
cmd_check(struct args *a, struct err *e)
{
    const char *format = args_value(a, "format");
    const char *target = args_value(a, "target");
    struct findings f = FINDINGS_INIT;
    struct session s = {0};
    const char **accepted = NULL, **wanted = NULL;
    struct check_choice choice = {0};
    bool *only = NULL, bad;

    if (target != NULL && strcmp(target, TARGET) != 0)
        return args_fail(a, e, "--target: \"%s\" is not known; " TARGET " is",
                         target);
    if (format != NULL && args_flag(a, "json"))
        return args_fail(a, e, "--json and --format contradict each other");
    if (accept_codes(a, &accepted, &choice.accepted_count, e) != ST_OK ||
        accept_list(a, "code", &wanted, &choice.wanted_count, e) != ST_OK ||
        session_open(&s, a, a->operands[0], false, e) != ST_OK ||
        html_option_check_path(a, e) != ST_OK ||
        choose(&s, &only, e) != ST_OK || ask(&s, only, &f, e) != ST_OK ||
        ask_old(&s, &f, e) != ST_OK)
        goto done;
    hint_findings(&f);
    choice.accepted = accepted;
    choice.wanted = wanted;
    choice.database = s.job.backup->database;
    choice.only = only;
    check_choose(&f, &choice);
    findings_sort(&f, 0);
    print(&s, &f);
    bad = findings_count(&f, SEVERITY_ERROR, false) > 0 ||
          (args_flag(a, "strict") &&
           findings_count(&f, SEVERITY_WARNING, false) > 0);
    if (html_option_check(&s, &f, e) == ST_OK && bad)
        e->status = ST_DIFFER;
done:
    findings_free(&f);
    session_close(&s);
    free(accepted);
    free(wanted);
    free(only);
    return e->status;
}
