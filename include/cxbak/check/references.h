/*
 * References to extensions that do not exist: members of groups, agents of
 * queues, members of ring groups, destinations of forwarded calls, and the
 * mapping table.  Any DN of the database is a valid target, also a queue or a
 * trunk.  A `struct references` owns its strings and borrows the backup.
 */
#ifndef CXBAK_CHECK_REFERENCES_H
#define CXBAK_CHECK_REFERENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/arena.h"
#include "cxbak/rules/finding.h"
#include "cxbak/backup/objects.h"

struct ref {
    const char *code;   /* of the rule */
    const char *owner;  /* what refers, as object_name() calls it */
    const char *number; /* the user that refers, or NULL */
    const char *target; /* what is referred to */
    const char *within; /* the profile or rule it stands in, or NULL */
    size_t order;
};

struct references {
    const struct backup *backup;
    const char *
        *numbers; /* of what is no user; sorted by references_report() */
    size_t number_count;
    size_t number_cap;
    struct ref *list; /* references to what is no user */
    size_t count;
    size_t cap;
    struct arena texts; /* of all of these */
};

/* Note the number and the references of one thing; hand it every thing of
 * objects_visit(). */
void references_add(struct references *r, const struct pbx_object *t);

/* When all things were seen: add a finding for each reference to what is not
 * there, several of one thing to one target being one.  Of very many in one
 * thing the last finding says how many more there are. */
void references_report(struct references *r, struct findings *f);

/* Compare the mapping table with the numbers seen; after references_report().
 * ST_SYSTEM if the system failed; a table that cannot be read is a finding. */
int references_check_mapping(const struct references *r, struct findings *f,
                             struct err *e);

void references_free(struct references *r);

#endif
