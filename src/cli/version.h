/*
 * What the program is made of.
 */
#ifndef CXBAK_CLI_VERSION_H
#define CXBAK_CLI_VERSION_H

/* The libraries with their versions, as they are when it runs, with commas
 * between, in three lines; newly made. */
char *version_libraries(void);

/* The compiler, the C library, and how far calls of that one are checked (its
 * _FORTIFY_SOURCE); newly made. */
char *version_build(void);

#endif
