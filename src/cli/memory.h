/*
 * What the program does when memory ends.
 */
#ifndef CXBAK_CLI_MEMORY_H
#define CXBAK_CLI_MEMORY_H

#include <stdbool.h>

/* From now on, memory that ends (ours and jansson's) ends the program with
 * ST_SYSTEM and a message; exit() is called, so that what was registered with
 * atexit() removes a half-written output. */
void memory_start(void);

/* Is memory wiped when it is given back?  See wipe.c. */
bool memory_wipes(void);

#endif
