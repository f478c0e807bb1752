/*
 * A progress line on a terminal: it appears when the work has taken a
 * second, is written over as the work goes on, and is gone at the end.  The
 * caller owns the struct and what it borrows.
 */
#ifndef CXBAK_CLI_PROGRESS_H
#define CXBAK_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cxbak/util/observer.h"

enum progress_unit { PROGRESS_BYTES, PROGRESS_ITEMS };

struct progress {
    const char *what; /* borrowed: "Copying" */
    uint64_t total;   /* 0 when it is not known */
    enum progress_unit unit;
    FILE *out;
    bool on;      /* is there anybody to show it to? */
    bool visible; /* is a line on the terminal now? */
    int64_t next; /* when to draw next, in milliseconds of a steady clock */
};

/* Begin.  Nothing is ever shown if `out` is no terminal or not `wanted`. */
void progress_start(struct progress *p, const char *what,
                    enum progress_unit unit, uint64_t total, FILE *out,
                    bool wanted);

/* So much is `done`, counted from the start; cheap enough to be called for
 * every block. */
void progress_update(struct progress *p, uint64_t done);

/* An observer that draws the line for work counted in bytes, over all of its
 * phases; it borrows `p`. */
struct observer progress_observer(struct progress *p);

/* Take the line away, before other text or at the end of the work.  It may
 * come back with the next update. */
void progress_clear(struct progress *p);

#endif
