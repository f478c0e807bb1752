/*
 * A backup made on the spot, for unit tests: members given as text, packed by
 * libarchive, opened as a user's would be.
 */
#ifndef TESTS_BACKUP_HELP_H
#define TESTS_BACKUP_HELP_H

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/util/err.h"

#define HELP_DATABASE "1Db.xml"

struct help_member {
    const char *name;
    const char *text;
};

struct help_backup {
    struct backup *backup;
    struct avatars avatars;
    struct backup_options options;
    int fd;
};

/* Pack the database and `n` more members, and open the result with options. */
static inline void
help_open_as(struct help_backup *h, const char *db,
             const struct help_member *members, size_t n,
             const struct backup_options *options)
{
    char path[] = "/tmp/cxbak-test-XXXXXX";
    struct err e = ERR_INIT;
    struct source source;
    struct archive *a = archive_write_new();
    size_t i;

    memset(h, 0, sizeof(*h));
    h->options = *options;
    h->fd = mkstemp(path);
    unlink(path);
    archive_write_set_format_zip(a);
    archive_write_set_bytes_in_last_block(a, 1);
    archive_write_open_fd(a, h->fd);
    for (i = 0; i <= n; i++) {
        const char *text = i == 0 ? db : members[i - 1].text;
        struct archive_entry *entry = archive_entry_new();

        archive_entry_set_pathname(entry, i == 0 ? HELP_DATABASE
                                                 : members[i - 1].name);
        archive_entry_set_size(entry, (la_int64_t)strlen(text));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0600);
        archive_write_header(a, entry);
        archive_write_data(a, text, strlen(text));
        archive_entry_free(entry);
    }
    archive_write_close(a);
    archive_write_free(a);
    if (source_file(&source, h->fd, "test.zip", &e) != ST_OK ||
        backup_open_source(&h->backup, &source, &h->options, &e) != ST_OK) {
        fprintf(stderr, "cannot open: %s\n", e.msg);
        abort();
    }
    avatars_find(&h->avatars, h->backup);
}

/* The same with none. */
static inline void
help_open(struct help_backup *h, const char *db,
          const struct help_member *members, size_t n)
{
    static const struct backup_options none;

    help_open_as(h, db, members, n, &none);
}

static inline void
help_close(struct help_backup *h)
{
    avatars_free(&h->avatars);
    backup_free(h->backup);
    close(h->fd);
}

#endif
