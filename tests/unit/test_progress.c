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

#include "cxbak/util/human.h"
#include "cli/progress.h"

struct screen {
    int master;
    FILE *out;
};

static int
setup(void **state)
{
    static struct screen s;
    struct winsize ws = {.ws_row = 24, .ws_col = 60};
    int slave;

    if (openpty(&s.master, &slave, NULL, NULL, &ws) == -1)
        return -1;
    if (fcntl(s.master, F_SETFL, O_NONBLOCK) == -1)
        return -1;
    setenv("TERM", "xterm", 1);
    s.out = fdopen(slave, "w");
    *state = &s;
    return 0;
}

static int
teardown(void **state)
{
    struct screen *s = *state;

    fclose(s->out);
    close(s->master);
    return 0;
}

/* What reached the terminal since the last look must be `want`. */
static void
seen(struct screen *s, const char *want)
{
    char got[256];
    ssize_t n = read(s->master, got, sizeof(got) - 1);

    got[n > 0 ? n : 0] = '\0';
    assert_string_equal(got, want);
}

/* As if the first second, or the time between two drawings, were over. */
static void
hasten(struct progress *p)
{
    p->next = 0;
}

/* As if no time passed from now on, on a machine as busy as may be; the next
 * drawing is one to wait for. */
static void
stop_clock(struct progress *p)
{
    assert_true(p->next > 0);
    p->next = INT64_MAX;
}

static void
test_shows_and_clears(void **state)
{
    struct screen *s = *state;
    struct progress p;

    progress_start(&p, "Copying", PROGRESS_BYTES, 2000000000, s->out, true);
    stop_clock(&p);
    progress_update(&p, 1000);
    seen(s, "");
    hasten(&p);
    progress_update(&p, 500000000);
    seen(s, "\r\033[KCopying: 25% (500.0 MB of 2.0 GB)");
    stop_clock(&p);
    progress_update(&p, 600000000);
    seen(s, "");
    hasten(&p);
    progress_update(&p, 2000000001);
    seen(s, "\r\033[KCopying: 100% (2.0 GB of 2.0 GB)");
    progress_clear(&p);
    seen(s, "\r\033[K");
    progress_clear(&p);
    seen(s, "");
}

static void
test_counts(void **state)
{
    struct screen *s = *state;
    struct progress p;

    progress_start(&p, "Checking", PROGRESS_ITEMS, 0, s->out, true);
    hasten(&p);
    progress_update(&p, 4200);
    seen(s, "\r\033[KChecking: 4,200");
    progress_clear(&p);
    seen(s, "\r\033[K");
}

/* A line that would wrap cannot be taken away again: not shown. */
static void
test_too_narrow(void **state)
{
    struct screen *s = *state;
    struct winsize ws = {.ws_row = 24, .ws_col = 20};
    struct progress p;

    ioctl(s->master, TIOCSWINSZ, &ws);
    progress_start(&p, "Copying", PROGRESS_BYTES, 100000000, s->out, true);
    hasten(&p);
    progress_update(&p, 50000000);
    seen(s, "");
}

/* The last column stays free: some terminals wrap as soon as it is used. */
static void
test_just_fits(void **state)
{
    static const char line[] = "Copying: 50% (50.0 MB of 100.0 MB)";
    struct screen *s = *state;
    struct winsize ws = {.ws_row = 24, .ws_col = sizeof(line) - 1};
    struct progress p;

    ioctl(s->master, TIOCSWINSZ, &ws);
    progress_start(&p, "Copying", PROGRESS_BYTES, 100000000, s->out, true);
    hasten(&p);
    progress_update(&p, 50000000);
    seen(s, "");
    ws.ws_col = sizeof(line);
    ioctl(s->master, TIOCSWINSZ, &ws);
    hasten(&p);
    progress_update(&p, 50000000);
    seen(s, "\r\033[KCopying: 50% (50.0 MB of 100.0 MB)");
    progress_clear(&p);
    seen(s, "\r\033[K");
}

static void
test_unwanted(void **state)
{
    struct screen *s = *state;
    struct progress p;

    progress_start(&p, "Copying", PROGRESS_BYTES, 10, s->out, false);
    hasten(&p);
    progress_update(&p, 5);
    progress_clear(&p);
    setenv("TERM", "dumb", 1);
    progress_start(&p, "Copying", PROGRESS_BYTES, 10, s->out, true);
    hasten(&p);
    progress_update(&p, 5);
    progress_clear(&p);
    seen(s, "");
}

static void
test_no_terminal(void **state)
{
    char *text = NULL;
    size_t n = 0;
    FILE *f = fopen("/dev/null", "w"), *m = open_memstream(&text, &n);
    struct progress p;

    (void)state;
    progress_start(&p, "Copying", PROGRESS_BYTES, 10, f, true);
    assert_false(p.on);
    progress_start(&p, "Copying", PROGRESS_BYTES, 10, m, true);
    assert_false(p.on);
    progress_update(&p, 5);
    fclose(f);
    fclose(m);
    assert_string_equal(text, "");
    free(text);
}

static void
test_size(void **state)
{
    static const struct {
        uint64_t n;
        const char *want;
    } cases[] = {
        {0, "0 B"},
        {999, "999 B"},
        {1000, "1.0 kB"},
        {1049, "1.0 kB"},
        {1050, "1.1 kB"},
        {98256027, "98.3 MB"},
        {999949, "999.9 kB"},
        {999950, "1.0 MB"},
        {1949999999, "1.9 GB"},
        {UINT64_MAX, "18.4 EB"},
    };
    char out[HUMAN_ROOM];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_string_equal(human_size(out, cases[i].n), cases[i].want);
}

static void
test_count(void **state)
{
    char out[HUMAN_ROOM];

    (void)state;
    assert_string_equal(human_count(out, 0), "0");
    assert_string_equal(human_count(out, 999), "999");
    assert_string_equal(human_count(out, 4200), "4,200");
    assert_string_equal(human_count(out, 1234567), "1,234,567");
    assert_string_equal(human_count(out, UINT64_MAX),
                        "18,446,744,073,709,551,615");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_shows_and_clears, setup, teardown),
        cmocka_unit_test_setup_teardown(test_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_too_narrow, setup, teardown),
        cmocka_unit_test_setup_teardown(test_just_fits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unwanted, setup, teardown),
        cmocka_unit_test(test_no_terminal),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_count),
    };

    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
