/*
 * Many commands as one: a file of steps, one backup read, one written, one
 * proof.  All lines are understood before the backup is opened.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/report/comparison.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cli/accept.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/confine.h"
#include "cli/outcome.h"
#include "cli/own_files.h"
#include "cli/say.h"
#include "cli/session.h"
#include "cli/words.h"
#include "cli/voice.h"

/* The largest file of steps: 100,000 of them. */
#define STEPS_MAX ((size_t)16 << 20)

struct step {
    size_t line;
    char **words;
    const struct command *command;
    struct args args;
};

struct batch {
    struct args *args;
    const char *name; /* of the file, for messages */
    struct buf text;
    struct step *list;
    size_t count, cap;
};

/* Say where an error is; one in a file is no fault of the command line. */
static int
place(const struct batch *b, size_t line, struct err *e)
{
    if (e->status == ST_USAGE)
        e->status = ST_REFUSED;
    return err_prefix(e, "%s:%zu: ", b->name, line);
}

/* The options of a step: its own, and how users are selected. */
static void
step_lists(const struct command *c, struct args *a)
{
    const struct command_group *g;
    size_t n = 0;

    if (c->options != NULL)
        a->lists[n++] = c->options;
    for (g = commands_groups; g->title != NULL; g++) {
        if (g->group == GROUP_SELECT && (c->groups & GROUP_SELECT) != 0)
            a->lists[n++] = g->options;
    }
    a->lists[n] = NULL;
}

/* Options that are the batch's own. */
static int
check_words(char **words, size_t n, struct err *e)
{
    static const char *const whole[] = {
        "-o",     "--output", "--plan",   "--force",     "-f",
        "--json", "--accept", "--strict", "--leftovers", "--summary"};
    size_t i, k;

    for (i = 0; i < n; i++) {
        for (k = 0; k < sizeof(whole) / sizeof(whole[0]); k++) {
            if (strncmp(words[i], "--", 2) == 0
                    ? strncmp(words[i], whole[k], strcspn(words[i], "=")) ==
                              0 &&
                          strlen(whole[k]) == strcspn(words[i], "=")
                    : strcmp(words[i], whole[k]) == 0)
                return err_set(e, ST_REFUSED,
                               "%s belongs to the batch as a whole, not to a "
                               "step",
                               whole[k]);
        }
    }
    return ST_OK;
}

/* Put the backup's name in front of the operands. */
static void
put_backup(struct args *a, char *path)
{
    a->operands = mem_grow(a->operands, &a->operands_cap, a->noperands,
                           sizeof(*a->operands));
    memmove(a->operands + 1, a->operands, a->noperands * sizeof(*a->operands));
    a->operands[0] = path;
    a->noperands++;
}

/* What holds for the batch holds for each step. */
static void
put_options(struct args *a, const struct args *batch)
{
    size_t i;

    for (i = 0; i < batch->ngiven; i++) {
        a->given =
            mem_grow(a->given, &a->given_cap, a->ngiven, sizeof(*a->given));
        a->given[a->ngiven++] = batch->given[i];
    }
}

/* Understand the `n` words of a step. */
static int
parse_step(struct batch *b, struct step *x, size_t n, struct err *e)
{
    const struct command *c;
    int used;

    if (command_find(&c, (int)n, x->words, &used, e) != ST_OK)
        return e->status;
    if (c->step == NULL)
        return err_set(e, ST_REFUSED,
                       "%s cannot be a step of a batch; changing commands can",
                       c->name);
    if (check_words(x->words, n, e) != ST_OK)
        return e->status;
    x->command = c;
    x->args.command = c->name;
    x->args.inputs = b->args->inputs;
    x->args.passwords = b->args->passwords;
    step_lists(c, &x->args);
    if (args_parse(&x->args, (int)n - used + 1, x->words + used - 1, true, NULL,
                   e) != ST_OK)
        return e->status;
    put_backup(&x->args, b->args->operands[0]);
    put_options(&x->args, b->args);
    return command_check(c, &x->args, e);
}

static int
parse_line(struct batch *b, char *line, size_t number, struct err *e)
{
    struct step *x;
    char **words;
    size_t n;

    if (words_split(line, &words, &n, e) != ST_OK || n == 0) {
        free(words);
        return e->status;
    }
    b->list = mem_grow(b->list, &b->cap, b->count, sizeof(*b->list));
    x = &b->list[b->count++];
    *x = (struct step){.line = number, .words = words, .args = ARGS_INIT};
    return parse_step(b, x, n, e);
}

