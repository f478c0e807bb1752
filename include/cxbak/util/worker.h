/*
 * A thread that does one piece of work after the other, beside its owner, who
 * hands each over and takes its result.  Where there can be no thread, the
 * owner does the work itself when it asks for the result: callers need no
 * second way.
 */
#ifndef CXBAK_UTIL_WORKER_H
#define CXBAK_UTIL_WORKER_H

#include <stddef.h>

#include "cxbak/util/err.h"

/* One piece of work; returns ST_OK or the status that it stored. */
typedef int worker_fn(void *arg, struct err *e);

struct worker;

/* A worker that will do `fn` with `arg` (borrowed) each time it is told to. */
struct worker *worker_new(worker_fn *fn, void *arg);

/* Begin one piece; what `arg` points to is the worker's until
 * worker_wait(). */
void worker_start(struct worker *w);

/* Wait until the piece that was begun is done, if one was; its error goes to
 * `e`, unless that has one already, whose status is returned. */
int worker_wait(struct worker *w, struct err *e);

/* Wait for the piece at hand, forget what came of it, and release; NULL is
 * allowed. */
void worker_free(struct worker *w);

/* How many threads can run at the same time here; at least 1. */
size_t worker_processors(void);

#endif
