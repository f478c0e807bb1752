#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "cxbak/check/check.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/notes.h"
#include "cli/environment.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/secret.h"
#include "cli/session.h"
#include "cli/voice.h"

/* Asked for by the backup when its database is encrypted. */
static int
ask_password(void *arg, const char **password, struct err *e)
{
    struct session *s = arg;

    secret_lock_all();
    password_search_next(&s->search, e);
    *password = s->search.now;
    return e->status;
}

/* Open the backup, with one password after the other if it needs one. */
static int
open_job(struct session *s, struct err *e)
{
    s->search = (struct password_search){.args = s->args, .name = s->path};
    while (job_open(&s->job, s->path, &s->options, e) == ST_PASSWORD &&
           password_search_again(&s->search, e))
        job_close(&s->job);
    password_search_end(&s->search, e->status == ST_OK);
    return e->status;
}

int
session_open(struct session *s, struct args *a, const char *path, unsigned keep,
             struct err *e)
{
    memset(s, 0, sizeof(*s));
    s->args = a;
    s->path = path;
    s->options.keep = keep;
    s->options.inputs = a->inputs;
    s->options.password = ask_password;
    s->options.password_arg = s;
    if (password_path(a) != NULL)
        inputs_name(a->inputs, password_path(a));
    if (args_value(a, "plan") != NULL && args_value(a, "output") != NULL)
        return args_fail(a, e,
                         "--plan saves the changes instead of writing a "
                         "backup: leave out --output, and `cxbak apply` "
                         "writes it later");
    if (args_size(a, "max-database", &s->options.max_database, e) != ST_OK ||
        open_job(s, e) != ST_OK)
        return e->status;
    if (s->job.backup->mark != MARK_NONE)
        say_warning("%s: this is %s", path, mark_phrase(s->job.backup->mark));
    if (!backup_known_version(s->job.backup))
        say_warning("%s: version \"%s\" is not one of the known ones "
                    "(" BACKUP_MAJORS ")",
                    path, s->job.backup->database->version);
    if (s->job.backup->miscased)
        say_warning("%s: the name does not end in \"Db.xml\" with these "
                    "capital letters, so a restore may not find it",
                    s->job.backup->where);
    if (s->job.backup->nested && s->job.backup->mark != MARK_REDACTED)
        say_warning("%s: the database lies in a folder, where a restore "
                    "would not find it",
                    s->job.backup->where);
    return ST_OK;
}

int
session_begin(struct session *s, struct args *a, struct err *e)
{
    if (s->job.backup == NULL) {
        if (session_open(s, a, a->operands[0], KEEP_THINGS, e) == ST_OK)
            output_check_all(a, e);
        return e->status;
    }
    s->args = a;
    return ST_OK;
}

void
session_add_hook(struct session *s, const struct session_hook *h)
{
    s->hooks =
        mem_grow(s->hooks, &s->hook_cap, s->hook_count, sizeof(*s->hooks));
    s->hooks[s->hook_count] = *h;
    s->hooks[s->hook_count++].args = s->args;
}

void
session_close(struct session *s)
{
    size_t i;

    job_close(&s->job);
    for (i = 0; i < s->plans_count; i++)
        plans_free(&s->plans[i]);
    free(s->plans);
    free(s->written);
    for (i = 0; i < s->hook_count; i++) {
        s->hooks[i].release(s->hooks[i].arg);
        json_decref(s->hooks[i].more);
    }
    free(s->hooks);
    memset(s, 0, sizeof(*s));
}

/* Say whom the names meant. */
static void
say_taken(struct notes *n)
{
    size_t i;

    for (i = 0; i < n->listed; i++)
        say_note("%s", n->list[i].text);
    notes_free(n);
}

/* Ask all rules about the users, for conditions on findings. */
static int
find(void *arg, struct findings *f, struct err *e)
{
    struct session *s = arg;
    struct check_request q = {.backup = s->job.backup,
                              .avatars = &s->job.avatars,
                              .target_v20 = true,
                              .every = true,
                              .now = environment_now()};

    return check_backup(&q, f, e);
}

int
session_select(struct session *s, size_t first, enum session_choice choice,
               struct selection *sel, struct err *e)
{
    struct args *a = s->args;
    struct notes taken = {0};
    struct select_request q = {
        .words = (const char *const *)a->operands + first,
        .word_count = a->noperands > first ? a->noperands - first : 0,
        .all = !s->all_findings && args_flag(a, "all"),
        .must = choice != CHOOSE_ANY,
        .one_each = choice == CHOOSE_TO_CHANGE,
        .any = args_flag(a, "any"),
        .duplicates = args_value(a, "duplicates"),
        .find = find,
        .find_arg = s,
        .inputs = a->inputs,
        .taken = &taken};
    const char **where = args_all(a, "where", &q.where_count);
    const char **except = args_all(a, "except", &q.except_count);

    q.where = where;
    q.except = except;
    if (q.must && q.word_count == 0 && !q.all && q.where_count == 0 &&
        q.duplicates == NULL)
        args_fail(a, e,
                  "say whom: extensions (200, 200-299), a name, @FILE, "
                  "--where, --duplicates or --all");
    else if (q.all && q.word_count > 0)
        args_fail(a, e, "%s and \"%s\" contradict each other",
                  voice("--all", "everybody"), q.words[0]);
    else if (q.any && q.where_count == 0)
        args_fail(a, e,
                  "--any is about several conditions; give them with --where");
    else
        select_users(sel, &q, s->job.backup, &s->job.avatars, e);
    say_taken(&taken);
    free(where);
    free(except);
    return e->status;
}

int
session_user(struct session *s, const char *word, size_t *user, struct err *e)
{
    struct notes taken = {0};
    struct select_request q = {.words = &word,
                               .word_count = 1,
                               .must = true,
                               .one_each = true,
                               .taken = &taken};
    struct selection sel = {NULL, 0};

    /* An extension that two users have is told so. */
    if (word[strspn(word, "0123456789")] == '\0' ||
        database_find(s->job.backup->database, word, NULL) != SIZE_MAX)
        return job_user(&s->job, word, user, e);
    if (select_users(&sel, &q, s->job.backup, &s->job.avatars, e) == ST_OK &&
        sel.count > 1)
        args_fail(s->args, e,
                  "\"%s\" means several users; name one user by the extension",
                  word);
    if (e->status == ST_OK)
        *user = sel.users[0];
    say_taken(&taken);
    select_free(&sel);
    return e->status;
}
