#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "image/image_impl.h"

int
image_limits(uint64_t width, uint64_t height, struct err *e)
{
    if (width == 0 || height == 0)
        return err_set(e, ST_REFUSED,
                       "the picture is %llu x %llu pixels: it is empty",
                       (unsigned long long)width, (unsigned long long)height);
    if (width > IMAGE_MAX_SIDE || height > IMAGE_MAX_SIDE ||
        width * height > IMAGE_MAX_PIXELS)
        return err_set(e, ST_REFUSED,
                       "the picture claims %llu x %llu pixels; at most %llu "
                       "million, and %d on a side, are read: save it smaller",
                       (unsigned long long)width, (unsigned long long)height,
                       (unsigned long long)(IMAGE_MAX_PIXELS / 1000000),
                       IMAGE_MAX_SIDE);
    return ST_OK;
}

int
image_whole_limits(uint64_t width, uint64_t height, struct err *e)
{
    if (image_limits(width, height, e) != ST_OK)
        return e->status;
    if (width * height * 4 > IMAGE_MAX_MEMORY)
        return err_set(e, ST_REFUSED,
                       "the picture has %llu x %llu pixels, which need more "
                       "than %zu MiB; save it smaller",
                       (unsigned long long)width, (unsigned long long)height,
                       IMAGE_MAX_MEMORY >> 20);
    return ST_OK;
}

/* How a format is read. */
struct reader {
    int (*probe)(const uint8_t *p, size_t n, struct image_info *info,
                 struct err *e);
    int (*read)(const uint8_t *p, size_t n, struct scaler *s, struct err *e);
};

static const struct reader readers[] = {
    [IMAGE_PNG] = {image_png_probe, image_png_read},
    [IMAGE_JPEG] = {image_jpeg_probe, image_jpeg_read},
    [IMAGE_HEIF] = {image_heif_probe, image_heif_read},
    [IMAGE_WEBP] = {image_webp_probe, image_webp_read},
};

/* The format that an image, which is not to be stored as it is, is read as
 * where the build has the library. */
static enum image_format
source_format(const char *name)
{
    if (image_heif_version() != NULL &&
        (strcmp(name, "HEIC") == 0 || strcmp(name, "HEIF") == 0))
        return IMAGE_HEIF;
    if (image_webp_version() != NULL && strcmp(name, "WebP") == 0)
        return IMAGE_WEBP;
    return IMAGE_OTHER;
}

/* Refuse a picture of a kind that is not read. */
static int
refuse_other(const char *name, struct err *e)
{
    const char *how = image_sniff_converter(name);

    if (how == NULL)
        return err_set(e, ST_REFUSED, "this is %s; export it as JPEG or PNG",
                       name);
    return err_set(e, ST_REFUSED,
                   "this is %s; export it as JPEG or PNG, or convert it: %s",
                   name, how);
}

/* Is this a file of a kind that is read at all, as it may be stored or, for a
 * `source`, as a picture can be made of it? */
static int
check_kind(const uint8_t *p, size_t n, bool source, enum image_format *f,
           struct err *e)
{
    const char *name;

    if (n == 0)
        return err_set(e, ST_REFUSED, "the file is empty; it needs a picture");
    if (n > IMAGE_MAX_BYTES)
        return err_set(e, ST_REFUSED,
                       "the file has %zu bytes; a picture of at most %zu MiB "
                       "is read: save it smaller",
                       n, IMAGE_MAX_BYTES >> 20);
    *f = image_sniff(p, n, &name);
    if (*f == IMAGE_OTHER && source)
        *f = source_format(name);
    if (*f == IMAGE_OTHER)
        return refuse_other(name, e);
    if (*f == IMAGE_NONE)
        return err_set(e, ST_REFUSED,
                       "this is %s, not a picture; a JPEG or PNG is needed",
                       name);
    if (*f == IMAGE_UNKNOWN)
        return err_set(e, ST_REFUSED,
                       "this is no picture of a known kind; a JPEG or PNG is "
                       "needed");
    return ST_OK;
}

/* The header, with width and height as stored. */
static int
probe_stored(const uint8_t *p, size_t n, bool source, struct image_info *info,
             struct err *e)
{
    enum image_format f = IMAGE_UNKNOWN;
    int status;

    memset(info, 0, sizeof(*info));
    if ((status = check_kind(p, n, source, &f, e)) != ST_OK)
        return status;
    return readers[f].probe(p, n, info, e);
}

/* From the size as stored to the size as shown. */
static void
turn_info(struct image_info *info)
{
    uint32_t width = info->width;

    if (image_exif_turn(info->orientation).swap) {
        info->width = info->height;
        info->height = width;
    }
}

int
image_probe(const uint8_t *p, size_t n, struct image_info *info, struct err *e)
{
    int status = probe_stored(p, n, false, info, e);

    if (status == ST_OK)
        turn_info(info);
    return status;
}

int
image_probe_source(const uint8_t *p, size_t n, struct image_info *info,
                   struct err *e)
{
    int status = probe_stored(p, n, true, info, e);

    if (status == ST_OK)
        turn_info(info);
    return status;
}

