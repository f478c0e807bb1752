#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/check/check.h"
#include "cxbak/people/select.h"
#include "cxbak/report/check_report.h"
#include "cxbak/util/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/accept.h"
#include "cli/advice.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/hint.h"
#include "cli/html_option.h"
#include "cli/many.h"
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/session.h"
#include "cli/std_streams.h"

/* The version that --target knows advice for, in both ways to write it. */
#define TARGET       "v20"
#define TARGET_SHORT "20"

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

    if (q.target_v20 && s->job.backup->database->major >= 20)
        say_note("%s: this is version %s already; the advice is for a backup "
                 "that is still to be moved",
                 s->path, s->job.backup->database->version);
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
    if (session_open(&old, s->args, path, 0, e) == ST_OK)
        job_left_since(&old.job, &s->job, &o, f, e);
    session_close(&old);
    return e->status;
}

/* One call of the command. */
struct checking {
    struct args *args;
    const char **accepted, **wanted;
    struct check_choice choice;
    size_t backups;
    struct text_table *table;         /* NULL: not asked for */
    size_t count[SEVERITY_ERROR + 1]; /* of all findings */
    size_t users;
};

/* The users to look at, newly made; NULL: all of them, and the archive. */
static int
choose(struct session *s, size_t backups, bool **only, struct err *e)
{
    struct selection sel = {NULL, 0};
    size_t i;

    *only = NULL;
    if (s->args->noperands <= backups && !args_flag(s->args, "where") &&
        !args_flag(s->args, "except") && !args_flag(s->args, "duplicates") &&
        !args_flag(s->args, "any"))
        return ST_OK;
    s->all_findings = true;
    if (session_select(s, backups, CHOOSE_ANY, &sel, e) == ST_OK) {
        *only = mem_calloc(s->job.backup->database->user_count, sizeof(**only));
        for (i = 0; i < sel.count; i++)
            (*only)[sel.users[i]] = true;
    }
    select_free(&sel);
    return e->status;
}

/* What it comes to, on standard error: data is what was found. */
static void
say_sum(const struct checking *c)
{
    static const char *const words[] = {"note", "warning", "error"};
    char n[SEVERITY_ERROR + 1][HUMAN_ROOM], users[HUMAN_ROOM], all[HUMAN_ROOM];

    say_note("%s, %s, %s on %s users%s%s; `cxbak explain CODE` says what a "
             "code means%s",
             human_things(n[2], c->count[2], words[2]),
             human_things(n[1], c->count[1], words[1]),
             human_things(n[0], c->count[0], words[0]),
             human_count(users, c->users), c->backups > 1 ? " of " : "",
             c->backups > 1 ? human_things(all, c->backups, "backup") : "",
             args_flag(c->args, "all") ? "" : ", --all shows each finding");
}

/* Print the findings of one of several backups as they come. */
static void
print_one_of(struct checking *c, const struct session *s,
             const struct findings *f)
{
    if (args_flag(c->args, "json")) {
        check_report_json(stdout, f, s->job.backup, s->path);
    } else {
        printf("%s:\n", s->path);
        check_report_all(stdout, f, s->job.backup,
                         args_colour(c->args, STDOUT_FILENO));
    }
}

/* Print the findings of the one backup. */
static void
print(const struct checking *c, const struct session *s,
      const struct findings *f)
{
    const char *format = args_value(c->args, "format");

    if (format != NULL && strcmp(format, "sarif") == 0)
        check_report_sarif(stdout, f, s->job.backup, advice);
    else if (args_flag(c->args, "json"))
        check_report_json(stdout, f, s->job.backup, NULL);
    else
        check_report_all(stdout, f, s->job.backup,
                         args_colour(c->args, STDOUT_FILENO));
}

/* Ask the rules about one backup. */
static int
check_one(void *arg, const char *path, struct err *e)
{
    struct checking *c = arg;
    struct findings f = FINDINGS_INIT;
    struct session s = {0};
    unsigned keep = args_flag(c->args, "against") ? KEEP_THINGS : 0;
    bool *only = NULL, bad;
    size_t i;

    if (session_open(&s, c->args, path, keep, e) != ST_OK ||
        output_check_all(c->args, e) != ST_OK ||
        choose(&s, c->backups, &only, e) != ST_OK ||
        ask(&s, only, &f, e) != ST_OK || ask_old(&s, &f, e) != ST_OK)
        goto done;
    hint_findings(&f);
    c->choice.database = s.job.backup->database;
    c->choice.only = only;
    check_choose(&f, &c->choice);
    findings_sort(&f, 0);
    for (i = 0; i <= SEVERITY_ERROR; i++)
        c->count[i] += findings_count(&f, (enum severity)i, false);
    c->users += s.job.backup->database->user_count;
    if (c->table != NULL)
        check_report_rows(c->table, &f, s.job.backup, c->backups > 1);
    else if (c->backups > 1)
        print_one_of(c, &s, &f);
    else
        print(c, &s, &f);
    bad = findings_count(&f, SEVERITY_ERROR, false) > 0 ||
          (args_flag(c->args, "strict") &&
           findings_count(&f, SEVERITY_WARNING, false) > 0);
    if (html_option_check(&s, &f, e) == ST_OK && bad)
        e->status = ST_DIFFER;
done:
    findings_free(&f);
    session_close(&s);
    free(only);
    return e->status;
}

/* Say, or print, what all backups come to. */
static void
finish(struct checking *c)
{
    size_t found = c->count[0] + c->count[1] + c->count[2];

    if (c->table != NULL && text_table_rows(c->table) > 0)
        screen_table(c->table, c->args, SCREEN_ELSEWHERE);
    streams_flush();
    if (args_flag(c->args, "json") || args_value(c->args, "format") != NULL)
        return;
    if (found == 0)
        say_note("nothing was found");
    else
        say_sum(c);
}

static int
check_words(const struct checking *c, struct err *e)
{
    const char *target = args_value(c->args, "target");

    if (target != NULL && strcmp(target, TARGET) != 0 &&
        strcmp(target, TARGET_SHORT) != 0)
        return args_fail(c->args, e,
                         "--target: \"%s\" is not known; give " TARGET, target);
    if (args_value(c->args, "format") != NULL && args_flag(c->args, "json"))
        return args_fail(c->args, e,
                         "--json and --format contradict each other");
    if (args_value(c->args, "format") != NULL && c->backups > 1)
        return args_fail(c->args, e, "--format is of one backup");
    if (args_value(c->args, "html") != NULL && c->backups > 1)
        return args_fail(c->args, e, "--html is of one backup");
    return ST_OK;
}

int
cmd_check(struct args *a, struct err *e)
{
    struct checking c = {.args = a, .backups = many_count(a)};

    if (check_words(&c, e) != ST_OK ||
        accept_codes(a, &c.accepted, &c.choice.accepted_count, e) != ST_OK ||
        accept_list(a, "code", &c.wanted, &c.choice.wanted_count, e) != ST_OK)
        goto done;
    c.choice.accepted = c.accepted;
    c.choice.wanted = c.wanted;
    if (!args_flag(a, "json") && !args_flag(a, "all") &&
        args_value(a, "format") == NULL) {
        c.table = text_table_new();
        check_report_columns(c.table, c.backups > 1);
    }
    many_each(a, c.backups, check_one, &c, e);
    if (c.backups > 1 || e->status <= ST_DIFFER)
        finish(&c);
done:
    text_table_free(c.table);
    free(c.accepted);
    free(c.wanted);
    return e->status;
}
