/*
 * Decoding compared with programs that are not ours: ImageMagick for all
 * kinds of PNG, orientation and CMYK, djpeg for all kinds of JPEG.
 */
#include "picture_help.h"

#include <jpeglib.h>

/* The size of most pictures here: odd, so that rows of 1, 2 and 4 bits end
 * within a byte, and more than one Adam7 block in both directions. */
enum { WIDTH = 37, HEIGHT = 23 };

struct png_kind {
    int type, depth;
    bool interlaced, transparent;
};

static void
write_to_buf(png_structp png, png_bytep p, size_t n)
{
    buf_add(png_get_io_ptr(png), p, n);
}

static void
set_transparency(png_structp png, png_infop info, const struct png_kind *k)
{
    uint16_t top = (uint16_t)((1U << k->depth) - 1);
    png_color_16 key = {0, 0, 0, top, 0};
    png_byte alphas[256];
    int i;

    for (i = 0; i < 256; i++)
        alphas[i] = (png_byte)(255 - i * 37);
    if (k->type == PNG_COLOR_TYPE_PALETTE)
        png_set_tRNS(png, info, alphas, (1 << k->depth) / 2, NULL);
    else
        png_set_tRNS(png, info, NULL, 0, &key);
}

/* A PNG of that kind, of noise.  A quarter of the rows is all ones, so that
 * the transparent colour (0 here, all ones for grey) does occur. */
static struct buf
make_png(const struct png_kind *k, uint32_t w, uint32_t h, uint64_t seed)
{
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    struct buf b = BUF_INIT;
    png_color palette[256];
    png_bytepp rows;
    uint32_t y;
    size_t i, n;

    png_set_write_fn(png, &b, write_to_buf, NULL);
    png_set_IHDR(png, info, w, h, k->depth, k->type,
                 k->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    for (i = 0; i < 256; i++) {
        palette[i].red = (png_byte)next_random(&seed);
        palette[i].green = (png_byte)next_random(&seed);
        palette[i].blue = (png_byte)next_random(&seed);
    }
    if (k->type == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, palette, 1 << k->depth);
    if (k->transparent)
        set_transparency(png, info, k);
    png_write_info(png, info);
    rows = mem_array(NULL, h, sizeof(*rows));
    n = png_get_rowbytes(png, info);
    for (y = 0; y < h; y++) {
        rows[y] = mem_alloc(n);
        for (i = 0; i < n; i++)
            rows[y][i] = y % 4 == 1   ? 0xff
                         : y % 4 == 2 ? 0
                                      : (png_byte)next_random(&seed);
    }
    (void)png_set_interlace_handling(png);
    png_write_image(png, rows);
    png_write_end(png, NULL);
    for (y = 0; y < h; y++)
        free(rows[y]);
    free(rows);
    png_destroy_write_struct(&png, &info);
    return b;
}

static void
check_png(const struct png_kind *k)
{
    struct buf b = make_png(k, WIDTH, HEIGHT, 4711);
    struct image ours = load_whole(&b), theirs;
    char *what = mem_printf("type %d depth %d interlaced %d transparent %d",
                            k->type, k->depth, k->interlaced, k->transparent);

    spill("in.png", b.data, b.len);
    run("convert in.png -depth 8 RGBA:out");
    theirs = raw_picture("out", WIDTH, HEIGHT);

    /* 8 bits a sample and less are exact; the 16-bit way to 8 bits may round
     * a middle either way. */
    same_picture(&ours, &theirs, k->depth == 16, what);
    image_free(&ours);
    image_free(&theirs);
    buf_free(&b);
    free(what);
}

static void
every_png_kind(void **state)
{
    static const struct {
        int type, depths[6];
        bool transparency;
    } kinds[] = {
        {PNG_COLOR_TYPE_GRAY, {1, 2, 4, 8, 16}, true},
        {PNG_COLOR_TYPE_RGB, {8, 16}, true},
        {PNG_COLOR_TYPE_PALETTE, {1, 2, 4, 8}, true},
        {PNG_COLOR_TYPE_GRAY_ALPHA, {8, 16}, false},
        {PNG_COLOR_TYPE_RGB_ALPHA, {8, 16}, false},
    };
    struct png_kind k;
    size_t i, d, form;

    (void)state;
    need("convert", "imagemagick");
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        k.type = kinds[i].type;
        for (d = 0; kinds[i].depths[d] != 0; d++) {
            k.depth = kinds[i].depths[d];
            for (form = 0; form < (kinds[i].transparency ? 4 : 2); form++) {
                k.interlaced = (form & 1) != 0;
                k.transparent = (form & 2) != 0;
                check_png(&k);
            }
        }
    }
}

