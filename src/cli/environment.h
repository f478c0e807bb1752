/*
 * What the environment says beside what options do.
 */
#ifndef CXBAK_CLI_ENVIRONMENT_H
#define CXBAK_CLI_ENVIRONMENT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* Name the time zone where TZ does not: otherwise the C library looks at
 * /etc/localtime again for each time that libarchive converts, two system
 * calls for each member of an archive. */
void environment_start(void);

/* The time in SOURCE_DATE_EPOCH, seconds since 1970 in UTC, so that output
 * can be reproduced; false where it is not set or not a number. */
bool environment_epoch(int64_t *t);

/* The same, or the time that it is. */
time_t environment_now(void);

/* The program that a shell would run by that name, or by that path; the caller
 * frees it.  NULL if there is none. */
char *environment_find(const char *name);

#endif
