/* Text in an encoding that the user names, by the C library. */
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "table/csv_impl.h"

/* Converted at a time. */
#define CHUNK 65536

/* The line of what follows the text. */
static size_t
line_behind(const struct buf *text)
{
    size_t i, line = 1;

    for (i = 0; i < text->len; i++)
        line += text->data[i] == '\n';
    return line;
}

/* Append the text; `*left` bytes could not be converted. */
static void
convert(iconv_t to, const uint8_t *data, size_t len, struct buf *out,
        size_t *left)
{
    /* POSIX forgot that the input is not changed. */
    char *from = (char *)(uintptr_t)data;
    size_t room, n;

    *left = len;
    do {
        char *at = (char *)buf_room(out, CHUNK);

        room = CHUNK;
        n = iconv(to, *left > 0 ? &from : NULL, left, &at, &room);
        out->len += CHUNK - room;
    } while (n == (size_t)-1 && errno == E2BIG);

    /* What the encoding still holds back. */
    if (*left == 0) {
        char *at = (char *)buf_room(out, CHUNK);

        room = CHUNK;
        (void)iconv(to, NULL, NULL, &at, &room);
        out->len += CHUNK - room;
    }
}

int
csv_convert(const char *name, const uint8_t *data, size_t len,
            const char *encoding, struct buf *out, struct err *e)
{
    iconv_t to = iconv_open("UTF-8", encoding);
    size_t left, bom = strlen(CSV_BOM);

    if (to == (iconv_t)-1)
        return err_set(e, ST_USAGE,
                       "%s: the C library knows no encoding \"%s\"; `iconv -l` "
                       "lists them",
                       name, encoding);
    convert(to, data, len, out, &left);
    (void)iconv_close(to);
    if (left > 0)
        return err_set(e, ST_REFUSED,
                       "%s:%zu: byte 0x%02X is no %s; is it the file's "
                       "encoding",
                       name, line_behind(out), data[len - left], encoding);
    buf_addc(out, '\0');
    if (memchr(out->data, '\0', --out->len) != NULL)
        return err_set(e, ST_REFUSED,
                       "%s: read as %s there are NUL characters in it, so it "
                       "is no text in this encoding",
                       name, encoding);
    if (out->len >= bom && memcmp(out->data, CSV_BOM, bom) == 0)
        memmove(out->data, out->data + bom, (out->len -= bom) + 1);
    return ST_OK;
}
