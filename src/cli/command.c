#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/text.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/confine.h"
#include "cli/error_json.h"
#include "cli/field_help.h"
#include "cli/other_words.h"
#include "cli/operand_order.h"
#include "cli/many.h"
#include "cli/outcome.h"
#include "cli/own_files.h"
#include "cli/password.h"
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/usage.h"

bool
command_in_family(const struct command *c, const char *word)
{
    size_t n = strlen(word);

    return strncmp(c->name, word, n) == 0 && c->name[n] == ' ';
}

bool
command_is_family(const char *word)
{
    const struct command *c;

    for (c = commands_all; c->name != NULL; c++) {
        if (command_in_family(c, word))
            return true;
    }
    return false;
}

const struct command *
command_named(const char *name)
{
    const struct command *c;

    for (c = commands_all; c->name != NULL; c++) {
        if (strcmp(c->name, name) == 0)
            return c;
    }
    return NULL;
}

/* The nearest name to `name` of those that are offered to users. */
static const char *
nearest(const char *name)
{
    const char **names = NULL, *near;
    size_t n = 0, cap = 0;
    const struct command *c;

    for (c = commands_all; c->name != NULL; c++) {
        names = mem_grow(names, &cap, n, sizeof(*names));
        names[n++] = c->name;
    }
    near = text_nearest(name, names, n);
    free(names);
    return near;
}

/* `next` is the word behind it, or NULL. */
static int
unknown(const char *name, const char *next, struct err *e)
{
    const char *near = nearest(name), *instead = other_command(name);

    if (many_is_backup(name))
        return err_set(
            e, ST_USAGE,
            "\"%s\" is a backup; the command comes first, as in "
            "`cxbak %s %s`",
            name, next != NULL && command_named(next) ? next : "list", name);
    if (instead != NULL)
        return err_set(e, ST_USAGE, "unknown command \"%s\": %s", name,
                       instead);
    if (near != NULL)
        return err_set(e, ST_USAGE, "unknown command \"%s\", did you mean %s?",
                       name, near);
    return err_set(e, ST_USAGE,
                   "unknown command \"%s\"; `cxbak help` lists the commands",
                   name);
}

/* A family's name without what belongs to it, or with another word: say
 * what may follow it. */
static int
incomplete(const char *word, const char *other, struct err *e)
{
    struct buf b = BUF_INIT;
    const struct command *c;

    for (c = commands_all; c->name != NULL; c++) {
        if (command_in_family(c, word))
            buf_printf(&b, "%s%s", b.len > 0 ? ", " : "",
                       c->name + strlen(word) + 1);
    }
    if (other != NULL)
        err_set(e, ST_USAGE, "%s: say what to do, before \"%s\": %s", word,
                other, buf_str(&b));
    else
        err_set(e, ST_USAGE, "%s: say what to do: %s", word, buf_str(&b));
    buf_free(&b);
    return ST_USAGE;
}

int
command_find(const struct command **c, int argc, char *const *argv, int *used,
             struct err *e)
{
    char *two;
    int rc;

    *used = 1;
    if ((*c = command_named(argv[0])) != NULL)
        return ST_OK;
    if (!command_is_family(argv[0]))
        return unknown(argv[0], argc > 1 ? argv[1] : NULL, e);
    if (argc < 2 || argv[1][0] == '-')
        return incomplete(argv[0], NULL, e);
    *used = 2;
    two = mem_printf("%s %s", argv[0], argv[1]);
    *c = command_named(two);
    rc = *c != NULL             ? ST_OK
         : nearest(two) != NULL ? unknown(two, NULL, e)
                                : incomplete(argv[0], argv[1], e);
    free(two);
    return rc;
}

void
command_lists(const struct command *c, struct args *a)
{
    unsigned groups = GROUP_COMMON | (c != NULL ? c->groups : 0);
    const struct option_spec *own = c != NULL ? c->options : commands_top;
    const struct command_group *g;
    size_t n = 0;

    if (own != NULL)
        a->lists[n++] = own;
    for (g = commands_groups; g->title != NULL; g++) {
        if ((g->group & groups) != 0)
            a->lists[n++] = g->options;
    }
    a->lists[n] = NULL;
}

/* The length of the operand's name at `s`, and what follows it: is it
 * optional, may it repeat? */
static size_t
read_operand(const char *s, bool *optional, bool *repeats)
{
    size_t n = strcspn(s, " ");

    *optional = *s == '[';
    *repeats = memmem(s, n, "...", 3) != NULL;
    return n;
}

