#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "cli/args.h"

static const struct option_spec own[] = {
    {"email", 'e', "ADDRESS", "the address", 0},
    {"where", 0, "FIELD=GLOB", "which users", OPTION_REPEAT},
    {"output", 'o', "OUT", "the new file", OPTION_PATH},
    {"for", 0, "plain|excel|3cx", "the dialect", 0},
    {.name = NULL},
};

static const struct option_spec shared[] = {
    {"json", 0, NULL, "as JSON", 0},
    {"quiet", 'q', NULL, "less", 0},
    {"verbose", 'v', NULL, "more", 0},
    {"max-database", 0, "SIZE", "limit", 0},
    {.name = NULL},
};

/* A command line: words ended by NULL, and what came of them. */
struct line {
    struct args args;
    struct err e;
    int used;
};

static int
parse(struct line *l, bool operands, char **argv)
{
    int argc = 0;

    while (argv[argc] != NULL)
        argc++;
    *l = (struct line){.args = ARGS_INIT, .e = ERR_INIT};
    l->args.command = "set";
    l->args.lists[0] = own;
    l->args.lists[1] = shared;
    return args_parse(&l->args, argc, argv, operands, &l->used, &l->e);
}

static void
release(struct line *l)
{
    args_free(&l->args);
    err_free(&l->e);
}

#define WORDS(...)                                                             \
    (char *[])                                                                 \
    {                                                                          \
        (char[]){"cxbak"}, __VA_ARGS__, NULL                                   \
    }
#define W(s) ((char[]){s})

/* The words must be refused with exactly this message. */
static void
refuse(char **argv, const char *message)
{
    struct line l;

    assert_int_equal(parse(&l, true, argv), ST_USAGE);
    assert_string_equal(l.e.msg, message);
    release(&l);
}

static void
test_mixed_order(void **state)
{
    struct line l;

    (void)state;
    assert_int_equal(parse(&l, true,
                           WORDS(W("pbx.zip"), W("--email"), W("a@example.com"),
                                 W("200"), W("-qv"), W("-oout.zip"), W("-"))),
                     ST_OK);
    assert_int_equal(l.args.noperands, 3);
    assert_string_equal(l.args.operands[0], "pbx.zip");
    assert_string_equal(l.args.operands[1], "200");
    assert_string_equal(l.args.operands[2], "-");
    assert_string_equal(args_value(&l.args, "email"), "a@example.com");
    assert_string_equal(args_value(&l.args, "output"), "out.zip");
    assert_true(args_flag(&l.args, "quiet"));
    assert_true(args_flag(&l.args, "verbose"));
    assert_false(args_flag(&l.args, "json"));
    assert_null(args_value(&l.args, "where"));
    assert_int_equal(l.used, 8);
    release(&l);
}

static void
test_order_is_kept(void **state)
{
    struct line l;
    size_t pos = 0;

    (void)state;
    parse(&l, true,
          WORDS(W("--where"), W("a=1"), W("-e"), W(""), W("--where=b=2"),
                W("--json"), W("--json")));
    assert_int_equal(l.args.ngiven, 5);
    assert_string_equal(l.args.given[0].spec->name, "where");
    assert_string_equal(l.args.given[1].spec->name, "email");
    assert_string_equal(l.args.given[1].value, "");
    assert_null(l.args.given[3].value);
    assert_string_equal(args_next(&l.args, "where", &pos), "a=1");
    assert_string_equal(args_next(&l.args, "where", &pos), "b=2");
    assert_null(args_next(&l.args, "where", &pos));
    assert_string_equal(args_value(&l.args, "where"), "b=2");
    release(&l);
}

static void
test_double_dash(void **state)
{
    struct line l;

    (void)state;
    assert_int_equal(
        parse(&l, true, WORDS(W("-q"), W("--"), W("--email"), W("--"))), ST_OK);
    assert_int_equal(l.args.noperands, 2);
    assert_string_equal(l.args.operands[0], "--email");
    assert_string_equal(l.args.operands[1], "--");
    release(&l);
}

/* Options before a command: stop at the first word, and read on later. */
static void
test_two_steps(void **state)
{
    char **argv = WORDS(W("-q"), W("--for"), W("3cx"), W("list"), W("--json"));
    struct line l;

    (void)state;
    assert_int_equal(parse(&l, false, argv), ST_OK);
    assert_int_equal(l.used, 4);
    assert_int_equal(l.args.noperands, 0);
    assert_false(args_flag(&l.args, "json"));
    assert_int_equal(args_parse(&l.args, 2, argv + 4, true, &l.used, &l.e),
                     ST_OK);
    assert_true(args_flag(&l.args, "quiet"));
    assert_true(args_flag(&l.args, "json"));
    assert_string_equal(args_value(&l.args, "for"), "3cx");
    release(&l);

    assert_int_equal(parse(&l, false, WORDS(W("-q"), W("--"), W("-x"))), ST_OK);
    assert_int_equal(l.used, 3);
    release(&l);
    assert_int_equal(parse(&l, false, WORDS(W("-q"))), ST_OK);
    assert_int_equal(l.used, 2);
    release(&l);
}

