/*
 * What the files of the plan module share.
 */
#ifndef CXBAK_PLAN_PLAN_IMPL_H
#define CXBAK_PLAN_PLAN_IMPL_H

#include "cxbak/plan/plan.h"

/* The words of OldForm; NULL: none. */
extern const char *const plan_form_words[EMPTY_STYLES];

/* Can a plan change it?  A ContactImage changes with the picture. */
bool plan_has_field(enum field f);

/* Add an empty change to the plan, for that extension, which is copied. */
struct plan_change *plan_add(struct plan *p, const char *number);

/* A picture for a value that has none yet; empty. */
struct plan_picture *plan_add_picture(struct plan_value *v);

/* Add whom the plan was made for; the strings are copied. */
void plan_add_person(struct plan *p, const char *number, const char *first,
                     const char *last);

/* All people and changes are there: work out the names after the changes.
 * `*twice` is an extension that several people have, or NULL. */
void plan_end_people(struct plan *p, const char **twice);

/* Can a user of that first and last name be this person: has he one of the
 * names that the person has before the plan's changes or after them?  Names
 * that are missing on both sides say nothing. */
bool plan_person_fits(const struct plan_person *x, const char *const name[2]);

void plan_free_change(struct plan_change *x);

/* Are there two changes for one field of one extension?  `*which` is the
 * second of them. */
bool plan_repeats(const struct plan *p, size_t *which);

/* The CRC of a picture as plans have it, "" for SIZE_MAX; newly made.  NULL
 * if it cannot be read. */
char *plan_picture_crc(struct backup *b, size_t member, struct err *e);

/* Find out where pieces go whose element is missing in this backup. */
int plan_place(struct changes *c, struct backup *b, struct err *e);

#endif
