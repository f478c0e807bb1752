/*
 * Users as JSON.  Everything passed in is borrowed; the caller owns what is
 * returned.
 */
#ifndef CXBAK_REPORT_USERS_JSON_H
#define CXBAK_REPORT_USERS_JSON_H

#include <stddef.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/rules/finding.h"

struct json_t;

/* A user in a list: {Number, FirstName, ...}, a key for each of the columns;
 * what is worked out and is not there is null. */
struct json_t *users_json_row(const struct backup *b, const struct avatars *a,
                              size_t user, const enum field *columns,
                              size_t count);

/* All of a user, whose database was read with details: fields, Avatar and
 * AvatarRule, Phones, Groups, Settings and Properties (of those not known to
 * be harmless only whether they are set), and of the findings those about
 * this user. */
struct json_t *users_json_whole(const struct backup *b, const struct avatars *a,
                                size_t user, const struct findings *f);

#endif
