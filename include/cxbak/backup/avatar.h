/*
 * Which picture belongs to which user.  The user's ContactImage tells it
 * (3CX's object model), but its form is not documented, and backups are known
 * without one, so it is found out from the backup, by four rules in this
 * order.  A `struct avatars` owns its arrays and borrows the backup.
 */
#ifndef CXBAK_BACKUP_AVATAR_H
#define CXBAK_BACKUP_AVATAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/buf.h"

/* The folder of the pictures. */
#define AVATAR_FOLDER_NAME "ProfilePictures/"

enum avatar_rule {
    AVATAR_NONE,
    AVATAR_IMAGE,    /* the user's ContactImage names the member */
    AVATAR_PROPERTY, /* a property of the user names the member */
    AVATAR_NAME,     /* the member is named by the extension: 200.png,
                        200_x.png, 200-x.png */
    AVATAR_FOLDER    /* the member lies in ProfilePictures/200/ */
};

struct avatar {
    enum avatar_rule rule;
    uint32_t others;      /* further members that fit the user */
    size_t member;        /* of the archive; SIZE_MAX when there is none */
    const char *property; /* that names it, for AVATAR_PROPERTY */
    size_t first_link;    /* its links, one for each member that fits */
};

/* A member that fits a user. */
struct avatar_link {
    size_t user;
    size_t member;
    enum avatar_rule rule;
    const char *property;
    unsigned rank; /* the lowest of a user's is the picture shown */
};

/* A member of the folder. */
struct avatar_file {
    const char *path; /* of `len` bytes, within the folder */
    size_t len;
    size_t member;
};

struct avatars {
    struct avatar *of_user; /* one for each user of the database */
    size_t *orphans;        /* members of the folder that fit nobody */
    size_t orphan_count;
    size_t orphan_cap;
    size_t picture_count;      /* members of the folder */
    struct avatar_file *files; /* these members, their paths sorted from the
                                  end */
    size_t *uses; /* of each member: how many users it fits, and other things
                     that name it */
    const struct picture_owner **owners; /* of each member: the first of these
                                            things, or NULL */
    struct avatar_link *links; /* sorted by user, the picture shown first */
    size_t link_count;
    size_t link_cap;
};

/* Find the pictures of all users. */
void avatars_find(struct avatars *a, const struct backup *b);

/* The name of the member that is the user's picture, or NULL. */
const char *avatars_name(const struct avatars *a, const struct backup *b,
                         size_t user);

/* The rule in words: "ContactImage names it", "property AVATAR names it",
 * "named by the extension".  The caller frees it. */
char *avatars_rule(const struct avatar *a);

/* What stands behind the folder of pictures in the name of a member, with `/`
 * or `\` as folder sign; NULL if the member lies elsewhere or is a folder. */
const char *avatar_in_folder(const char *name);

/* The same of a member of this backup: in one whose database lies in a folder
 * the pictures do so, too. */
const char *avatar_in_backup(const struct backup *b, const char *name);

/* Is this the name of the folder of pictures, or of one in it? */
bool avatar_is_folder(const char *name);

/* The extension that rules 3 and 4 read from what stands behind the folder;
 * NULL if there is none.  The caller frees it. */
char *avatar_number(const char *name, enum avatar_rule *rule);

/* The picture in the folder that the value of a property names: by its path,
 * by the end of it, or by a path that ends in its; SIZE_MAX if there is none,
 * or more than one. */
size_t avatars_named(const struct avatars *a, const struct backup *b,
                     const char *value);

/*
 * The picture in the folder that a ContactImage names: as avatars_named() does
 * it, with or without percent-encoding, query and fragment, or by its last
 * part alone; SIZE_MAX if there is none, or more than one.
 */
size_t avatars_image(const struct avatars *a, const struct backup *b,
                     const char *value);

/* A ContactImage without query and fragment, percent-decoded; the caller frees
 * it. */
char *avatar_image_path(const char *value);

/* The host of a ContactImage that is a whole address, without user and port;
 * NULL if it is none.  The caller frees it. */
char *avatar_image_host(const char *value);

/* Is it an address on another host than the phone system's, as far as the
 * database tells its names? */
bool avatar_image_elsewhere(const struct database *d, const char *value);

/* Is there a picture in the folder with that name, in whatever case? */
bool avatars_taken(const struct avatars *a, const struct backup *b,
                   const char *name);

/* Is the property there to name a picture, whether or not the archive has
 * it?  A property that is empty but called so does count. */
bool avatars_refers(const struct avatars *a, const struct backup *b,
                    const struct picture_property *p);

/* The content of a picture; empty where there is none (`member` is SIZE_MAX),
 * or it cannot be read.  The caller frees it. */
struct buf avatar_content(struct backup *b, size_t member);

/* Append the content of a picture. */
int avatar_read(struct backup *b, size_t member, struct buf *out,
                struct err *e);

/* The CRC of a picture's content, which AES-encrypted members do not store. */
int avatar_crc(struct backup *b, size_t member, uint32_t *crc, struct err *e);

void avatars_free(struct avatars *a);

/* How the backup writes ContactImage; owned strings. */
struct avatar_form {
    bool known;   /* some show it */
    char *prefix; /* what stands before the name of the picture ... */
    char *suffix; /* ... and behind it, where that is always the same */
    bool base;    /* the name comes without folders */
    bool encode;  /* and percent-encoded */
};

/* Learn it from those that name a picture of the backup; if there is none,
 * from those that would name one in its folder. */
void avatar_form_learn(struct avatar_form *f, const struct avatars *a,
                       const struct backup *b);

/* What a known form has for the member of that name, which lies in the folder;
 * the caller frees it. */
char *avatar_form_text(const struct avatar_form *f, const char *name);

/* A path, percent-encoded; the caller frees it. */
char *avatar_form_encode(const char *path);

void avatar_form_free(struct avatar_form *f);

/* How the backup names pictures; owned strings. */
struct avatar_pattern {
    char *path;     /* template: "ProfilePictures/{number}.png" */
    char *property; /* that users have to name theirs; NULL: none needed */
    char *prefix;   /* what its value has before the path in the folder */
    char *type;     /* texts of its Type and Description; may be NULL */
    char *description;
    struct avatar_form image; /* of ContactImage */
    size_t tied;              /* users who have a picture */
};

/* Learn the pattern from the pictures that are there. */
void avatar_learn(struct avatar_pattern *p, const struct avatars *a,
                  const struct backup *b);

void avatar_pattern_free(struct avatar_pattern *p);

#endif