/* Compare the operands given with what the command's table entry says. */
static int
check_operands(const struct command *c, const struct args *a, struct err *e)
{
    const char *s = c->operands;
    bool optional, endless = false;
    size_t i = 0, n;

    for (; *s != '\0'; s += n + strspn(s + n, " ")) {
        n = read_operand(s, &optional, &endless);
        if (!optional && i >= a->noperands)
            return args_fail(a, e, "%.*s is missing; usage: cxbak %s %s",
                             (int)strcspn(s, " ."), s, c->name, c->operands);
        i++;
    }
    if (a->noperands > i && !endless)
        return args_fail(a, e, "unexpected \"%s\"; usage: cxbak %s%s%s",
                         a->operands[i], c->name,
                         *c->operands != '\0' ? " " : "", c->operands);
    return ST_OK;
}

/* Options without which the command makes no sense, and pairs that
 * contradict each other. */
static int
check_options(const struct command *c, const struct args *a, struct err *e)
{
    const struct option_spec *const *list;
    const struct option_spec *spec;

    for (list = a->lists; *list != NULL; list++) {
        for (spec = *list; spec->name != NULL; spec++) {
            if ((spec->flags & OPTION_REQUIRED) != 0 &&
                !args_flag(a, spec->name))
                return args_fail(a, e,
                                 "--%s %s is missing; usage: cxbak %s %s "
                                 "--%s %s",
                                 spec->name, spec->arg, c->name, c->operands,
                                 spec->name, spec->arg);
        }
    }
    if (args_flag(a, "quiet") && args_flag(a, "verbose"))
        return args_fail(a, e, "--quiet and --verbose contradict each other");
    return ST_OK;
}

int
command_check(const struct command *c, const struct args *a, struct err *e)
{
    if (check_operands(c, a, e) != ST_OK)
        return e->status;
    return check_options(c, a, e);
}

static void
set_level(const struct args *a)
{
    if (args_flag(a, "quiet"))
        say_set_level(SAY_QUIET);
    else if (args_flag(a, "verbose"))
        say_set_level(SAY_VERBOSE);
}

/* Run the command that the words `argv[0]` on call, `a` holding the options
 * that came before. */
static int
run(struct args *a, int argc, char **argv, struct err *e)
{
    const struct command *c;
    int words, rc;

    /* `avatar --help` asks for all of its commands. */
    if (command_is_family(argv[0]) && argc > 1 &&
        (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        usage_family(argv[0], stdout, args_colour(a, STDOUT_FILENO));
        return ST_OK;
    }
    if ((rc = command_find(&c, argc, argv, &words, e)) != ST_OK)
        return rc;
    a->command = c->name;
    command_lists(c, a);
    rc = args_parse(a, argc - words + 1, argv + words - 1, true, NULL, e);
    if (rc != ST_OK)
        return rc;
    if (args_flag(a, "help")) {
        screen_start(a, SCREEN_PAGES);
        usage_command(c, stdout, args_colour(a, STDOUT_FILENO));
        return ST_OK;
    }
    if ((rc = command_check(c, a, e)) != ST_OK ||
        (rc = order_check(c, a, e)) != ST_OK ||
        (rc = own_files_check(&(struct own_files_of){c, a}, 1, e)) != ST_OK)
        return rc;
    set_level(a);
    if (args_flag(a, "json"))
        say_keep_errors();
    screen_start(a, c->screen);
    if (!c->confines) {
        struct sandbox_policy none = SANDBOX_POLICY_INIT;

        confine(&none, a);
        sandbox_policy_free(&none);
    }
    return c->run(a, e);
}

int
command_main(int argc, char **argv, struct err *e)
{
    struct inputs inputs = INPUTS_INIT;
    struct passwords passwords = {0};
    struct args a = ARGS_INIT;
    int used, rc;

    field_help_start();
    outcome_forget();
    a.inputs = &inputs;
    a.passwords = &passwords;
    inputs_stream(&inputs, STDOUT_FILENO, "standard output");
    inputs_stream(&inputs, STDERR_FILENO, "standard error");

    /* Options of the program, up to the command. */
    command_lists(NULL, &a);
    if ((rc = args_parse(&a, argc, argv, false, &used, e)) != ST_OK)
        goto done;
    if (args_flag(&a, "version")) {
        rc = cmd_version(&a, e);
    } else if (used < argc) {
        rc = run(&a, argc - used, argv + used, e);
    } else if (args_flag(&a, "help")) {
        usage_program(stdout, args_colour(&a, STDOUT_FILENO));
    } else {
        usage_short(stderr);
        rc = err_set(e, ST_USAGE, "no command given");
    }
done:
    if (rc > ST_DIFFER && e->msg != NULL && error_json_wanted(&a, argc, argv) &&
        !jsonout_printed())
        jsonout_print(error_json(&a, e), stdout);
    say_forget();
    args_free(&a);
    passwords_free(&passwords);
    inputs_free(&inputs);
    return rc;
}
