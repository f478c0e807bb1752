/*
 * Pictures: what an image file is, whether it can be used, and an avatar made
 * from it.  Callers own the bytes they pass in and the results they get:
 * end a `struct image` with image_free(), a `struct buf` with buf_free().
 *
 * PNG and JPEG are decoded row by row straight into the resampler, so that
 * memory follows the width of the picture and the size of the result, not
 * the number of pixels.  Only a JPEG of several scans has to be held whole;
 * IMAGE_MAX_MEMORY bounds it.  A JPEG of more than four megapixels is decoded
 * at a half, a quarter or an eighth, never below twice the size of the result,
 * in two thirds of the time.  The decoder averages these few pixels as sRGB
 * values, not as light, which in a photograph makes at most four levels of 255,
 * on average less than half of one; only a pattern of single pixels comes out
 * darker (black and white by turns as 128 where their light is 188).  Colours
 * are taken as sRGB; profiles and gamma chunks are not applied.  Messages do
 * not name the file: callers put its name in front.
 */
#ifndef CXBAK_IMAGE_IMAGE_H
#define CXBAK_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"

/* Longer side of an avatar that is made without saying a size. */
#define IMAGE_DEFAULT_SIZE 256

/* Longer side of the largest picture that is made: 2048 x 2048 sums of 32
 * bytes are 128 MiB. */
#define IMAGE_MAX_SIZE 2048

/* An avatar longer than this on a side, or of more bytes, is larger than
 * useful: it is four times what clients show, and still small for a file. */
#define IMAGE_LARGE_SIDE  1024
#define IMAGE_LARGE_BYTES ((uint64_t)1 << 20)

/* Clients show pictures in their lists at about this side; of a smaller one
 * nobody can be told by. */
#define IMAGE_SMALL_SIDE 48

/* Pixels of the largest picture that is read.  Phones make 108 million; 2^27
 * also keeps the resampler's sums within 64 bits. */
#define IMAGE_MAX_PIXELS (UINT64_C(1) << 27)

/* Longest side that is read: what JPEG can say; keeps a row below 512 KiB. */
#define IMAGE_MAX_SIDE 65535

/* Bytes of the largest file that is read; 108 megapixels of JPEG at best
 * quality take about 50 MB. */
#define IMAGE_MAX_BYTES ((size_t)128 << 20)

/* Memory that decoding a JPEG of several scans may take: 64 megapixels
 * without subsampling, twice that with the usual kind. */
#define IMAGE_MAX_MEMORY ((size_t)400 << 20)

enum image_format {
    IMAGE_UNKNOWN,
    IMAGE_PNG,
    IMAGE_JPEG,
    IMAGE_OTHER, /* known by name, but not read: HEIC, GIF, PDF ... */
    IMAGE_NONE,  /* known, and no picture: a ZIP archive, a web page ... */
    IMAGE_HEIF,  /* made into pictures where the build has its library, but */
    IMAGE_WEBP   /* never stored: image_sniff() says IMAGE_OTHER */
};

struct image_info {
    enum image_format format; /* IMAGE_PNG or IMAGE_JPEG */
    uint32_t width, height;   /* as shown: EXIF orientation applied */
    unsigned orientation;     /* EXIF, 1 to 8; 1 where there is none */
    unsigned depth;           /* bits of a sample */
    const char *colour;       /* static: "RGB", "palette", "YCbCr" ... */
    bool alpha;               /* has transparency, or room for it */
    bool interlaced;          /* Adam7 PNG or progressive JPEG */
};

/* 8-bit sRGB, four bytes (red, green, blue, alpha) a pixel, rows from the
 * top without padding; alpha is not premultiplied, and a pixel that is wholly
 * transparent is 0, 0, 0, 0. */
struct image {
    uint32_t width, height;
    uint8_t *rgba; /* owned */
};

#define IMAGE_INIT                                                             \
    {                                                                          \
        0, 0, NULL                                                             \
    }

enum image_crop {
    IMAGE_CROP_CENTRE, /* the largest square in the middle */
    IMAGE_CROP_TOP,    /* the same at the top, where portraits have the head */
    IMAGE_CROP_RECT,   /* x, y, w, h of the picture as shown */
    IMAGE_CROP_NONE    /* all of it */
};

/* What to make of a picture; all zero is the default avatar. */
struct image_spec {
    enum image_crop crop;
    uint32_t x, y, w, h; /* for IMAGE_CROP_RECT only */
    uint32_t size;       /* longest side of the result; 0: the default */
    bool flatten;        /* put it on white: the result is opaque */
};

/* Tell the format by the `n` bytes at `p`; `*name` (may be NULL) becomes a
 * static name such as "HEIC", or NULL for IMAGE_UNKNOWN. */
enum image_format image_sniff(const uint8_t *p, size_t n, const char **name);

/* The format that a file name's ending asks for: .png, .jpg, .jpeg, .jpe,
 * .jfif, case ignored; IMAGE_UNKNOWN for all others. */
