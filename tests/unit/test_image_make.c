/*
 * Avatars that are made: cropping, scaling (compared with ImageMagick's box
 * filter in linear light), and the files that come out.
 */
#include "picture_help.h"

/* Scale with our code and with ImageMagick, as PNG, and compare. */
static void
check_scaling(const struct image *pic, const struct image_spec *spec,
              const char *options, uint32_t w, uint32_t h)
{
    struct buf b = png_of(pic);
    struct image ours = IMAGE_INIT, theirs;
    struct err e = ERR_INIT;

    spill("in.png", b.data, b.len);
    run("convert in.png %s -colorspace RGB -filter box -resize %ux%u! "
        "-colorspace sRGB -depth 8 RGBA:out",
        options, w, h);
    assert_int_equal(image_load(b.data, b.len, spec, &ours, &e), ST_OK);
    theirs = raw_picture("out", w, h);
    same_picture(&ours, &theirs, 1, options);
    image_free(&ours);
    image_free(&theirs);
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
    struct image opaque = noise(96, 96, false, 11);
    struct image clear = noise(96, 96, true, 12);
    struct image odd = noise(100, 60, true, 13);
    struct image_spec spec = {.crop = IMAGE_CROP_NONE};

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
    spec = (struct image_spec){.size = 20};
    check_scaling(&odd, &spec, "-crop 60x60+20+0 +repage", 20, 20);
    spec = (struct image_spec){IMAGE_CROP_RECT, 7, 9, 80, 40, 20, false};
    check_scaling(&odd, &spec, "-crop 80x40+7+9 +repage", 20, 10);
    spec = (struct image_spec){.size = 12, .flatten = true};
    check_scaling(&clear, &spec, "-background white -flatten", 12, 12);
    image_free(&opaque);
    image_free(&clear);
    image_free(&odd);
}

/* Photographs take a faster way, which must come to the same sums. */
static void
opaque_as_any(void **state)
{
    struct image pic = noise(61, 47, false, 29), quick, slow;
    struct image_spec spec = {.crop = IMAGE_CROP_NONE};
    struct err e = ERR_INIT;
    struct buf b = png_of(&pic);

    (void)state;
    for (spec.size = 1; spec.size <= 62; spec.size++) {
        assert_int_equal(image_load(b.data, b.len, &spec, &quick, &e), ST_OK);
        image_shrink(&pic, spec.size, &slow);
        assert_int_equal(quick.width, slow.width);
        assert_int_equal(quick.height, slow.height);
        assert_memory_equal(quick.rgba, slow.rgba,
                            (size_t)quick.width * quick.height * 4);
        image_free(&quick);
        image_free(&slow);
    }
    image_free(&pic);
    buf_free(&b);
}

/* Black and white lines make the grey of half the light, not of half the
 * number. */
static void
half_the_light(void **state)
{
    struct image lines = {2, 2, mem_calloc(4, 4)}, one = IMAGE_INIT;

    (void)state;
    memset(lines.rgba + 8, 255, 8);
    lines.rgba[3] = lines.rgba[7] = 255;
    image_shrink(&lines, 1, &one);
    assert_int_equal(one.rgba[0], 188);
    assert_int_equal(one.rgba[3], 255);
    image_free(&one);
    image_free(&lines);
}

/* Never enlarged; what fits already comes out as it is, but that wholly
 * transparent pixels lose their colour. */
static void
kept_as_it_is(void **state)
{
    struct image pic = noise(40, 40, true, 17), out = IMAGE_INIT;
    struct image_spec spec = {0};
    struct err e = ERR_INIT;
    struct buf b = png_of(&pic);
    size_t i;

    (void)state;
    assert_int_equal(image_load(b.data, b.len, &spec, &out, &e), ST_OK);
    assert_int_equal(out.width, 40);
    for (i = 0; i < 40 * 40; i++) {
        if (pic.rgba[i * 4 + 3] == 0)
            memset(pic.rgba + i * 4, 0, 4);
    }
    assert_memory_equal(out.rgba, pic.rgba, 40 * 40 * 4);
    image_free(&out);
    image_free(&pic);
    buf_free(&b);
}

/* All eight orientations, cropped: as cropping the upright picture. */
static void
crop_as_shown(void **state)
{
    struct image_spec crop = {IMAGE_CROP_RECT, 3, 1, 9, 12, 5, false};
    struct image stored = noise(30, 20, false, 3), shown, a, b;
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
        assert_int_equal(image_load(turned.data, turned.len, &crop, &a, &e),
                         ST_OK);
        assert_int_equal(image_load(upright.data, upright.len, &crop, &b, &e),
                         ST_OK);
        assert_int_equal(a.width, 4);
        same_picture(&a, &b, 0, "turned");
        image_free(&a);
        image_free(&b);
        image_free(&shown);
        buf_free(&turned);
        buf_free(&upright);
    }
    image_free(&stored);
}

