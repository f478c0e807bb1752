#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "image/image_impl.h"

/*
 * Area averages in exact integers.  Take a source pixel as out_w units wide
 * and a pixel of the result as w units wide: both pictures are then
 * w * out_w units across, and the units that a source pixel shares with a
 * pixel of the result are its weight.  As nothing is enlarged, a source pixel
 * meets at most two columns and two rows of the result.
 *
 * A sum adds weight * alpha * linear light.  Alpha and light have 16 bits and
 * the weights of one pixel of the result add up to w * h <= 2^27 (see
 * IMAGE_MAX_PIXELS), so that 59 bits hold it.  A pixel of a picture that the
 * decoder has reduced counts as the square of pixels that it was made of, as
 * far as these lie in the rectangle.  Integer sums do not depend
 * on the order of the rows: an interlaced PNG gives the same bytes as a plain
 * one, and every machine gives the same.
 */

/* Where a source column (or row) falls: `units[0]` of it into pixel `to`,
 * `units[1]`, often 0, into the next. */
struct share {
    uint32_t to;
    uint32_t units[2];
};

/* Columns, or rows, that are pushed and meet the rectangle. */
struct range {
    uint32_t first, n;
};

struct scaler {
    struct scale_spec spec;
    struct range x, y;
    struct share *columns; /* one for every column of `x` */
    uint64_t *row;         /* sums of one row of the result, 4 a pixel */
    uint64_t *sums;        /* of the whole result, 4 a pixel */
    uint16_t *linear;      /* light of every sample value: 256 or 65536 */
    uint8_t srgb[65536];   /* 8-bit value of light */
};

