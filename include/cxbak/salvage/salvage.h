/*
 * What is whole of a damaged archive, and a new archive of it.
 *
 * The file is gone through from its first byte to its last: local headers say
 * where members begin, their data whether they are whole.  What is left of the
 * directory helps where a header is damaged, and says what is missing.  Data
 * are never believed without their CRC.
 *
 * A `struct salvage` owns its members and borrows the source and the options,
 * which must outlive it.
 */
#ifndef CXBAK_SALVAGE_SALVAGE_H
#define CXBAK_SALVAGE_SALVAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"
#include "cxbak/util/observer.h"
#include "cxbak/util/sink.h"
#include "cxbak/util/source.h"

enum salvage_state {
    SALVAGE_WHOLE,     /* it was decoded, and its CRC is right */
    SALVAGE_UNCHECKED, /* where it begins and ends is known, but it cannot be
                          decoded here: encrypted, or an unknown method */
    SALVAGE_LOST,      /* it is named, but its data are damaged or gone */
    SALVAGE_LEFT       /* it is left out: of another archive in the file, or of
                          a name that another one has */
};

struct salvage_member {
    char *name; /* the bytes as stored, then a NUL */
    enum salvage_state state;
    const char *why; /* static; what is wrong with one that is not whole, what
                        was put right of one that is, or NULL */
    uint64_t size;   /* bytes when decoded; UINT64_MAX: unknown */
    uint64_t offset; /* where it begins in the file; UINT64_MAX: unknown */
};

/* What is left of the directory. */
enum salvage_directory {
    SALVAGE_DIRECTORY_NONE, /* nothing: more may be lost without a trace */
    SALVAGE_DIRECTORY_PART, /* some records: the same */
    SALVAGE_DIRECTORY_WHOLE /* it names every member there was */
};

struct salvage_summary {
    size_t whole;
    size_t unchecked;
    size_t lost;
    size_t left;
    size_t folders;  /* of the whole ones those that are folders */
    size_t sealed;   /* of the unchecked those that are encrypted */
    size_t doubtful; /* members whose name may be another one */
    size_t unlisted; /* headers left out, because the whole directory does not
                        have them: members deleted, archives in members */
    enum salvage_directory directory;
    bool dotted;     /* all names began with "./", which is taken away */
    bool foreign;    /* another archive lies in the file */
    bool intact;     /* the archive is not damaged at all, nor dotted */
    bool weary;      /* so much is damaged that not every way was tried */
    size_t metadata; /* these members, or SIZE_MAX */
    size_t database;
};

struct salvage_options {
    const char *password;            /* for encrypted members, or NULL */
    const struct observer *observer; /* of PHASE_SALVAGE and PHASE_WRITE, or
                                        NULL */
};

struct salvage;

/* Go through the file.  ST_BACKUP if there is nothing in it that looks like a
 * member of an archive; ST_SYSTEM, ST_CANCELLED. */
int salvage_survey(struct salvage **sp, const struct source *s,
                   const struct salvage_options *o, struct err *e);

const struct salvage_summary *salvage_summary(const struct salvage *v);

/* The members that were found or are known to be lost, in the order of the
 * file; `i` is below the sum of the four counts. */
const struct salvage_member *salvage_member(const struct salvage *v, size_t i);

/* Write an archive of the members that are whole or unchecked to `o`, marked
 * as salvaged (see backup/mark.h).  Their packed data are copied as they are;
 * headers are made anew where they have to be. */
int salvage_write(const struct salvage *v, struct sink *o, struct err *e);

/* Release; NULL is allowed. */
void salvage_free(struct salvage *v);

#endif
