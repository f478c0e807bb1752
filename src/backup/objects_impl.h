/*
 * A walk over things, as its two callers share it: who reads the database for
 * the first time, and who reads it again.
 */
#ifndef CXBAK_BACKUP_OBJECTS_IMPL_H
#define CXBAK_BACKUP_OBJECTS_IMPL_H

#include "cxbak/backup/objects.h"
#include "cxbak/xml/xscan.h"

/* Owns its buffers and borrows the rest. */
struct objects_walk;

/* Begin one that hands things to `visit`.  Users are those of `d`, which may
 * still be being read: the one at hand is in it before it starts here. */
struct objects_walk *objects_walk_new(const struct database *d,
                                      object_fn *visit, void *arg);

/* Tell it each start and end that a scan of the whole database finds; at the
 * start the text of the element is asked for. */
void objects_walk_start(struct objects_walk *w, struct xscan *x,
                        const struct xelement *el);
void objects_walk_end(struct objects_walk *w, const struct xelement *el);

/* Release; NULL is allowed. */
void objects_walk_free(struct objects_walk *w);

#endif
