/*
 * Names of members, as other systems may understand them.
 */
#ifndef CXBAK_ZIP_ZNAME_H
#define CXBAK_ZIP_ZNAME_H

#include "cxbak/zip/zdir.h"

/*
 * The path that a careless system would make of the member's name: `\` as
 * `/`, blanks and dots at the end of a part dropped, what follows a `:`
 * dropped (NTFS streams), `.` and empty parts dropped, letters folded as
 * text_fold() does.  Of members that carry an Info-ZIP Unicode Path field
 * (0x7075), `alt` selects that name instead.  Returns a string that the
 * caller frees, or NULL if `alt` is set and there is no such field.
 */
char *zname_fold(const struct zmember *m, bool alt);

/* The same for any name. */
char *zname_fold_path(const char *name);

/* Is the name merely odd: `\`, control characters, not UTF-8?  Returns a
 * phrase or NULL. */
const char *zname_odd(const struct zmember *m);

#endif
