/*
 * A backup as a whole as JSON.  The backup is borrowed; the caller owns what
 * is returned.
 */
#ifndef CXBAK_REPORT_BACKUP_JSON_H
#define CXBAK_REPORT_BACKUP_JSON_H

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"

struct json_t;

/* {Backup, Database, Version, Date, Company, ExternalFqdn, Users, Groups,
 * Pictures, Members, Size, Encrypted, Mark, Metadata, Writing}; null for what
 * the backup does not say.  Writing is null, or {Message, Anyway}: why an
 * edited copy is not written, and whether it can be if that is asked for. */
struct json_t *backup_json(const struct backup *b, const struct avatars *a);

#endif
