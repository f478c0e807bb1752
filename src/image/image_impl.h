/*
 * Pieces of the picture module that its files share.  A decoder pushes rows
 * into a scaler; the scaler owns its sums, the caller of scaler_new() ends it
 * with scaler_free().
 */
#ifndef CXBAK_IMAGE_IMAGE_IMPL_H
#define CXBAK_IMAGE_IMAGE_IMPL_H

#include "cxbak/image/image.h"

struct scaler;

/* A rectangle of the stored picture (before orientation), and the size that
 * it is scaled to, which is nowhere larger than the rectangle. */
struct scale_spec {
    uint32_t x, y, w, h;
    uint32_t out_w, out_h;
    uint32_t step; /* rows come from a picture that the decoder has reduced so
                      many times (at most to twice the result); 0 is 1 */
    bool flatten;  /* put it on white first */
    bool deep;     /* rows have 16 bits a sample */
    bool opaque;   /* alpha is full everywhere, and need not be looked at */
};

struct scaler *scaler_new(const struct scale_spec *spec);

/* How many times the decoder is to reduce the picture; at least 1. */
uint32_t scaler_step(const struct scaler *s);

/*
 * Add `n` pixels of stored (or reduced) row `y`, the first at column `x0` and
 * each further one `dx` columns on, as Adam7 passes have them.  RGBA, 8 bits a
 * sample or, for a deep scaler, 16 bits with the high byte first.  Rows come in
 * any order, every pixel of the rectangle exactly once.
 */
void scaler_row(struct scaler *s, uint32_t y, uint32_t x0, uint32_t dx,
                uint32_t n, const uint8_t *rgba);

/* The averages; `out` is newly made. */
void scaler_finish(const struct scaler *s, struct image *out);
void scaler_free(struct scaler *s);

/* The value of 8-bit colour `c` of opacity `a` on white, as viewers blend. */
uint8_t image_on_white(uint8_t c, uint8_t a);

/* The command that makes a JPEG or PNG of a picture of the kind that
 * image_sniff() calls `name`; static, or NULL. */
const char *image_sniff_converter(const char *name);

/* Is any pixel less than opaque? */
bool image_has_alpha(const struct image *pic);

/* EXIF orientation of the TIFF structure at `p`; 1 if there is none. */
unsigned image_exif_orientation(const uint8_t *p, size_t n);

/* How orientation `o` leads from the picture as shown to the one stored:
 * swap the axes, then count from the far end of stored rows or columns. */
struct turn {
    bool swap, flip_x, flip_y;
};
struct turn image_exif_turn(unsigned o);

/* Sizes of a `w` x `h` picture that is made to fit `size`: never enlarged,
 * never less than a pixel. */
void image_crop_fit(uint32_t w, uint32_t h, uint32_t size, uint32_t *out_w,
                    uint32_t *out_h);

/* What the scaler has to do for `spec`: the rectangle as stored and its new
 * size.  `info` has width and height as stored. */
int image_crop_plan(const struct image_spec *spec,
                    const struct image_info *info, struct scale_spec *r,
                    struct err *e);

/* ST_REFUSED with the reason if a picture of this size is beyond the limits
 * or empty. */
int image_limits(uint64_t width, uint64_t height, struct err *e);

/* As image_probe(), but also of images that are not stored as they are. */
int image_probe_source(const uint8_t *p, size_t n, struct image_info *info,
                       struct err *e);

/* ST_REFUSED if a picture that is held whole, at 4 bytes a pixel, is too
 * large. */
int image_whole_limits(uint64_t width, uint64_t height, struct err *e);

/* Header and pixels of each format.  `info` gets width and height as stored;
 * `s` gets the pixels, or is NULL to check only. */
int image_png_probe(const uint8_t *p, size_t n, struct image_info *info,
                    struct err *e);
int image_png_read(const uint8_t *p, size_t n, struct scaler *s, struct err *e);
int image_jpeg_probe(const uint8_t *p, size_t n, struct image_info *info,
                     struct err *e);
int image_jpeg_read(const uint8_t *p, size_t n, struct scaler *s,
                    struct err *e);

/* How many times (1, 2, 4, 8) the decoder of JPEG may reduce a picture for
 * this: large ones only, and never below twice the result. */
uint32_t image_jpeg_step(const struct image_info *info,
                         const struct scale_spec *r);

/* The same by libraries that the build may lack: then nothing comes here.  The
 * versions are "1.15.1", or NULL without the library; static. */
const char *image_heif_version(void);
void image_heif_prepare(void);
int image_heif_probe(const uint8_t *p, size_t n, struct image_info *info,
                     struct err *e);
int image_heif_read(const uint8_t *p, size_t n, struct scaler *s,
                    struct err *e);

/* ST_REFUSED if the main picture of a HEIC is made of too many others, or of
 * itself, which the library would follow without end. */
int image_heif_items(const uint8_t *p, size_t n, struct err *e);

const char *image_webp_version(void);
int image_webp_probe(const uint8_t *p, size_t n, struct image_info *info,
                     struct err *e);
int image_webp_read(const uint8_t *p, size_t n, struct scaler *s,
                    struct err *e);

/* Where an encoder gets row `y` (rows are asked for in order): RGB, or RGBA
 * where the file has alpha; NULL with `*e` set on failure. */
struct row_source {
    uint8_t *(*row)(void *ctx, uint32_t y, struct err *e);
    void *ctx;
};
int image_png_write(uint32_t w, uint32_t h, bool alpha,
                    const struct row_source *rows, struct buf *out,
                    struct err *e);
int image_jpeg_write(uint32_t w, uint32_t h, const struct row_source *rows,
                     struct buf *out, struct err *e);

/* Pixel of the built-in font: is column `x` (0 to 4), row `y` (0 to 6) of
 * character `c` set?  Small letters look like capitals; what the font lacks
 * is a box. */
#define FONT_WIDTH  5
#define FONT_HEIGHT 7
bool image_font_dot(char c, unsigned x, unsigned y);

/* A library and its version, newly made. */
char *image_png_library(void);
char *image_jpeg_library(void);

#endif