/* Load the same noise plain and interlaced, scaled to `size`. */
static void
same_interlaced(int type, uint32_t w, uint32_t h, uint32_t size)
{
    struct image_spec spec = {.crop = IMAGE_CROP_NONE, .size = size};
    struct png_kind k = {type, 8, false, false};
    struct image pics[2];
    struct err e = ERR_INIT;
    char *what = mem_printf("type %d, %u x %u to %u", type, w, h, size);
    struct buf b;
    size_t i;

    for (i = 0; i < 2; i++) {
        k.interlaced = i == 1;
        b = make_png(&k, w, h, w * 16 + h);
        assert_int_equal(image_load(b.data, b.len, &spec, &pics[i], &e), ST_OK);
        buf_free(&b);
    }
    same_picture(&pics[1], &pics[0], 0, what);
    image_free(&pics[0]);
    image_free(&pics[1]);
    free(what);
}

/* Adam7 passes that are empty for small pictures, and scaling in any order
 * of rows. */
static void
interlaced_as_plain(void **state)
{
    uint32_t w, h;

    (void)state;
    for (w = 1; w <= 9; w++) {
        for (h = 1; h <= 9; h++) {
            same_interlaced(PNG_COLOR_TYPE_RGB, w, h, 9);
            same_interlaced(PNG_COLOR_TYPE_RGB_ALPHA, w, h, 9);
            same_interlaced(PNG_COLOR_TYPE_RGB, w + 11, h + 5, 7);
            same_interlaced(PNG_COLOR_TYPE_RGB_ALPHA, w + 11, h + 5, 7);
        }
    }
}

/* What the header says of each kind. */
static void
png_header(void **state)
{
    struct png_kind k = {PNG_COLOR_TYPE_PALETTE, 4, true, true};
    struct buf b = make_png(&k, WIDTH, HEIGHT, 1);
    struct image_info info;
    struct err e = ERR_INIT;

    (void)state;
    assert_int_equal(image_probe(b.data, b.len, &info, &e), ST_OK);
    assert_int_equal(info.format, IMAGE_PNG);
    assert_int_equal(info.width, WIDTH);
    assert_int_equal(info.height, HEIGHT);
    assert_int_equal(info.depth, 4);
    assert_string_equal(info.colour, "palette");
    assert_true(info.alpha);
    assert_true(info.interlaced);
    assert_int_equal(info.orientation, 1);
    buf_free(&b);
}

/* All that cjpeg can make, pixel for pixel as djpeg reads it. */
static void
every_jpeg_kind(void **state)
{
    static const char *const kinds[] = {
        "-sample 1x1",
        "-sample 2x1",
        "-sample 2x2",
        "-sample 1x2",
        "-sample 4x1",
        "-grayscale",
        "-progressive",
        "-progressive -grayscale",
        "-progressive -sample 1x1",
        "-optimize -restart 1",
        "-arithmetic",
        "-arithmetic -progressive",
        "-rgb",
        "-quality 3",
        "-quality 100",
    };
    struct image ours, theirs;
    uint32_t width;
    struct buf b;
    size_t i;

    (void)state;
    need("convert", "imagemagick");
    need("cjpeg", "libjpeg-turbo-progs");
    need("djpeg", "libjpeg-turbo-progs");
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        /* An odd width, but where valgrind takes the vector code, which
         * works on pixels beyond the edge and drops them, for an error. */
        width = strstr(kinds[i], "1x2") != NULL ? 76 : 75;
        run("convert -seed 7 -size %ux53 plasma: -depth 8 in.ppm", width);
        run("cjpeg %s in.ppm >in.jpg", kinds[i]);
        run("djpeg in.jpg >out.pnm && convert out.pnm -depth 8 RGBA:out");
        b = slurp("in.jpg");
        ours = load_whole(&b);
        theirs = raw_picture("out", width, 53);
        same_picture(&ours, &theirs, 0, kinds[i]);
        image_free(&ours);
        image_free(&theirs);
        buf_free(&b);
    }
}

