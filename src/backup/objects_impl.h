/*
 * A walk over things, as far as its two callers share it.
 */
#ifndef CXBAK_BACKUP_OBJECTS_IMPL_H
#define CXBAK_BACKUP_OBJECTS_IMPL_H

#include <stdint.h>

#include "cxbak/backup/objects.h"

/* A walk that is handed the document, or a part of it that is made to look
 * like one; owns its buffers and borrows the rest. */
struct objects_walk;

/* Begin one in which the first user has the index `user`. */
struct objects_walk *objects_walk_new(struct backup *b, size_t user,
                                      object_fn *visit, void *arg);

/* Give it the next `n` bytes; say that there are no more; release, NULL is
 * allowed. */
int objects_walk_push(void *walk, const uint8_t *p, size_t n, struct err *e);
int objects_walk_finish(struct objects_walk *w, struct err *e);
void objects_walk_free(struct objects_walk *w);

#endif
