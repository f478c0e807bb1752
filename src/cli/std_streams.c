#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/pager.h"
#include "cli/std_streams.h"

/* The errno of the first time that standard output could not be written, as
 * errno itself: one for the program. */
static int lost;

void
streams_flush(void)
{
    int before = errno;

    errno = 0;
    if (fflush(stdout) != 0 && lost == 0)
        lost = errno;
    errno = before;
}

int
streams_start(struct streams *s, struct err *e)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
    int fd;

    /* Opened the wrong way round: using what was closed stays an error. */
    for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) == -1 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) == -1)
            return err_sys(e, "/dev/null: cannot open");
    }
    sigemptyset(&ignore.sa_mask);
    if (sigaction(SIGPIPE, &ignore, &old) == -1)
        return err_sys(e, "SIGPIPE: cannot ignore");
    s->pipe_kills = old.sa_handler != SIG_IGN;
    if (sigaction(SIGXFSZ, &ignore, NULL) == -1)
        return err_sys(e, "SIGXFSZ: cannot ignore");
    return ST_OK;
}

/* Has the reader of our output closed its end?  The error of an earlier
 * write is no longer known, so the pipe itself is asked. */
static bool
reader_left(void)
{
    struct pollfd p = {.fd = STDOUT_FILENO, .events = POLLOUT};

    return poll(&p, 1, 0) == 1 && (p.revents & (POLLERR | POLLHUP)) != 0;
}

/* End as if SIGPIPE had struck.  The work is done, so nothing is left to
 * tidy up. */
static _Noreturn void
end_by_pipe(void)
{
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
    exit(ST_SYSTEM);
}

int
streams_finish(const struct streams *s, int status, struct err *e)
{
    bool failed = ferror(stdout) != 0;

    streams_flush();
    if (lost == 0 && !failed)
        return status;
    if (status != ST_OK && status != ST_DIFFER)
        return status;
    if (pager_is_on())
        return status;
    if (s->pipe_kills && (lost == EPIPE || reader_left()))
        end_by_pipe();
    errno = lost;
    if (errno == 0)
        return err_set(e, ST_SYSTEM, "standard output: cannot write");
    return err_sys(e, "standard output: cannot write");
}
