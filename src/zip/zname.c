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

/* The high bit of each byte; whether any byte is 0; and whether any is `c`. */
#define HIGH(v)   ((v)&EACH(0x80))
#define HAS_0(v)  (HIGH((v)-EACH(0x01)) & ~(v))
#define HAS(v, c) HAS_0((v) ^ EACH(c))

/* What there is among eight bytes, each kind as a number that is not 0. */
struct signs {
    uint64_t control;
    uint64_t high;
    uint64_t semicolon;
    uint64_t backslash;
};

static void
look_at(struct signs *s, uint64_t v)
{
    s->control |= (HIGH(v - EACH(0x20)) & ~v) | HAS(v, 0x7f);
    s->high |= HIGH(v);
    s->semicolon |= HAS(v, ';');
    s->backslash |= HAS(v, '\\');
}

unsigned
zname_signs(const char *name, size_t n)
{
    uint64_t v;
    struct signs s = {0};
    size_t i;

    for (i = 0; n - i >= sizeof(v); i += sizeof(v)) {
        memcpy(&v, name + i, sizeof(v));
        look_at(&s, v);
    }
    if (n >= sizeof(v)) {
        memcpy(&v, name + n - sizeof(v), sizeof(v));
    } else {
        v = EACH('a');
        memcpy(&v, name, n);
    }
    look_at(&s, v);
    return (s.control != 0 ? ZNAME_CONTROL : 0U) |
           (s.high != 0 ? ZNAME_HIGH : 0U) |
           (s.semicolon != 0 ? ZNAME_SEMICOLON : 0U) |
           (s.backslash != 0 ? ZNAME_BACKSLASH : 0U);
}

/* Does any part of the path lead upwards? */
static bool
has_way_up(const char *name, size_t n)
{
    const char *p = name, *end = name + n;

    for (; (p = memchr(p, '.', (size_t)(end - p))) != NULL; p++) {
        if ((p == name || zname_is_slash(p[-1])) && leads_up(p, part_len(p)))
            return true;
    }
    return false;
}

const char *
zname_unsafe(const char *name, size_t n, unsigned signs)
{
    if (n == 0)
        return "the name is empty";

    /* Info-ZIP's unzip drops control characters, and has another name then. */
    if ((signs & ZNAME_CONTROL) && memchr(name, '\0', n) != NULL)
        return "the name holds a NUL byte";
    if (signs & ZNAME_CONTROL)
        return "the name holds a control character, which some systems drop";
    if (zname_is_slash(name[0]))
        return "the name is an absolute path";
    if (n >= 2 && name[1] == ':' &&
        ((name[0] | 0x20) >= 'a' && (name[0] | 0x20) <= 'z'))
        return "the name begins with a drive letter";
    if (has_way_up(name, n))
        return "the name leads out of the archive with `..`";
    if (name[n - 1] == '.' && (n == 1 || zname_is_slash(name[n - 2])))
        return "the name ends in a part `.`";
    if (name[0] == '.' && strspn(name, "./\\") == n)
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
