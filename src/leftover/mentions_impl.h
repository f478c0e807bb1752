/*
 * The parts of finding mentions; private to them.
 */
#ifndef CXBAK_LEFTOVER_MENTIONS_IMPL_H
#define CXBAK_LEFTOVER_MENTIONS_IMPL_H

#include "cxbak/leftover/mentions.h"
#include "leftover/leftover_impl.h"

/* Add a mention; in the end those of the same kind and place become one.
 * Texts are copied. */
void mentions_add(struct mentions *m, enum mention_kind kind, const char *place,
                  const char *what, size_t count);

/* Add the tables and phone books beside the database that have a value. */
int mentions_search_beside(struct mentions *m, struct backup *b,
                           const struct old_table *t, struct err *e);

/* Add the members of the archive that the number names: pictures, greetings,
 * and of recordings and voicemails how many there are. */
void mentions_add_members(struct mentions *m, const struct backup *b,
                          const struct avatars *a, const char *number,
                          size_t user);

#endif
