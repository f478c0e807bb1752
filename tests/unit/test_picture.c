/*
 * Pictures: what is told by content and refused, cropping and scaling
 * (compared with ImageMagick's box filter in linear light), what is written,
 * and how much memory it takes.
 */
#include "picture_help.h"

#include <sys/resource.h>
#include <sys/wait.h>

static void
told_by_content(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        enum picture_format format;
        const char *name;
    } cases[] = {
#define CASE(bytes, format, name) {bytes, sizeof(bytes) - 1, format, name}
        CASE("\x89PNG\r\n\x1a\n....", PICTURE_PNG, "PNG"),
        CASE("\xff\xd8\xff\xe0....", PICTURE_JPEG, "JPEG"),
        CASE("\x89PNG\n\x1a\n....", PICTURE_OTHER,
             "a PNG damaged by a transfer as text"),
        CASE("GIF89a....", PICTURE_OTHER, "GIF"),
        CASE("RIFF\x10\0\0\0WEBPVP8 ", PICTURE_OTHER, "WebP"),
        CASE("RIFF\x10\0\0\0WAVEfmt ", PICTURE_NONE, "a RIFF file"),
        CASE("\0\0\0\x18"
             "ftypheic\0\0\0\0mif1heic",
             PICTURE_OTHER, "HEIC"),
        CASE("\0\0\0\x1c"
             "ftypmif1\0\0\0\0mif1heicmiaf",
             PICTURE_OTHER, "HEIC"),
        CASE("\0\0\0\x1c"
             "ftypmif1\0\0\0\0avifmif1miaf",
             PICTURE_OTHER, "AVIF"),
        CASE("\0\0\0\x14"
             "ftypmif1\0\0\0\0mif1",
             PICTURE_OTHER, "HEIF"),
        CASE("\0\0\0\x14"
             "ftypisom\0\0\0\0mp41",
             PICTURE_NONE, "an MP4 video"),
        /* A brand beyond the box, or in the minor version, is none. */
        CASE("\0\0\0\x10"
             "ftypisomheicheic",
             PICTURE_NONE, "an MP4 video"),
        CASE("BM\x36\0\0\0\0\0\0\0\x36\0\0\0", PICTURE_OTHER, "BMP"),
        CASE("BM is how this text begins", PICTURE_UNKNOWN, NULL),
        CASE("II*\0\x08\0\0\0", PICTURE_OTHER, "TIFF or a camera's raw format"),
        CASE("\0\0\1\0\1\0", PICTURE_OTHER, "ICO"),
        CASE("%PDF-1.7", PICTURE_OTHER, "PDF"),
        CASE("P6\n1 1\n255\n", PICTURE_OTHER, "PNM"),
        CASE("\xff\x0a\xfa\x1f", PICTURE_OTHER, "JPEG XL"),
        CASE("\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- x -->\n<svg>",
             PICTURE_OTHER, "SVG"),
        CASE("\n <SVG width='1'>", PICTURE_OTHER, "SVG"),
        CASE("\xff\xfe<\0s\0v\0g\0>\0", PICTURE_OTHER, "SVG"),
        CASE("<?xml version=\"1.0\"?><PhoneSystem/>", PICTURE_NONE, "XML"),
        CASE("<!DOCTYPE html><p>", PICTURE_NONE, "a web page"),
        CASE("PK\3\4....", PICTURE_NONE, "a ZIP archive"),
        CASE("\0\5\x16\7\0\2\0\0", PICTURE_NONE,
             "a macOS companion file without a picture"),
        CASE("\xff\xd8", PICTURE_UNKNOWN, NULL),
        CASE("RIFF", PICTURE_UNKNOWN, NULL),
        CASE("", PICTURE_UNKNOWN, NULL),
#undef CASE
    };
    const char *name;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        /* An exact copy, so that the sanitiser sees reads beyond it. */
        uint8_t *copy = (uint8_t *)mem_ndup(cases[i].bytes, cases[i].n);
        uint8_t *exact = mem_alloc(cases[i].n);

        memcpy(exact, copy, cases[i].n);
        assert_int_equal(picture_sniff(exact, cases[i].n, &name),
                         cases[i].format);
        if (cases[i].name != NULL)
            assert_string_equal(name, cases[i].name);
        else
            assert_null(name);
        free(copy);
        free(exact);
    }
}

