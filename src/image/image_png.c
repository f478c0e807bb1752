#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "cxbak/util/mem.h"
#include "image/image_impl.h"

/*
 * PNG through libpng.  libpng leaves a failed call by longjmp, so everything
 * that has to survive one lives in these structs, which outlive the call.
 */

#define SIGNATURE   8
#define CHUNK_HEAD  8  /* length, type */
#define CHUNK_EXTRA 12 /* and the checksum behind the data */

struct reader {
    png_structp png;
    png_infop info;
    const uint8_t *p; /* the file, and how much of it libpng has */
    size_t n, at;
    struct err *e;
    uint8_t *row;
};

struct writer {
    png_structp png;
    png_infop info;
    struct buf *out;
    struct err *e;
};

/* libpng found the file unusable: say so and leave the call. */
static void
on_read_error(png_structp png, png_const_charp why)
{
    struct reader *r = png_get_error_ptr(png);

    err_set(r->e, ST_REFUSED,
            "this PNG is damaged or cut off (%s); export the picture again",
            why);
    png_longjmp(png, 1);
}

static void
on_write_error(png_structp png, png_const_charp why)
{
    struct writer *w = png_get_error_ptr(png);

    err_set(w->e, ST_SYSTEM, "could not encode a PNG: %s", why);
    png_longjmp(png, 1);
}

/* Warnings are about side information, which is dropped anyway. */
static void
on_warning(png_structp png, png_const_charp why)
{
    (void)png;
    (void)why;
}

static void
give_bytes(png_structp png, png_bytep to, size_t n)
{
    struct reader *r = png_get_io_ptr(png);

    if (n > r->n - r->at)
        png_error(png, "the file ends too early");
    memcpy(to, r->p + r->at, n);
    r->at += n;
}

static int
reader_open(struct reader *r, const uint8_t *p, size_t n, struct err *e)
{
    memset(r, 0, sizeof(*r));
    r->p = p;
    r->n = n;
    r->e = e;
    r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, on_read_error,
                                    on_warning);
    if (r->png != NULL)
        r->info = png_create_info_struct(r->png);
    if (r->info == NULL) {
        png_destroy_read_struct(&r->png, NULL, NULL);
        return err_set(e, ST_SYSTEM, "libpng could not be started");
    }
    return ST_OK;
}

static void
reader_close(struct reader *r)
{
    png_destroy_read_struct(&r->png, &r->info, NULL);
    free(r->row);
}

/* Read all up to the pixels.  Of the chunks that can be left out only the
 * transparency and the gamma are wanted: what is not parsed cannot do harm. */
static int
read_header(struct reader *r)
{
    static const png_byte wanted[] = "tRNS\0gAMA\0sRGB";

    if (setjmp(png_jmpbuf(r->png)))
        return r->e->status;
    png_set_user_limits(r->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_AS_DEFAULT, wanted, 3);
    png_set_read_fn(r->png, r, give_bytes);
    png_read_info(r->png, r->info);
    return image_limits(png_get_image_width(r->png, r->info),
                        png_get_image_height(r->png, r->info), r->e);
}

static const char *
colour_name(int type)
{
    switch (type) {
    case PNG_COLOR_TYPE_GRAY:
        return "greyscale";
    case PNG_COLOR_TYPE_GRAY_ALPHA:
        return "greyscale with alpha";
    case PNG_COLOR_TYPE_PALETTE:
        return "palette";
    case PNG_COLOR_TYPE_RGB:
        return "RGB";
    default:
        return "RGB with alpha";
    }
}

/* Orientation of the first eXIf chunk, which may stand before or behind the
 * pixels; only lengths are followed, within the file. */
static unsigned
find_orientation(const uint8_t *p, size_t n)
{
    size_t at = SIGNATURE, len;

    while (n - at >= CHUNK_EXTRA) {
        const uint8_t *c = p + at;

        len =
            (size_t)c[0] << 24 | (size_t)c[1] << 16 | (size_t)c[2] << 8 | c[3];
        if (len > n - at - CHUNK_EXTRA || memcmp(c + 4, "IEND", 4) == 0)
            break;
        if (memcmp(c + 4, "eXIf", 4) == 0)
            return image_exif_orientation(c + CHUNK_HEAD, len);
        at += len + CHUNK_EXTRA;
    }
    return 1;
}

int
image_png_probe(const uint8_t *p, size_t n, struct image_info *info,
                struct err *e)
{
    struct reader r;
    int type, status;

    if ((status = reader_open(&r, p, n, e)) != ST_OK)
        return status;
    if ((status = read_header(&r)) == ST_OK) {
        type = png_get_color_type(r.png, r.info);
        info->format = IMAGE_PNG;
        info->width = png_get_image_width(r.png, r.info);
        info->height = png_get_image_height(r.png, r.info);
        info->depth = png_get_bit_depth(r.png, r.info);
        info->colour = colour_name(type);
        info->alpha = (type & PNG_COLOR_MASK_ALPHA) != 0 ||
                      png_get_valid(r.png, r.info, PNG_INFO_tRNS) != 0;
        info->interlaced =
            png_get_interlace_type(r.png, r.info) != PNG_INTERLACE_NONE;
        info->orientation = find_orientation(p, n);
    }
    reader_close(&r);
    return status;
}

