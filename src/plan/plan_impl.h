/*
 * What the files of the plan module share.
 */
#ifndef CXBAK_PLAN_PLAN_IMPL_H
#define CXBAK_PLAN_PLAN_IMPL_H

#include "cxbak/plan/plan.h"

/* Add an empty change to the plan. */
struct plan_change *plan_add(struct plan *p);

/* Are there two changes for one field of one extension?  `*which` is the
 * second of them. */
bool plan_repeats(const struct plan *p, size_t *which);

/* The CRC of a picture as plans have it, "" for SIZE_MAX; newly made.  NULL
 * if it cannot be read. */
char *plan_picture_crc(struct backup *b, size_t member, struct err *e);

/* The CRC of the database's content in hexadecimal, newly made. */
char *plan_crc(const struct backup *b);

/* Find out where pieces go whose element is missing in this backup. */
int plan_place(struct changes *c, struct backup *b, struct err *e);

#endif
