/*
 * The search for leftovers, shared by leftover*.c; private to them.  A search
 * borrows all but its table and its array of users.
 */
#ifndef CXBAK_LEFTOVER_LEFTOVER_SEARCH_IMPL_H
#define CXBAK_LEFTOVER_LEFTOVER_SEARCH_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/leftover/leftover.h"
#include "cxbak/backup/objects.h"
#include "leftover/leftover_impl.h"

/* A user that changes, or any user, in its place. */
struct left_user {
    const char *value[FIELD_COUNT]; /* as it would be */
    bool changes;
    bool renamed;    /* a name says something else now */
    bool person;     /* both names do */
    bool picture;    /* the picture changes, too */
    size_t greeting; /* the member, or SIZE_MAX */
};

struct left_search {
    struct backup *b;
    const struct avatars *avatars;
    struct findings *f;
    struct left_user *users;
    struct old_table table;

    /* While an item is searched. */
    const struct pbx_object *thing;
    const struct pbx_text *item;
    const struct old_value *name; /* the best that was found in it */
    const struct old_owner *name_owner;
    const struct old_value *email;
    const struct old_owner *email_owner;
};

/* The value before the change. */
const char *left_text(const struct left_search *s, size_t user, enum field f);

/* Note who changes and how, and fill the table with what is looked for. */
void left_prepare(struct left_search *s, const struct changes *c);

/* Add a finding about a user that changes. */
void left_add(struct left_search *s, const char *code, size_t user,
              const char *field, const char *text);

/* Look for old values in one item of a thing, and tell them. */
void left_search_item(struct left_search *s, const struct pbx_object *t,
                      const struct pbx_text *item);

/* Tell what only the user's own element shows: what stays of the former
 * person, and that a directory service keeps the user. */
void left_visit_user(struct left_search *s, const struct pbx_object *t);

#endif
