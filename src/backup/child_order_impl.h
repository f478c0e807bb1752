/*
 * Whether a file has its users' elements and properties in the order of their
 * names, and where missing ones go then.
 *
 * Version 20 writes first what only an Extension has, then what every DN has
 * (ContactImage, Number, Properties ...), both in alphabetical order, and the
 * properties of a user by their names; version 14 has an order of its own.
 */
#ifndef CXBAK_BACKUP_CHILD_ORDER_IMPL_H
#define CXBAK_BACKUP_CHILD_ORDER_IMPL_H

#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/database.h"
#include "cxbak/backup/xml_style.h"

#define CHILD_ORDER_PLACES (FIELD_COUNT + 1)

/* What the users read so far are like, and for each of them where missing
 * fields would go: the place behind which, or 0. */
struct child_order {
    uint64_t *places; /* CHILD_ORDER_PLACES for each user: the fields', and
                         that of Properties */
    size_t cap;
    size_t users;
    size_t sorted; /* users whose elements are in that order ... */
    size_t unsorted;
    size_t properties_sorted; /* ... and whose properties are */
    size_t properties_unsorted;
};

/* Note the user that was read last, and its children. */
void child_order_note(struct child_order *o, const struct user *u,
                      const struct xml_children *c);

/* All users were read: where most are in order, missing fields go to their
 * alphabetical place. */
void child_order_settle(const struct child_order *o, struct database *d);

void child_order_free(struct child_order *o);

#endif
