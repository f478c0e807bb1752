/*
 * What the process gives up before it reads anything.
 */
#ifndef CXBAK_CLI_GUARD_H
#define CXBAK_CLI_GUARD_H

#include "cxbak/util/err.h"

/*
 * Leave no image of our memory behind, which holds all passwords of the
 * phone system: neither a core file nor one handed to a crash reporter.
 * ST_SYSTEM if the system does not let us.
 */
int guard_start(struct err *e);

#endif
