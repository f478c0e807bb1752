/*
 * What is still to be done by hand after an edit: the tasks of the console,
 * and, when a person has come to an extension, the findings about what is left
 * over.  Nothing here is owned.
 */
#ifndef CXBAK_CLI_TODO_H
#define CXBAK_CLI_TODO_H

#include <stdbool.h>
#include <stdio.h>

#include "cxbak/job/job.h"
#include "cxbak/report/console_todo.h"

/* Does a finding of the job say what is still to be done, and stops nothing? */
bool todo_has(const struct job *j, const struct finding *f);

/* Is it told with a task of the console: what stays a former person's? */
bool todo_is_of_task(const struct finding *f);

/* All that is still to be done: both of them.  The caller frees the list. */
void todo_make(struct console_todo *t, const struct job *j);

/* The tasks of the console, if there are any and notes are said. */
void todo_say_tasks(const struct job *j);

/* Both as one list, if there is any; errors stay in the stream's error flag. */
void todo_print(FILE *out, const struct job *j);

#endif
