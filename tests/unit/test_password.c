/*
 * Passwords from files and from a terminal.  The terminal is a pseudo one
 * that controls a child; the test types at it and looks at its echo.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/password.h"
#include "cli/prompt.h"

/* Nothing here takes long; a test that waits so long has failed. */
#define WAIT_MS 20000

static const struct option_spec specs[] = {
    {"password-file", 0, "FILE", "", OPTION_PATH},
    {.name = NULL},
};

/* Get a password as `cxbak --password-file PATH` would, or without it. */
static int
get(const char *path, char **password, struct err *e)
{
    struct args a = ARGS_INIT;
    struct args_given given = {specs, path};

    a.lists[0] = specs;
    a.given = &given;
    a.ngiven = path != NULL;
    return password_get(&a, "pbx.zip", password, e);
}

/* A file with these bytes and this mode; the name is static. */
static const char *
file_with(const char *bytes, size_t n, mode_t mode)
{
    static char path[] = "/tmp/cxbak-password-XXXXXX";
    int fd;

    strcpy(strrchr(path, '-'), "-XXXXXX");
    fd = mkstemp(path);
    assert_int_equal(write(fd, bytes, n), n);
    fchmod(fd, mode);
    close(fd);
    return path;
}

static void
expect_password(const char *bytes, const char *want)
{
    const char *path = file_with(bytes, strlen(bytes), 0600);
    struct err e = ERR_INIT;
    char *password;

    assert_int_equal(get(path, &password, &e), ST_OK);
    assert_string_equal(password, want);
    password_free(password);
    unlink(path);
}

static void
expect_none(const char *bytes, size_t n, const char *message)
{
    const char *path = file_with(bytes, n, 0600);
    struct err e = ERR_INIT;
    char *password;

    assert_int_equal(get(path, &password, &e), ST_PASSWORD);
    assert_null(password);
    assert_int_equal(strncmp(e.msg, path, strlen(path)), 0);
    assert_string_equal(e.msg + strlen(path), message);
    err_free(&e);
    unlink(path);
}

static void
test_file(void **state)
{
    char longest[PASSWORD_MAX + 3];

    (void)state;
    expect_password("secret", "secret");
    expect_password("secret\n", "secret");
    expect_password("secret\r\n", "secret");
    expect_password("secret\n\n", "secret");
    expect_password(" two words \nnext", " two words ");
    expect_password("\xC3\xBC\xFF\n", "\xC3\xBC\xFF");
    expect_password("secret\r", "secret\r");
    expect_password("\xEF\xBB\xBFsecret\r\n", "secret");
    memset(longest, 'x', sizeof(longest));
    longest[PASSWORD_MAX] = '\0';
    expect_password(longest, longest);
}

static void
test_bad_file(void **state)
{
    char too_long[PASSWORD_MAX + 100];

    (void)state;
    expect_none("", 0, ": the first line is empty; it must be the password");
    expect_none("\nsecret\n", 8,
                ": the first line is empty; it must be the password");
    expect_none("\r\n", 2,
                ": the first line is empty; it must be the password");
    expect_none("\xEF\xBB\xBF\n", 4,
                ": the first line is empty; it must be the password");
    expect_none("\xFF\xFEs\0", 4,
                ": this file is in UTF-16; store it as plain text, UTF-8 or "
                "ANSI");
    expect_none("se\0cret\n", 8,
                ": the first line holds a NUL byte, so it is no password");
    memset(too_long, 'x', sizeof(too_long));
    expect_none(
        too_long, sizeof(too_long),
        ": the first line is longer than 1024 bytes, which no password is");
    too_long[PASSWORD_MAX + 1] = '\n';
    expect_none(
        too_long, sizeof(too_long),
        ": the first line is longer than 1024 bytes, which no password is");
}

static void
test_no_file(void **state)
{
    struct err e = ERR_INIT;
    char *password;

    (void)state;
    assert_int_equal(get("/nonexistent/password", &password, &e), ST_PASSWORD);
    assert_string_equal(e.msg, "/nonexistent/password: cannot read the "
                               "password: No such file or directory");
    assert_int_equal(get("/tmp", &password, &e), ST_PASSWORD);
    assert_string_equal(e.msg,
                        "/tmp: a folder; the password is read from a file");
    err_free(&e);
    password_free(NULL);
}

static void
test_environment(void **state)
{
    const char *path = file_with("from the environment\n", 21, 0600);
    struct err e = ERR_INIT;
    char *password;

    (void)state;
    setenv("CXBAK_PASSWORD_FILE", path, 1);
    assert_int_equal(get(NULL, &password, &e), ST_OK);
    assert_string_equal(password, "from the environment");
    password_free(password);

    /* The option goes before it. */
    assert_int_equal(get("/nonexistent", &password, &e), ST_PASSWORD);
    err_free(&e);
    unsetenv("CXBAK_PASSWORD_FILE");
    unlink(path);
}

/* A file that others can read is used, with a warning. */
static void
test_open_file(void **state)
{
    const char *path = file_with("secret\n", 7, 0640);
    char text[256];
    struct err e = ERR_INIT;
    FILE *caught = tmpfile();
    int saved = dup(STDERR_FILENO);
    char *password;
    size_t n;

    (void)state;
    dup2(fileno(caught), STDERR_FILENO);
    assert_int_equal(get(path, &password, &e), ST_OK);
    dup2(saved, STDERR_FILENO);
    close(saved);
    assert_string_equal(password, "secret");
    password_free(password);
    rewind(caught);
    n = fread(text, 1, sizeof(text) - 1, caught);
    text[n] = '\0';
    assert_non_null(strstr(text, "cxbak: warning: "));
    assert_non_null(strstr(text, "other users can read this password"));
    fclose(caught);
    unlink(path);
}