/* Light (0 to 1) of an sRGB value (0 to 1), IEC 61966-2-1. */
static double
light(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/* Into which pixel(s) of the result does column or row `i`, of `step` pixels,
 * fall?  The rectangle begins at pixel `at` and has `in`. */
static struct share
share_of(uint32_t i, uint32_t step, uint32_t at, uint32_t in, uint32_t out)
{
    uint32_t from = i * step > at ? i * step - at : 0;
    uint32_t to = (i + 1) * step - at < in ? (i + 1) * step - at : in;
    uint32_t units = (to - from) * out, left;
    uint64_t begin = (uint64_t)from * out;
    struct share sh;

    sh.to = (uint32_t)(begin / in);
    left = (uint32_t)((sh.to + UINT64_C(1)) * in - begin);
    sh.units[0] = left < units ? left : units;
    sh.units[1] = units - sh.units[0];
    return sh;
}

static struct range
range_of(uint32_t at, uint32_t in, uint32_t step)
{
    struct range r = {at / step, 0};

    r.n = (at + in - 1) / step - r.first + 1;
    return r;
}

/* Tables for both ways between sRGB values and 16-bit linear light. */
static void
make_tables(struct scaler *s)
{
    uint32_t top = s->spec.deep ? 65535 : 255, from = 0, i;

    s->linear = mem_array(NULL, (size_t)top + 1, sizeof(*s->linear));
    for (i = 0; i <= top; i++)
        s->linear[i] = (uint16_t)(light((double)i / top) * 65535.0 + 0.5);
    for (i = 0; i < 255; i++) {
        uint32_t next = (uint32_t)ceil(light((i + 0.5) / 255.0) * 65535.0);

        memset(s->srgb + from, (int)i, next - from);
        from = next;
    }
    memset(s->srgb + from, 255, sizeof(s->srgb) - from);
}

struct scaler *
scaler_new(const struct scale_spec *spec)
{
    struct scaler *s = mem_calloc(1, sizeof(*s));
    uint32_t i;

    s->spec = *spec;
    if (s->spec.step == 0)
        s->spec.step = 1;
    s->x = range_of(spec->x, spec->w, s->spec.step);
    s->y = range_of(spec->y, spec->h, s->spec.step);
    s->columns = mem_array(NULL, s->x.n, sizeof(*s->columns));
    for (i = 0; i < s->x.n; i++)
        s->columns[i] = share_of(s->x.first + i, s->spec.step, spec->x, spec->w,
                                 spec->out_w);
    s->row = mem_calloc((size_t)spec->out_w * 4, sizeof(*s->row));
    s->sums =
        mem_calloc((size_t)spec->out_w * spec->out_h * 4, sizeof(*s->sums));
    make_tables(s);
    return s;
}

uint32_t
scaler_step(const struct scaler *s)
{
    return s->spec.step;
}

uint8_t
image_on_white(uint8_t c, uint8_t a)
{
    return (uint8_t)((c * a + 255 * (255 - a) + 127) / 255);
}

/* The same in 16 bits. */
static uint32_t
on_white16(uint32_t c, uint32_t a)
{
    return (
        uint32_t)(((uint64_t)c * a + UINT64_C(65535) * (65535 - a) + 32767) /
                  65535);
}

/* A pixel as alpha (16 bits) and the linear light of its colours times it. */
struct pixel {
    uint64_t rgb[3];
    uint64_t a;
};

static inline struct pixel
pixel8(const struct scaler *s, const uint8_t *p)
{
    uint64_t a = s->spec.flatten ? 255 : p[3];
    struct pixel px;
    unsigned c;

    px.a = a * 257;
    for (c = 0; c < 3; c++) {
        uint8_t v = s->spec.flatten ? image_on_white(p[c], p[3]) : p[c];

        px.rgb[c] = s->linear[v] * px.a;
    }
    return px;
}

static inline uint32_t
sample16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static inline struct pixel
pixel16(const struct scaler *s, const uint8_t *p)
{
    uint32_t a = sample16(p + 6);
    struct pixel px;
    unsigned c;

    px.a = s->spec.flatten ? 65535 : a;
    for (c = 0; c < 3; c++) {
        uint32_t v = sample16(p + (size_t)2 * c);

        if (s->spec.flatten)
            v = on_white16(v, a);
        px.rgb[c] = s->linear[v] * px.a;
    }
    return px;
}

static inline void
add_pixel(uint64_t *sum, const struct pixel *px, uint64_t weight)
{
    sum[0] += px->rgb[0] * weight;
    sum[1] += px->rgb[1] * weight;
    sum[2] += px->rgb[2] * weight;
    sum[3] += px->a * weight;
}

/* Add the finished sums of a row, by its weight, to row `y` of the result. */
static void
add_row(struct scaler *s, uint32_t y, uint32_t weight)
{
    size_t n = (size_t)s->spec.out_w * 4, i;
    uint64_t *to = s->sums + (size_t)y * n;

    for (i = 0; i < n; i++)
        to[i] += s->row[i] * weight;
}

/* Pixels of a row that lie in the rectangle: the first at its column `x`,
 * each further one `dx` on. */
struct run {
    const uint8_t *p;
    uint32_t x, dx, n;
};

/* Sum pixels of any kind by column. */
static void
sum_run(struct scaler *s, struct run r)
{
    for (; r.n > 0; r.n--, r.x += r.dx) {
        struct pixel px = s->spec.deep ? pixel16(s, r.p) : pixel8(s, r.p);
        struct share sh = s->columns[r.x];

        add_pixel(s->row + (size_t)sh.to * 4, &px, sh.units[0]);
        if (sh.units[1] != 0)
            add_pixel(s->row + (size_t)sh.to * 4 + 4, &px, sh.units[1]);
        r.p += s->spec.deep ? 8 : 4;
    }
}

/* The same for opaque pixels of 8 bits, which photographs have: alpha is
 * multiplied in once for all that fall into a column. */
static void
sum_opaque_run(struct scaler *s, struct run r)
{
    struct pixel sum = {{0, 0, 0}, 0}; /* of column `to`; `a` counts units */
    uint32_t to = s->columns[r.x].to;

    for (; r.n > 0; r.n--, r.x += r.dx, r.p += 4) {
        struct share sh = s->columns[r.x];
        struct pixel px = {
            {s->linear[r.p[0]], s->linear[r.p[1]], s->linear[r.p[2]]}, 1};

        if (sh.to != to) {
            add_pixel(s->row + (size_t)to * 4, &sum, 65535);
            memset(&sum, 0, sizeof(sum));
            to = sh.to;
        }
        sum.rgb[0] += px.rgb[0] * sh.units[0];
        sum.rgb[1] += px.rgb[1] * sh.units[0];
        sum.rgb[2] += px.rgb[2] * sh.units[0];
        sum.a += sh.units[0];
        if (sh.units[1] != 0)
            add_pixel(s->row + (size_t)sh.to * 4 + 4, &px,
                      UINT64_C(65535) * sh.units[1]);
    }
    add_pixel(s->row + (size_t)to * 4, &sum, 65535);
}

/* The part of a row that lies in the rectangle; `n` is 0 if none does. */
static struct run
clip(const struct scaler *s, uint32_t x0, uint32_t dx, uint32_t n,
     const uint8_t *rgba)
{
    uint32_t left = s->x.first;
    uint32_t first = x0 < left ? (left - x0 + dx - 1) / dx : 0, room;
    struct run r = {rgba, 0, dx, 0};

    r.x = x0 + first * dx - left;
    if (first >= n || r.x >= s->x.n)
        return r;
    r.p += (size_t)first * (s->spec.deep ? 8 : 4);
    room = (s->x.n - 1 - r.x) / dx + 1;
    r.n = n - first < room ? n - first : room;
    return r;
}

void
scaler_row(struct scaler *s, uint32_t y, uint32_t x0, uint32_t dx, uint32_t n,
           const uint8_t *rgba)
{
    const struct scale_spec *sp = &s->spec;
    struct run r = clip(s, x0, dx, n, rgba);
    struct share sh;

    if (r.n == 0 || y < s->y.first || y - s->y.first >= s->y.n)
        return;

    /* Sum this row's pixels by column. */
    memset(s->row, 0, (size_t)sp->out_w * 4 * sizeof(*s->row));
    if (sp->opaque && !sp->deep)
        sum_opaque_run(s, r);
    else
        sum_run(s, r);

    /* Share the row out to the one or two rows of the result it falls in. */
    sh = share_of(y, sp->step, sp->y, sp->h, sp->out_h);
    add_row(s, sh.to, sh.units[0]);
    if (sh.units[1] != 0)
        add_row(s, sh.to + 1, sh.units[1]);
}

void
scaler_finish(const struct scaler *s, struct image *out)
{
    size_t n = (size_t)s->spec.out_w * s->spec.out_h, i;
    uint64_t full = UINT64_C(65535) * s->spec.w * s->spec.h;
    unsigned c;

    out->width = s->spec.out_w;
    out->height = s->spec.out_h;
    out->rgba = mem_calloc(n, 4);
    for (i = 0; i < n; i++) {
        const uint64_t *sum = s->sums + i * 4;
        uint8_t *to = out->rgba + i * 4;

        /* Wholly transparent pixels stay 0: their colour means nothing. */
        to[3] = (uint8_t)((sum[3] * 255 + full / 2) / full);
        for (c = 0; c < 3 && to[3] != 0; c++)
            to[c] = s->srgb[(sum[c] + sum[3] / 2) / sum[3]];
    }
}

void
scaler_free(struct scaler *s)
{
    if (s == NULL)
        return;
    free(s->columns);
    free(s->row);
    free(s->sums);
    free(s->linear);
    free(s);
}
