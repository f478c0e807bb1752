/*
 * Headers of members that are added: what the content decides, CRC and sizes,
 * is 0 in them, and the place, too.
 */
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/zip/zname.h"

#include "zip/zcrypt_impl.h"
#include "zip/zheaders_impl.h"
#include "zip/zip_impl.h"

/* The version of ZIP that a member needs (APPNOTE 4.4.3.2): for deflate and
 * folders, for AES. */
#define VERSION_PLAIN 20
#define VERSION_AES   51

void
zheaders_plain(const char *name, const struct zmember *like, struct buf *local,
               struct buf *central)
{
    size_t n = strlen(name), k;
    uint8_t *l, *p;
    unsigned method = ZMETHOD_DEFLATE, flags = 0;

    if (zname_is_folder(name) ||
        (like != NULL && like->method == ZMETHOD_STORED))
        method = ZMETHOD_STORED;
    for (k = 0; k < n; k++) {
        if ((unsigned char)name[k] >= 0x80)
            flags |= ZFLAG_UTF8;
    }
    if (like != NULL)
        flags |= like->flags & ZFLAG_UTF8;

    memset(buf_room(central, ZCENTRAL_LEN), 0, ZCENTRAL_LEN);
    central->len = ZCENTRAL_LEN;
    buf_add(central, name, n);
    p = central->data;
    if (like != NULL) {
        memcpy(p, like->central, ZCENTRAL_LEN);
    } else {
        cursor_put16(p + C_MADE_BY, 3 << 8 | 20);
        cursor_put32(p + C_EXTERNAL, 0100600U << 16);
        cursor_put16(p + C_DATE, 1 << 5 | 1); /* 1980-01-01 */
    }
    cursor_put32(p, ZSIG_CENTRAL);
    cursor_put16(p + C_VERSION, VERSION_PLAIN);
    cursor_put16(p + C_FLAGS, (uint16_t)flags);
    cursor_put16(p + C_METHOD, (uint16_t)method);
    memset(p + C_CRC, 0, 12); /* and both sizes */
    cursor_put16(p + C_NAME_LEN, (uint16_t)n);
    memset(p + C_EXTRA_LEN, 0, 6); /* and lengths of comment, disk */
    cursor_put32(p + C_OFFSET, 0);

    memset(buf_room(local, ZLOCAL_LEN), 0, ZLOCAL_LEN);
    local->len = ZLOCAL_LEN;
    buf_add(local, name, n);
    l = local->data;
    cursor_put32(l, ZSIG_LOCAL);
    memcpy(l + L_VERSION, p + C_VERSION, 10); /* up to the date */
    memcpy(l + L_NAME_LEN, p + C_NAME_LEN, 2);
}

void
zheaders_seal(const struct zmember *like, struct buf *local,
              struct buf *central)
{
    uint8_t head[4], *l, *p;
    struct buf *both[] = {local, central};
    struct cursor c;
    size_t k;

    cursor_put16(head, ZEXTRA_AES);
    cursor_put16(head + 2, ZAES_LEN);
    for (k = 0; k < 2; k++) {
        buf_add(both[k], head, sizeof(head));
        buf_add(both[k], zcrypt_aes(like), ZAES_LEN);
    }
    p = central->data;
    cursor_init(&c, p + C_FLAGS, 2);
    cursor_put16(p + C_VERSION, VERSION_AES);
    cursor_put16(p + C_FLAGS, (uint16_t)(cursor_u16(&c) | ZFLAG_ENCRYPTED));
    cursor_put16(p + C_METHOD, ZMETHOD_AES);
    cursor_put16(p + C_EXTRA_LEN, sizeof(head) + ZAES_LEN);
    l = local->data;
    memcpy(l + L_VERSION, p + C_VERSION, 6); /* and flags, method */
    memcpy(l + L_EXTRA_LEN, p + C_EXTRA_LEN, 2);
}
