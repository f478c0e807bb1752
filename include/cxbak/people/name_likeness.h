/*
 * Whether two names may be those of one person, as tables of people and the
 * phone system write them.  Names are UTF-8; what is returned as `char *` is
 * the caller's.
 */
#ifndef CXBAK_PEOPLE_NAME_LIKENESS_H
#define CXBAK_PEOPLE_NAME_LIKENESS_H

#include <stdbool.h>

/*
 * May both be the same person's?  One word in common is enough, for people
 * marry, and write middle names, titles and initials or not; case, order,
 * accents and a wrong letter in a long word do not count.  True also where
 * nothing can be told: a name is empty or has initials only, or they are in
 * different scripts.
 */
bool name_may_be_same(const char *a, const char *b);

/* A key for finding the same name, whatever the order of its words, and their
 * case; NULL if it has no word. */
char *name_key(const char *name);

#endif