enum image_format image_format_of_name(const char *name);

/* Which formats beside PNG and JPEG are read as images, by libraries that the
 * build found: "HEIC is read by libheif 1.15.1; WebP is not read"; newly
 * made. */
char *image_libraries(void);

/* The libraries of PNG and JPEG with their versions, newly made; of JPEG that
 * which it was built with. */
char *image_own_libraries(void);

/* Have these libraries load what they else load when it is first used: to be
 * called before the process loses the right to open files. */
void image_prepare(void);

/* "PNG", "JPEG", "HEIC", "WebP" or "unknown"; and the usual ending, "png" or
 * "jpg", which is
 * "" for other formats.  Static. */
const char *image_format_name(enum image_format f);
const char *image_format_ending(enum image_format f);

/* What a picture is: "PNG 256 x 256", as shown; newly made.  NULL if its header
 * cannot be read. */
char *image_words(const uint8_t *p, size_t n);

/* How the picture `made` came of the image at `p`: "JPEG 3000 x 4000, turned,
 * cropped -> PNG 256 x 256"; `spec` is NULL where it is stored as it is.  Newly
 * made; NULL if one of them cannot be read. */
char *image_made_words(const uint8_t *p, size_t n,
                       const struct image_spec *spec, const struct buf *made);

/* Read `center`, `centre`, `top`, `none` or `X,Y,W,H` (pixels of the picture as
 * shown) into the crop of `spec`; ST_USAGE if it is none of them. */
int image_parse_crop(const char *text, struct image_spec *spec, struct err *e);

/* Read the header of a picture as it may be stored: fills `*info` without
 * decoding pixels.  ST_REFUSED for what is no PNG or JPEG, beyond the limits,
 * or damaged in its header. */
int image_probe(const uint8_t *p, size_t n, struct image_info *info,
                struct err *e);

/* Decode all of it to see that it is whole, for a file that is stored as it
 * is; `*info` (may be NULL) as image_probe() fills it. */
int image_check(const uint8_t *p, size_t n, struct image_info *info,
                struct err *e);

/*
 * Decode, turn by EXIF orientation, crop, and scale down to `spec->size` by
 * exact area averages in linear light (of large JPEG files, of what the decoder
 * has reduced, see above); never enlarged.  The same input gives
 * the same pixels on every machine.  `out` is to be freed on success only.
 */
int image_load(const uint8_t *p, size_t n, const struct image_spec *spec,
               struct image *out, struct err *e);

/* As image_load(), appended to `out` as a file of format `f` (PNG keeps
 * transparency, JPEG is put on white) without any metadata. */
int image_make(const uint8_t *p, size_t n, const struct image_spec *spec,
               enum image_format f, struct buf *out, struct err *e);

/* Append the picture as a PNG file (without alpha channel where it is opaque)
 * or as a JPEG file (on white). */
int image_encode(const struct image *pic, enum image_format f, struct buf *out,
                 struct err *e);

/* Scale down by area averages in linear light so that the longest side is at
 * most `size` (1 to IMAGE_MAX_SIZE).  `out` is newly made. */
void image_shrink(const struct image *pic, uint32_t size, struct image *out);

/* Release the pixels; the picture is empty and usable again. */
void image_free(struct image *pic);

/*
 * Append lines for a terminal with 24-bit colour: at most `columns` (1 to
 * IMAGE_MAX_SIZE) half blocks wide, two pixels a character, every line
 * ended by a reset and a newline.  Transparent pixels show the terminal's own
 * background.
 */
void image_blocks(const struct image *pic, uint32_t columns, struct buf *out);

/* A character that a contact sheet draws as a box: it has ASCII only. */
#define IMAGE_SHEET_BOX '\x7f'

/* One picture of a contact sheet. */
struct image_tile {
    char *label;      /* below the picture; ASCII, others become a box */
    char *name;       /* smaller, below that, on up to two lines; or NULL */
    char *note;       /* in place of a missing picture: "none"; or NULL */
    struct image pic; /* rgba is NULL where there is none */
};

/* What a contact sheet shows.  `tile` is called for every picture in order
 * and fills `*t` with newly made values (all NULL before), which the sheet
 * frees, also when the call fails. */
struct image_sheet {
    size_t count;     /* pictures, at least 1 */
    uint32_t columns; /* 0: about as many as rows */
    uint32_t side;    /* of a picture, 16 to 512; 0: 96 */
    int (*tile)(void *ctx, size_t i, struct image_tile *t, struct err *e);
    void *ctx;
};

/* Append a contact sheet as a PNG file.  Only one row of pictures is held at
 * a time.  ST_REFUSED where it would pass IMAGE_MAX_PIXELS or
 * IMAGE_MAX_SIDE, or the status of `tile`. */
int image_sheet_draw(const struct image_sheet *s, struct buf *out,
                     struct err *e);

#endif
