/*
 * All rules on a whole backup: its users, its pictures, its references and
 * the archive.  Everything passed in is borrowed.
 */
#ifndef CXBAK_CHECK_CHECK_H
#define CXBAK_CHECK_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/rules/finding.h"
#include "cxbak/util/observer.h"

/* From so many days on a backup is old: schedules are daily or weekly. */
#define CHECK_OLD_DAYS 30

struct check_request {
    struct backup *backup;
    const struct avatars *avatars;
    const bool *only; /* for each user whether to look at it; NULL: at all,
                         and at the archive */
    bool archive;     /* decode every member, and pictures in full */
    bool target_v20;  /* add what matters for moving to version 20, in place of
                         what it tells anew */
    bool every;       /* with `target_v20`: tell what it tells anew, too */
    time_t now;
    const struct observer *observer; /* of PHASE_CHECK with `archive`: bytes of
                                        packed members; or NULL */
};

/* Ask all rules and add what they find to `f`, sorted: the gravest first,
 * then by code, then by extension.  ST_BACKUP, ST_PASSWORD or ST_SYSTEM if
 * the backup cannot be read; what is only damaged is a finding. */
int check_backup(const struct check_request *q, struct findings *f,
                 struct err *e);

/* What of the findings is wanted. */
struct check_choice {
    const char *const *accepted; /* codes of rules to be left out */
    size_t accepted_count;
    const char *const *wanted; /* of rules that are asked for */
    size_t wanted_count;       /* 0: all */
    const struct database *database;
    const bool *only; /* for each user whether to keep what is about it, and
                         nothing else; NULL: keep all */
};

/* Drop the findings that are not wanted. */
void check_choose(struct findings *f, const struct check_choice *c);

/* Bytes that the progress of `archive` counts up to. */
uint64_t check_archive_size(const struct backup *b);

/*
 * The day of a date in a backup's header, `11/18/2024 2:30:04 AM`,
 * `12/5/16 2:44:05 PM`, `18.11.2024 02:30:04` or `2024-11-18T02:30:04`, in
 * seconds since 1970.  Where day and month can be either, the American order
 * is taken with AM or PM, else the later date that is not behind `now`.
 * Returns false if it is no date.
 */
bool check_date(const char *text, time_t now, time_t *date);

#endif
