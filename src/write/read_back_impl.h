/*
 * Reading back what was written, before it gets its name.
 */
#ifndef CXBAK_WRITE_READ_BACK_IMPL_H
#define CXBAK_WRITE_READ_BACK_IMPL_H

#include <stdbool.h>

#include "cxbak/write/write.h"

/* Something is not as it was asked for: this is our own fault. */
int write_failed(const struct write_request *q, const char *why, struct err *e);

/* Does the output hold what was asked for, and nothing else, for two readers?
 * `database`: its database was written anew.  Fills in `result`. */
int write_read_back(const struct write_request *q, struct sink *o,
                    bool database, struct write_result *result, struct err *e);

#endif
