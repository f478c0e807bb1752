#include <stdio.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "image/image_impl.h"

/*
 * WebP through libwebp, where the build has it.  A picture is decoded whole.
 *
 * A file is a RIFF container: "RIFF", 4 bytes of size, "WEBP", then chunks of a
 * name (4 bytes), a size (4 bytes, the lowest first) and that many bytes, with
 * one more where that is odd.  The chunk "EXIF" may tell how the picture is
 * turned; some programs begin it with "Exif" and two NULs, as in a JPEG.
 */
#ifdef CXBAK_WEBP
#include <webp/decode.h>

#define RIFF_HEAD  12
#define CHUNK_HEAD 8
#define EXIF_NAME  "Exif\0"
#define EXIF_HEAD  6

/* "1.2.4"; the library has it as a number. */
const char *
image_webp_version(void)
{
    static _Thread_local char text[16];
    int v = WebPGetDecoderVersion();

    snprintf(text, sizeof(text), "%d.%d.%d", v >> 16 & 0xff, v >> 8 & 0xff,
             v & 0xff);
    return text;
}

static size_t
size_at(const uint8_t *p)
{
    return (size_t)p[3] << 24 | (size_t)p[2] << 16 | (size_t)p[1] << 8 | p[0];
}

/* Orientation by the EXIF chunk, or 1. */
static unsigned
find_orientation(const uint8_t *p, size_t n)
{
    size_t at = RIFF_HEAD, size;

    while (at <= n && n - at >= CHUNK_HEAD) {
        const uint8_t *body = p + at + CHUNK_HEAD;

        size = size_at(p + at + 4);
        if (size > n - at - CHUNK_HEAD)
            return 1;
        if (memcmp(p + at, "EXIF", 4) == 0) {
            bool named = size >= EXIF_HEAD &&
                         memcmp(body, EXIF_NAME, sizeof(EXIF_NAME) - 1) == 0;
            size_t skip = named ? EXIF_HEAD : 0;

            return image_exif_orientation(body + skip, size - skip);
        }
        at += CHUNK_HEAD + size + (size & 1);
    }
    return 1;
}

static int
refuse(struct err *e)
{
    return err_set(e, ST_REFUSED,
                   "this WebP is damaged or cut off; export the picture "
                   "again");
}

int
image_webp_probe(const uint8_t *p, size_t n, struct image_info *info,
                 struct err *e)
{
    WebPBitstreamFeatures f;

    if (WebPGetFeatures(p, n, &f) != VP8_STATUS_OK)
        return refuse(e);
    if (f.has_animation)
        return err_set(e, ST_REFUSED,
                       "this WebP is a film; export one picture of it as JPEG "
                       "or PNG");
    if (image_whole_limits((uint64_t)f.width, (uint64_t)f.height, e) != ST_OK)
        return e->status;
    info->format = IMAGE_WEBP;
    info->width = (uint32_t)f.width;
    info->height = (uint32_t)f.height;
    info->orientation = find_orientation(p, n);
    info->depth = 8;
    info->colour = "RGB";
    info->alpha = f.has_alpha != 0;
    return ST_OK;
}

int
image_webp_read(const uint8_t *p, size_t n, struct scaler *s, struct err *e)
{
    struct image_info info;
    uint8_t *rgba;
    int width = 0, height = 0, y;

    if (image_webp_probe(p, n, &info, e) != ST_OK)
        return e->status;
    rgba = WebPDecodeRGBA(p, n, &width, &height);
    if (rgba == NULL || (uint32_t)width != info.width ||
        (uint32_t)height != info.height) {
        WebPFree(rgba);
        return refuse(e);
    }
    for (y = 0; y < height && s != NULL; y++)
        scaler_row(s, (uint32_t)y, 0, 1, (uint32_t)width,
                   rgba + (size_t)y * (size_t)width * 4);
    WebPFree(rgba);
    return ST_OK;
}

#else

const char *
image_webp_version(void)
{
    return NULL;
}

int
image_webp_probe(const uint8_t *p, size_t n, struct image_info *info,
                 struct err *e)
{
    (void)p;
    (void)n;
    (void)info;
    return err_set(e, ST_REFUSED, "this build does not read WebP");
}

int
image_webp_read(const uint8_t *p, size_t n, struct scaler *s, struct err *e)
{
    (void)s;
    return image_webp_probe(p, n, NULL, e);
}

#endif
