/* Groups with their members, and what names an extension. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <stdint.h>
#include <string.h>

#include "cxbak/leftover/mentions.h"
#include "cxbak/report/groups_report.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cli/commands.h"
#include "cli/many.h"
#include "cli/say.h"
#include "cli/session.h"
#include "cli/std_streams.h"

/* One call for groups. */
struct group_list {
    struct args *args;
    size_t count; /* of backups */
    size_t done;
};

static void
print_groups(const struct session *s, struct group_list *l)
{
    const struct database *d = s->job.backup->database;
    bool all = args_flag(s->args, "all");
    bool colour = args_colour(s->args, STDOUT_FILENO);
    char n[HUMAN_ROOM];
    size_t count;

    if (args_flag(s->args, "json")) {
        groups_report_json(stdout, d, all, l->count > 1 ? s->path : NULL);
        return;
    }
    if (l->count > 1)
        printf("%s%s:\n", l->done++ > 0 ? "\n" : "", s->path);
    count = groups_report_print(stdout, d, all, colour);
    streams_flush();
    say_note("%s%s%s%s", l->count > 1 ? s->path : "", l->count > 1 ? ": " : "",
             human_things(n, count, "group"),
             all ? "" : "; --all shows those that 3CX made for itself, too");
}

static int
groups_one(void *arg, const char *path, struct err *e)
{
    struct group_list *l = arg;
    struct session s = {0};

    if (session_open(&s, l->args, path, 0, e) == ST_OK)
        print_groups(&s, l);
    session_close(&s);
    return e->status;
}

int
cmd_groups(struct args *a, struct err *e)
{
    struct group_list l = {.args = a, .count = a->noperands};

    return many_each(a, l.count, groups_one, &l, e);
}

static void
print_mentions(const struct session *s, const struct mentions *m,
               const char *number, size_t user)
{
    const struct database *d = s->job.backup->database;
    char *name = user != SIZE_MAX ? user_name(&d->users[user]) : NULL;
    char n[HUMAN_ROOM];

    if (args_flag(s->args, "json")) {
        mentions_report_json(stdout, m, number, name);
    } else {
        mentions_report_print(stdout, m, args_colour(s->args, STDOUT_FILENO));
        streams_flush();
        say_note("%s of %s%s%s", human_things(n, m->count, "reference"), number,
                 name != NULL && *name != '\0' ? " " : "",
                 name != NULL ? name : "");
    }
    free(name);
}

/* Find the user, or else keep the number, which may be a queue's. */
static int
find_user(struct session *s, const char *word, size_t *user, char **number,
          struct err *e)
{
    const struct database *d = s->job.backup->database;

    *user = SIZE_MAX;
    if (*word != '\0' && word[strspn(word, "0123456789")] == '\0' &&
        database_find(d, word, NULL) == SIZE_MAX) {
        *number = mem_dup(word);
        return ST_OK;
    }
    if (session_user(s, word, user, e) == ST_OK)
        *number = mem_dup(user_text(&d->users[*user], FIELD_NUMBER));
    return e->status;
}

int
cmd_refs(struct args *a, struct err *e)
{
    struct session s = {0};
    struct mentions m = {0};
    char *number = NULL;
    size_t user;

    if (session_open(&s, a, a->operands[0], 0, e) != ST_OK ||
        find_user(&s, a->operands[1], &user, &number, e) != ST_OK ||
        mentions_find(&m, s.job.backup, &s.job.avatars, number, user, e) !=
            ST_OK)
        goto done;
    if (m.exists) {
        print_mentions(&s, &m, number, user);
    } else {
        err_set(e, ST_REFUSED, "%s: there is no extension %s", s.path, number);
        err_hint(e, HINT_WHO_IS_THERE, NULL);
    }
done:
    mentions_free(&m);
    free(number);
    session_close(&s);
    return e->status;
}
