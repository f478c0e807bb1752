/*
 * Errors as values.  A `struct err` owns its message; the caller owns the
 * struct, starts it as `struct err e = ERR_INIT` and ends it with err_free().
 *
 * Every function that can fail takes a `struct err *` last, returns ST_OK (0)
 * or the status it stored.  The first to detect a failure says what, where,
 * why and the way out; callers hand the status on and may put a place in
 * front with err_prefix().  Messages carry no full stop and no newline.
 */
#ifndef CXBAK_UTIL_ERR_H
#define CXBAK_UTIL_ERR_H

#include <stdarg.h>

/* The statuses are the program's exit codes (see the man page). */
enum status {
    ST_OK = 0,         /* done, or equal */
    ST_DIFFER = 1,     /* findings, differences */
    ST_USAGE = 2,      /* the command line is not usable */
    ST_BACKUP = 3,     /* not a usable backup: damaged, unsafe, unknown */
    ST_REFUSED = 4,    /* validation; an unusable CSV, plan or picture */
    ST_CONFLICT = 5,   /* a plan does not fit this backup */
    ST_PASSWORD = 6,   /* password missing or wrong */
    ST_SYSTEM = 7,     /* could not write, or the system failed */
    ST_CANCELLED = 130 /* by an observer, or by SIGINT, SIGTERM, SIGHUP */
};

struct err {
    int status; /* an enum status; ST_OK when nothing failed */
    char *msg;  /* UTF-8, owned; NULL when nothing failed */
};

#define ERR_INIT                                                               \
    {                                                                          \
        ST_OK, NULL                                                            \
    }

/* Store `status` and a printf-style message, replacing what was there.
 * Returns `status`, so that callers can `return err_set(...)`. */
int err_set(struct err *e, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set() with ST_SYSTEM, and the text of the current errno behind. */
int err_sys(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Put a printf-style text in front of the stored message.  Returns the
 * stored status. */
int err_prefix(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Forget the error and release its message. */
void err_free(struct err *e);

#endif
