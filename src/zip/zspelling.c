/*
 * The other names that readers make of a member's: by the Unicode Path field
 * (Info-ZIP, APPNOTE 4.6.9: version 1, CRC-32 of the other name 4, UTF-8), by
 * code page 437 where the name is not said to be UTF-8 (APPNOTE D.1), and by
 * dropping what Info-ZIP's unzip drops.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zread.h"

#include "zip/zip_impl.h"

/* Bytes of a Unicode Path field before the name. */
#define PATH_HEAD 5

/* What code page 437 has from 0x80 on. */
static const uint16_t cp437[128] = {
    0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7, 0x00ea,
    0x00eb, 0x00e8, 0x00ef, 0x00ee, 0x00ec, 0x00c4, 0x00c5, 0x00c9, 0x00e6,
    0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9, 0x00ff, 0x00d6, 0x00dc,
    0x00a2, 0x00a3, 0x00a5, 0x20a7, 0x0192, 0x00e1, 0x00ed, 0x00f3, 0x00fa,
    0x00f1, 0x00d1, 0x00aa, 0x00ba, 0x00bf, 0x2310, 0x00ac, 0x00bd, 0x00bc,
    0x00a1, 0x00ab, 0x00bb, 0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561,
    0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557, 0x255d, 0x255c, 0x255b,
    0x2510, 0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f,
    0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x2567, 0x2568,
    0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256b, 0x256a, 0x2518,
    0x250c, 0x2588, 0x2584, 0x258c, 0x2590, 0x2580, 0x03b1, 0x00df, 0x0393,
    0x03c0, 0x03a3, 0x03c3, 0x00b5, 0x03c4, 0x03a6, 0x0398, 0x03a9, 0x03b4,
    0x221e, 0x03c6, 0x03b5, 0x2229, 0x2261, 0x00b1, 0x2265, 0x2264, 0x2320,
    0x2321, 0x00f7, 0x2248, 0x00b0, 0x2219, 0x00b7, 0x221a, 0x207f, 0x00b2,
    0x25a0, 0x00a0,
};

bool
zspelling_infozip(char *name)
{
    char *from = name, *to = name, *end;

    for (; *from != '\0'; from++) {
        if ((unsigned char)*from != 0xff)
            *to++ = *from;
    }
    *to = '\0';

    /* A version as VMS has it: `;` and digits at the end. */
    end = to;
    while (end > name && end[-1] >= '0' && end[-1] <= '9')
        end--;
    if (end > name && end[-1] == ';') {
        to = end - 1;
        *to = '\0';
    }
    return to != from;
}

static char *
from_cp437(const char *name)
{
    struct buf b = BUF_INIT;

    for (; *name != '\0'; name++) {
        unsigned char c = (unsigned char)*name;

        text_put(&b, c < 0x80 ? c : cp437[c - 0x80]);
    }
    return buf_steal(&b);
}

/* The Unicode Path field of a member's central record; `*data` is NULL if
 * there is none.  Returns what is wrong. */
static const char *
path_field(const struct zmember *m, const uint8_t **data, size_t *len)
{
    size_t n;
    const uint8_t *extra = zrecord_extra(m, &n);

    return zextra_find(extra, n, ZEXTRA_NAME, data, len);
}

char *
zname_spelling(const struct zmember *m, enum zspelling how)
{
    const uint8_t *data;
    size_t len;
    char *name;

    switch (how) {
    case ZNAME_INFOZIP:
        if (!(m->signs & (ZNAME_SEMICOLON | ZNAME_HIGH)))
            return NULL;
        name = mem_dup(m->name);
        if (zspelling_infozip(name))
            return name;
        free(name);
        return NULL;
    case ZNAME_CP437:
        if ((m->flags & ZFLAG_UTF8) || !(m->signs & ZNAME_HIGH))
            return NULL;
        return from_cp437(m->name);
    case ZNAME_UNICODE:
        if (path_field(m, &data, &len) != NULL || data == NULL ||
            len <= PATH_HEAD)
            return NULL;
        return mem_ndup((const char *)data + PATH_HEAD, len - PATH_HEAD);
    case ZNAME_STORED:
    case ZNAME_SPELLINGS:
        break;
    }
    return mem_dup(m->name);
}

/* What is wrong with the name in a Unicode Path field of member `m`. */
static const char *
path_wrong(const struct zmember *m, const char *path, size_t n)
{
    bool same = n == m->name_len && memcmp(path, m->name, n) == 0;

    if (!same && !(m->signs & ZNAME_HIGH))
        return "its Unicode Path renames a name that is ASCII";
    if (!same && (m->flags & ZFLAG_UTF8))
        return "its Unicode Path renames a name that is UTF-8 already";
    if (!text_valid(path, n, NULL))
        return "its Unicode Path is not UTF-8";
    if (zname_unsafe(path, n, zname_signs(path, n)) != NULL)
        return "its Unicode Path is not a safe name";
    if (zname_is_folder(path) != zname_is_folder(m->name))
        return "its Unicode Path makes a folder of a file, or the reverse";
    return NULL;
}

const char *
zspelling_wrong(const struct zmember *m)
{
    const uint8_t *data;
    struct cursor c;
    const char *why;
    char *path;
    size_t len;

    if (path_field(m, &data, &len) != NULL)
        return "it has more than one Unicode Path field";
    if (data == NULL)
        return NULL;
    cursor_init(&c, data + (len > 0), len > 0 ? len - 1 : 0);
    if (len <= PATH_HEAD || data[0] != 1)
        return "its Unicode Path field is not one of version 1";
    if (cursor_u32(&c) != zread_crc(m->name, m->name_len))
        return "the CRC in its Unicode Path field is not that of its name";
    path = mem_ndup((const char *)c.p, c.left);
    why = path_wrong(m, path, c.left);
    free(path);
    return why;
}
