/* The host's streams are always there, and never a pipe. */
#include <errno.h>
#include <stdio.h>

#include "cli/std_streams.h"

/* Why standard output took nothing, or 0. */
static int lost;

int
streams_start(struct streams *s, struct err *e)
{
    (void)e;
    /* This library would write the first line at once, and others later. */
    (void)setvbuf(stdout, NULL, _IOFBF, 0);
    s->pipe_kills = false;
    return ST_OK;
}

void
streams_flush(void)
{
    if (fflush(stdout) != 0 && lost == 0)
        lost = errno;
}

int
streams_finish(const struct streams *s, int status, struct err *e)
{
    bool failed = ferror(stdout) != 0;

    (void)s;
    streams_flush();
    if ((lost == 0 && !failed) || (status != ST_OK && status != ST_DIFFER))
        return status;
    errno = lost;
    if (errno == 0)
        return err_set(e, ST_SYSTEM, "standard output: cannot write");
    return err_sys(e, "standard output: cannot write");
}