int
image_check(const uint8_t *p, size_t n, struct image_info *info, struct err *e)
{
    struct image_info own;
    int status;

    if (info == NULL)
        info = &own;
    if ((status = image_probe(p, n, info, e)) == ST_OK)
        status = readers[info->format].read(p, n, NULL, e);
    return status;
}

/* Turn the picture as stored into the picture as shown. */
static void
turn_picture(struct image *pic, unsigned orientation)
{
    struct turn t = image_exif_turn(orientation);
    uint32_t w = t.swap ? pic->height : pic->width;
    uint32_t h = t.swap ? pic->width : pic->height;
    uint32_t x, y, from_x, from_y;
    uint8_t *rgba;

    if (!t.swap && !t.flip_x && !t.flip_y)
        return;
    rgba = mem_array(NULL, (size_t)w * h, 4);
    for (y = 0; y < h; y++) {
        for (x = 0; x < w; x++) {
            from_x = t.swap ? y : x;
            from_y = t.swap ? x : y;
            if (t.flip_x)
                from_x = pic->width - 1 - from_x;
            if (t.flip_y)
                from_y = pic->height - 1 - from_y;
            memcpy(rgba + ((size_t)y * w + x) * 4,
                   pic->rgba + ((size_t)from_y * pic->width + from_x) * 4, 4);
        }
    }
    free(pic->rgba);
    pic->rgba = rgba;
    pic->width = w;
    pic->height = h;
}

int
image_load(const uint8_t *p, size_t n, const struct image_spec *spec,
           struct image *out, struct err *e)
{
    struct image_info info;
    struct scale_spec scale = {0};
    struct scaler *s;
    int status;

    if ((status = probe_stored(p, n, true, &info, e)) != ST_OK ||
        (status = image_crop_plan(spec, &info, &scale, e)) != ST_OK)
        return status;
    if (info.format == IMAGE_JPEG)
        scale.step = image_jpeg_step(&info, &scale);
    s = scaler_new(&scale);
    if ((status = readers[info.format].read(p, n, s, e)) == ST_OK) {
        scaler_finish(s, out);
        turn_picture(out, info.orientation);
    }
    scaler_free(s);
    return status;
}

int
image_make(const uint8_t *p, size_t n, const struct image_spec *spec,
           enum image_format f, struct buf *out, struct err *e)
{
    struct image_spec own = *spec;
    struct image pic = IMAGE_INIT;
    int status;

    own.flatten = spec->flatten || f == IMAGE_JPEG;
    if ((status = image_load(p, n, &own, &pic, e)) == ST_OK)
        status = image_encode(&pic, f, out, e);
    image_free(&pic);
    return status;
}

bool
image_has_alpha(const struct image *pic)
{
    size_t n = (size_t)pic->width * pic->height, i;

    for (i = 0; i < n; i++) {
        if (pic->rgba[i * 4 + 3] != 255)
            return true;
    }
    return false;
}

/* Rows of a picture for an encoder: RGBA, or RGB on white. */
struct encoding {
    const struct image *pic;
    uint8_t *row; /* for RGB */
};

static uint8_t *
rgba_row(void *ctx, uint32_t y, struct err *e)
{
    const struct encoding *en = ctx;

    (void)e;
    return en->pic->rgba + (size_t)y * en->pic->width * 4;
}

static uint8_t *
rgb_row(void *ctx, uint32_t y, struct err *e)
{
    struct encoding *en = ctx;
    const uint8_t *from = rgba_row(ctx, y, e);
    uint8_t *to = en->row;
    uint32_t x;
    unsigned c;

    for (x = 0; x < en->pic->width; x++, from += 4) {
        for (c = 0; c < 3; c++)
            *to++ = image_on_white(from[c], from[3]);
    }
    return en->row;
}

int
image_encode(const struct image *pic, enum image_format f, struct buf *out,
             struct err *e)
{
    struct encoding en = {pic, NULL};
    struct row_source rows = {rgb_row, &en};
    bool alpha = f == IMAGE_PNG && image_has_alpha(pic);
    int status;

    if (f != IMAGE_PNG && f != IMAGE_JPEG)
        return err_set(e, ST_REFUSED,
                       "pictures are written as PNG or JPEG only");
    if (alpha)
        rows.row = rgba_row;
    en.row = mem_array(NULL, pic->width, 3);
    if (f == IMAGE_PNG)
        status = image_png_write(pic->width, pic->height, alpha, &rows, out, e);
    else
        status = image_jpeg_write(pic->width, pic->height, &rows, out, e);
    free(en.row);
    return status;
}

void
image_shrink(const struct image *pic, uint32_t size, struct image *out)
{
    struct scale_spec spec = {.w = pic->width, .h = pic->height};
    struct scaler *s;
    uint32_t y;

    image_crop_fit(pic->width, pic->height, size, &spec.out_w, &spec.out_h);
    s = scaler_new(&spec);
    for (y = 0; y < pic->height; y++)
        scaler_row(s, y, 0, 1, pic->width,
                   pic->rgba + (size_t)y * pic->width * 4);
    scaler_finish(s, out);
    scaler_free(s);
}

void
image_free(struct image *pic)
{
    free(pic->rgba);
    pic->rgba = NULL;
    pic->width = pic->height = 0;
}
