#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/zip/zname.h"

#include "zip/zip_impl.h"

bool
zname_is_folder(const char *name)
{
    size_t n = strlen(name);

    return n > 0 && zname_is_slash(name[n - 1]);
}

bool
zname_same_path(const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        if (zname_is_slash(*a) ? !zname_is_slash(*b)
                               : strncasecmp(a, b, 1) != 0)
            return false;
    }
    return *a == *b;
}

/* Length of the part of a path that begins at `p`. */
static size_t
part_len(const char *p)
{
    return strcspn(p, "/\\");
}

/* Is the part one that leads upwards, also where blanks and dots at its end
 * are dropped?  `..`, `...`, `.. ` are; `.` is not. */
static bool
leads_up(const char *p, size_t n)
{
    return n >= 2 && p[0] == '.' && p[1] == '.' && strspn(p, ". ") >= n;
}

/* Does it hold a byte below 0x20, or 0x7F?  Info-ZIP's unzip drops them, and
 * has another name then. */
static bool
has_control(const char *name, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f)
            return true;
    }
    return false;
}

const char *
zname_unsafe(const char *name, size_t n)
{
    size_t i;

    if (n == 0)
        return "the name is empty";
    if (memchr(name, '\0', n) != NULL)
        return "the name holds a NUL byte";
    if (has_control(name, n))
        return "the name holds a control character, which some systems drop";
    if (zname_is_slash(name[0]))
        return "the name is an absolute path";
    if (n >= 2 && name[1] == ':' &&
        ((name[0] | 0x20) >= 'a' && (name[0] | 0x20) <= 'z'))
        return "the name begins with a drive letter";
    for (i = 0; i < n; i += part_len(name + i) + 1) {
        if (leads_up(name + i, part_len(name + i)))
            return "the name leads out of the archive with `..`";
    }
    if (name[n - 1] == '.' && (n == 1 || zname_is_slash(name[n - 2])))
        return "the name ends in a part `.`";
    if (strspn(name, "./\\") == n)
        return "the name is made of dots only";
    return NULL;
}

/* Append one part of a path as a careless system would store it. */
static void
fold_part(struct buf *b, const char *p, size_t n)
{
    const char *stream = memchr(p, ':', n);

    if (stream != NULL)
        n = (size_t)(stream - p);
    while (n > 0 && (p[n - 1] == '.' || p[n - 1] == ' '))
        n--;
    if (n == 0)
        return;
    if (b->len > 0)
        buf_addc(b, '/');
    buf_add(b, p, n);
}

/* Lower the ASCII letters, which is all there is to fold in most names. */
static bool
fold_ascii(char *s)
{
    for (; *s != '\0'; s++) {
        if ((unsigned char)*s >= 0x80)
            return false;
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s | 0x20);
    }
    return true;
}

char *
zname_fold_path(const char *name)
{
    struct buf b = BUF_INIT;
    char *raw = mem_dup(name), *folded = NULL, *p;
    size_t n;

    zspelling_infozip(raw);

    /* Letters first, because a full-width dot or slash folds to a plain one;
     * bytes that are not UTF-8 cannot fold to ASCII letters. */
    if (!fold_ascii(raw) && text_valid(raw, strlen(raw), NULL))
        folded = text_fold(raw);
    else
        for (p = raw; *p != '\0'; p++)
            if (*p >= 'A' && *p <= 'Z')
                *p = (char)(*p | 0x20);
    p = folded != NULL ? folded : raw;
    for (; *p != '\0'; p += n + (p[n] != '\0')) {
        n = part_len(p);
        fold_part(&b, p, n);
    }
    free(folded);
    free(raw);
    return buf_steal(&b);
}

char *
zname_fold(const struct zmember *m, enum zspelling how)
{
    char *name = zname_spelling(m, how), *folded;

    if (name == NULL)
        return NULL;
    folded = zname_fold_path(name);
    free(name);
    return folded;
}

const char *
zname_odd(const struct zmember *m)
{
    if (strchr(m->name, '\\') != NULL)
        return "`\\` as a folder sign";
    if (!text_valid(m->name, m->name_len, NULL))
        return "bytes that are not UTF-8";
    return NULL;
}