static void
crop_outside(void **state)
{
    static const struct image_spec bad[] = {
        {IMAGE_CROP_RECT, 0, 0, 31, 20, 0, false},
        {IMAGE_CROP_RECT, 1, 0, 30, 20, 0, false},
        {IMAGE_CROP_RECT, 30, 0, 1, 1, 0, false},
        {IMAGE_CROP_RECT, 0, 0, 0, 5, 0, false},
        {IMAGE_CROP_RECT, UINT32_MAX, 0, 2, 2, 0, false},
        {IMAGE_CROP_RECT, 0, 0, UINT32_MAX, UINT32_MAX, 0, false},
        {IMAGE_CROP_NONE, 0, 0, 0, 0, IMAGE_MAX_SIZE + 1, false},
    };
    struct image pic = noise(30, 20, false, 3), out = IMAGE_INIT;
    struct buf b = png_of(&pic);
    struct err e = ERR_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(image_load(b.data, b.len, &bad[i], &out, &e),
                         ST_REFUSED);
    assert_int_equal(image_load(b.data, b.len, &bad[0], &out, &e), ST_REFUSED);
    assert_string_equal(e.msg, "the crop of 31 x 20 pixels at 0,0 does not "
                               "lie within the picture, which is 30 x 20");
    err_free(&e);
    image_free(&pic);
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
    struct image_spec spec = {0};
    struct err e = ERR_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(image_parse_crop(bad[i], &spec, &e), ST_USAGE);
    err_free(&e);
    assert_int_equal(image_parse_crop("10,0,300,4294967295", &spec, &e), 0);
    assert_int_equal(spec.crop, IMAGE_CROP_RECT);
    assert_int_equal(spec.x, 10);
    assert_int_equal(spec.h, UINT32_MAX);
    assert_int_equal(image_parse_crop("Center", &spec, &e), 0);
    assert_int_equal(spec.crop, IMAGE_CROP_CENTRE);
    assert_int_equal(image_parse_crop("Top", &spec, &e), ST_OK);
    assert_int_equal(spec.crop, IMAGE_CROP_TOP);
    assert_int_equal(image_parse_crop("none", &spec, &e), 0);
    assert_int_equal(spec.crop, IMAGE_CROP_NONE);
}

/* Files that are made: format, size, the same bytes twice, and not a word of
 * what the picture carried beside its pixels. */
static void
made_clean(void **state)
{
    static const char secret[] = "Exif-GPS-58.9N";
    struct image pic = noise(600, 400, true, 23), out;
    struct image_spec spec = {0};
    struct image_info info;
    struct err e = ERR_INIT;
    struct buf in = png_of(&pic), b[2] = {BUF_INIT, BUF_INIT};
    enum image_format f;
    size_t i;

    (void)state;
    png_insert(&in, "IDAT", "tEXt", (const uint8_t *)"Comment\0Exif-GPS-58.9N",
               22);
    assert_non_null(memmem(in.data, in.len, secret, 14));
    for (f = IMAGE_PNG; f <= IMAGE_JPEG; f++) {
        for (i = 0; i < 2; i++)
            assert_int_equal(image_make(in.data, in.len, &spec, f, &b[i], &e),
                             ST_OK);
        assert_int_equal(b[0].len, b[1].len);
        assert_memory_equal(b[0].data, b[1].data, b[0].len);
        assert_null(memmem(b[0].data, b[0].len, secret, 14));
        assert_null(memmem(b[0].data, b[0].len, "Exif", 4));
        assert_int_equal(image_check(b[0].data, b[0].len, &info, &e), ST_OK);
        assert_int_equal(info.format, f);
        assert_int_equal(info.width, IMAGE_DEFAULT_SIZE);
        assert_int_equal(info.height, IMAGE_DEFAULT_SIZE);
        assert_int_equal(info.alpha, f == IMAGE_PNG);
        out = load_whole(&b[0]);
        assert_true(f == IMAGE_PNG || out.rgba[3] == 255);
        image_free(&out);
        buf_free(&b[0]);
        buf_free(&b[1]);
    }
    assert_int_equal(image_make(in.data, in.len, &spec, IMAGE_OTHER, &b[0], &e),
                     ST_REFUSED);
    err_free(&e);
    buf_free(&b[0]);
    buf_free(&in);
    image_free(&pic);
}

/* What is half clear becomes half white in a JPEG; others can read it. */
static void
jpeg_on_white(void **state)
{
    struct image pic = {16, 16, mem_calloc(16 * 16, 4)}, theirs;
    struct image_spec spec = {0};
    struct err e = ERR_INIT;
    struct buf in, out = BUF_INIT;
    size_t i;

    (void)state;
    need("convert", "imagemagick");
    for (i = 0; i < 16 * 16; i++)
        pic.rgba[i * 4 + 3] = i < 128 ? 0 : 128;
    in = png_of(&pic);
    assert_int_equal(image_make(in.data, in.len, &spec, IMAGE_JPEG, &out, &e),
                     ST_OK);
    spill("made.jpg", out.data, out.len);
    run("convert made.jpg -depth 8 RGBA:out");
    theirs = raw_picture("out", 16, 16);
    assert_int_equal(theirs.rgba[0], 255);
    assert_in_range(theirs.rgba[255 * 4], 126, 128);
    image_free(&theirs);
    image_free(&pic);
    buf_free(&in);
    buf_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scaled_in_linear_light),
        cmocka_unit_test(opaque_as_any),
        cmocka_unit_test(half_the_light),
        cmocka_unit_test(kept_as_it_is),
        cmocka_unit_test(crop_as_shown),
        cmocka_unit_test(crop_outside),
        cmocka_unit_test(crop_words),
        cmocka_unit_test(made_clean),
        cmocka_unit_test(jpeg_on_white),
    };

    return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
