/*
 * One edit of one backup, from opening it to the proof: what every front end
 * does, in the same order.  Nothing here prints, reads options or ends the
 * program.
 *
 *     job_open      the backup, its users and their pictures
 *     ...           changes are filled in, by intake or by the front end
 *     job_review    what they come to, and whether they may be made
 *     job_try       could they be written?        or
 *     job_write     a new backup, proven before it gets its name
 *     job_plan      the changes as a plan, to be made later
 *     job_close
 *
 * A `struct job` owns its parts; the front end may look at all of them, and
 * adds to `changes` until the review.  Two jobs share nothing: they may run
 * in two threads.
 */
#ifndef CXBAK_JOB_JOB_H
#define CXBAK_JOB_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/change/change.h"
#include "cxbak/leftover/leftover.h"
#include "cxbak/plan/plan.h"
#include "cxbak/rules/finding.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"
#include "cxbak/write/write.h"

/* How strict the review is.  Borrowed. */
struct job_options {
    bool strict;          /* warnings stop the changes, too */
    bool leave_conflicts; /* make what fits of a plan; without it, one change
                             that conflicts stops all */
    const char *const *accepted; /* codes of findings that stop nothing */
    size_t accepted_count;
    bool anyway;  /* write what is not known to be restored, too: a version that
                     is not known, another cipher */
    bool undo;    /* the changes take back others: no rule stops what was there
                     before */
    bool members; /* search more than the database for what is left over: see
                     struct leftover_options */
};

/* What the review comes to. */
enum job_verdict {
    JOB_NOTHING,  /* the backup has these values already */
    JOB_READY,    /* the changes may be made */
    JOB_REFUSED,  /* findings stop them */
    JOB_CONFLICT, /* a plan does not fit this backup */
    JOB_VERDICTS
};

struct job {
    struct backup *backup;
    struct avatars avatars;

    /* What is to be done: filled in between opening and review. */
    struct changes changes;
    struct plan_outcome plans; /* what the plans of job_apply() came to */
    bool planned;              /* there were plans */

    /* After the review. */
    struct findings findings;
    size_t blocking; /* findings that stop the changes */
    bool anyway;     /* see struct job_options */
    enum job_verdict verdict;
};

/* Open the backup.  `options` is borrowed, as by backup_open(). */
int job_open(struct job *j, const char *path,
             const struct backup_options *options, struct err *e);

/* The same for a backup in a source, of which the job keeps a copy. */
int job_open_source(struct job *j, const struct source *source,
                    const struct backup_options *options, struct err *e);

/* The one user with that extension.  ST_REFUSED if there is none, or more. */
int job_user(const struct job *j, const char *number, size_t *user,
             struct err *e);

/* Add the changes of plans, as plan_apply() does. */
int job_apply(struct job *j, const struct plan *plans, size_t n, struct err *e);

/* Settle the changes: see change_settle().  The review does it, too. */
int job_settle(struct job *j, struct err *e);

/*
 * Settle the changes, ask the rules about the backup as it would be, and
 * search it for what would be left over.  ST_OK also if the verdict is that
 * they must not be made; an error is ST_REFUSED (changes that contradict each
 * other), ST_BACKUP, ST_PASSWORD or ST_SYSTEM.
 */
int job_review(struct job *j, const struct job_options *o, struct err *e);

/* Could the reviewed changes be written, with `thorough` as in struct
 * job_output?  Writes nothing. */
int job_try(struct job *j, bool thorough, struct err *e);

/* Where and how a new backup is written.  Borrowed. */
struct job_output {
    struct sink *sink; /* or NULL: a file */
    const char *path;  /* of the file */
    struct outfile_options file;
    bool thorough;       /* decode the members that are copied, too */
    bool digested;       /* take the SHA-256 of the output */
    const int64_t *time; /* of members that change, see struct zwrite_options */
    const struct observer *observer; /* or NULL */
};

/* Write a new backup with the reviewed changes, as write_to() and
 * write_backup() do. */
int job_write(struct job *j, const struct job_output *o,
              struct write_result *result, struct err *e);

/* Append the reviewed changes to `json` as a plan; `name` is for messages. */
int job_plan(struct job *j, const char *name, struct buf *json, struct err *e);

/* Release; a job that was zeroed but not opened is allowed. */
void job_close(struct job *j);

/* How two backups are held against each other.  Borrowed. */
struct job_verify_options {
    struct leftover_options leftovers;
    bool digested; /* take the SHA-256 of the new backup beside */
    const struct observer *observer; /* or NULL */
};

/* Two backups, and what was planned to come of the old one. */
struct job_proof {
    struct comparison comparison;
    struct plan_outcome plans; /* what the plans come to on the old backup */
    struct changes planned;    /* settled */
    struct plan_check check;   /* where it is not as planned */
    struct findings left;      /* what is still left of the old values */
    bool good; /* nothing differs but users' fields and pictures, and these,
                  if there are plans, just as planned */
    char sha256[DIGEST_LEN]; /* in hexadecimal, with `digested`; else "" */
};

/*
 * Compare two backups byte by byte, and with what the `n` plans would have
 * made of the old one, and look for what is left behind.  ST_OK also if they
 * differ.  The caller ends the proof with job_proof_free().
 */
int job_verify(struct job_proof *p, struct job *old, struct job *new,
               const struct plan *plans, size_t n,
               const struct job_verify_options *o, struct err *e);

void job_proof_free(struct job_proof *p);

/* Only look for what is left behind in the new one of two backups, as
 * leftover_since() does. */
int job_left_since(const struct job *old, const struct job *new,
                   const struct leftover_options *o, struct findings *f,
                   struct err *e);

#endif
