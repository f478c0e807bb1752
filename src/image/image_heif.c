#include <string.h>

#include "image/image_impl.h"

/*
 * HEIC, the format of phones, through libheif, where the build has it.  The
 * library turns pictures itself.  A picture is decoded whole.
 */
#ifdef CXBAK_HEIF
#include <libheif/heif.h>

const char *
image_heif_version(void)
{
    return heif_get_version();
}

/* Decoders may be plugins. */
void
image_heif_prepare(void)
{
#if LIBHEIF_NUMERIC_VERSION >= 0x010d0000
    (void)heif_init(NULL);
#endif
}

/* A picture put together of others has a size of its own beside that which is
 * told: it, too, has at most the pixels that fit IMAGE_MAX_MEMORY, the square
 * of this. */
#define SIDE_MAX 10240
_Static_assert((size_t)SIDE_MAX *SIDE_MAX * 4 <= IMAGE_MAX_MEMORY,
               "pixels of four bytes");

/* Say why the library failed. */
static int
refuse(struct heif_error why, struct err *e)
{
    int line = (int)strcspn(why.message, "\n");

    if (why.code == heif_error_Unsupported_feature ||
        why.code == heif_error_Unsupported_filetype)
        return err_set(e, ST_REFUSED,
                       "this HEIC is of a kind that is not read (%.*s); "
                       "export it as JPEG or PNG",
                       line, why.message);
    return err_set(e, ST_REFUSED,
                   "this HEIC is damaged or cut off (%.*s); export the "
                   "picture again",
                   line, why.message);
}

/* An open file and its main picture. */
struct opened {
    struct heif_context *context;
    struct heif_image_handle *handle;
};

static void
end(struct opened *o)
{
    if (o->handle != NULL)
        heif_image_handle_release(o->handle);
    if (o->context != NULL)
        heif_context_free(o->context);
}

/* Open the file (borrowed); to be ended also where that failed. */
static int
begin(struct opened *o, const uint8_t *p, size_t n, struct err *e)
{
    struct heif_error why;
    int width, height;

    memset(o, 0, sizeof(*o));
    if (image_heif_items(p, n, e) != ST_OK)
        return e->status;
    if ((o->context = heif_context_alloc()) == NULL)
        return err_set(e, ST_SYSTEM, "out of memory");
    heif_context_set_maximum_image_size_limit(o->context, SIDE_MAX);
    why = heif_context_read_from_memory_without_copy(o->context, p, n, NULL);
    if (why.code == heif_error_Ok)
        why = heif_context_get_primary_image_handle(o->context, &o->handle);
    if (why.code != heif_error_Ok)
        return refuse(why, e);
    width = heif_image_handle_get_width(o->handle);
    height = heif_image_handle_get_height(o->handle);
    return image_whole_limits(width > 0 ? (uint64_t)width : 0,
                              height > 0 ? (uint64_t)height : 0, e);
}

int
image_heif_probe(const uint8_t *p, size_t n, struct image_info *info,
                 struct err *e)
{
    struct opened o;
    int status, depth;

    if ((status = begin(&o, p, n, e)) == ST_OK) {
        depth = heif_image_handle_get_luma_bits_per_pixel(o.handle);
        info->format = IMAGE_HEIF;
        info->width = (uint32_t)heif_image_handle_get_width(o.handle);
        info->height = (uint32_t)heif_image_handle_get_height(o.handle);
        info->orientation = 1;
        info->depth = depth > 0 && depth < 16 ? (unsigned)depth : 8;
        info->colour = "YCbCr";
        info->alpha = heif_image_handle_has_alpha_channel(o.handle) != 0;
    }
    end(&o);
    return status;
}

/* Hand the decoded rows on. */
static int
push(const struct heif_image *image, const struct opened *o, struct scaler *s,
     struct err *e)
{
    const enum heif_channel all = heif_channel_interleaved;
    int stride = 0, width = heif_image_get_width(image, all);
    int height = heif_image_get_height(image, all), y;
    const uint8_t *rows = heif_image_get_plane_readonly(image, all, &stride);

    if (rows == NULL || width != heif_image_handle_get_width(o->handle) ||
        height != heif_image_handle_get_height(o->handle))
        return err_set(e, ST_REFUSED,
                       "this HEIC is damaged: its header claims another size; "
                       "export the picture again");
    for (y = 0; y < height && s != NULL; y++)
        scaler_row(s, (uint32_t)y, 0, 1, (uint32_t)width,
                   rows + (size_t)y * (size_t)stride);
    return ST_OK;
}

int
image_heif_read(const uint8_t *p, size_t n, struct scaler *s, struct err *e)
{
    struct heif_image *image = NULL;
    struct heif_error why;
    struct opened o;
    int status;

    if ((status = begin(&o, p, n, e)) == ST_OK) {
        why = heif_decode_image(o.handle, &image, heif_colorspace_RGB,
                                heif_chroma_interleaved_RGBA, NULL);
        status =
            why.code == heif_error_Ok ? push(image, &o, s, e) : refuse(why, e);
    }
    if (image != NULL)
        heif_image_release(image);
    end(&o);
    return status;
}

#else

const char *
image_heif_version(void)
{
    return NULL;
}

void
image_heif_prepare(void)
{
}

int
image_heif_probe(const uint8_t *p, size_t n, struct image_info *info,
                 struct err *e)
{
    (void)p;
    (void)n;
    (void)info;
    return err_set(e, ST_REFUSED, "this build does not read HEIC");
}

int
image_heif_read(const uint8_t *p, size_t n, struct scaler *s, struct err *e)
{
    (void)s;
    return image_heif_probe(p, n, NULL, e);
}

#endif
