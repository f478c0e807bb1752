/*
 * The command line, taken apart.  The caller owns the struct; operands and
 * values are borrowed from argv, which must outlive it.
 *
 * Options may stand anywhere, `--` ends them, a value follows as the next
 * word or behind `=`.  Abbreviated names are refused: what is unique today
 * is not tomorrow, and scripts stay.
 */
#ifndef CXBAK_CLI_ARGS_H
#define CXBAK_CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"
#include "cxbak/util/inputs.h"

enum option_flags {
    OPTION_REPEAT = 1,    /* may be given more than once */
    OPTION_PATH = 2,      /* the value names a file: any bytes will do */
    OPTION_REQUIRED = 4,  /* the command does not work without it */
    OPTION_TRIPLE = 16,   /* the value is three words: FIELD OLD NEW, which
                             args_next() gives one after the other */
    OPTION_NO_STREAM = 8, /* "-" is refused: the file cannot be a stream */
    OPTION_FOLDER = 64,   /* with OPTION_PATH: what is read are files in it */
    OPTION_OUTPUT = 32,   /* with OPTION_PATH: the file is made, not read */
    OPTION_LATER = 128    /* with OPTION_OUTPUT: what is there may stay if it
                             holds the same, see struct output_later */
};

struct option_spec {
    const char *name; /* long name; NULL ends a list of options */
    char letter;      /* short form, or 0 */
    const char *arg;  /* its argument as usage calls it; NULL for a flag.
                       * "a|b|c" are the words to choose from */
    const char *help; /* one line, starting in lower case */
    unsigned flags;   /* enum option_flags */
};

/* How many lists of options a command can have: its own and the common. */
#define ARGS_LISTS_MAX 6

struct args_given {
    const struct option_spec *spec;
    const char *value; /* NULL for a flag */
};

struct args {
    const char *command; /* for messages: "list", "" before it is known */
    const struct option_spec *lists[ARGS_LISTS_MAX + 1]; /* NULL ends them */

    char **operands; /* borrowed words */
    size_t noperands, operands_cap;

    struct args_given *given; /* the options in the order given */
    size_t ngiven, given_cap;

    struct inputs *inputs;       /* borrowed: what the command reads; or NULL */
    struct passwords *passwords; /* borrowed: what opened backups; or NULL */
};

#define ARGS_INIT                                                              \
    {                                                                          \
        .command = ""                                                          \
    }

/*
 * Read the words `argv[1]` on (argv[0] is not looked at) by the lists of
 * options that the caller stored in `a`, adding to what was read before.
 * With `operands` false it stops at the first word that is no option.
 * Returns the status; `*used` (may be NULL) is the index behind the last
 * word read.
 */
int args_parse(struct args *a, int argc, char **argv, bool operands, int *used,
               struct err *e);

/* The spec of an option of this command by long name, or NULL. */
const struct option_spec *args_spec(const struct args *a, const char *name);

/* Was the option given? */
bool args_flag(const struct args *a, const char *name);

/* Its value, the last one if it was repeated; NULL if it was not given. */
const char *args_value(const struct args *a, const char *name);

/*
 * The values of an option that repeats, one per call and in order, NULL
 * after the last; `*pos` starts at 0:
 *     for (pos = 0; (v = args_next(a, "where", &pos)) != NULL;)
 */
const char *args_next(const struct args *a, const char *name, size_t *pos);

/* All of them: an array of `*n`, which the caller frees; NULL if none. */
const char **args_all(const struct args *a, const char *name, size_t *n);

/* Have `take` look at each word of an option's values, which are lists with
 * commas between, until one is refused.  The word is gone afterwards. */
int args_words(const struct args *a, const char *name,
               int (*take)(void *arg, const char *word, struct err *e),
               void *arg, struct err *e);

/*
 * A size such as "512M": digits and K, M, G or T for powers of 1024 (a
 * trailing "B" or "iB" is allowed).  `*size` is left alone when the option
 * was not given; nothing, 0 and too much are usage errors.
 */
int args_size(const struct args *a, const char *name, uint64_t *size,
              struct err *e);

/* A whole number from `min` to `max`; otherwise as args_size(). */
int args_number(const struct args *a, const char *name, uint64_t min,
                uint64_t max, uint64_t *n, struct err *e);

/* Check that a value is UTF-8 text; `what` names it in the message.  Values
 * of options are checked by args_parse(), operands by whom they concern. */
int args_text(const struct args *a, const char *what, const char *value,
              struct err *e);

/* A usage error: ST_USAGE, and the command in front of the message. */
int args_fail(const struct args *a, struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* May output to `fd` carry colour, by --color and the environment? */
bool args_colour(const struct args *a, int fd);

/* Append a word as a shell takes it. */
void args_add_word(struct buf *b, const char *word);

/* The command line again, newly made, in words that a shell takes, with `more`
 * added to its options as it stands: "cxbak set pbx.zip 200 --email '' MORE".
 * It prints as it is, whatever the words hold. */
char *args_repeat(const struct args *a, const char *more);

/* Release what `a` owns. */
void args_free(struct args *a);

#endif