static void
told_by_name(void **state)
{
    (void)state;
    assert_int_equal(picture_format_of_name("a/200.PNG"), PICTURE_PNG);
    assert_int_equal(picture_format_of_name("200.jpeg"), PICTURE_JPEG);
    assert_int_equal(picture_format_of_name("200.png.Jpg"), PICTURE_JPEG);
    assert_int_equal(picture_format_of_name("200.gif"), PICTURE_UNKNOWN);
    assert_int_equal(picture_format_of_name("a.png/200"), PICTURE_UNKNOWN);
    assert_int_equal(picture_format_of_name("png"), PICTURE_UNKNOWN);
    assert_string_equal(picture_format_ending(PICTURE_JPEG), "jpg");
}

/* The status is ST_REFUSED and the message has that text. */
static void
refused(const void *p, size_t n, const char *text)
{
    struct picture_spec spec = {0};
    struct picture pic = PICTURE_INIT;
    struct err e = ERR_INIT;

    assert_int_equal(picture_load(p, n, &spec, &pic, &e), ST_REFUSED);
    if (strstr(e.msg, text) == NULL)
        fail_msg("message \"%s\" lacks \"%s\"", e.msg, text);
    assert_null(pic.rgba);
    err_free(&e);
}

static void
refused_by_kind(void **state)
{
    static const char heic[] = "\0\0\0\x14"
                               "ftypheic\0\0\0\0mif1";
    uint8_t *huge = calloc(1, PICTURE_MAX_BYTES + 1);

    (void)state;
    refused("", 0, "the file is empty");
    refused(heic, sizeof(heic) - 1, "this is HEIC; export it as JPEG or PNG");
    refused("PK\3\4", 4, "this is a ZIP archive, not a picture");
    refused("hello", 5, "no picture of a known kind");
    assert_non_null(huge);
    refused(huge, PICTURE_MAX_BYTES + 1, "a picture of at most 128 MiB");
    free(huge);
}

/* A JPEG that ends right behind a header of this size.  `sof` is the frame
 * marker: 0xc0 baseline, 0xc2 progressive; one scan of all channels. */
static struct buf
jpeg_header(unsigned sof, unsigned w, unsigned h)
{
    const uint8_t frame[] = {0xff,       0xd8,
                             0xff,       (uint8_t)sof,
                             0,          17,
                             8,          (uint8_t)(h >> 8),
                             (uint8_t)h, (uint8_t)(w >> 8),
                             (uint8_t)w, 3,
                             1,          0x11,
                             0,          2,
                             0x11,       0,
                             3,          0x11,
                             0,          0xff,
                             0xda,       0,
                             12,         3,
                             1,          0,
                             2,          0,
                             3,          0,
                             0,          (uint8_t)(sof == 0xc2 ? 0 : 63),
                             0};
    struct buf b = BUF_INIT;

    buf_add(&b, frame, sizeof(frame));
    return b;
}

/* A PNG whose header claims this size. */
static struct buf
png_header(uint32_t w, uint32_t h)
{
    struct picture pic = noise(8, 8, false, 1);
    struct buf b = png_of(&pic);

    png_save_uint_32(b.data + 16, w);
    png_save_uint_32(b.data + 20, h);
    png_save_uint_32(b.data + 29, (png_uint_32)crc32(0, b.data + 12, 4 + 13));
    picture_free(&pic);
    return b;
}

static void
refused_by_size(void **state)
{
    static const struct {
        uint32_t w, h;
        const char *text;
    } cases[] = {
        {30000, 30000, "claims 30000 x 30000 pixels; at most 134 million"},
        {65536, 1, "65535 on a side"},
        {1, 0x7fffffff, "65535 on a side"},
        {0, 5, "damaged or cut off"},
        {0xffffffff, 5, "damaged or cut off"},
        {8, 9, "damaged or cut off"}, /* one row short */
    };
    struct buf b;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        b = png_header(cases[i].w, cases[i].h);
        refused(b.data, b.len, cases[i].text);
        buf_free(&b);
    }
    b = jpeg_header(0xc0, 65000, 65000);
    refused(b.data, b.len, "claims 65000 x 65000 pixels");
    buf_free(&b);
    b = jpeg_header(0xc0, 100, 0);
    refused(b.data, b.len, "of a kind that is not read");
    buf_free(&b);
    b = jpeg_header(0xc3, 100, 100);
    refused(b.data, b.len, "of a kind that is not read");
    buf_free(&b);
    b = jpeg_header(0xc2, 10000, 10000);
    refused(b.data, b.len, "needs more than 400 MiB");
    buf_free(&b);
}

