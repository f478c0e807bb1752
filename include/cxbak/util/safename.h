/*
 * Names of files for people: readable, and such that every file system in use
 * takes them.  Results are newly made and freed by the caller.
 */
#ifndef CXBAK_UTIL_SAFENAME_H
#define CXBAK_UTIL_SAFENAME_H

/* Bytes of the longest name that Linux, macOS and Windows all take. */
#define SAFENAME_MAX 255

/*
 * `stem` + `ending` (".png") as a name: in normal form C, without characters
 * or names that some system refuses (`/ \ : * ? " < > |`, controls, CON, blanks
 * and dots at the ends), and cut between characters where it is too long.
 */
char *safename_make(const char *stem, const char *ending);

#endif