/* A child that asks for a password at its own terminal. */
struct session {
    pid_t pid;
    int master, slave;
    int report; /* where it says what it got: "0 secret" */
};

static void
ignore_it(int sig)
{
    (void)sig;
}

/* What the child does: `handle` makes it survive an interrupt, `terminal`
 * gives it one. */
static _Noreturn void
be_child(struct session *s, int report, bool handle, bool terminal)
{
    struct sigaction act = {.sa_handler = handle ? ignore_it : SIG_DFL};
    struct err e = ERR_INIT;
    char *password;
    int rc;

    setsid();
    if (terminal)
        ioctl(s->slave, TIOCSCTTY, 0);
    sigaction(SIGINT, &act, NULL);
    rc = get(NULL, &password, &e);
    dprintf(report, "%d %s", rc, password != NULL ? password : e.msg);
    password_free(password);
    err_free(&e);
    _exit(0);
}

static void
start(struct session *s, bool handle, bool terminal)
{
    int report[2];

    unsetenv("CXBAK_PASSWORD_FILE");
    assert_int_equal(openpty(&s->master, &s->slave, NULL, NULL, NULL), 0);
    assert_int_equal(pipe(report), 0);
    fflush(NULL);
    s->pid = fork();
    assert_true(s->pid >= 0);
    if (s->pid == 0)
        be_child(s, report[1], handle, terminal);
    close(report[1]);
    s->report = report[0];
}

/* Read from the terminal until `want` has come. */
static void
await(struct session *s, const char *want)
{
    char seen[512] = "";
    struct pollfd p = {.fd = s->master, .events = POLLIN};
    size_t n = 0;

    while (strstr(seen, want) == NULL) {
        assert_int_equal(poll(&p, 1, WAIT_MS), 1);
        assert_true(n < sizeof(seen) - 1);
        assert_int_equal(read(s->master, seen + n, 1), 1);
        seen[++n] = '\0';
    }
}

static bool
echoes(const struct session *s)
{
    struct termios t;

    assert_int_equal(tcgetattr(s->slave, &t), 0);
    return (t.c_lflag & ECHO) != 0;
}

static void
type(struct session *s, const char *keys, size_t n)
{
    assert_int_equal(write(s->master, keys, n), n);
}

/* Type at the prompt. */
static void
respond(struct session *s, const char *keys)
{
    await(s, "Password for pbx.zip: ");
    assert_false(echoes(s));
    type(s, keys, strlen(keys));
}

/* The child has ended with this status of wait(), said this, and left a
 * terminal that echoes. */
static void
finish(struct session *s, int signal, const char *want)
{
    char got[512];
    size_t n = 0;
    ssize_t k;
    int status;

    while ((k = read(s->report, got + n, sizeof(got) - 1 - n)) > 0)
        n += (size_t)k;
    got[n] = '\0';
    assert_int_equal(waitpid(s->pid, &status, 0), s->pid);
    assert_int_equal(WIFSIGNALED(status) ? WTERMSIG(status) : 0, signal);
    assert_string_equal(got, want);
    assert_true(echoes(s));
    close(s->report);
    close(s->master);
    close(s->slave);
}

static void
test_prompt(void **state)
{
    struct session s;

    (void)state;
    start(&s, false, true);
    respond(&s, "s3cret word\n");
    await(&s, "\r\n");
    finish(&s, 0, "0 s3cret word");
}

static void
test_no_answer(void **state)
{
    struct session s;

    (void)state;
    start(&s, false, true);
    respond(&s, "\n");
    finish(&s, 0, "6 no password was typed");
    start(&s, false, true);
    respond(&s, "\004");
    finish(&s, 0, "6 no password was typed");
}

static void
test_long_answer(void **state)
{
    char keys[PASSWORD_MAX + 2];
    struct session s;

    (void)state;
    memset(keys, 'x', sizeof(keys));
    keys[PASSWORD_MAX + 1] = '\n';
    start(&s, false, true);
    await(&s, "Password for pbx.zip: ");
    type(&s, keys, sizeof(keys));
    finish(&s, 0, "6 the password typed is longer than 1024 bytes");
}

static void
test_interrupt(void **state)
{
    struct session s;

    (void)state;
    start(&s, false, true);
    respond(&s, "half\003");
    finish(&s, SIGINT, "");
    start(&s, true, true);
    respond(&s, "half\003");
    finish(&s, 0, "130 interrupted");
}

/* A signal that comes from elsewhere finds the terminal in order as well. */
static void
test_terminate(void **state)
{
    struct session s;

    (void)state;
    start(&s, false, true);
    respond(&s, "half");
    kill(s.pid, SIGTERM);
    finish(&s, SIGTERM, "");
}

/* Stopped and continued, it asks again; what was typed before is gone. */
static void
test_stop(void **state)
{
    struct session s;

    (void)state;
    start(&s, false, true);
    respond(&s, "half\032");
    respond(&s, "whole\n");
    finish(&s, 0, "0 whole");
}

static void
test_no_terminal(void **state)
{
    struct session s;

    (void)state;
    start(&s, false, false);
    finish(&s, 0,
           "6 pbx.zip: needs a password, and there is no terminal to "
           "ask for it; give --password-file FILE or set "
           "CXBAK_PASSWORD_FILE");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file),      cmocka_unit_test(test_bad_file),
        cmocka_unit_test(test_no_file),   cmocka_unit_test(test_environment),
        cmocka_unit_test(test_open_file), cmocka_unit_test(test_prompt),
        cmocka_unit_test(test_no_answer), cmocka_unit_test(test_long_answer),
        cmocka_unit_test(test_interrupt), cmocka_unit_test(test_terminate),
        cmocka_unit_test(test_stop),      cmocka_unit_test(test_no_terminal),
    };

    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