/* One colour of ink, in a JPEG of four channels. */
static struct buf
make_cmyk(const uint8_t ink[4], J_COLOR_SPACE space, bool adobe)
{
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr mgr;
    unsigned char *mem = NULL;
    unsigned long n = 0;
    struct buf b = BUF_INIT;
    JSAMPLE row[16 * 4];
    JSAMPROW rows = row;
    size_t i;

    for (i = 0; i < sizeof(row); i++)
        row[i] = ink[i % 4];
    c.err = jpeg_std_error(&mgr);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &mem, &n);
    c.image_width = c.image_height = 16;
    c.input_components = 4;
    c.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&c);
    jpeg_set_colorspace(&c, space);
    jpeg_set_quality(&c, 100, TRUE);
    c.write_Adobe_marker = adobe;
    jpeg_start_compress(&c, TRUE);
    while (c.next_scanline < 16)
        (void)jpeg_write_scanlines(&c, &rows, 1);
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    buf_add(&b, mem, n);
    free(mem);
    return b;
}

/* Ink of known colours: Adobe's files have it inverted. */
static void
cmyk_ink(void **state)
{
    static const struct {
        uint8_t ink[4];
        J_COLOR_SPACE space;
        bool adobe;
        uint8_t rgb[3];
        const char *colour;
    } cases[] = {
        {{255, 255, 255, 255}, JCS_CMYK, true, {255, 255, 255}, "CMYK"},
        {{0, 255, 255, 255}, JCS_CMYK, true, {0, 255, 255}, "CMYK"},
        {{255, 0, 0, 128}, JCS_CMYK, true, {128, 0, 0}, "CMYK"},
        {{255, 0, 0, 128}, JCS_YCCK, true, {128, 0, 0}, "YCCK"},
        {{40, 80, 120, 255}, JCS_YCCK, true, {40, 80, 120}, "YCCK"},
        {{0, 0, 0, 0}, JCS_CMYK, false, {255, 255, 255}, "CMYK"},
        {{0, 255, 255, 127}, JCS_CMYK, false, {128, 0, 0}, "CMYK"},
    };
    struct image_info info;
    struct image pic;
    struct err e = ERR_INIT;
    struct buf b;
    size_t i;
    int c;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        b = make_cmyk(cases[i].ink, cases[i].space, cases[i].adobe);
        assert_int_equal(image_probe(b.data, b.len, &info, &e), ST_OK);
        assert_string_equal(info.colour, cases[i].colour);
        pic = load_whole(&b);
        for (c = 0; c < 3; c++)
            assert_in_range(pic.rgba[c] + 2, cases[i].rgb[c],
                            cases[i].rgb[c] + 4);
        assert_int_equal(pic.rgba[3], 255);
        image_free(&pic);
        buf_free(&b);
    }
}

/* CMYK as ImageMagick writes and reads it. */
static void
cmyk_imagemagick(void **state)
{
    struct image ours, theirs;
    struct buf b;

    (void)state;
    need("convert", "imagemagick");
    run("convert -seed 3 -size 64x48 plasma: -colorspace CMYK -quality 95 "
        "in.jpg");
    run("convert in.jpg -colorspace sRGB -depth 8 RGBA:out");
    b = slurp("in.jpg");
    ours = load_whole(&b);
    theirs = raw_picture("out", 64, 48);
    same_picture(&ours, &theirs, 1, "CMYK");
    image_free(&ours);
    image_free(&theirs);
    buf_free(&b);
}

