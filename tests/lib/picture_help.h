/*
 * What the tests of pictures share: a scratch folder, files, programs that
 * are not ours (which must be there: a test without its judge has failed),
 * and pictures made pixel by pixel.  Included once by each test program.
 */
#ifndef CXBAK_TESTS_PICTURE_HELP_H
#define CXBAK_TESTS_PICTURE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <png.h>
#include <zlib.h>

#include "cxbak/util/mem.h"
#include "cxbak/image/image.h"

static char scratch[] = "/tmp/cxbak-picture-XXXXXX";

/* Group fixtures: enter a fresh folder, and remove it. */
static int
scratch_enter(void **state)
{
    (void)state;
    return mkdtemp(scratch) != NULL && chdir(scratch) == 0 ? 0 : -1;
}

static int
scratch_leave(void **state)
{
    char *cmd = mem_printf("rm -rf %s", scratch);
    int rc = chdir("/") == 0 && system(cmd) == 0 ? 0 : -1;

    (void)state;
    free(cmd);
    return rc;
}

/* Run a shell command; fail with its text if it does. */
static inline void __attribute__((format(printf, 1, 2)))
run(const char *fmt, ...)
{
    va_list ap;
    char *cmd;

    va_start(ap, fmt);
    cmd = mem_vprintf(fmt, ap);
    va_end(ap);
    if (system(cmd) != 0)
        fail_msg("command failed: %s", cmd);
    free(cmd);
}

/* The test cannot judge without this program. */
static inline void
need(const char *program, const char *package)
{
    char *cmd = mem_printf("command -v %s >/dev/null", program);
    int rc = system(cmd);

    free(cmd);
    if (rc != 0)
        fail_msg("this test needs the program %s: apt-get install %s", program,
                 package);
}

static inline void
spill(const char *path, const void *p, size_t n)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static inline struct buf
slurp(const char *path)
{
    struct buf b = BUF_INIT;
    FILE *f = fopen(path, "rb");
    size_t n;

    if (f == NULL)
        fail_msg("%s: cannot be opened", path);
    while ((n = fread(buf_room(&b, 65536), 1, 65536, f)) > 0)
        b.len += n;
    assert_int_equal(fclose(f), 0);
    return b;
}

/* xorshift: the same numbers everywhere. */
static inline uint32_t
next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 32);
}

/* A picture of noise; `alpha` gives it transparency of all degrees. */
static inline struct image
noise(uint32_t w, uint32_t h, bool alpha, uint64_t seed)
{
    struct image p = {w, h, mem_array(NULL, (size_t)w * h, 4)};
    size_t i;

    for (i = 0; i < (size_t)w * h * 4; i++)
        p.rgba[i] = i % 4 == 3 && !alpha ? 255 : next_random(&seed) & 255;
    return p;
}

/* As a PNG file of our own making. */
static inline struct buf
png_of(const struct image *pic)
{
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;

    assert_int_equal(image_encode(pic, IMAGE_PNG, &b, &e), ST_OK);
    return b;
}

/* Load the whole picture without scaling; it must succeed. */
static inline struct image
load_whole(const struct buf *b)
{
    struct image_spec spec = {.crop = IMAGE_CROP_NONE, .size = IMAGE_MAX_SIZE};
    struct image pic = IMAGE_INIT;
    struct err e = ERR_INIT;

    if (image_load(b->data, b->len, &spec, &pic, &e) != ST_OK)
        fail_msg("not loaded: %s", e.msg);
    return pic;
}

/* The pixels of a raw RGBA file. */
static inline struct image
raw_picture(const char *path, uint32_t w, uint32_t h)
{
    struct buf b = slurp(path);
    struct image p = {w, h, b.data};

    if (b.len != (size_t)w * h * 4)
        fail_msg("%s: %zu bytes where %u x %u pixels were expected", path,
                 b.len, w, h);
    return p;
}

/*
 * Compare two pictures: alpha within `tolerance`, and colours, weighed by
 * alpha because the colour of a faint pixel is mostly rounding, too.
 */
static inline void
same_picture(const struct image *a, const struct image *b, int tolerance,
             const char *what)
{
    size_t i;
    int c;

    if (a->width != b->width || a->height != b->height)
        fail_msg("%s: %u x %u pixels, expected %u x %u", what, a->width,
                 a->height, b->width, b->height);
    for (i = 0; i < (size_t)a->width * a->height; i++) {
        const uint8_t *p = a->rgba + i * 4, *q = b->rgba + i * 4;
        bool bad = abs(p[3] - q[3]) > tolerance;

        for (c = 0; c < 3; c++)
            bad = bad || abs(p[c] * p[3] - q[c] * q[3]) >
                             tolerance * 255 + 254 * (p[3] != q[3]);
        if (bad)
            fail_msg("%s: pixel %zu,%zu is %d,%d,%d,%d, expected "
                     "%d,%d,%d,%d",
                     what, i % a->width, i / a->width, p[0], p[1], p[2], p[3],
                     q[0], q[1], q[2], q[3]);
    }
}

/* Insert a chunk `type` with data `p` into a PNG before its first chunk
 * named `before`. */
static inline void
png_insert(struct buf *b, const char *before, const char *type,
           const uint8_t *p, size_t n)
{
    uint8_t *at = memmem(b->data, b->len, before, 4);
    struct buf out = BUF_INIT;
    uint8_t head[8], crc[4];
    uint32_t sum;

    assert_non_null(at);
    at -= 4;
    png_save_uint_32(head, (png_uint_32)n);
    memcpy(head + 4, type, 4);
    sum = (uint32_t)crc32(crc32(0, head + 4, 4), p, (uInt)n);
    png_save_uint_32(crc, sum);
    buf_add(&out, b->data, (size_t)(at - b->data));
    buf_add(&out, head, 8);
    buf_add(&out, p, n);
    buf_add(&out, crc, 4);
    buf_add(&out, at, b->len - (size_t)(at - b->data));
    buf_free(b);
    *b = out;
}

/* An EXIF block of one tag: the orientation, in either byte order. */
static inline size_t
exif_block(uint8_t *to, unsigned orientation, bool big)
{
    static const uint8_t little_end[] = {'I', 'I',  42, 0, 8, 0, 0, 0, 1,
                                         0,   0x12, 1,  3, 0, 1, 0, 0, 0,
                                         0,   0,    0,  0, 0, 0, 0, 0};
    static const uint8_t big_end[] = {'M', 'M', 0,    42, 0, 0, 0, 8, 0,
                                      1,   1,   0x12, 0,  3, 0, 0, 0, 1,
                                      0,   0,   0,    0,  0, 0, 0, 0};

    memcpy(to, big ? big_end : little_end, sizeof(big_end));
    to[big ? 19 : 18] = (uint8_t)orientation;
    return sizeof(big_end);
}

/* Insert EXIF into a JPEG, behind its first marker. */
static inline void
jpeg_insert_exif(struct buf *b, const uint8_t *exif, size_t n)
{
    struct buf out = BUF_INIT;
    uint8_t head[] = {0xff, 0xd8, 0xff, 0xe1, 0, (uint8_t)(n + 8),
                      'E',  'x',  'i',  'f',  0, 0};

    buf_add(&out, head, sizeof(head));
    buf_add(&out, exif, n);
    buf_add(&out, b->data + 2, b->len - 2);
    buf_free(b);
    *b = out;
}

#endif
