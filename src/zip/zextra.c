/*
 * Extra fields of local headers and central records (APPNOTE 4.5):
 *   header id   2 bytes
 *   data size   2 bytes
 *   data        as many bytes as that says
 * and the zip64 one among them (4.5.3), which holds, in this order, only the
 * values that are saturated in the record itself:
 *   size, compressed size   8 bytes each
 *   offset                  8 bytes, in central records
 *   disk                    4 bytes, in central records
 */
#include <string.h>

#include "cxbak/util/cursor.h"

#include "zip/zip_impl.h"

const char *
zextra_find(const uint8_t *p, size_t n, unsigned id, const uint8_t **data,
            size_t *len)
{
    struct cursor c;

    *data = NULL;
    *len = 0;
    cursor_init(&c, p, n);

    /* Fewer than four bytes at the end are padding, which some writers leave.
     */
    while (c.left >= 4) {
        unsigned one = cursor_u16(&c);
        size_t size = cursor_u16(&c);
        const uint8_t *at = cursor_bytes(&c, size);

        if (at == NULL)
            return "an extra field runs over its end";
        if (one != id)
            continue;
        if (*data != NULL)
            return "an extra field occurs twice";
        *data = at;
        *len = size;
    }
    return NULL;
}

/* The signatures that readers search for, without their `PK`. */
static const char signatures[][2] = {
    {1, 2}, /* central record */
    {3, 4}, /* local header */
    {5, 6}, /* end record */
    {6, 6}, /* zip64 end record */
    {6, 7}, /* zip64 locator */
};

bool
zextra_has_signature(const uint8_t *p, size_t n)
{
    const uint8_t *end = p + n;
    size_t i;

    while (end - p >= 4 &&
           (p = memchr(p, 'P', (size_t)(end - p) - 3)) != NULL) {
        for (i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
            if (p[1] == 'K' && memcmp(p + 2, signatures[i], 2) == 0)
                return true;
        }
        p++;
    }
    return false;
}

bool
zextra_hides_record(const uint8_t *p, size_t before, size_t n, size_t behind)
{
    const uint8_t *from = p - before, *end = p + n + behind;
    struct cursor c;

    cursor_init(&c, p, n);
    while (c.left >= 4) {
        unsigned id = cursor_u16(&c);
        size_t size = cursor_u16(&c);
        const uint8_t *data = cursor_bytes(&c, size);

        if (data == NULL)
            return false;
        if (id != ZEXTRA_ZIP64)
            continue;
        if (zextra_has_signature(from, (size_t)(data - from)))
            return true;
        from = data + size;
    }
    return zextra_has_signature(from, (size_t)(end - from));
}

/* Bytes of value `i` of a zip64 field; the last one is a disk number. */
static size_t
width(size_t i)
{
    return i < 3 ? 8 : 4;
}

static uint64_t
next_value(struct cursor *c, size_t i)
{
    return i < 3 ? cursor_u64(c) : cursor_u32(c);
}

/* Values that need not be in the zip64 field are tolerated if they repeat the
 * truth in the place where a reader that expects all of them looks. */
static const char *
superfluous(const uint64_t *v, size_t n, const uint8_t *data, size_t len,
            size_t *at)
{
    struct cursor c;
    size_t i;

    cursor_init(&c, data, len);
    for (i = 0; i < n && c.left >= width(i); i++) {
        if (i == 2 && at != NULL)
            *at = len - c.left + 1;
        if (next_value(&c, i) != v[i])
            return "a superfluous zip64 value is not the truth";
    }
    return c.left == 0 ? NULL : "the zip64 field has a wrong length";
}

const char *
zextra_zip64(uint64_t *v, size_t n, const uint8_t *data, size_t len, size_t *at)
{
    struct cursor c;
    size_t i;

    if (at != NULL)
        *at = 0;
    cursor_init(&c, data, len);
    for (i = 0; i < n; i++) {
        if (v[i] != (i < 3 ? ZMAX32 : ZMAX16))
            continue;
        if (data == NULL)
            return "a saturated value has no zip64 field";
        if (i == 2 && at != NULL)
            *at = len - c.left + 1;
        v[i] = next_value(&c, i);
    }
    if (!c.ok)
        return "the zip64 field is too short";
    return c.left == 0 ? NULL : superfluous(v, n, data, len, at);
}
