/* Which member of the archive is the database? */
#ifndef CXBAK_BACKUP_FIND_DATABASE_IMPL_H
#define CXBAK_BACKUP_FIND_DATABASE_IMPL_H

#include "cxbak/backup/backup.h"

/* Find the one database (R5, R9): sets `db`, `nested`, `miscased`, `where`. */
int find_database(struct backup *b, struct err *e);

#endif
