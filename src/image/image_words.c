#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "image/image_impl.h"

/* Pictures in words. */

static char *
words_of(const struct image_info *info)
{
    return mem_printf("%s %u x %u", image_format_name(info->format),
                      info->width, info->height);
}

/* Read the header; what is wrong with it is said elsewhere. */
static bool
probe(const uint8_t *p, size_t n, struct image_info *info)
{
    struct err e = ERR_INIT;
    bool good = image_probe_source(p, n, info, &e) == ST_OK;

    err_free(&e);
    return good;
}

char *
image_words(const uint8_t *p, size_t n)
{
    struct image_info info;

    return probe(p, n, &info) ? words_of(&info) : NULL;
}

char *
image_libraries(void)
{
    const char *heif = image_heif_version(), *webp = image_webp_version();

    return mem_printf("HEIC is %s%s; WebP is %s%s",
                      heif != NULL ? "read by libheif " : "not read",
                      heif != NULL ? heif : "",
                      webp != NULL ? "read by libwebp " : "not read",
                      webp != NULL ? webp : "");
}

char *
image_own_libraries(void)
{
    char *png = image_png_library(), *jpeg = image_jpeg_library();
    char *both = mem_printf("%s, %s", png, jpeg);

    free(png);
    free(jpeg);
    return both;
}

void
image_prepare(void)
{
    image_heif_prepare();
}

/* Does the crop leave anything of the picture out? */
static bool
crops(const struct image_spec *spec, const struct image_info *info)
{
    if (spec->crop == IMAGE_CROP_NONE)
        return false;
    if (spec->crop == IMAGE_CROP_RECT)
        return spec->w != info->width || spec->h != info->height;
    return info->width != info->height;
}

/* Does the file bring a colour profile that is not sRGB's?  In JPEG it lies in
 * segments APP2, behind a thumbnail that may be a JPEG itself, in PNG in the
 * chunk iCCP before the pixels (ICC.1, annex B).  sRGB calls itself so, in
 * ASCII or in UTF-16. */
static bool
has_profile(const uint8_t *p, size_t n, enum image_format format)
{
    const uint8_t *at = NULL, *end = p + n;

    if (format == IMAGE_JPEG)
        at = memmem(p, n, "ICC_PROFILE", 12);
    else if (format == IMAGE_PNG && (end = memmem(p, n, "IDAT", 4)) != NULL)
        at = memmem(p, (size_t)(end - p), "iCCP", 4);
    if (at == NULL)
        return false;
    n = (size_t)(end - at) < UINT16_MAX ? (size_t)(end - at) : UINT16_MAX;
    return memmem(at, n, "sRGB", 4) == NULL &&
           memmem(at, n, "s\0R\0G\0B", 7) == NULL;
}

char *
image_made_words(const uint8_t *p, size_t n, const struct image_spec *spec,
                 const struct buf *made)
{
    struct image_info from, to;
    char *a, *b, *words;

    if (!probe(p, n, &from) || !probe(made->data, made->len, &to))
        return NULL;
    a = words_of(&from);
    if (spec == NULL) {
        words = mem_printf("%s, as it is", a);
    } else {
        b = words_of(&to);
        words = mem_printf(
            "%s%s%s%s -> %s", a, from.orientation != 1 ? ", turned" : "",
            crops(spec, &from) ? ", cropped" : "",
            has_profile(p, n, from.format) ? ", colour profile left out" : "",
            b);
        free(b);
    }
    free(a);
    return words;
}
