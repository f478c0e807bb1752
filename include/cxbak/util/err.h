/*
 * Errors as values.  A `struct err` owns its message; the caller owns the
 * struct, starts it as `struct err e = ERR_INIT` and ends it with err_free().
 *
 * Every function that can fail takes a `struct err *` last, returns ST_OK (0)
 * or the status it stored.  The first to detect a failure says what, where,
 * why and the way out; callers hand the status on and may put a place in
 * front with err_prefix().  Messages carry no full stop and no newline, and
 * name nothing of a front end: what it offers is a hint.  A rule of the
 * archive that is broken is a value beside the message, not part of it.
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

/*
 * What the user may do about it with the front end at hand, which puts it
 * into its own words: an option, a button.  Where it is about one thing, that
 * is named beside it.
 */
enum hint {
    HINT_NONE,
    HINT_REPLACE,              /* allow the file to be replaced */
    HINT_WRITE_ANYWAY,         /* write what is not known to be restored */
    HINT_DATABASE_SIZE,        /* raise the limit of the database */
    HINT_SALVAGE,              /* take out what is whole */
    HINT_PASSWORD,             /* give the backup's password */
    HINT_PASSWORD_EACH,        /* each backup may have its own password */
    HINT_OTHER_CIPHER,         /* write it with AES-256 */
    HINT_COPY_DAMAGED,         /* copy a damaged member as it is */
    HINT_CLEAR,                /* clear the field (about: its key) */
    HINT_WHO_IS_THERE,         /* list the users */
    HINT_PATTERN,              /* patterns go into conditions */
    HINT_ANY_CONDITION,        /* one of several conditions is enough */
    HINT_WITH_VALUE,           /* leave out who has no value (about: its key) */
    HINT_SHARE_ADDRESS,        /* let several users have the address */
    HINT_ACCEPT_DAMAGE,        /* take the cell as it is */
    HINT_KEEP_DAMAGED,         /* keep the value that the cell was made of */
    HINT_ACCEPT_DAMAGED_CELLS, /* the same of several cells */
    HINT_KEEP_DAMAGED_CELLS,
    HINT_ENCODING,       /* name the encoding of the file */
    HINT_OTHER_ENCODING, /* the same, beside another way out */
    HINT_SKIP_UNKNOWN,   /* leave out rows of nobody in the backup */
    HINT_SELECT,         /* how users are chosen */
    HINT_CONDITION,      /* a condition on users is wrong */
    HINT_CONDITION_FORM, /* the same, and how conditions are written */
    HINT_DUPLICATES,     /* the field by which users share a value is wrong */
    HINT_MAPPING_NAMES,  /* an assignment of columns to fields names what is
                            not there */
    HINT_MAPPING_TWICE,  /* the same: it names something twice */
    HINT_MAP_ONE,        /* say which column is the field (about: its word) */
    HINT_MAP_OR_NOT,     /* say which field a column is, or that it is not to
                            be used */
    HINT_MAP_NUMBER,     /* say which column is the extension, or find users
                            by address */
    HINT_MAP_EMAIL,      /* say which column is the address */
    HINT_MAP_ANY,        /* say which column is which field */
    HINT_SHEET,          /* choose a sheet of the workbook */
    HINT_PICTURE_NAME,   /* choose the picture's name */
    HINT_PICTURE_NAMES,  /* choose names for pictures */
    HINT_IMAGE_ENTRY,    /* say how ContactImage names a picture */
    HINT_PICTURE_FOLDER, /* the picture is not in the folder of the table */
    HINT_CONVERT,        /* do not store the image as it is */
    HINT_MAKE_PLAN,      /* plans are made by saving changes */
    HINT_COUNT
};

struct err {
    int status;         /* an enum status; ST_OK when nothing failed */
    char *msg;          /* UTF-8, owned; NULL when nothing failed */
    enum hint hint;     /* a way out beside those in the message */
    const char *about;  /* what the hint is about, static; or NULL */
    const char *reason; /* the rule that refuses it, "R5", static; or NULL */
};

#define ERR_INIT                                                               \
    {                                                                          \
        .status = ST_OK                                                        \
    }

/* Store `status` and a printf-style message, replacing what was there.
 * Returns `status`, so that callers can `return err_set(...)`. */
int err_set(struct err *e, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set() with ST_SYSTEM, and the text of the current errno behind. */
int err_sys(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Add a hint, about a thing whose name is static, or NULL.  Returns the stored
 * status. */
int err_hint(struct err *e, enum hint hint, const char *about);

/* Name the rule by which something is refused, "R5" (static).  Returns the
 * stored status. */
int err_rule(struct err *e, const char *rule);

/* Take over what another error says, with its hint and its rule; `from` keeps
 * its own.  Returns the stored status. */
int err_copy(struct err *e, const struct err *from);

/* Put a printf-style text in front of the stored message.  Returns the
 * stored status. */
int err_prefix(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* An error of `from`, such as that of another thread, becomes that of `to`,
 * unless there is none, or `to` has one already, which stays. */
void err_move(struct err *to, struct err *from);

/* Forget the error and release its message. */
void err_free(struct err *e);

#endif
