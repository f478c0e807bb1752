/*
 * The mark on an archive that looks like a backup and is none to be restored:
 * what is left of a damaged one, or a copy made to be shown to others.  It is
 * the archive comment, which every ZIP program shows; a redacted copy has more.
 * All strings are static.
 */
#ifndef CXBAK_BACKUP_MARK_H
#define CXBAK_BACKUP_MARK_H

#include "cxbak/util/err.h"
#include "cxbak/util/source.h"
#include "cxbak/zip/zdir.h"

/* Two more marks of a redacted copy: the folder that its members lie in, where
 * a restore does not look, and an element in the root of its database. */
#define MARK_REDACTED_FOLDER  "redacted/"
#define MARK_REDACTED_ELEMENT "redacted"

enum mark {
    MARK_NONE,
    MARK_SALVAGED, /* rebuilt from a damaged archive */
    MARK_REDACTED  /* without secrets, people under other names */
};

/* The archive comment that is the mark; "" for MARK_NONE. */
const char *mark_comment(enum mark mark);

/* What such a file is, as a phrase that goes on "this is ..."; NULL for
 * MARK_NONE. */
const char *mark_phrase(enum mark mark);

/* One word: "salvaged", "redacted"; NULL for MARK_NONE. */
const char *mark_word(enum mark mark);

/* The mark of the archive `z`, which was read from `s`.  ST_SYSTEM only. */
int mark_read(enum mark *mark, const struct zdir *z, const struct source *s,
              struct err *e);

#endif
