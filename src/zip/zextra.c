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

/* Values that need not be in the zip64 field are tolerated if they repeat the
 * truth in the place where a reader that expects all of them looks. */
static const char *
superfluous(const uint64_t *v, size_t n, const uint8_t *data, size_t len)
{
    struct cursor c;
    size_t i;

    cursor_init(&c, data, len);
    for (i = 0; i < n && c.left >= 8; i++) {
        if (cursor_u64(&c) != v[i])
            return "a superfluous zip64 value is not the truth";
    }
    if (i == n && n == 3 && c.left == 4 && cursor_u32(&c) == 0)
        return NULL;
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
        if (v[i] != ZMAX32)
            continue;
        if (data == NULL)
            return "a saturated value has no zip64 field";
        if (i == 2 && at != NULL)
            *at = len - c.left + 1;
        v[i] = cursor_u64(&c);
    }
    if (!c.ok)
        return "the zip64 field is too short";
    return c.left == 0 ? NULL : superfluous(v, n, data, len);
}
