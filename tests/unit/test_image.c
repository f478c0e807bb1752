/*
 * Pictures: what is told by content, what is refused, and how much memory
 * reading takes.
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
        enum image_format format;
        const char *name;
    } cases[] = {
#define CASE(bytes, format, name) {bytes, sizeof(bytes) - 1, format, name}
        CASE("\x89PNG\r\n\x1a\n....", IMAGE_PNG, "PNG"),
        CASE("\xff\xd8\xff\xe0....", IMAGE_JPEG, "JPEG"),
        CASE("\x89PNG\n\x1a\n....", IMAGE_OTHER,
             "a PNG damaged by a transfer as text"),
        CASE("GIF89a....", IMAGE_OTHER, "GIF"),
        CASE("RIFF\x10\0\0\0WEBPVP8 ", IMAGE_OTHER, "WebP"),
        CASE("RIFF\x10\0\0\0WAVEfmt ", IMAGE_NONE, "a RIFF file"),
        CASE("\0\0\0\x18"
             "ftypheic\0\0\0\0mif1heic",
             IMAGE_OTHER, "HEIC"),
        CASE("\0\0\0\x1c"
             "ftypmif1\0\0\0\0mif1heicmiaf",
             IMAGE_OTHER, "HEIC"),
        CASE("\0\0\0\x1c"
             "ftypmif1\0\0\0\0avifmif1miaf",
             IMAGE_OTHER, "AVIF"),
        CASE("\0\0\0\x14"
             "ftypmif1\0\0\0\0mif1",
             IMAGE_OTHER, "HEIF"),
        CASE("\0\0\0\x14"
             "ftypisom\0\0\0\0mp41",
             IMAGE_NONE, "an MP4 video"),
        /* A brand beyond the box, or in the minor version, is none. */
        CASE("\0\0\0\x10"
             "ftypisomheicheic",
             IMAGE_NONE, "an MP4 video"),
        CASE("BM\x36\0\0\0\0\0\0\0\x36\0\0\0", IMAGE_OTHER, "BMP"),
        CASE("BM is how this text begins", IMAGE_UNKNOWN, NULL),
        CASE("II*\0\x08\0\0\0", IMAGE_OTHER, "TIFF or a camera's raw format"),
        CASE("\0\0\1\0\1\0", IMAGE_OTHER, "ICO"),
        CASE("%PDF-1.7", IMAGE_OTHER, "PDF"),
        CASE("P6\n1 1\n255\n", IMAGE_OTHER, "PNM"),
        CASE("\xff\x0a\xfa\x1f", IMAGE_OTHER, "JPEG XL"),
        CASE("\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- x -->\n<svg>",
             IMAGE_OTHER, "SVG"),
        CASE("\n <SVG width='1'>", IMAGE_OTHER, "SVG"),
        CASE("\xff\xfe<\0s\0v\0g\0>\0", IMAGE_OTHER, "SVG"),
        CASE("<?xml version=\"1.0\"?><PhoneSystem/>", IMAGE_NONE, "XML"),
        CASE("<!DOCTYPE html><p>", IMAGE_NONE, "a web page"),
        CASE("PK\3\4....", IMAGE_NONE, "a ZIP archive"),
        CASE("\0\5\x16\7\0\2\0\0", IMAGE_NONE,
             "a macOS companion file without a picture"),
        CASE("\xff\xd8", IMAGE_UNKNOWN, NULL),
        CASE("RIFF", IMAGE_UNKNOWN, NULL),
        CASE("", IMAGE_UNKNOWN, NULL),
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
        assert_int_equal(image_sniff(exact, cases[i].n, &name),
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
    assert_int_equal(image_format_of_name("a/200.PNG"), IMAGE_PNG);
    assert_int_equal(image_format_of_name("200.jpeg"), IMAGE_JPEG);
    assert_int_equal(image_format_of_name("200.png.Jpg"), IMAGE_JPEG);
    assert_int_equal(image_format_of_name("200.gif"), IMAGE_UNKNOWN);
    assert_int_equal(image_format_of_name("a.png/200"), IMAGE_UNKNOWN);
    assert_int_equal(image_format_of_name("png"), IMAGE_UNKNOWN);
    assert_string_equal(image_format_ending(IMAGE_JPEG), "jpg");
}

