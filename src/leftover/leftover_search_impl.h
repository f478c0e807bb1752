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
#include "cxbak/util/buf.h"
#include "leftover/leftover_impl.h"

/* A user that changes, or any user, in its place. */
struct left_user {
    const char *before[FIELD_COUNT];
    const char *after[FIELD_COUNT];
    bool changes;
    bool renamed;    /* a name says something else now */
    bool person;     /* both names do */
    bool picture;    /* the picture changes, too */
    size_t greeting; /* the member, or SIZE_MAX */
};

/* The best of one kind that was found in an item. */
struct left_found {
    const struct old_value *value; /* NULL: nothing */
    const struct old_owner *owner;
};

struct left_search {
    struct backup *b; /* it is searched, and its users are counted */
    const struct avatars *avatars;
    const struct leftover_options *o;
    bool edit;    /* the changes are about to be made */
    bool changed; /* any user does */
    struct findings *f;
    size_t room;      /* bytes of memory that more findings may take */
    size_t unnamed;   /* those that there was no room for */
    struct buf last;  /* what was found last in the thing at hand ... */
    size_t last_user; /* ... and whose it was; SIZE_MAX: nothing yet */
    struct left_user *users;
    struct old_table table;
    struct left_names names;

    /* While an item is searched. */
    const struct pbx_object *thing;
    const struct pbx_text *item;
    struct left_found name;
    struct left_found email;
    struct left_found mobile;

    /* While a member beside the database is searched. */
    struct old_value **hits;
    size_t hit_count;
    size_t hit_cap;
};

/* A search of the tables and phone books beside the database. */
struct beside {
    struct backup *b;
    const struct old_table *table;

    /* A value stands in the line; it may be one of other kinds. */
    void (*found)(const struct beside *x, struct old_value *v);

    /* A member is at its end; `e` says that it could not be read to it, and
     * is the caller's to keep if the search is to stop. */
    void (*end)(const struct beside *x, struct err *e);
    void *arg;

    /* Where the search is. */
    const char *member;
    bool is_table;
    unsigned kinds; /* enum old_kind: what counts there */
    size_t line;
};

/* Search them all. */
int beside_search(struct beside *x, struct err *e);

/* The value before the change. */
const char *left_text(const struct left_search *s, size_t user, enum field f);

/* The folder of voicemail greetings. */
#define LEFT_GREETINGS "vmailprompts"

/* What stands behind the folder in the name of a member that an extension
 * names there, as in FOLDER/200/x.wav or FOLDER/200_x.wav, and how many digits
 * it has; NULL if it is no such member. */
const char *left_in_folder(const struct backup *b, size_t member,
                           const char *folder, size_t *digits);

/* Add a whole name in both orders, and in plain letters. */
void left_add_name(struct old_table *t, size_t user, const char *first,
                   const char *last);

/* Add one of two names, if it says enough alone. */
void left_add_part(struct old_table *t, size_t user, const char *part);

/* Note the users of the backup as they are, before and after alike ... */
void left_start(struct left_search *s);

/* ... and what settled changes make of them, or what an older backup had. */
void left_change(struct left_search *s, const struct changes *c);
void left_compare(struct left_search *s, const struct leftover_side *old);

/* See who changes how, and fill the table with what is looked for. */
void left_prepare(struct left_search *s);

/* Add a finding about a user that changes. */
void left_add(struct left_search *s, const char *code, size_t user,
              const char *field, const char *text);

/* Search the tables and phone books. */
int left_search_members(struct left_search *s, struct err *e);

/* Who stands for all who had the value: the first of whom it is one of the
 * `kinds`, if nobody has it now; else NULL. */
const struct old_owner *left_owner(const struct old_value *v, unsigned kinds);

/* Add a finding about an old value that still is in that place. */
void left_tell(struct left_search *s, const struct left_found *found,
               const char *place);

/* Look for old values in one item of a thing, and tell them. */
void left_search_item(struct left_search *s, const struct pbx_object *t,
                      const struct pbx_text *item);

/* Tell what only the user's own element shows: what stays of the former
 * person, and that a directory service keeps the user. */
void left_visit_user(struct left_search *s, const struct pbx_object *t);

#endif
