/*
 * What the console still has to do for each user whose values changed, because
 * a restore does not do it, and where it still has to change an old value.  A
 * list borrows the texts of the backup and of findings.
 */
#ifndef CXBAK_REPORT_CONSOLE_TODO_H
#define CXBAK_REPORT_CONSOLE_TODO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cxbak/change/change.h"
#include "cxbak/util/arena.h"

struct json_t;

struct console_task {
    const char *number;
    const char *name;  /* as it is after the change */
    const char *task;  /* stable, static: "welcome-mail" */
    const char *text;  /* what to do, static */
    const char *where; /* of which place, or NULL */
};

struct console_todo {
    struct console_task *list; /* by user, in the order of the changes */
    size_t count;
    size_t cap;
    struct arena names;
};

/* The tasks that settled changes leave. */
void console_todo_make(struct console_todo *t, const struct changes *c,
                       const struct backup *b);

/* Tell what is found to stay a former person's with the task that renews it,
 * which is there for each such finding (LEFTOVER_PERSON). */
void console_todo_person(struct console_todo *t, const struct findings *f,
                         const struct backup *b);

/* Add the findings that `is_task` is true for, under their codes, with what
 * their rules say is to be done. */
void console_todo_findings(struct console_todo *t, const struct findings *f,
                           bool (*is_task)(const void *arg,
                                           const struct finding *f),
                           const void *arg, const struct changes *c,
                           const struct backup *b);

/* The task as one sentence; the caller frees it. */
char *console_todo_words(const struct console_task *x);

/* Print a line for each task that is no finding, and below it whom it is for:
 * the first `max` of them, and how many more.  Returns whether all were named;
 * errors stay in the stream's error flag. */
bool console_todo_print(FILE *out, const struct console_todo *t, size_t max);

/* [{Number, Name, Task, Text}]; the caller owns it. */
struct json_t *console_todo_json(const struct console_todo *t);

void console_todo_free(struct console_todo *t);

#endif
