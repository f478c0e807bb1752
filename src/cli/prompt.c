/*
 * Signals are held back from before echo goes off until it is on again, and
 * read from a descriptor meanwhile: there is no moment at which one of them
 * could leave the terminal mute, and no handler is needed.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cli/prompt.h"
#include "cli/secret.h"

struct prompt {
    int tty;
    int signals; /* signalfd of those in `held` */
    sigset_t held, old_mask;
    struct termios old_mode;
};

/* What came of one attempt; a signal's number is positive. */
enum { ANSWERED = 0, FAILED = -1, TOO_LONG = -2 };

/* The process's terminal, -1 if there is none or it was not opened yet. */
static int terminal = -1;

static const int held_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

static void
write_all(int fd, const char *s, size_t n)
{
    ssize_t done;

    while (n > 0) {
        done = write(fd, s, n);
        if (done == -1 && errno != EINTR)
            return;
        if (done > 0) {
            s += done;
            n -= (size_t)done;
        }
    }
}

/* Hold the signals back, then switch echo off and show the question.  In
 * the background the terminal stops us here, before anything is changed. */
static int
begin(struct prompt *p, const char *question)
{
    struct termios mute;

    if (tcgetattr(p->tty, &p->old_mode) == -1)
        return -1;
    if (sigprocmask(SIG_BLOCK, &p->held, &p->old_mask) == -1)
        return -1;
    mute = p->old_mode;
    mute.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    mute.c_lflag |= ICANON | ISIG;
    while (tcsetattr(p->tty, TCSAFLUSH, &mute) == -1) {
        if (errno != EINTR) {
            sigprocmask(SIG_SETMASK, &p->old_mask, NULL);
            return -1;
        }
    }
    write_all(p->tty, question, strlen(question));
    return 0;
}

/* The terminal as it was, a line end in place of the one not echoed, and
 * signals as they were.  What was typed too much is thrown away. */
static void
end(struct prompt *p)
{
    write_all(p->tty, "\n", 1);
    while (tcsetattr(p->tty, TCSAFLUSH, &p->old_mode) == -1 && errno == EINTR)
        continue;
    sigprocmask(SIG_SETMASK, &p->old_mask, NULL);
}

/* The signal that is waiting, or FAILED. */
static int
read_signal(const struct prompt *p)
{
    struct signalfd_siginfo info;
    ssize_t n = read(p->signals, &info, sizeof(info));

    return n == (ssize_t)sizeof(info) ? (int)info.ssi_signo : FAILED;
}

/* Read one line into `line`; the terminal hands it over when it is whole. */
static int
answer(const struct prompt *p, char *line, size_t size, size_t *len)
{
    struct pollfd fds[] = {{.fd = p->signals, .events = POLLIN},
                           {.fd = p->tty, .events = POLLIN}};
    ssize_t n;

    while (poll(fds, 2, -1) == -1) {
        if (errno != EINTR)
            return FAILED;
    }
    if (fds[0].revents != 0)
        return read_signal(p);
    do
        n = read(p->tty, line, size);
    while (n == -1 && errno == EINTR);
    if (n == -1)
        return FAILED;
    *len = (size_t)n;
    if (*len == size && line[size - 1] != '\n')
        return TOO_LONG;
    if (*len > 0 && line[*len - 1] == '\n')
        --*len;
    return ANSWERED;
}

/* Ask until there is an answer.  A signal is let through with the terminal
 * in order; whoever comes back from being stopped is asked again. */
static int
ask(struct prompt *p, const char *question, char *line, size_t size,
    size_t *len, struct err *e)
{
    int rc, saved;

    for (;;) {
        if (begin(p, question) == -1)
            return err_sys(e, "/dev/tty: cannot ask for the password");
        rc = answer(p, line, size, len);
        saved = errno;
        end(p);
        if (rc <= 0)
            break;
        raise(rc);
        if (rc != SIGTSTP)
            return err_set(e, ST_CANCELLED, "interrupted");
    }
    errno = saved;
    if (rc == FAILED)
        return err_sys(e, "/dev/tty: cannot read the password");
    if (rc == TOO_LONG)
        return err_set(e, ST_PASSWORD,
                       "the password typed is longer than %d bytes",
                       PASSWORD_MAX);
    if (*len == 0)
        return err_set(e, ST_PASSWORD, "no password was typed");
    if (memchr(line, '\0', *len) != NULL)
        return err_set(e, ST_PASSWORD,
                       "the password typed holds a NUL character");
    return ST_OK;
}

static int
open_prompt(struct prompt *p, const char *name, struct err *e)
{
    size_t i;

    prompt_prepare();
    if ((p->tty = terminal) == -1)
        return err_set(
            e, ST_PASSWORD,
            "%s: needs a password, and there is no terminal to ask for it; "
            "give --password-file FILE or set CXBAK_PASSWORD_FILE",
            name);
    sigemptyset(&p->held);
    for (i = 0; i < sizeof(held_signals) / sizeof(held_signals[0]); i++)
        sigaddset(&p->held, held_signals[i]);
    if ((p->signals = signalfd(-1, &p->held, SFD_CLOEXEC)) == -1)
        return err_sys(e, "/dev/tty: cannot watch signals");
    return ST_OK;
}

void
prompt_prepare(void)
{
    if (terminal == -1)
        terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
}

int
prompt_password(const char *name, char **password, struct err *e)
{
    struct prompt p;
    struct buf question = BUF_INIT;
    char line[PASSWORD_MAX + 1]; /* and the line end */
    size_t len = 0;
    int rc;

    if ((rc = open_prompt(&p, name, e)) != ST_OK)
        return rc;
    buf_adds(&question, "Password for ");
    text_escape(&question, name);
    buf_adds(&question, ": ");
    rc = ask(&p, buf_str(&question), line, sizeof(line), &len, e);
    if (rc == ST_OK)
        *password = secret_dup(line, len);
    explicit_bzero(line, sizeof(line));
    buf_free(&question);
    close(p.signals);
    return rc;
}