/* A progressive JPEG whose last scan, which is complete and may come again,
 * comes `times` more times. */
static struct buf
repeat_scan(int times)
{
    static const char script[] = "0,1,2: 0-0, 0, 0;\n0: 1-63, 0, 0;\n"
                                 "1: 1-63, 0, 0;\n2: 1-63, 0, 0;\n";
    struct buf b, out = BUF_INIT;
    uint8_t *scan;

    spill("script", script, sizeof(script) - 1);
    run("convert -size 16x16 xc:red -depth 8 in.ppm");
    run("cjpeg -scans script in.ppm >in.jpg");
    b = slurp("in.jpg");
    scan = b.data + b.len - 2;
    while (!(scan[0] == 0xff && scan[1] == 0xda))
        scan--;
    buf_add(&out, b.data, b.len - 2);
    for (; times > 0; times--)
        buf_add(&out, scan, (size_t)(b.data + b.len - 2 - scan));
    buf_add(&out, "\xff\xd9", 2);
    buf_free(&b);
    return out;
}

static void
refused_by_scans(void **state)
{
    struct err e = ERR_INIT;
    struct buf b;

    (void)state;
    need("convert", "imagemagick");
    need("cjpeg", "libjpeg-turbo-progs");
    b = repeat_scan(90);
    assert_int_equal(picture_check(b.data, b.len, NULL, &e), ST_OK);
    buf_free(&b);
    b = repeat_scan(200);
    refused(b.data, b.len, "has more than 100 scans");
    buf_free(&b);
}

/* Every beginning of a file, and what is put behind it. */
static void
cut_anywhere(struct buf *b)
{
    struct err e = ERR_INIT;
    uint8_t *exact;
    size_t n;

    for (n = 0; n < b->len; n++) {
        exact = mem_alloc(n);
        memcpy(exact, b->data, n);
        refused(exact, n, "");
        assert_int_equal(picture_check(exact, n, NULL, &e), ST_REFUSED);
        free(exact);
    }
    assert_int_equal(picture_check(b->data, b->len, NULL, &e), ST_OK);
    buf_adds(b, "trailing bytes, as some phones have");
    err_free(&e);
    assert_int_equal(picture_check(b->data, b->len, NULL, &e), ST_OK);
    buf_free(b);
}

static void
refused_when_cut(void **state)
{
    static const char *const kinds[] = {"", "-progressive", "-arithmetic"};
    struct picture pic = noise(13, 11, true, 5);
    struct buf b = png_of(&pic);
    size_t i;

    (void)state;
    need("cjpeg", "libjpeg-turbo-progs");
    need("convert", "imagemagick");
    cut_anywhere(&b);
    run("convert -seed 7 -size 30x20 plasma: -depth 8 in.ppm");
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        run("cjpeg %s in.ppm >in.jpg", kinds[i]);
        b = slurp("in.jpg");
        cut_anywhere(&b);
    }
    picture_free(&pic);
}

/* Random damage never does more than be refused, with a reason; a PNG's
 * checksums find all of it that matters. */
