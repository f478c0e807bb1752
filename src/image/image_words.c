#include <stdlib.h>

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
        words = mem_printf("%s%s%s -> %s", a,
                           from.orientation != 1 ? ", turned" : "",
                           crops(spec, &from) ? ", cropped" : "", b);
        free(b);
    }
    free(a);
    return words;
}
