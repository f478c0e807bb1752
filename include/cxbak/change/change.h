/*
 * The changes that a command is about to make, of values of users' fields and
 * of pictures alike.  A `struct changes` owns its texts and pictures and
 * borrows the backup's users and members by index.
 *
 * A picture that is there is replaced under its own name; a new one is named
 * as avatar_target.h says, and tied to its user as the others are: by a
 * ContactImage, by a property, or by its name.  Clearing takes out every
 * member that fits the user, no other and no queue or phone book, the
 * ContactImage, and the properties that name a picture.
 */
#ifndef CXBAK_CHANGE_CHANGE_H
#define CXBAK_CHANGE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/backup/database.h"
#include "cxbak/rules/finding.h"
#include "cxbak/template/template.h"
#include "cxbak/util/buf.h"
#include "cxbak/zip/zwrite.h"

/* A picture that comes or goes. */
struct picture {
    struct buf image; /* finished; empty: the picture is cleared */
    uint32_t crc;     /* of the image */
    char *made;       /* how it came to be, in words, or NULL; owned */
    size_t old;       /* the member shown before; SIZE_MAX: none */
    uint32_t old_crc; /* and its CRC; these are known when settled */

    /* What becomes of the user's ContactImage, which is part of the change. */
    struct edit entry; /* text NULL: it stays as it is */
    bool given;        /* a plan says it; else it is found when settled */
    bool guessed;      /* nobody in the backup shows its form */
    char *kept;        /* when settled, what becomes of the old member if others
                          still have it, in words; or NULL */
};

/* What one field of one user changes to, or the picture. */
struct change {
    struct edit edit;        /* a value as the editor takes it; of a picture
                                the text is its member's name, "" clears it */
    struct picture *picture; /* of FIELD_AVATAR, else NULL */
    bool normalised;         /* the value was put into normal form C */
    size_t order;            /* of several for one field the last one counts */
};

/* What happens to one member of the archive. */
struct member_edit {
    enum zedit_op op;
    size_t member;             /* as in struct zedit */
    char *name;                /* of an added one; owned */
    const struct buf *content; /* borrowed; NULL: none */
    bool named; /* a ContactImage that was given names it, so that several
                   users may have it */
};

struct changes {
    struct change *list;
    size_t count;
    size_t cap;
    size_t added; /* how many ever were */
    bool *asked;  /* for each user: was there a change, settled or not? */

    /* How new pictures are named; learned when first needed. */
    struct avatar_pattern pattern;
    struct template *learned;
    struct image_entry *entry_form; /* how ContactImage is to be written; NULL:
                                       as the others are */

    /* Known when settled: how many of the changes are pictures, how many
     * users change, and how many of those asked about do not. */
    size_t pictures;
    size_t users;
    size_t unchanged;

    /* What the pictures come to in the archive, and in the database. */
    struct member_edit *members;
    size_t member_count;
    size_t member_cap;
    struct edit *edits; /* own their texts and properties */
    size_t edit_count;
    size_t edit_cap;
};

/* Add a change.  The text is put into normal form C. */
void change_add(struct changes *c, size_t user, enum field f, const char *text);

/* Add a change whose text stays as it is.  The change may be completed until
 * the next one is added. */
struct change *change_add_exact(struct changes *c, size_t user, enum field f,
                                const char *text);

/* Set the user's picture; `name`, that of its member, and the image are taken
 * over.  The change may be completed until the next one is added. */
struct change *change_set_picture(struct changes *c, size_t user, char *name,
                                  struct buf *image);

/* Say how the picture that was set last was made; the words (may be NULL) are
 * taken over. */
void change_picture_made(struct changes *c, char *words);

/* Clear it. */
struct change *change_clear_picture(struct changes *c, size_t user);

/* Have the ContactImage of the picture's user be this. */
void change_give_entry(struct change *x, const char *text);

/* The edit of an element or a field's property that the change is: of a
 * picture its ContactImage.  NULL: none. */
struct edit *change_edit(struct change *x);

/* Say that a user was asked about, whether anything changes or not. */
void change_ask(struct changes *c, const struct backup *b, size_t user);

/* Take back what was added, from the change with that index on, for the users
 * that are marked, and that they were asked about.  Only before the changes are
 * settled. */
void change_forget(struct changes *c, size_t first, const bool *users);

/*
 * Settle: sort by extension and field, keep the last of several changes for
 * one field, drop those that change nothing, work out what becomes of members
 * and properties, and count.  `a` may be NULL where there are no pictures.
 * ST_REFUSED if two pictures would get the same name.
 */
int change_settle(struct changes *c, struct backup *b, const struct avatars *a,
                  struct err *e);

/* The value before a settled change and after it, as programs compare it: of a
 * picture "ProfilePictures/200.png, CRC 1a2b3c4d"; the caller frees them. */
char *change_old(const struct change *x, const struct backup *b);
char *change_new(const struct change *x);

/* The same as people read it: "a picture of 2.1 kB, PNG 48 x 48,
 * ProfilePictures/200.png", as far as it can be read, with the ContactImage
 * where nothing else changes. */
char *change_old_words(const struct change *x, struct backup *b);
char *change_new_words(const struct change *x);

/* Such words for a picture; `name` may be NULL, and the image empty if it is
 * not known.  The caller frees them. */
char *change_picture_seen(const char *name, const struct buf *image);

/* Words for a picture, "" for none, which are freed, with the ContactImage
 * behind them; NULL or "": there is none. */
char *change_picture_entry(char *words, const char *entry);

/* A picture in these words, "" where `name` is NULL or empty, and the
 * ContactImage behind it unless that is NULL or empty. */
char *change_picture_words(const char *name, uint32_t crc, const char *entry);

void change_free(struct changes *c);

/*
 * Values that the backup's users show though they are not settled, so that
 * whoever adds the next changes sees what those before come to; pictures are
 * not shown.  The view borrows the texts of the changes: it ends before they
 * are settled or released.
 */
struct change_view {
    struct shown_value *list;
    size_t count;
    size_t cap;
    size_t seen; /* changes so far */
};

/* Show what was added since the last time; and take all of it back. */
void change_view_update(struct change_view *v, const struct changes *c,
                        struct backup *b);
void change_view_end(struct change_view *v, struct backup *b);

/*
 * Ask the rules about the backup as it would be.  What they find on users that
 * change is added to `f`, and what they newly find on others; findings that
 * were there before are not marked as introduced.  Linear in the users.
 */
void change_validate(const struct changes *c, const struct backup *b,
                     struct findings *f);

/* Does a finding stop the write: an error, or with `strict` a warning, that
 * this edit introduced and that is not among the `n` accepted codes? */
bool change_blocks(const struct finding *f, bool strict,
                   const char *const *accepted, size_t n);

/* Add what the rules have against a new value of the user, but for the `n`
 * accepted codes: each finding would stop the write. */
void change_refuse_value(struct findings *f, const struct user *u,
                         enum field field, const char *value,
                         const char *const *accepted, size_t n);

/* The `*n` edits of the database that settled changes are, user by user; the
 * caller frees the array, whose edits stay with the changes. */
const struct edit **change_edits(const struct changes *c, size_t *n);

#endif