static void
random_damage(void **state)
{
    struct picture_spec spec = {.size = 8};
    struct picture pic = noise(13, 11, true, 5), out = PICTURE_INIT;
    struct buf files[3], b = BUF_INIT;
    struct err e = ERR_INIT;
    uint64_t seed = (uint64_t)getpid() * UINT64_C(0x9e3779b97f4a7c15) + 1;
    size_t i, k;
    int status;

    (void)state;
    need("cjpeg", "libjpeg-turbo-progs");
    need("convert", "imagemagick");
    print_message("seed %llu\n", (unsigned long long)seed);
    run("convert -seed 7 -size 30x20 plasma: -depth 8 in.ppm");
    run("cjpeg in.ppm >a.jpg; cjpeg -progressive in.ppm >b.jpg");
    files[0] = png_of(&pic);
    files[1] = slurp("a.jpg");
    files[2] = slurp("b.jpg");
    for (i = 0; i < 3000; i++) {
        buf_add(&b, files[i % 3].data, files[i % 3].len);
        for (k = next_random(&seed) % 4 + 1; k > 0; k--)
            b.data[next_random(&seed) % b.len] = (uint8_t)next_random(&seed);
        status = picture_load(b.data, b.len, &spec, &out, &e);
        if (status != ST_OK) {
            assert_int_equal(status, ST_REFUSED);
            assert_true(strlen(e.msg) > 10);
        }
        picture_free(&out);
        err_free(&e);
        buf_free(&b);
    }
    for (i = 0; i < 3; i++)
        buf_free(&files[i]);
    picture_free(&pic);
}

/* Scale with our code and with ImageMagick, as PNG, and compare. */
static void
check_scaling(const struct picture *pic, const struct picture_spec *spec,
              const char *options, uint32_t w, uint32_t h)
{
    struct buf b = png_of(pic);
    struct picture ours = PICTURE_INIT, theirs;
    struct err e = ERR_INIT;

    spill("in.png", b.data, b.len);
    run("convert in.png %s -colorspace RGB -filter box -resize %ux%u! "
        "-colorspace sRGB -depth 8 RGBA:out",
        options, w, h);
    assert_int_equal(picture_load(b.data, b.len, spec, &ours, &e), ST_OK);
    theirs = raw_picture("out", w, h);
    same_picture(&ours, &theirs, 1, options);
    picture_free(&ours);
    picture_free(&theirs);
    buf_free(&b);
}

/*
 * ImageMagick's box filter takes whole pixels, so that it is an area average
 * only for whole factors.  For others the picture is first repeated (-sample)
 * to a whole multiple of the result, which changes no area average.
 */
static void
scaled_in_linear_light(void **state)
{
    struct picture opaque = noise(96, 96, false, 11);
    struct picture clear = noise(96, 96, true, 12);
    struct picture odd = noise(100, 60, true, 13);
    struct picture_spec spec = {.crop = PICTURE_CROP_NONE};

    (void)state;
    need("convert", "imagemagick");
    spec.size = 12;
    check_scaling(&opaque, &spec, "", 12, 12);
    check_scaling(&clear, &spec, "", 12, 12);
    spec.size = 1;
    check_scaling(&opaque, &spec, "", 1, 1);
    spec.size = 64;
    check_scaling(&opaque, &spec, "-sample 192x192!", 64, 64);
    spec.size = 35;
    check_scaling(&odd, &spec, "-sample 700x420!", 35, 21);
    spec.size = 97;
    check_scaling(&odd, &spec, "-sample 9700x3480!", 97, 58);

    /* Cropped, and on white. */
    spec = (struct picture_spec){.size = 20};
    check_scaling(&odd, &spec, "-crop 60x60+20+0 +repage", 20, 20);
    spec = (struct picture_spec){PICTURE_CROP_RECT, 7, 9, 80, 40, 20, false};
    check_scaling(&odd, &spec, "-crop 80x40+7+9 +repage", 20, 10);
    spec = (struct picture_spec){.size = 12, .flatten = true};
    check_scaling(&clear, &spec, "-background white -flatten", 12, 12);
    picture_free(&opaque);
    picture_free(&clear);
    picture_free(&odd);
}

/* Black and white lines make the grey of half the light, not of half the
 * number. */
static void
half_the_light(void **state)
{
    struct picture lines = {2, 2, mem_calloc(4, 4)}, one = PICTURE_INIT;

    (void)state;
    memset(lines.rgba + 8, 255, 8);
    lines.rgba[3] = lines.rgba[7] = 255;
    picture_shrink(&lines, 1, &one);
    assert_int_equal(one.rgba[0], 188);
    assert_int_equal(one.rgba[3], 255);
    picture_free(&one);
    picture_free(&lines);
}

/* Never enlarged; what fits already comes out as it is, but that wholly
 * transparent pixels lose their colour. */
