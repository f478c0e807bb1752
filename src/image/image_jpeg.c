#include <stdio.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "cxbak/util/mem.h"
#include "image/image_impl.h"

/*
 * Reading JPEG through libjpeg-turbo.  The library leaves a failed call by
 * longjmp from its error handler, so everything that has to survive one lives
 * in these structs, which outlive the call.
 */

/* Scans of the longest file that is read.  A progressive picture has about
 * ten; a file of thousands of empty ones would decode for hours. */
#define MAX_SCANS 100

/* Pixels of the largest picture that is decoded in full whatever it is made
 * to. */
#define FULL_PIXELS (UINT64_C(1) << 22)

#define EXIF_MARKER (JPEG_APP0 + 1)
#define EXIF_NAME   "Exif\0"
#define EXIF_HEAD   6 /* the name, a NUL, and a byte of padding */

struct errors {
    struct jpeg_error_mgr mgr;
    jmp_buf jump;
    struct err *e;
};

struct reader {
    struct jpeg_decompress_struct c;
    struct jpeg_progress_mgr progress;
    struct errors errors;
    uint8_t *row;
};

static struct errors *
errors_of(j_common_ptr c)
{
    return c->client_data;
}

/* Is this a file that may be whole, but of a kind that is not read? */
static bool
is_unsupported(int code)
{
    return code == JERR_BAD_PRECISION || code == JERR_SOF_UNSUPPORTED ||
           code == JERR_CONVERSION_NOTIMPL || code == JERR_EMPTY_IMAGE ||
           code == JERR_ARITH_NOTIMPL || code == JERR_NOTIMPL ||
           code == JERR_NOT_COMPILED || code == JERR_CCIR601_NOTIMPL;
}

static int
refuse_memory(struct err *e)
{
    return err_set(e, ST_REFUSED,
                   "this JPEG needs more than %zu MiB to decode; save it "
                   "smaller, or as a baseline JPEG",
                   IMAGE_MAX_MEMORY >> 20);
}

/* Say what is wrong, with the library's own words, and leave the call. */
static void
on_error(j_common_ptr c)
{
    struct errors *er = errors_of(c);
    int code = c->err->msg_code;
    char why[JMSG_LENGTH_MAX];

    c->err->format_message(c, why);
    if (code == JERR_OUT_OF_MEMORY || code == JERR_NO_BACKING_STORE)
        refuse_memory(er->e);
    else if (is_unsupported(code))
        err_set(er->e, ST_REFUSED,
                "this JPEG is of a kind that is not read (%s); save it as "
                "an ordinary JPEG or PNG",
                why);
    else
        err_set(er->e, ST_REFUSED,
                "this JPEG is damaged or cut off (%s); export the picture "
                "again",
                why);
    longjmp(er->jump, 1);
}

/* Does this warning mean that pixels are lost?  libjpeg would fill up with
 * grey and go on. */
static bool
is_damage(int code)
{
    static const int codes[] = {
        JWRN_HIT_MARKER,     JWRN_JPEG_EOF,       JWRN_HUFF_BAD_CODE,
        JWRN_MUST_RESYNC,    JWRN_ARITH_BAD_CODE, JWRN_BOGUS_PROGRESSION,
        JWRN_NOT_SEQUENTIAL,
    };
    size_t i;

    for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (codes[i] == code)
            return true;
    }
    return false;
}

static void
on_message(j_common_ptr c, int level)
{
    if (level < 0 && is_damage(c->err->msg_code))
        on_error(c);
}

static void
no_output(j_common_ptr c)
{
    (void)c;
}

static struct jpeg_error_mgr *
errors_start(struct errors *er, struct err *e)
{
    (void)jpeg_std_error(&er->mgr);
    er->mgr.error_exit = on_error;
    er->mgr.emit_message = on_message;
    er->mgr.output_message = no_output;
    er->e = e;
    return &er->mgr;
}

/* Called for every bit of progress: end what goes on for ever. */
static void
on_progress(j_common_ptr c)
{
    struct reader *r = (struct reader *)c;
    struct errors *er = errors_of(c);

    if (r->c.input_scan_number <= MAX_SCANS)
        return;
    err_set(er->e, ST_REFUSED,
            "this JPEG has more than %d scans, as no program makes them; "
            "save it again with an image editor",
            MAX_SCANS);
    longjmp(er->jump, 1);
}

/* Read all up to the pixels. */
static int
read_header(struct reader *r, const uint8_t *p, size_t n)
{
    if (setjmp(r->errors.jump))
        return r->errors.e->status;
    jpeg_create_decompress(&r->c);
    r->progress.progress_monitor = on_progress;
    r->c.progress = &r->progress;
    r->c.mem->max_memory_to_use = (long)IMAGE_MAX_MEMORY;
    jpeg_save_markers(&r->c, EXIF_MARKER, 0xffff);
    jpeg_mem_src(&r->c, p, n);
    (void)jpeg_read_header(&r->c, TRUE);
    return image_limits(r->c.image_width, r->c.image_height, r->errors.e);
}

/* A reader whose header is read; to be closed also where that failed. */
static int
reader_open(struct reader *r, const uint8_t *p, size_t n, struct err *e)
{
    memset(r, 0, sizeof(*r));
    r->c.err = errors_start(&r->errors, e);
    r->c.client_data = &r->errors;
    return read_header(r, p, n);
}