/* Have libpng hand out RGBA of 8 or 16 bits, whatever the file has, with the
 * gamma of sRGB where the file says that it has another. */
static void
ask_for_rgba(struct reader *r)
{
    int type = png_get_color_type(r->png, r->info);
    png_fixed_point gamma;

    if (!png_get_valid(r->png, r->info, PNG_INFO_sRGB) &&
        png_get_gAMA_fixed(r->png, r->info, &gamma))
        png_set_gamma_fixed(r->png, PNG_DEFAULT_sRGB, gamma);
    png_set_expand(r->png);
    if ((type & PNG_COLOR_MASK_COLOR) == 0)
        png_set_gray_to_rgb(r->png);
    png_set_add_alpha(r->png, 0xffff, PNG_FILLER_AFTER);
    png_read_update_info(r->png, r->info);
}

/* The rows of a plain picture, or of one Adam7 pass: column x0 + i * dx of
 * row y0 + j * dy.  Without its own interlace handling libpng gives the rows
 * of each pass as they are stored, so that no picture need be held. */
static void
read_pass(struct reader *r, struct scaler *s, int pass, bool interlaced)
{
    uint32_t w = png_get_image_width(r->png, r->info);
    uint32_t h = png_get_image_height(r->png, r->info);
    uint32_t x0 = 0, y0 = 0, dx = 1, dy = 1, y;

    if (interlaced) {
        x0 = (uint32_t)PNG_PASS_START_COL(pass);
        y0 = (uint32_t)PNG_PASS_START_ROW(pass);
        dx = (uint32_t)PNG_PASS_COL_OFFSET(pass);
        dy = (uint32_t)PNG_PASS_ROW_OFFSET(pass);
        w = w > x0 ? (w - x0 + dx - 1) / dx : 0;
    }
    if (w == 0)
        return;
    for (y = y0; y < h; y += dy) {
        png_read_row(r->png, r->row, NULL);
        if (s != NULL)
            scaler_row(s, y, x0, dx, w, r->row);
    }
}

static int
read_pixels(struct reader *r, struct scaler *s)
{
    bool interlaced;
    int pass;

    if (setjmp(png_jmpbuf(r->png)))
        return r->e->status;
    interlaced = png_get_interlace_type(r->png, r->info) != PNG_INTERLACE_NONE;
    ask_for_rgba(r);
    r->row = mem_alloc(png_get_rowbytes(r->png, r->info));
    for (pass = 0; pass < (interlaced ? PNG_INTERLACE_ADAM7_PASSES : 1); pass++)
        read_pass(r, s, pass, interlaced);

    /* A file without its end was cut off, even if all pixels are there. */
    png_read_end(r->png, NULL);
    return ST_OK;
}

int
image_png_read(const uint8_t *p, size_t n, struct scaler *s, struct err *e)
{
    struct reader r;
    int status;

    if ((status = reader_open(&r, p, n, e)) != ST_OK)
        return status;
    if ((status = read_header(&r)) == ST_OK)
        status = read_pixels(&r, s);
    reader_close(&r);
    return status;
}

static void
take_bytes(png_structp png, png_bytep p, size_t n)
{
    struct writer *w = png_get_io_ptr(png);

    buf_add(w->out, p, n);
}

static void
no_flush(png_structp png)
{
    (void)png;
}

/* Header, rows and end.  `rows` holds nothing that a longjmp would lose. */
static int
write_all(struct writer *w, uint32_t width, uint32_t height, bool alpha,
          const struct row_source *rows)
{
    const uint8_t *row;
    uint32_t y;

    if (setjmp(png_jmpbuf(w->png)))
        return w->e->status;
    png_set_user_limits(w->png, IMAGE_MAX_SIDE, IMAGE_MAX_SIDE);
    png_set_write_fn(w->png, w, take_bytes, no_flush);
    png_set_IHDR(w->png, w->info, width, height, 8,
                 alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(w->png, w->info);
    for (y = 0; y < height; y++) {
        if ((row = rows->row(rows->ctx, y, w->e)) == NULL)
            return w->e->status;
        png_write_row(w->png, row);
    }
    png_write_end(w->png, NULL);
    return ST_OK;
}

int
image_png_write(uint32_t w, uint32_t h, bool alpha,
                const struct row_source *rows, struct buf *out, struct err *e)
{
    struct writer wr = {NULL, NULL, out, e};
    size_t before = out->len;
    int status;

    wr.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &wr, on_write_error,
                                     on_warning);
    if (wr.png != NULL)
        wr.info = png_create_info_struct(wr.png);
    if (wr.info != NULL)
        status = write_all(&wr, w, h, alpha, rows);
    else
        status = err_set(e, ST_SYSTEM, "libpng could not be started");
    png_destroy_write_struct(&wr.png, &wr.info);

    /* Half a file is of no use to anybody. */
    if (status != ST_OK)
        out->len = before;
    return status;
}

char *
image_png_library(void)
{
    return mem_printf("libpng %s", png_get_libpng_ver(NULL));
}
