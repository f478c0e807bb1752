/* Which members of the archive does a restore look for by their names? */
#ifndef CXBAK_BACKUP_FIND_DATABASE_IMPL_H
#define CXBAK_BACKUP_FIND_DATABASE_IMPL_H

#include "cxbak/backup/backup.h"

/* Find the one database (R5, R9): sets `db`, `nested`, `miscased`, `where`. */
int find_database(struct backup *b, struct err *e);

/* Does no other member have the name of `metadata` or of the mapping table in
 * the eyes of some system (R5)? */
int known_names_check(const struct backup *b, struct err *e);

#endif