static void
kept_as_it_is(void **state)
{
    struct picture pic = noise(40, 40, true, 17), out = PICTURE_INIT;
    struct picture_spec spec = {0};
    struct err e = ERR_INIT;
    struct buf b = png_of(&pic);
    size_t i;

    (void)state;
    assert_int_equal(picture_load(b.data, b.len, &spec, &out, &e), ST_OK);
    assert_int_equal(out.width, 40);
    for (i = 0; i < 40 * 40; i++) {
        if (pic.rgba[i * 4 + 3] == 0)
            memset(pic.rgba + i * 4, 0, 4);
    }
    assert_memory_equal(out.rgba, pic.rgba, 40 * 40 * 4);
    picture_free(&out);
    picture_free(&pic);
    buf_free(&b);
}

/* All eight orientations, cropped: as cropping the upright picture. */
static void
crop_as_shown(void **state)
{
    struct picture_spec crop = {PICTURE_CROP_RECT, 3, 1, 9, 12, 5, false};
    struct picture stored = noise(30, 20, false, 3), shown, a, b;
    struct buf turned, upright;
    struct err e = ERR_INIT;
    uint8_t exif[64];
    unsigned o;

    (void)state;
    for (o = 1; o <= 8; o++) {
        turned = png_of(&stored);
        png_insert(&turned, "IDAT", "eXIf", exif, exif_block(exif, o, true));
        shown = load_whole(&turned);
        upright = png_of(&shown);
        assert_int_equal(picture_load(turned.data, turned.len, &crop, &a, &e),
                         ST_OK);
        assert_int_equal(picture_load(upright.data, upright.len, &crop, &b, &e),
                         ST_OK);
        assert_int_equal(a.width, 4);
        same_picture(&a, &b, 0, "turned");
        picture_free(&a);
        picture_free(&b);
        picture_free(&shown);
        buf_free(&turned);
        buf_free(&upright);
    }
    picture_free(&stored);
}

static void
crop_outside(void **state)
{
    static const struct picture_spec bad[] = {
        {PICTURE_CROP_RECT, 0, 0, 31, 20, 0, false},
        {PICTURE_CROP_RECT, 1, 0, 30, 20, 0, false},
        {PICTURE_CROP_RECT, 30, 0, 1, 1, 0, false},
        {PICTURE_CROP_RECT, 0, 0, 0, 5, 0, false},
        {PICTURE_CROP_RECT, UINT32_MAX, 0, 2, 2, 0, false},
        {PICTURE_CROP_RECT, 0, 0, UINT32_MAX, UINT32_MAX, 0, false},
        {PICTURE_CROP_NONE, 0, 0, 0, 0, PICTURE_MAX_SIZE + 1, false},
    };
    struct picture pic = noise(30, 20, false, 3), out = PICTURE_INIT;
    struct buf b = png_of(&pic);
    struct err e = ERR_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(picture_load(b.data, b.len, &bad[i], &out, &e),
                         ST_REFUSED);
    assert_int_equal(picture_load(b.data, b.len, &bad[0], &out, &e),
                     ST_REFUSED);
    assert_string_equal(e.msg, "the crop of 31 x 20 pixels at 0,0 does not "
                               "lie within the picture, which is 30 x 20");
    err_free(&e);
    picture_free(&pic);
    buf_free(&b);
}

static void
crop_words(void **state)
{
    static const char *const bad[] = {
        "",
        "middle",
        "1,2,3",
        "1,2,3,4,5",
        "1,2,0,4",
        "1,2,3,0",
        "-1,2,3,4",
        " 1,2,3,4",
        "1,2,3,4 ",
        "1,2,,4",
        "1x2x3x4",
        "+1,2,3,4",
        "4294967296,0,1,1",
    };
    struct picture_spec spec = {0};
    struct err e = ERR_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(picture_parse_crop(bad[i], &spec, &e), ST_USAGE);
    err_free(&e);
    assert_int_equal(picture_parse_crop("10,0,300,4294967295", &spec, &e), 0);
    assert_int_equal(spec.crop, PICTURE_CROP_RECT);
    assert_int_equal(spec.x, 10);
    assert_int_equal(spec.h, UINT32_MAX);
    assert_int_equal(picture_parse_crop("Center", &spec, &e), 0);
    assert_int_equal(spec.crop, PICTURE_CROP_CENTRE);
    assert_int_equal(picture_parse_crop("none", &spec, &e), 0);
    assert_int_equal(spec.crop, PICTURE_CROP_NONE);
}

