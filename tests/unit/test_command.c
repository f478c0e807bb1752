/*
 * The table of commands, seen through what users see: messages and
 * help.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

#include <cmocka.h>

#include "cxbak/util/buf.h"
#include "cli/command.h"
#include "cli/sandbox.h"
#include "cli/say.h"
#include "cli/usage.h"

void __wrap_sandbox_enter(const struct sandbox_policy *p);

/* Commands run in this process, which is not to lose its rights. */
void
__wrap_sandbox_enter(const struct sandbox_policy *p)
{
    (void)p;
}

/* What a run of the program gave. */
struct outcome {
    int status;
    struct buf out, message;
};

/* All of a stream from its start. */
static void
slurp(FILE *f, struct buf *b)
{
    char piece[4096];
    size_t n;

    rewind(f);
    while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
        buf_add(b, piece, n);
}

/* Run a command line given as one string of words, output caught. */
static void
run(struct outcome *o, const char *line)
{
    char words[256], *argv[16] = {(char[]){"cxbak"}}, *rest;
    struct err e = ERR_INIT;
    FILE *out = tmpfile();
    int argc = 1, saved;

    snprintf(words, sizeof(words), "%s", line);
    rest = strtok(words, " ");
    for (; rest != NULL && argc < 15; rest = strtok(NULL, " "))
        argv[argc++] = rest;
    argv[argc] = NULL;

    fflush(stdout);
    saved = dup(STDOUT_FILENO);
    dup2(fileno(out), STDOUT_FILENO);
    *o = (struct outcome){0, BUF_INIT, BUF_INIT};
    o->status = command_main(argc, argv, &e);
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    slurp(out, &o->out);
    fclose(out);
    if (e.msg != NULL)
        buf_adds(&o->message, e.msg);
    err_free(&e);
}

static void
release(struct outcome *o)
{
    buf_free(&o->out);
    buf_free(&o->message);
}

static void
expect_refusal(const char *line, const char *message)
{
    struct outcome o;

    run(&o, line);
    assert_int_equal(o.status, ST_USAGE);
    assert_string_equal(buf_str(&o.message), message);
    assert_string_equal(buf_str(&o.out), "");
    release(&o);
}

static void
expect_output(const char *line, const char *part)
{
    struct outcome o;

    run(&o, line);
    assert_int_equal(o.status, ST_OK);
    assert_string_equal(buf_str(&o.message), "");
    assert_non_null(strstr(buf_str(&o.out), part));
    release(&o);
}

static void
test_refusals(void **state)
{
    (void)state;
    expect_refusal("hlep", "unknown command \"hlep\", did you mean help?");
    expect_refusal(
        "zzzzzzzzzzzz",
        "unknown command \"zzzzzzzzzzzz\"; `cxbak help` lists the commands");
    expect_refusal(
        "help zzzzzzzzzzzz",
        "unknown command \"zzzzzzzzzzzz\"; `cxbak help` lists the commands");
    expect_refusal("--bogus-option help",
                   "unknown option --bogus-option; `cxbak help` lists them");
    expect_refusal("help version more",
                   "help: unexpected \"more\" after the command version");
    expect_refusal("version 20", "version: unexpected \"20\"; usage: cxbak "
                                 "version");
    expect_refusal("completion",
                   "completion: SHELL is missing; usage: cxbak completion "
                   "SHELL [WORD...]");
    expect_refusal("completion csh",
                   "completion: no script for the shell \"csh\"; there is one "
                   "for bash, zsh and fish");
    expect_refusal("version -q --verbose",
                   "version: --quiet and --verbose contradict each other");
}

static void
test_ways_to_help(void **state)
{
    (void)state;
    expect_output("help", "\nCommands:\n");
    expect_output("--help", "\nCommands:\n");
    expect_output("-q --help", "\nCommands:\n");
    expect_output("help version", "Usage: cxbak version\n");
    expect_output("version --help", "Usage: cxbak version\n");
    expect_output("--help version", "Usage: cxbak version\n");
    expect_output("completion -h", "Usage: cxbak completion SHELL [WORD...]\n");
    expect_output("--color=always help", "\033[1mCommands:\033[0m\n");
    expect_output("--version", "cxbak " CXBAK_VERSION "\n");
    expect_output("version", "cxbak " CXBAK_VERSION "\n");
}

/* -q and -v reach the messages, wherever they stand. */
static void
test_levels(void **state)
{
    struct outcome o;

    (void)state;
    run(&o, "-q version");
    release(&o);
    assert_int_equal(say_get_level(), SAY_QUIET);
    run(&o, "version --verbose");
    release(&o);
    assert_int_equal(say_get_level(), SAY_VERBOSE);
    say_set_level(SAY_NORMAL);
}

/* Do two options of one command share a letter or a name? */
static void
check_clashes(const struct command *c)
{
    struct args a = ARGS_INIT;
    const struct option_spec *all[64], *spec;
    const struct option_spec *const *list;
    size_t n = 0, i;

    command_lists(c, &a);
    for (list = a.lists; *list != NULL; list++) {
        for (spec = *list; spec->name != NULL; spec++) {
            for (i = 0; i < n; i++) {
                assert_string_not_equal(all[i]->name, spec->name);
                assert_true(spec->letter == 0 ||
                            all[i]->letter != spec->letter);
            }
            assert_true(n < 64);
            all[n++] = spec;
        }
    }
}

/* Every entry is complete, and no name occurs twice. */
static void
test_table(void **state)
{
    const struct command *c, *d;

    (void)state;
    check_clashes(NULL);
    for (c = commands_all; c->name != NULL; c++) {
        assert_non_null(c->operands);
        assert_non_null(c->summary);
        assert_true(c->run != NULL);
        assert_true(c->details == NULL ||
                    c->details[strlen(c->details) - 1] == '\n');
        for (d = commands_all; d < c; d++)
            assert_string_not_equal(c->name, d->name);
        check_clashes(c);
    }
}

/* Help of any command keeps within a terminal. */
static void
test_width(void **state)
{
    const struct command *c;
    char line[256];
    FILE *f = tmpfile();

    (void)state;
    usage_program(f, false);
    for (c = commands_all; c->name != NULL; c++)
        usage_command(c, f, false);
    usage_synopsis(f);
    rewind(f);
    while (fgets(line, sizeof(line), f) != NULL) {
        size_t n = strcspn(line, "\n");

        assert_true(n <= 79);
        assert_true(n == 0 || line[n - 1] != ' ');
    }
    fclose(f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusals), cmocka_unit_test(test_ways_to_help),
        cmocka_unit_test(test_levels),   cmocka_unit_test(test_table),
        cmocka_unit_test(test_width),
    };

    return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
