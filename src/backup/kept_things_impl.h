/*
 * What the things of a database say, kept while it is read for the first time,
 * so that it can be searched when it is known for what without being read
 * again.  Equal texts are kept once, secrets never.  It takes a fraction of the
 * memory that the document would, or it gives up.
 */
#ifndef CXBAK_BACKUP_KEPT_THINGS_IMPL_H
#define CXBAK_BACKUP_KEPT_THINGS_IMPL_H

#include <stdint.h>

#include "cxbak/backup/objects.h"

/* Owns what it keeps. */
struct kept_things;

/* Begin to keep things of a document of `size` bytes. */
struct kept_things *kept_things_new(uint64_t size);

/* Keep one: an object_fn, `arg` being the things. */
void kept_things_add(void *arg, const struct pbx_object *t);

/* Have they been given up, because they take too much memory? */
bool kept_things_given_up(const struct kept_things *k);

/* Visit those of the database, as objects_visit_some() does. */
void kept_things_visit(const struct database *d, const struct object_choice *c);

/* Release; NULL is allowed. */
void kept_things_free(struct kept_things *k);

#endif