/* Files that are made: format, size, the same bytes twice, and not a word of
 * what the picture carried beside its pixels. */
static void
made_clean(void **state)
{
    static const char secret[] = "Exif-GPS-58.9N";
    struct picture pic = noise(600, 400, true, 23), out;
    struct picture_spec spec = {0};
    struct picture_info info;
    struct err e = ERR_INIT;
    struct buf in = png_of(&pic), b[2] = {BUF_INIT, BUF_INIT};
    enum picture_format f;
    size_t i;

    (void)state;
    png_insert(&in, "IDAT", "tEXt", (const uint8_t *)"Comment\0Exif-GPS-58.9N",
               22);
    assert_non_null(memmem(in.data, in.len, secret, 14));
    for (f = PICTURE_PNG; f <= PICTURE_JPEG; f++) {
        for (i = 0; i < 2; i++)
            assert_int_equal(picture_make(in.data, in.len, &spec, f, &b[i], &e),
                             ST_OK);
        assert_int_equal(b[0].len, b[1].len);
        assert_memory_equal(b[0].data, b[1].data, b[0].len);
        assert_null(memmem(b[0].data, b[0].len, secret, 14));
        assert_null(memmem(b[0].data, b[0].len, "Exif", 4));
        assert_int_equal(picture_check(b[0].data, b[0].len, &info, &e), ST_OK);
        assert_int_equal(info.format, f);
        assert_int_equal(info.width, PICTURE_DEFAULT_SIZE);
        assert_int_equal(info.height, PICTURE_DEFAULT_SIZE);
        assert_int_equal(info.alpha, f == PICTURE_PNG);
        out = load_whole(&b[0]);
        assert_true(f == PICTURE_PNG || out.rgba[3] == 255);
        picture_free(&out);
        buf_free(&b[0]);
        buf_free(&b[1]);
    }
    assert_int_equal(
        picture_make(in.data, in.len, &spec, PICTURE_OTHER, &b[0], &e),
        ST_REFUSED);
    err_free(&e);
    buf_free(&b[0]);
    buf_free(&in);
    picture_free(&pic);
}

/* What is half clear becomes half white in a JPEG; others can read it. */
static void
jpeg_on_white(void **state)
{
    struct picture pic = {16, 16, mem_calloc(16 * 16, 4)}, theirs;
    struct picture_spec spec = {0};
    struct err e = ERR_INIT;
    struct buf in, out = BUF_INIT;
    size_t i;

    (void)state;
    need("convert", "imagemagick");
    for (i = 0; i < 16 * 16; i++)
        pic.rgba[i * 4 + 3] = i < 128 ? 0 : 128;
    in = png_of(&pic);
    assert_int_equal(
        picture_make(in.data, in.len, &spec, PICTURE_JPEG, &out, &e), ST_OK);
    spill("made.jpg", out.data, out.len);
    run("convert made.jpg -depth 8 RGBA:out");
    theirs = raw_picture("out", 16, 16);
    assert_int_equal(theirs.rgba[0], 255);
    assert_in_range(theirs.rgba[255 * 4], 126, 128);
    picture_free(&theirs);
    picture_free(&pic);
    buf_free(&in);
    buf_free(&out);
}

/* Under a checker that multiplies memory and time, sizes are smaller and only
 * the way is tested. */
static bool
is_checked(void)
{
#ifdef __SANITIZE_ADDRESS__
    return true;
#else
    const char *preload = getenv("LD_PRELOAD");

    return preload != NULL && strstr(preload, "valgrind") != NULL;
#endif
}

/* Load `b` in a process of its own and return by how many KiB it grew, as
 * the status that it must have is met. */