static void
test_refusals(void **state)
{
    (void)state;
    refuse(WORDS(W("--jsn")),
           "set: unknown option --jsn, did you mean --json?");
    refuse(WORDS(W("--out=x")),
           "set: unknown option --out, did you mean --output?");
    refuse(WORDS(W("--q")), "set: unknown option --q, did you mean --quiet?");
    refuse(WORDS(W("--zzzzzzzz")),
           "set: unknown option --zzzzzzzz; `cxbak help set` lists them");
    refuse(WORDS(W("--=x")), "set: unknown option --; `cxbak help set` lists "
                             "them");
    refuse(WORDS(W("-qx")),
           "set: unknown option -x; `cxbak help set` lists them");
    refuse(WORDS(W("-qv\xFF")),
           "set: unknown option -\xFF; `cxbak help set` lists them");
    refuse(WORDS(W("--json=yes")), "set: option --json takes no value");
    refuse(WORDS(W("--email")), "set: option --email needs a value: ADDRESS");
    refuse(WORDS(W("-e")), "set: option --email needs a value: ADDRESS");
    refuse(WORDS(W("-e"), W("a"), W("--email=b")),
           "set: option --email is given twice");
    refuse(WORDS(W("--for"), W("exce")),
           "set: --for: \"exce\" is not understood; give "
           "plain, excel or 3cx");
    refuse(WORDS(W("--for=")), "set: --for: \"\" is not understood; give "
                               "plain, excel or 3cx");
    refuse(WORDS(W("--for=excel|3cx")),
           "set: --for: \"excel|3cx\" is not understood; give "
           "plain, excel or 3cx");
    refuse(WORDS(W("-o"), W("")),
           "set: option --output needs a name, not an empty word");
}

/* The word after an option that is itself an option is a slip. */
static void
test_swallowed_option(void **state)
{
    struct line l;

    (void)state;
    refuse(WORDS(W("--email"), W("--json")),
           "set: option --email lacks its value: the next word is the option "
           "--json (if it is the value, write --email=--json)");
    refuse(
        WORDS(W("-o"), W("-q")),
        "set: option --output lacks its value: the next word is the option -q "
        "(if it is the value, write --output=-q)");
    assert_int_equal(
        parse(&l, true,
              WORDS(W("--email=--json"), W("--where"), W("-unknown"))),
        ST_OK);
    assert_string_equal(args_value(&l.args, "email"), "--json");
    assert_string_equal(args_value(&l.args, "where"), "-unknown");
    release(&l);
}

/* Values are text; names of files may be any bytes. */
static void
test_encoding(void **state)
{
    struct line l;

    (void)state;
    refuse(
        WORDS(W("--email"), W("J\xFCrgen")),
        "set: --email: \"J\xFCrgen\" is not UTF-8 (byte 2 is \\xFC); type it "
        "on a UTF-8 terminal or convert it with iconv");
    assert_int_equal(parse(&l, true, WORDS(W("-o"), W("J\xFC"), W("\xFF"))),
                     ST_OK);
    assert_string_equal(args_value(&l.args, "output"), "J\xFC");
    assert_int_equal(args_text(&l.args, "SELECT", l.args.operands[0], &l.e),
                     ST_USAGE);
    assert_int_equal(args_text(&l.args, "SELECT", "200", &l.e), ST_OK);
    release(&l);
}

static int
size_of(const char *text, uint64_t *size)
{
    char word[64];
    struct line l;
    int rc;

    snprintf(word, sizeof(word), "--max-database=%s", text);
    assert_int_equal(parse(&l, true, WORDS(word)), ST_OK);
    rc = args_size(&l.args, "max-database", size, &l.e);
    release(&l);
    return rc;
}

static void
test_sizes(void **state)
{
    static const char *const bad[] = {"",
                                      "0",
                                      "0K",
                                      "-1",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "K",
                                      "1KK",
                                      "1X",
                                      "1.5G",
                                      "0x10",
                                      "1iB",
                                      "99999999999999999999",
                                      "9007199254740992K",
                                      "8388608T",
                                      "1\n"};
    uint64_t size = 7;
    struct line l;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(size_of(bad[i], &size), ST_USAGE);
    assert_int_equal(size, 7);
    assert_int_equal(size_of("1000", &size), ST_OK);
    assert_int_equal(size, 1000);
    assert_int_equal(size_of("1000B", &size), ST_OK);
    assert_int_equal(size_of("3k", &size), ST_OK);
    assert_int_equal(size, 3072);
    assert_int_equal(size_of("512M", &size), ST_OK);
    assert_int_equal(size, 512u << 20);
    assert_int_equal(size_of("2GiB", &size), ST_OK);
    assert_true(size == (uint64_t)2 << 30);
    assert_int_equal(size_of("8388607T", &size), ST_OK);
    assert_true(size == (uint64_t)8388607 << 40);

    /* Not given: left alone. */
    parse(&l, true, WORDS(W("x")));
    size = 7;
    assert_int_equal(args_size(&l.args, "max-database", &size, &l.e), ST_OK);
    assert_int_equal(size, 7);
    release(&l);
}

