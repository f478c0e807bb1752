#include <strings.h>

#include "image/image_impl.h"

/*
 * Which part of a picture is wanted, and how large.  Users speak of the
 * picture as shown; the scaler works on it as stored.
 */

/* Read one number of a crop, up to `end` (the character behind it). */
static bool
crop_number(const char **s, char end, uint32_t *v)
{
    uint64_t n = 0;
    const char *p = *s;

    if (*p < '0' || *p > '9')
        return false;
    for (; *p >= '0' && *p <= '9'; p++) {
        n = n * 10 + (uint64_t)(*p - '0');
        if (n > UINT32_MAX)
            return false;
    }
    if (*p != end)
        return false;
    *v = (uint32_t)n;
    *s = p + 1;
    return true;
}

int
image_parse_crop(const char *text, struct image_spec *spec, struct err *e)
{
    uint32_t x, y, w, h;
    const char *s = text;

    if (strcasecmp(text, "center") == 0 || strcasecmp(text, "centre") == 0) {
        spec->crop = IMAGE_CROP_CENTRE;
        return ST_OK;
    }
    if (strcasecmp(text, "top") == 0) {
        spec->crop = IMAGE_CROP_TOP;
        return ST_OK;
    }
    if (strcasecmp(text, "none") == 0) {
        spec->crop = IMAGE_CROP_NONE;
        return ST_OK;
    }
    if (!crop_number(&s, ',', &x) || !crop_number(&s, ',', &y) ||
        !crop_number(&s, ',', &w) || !crop_number(&s, '\0', &h) || w == 0 ||
        h == 0)
        return err_set(e, ST_USAGE,
                       "crop \"%s\" is not understood; give center, top, none "
                       "or X,Y,WIDTH,HEIGHT in pixels, such as 40,0,300,300",
                       text);
    spec->crop = IMAGE_CROP_RECT;
    spec->x = x;
    spec->y = y;
    spec->w = w;
    spec->h = h;
    return ST_OK;
}

static void
swap32(uint32_t *a, uint32_t *b)
{
    uint32_t t = *a;

    *a = *b;
    *b = t;
}

/* The size of `a` when `longest` becomes `size`, at least one pixel. */
static uint32_t
scaled(uint32_t a, uint32_t longest, uint32_t size)
{
    uint64_t v = ((uint64_t)a * size + longest / 2) / longest;

    return v > 0 ? (uint32_t)v : 1;
}

void
image_crop_fit(uint32_t w, uint32_t h, uint32_t size, uint32_t *out_w,
               uint32_t *out_h)
{
    uint32_t longest = w > h ? w : h;

    *out_w = longest > size ? scaled(w, longest, size) : w;
    *out_h = longest > size ? scaled(h, longest, size) : h;
}

/* The rectangle that is wanted, of the picture as shown. */
static int
choose_rect(const struct image_spec *spec, uint32_t width, uint32_t height,
            struct scale_spec *r, struct err *e)
{
    uint32_t side = width < height ? width : height;

    r->x = r->y = 0;
    r->w = width;
    r->h = height;
    if (spec->crop == IMAGE_CROP_CENTRE || spec->crop == IMAGE_CROP_TOP) {
        r->x = (width - side) / 2;
        r->y = spec->crop == IMAGE_CROP_TOP ? 0 : (height - side) / 2;
        r->w = r->h = side;
    } else if (spec->crop == IMAGE_CROP_RECT) {
        if (spec->w == 0 || spec->h == 0 || spec->x >= width ||
            spec->y >= height || spec->w > width - spec->x ||
            spec->h > height - spec->y)
            return err_set(e, ST_REFUSED,
                           "the crop of %u x %u pixels at %u,%u does not lie "
                           "within the picture, which is %u x %u",
                           spec->w, spec->h, spec->x, spec->y, width, height);
        r->x = spec->x;
        r->y = spec->y;
        r->w = spec->w;
        r->h = spec->h;
    }
    return ST_OK;
}

int
image_crop_plan(const struct image_spec *spec, const struct image_info *info,
                struct scale_spec *r, struct err *e)
{
    struct turn t = image_exif_turn(info->orientation);
    uint32_t width = t.swap ? info->height : info->width;
    uint32_t height = t.swap ? info->width : info->height;
    uint32_t size = spec->size != 0 ? spec->size : IMAGE_DEFAULT_SIZE;
    int status;

    if (size > IMAGE_MAX_SIZE)
        return err_set(e, ST_REFUSED,
                       "a size of %u pixels is too large; at most %d can be "
                       "made",
                       size, IMAGE_MAX_SIZE);
    if ((status = choose_rect(spec, width, height, r, e)) != ST_OK)
        return status;
    image_crop_fit(r->w, r->h, size, &r->out_w, &r->out_h);
    if (t.swap) {
        swap32(&r->x, &r->y);
        swap32(&r->w, &r->h);
        swap32(&r->out_w, &r->out_h);
    }
    if (t.flip_x)
        r->x = info->width - r->x - r->w;
    if (t.flip_y)
        r->y = info->height - r->y - r->h;
    r->flatten = spec->flatten;
    r->deep = info->depth == 16;
    r->opaque = !info->alpha;
    return ST_OK;
}