static long
growth(const struct buf *b, int wanted)
{
    struct picture_spec spec = {0};
    struct picture pic = PICTURE_INIT;
    struct err e = ERR_INIT;
    struct rusage before, after;
    int status, pipes[2];
    long kib = -1;
    pid_t pid;

    assert_int_equal(pipe(pipes), 0);
    if ((pid = fork()) == 0) {
        getrusage(RUSAGE_SELF, &before);
        status = picture_load(b->data, b->len, &spec, &pic, &e);
        getrusage(RUSAGE_SELF, &after);
        kib = after.ru_maxrss - before.ru_maxrss;
        if (write(pipes[1], &kib, sizeof(kib)) != sizeof(kib))
            status = -1;
        _exit(status == wanted ? 0 : 1);
    }
    close(pipes[1]);
    assert_int_equal(read(pipes[0], &kib, sizeof(kib)), sizeof(kib));
    close(pipes[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    print_message("%zu bytes took %ld KiB\n", b->len, kib);
    return kib;
}

/* An interlaced grey PNG, all black, of equal sides. */
static struct buf
black_png(int side)
{
    static uint8_t zeros[65536];
    struct buf z = BUF_INIT, out = BUF_INIT;
    uint8_t ihdr[13] = {0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 1};
    uint64_t left = 0;
    z_stream strm = {0};
    int pass, rc = Z_OK;

    /* Each row of each pass has a filter byte in front. */
    for (pass = 0; pass < 7; pass++)
        left += (uint64_t)(PNG_PASS_ROWS(side, pass) *
                           (PNG_PASS_COLS(side, pass) + 1));
    assert_int_equal(deflateInit(&strm, 1), Z_OK);
    while (rc != Z_STREAM_END) {
        strm.next_in = zeros;
        strm.avail_in = left < sizeof(zeros) ? (uInt)left : sizeof(zeros);
        left -= strm.avail_in;
        do {
            strm.next_out = buf_room(&z, 65536);
            strm.avail_out = 65536;
            rc = deflate(&strm, left == 0 ? Z_FINISH : Z_NO_FLUSH);
            z.len += 65536 - strm.avail_out;
        } while (strm.avail_out == 0);
    }
    deflateEnd(&strm);
    png_save_uint_32(ihdr, (png_uint_32)side);
    png_save_uint_32(ihdr + 4, (png_uint_32)side);
    buf_add(&out, "\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82", 20);
    png_insert(&out, "IEND", "IHDR", ihdr, sizeof(ihdr));
    png_insert(&out, "IEND", "IDAT", z.data, z.len);
    buf_free(&z);
    return out;
}

/* A hundred megapixels: a bare header of each kind of JPEG, and whole
 * pictures, take no more than the rows at hand and the result. */
static void
bounded_memory(void **state)
{
    int side = is_checked() ? 500 : 10000;
    long limit = is_checked() ? 1 << 24 : 24 * 1024;
    struct buf b;

    (void)state;
    need("cjpeg", "libjpeg-turbo-progs");
    b = jpeg_header(0xc0, 10000, 10000);
    assert_in_range(growth(&b, ST_REFUSED), 0, limit);
    buf_free(&b);
    b = jpeg_header(0xc2, 10000, 10000);
    assert_in_range(growth(&b, ST_REFUSED), 0, limit);
    buf_free(&b);
    run("(echo P5 %d %d 255; head -c %d /dev/zero) | cjpeg >big.jpg", side,
        side, side * side);
    b = slurp("big.jpg");
    assert_in_range(growth(&b, ST_OK), 0, limit);
    buf_free(&b);
    b = black_png(side);
    assert_in_range(growth(&b, ST_OK), 0, limit);
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(told_by_content),
        cmocka_unit_test(told_by_name),
        cmocka_unit_test(refused_by_kind),
        cmocka_unit_test(refused_by_size),
        cmocka_unit_test(refused_by_scans),
        cmocka_unit_test(refused_when_cut),
        cmocka_unit_test(random_damage),
        cmocka_unit_test(scaled_in_linear_light),
        cmocka_unit_test(half_the_light),
        cmocka_unit_test(kept_as_it_is),
        cmocka_unit_test(crop_as_shown),
        cmocka_unit_test(crop_outside),
        cmocka_unit_test(crop_words),
        cmocka_unit_test(made_clean),
        cmocka_unit_test(jpeg_on_white),
        cmocka_unit_test(bounded_memory),
    };

    return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