/* What a viewer does for each orientation, as ImageMagick calls it. */
static const char *const turns[] = {
    "",           "-flop",      "-rotate 180", "-flip",
    "-transpose", "-rotate 90", "-transverse", "-rotate 270"};

static void
jpeg_orientation(void **state)
{
    struct image_info info;
    struct image ours, theirs;
    struct err e = ERR_INIT;
    uint8_t exif[64];
    unsigned o, big;
    struct buf b;
    size_t n;

    (void)state;
    need("convert", "imagemagick");
    run("convert -seed 5 -size 40x24 plasma: plain.jpg");
    for (o = 1; o <= 8; o++) {
        for (big = 0; big < 2; big++) {
            b = slurp("plain.jpg");
            n = exif_block(exif, o, big);
            jpeg_insert_exif(&b, exif, n);
            spill("in.jpg", b.data, b.len);
            run("convert in.jpg -auto-orient -depth 8 RGBA:out");
            assert_int_equal(image_probe(b.data, b.len, &info, &e), ST_OK);
            assert_int_equal(info.orientation, o);
            assert_int_equal(info.width, o < 5 ? 40 : 24);
            ours = load_whole(&b);
            theirs = raw_picture("out", o < 5 ? 40 : 24, o < 5 ? 24 : 40);
            same_picture(&ours, &theirs, 0, turns[o - 1]);
            image_free(&ours);
            image_free(&theirs);
            buf_free(&b);
        }
    }
}

/* PNG may carry EXIF too, before or behind the pixels. */
static void
png_orientation(void **state)
{
    struct image plain = noise(20, 12, true, 99), ours, theirs;
    uint8_t exif[64];
    unsigned o, late;
    struct buf b;
    size_t n;

    (void)state;
    need("convert", "imagemagick");
    b = png_of(&plain);
    spill("plain.png", b.data, b.len);
    buf_free(&b);
    for (o = 1; o <= 8; o++) {
        run("convert plain.png %s -depth 8 RGBA:out", turns[o - 1]);
        for (late = 0; late < 2; late++) {
            b = png_of(&plain);
            n = exif_block(exif, o, late);
            png_insert(&b, late ? "IEND" : "IDAT", "eXIf", exif, n);
            ours = load_whole(&b);
            theirs = raw_picture("out", o < 5 ? 20 : 12, o < 5 ? 12 : 20);
            same_picture(&ours, &theirs, 0, turns[o - 1]);
            image_free(&ours);
            image_free(&theirs);
            buf_free(&b);
        }
    }
    image_free(&plain);
}

/* EXIF that is cut, cyclic or out of range means nothing and harms nothing. */
static void
bad_exif(void **state)
{
    struct image plain = noise(4, 2, false, 1);
    struct image_info info;
    struct err e = ERR_INIT;
    uint64_t seed = 20240611;
    uint8_t exif[64];
    struct buf b;
    size_t n, i, len;

    (void)state;
    print_message("seed %llu\n", (unsigned long long)seed);
    for (i = 0; i < 3000; i++) {
        n = exif_block(exif, 1 + next_random(&seed) % 12, i % 2);
        len = next_random(&seed) % (n + 1);
        if (len > 0 && i % 3 != 0)
            exif[next_random(&seed) % len] = (uint8_t)next_random(&seed);
        b = png_of(&plain);
        png_insert(&b, "IDAT", "eXIf", exif, len);
        assert_int_equal(image_probe(b.data, b.len, &info, &e), ST_OK);
        assert_in_range(info.orientation, 1, 8);
        buf_free(&b);
    }
    image_free(&plain);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_png_kind),
        cmocka_unit_test(interlaced_as_plain),
        cmocka_unit_test(png_header),
        cmocka_unit_test(every_jpeg_kind),
        cmocka_unit_test(cmyk_ink),
        cmocka_unit_test(cmyk_imagemagick),
        cmocka_unit_test(jpeg_orientation),
        cmocka_unit_test(png_orientation),
        cmocka_unit_test(bad_exif),
    };

    return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
