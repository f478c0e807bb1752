/*
 * Threads that share one line of pieces of work: whoever is free takes the
 * next, so that no processor waits for a piece that another has.  The owner
 * takes the results in the order in which he gave the pieces.  Where there can
 * be no thread, he does the work himself when he asks for the result.
 */
#ifndef CXBAK_UTIL_CREW_H
#define CXBAK_UTIL_CREW_H

#include <stddef.h>

#include "cxbak/util/err.h"
#include "cxbak/util/worker.h"

/* Threads that a crew has at most, and pieces that may be given and not taken
 * yet. */
#define CREW_THREADS 8
#define CREW_PIECES  (CREW_THREADS + 2)

struct crew;

/* A crew that does `fn` with each piece; it has as many threads as can run at
 * the same time, which begin with the first pieces. */
struct crew *crew_new(worker_fn *fn);

/* How many pieces may be given and not taken yet: enough to keep all threads
 * at work; at most CREW_PIECES. */
size_t crew_room(const struct crew *c);

/* Give a piece, when there is room; it is the crew's until it was taken. */
void crew_give(struct crew *c, void *piece);

/* Wait for the piece that was given first; its error goes to `e`, unless that
 * has one already, whose status is returned.  There must be such a piece. */
int crew_take(struct crew *c, struct err *e);

/* Wait for pieces at work, forget those that nobody has begun, and release;
 * NULL is allowed. */
void crew_free(struct crew *c);

#endif
