/*
 * The parts of the database's editor: one edit on its way, and what it does
 * with elements and properties.
 */
#ifndef CXBAK_PATCH_PATCH_IMPL_H
#define CXBAK_PATCH_PATCH_IMPL_H

#include <stdbool.h>
#include <stdint.h>

#include "cxbak/util/buf.h"
#include "cxbak/backup/database.h"

struct editor {
    const struct database *d;
    const struct user *u;
    const struct edit *edit;
    struct xpatches *p;
};

/* Blanks before the children of the user. */
const char *user_patch_lead(const struct user *u);

/* Add a patch with the text of a buffer, which is emptied; or one that drops
 * bytes. */
void user_patch_patch(struct editor *ed, uint64_t at, uint64_t to,
                      struct buf *b);
void user_patch_cut(struct editor *ed, uint64_t at, uint64_t to);

/* Append <NAME>text</NAME>. */
void user_patch_add(struct buf *b, const char *name, const char *text);

/* The form of an empty element that this edit asks for, or the usual one: of
 * a field's element, and of Properties. */
enum empty_style user_patch_form(const struct editor *ed, enum field f);
enum empty_style user_patch_container_form(const struct editor *ed);

/* Write an element without content, or with the edit's value. */
void user_patch_empty(struct editor *ed, const struct place *at,
                      const char *name, enum empty_style form);
void user_patch_fill(struct editor *ed, const struct place *at,
                     const char *name);

/* Where a missing field goes when the file does not show it: behind the last
 * field that is there. */
uint64_t user_patch_last(const struct user *u);

/* What is to happen to one DNProperty of a user. */
struct property_task {
    const struct edit *edit;
    const char *name; /* of a new one */
    const char *type; /* NULL: String */
    const char *description;
    struct place place; /* of the one that is there */
    struct place value; /* of its Value */
    uint64_t part_end;  /* end of its last child */
    bool remove;
    bool keep;       /* just its value goes ... */
    bool no_value;   /* ... and the Value with it */
    uint64_t behind; /* of a new one: goes there; 0: behind all others */
};

/* The wish that the edit of a field that is a property comes to. */
void property_patch_field(const struct editor *ed, struct property_task *w);

/* Why nothing of a user with two numbers can be edited. */
extern const char user_patch_whose[];

/* Why no property of the user can be edited, or NULL. */
const char *property_patch_odd(const struct user *u);

/* The wish that the edit of another property comes to, or ST_REFUSED. */
int property_patch_wish(const struct editor *ed, struct property_task *w,
                        struct err *e);

/* Add the patches for all wishes about one user's properties. */
void property_patch_edit(struct editor *ed, const struct property_task *w,
                         size_t n);

#endif
