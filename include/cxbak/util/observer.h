/*
 * Watching long work, and ending it early.  Everything is borrowed.
 *
 * An observer is called in the thread that does the work, between two pieces
 * of it, and must not change what is worked on.
 */
#ifndef CXBAK_UTIL_OBSERVER_H
#define CXBAK_UTIL_OBSERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "cxbak/util/err.h"

/* What is being done; `done` and `all` count bytes. */
enum phase {
    PHASE_WRITE,     /* the output is written */
    PHASE_READ_BACK, /* what was written is read again, before it is named */
    PHASE_COMPARE,   /* two archives are compared */
    PHASE_CHECK,     /* members are decoded */
    PHASE_SALVAGE    /* a damaged archive is gone through */
};

/* Either function may be NULL. */
struct observer {
    void (*progress)(void *arg, enum phase phase, uint64_t done, uint64_t all);
    bool (*cancelled)(void *arg); /* true: stop as soon as possible */
    void *arg;
};

/*
 * Tell the observer (NULL: nobody watches) that `done` bytes of about `all`
 * are done.  ST_CANCELLED if the work is to end here: what was begun is
 * released and the output is gone.
 */
int observer_tell(const struct observer *o, enum phase phase, uint64_t done,
                  uint64_t all, struct err *e);

#endif
