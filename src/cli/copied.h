/*
 * What is said of the members that a write copied without a change.
 */
#ifndef CXBAK_CLI_COPIED_H
#define CXBAK_CLI_COPIED_H

#include "cxbak/write/write.h"

/* Say how many there are in the output `path`, whether they were decoded
 * (`thorough`), and what is odd. */
void copied_say(const struct backup *b, const char *path, bool thorough,
                const struct write_result *r);

#endif
