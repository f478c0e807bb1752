/*
 * The mapping table: a member that ties numbers of extensions, queues and so
 * on to IDs.  Nothing is owned here.
 */
#ifndef CXBAK_BACKUP_MAPPING_TABLE_H
#define CXBAK_BACKUP_MAPPING_TABLE_H

#include <stddef.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/err.h"

#define MAPPING_TABLE_NAME "OtherSettings/MappingTable.xml"

/* The member that is the mapping table, or SIZE_MAX. */
size_t mapping_table_member(const struct backup *b);

/* Called for each number; `id` may be NULL. */
typedef void mapping_table_fn(void *arg, const char *number, const char *id);

/* Read the table, if there is one.  ST_BACKUP or ST_PASSWORD if it cannot be
 * read, ST_SYSTEM if the system failed. */
int mapping_table_visit(const struct backup *b, mapping_table_fn *visit,
                        void *arg, struct err *e);

#endif
