/*
 * Names of members, as other systems may understand them.
 */
#ifndef CXBAK_ZIP_ZNAME_H
#define CXBAK_ZIP_ZNAME_H

#include "cxbak/zip/zdir.h"

/* The ways to spell a member's name that readers differ in. */
enum zspelling {
    ZNAME_STORED,   /* its bytes as they are */
    ZNAME_INFOZIP,  /* without bytes 0xFF and a `;1` at the end */
    ZNAME_CP437,    /* out of code page 437, when it is not said to be UTF-8 */
    ZNAME_UNICODE,  /* as the Unicode Path field (0x7075) has it */
    ZNAME_SPELLINGS /* their number */
};

/* The member's name in that spelling; NULL where it gives no other name than
 * the stored one.  The caller frees it. */
char *zname_spelling(const struct zmember *m, enum zspelling how);

/*
 * The path that a careless system would make of the member's name in that
 * spelling: `\` as `/`, blanks and dots at the end of a part dropped, what
 * follows a `:` dropped (NTFS streams), `.` and empty parts dropped, a `;1`
 * at the end dropped (VMS), letters folded as text_fold() does.  Returns a
 * string that the caller frees, or NULL where zname_spelling() does.
 */
char *zname_fold(const struct zmember *m, enum zspelling how);

/* The same for any name. */
char *zname_fold_path(const char *name);

/* Is that a sign between folders: `/` or `\`? */
static inline bool
zname_is_slash(char c)
{
    return c == '/' || c == '\\';
}

/* Is it the name of a folder: does it end in such a sign? */
bool zname_is_folder(const char *name);

/* Are the paths the same, whatever the case of their ASCII letters and the
 * signs between folders? */
bool zname_same_path(const char *a, const char *b);

/* Is the name merely odd: `\`, not UTF-8?  Returns a phrase or NULL. */
const char *zname_odd(const struct zmember *m);

#endif
