#include <string.h>
#include <nettle/base64.h>

#include "cxbak/util/base64.h"

void
base64_add(struct buf *b, const uint8_t *p, size_t n)
{
    size_t len = BASE64_ENCODE_RAW_LENGTH(n);

    base64_encode_raw((char *)buf_room(b, len), n, p);
    b->len += len;
    b->data[b->len] = '\0';
}

bool
base64_read(struct buf *b, const char *text)
{
    struct base64_decode_ctx ctx;
    size_t n = strlen(text), len = BASE64_DECODE_LENGTH(n);
    uint8_t *to = buf_room(b, len);

    /* Blanks and a third `=`, which the library would take, are not what we
     * write. */
    if (n % 4 != 0 || strcspn(text, " \t\r\n\v\f") != n ||
        strcspn(text, "=") + 2 < n)
        return false;
    base64_decode_init(&ctx);
    if (!base64_decode_update(&ctx, &len, to, n, text) ||
        !base64_decode_final(&ctx))
        return false;
    b->len += len;
    return true;
}
