#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/err.h"
#include "cxbak/util/mem.h"

/* Replace the message of `e` by one that this function's caller formatted. */
static int
store(struct err *e, int status, char *msg)
{
    free(e->msg);
    e->msg = msg;
    e->status = status;
    return status;
}

int
err_set(struct err *e, int status, const char *fmt, ...)
{
    va_list ap;
    char *msg;

    va_start(ap, fmt);
    msg = mem_vprintf(fmt, ap);
    va_end(ap);
    return store(e, status, msg);
}

int
err_sys(struct err *e, const char *fmt, ...)
{
    int saved = errno;
    va_list ap;
    char *what, *msg;

    va_start(ap, fmt);
    what = mem_vprintf(fmt, ap);
    va_end(ap);
    msg = mem_printf("%s: %s", what, strerror(saved));
    free(what);
    return store(e, ST_SYSTEM, msg);
}

int
err_prefix(struct err *e, const char *fmt, ...)
{
    va_list ap;
    char *place, *msg;

    va_start(ap, fmt);
    place = mem_vprintf(fmt, ap);
    va_end(ap);
    msg = mem_printf("%s%s", place, e->msg != NULL ? e->msg : "");
    free(place);
    return store(e, e->status, msg);
}

void
err_free(struct err *e)
{
    free(e->msg);
    e->msg = NULL;
    e->status = ST_OK;
}
