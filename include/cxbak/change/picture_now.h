/*
 * The picture that a user has before anything changes, to tell whether a file
 * is that one.  The name is borrowed from the backup.
 */
#ifndef CXBAK_CHANGE_PICTURE_NOW_H
#define CXBAK_CHANGE_PICTURE_NOW_H

#include <stdbool.h>
#include <stdint.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/util/buf.h"

struct picture_now {
    const char *name; /* in the archive; NULL: there is none to compare with */
    uint64_t size;
    uint32_t crc;
};

/* Find out what the user has.  A picture that cannot be read is none. */
void picture_now_find(struct picture_now *p, struct backup *b,
                      const struct avatars *a, size_t user);

/* Is that its content?  May be asked by several threads. */
bool picture_now_is(const struct picture_now *p, const struct buf *content);

#endif
