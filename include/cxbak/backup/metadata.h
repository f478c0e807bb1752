/*
 * The member `metadata` in the root of a backup of version 16 and later: 96
 * bytes that say when, by which version, and of what the backup was made.
 * A `struct metadata` owns nothing.
 *
 * Layout, little endian: 35 characters of magic at 0; 1 at 35; its own size,
 * 96, at 36; bits of what the backup holds at 40; the time in 100 ns since the
 * year 1, UTC, at 44; four numbers of the version at 52; zeros from 68 on.
 * Source: backups of versions 16 and 20; the names of the fields are inferred
 * from their values.
 */
#ifndef CXBAK_BACKUP_METADATA_H
#define CXBAK_BACKUP_METADATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"
#include "cxbak/zip/zdir.h"

#define METADATA_NAME "metadata"
#define METADATA_SIZE 96

/* The bits of a backup that holds everything; what each one means alone is
 * not known. */
#define METADATA_EVERYTHING 0x7FFu

/* From this major version on a backup has it. */
#define METADATA_FROM_MAJOR 16

/* Room for the longest version, four numbers of 32 bits. */
#define METADATA_VERSION_ROOM 48

/* Room for the time as `2024-11-18 02:30:04 UTC`. */
#define METADATA_TIME_ROOM 40

struct metadata {
    size_t member;     /* in the directory; SIZE_MAX: there is none */
    const char *wrong; /* why it cannot be understood, static; NULL: it can,
                          and all below is known */
    uint32_t content;  /* bits of what the backup holds */
    int64_t time;      /* in seconds since 1970, UTC */
    char version[METADATA_VERSION_ROOM]; /* "20.0.0.1340" */
    bool plain; /* the last 28 bytes are zero; else the backup is probably
                   encrypted in a way that is not known */
};

/* Read it; what is absent or cannot be understood is no error.  `password` (or
 * NULL) is for an archive whose members are encrypted.  ST_SYSTEM only. */
int metadata_read(struct metadata *m, struct zdir *z, const char *password,
                  struct err *e);

/* The same from its `n` bytes at `p`; sets all but `member`. */
void metadata_parse(struct metadata *m, const uint8_t *p, size_t n);

/* Is the member the first one in the file; is it stored? */
bool metadata_is_first(const struct metadata *m, const struct zdir *z);
bool metadata_is_stored(const struct metadata *m, const struct zdir *z);

/* Its time as text in `room`, which is returned; "" when it is outside the
 * years 1 to 9999. */
const char *metadata_time(const struct metadata *m,
                          char room[METADATA_TIME_ROOM]);

#endif
