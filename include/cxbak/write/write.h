/*
 * Writing a backup with changes, and proving it before it gets its name.
 */
#ifndef CXBAK_WRITE_WRITE_H
#define CXBAK_WRITE_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/err.h"
#include "cxbak/util/outfile.h"
#include "cxbak/change/change.h"
#include "cxbak/zip/zscan.h"
#include "cxbak/zip/zwrite.h"

struct write_request {
    struct backup *backup;
    const struct changes *changes; /* settled, of this backup */
    bool other_cipher;   /* AES-192, which cannot be made, may become AES-256 */
    bool thorough;       /* decode the members that are copied on the way */
    bool digested;       /* take the SHA-256 of the output on the way */
    const int64_t *time; /* of members that change, see struct zwrite_options */
    const struct observer *observer; /* or NULL */
    const char *name; /* of the output, for messages: set by write_to() */
};

struct write_result {
    size_t members;         /* in the output */
    size_t folders;         /* entries of folders among them */
    size_t members_written; /* of those that were there before */
    size_t members_added;   /* folders are not counted */
    size_t members_removed;
    size_t copied;            /* members with content that were copied */
    size_t descriptors;       /* those of them that have data descriptors */
    struct zscan_result scan; /* with `thorough`: what they are */
    size_t values;            /* that changed */
    uint64_t size;            /* of the output, bytes */
    uint64_t shared;          /* those whose blocks are shared with the input */
    char sha256[DIGEST_LEN];  /* in hexadecimal, with `digested`; else "" */
};

/*
 * Write the backup with the changes.  Before the output is finished it is read
 * back: by our own reader, which must find exactly the changes asked for, and
 * by libarchive; and the backup must not have changed meanwhile.  With
 * `thorough` the members that are copied are decoded by a second thread; one
 * that is damaged, or that a reader which streams would see otherwise, is
 * refused (ST_BACKUP).  On
 * failure the output is not finished.
 */
int write_to(const struct write_request *q, struct sink *to,
             struct write_result *result, struct err *e);

/* The same to the file `path`: on failure there is no file, or the old one. */
int write_backup(const struct write_request *q, const char *path,
                 const struct outfile_options *options,
                 struct write_result *result, struct err *e);

/* Could the changes be written?  Makes the same checks of archive and values,
 * but writes nothing. */
int write_dry_run(const struct write_request *q, struct err *e);

#endif