static void
reader_close(struct reader *r)
{
    jpeg_destroy_decompress(&r->c);
    free(r->row);
}

static const char *
colour_name(J_COLOR_SPACE space, int components)
{
    if (space == JCS_GRAYSCALE)
        return "greyscale";
    if (space == JCS_YCbCr)
        return "YCbCr";
    if (space == JCS_RGB)
        return "RGB";
    if (space == JCS_CMYK)
        return "CMYK";
    if (space == JCS_YCCK)
        return "YCCK";
    return components == 2 ? "two channels" : "unknown channels";
}

/* Orientation of the first EXIF block. */
static unsigned
find_orientation(const struct reader *r)
{
    const struct jpeg_marker_struct *m;

    for (m = r->c.marker_list; m != NULL; m = m->next) {
        if (m->marker == EXIF_MARKER && m->data_length >= EXIF_HEAD &&
            memcmp(m->data, EXIF_NAME, sizeof(EXIF_NAME) - 1) == 0)
            return image_exif_orientation(m->data + EXIF_HEAD,
                                          m->data_length - EXIF_HEAD);
    }
    return 1;
}

int
image_jpeg_probe(const uint8_t *p, size_t n, struct image_info *info,
                 struct err *e)
{
    struct reader r;
    int status;

    if ((status = reader_open(&r, p, n, e)) == ST_OK) {
        info->format = IMAGE_JPEG;
        info->width = r.c.image_width;
        info->height = r.c.image_height;
        info->depth = (unsigned)r.c.data_precision;
        info->colour = colour_name(r.c.jpeg_color_space, r.c.num_components);
        info->alpha = false;
        info->interlaced = r.c.progressive_mode;
        info->orientation = find_orientation(&r);
    }
    reader_close(&r);
    return status;
}

/*
 * A file of several scans is held as coefficients, 64 of two bytes a block,
 * until its end; a file of one scan is not.  The library has this limit too,
 * but would tell of it after it took half of the memory.
 */
static int
check_memory(struct reader *r)
{
    uint64_t need = 0;
    int i;

    if (!jpeg_has_multiple_scans(&r->c))
        return ST_OK;
    for (i = 0; i < r->c.num_components; i++) {
        const jpeg_component_info *ci = &r->c.comp_info[i];

        need += (uint64_t)ci->width_in_blocks * ci->height_in_blocks *
                DCTSIZE2 * sizeof(JCOEF);
    }
    return need > IMAGE_MAX_MEMORY ? refuse_memory(r->errors.e) : ST_OK;
}

/* Turn a row of CMYK into RGBA in place.  Adobe's programs, which alone
 * write such files, store ink inverted: 255 is none. */
static void
cmyk_to_rgba(uint8_t *row, uint32_t n, bool inverted)
{
    uint8_t *p, *end = row + (size_t)n * 4;
    unsigned c;

    for (p = row; p < end; p += 4) {
        unsigned key = inverted ? p[3] : 255U - p[3];

        for (c = 0; c < 3; c++) {
            unsigned v = inverted ? p[c] : 255U - p[c];

            p[c] = (uint8_t)((v * key + 127) / 255);
        }
        p[3] = 255;
    }
}

uint32_t
image_jpeg_step(const struct image_info *info, const struct scale_spec *r)
{
    uint32_t step = 8;

    if ((uint64_t)info->width * info->height <= FULL_PIXELS)
        return 1;
    while (step > 1 &&
           (r->w / step < 2 * r->out_w || r->h / step < 2 * r->out_h))
        step /= 2;
    return step;
}

static int
read_pixels(struct reader *r, struct scaler *s)
{
    bool cmyk;
    uint32_t y;

    if (setjmp(r->errors.jump))
        return r->errors.e->status;

    /* The slow DCT is exact: every build of the library gives the same. */
    cmyk =
        r->c.jpeg_color_space == JCS_CMYK || r->c.jpeg_color_space == JCS_YCCK;
    r->c.out_color_space = cmyk ? JCS_CMYK : JCS_EXT_RGBA;
    r->c.dct_method = JDCT_ISLOW;
    r->c.scale_num = 1;
    r->c.scale_denom = s != NULL ? scaler_step(s) : 1;
    (void)jpeg_start_decompress(&r->c);
    r->row = mem_alloc((size_t)r->c.output_width * 4);
    while ((y = r->c.output_scanline) < r->c.output_height) {
        (void)jpeg_read_scanlines(&r->c, &r->row, 1);
        if (cmyk)
            cmyk_to_rgba(r->row, r->c.output_width, r->c.saw_Adobe_marker);
        if (s != NULL)
            scaler_row(s, y, 0, 1, r->c.output_width, r->row);
    }
    (void)jpeg_finish_decompress(&r->c);
    return ST_OK;
}

int
image_jpeg_read(const uint8_t *p, size_t n, struct scaler *s, struct err *e)
{
    struct reader r;
    int status;

    if ((status = reader_open(&r, p, n, e)) == ST_OK &&
        (status = check_memory(&r)) == ST_OK)
        status = read_pixels(&r, s);
    reader_close(&r);
    return status;
}

/* It cannot be asked at run time: a version keeps its interface. */
#define TEXT_OF(x)    #x
#define VERSION_OF(x) TEXT_OF(x)

char *
image_jpeg_library(void)
{
    return mem_dup("libjpeg-turbo " VERSION_OF(LIBJPEG_TURBO_VERSION));
}