/* The status is ST_REFUSED and the message has that text. */
static void
refused(const void *p, size_t n, const char *text)
{
    struct image_spec spec = {0};
    struct image pic = IMAGE_INIT;
    struct err e = ERR_INIT;

    assert_int_equal(image_load(p, n, &spec, &pic, &e), ST_REFUSED);
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
    uint8_t *huge = calloc(1, IMAGE_MAX_BYTES + 1);

    (void)state;
    refused("", 0, "the file is empty");
#ifdef CXBAK_HEIF
    refused(heic, sizeof(heic) - 1, "this HEIC is damaged or cut off");
#else
    refused(heic, sizeof(heic) - 1, "this is HEIC; export it as JPEG or PNG");
#endif
    refused("PK\3\4", 4, "this is a ZIP archive, not a picture");
    refused("hello", 5, "no picture of a known kind");
    assert_non_null(huge);
    refused(huge, IMAGE_MAX_BYTES + 1, "a picture of at most 128 MiB");
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
    struct image pic = noise(8, 8, false, 1);
    struct buf b = png_of(&pic);

    png_save_uint_32(b.data + 16, w);
    png_save_uint_32(b.data + 20, h);
    png_save_uint_32(b.data + 29, (png_uint_32)crc32(0, b.data + 12, 4 + 13));
    image_free(&pic);
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
    assert_int_equal(image_check(b.data, b.len, NULL, &e), ST_OK);
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
        assert_int_equal(image_check(exact, n, NULL, &e), ST_REFUSED);
        free(exact);
    }
    assert_int_equal(image_check(b->data, b->len, NULL, &e), ST_OK);
    buf_adds(b, "trailing bytes, as some phones have");
    err_free(&e);
    assert_int_equal(image_check(b->data, b->len, NULL, &e), ST_OK);
    buf_free(b);
}

static void
refused_when_cut(void **state)
{
    static const char *const kinds[] = {"", "-progressive", "-arithmetic"};
    struct image pic = noise(13, 11, true, 5);
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
    image_free(&pic);
}

/* Random damage never does more than be refused, with a reason; a PNG's
 * checksums find all of it that matters. */
static void
random_damage(void **state)
{
    struct image_spec spec = {.size = 8};
    struct image pic = noise(13, 11, true, 5), out = IMAGE_INIT;
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
        status = image_load(b.data, b.len, &spec, &out, &e);
        if (status != ST_OK) {
            assert_int_equal(status, ST_REFUSED);
            assert_true(strlen(e.msg) > 10);
        }
        image_free(&out);
        err_free(&e);
        buf_free(&b);
    }
    for (i = 0; i < 3; i++)
        buf_free(&files[i]);
    image_free(&pic);
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
    struct image_spec spec = {0};
    struct image pic = IMAGE_INIT;
    struct err e = ERR_INIT;
    struct rusage before, after;
    int status, pipes[2];
    long kib = -1;
    pid_t pid;

    assert_int_equal(pipe(pipes), 0);
    if ((pid = fork()) == 0) {
        getrusage(RUSAGE_SELF, &before);
        status = image_load(b->data, b->len, &spec, &pic, &e);
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
        cmocka_unit_test(told_by_content),  cmocka_unit_test(told_by_name),
        cmocka_unit_test(refused_by_kind),  cmocka_unit_test(refused_by_size),
        cmocka_unit_test(refused_by_scans), cmocka_unit_test(refused_when_cut),
        cmocka_unit_test(random_damage),    cmocka_unit_test(bounded_memory),
    };

    return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