/* Read the file and understand all of it. */
static int
read_steps(struct batch *b, const char *path, struct err *e)
{
    char *line, *next;
    size_t number = 1;

    if (strcmp(path, "-") == 0)
        io_drain(&b->text, STDIN_FILENO, b->name, b->args->inputs, STEPS_MAX,
                 ST_REFUSED, e);
    else
        io_slurp(&b->text, path, b->args->inputs, STEPS_MAX, ST_REFUSED, e);
    if (e->status != ST_OK)
        return e->status;
    if (memchr(buf_str(&b->text), '\0', b->text.len) != NULL)
        return err_set(e, ST_REFUSED, "%s: this is no text: it holds a NUL",
                       b->name);
    buf_addc(&b->text, '\n');
    buf_addc(&b->text, '\0');
    for (line = (char *)b->text.data; *line != '\0'; line = next) {
        next = strchr(line, '\n');
        *next++ = '\0';
        if (parse_line(b, line, number, e) != ST_OK)
            return place(b, number, e);
        number++;
    }
    if (b->count == 0)
        return err_set(e, ST_REFUSED, "%s: there are no steps in it", b->name);
    return ST_OK;
}

/* What a step's plans come to is told at once: the values that they found are
 * shown by the view only. */
static int
tell_conflicts(struct session *s, struct err *e)
{
    struct plan_outcome *m = &s->job.plans;
    char n[HUMAN_ROOM];
    size_t i;

    for (i = 0; i < m->conflict_count; i++)
        comparison_print_conflict(stderr, &m->conflicts[i],
                                  args_colour(s->args, STDERR_FILENO));
    human_things(n, m->conflict_count, "change");
    if (m->conflict_count > 0 && !args_flag(s->args, "only-clean"))
        return err_set(e, ST_CONFLICT,
                       "%s of the plan%s conflict%s; nothing was written. "
                       "%s %s out",
                       n, s->args->noperands > 2 ? "s" : "",
                       m->conflict_count == 1 ? "s" : "",
                       voice("--only-clean leaves", "You can leave"),
                       m->conflict_count == 1 ? "it" : "them");
    if (m->conflict_count > 0)
        say_warning("%s of a plan left out", n);
    m->conflict_count = 0;
    return ST_OK;
}

/* Make all steps, one after the other, each on what the others have made. */
static int
run_steps(struct batch *b, struct session *s, struct err *e)
{
    struct change_view view = {0};
    size_t i;

    for (i = 0; i < b->count; i++) {
        struct step *x = &b->list[i];
        size_t hooks = s->hook_count;

        if (x->command->step(s, &x->args, e) != ST_OK ||
            tell_conflicts(s, e) != ST_OK) {
            place(b, x->line, e);
            break;
        }
        for (; hooks < s->hook_count; hooks++)
            s->hooks[hooks].line = x->line;
        change_view_update(&view, &s->job.changes, s->job.backup);
    }
    change_view_end(&view, s->job.backup);
    s->args = b->args;
    return e->status;
}

/* What the steps name may be read, too. */
static void
confine_steps(const struct batch *b)
{
    struct sandbox_policy p = SANDBOX_POLICY_INIT;
    size_t i;

    for (i = 0; i < b->count; i++)
        confine_words(&p, b->list[i].command, &b->list[i].args);
    confine(&p, b->args);
    sandbox_policy_free(&p);
}

/* No two of all outputs may be one file, and none of them an input. */
static int
check_files(const struct batch *b, struct err *e)
{
    struct own_files_of *of = mem_array(NULL, b->count + 1, sizeof(*of));
    size_t i;

    of[0] = (struct own_files_of){command_named(b->args->command), b->args};
    for (i = 0; i < b->count; i++)
        of[i + 1] = (struct own_files_of){b->list[i].command, &b->list[i].args};
    own_files_check(of, b->count + 1, e);
    free(of);
    return e->status;
}

static void
free_batch(struct batch *b)
{
    size_t i;

    for (i = 0; i < b->count; i++) {
        args_free(&b->list[i].args);
        free(b->list[i].words);
    }
    free(b->list);
    buf_free(&b->text);
}

int
cmd_batch(struct args *a, struct err *e)
{
    const char *path = a->operands[1];
    struct batch b = {.args = a,
                      .name = strcmp(path, "-") == 0 ? "standard input" : path,
                      .text = BUF_INIT};
    struct session s = {0};

    if (accept_check(a, e) != ST_OK || read_steps(&b, path, e) != ST_OK ||
        check_files(&b, e) != ST_OK)
        goto done;
    confine_steps(&b);
    if (session_begin(&s, a, e) == ST_OK && run_steps(&b, &s, e) == ST_OK)
        outcome_finish(&s, e);
    session_close(&s);
done:
    free_batch(&b);
    return e->status;
}
