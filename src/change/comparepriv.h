/* The two halves of a comparison. */
#ifndef COMPAREPRIV_H
#define COMPAREPRIV_H

#include "cxbak/compare.h"

/* Compare the databases: users, and the text around their fields. */
int compare_databases(struct comparison *c, struct backup *old,
    struct backup *new, struct err *e);

/* Compare the archives' members. */
int compare_archives(struct comparison *c, struct backup *old,
    struct backup *new, enum compare_members how,
    compare_progress_fn *progress, void *arg, struct err *e);

#endif