static void
test_numbers(void **state)
{
    struct line l;
    uint64_t n = 0;

    (void)state;
    parse(&l, true, WORDS(W("--where"), W("256"), W("-e"), W("12x")));
    assert_int_equal(args_number(&l.args, "where", 16, 4096, &n, &l.e), ST_OK);
    assert_int_equal(n, 256);
    assert_int_equal(args_number(&l.args, "where", 16, 255, &n, &l.e),
                     ST_USAGE);
    assert_string_equal(l.e.msg,
                        "set: --where: \"256\" is not a number from 16 to 255");
    assert_int_equal(args_number(&l.args, "email", 0, 99, &n, &l.e), ST_USAGE);
    assert_int_equal(args_number(&l.args, "for", 0, 99, &n, &l.e), ST_OK);
    assert_int_equal(n, 256);
    release(&l);
}

static void
test_specs(void **state)
{
    struct line l;

    (void)state;
    parse(&l, true, WORDS(W("x")));
    assert_ptr_equal(args_spec(&l.args, "where"), &own[1]);
    assert_ptr_equal(args_spec(&l.args, "json"), &shared[0]);
    assert_null(args_spec(&l.args, "wher"));
    release(&l);
}

static void
expect_repeat(char **argv, const char *want)
{
    struct line l;
    char *got;

    assert_int_equal(parse(&l, true, argv), ST_OK);
    got = args_repeat(&l.args, "-o NEW.zip");
    assert_string_equal(got, want);
    free(got);
    release(&l);
}

static void
test_repeat(void **state)
{
    (void)state;
    expect_repeat(WORDS(W("-e"), W("{first:1}@example.com"), W("my pbx.zip"),
                        W("200"), W("--json"), W("--where=email=*")),
                  "cxbak set 'my pbx.zip' 200 --email '{first:1}@example.com' "
                  "--json --where 'email=*' -o NEW.zip");
    expect_repeat(WORDS(W("~/x"), W("O'Brien"), W(""), W("--email=-a")),
                  "cxbak set '~/x' 'O'\\''Brien' '' --email=-a -o NEW.zip");
    expect_repeat(WORDS(W("--email=\n'\033"), W("J\xC3\xBCrgen"),
                        W("\xFF"
                          "1")),
                  "cxbak set 'J\xC3\xBCrgen' $'\\3771' --email "
                  "$'\\012\\'\\033' -o NEW.zip");
    expect_repeat(WORDS(W("--json"), W("--"), W("-x.zip"), W("200")),
                  "cxbak set --json -o NEW.zip -- -x.zip 200");
}

/* Any words at all come back from a shell as they were. */
static void
test_repeat_through_shell(void **state)
{
    unsigned seed = (unsigned)time(NULL);
    char words[8][12], *argv[10] = {W("cxbak")}, *again, got[256];
    char want[256];
    struct line l;
    size_t n, i, j, len;
    FILE *f;
    int round;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    for (round = 0; round < 40; round++) {
        len = 0;
        for (i = 0; i < 8; i++) {
            n = (size_t)rand() % 11;
            for (j = 0; j < n; j++)
                words[i][j] = (char)(1 + rand() % 255);
            words[i][n] = '\0';
            argv[i + 1] = words[i];
            words[i][0] = words[i][0] == '-' ? '+' : words[i][0];
            len += (size_t)snprintf(want + len, sizeof(want) - len, "%s%c",
                                    words[i], '\1');
        }
        argv[9] = NULL;
        assert_int_equal(parse(&l, true, argv), ST_OK);
        again = args_repeat(&l.args, "");
        assert_int_equal(setenv("WORDS", again + strlen("cxbak set"), 1), 0);
        f = popen("bash -c 'eval \"printf \\\"%s\\\\001\\\" $WORDS\"'", "r");
        n = fread(got, 1, sizeof(got) - 1, f);
        got[n] = '\0';
        assert_int_equal(pclose(f), 0);
        assert_string_equal(got, want);
        free(again);
        release(&l);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixed_order),
        cmocka_unit_test(test_order_is_kept),
        cmocka_unit_test(test_double_dash),
        cmocka_unit_test(test_two_steps),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_swallowed_option),
        cmocka_unit_test(test_encoding),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_specs),
        cmocka_unit_test(test_repeat),
        cmocka_unit_test(test_repeat_through_shell),
    };

    return cmocka_run_group_tests_name("args", tests, NULL, NULL);
}
