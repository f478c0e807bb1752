#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "cxbak/report/term_style.h"
#include "cli/term.h"

struct pty {
    int master, slave;
};

/* A terminal of 100 columns, and an environment that allows colour. */
static int
setup(void **state)
{
    static struct pty p;
    struct winsize ws = {.ws_row = 24, .ws_col = 100};

    if (openpty(&p.master, &p.slave, NULL, NULL, &ws) == -1)
        return -1;
    unsetenv("NO_COLOR");
    unsetenv("COLUMNS");
    setenv("TERM", "xterm", 1);
    *state = &p;
    return 0;
}

static int
teardown(void **state)
{
    struct pty *p = *state;

    close(p->master);
    close(p->slave);
    return 0;
}

static void
test_when(void **state)
{
    enum term_when when = TERM_AUTO;

    (void)state;
    assert_true(term_when_parse("always", &when));
    assert_int_equal(when, TERM_ALWAYS);
    assert_true(term_when_parse("never", &when));
    assert_int_equal(when, TERM_NEVER);
    assert_true(term_when_parse("auto", &when));
    assert_int_equal(when, TERM_AUTO);
    assert_false(term_when_parse("", &when));
    assert_false(term_when_parse("Always", &when));
}

static void
test_colour_on_terminal(void **state)
{
    struct pty *p = *state;

    assert_true(term_colour(TERM_AUTO, p->slave));
    assert_true(term_can_redraw(p->slave));
    assert_false(term_colour(TERM_NEVER, p->slave));
}

static void
test_colour_environment(void **state)
{
    struct pty *p = *state;

    setenv("NO_COLOR", "1", 1);
    assert_false(term_colour(TERM_AUTO, p->slave));
    assert_true(term_colour(TERM_ALWAYS, p->slave));
    assert_true(term_can_redraw(p->slave));
    setenv("NO_COLOR", "", 1);
    assert_true(term_colour(TERM_AUTO, p->slave));
    setenv("TERM", "dumb", 1);
    assert_false(term_colour(TERM_AUTO, p->slave));
    assert_false(term_can_redraw(p->slave));
    unsetenv("TERM");
    assert_false(term_colour(TERM_AUTO, p->slave));
}

static void
test_colour_elsewhere(void **state)
{
    int fd = open("/dev/null", O_WRONLY);

    (void)state;
    assert_false(term_colour(TERM_AUTO, fd));
    assert_true(term_colour(TERM_ALWAYS, fd));
    assert_false(term_can_redraw(fd));
    close(fd);
}

static void
set_width(struct pty *p, unsigned short columns)
{
    struct winsize ws = {.ws_row = 24, .ws_col = columns};

    assert_int_equal(ioctl(p->master, TIOCSWINSZ, &ws), 0);
}

static void
test_width(void **state)
{
    struct pty *p = *state;

    assert_int_equal(term_width(p->slave), 100);
    set_width(p, 3);
    assert_int_equal(term_width(p->slave), 20);

    /* The environment speaks where the terminal does not. */
    set_width(p, 0);
    assert_int_equal(term_width(p->slave), 80);
    setenv("COLUMNS", "132", 1);
    assert_int_equal(term_width(p->slave), 132);
    setenv("COLUMNS", "99999999999999999999", 1);
    assert_int_equal(term_width(p->slave), 80);
    setenv("COLUMNS", "-5", 1);
    assert_int_equal(term_width(p->slave), 80);
    setenv("COLUMNS", "40x", 1);
    assert_int_equal(term_width(p->slave), 80);
}

static void
test_style(void **state)
{
    (void)state;
    assert_string_equal(term_style(true, TERM_BOLD), "\033[1m");
    assert_string_equal(term_style(true, TERM_PLAIN), "\033[0m");
    assert_string_equal(term_style(false, TERM_RED), "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_when),
        cmocka_unit_test_setup_teardown(test_colour_on_terminal, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_colour_environment, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_colour_elsewhere, setup, teardown),
        cmocka_unit_test_setup_teardown(test_width, setup, teardown),
        cmocka_unit_test(test_style),
    };

    return cmocka_run_group_tests_name("term", tests, NULL, NULL);
}
