#include "image/image_impl.h"

/*
 * The one tag of EXIF that matters here.  EXIF is a TIFF file:
 *
 *   0  "II" or "MM"     order of the bytes in all numbers
 *   2  u16 42
 *   4  u32              offset of the first directory
 *   .. u16 count, then entries of 12 bytes: u16 tag, u16 type, u32 count,
 *      and a value of at most 4 bytes, at its left end
 */
enum { TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, TYPE_LONG = 4 };
enum { TIFF_HEADER = 8, ENTRY = 12 };

/* Numbers in the byte order of the file; the caller knows the room. */
static uint32_t
number(const uint8_t *p, unsigned bytes, bool big)
{
    uint32_t v = 0;
    unsigned i;

    for (i = 0; i < bytes; i++)
        v = v << 8 | p[big ? i : bytes - 1 - i];
    return v;
}

/* The value of an orientation entry, 1 if it is none that EXIF knows. */
static unsigned
entry_value(const uint8_t *entry, bool big)
{
    uint32_t type = number(entry + 2, 2, big), v;

    if (type != TYPE_SHORT && type != TYPE_LONG)
        return 1;
    v = number(entry + 8, type == TYPE_SHORT ? 2 : 4, big);
    return v >= 1 && v <= 8 ? (unsigned)v : 1;
}

unsigned
image_exif_orientation(const uint8_t *p, size_t n)
{
    size_t at, count, i;
    bool big;

    if (n < TIFF_HEADER || p[0] != p[1] || (p[0] != 'I' && p[0] != 'M'))
        return 1;
    big = p[0] == 'M';
    at = number(p + 4, 4, big);
    if (number(p + 2, 2, big) != 42 || at > n - 2)
        return 1;
    count = number(p + at, 2, big);
    at += 2;
    for (i = 0; i < count && n - at >= ENTRY; i++, at += ENTRY) {
        if (number(p + at, 2, big) == TAG_ORIENTATION)
            return entry_value(p + at, big);
    }
    return 1;
}

struct turn
image_exif_turn(unsigned o)
{
    struct turn t;

    t.swap = o >= 5 && o <= 8;
    t.flip_x = o == 2 || o == 3 || o == 7 || o == 8;
    t.flip_y = o == 3 || o == 4 || o == 6 || o == 7;
    return t;
}
