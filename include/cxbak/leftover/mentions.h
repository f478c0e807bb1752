/*
 * Everything in a backup that names an extension or its user: groups, queues,
 * destinations of calls, phones, phone books, files.  A `struct mentions`
 * owns its texts.
 */
#ifndef CXBAK_LEFTOVER_MENTIONS_H
#define CXBAK_LEFTOVER_MENTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"

/* What names it, in the order of a list. */
enum mention_kind {
    MENTION_GROUP,
    MENTION_FAVOURITES,
    MENTION_QUEUE,
    MENTION_RING_GROUP,
    MENTION_IVR,
    MENTION_INBOUND, /* a rule of a trunk or gateway */
    MENTION_FORWARDING,
    MENTION_PHONE,
    MENTION_BLF,
    MENTION_PHONE_BOOK,
    MENTION_MEETING, /* names in links to meetings and to click-to-call */
    MENTION_OTHER,
    MENTION_PICTURE,
    MENTION_GREETING,
    MENTION_RECORDING,
    MENTION_VOICEMAIL,
    MENTION_MAPPING,
    MENTION_TABLE /* of meetings and chats, beside the database */
};

struct mention {
    enum mention_kind kind;
    char *place;  /* `queue 801 "Sales"`, or the name of a member or folder */
    char *what;   /* "agent", "EmailAddress: address"; "" if there is no more
                     to say */
    size_t count; /* of files in a folder; else 1 */
    size_t order;
};

struct mentions {
    struct mention *list; /* by kind, then as in the backup */
    size_t count;
    size_t cap;
    bool exists; /* something has that number */
};

/* "group", "ring group", "inbound rule". */
const char *mention_kind_name(enum mention_kind kind);

/*
 * Find all that names the extension `number`, and with `user` (an index, or
 * SIZE_MAX where the number is a queue's or the like) the name, the address
 * and the mobile number of that user, but for the user's own fields.  Values
 * of secrets are not looked at.  ST_BACKUP, ST_PASSWORD or ST_SYSTEM if the
 * backup cannot be read.
 */
int mentions_find(struct mentions *m, struct backup *b, const struct avatars *a,
                  const char *number, size_t user, struct err *e);

void mentions_free(struct mentions *m);

#endif
