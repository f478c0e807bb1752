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

/* The same for another error than the one that was there. */
static int
replace(struct err *e, int status, char *msg)
{
    err_free(e);
    return store(e, status, msg);
}

int
err_set(struct err *e, int status, const char *fmt, ...)
{
    va_list ap;
    char *msg;

    va_start(ap, fmt);
    msg = mem_vprintf(fmt, ap);
    va_end(ap);
    return replace(e, status, msg);
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
    return replace(e, ST_SYSTEM, msg);
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

int
err_hint(struct err *e, enum hint hint, const char *about)
{
    e->hint = hint;
    e->about = about;
    return e->status;
}

int
err_rule(struct err *e, const char *rule)
{
    e->reason = rule;
    return e->status;
}

int
err_copy(struct err *e, const struct err *from)
{
    char *msg = from->msg != NULL ? mem_dup(from->msg) : NULL;

    replace(e, from->status, msg);
    e->hint = from->hint;
    e->about = from->about;
    e->reason = from->reason;
    return e->status;
}

void
err_move(struct err *to, struct err *from)
{
    if (from->status == ST_OK || to->status != ST_OK)
        return;
    err_free(to);
    *to = *from;
    *from = (struct err)ERR_INIT;
}

void
err_free(struct err *e)
{
    free(e->msg);
    *e = (struct err)ERR_INIT;
}
