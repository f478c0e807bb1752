/*
 * A copy of a backup that may be shown to others: structure, order, counts and
 * references stay, people and their numbers are invented anew, and whatever is
 * not known to be harmless goes.  A list of what may stay decides, never one
 * of what must go.
 *
 * The copy is written from nothing: no byte of the backup gets into it but
 * values that the list lets through.  It has all marks of backup/mark.h, so
 * that nobody restores it.
 *
 * Invented values are numbered in the order in which the real ones are met,
 * users first.  Nothing of a real value but its kind, the number of its words
 * or digits, and whether it is the same as another goes into them, so there is
 * nothing to compute it from; and the same backup gives the same copy.
 */
#ifndef CXBAK_REDACT_REDACT_H
#define CXBAK_REDACT_REDACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/util/err.h"
#include "cxbak/util/observer.h"
#include "cxbak/util/outfile.h"
#include "cxbak/util/sink.h"

/* What became of things of one kind. */
enum redact_action {
    REDACT_REMOVED,
    REDACT_REPLACED, /* by an invented value */
    REDACT_STAYED
};

/* What kind of thing. */
enum redact_what {
    REDACT_ELEMENT,   /* with all that is in it */
    REDACT_ATTRIBUTE, /* `name` is that of its element, `@`, and its own */
    REDACT_PROPERTY,
    REDACT_PARAMETER,
    REDACT_TEXT,    /* text and comments where only elements belong; no name */
    REDACT_VALUE,   /* `name` is what values are: "names of people" */
    REDACT_MEMBERS, /* of the archive; `name` is their folder, or "" */
    REDACT_WHATS
};

/* One line of the list of what was done. */
struct redact_item {
    enum redact_action action;
    enum redact_what what;
    char *name; /* owned by the list; of things that are not known it is the
                   backup's own word; `*` stands for a number at its end */
    size_t count;
};

/* The list: what was removed first, then by kind and name. */
struct redact_list {
    struct redact_item *items;
    size_t count;
    size_t cap;
};

struct redact_request {
    struct backup *backup;
    const struct avatars *avatars; /* of the backup */
    bool keep_names; /* names of people, companies, groups and the like stay */
    const struct observer *observer; /* of PHASE_WRITE: bytes of the database,
                                        which is read twice; or NULL */
};

/* The word for a kind of thing: "element", "property". */
const char *redact_what_word(enum redact_what what);

/* Bytes that the observer counts up to. */
uint64_t redact_work(const struct backup *b);

/*
 * Write the redacted copy to `to`.  Before it is finished it is read back, by
 * us and by libarchive: it must be marked and have as many users, groups and
 * pictures.  ST_BACKUP, ST_PASSWORD or ST_SYSTEM; on failure the output is not
 * finished.
 */
int redact_to(const struct redact_request *q, struct sink *to,
              struct redact_list *list, struct err *e);

/* The same to the file `path`: on failure there is no file, or the old one. */
int redact_backup(const struct redact_request *q, const char *path,
                  const struct outfile_options *options,
                  struct redact_list *list, struct err *e);

/* Release the items; the list is empty and usable again. */
void redact_list_free(struct redact_list *list);

#endif
