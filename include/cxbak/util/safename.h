/*
 * Names of files for people: readable, and such that every file system in use
 * takes them.  Results are newly made and freed by the caller.
 */
#ifndef CXBAK_UTIL_SAFENAME_H
#define CXBAK_UTIL_SAFENAME_H

#include <stddef.h>

/* Bytes of the longest name that Linux, macOS and Windows all take. */
#define SAFENAME_MAX 255

/* Bytes of the longest ending, with its dot. */
#define SAFENAME_ENDING_MAX 16

/*
 * `stem` + `ending` (".png") as a name: in normal form C, without characters
 * or names that some system refuses (`/ \ : * ? " < > |`, controls, CON, blanks
 * and dots at the ends), and cut between characters where it is too long.  An
 * ending that is not a dot with ASCII letters and digits is left out.
 */
char *safename_make(const char *stem, const char *ending);

/*
 * The same for `n` stems, so that no two of the `names` are one to a file
 * system that ignores case: equal ones but the first get a number behind the
 * stem, " (2)" and on, and never one that makes them equal to another.
 */
void safename_make_all(char **names, const char *const *stems,
                       const char *const *endings, size_t n);

#endif
