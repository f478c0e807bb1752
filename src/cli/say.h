/*
 * Messages on standard error, one line each, with control characters
 * escaped.  They own nothing; the program's verbosity is the only state.
 */
#ifndef CXBAK_CLI_SAY_H
#define CXBAK_CLI_SAY_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"
#include "cxbak/util/notes.h"

enum say_level {
    SAY_QUIET, /* -q: warnings and errors only */
    SAY_NORMAL,
    SAY_VERBOSE /* -v: details too */
};

void say_set_level(enum say_level level);
enum say_level say_get_level(void);

/* "cxbak: TEXT", and "cxbak: warning: TEXT": whatever the level. */
void say_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * Some libraries say on standard error what they return as well.  From a call
 * with true to one with false that goes nowhere, where the C library lets it;
 * what these functions say does, too.
 */
void say_hush(bool on);

/* Keep the errors that are said from now on; and those that were kept, `*n`
 * of them, which say_forget() releases. */
void say_keep_errors(void);
const char *const *say_errors(size_t *n);
void say_forget(void);

/* As say_error(): the error, and what can be done about it by options. */
void say_failure(const struct err *e);

/* The text alone: not with -q; and with -v only. */
void say_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_detail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As say_failure(), to who sits at the terminal and is asked a question: never
 * through a pager. */
void say_on_terminal(const struct err *e);

/* Say all notes in one of these ways, with their places in `file`, and how
 * many more there are. */
void say_notes(void (*say)(const char *fmt, ...), const struct notes *n,
               const char *file);

#endif
