/*
 * What is drawn: contact sheets, and half blocks for a terminal.
 */
#include "picture_help.h"

/* Tiles of a sheet: `pics[i]` under its number, or nothing. */
struct tiles {
    const struct image *pics;
    size_t count, fail_at, asked;
};

static int
tile(void *ctx, size_t i, struct image_tile *t, struct err *e)
{
    struct tiles *ts = ctx;
    const struct image *p = &ts->pics[i];

    assert_int_equal(i, ts->asked++);
    t->label = mem_printf("%zu", 100 + i);
    if (i == ts->fail_at)
        return err_set(e, ST_BACKUP, "tile %zu is bad", i);
    if (p->rgba == NULL) {
        t->note = i % 2 == 0 ? mem_dup("none") : NULL;
        return ST_OK;
    }
    t->pic.width = p->width;
    t->pic.height = p->height;
    t->pic.rgba = mem_array(NULL, (size_t)p->width * p->height, 4);
    memcpy(t->pic.rgba, p->rgba, (size_t)p->width * p->height * 4);
    return ST_OK;
}

static struct image
plain(uint32_t w, uint32_t h, uint8_t r, uint8_t g, uint8_t b, uint8_t a)
{
    struct image p = {w, h, mem_array(NULL, (size_t)w * h, 4)};
    size_t i;

    for (i = 0; i < (size_t)w * h; i++) {
        p.rgba[i * 4] = r;
        p.rgba[i * 4 + 1] = g;
        p.rgba[i * 4 + 2] = b;
        p.rgba[i * 4 + 3] = a;
    }
    return p;
}

static void
is_colour(const struct image *p, uint32_t x, uint32_t y, int r, int g, int b)
{
    const uint8_t *px = p->rgba + ((size_t)y * p->width + x) * 4;

    if (px[0] != r || px[1] != g || px[2] != b)
        fail_msg("pixel %u,%u is %d,%d,%d, expected %d,%d,%d", x, y, px[0],
                 px[1], px[2], r, g, b);
}

/* How many black pixels lie in this part? */
static unsigned
count_ink(const struct image *p, uint32_t x, uint32_t y, uint32_t w, uint32_t h)
{
    unsigned n = 0;
    uint32_t i, j;

    for (j = y; j < y + h; j++) {
        for (i = x; i < x + w; i++) {
            const uint8_t *px = p->rgba + ((size_t)j * p->width + i) * 4;

            n += px[0] == 0 && px[1] == 0 && px[2] == 0;
        }
    }
    return n;
}

/* Three columns and two rows of squares of 32: wide, small, clear, missing
 * with a note and without, and an empty cell. */
static void
sheet_of_five(void **state)
{
    struct image pics[5] = {
        plain(64, 32, 255, 0, 0, 255),
        plain(8, 8, 0, 0, 255, 255),
        IMAGE_INIT,
        IMAGE_INIT,
        plain(32, 32, 0, 0, 0, 0),
    };
    struct tiles ts = {pics, 5, SIZE_MAX, 0};
    struct image_sheet sheet = {5, 3, 32, tile, &ts};
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;
    struct image out;

    (void)state;
    need("convert", "imagemagick");
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_OK);
    spill("sheet.png", b.data, b.len);
    run("convert sheet.png -depth 8 RGBA:out");

    /* 8 around and between; a cell is 34 wide and 34 + 42 high. */
    out = raw_picture("out", 8 + 3 * 42, 8 + 2 * 84);
    is_colour(&out, 0, 0, 255, 255, 255);
    is_colour(&out, 8, 8, 176, 176, 176);
    is_colour(&out, 41, 41, 176, 176, 176);
    is_colour(&out, 42, 42, 255, 255, 255);

    /* Shrunk to 32 x 16 in the middle; not enlarged in the middle. */
    is_colour(&out, 9, 9 + 7, 255, 255, 255);
    is_colour(&out, 9, 9 + 8, 255, 0, 0);
    is_colour(&out, 40, 9 + 23, 255, 0, 0);
    is_colour(&out, 40, 9 + 24, 255, 255, 255);
    is_colour(&out, 51 + 11, 9 + 12, 255, 255, 255);
    is_colour(&out, 51 + 12, 9 + 12, 0, 0, 255);
    is_colour(&out, 51 + 19, 9 + 19, 0, 0, 255);
    is_colour(&out, 51 + 20, 9 + 20, 255, 255, 255);

    /* Missing ones are grey; the last cell is paper. */
    is_colour(&out, 93, 9, 232, 232, 232);
    is_colour(&out, 9, 93, 232, 232, 232);
    is_colour(&out, 93 + 10, 93 + 10, 255, 255, 255);
    is_colour(&out, 51 + 16, 93 + 16, 255, 255, 255);

    /* "100" in double size, centred, and nothing under the empty cell: 13
     * dots of a 1, 2 times 19 of a 0, 4 pixels each. */
    assert_int_equal(count_ink(&out, 8, 42, 34, 22), (13 + 2 * 19) * 4);
    assert_int_equal(count_ink(&out, 92, 92, 34, 84), 0);
    image_free(&out);
    buf_free(&b);
    image_free(&pics[0]);
    image_free(&pics[1]);
    image_free(&pics[4]);
}

/* The status of a tile ends the sheet; nothing is left of it. */
static void
sheet_fails(void **state)
{
    struct image pics[9];
    struct tiles ts = {pics, 9, 4, 0};
    struct image_sheet sheet = {9, 2, 0, tile, &ts};
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;

    (void)state;
    memset(pics, 0, sizeof(pics));
    buf_adds(&b, "before");
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_BACKUP);
    assert_string_equal(e.msg, "tile 4 is bad");
    assert_int_equal(ts.asked, 5);
    assert_int_equal(b.len, 6);

    sheet.count = 0;
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_REFUSED);
    sheet.count = 1000000;
    sheet.columns = 0;
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_REFUSED);
    assert_non_null(strstr(e.msg, "select fewer users"));
    sheet.count = SIZE_MAX;
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_REFUSED);
    sheet.count = 9;
    sheet.columns = UINT32_MAX;
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_REFUSED);
    sheet.columns = 1;
    sheet.side = 4;
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_REFUSED);
    err_free(&e);
    buf_free(&b);
}

/* A label of any length and content stays within its cell. */
static int
odd_tile(void *ctx, size_t i, struct image_tile *t, struct err *e)
{
    static const char *const labels[] = {
        "", "8", "1234567890123456789012345678901234567890",
        "\xc3\xbc\x01\xff\n", NULL};

    (void)ctx;
    (void)e;
    t->label = mem_dup(labels[i]);
    t->name = mem_dup(labels[(i + 2) % 5]);
    t->note = mem_dup(labels[4 - i]);
    return ST_OK;
}

static void
odd_labels(void **state)
{
    struct image_sheet sheet = {5, 5, 16, odd_tile, NULL};
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;
    struct image out;
    uint32_t gap;

    (void)state;
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_OK);
    out = load_whole(&b);
    for (gap = 0; gap < 6; gap++)
        assert_int_equal(count_ink(&out, gap * 26, 0, 8, out.height), 0);
    image_free(&out);
    buf_free(&b);
}

/* A name that does not fit on a line goes on a second one, where it has a blank
 * to break it at; what does not fit there is cut. */
static int
named_tile(void *ctx, size_t i, struct image_tile *t, struct err *e)
{
    static const char *const names[] = {"I I", "IIIII I", "IIIIIIIIII",
                                        "IIII IIIIIIIIII"};

    (void)ctx;
    (void)e;
    t->label = mem_dup("");
    t->name = mem_dup(names[i]);
    return ST_OK;
}

static void
long_names(void **state)
{
    /* A square of 32 pixels has room for five letters; an I has 11 dots. */
    static const unsigned first[] = {2, 5, 5, 4}, second[] = {0, 1, 0, 5};
    struct image_sheet sheet = {4, 4, 32, named_tile, NULL};
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;
    struct image out;
    uint32_t i;

    (void)state;
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_OK);
    out = load_whole(&b);
    for (i = 0; i < 4; i++) {
        assert_int_equal(count_ink(&out, 8 + i * 42, 42 + 21, 34, 7),
                         first[i] * 11);
        assert_int_equal(count_ink(&out, 8 + i * 42, 42 + 31, 34, 7),
                         second[i] * 11);
    }
    image_free(&out);
    buf_free(&b);
}

/* About as many rows as columns, but never more columns than pictures. */
static void
square_sheets(void **state)
{
    struct image pics[30];
    struct tiles ts = {pics, 30, SIZE_MAX, 0};
    struct image_sheet sheet = {30, 0, 0, tile, &ts};
    struct image_info info;
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;

    (void)state;
    memset(pics, 0, sizeof(pics));
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_OK);
    assert_int_equal(image_probe(b.data, b.len, &info, &e), ST_OK);
    assert_int_equal(info.width, 8 + 7 * 106);
    assert_int_equal(info.height, 8 + 5 * 148);
    buf_free(&b);
    sheet.count = 1;
    ts.asked = 0;
    assert_int_equal(image_sheet_draw(&sheet, &b, &e), ST_OK);
    assert_int_equal(image_probe(b.data, b.len, &info, &e), ST_OK);
    assert_int_equal(info.width, 8 + 106);
    buf_free(&b);
}

/* The exact bytes for two columns and three rows with clear pixels. */
static void
blocks_exact(void **state)
{
    uint8_t rgba[] = {1, 2, 3, 255, 9, 9, 9, 0,  4, 5, 6, 255,
                      7, 8, 9, 200, 9, 9, 9, 10, 0, 0, 0, 255};
    struct image pic = {2, 3, rgba};
    struct buf b = BUF_INIT;

    (void)state;
    image_blocks(&pic, 40, &b);
    assert_string_equal(buf_str(&b),
                        "\x1b[0m\x1b[38;2;1;2;3m\x1b[48;2;4;5;6m\xe2\x96\x80"
                        "\x1b[0m\x1b[38;2;7;8;9m\xe2\x96\x84\x1b[0m\n"
                        "\x1b[0m \x1b[0m\x1b[38;2;0;0;0m\xe2\x96\x80\x1b[0m\n");
    buf_free(&b);
}

/* So many characters in the first line, and so many lines. */
static void
blocks_size(uint32_t w, uint32_t h, uint32_t columns, unsigned wide,
            unsigned lines)
{
    struct image pic = plain(w, h, 10, 20, 30, 255);
    unsigned cells = 0, found = 0;
    struct buf b = BUF_INIT;
    const char *s;

    image_blocks(&pic, columns, &b);
    for (s = buf_str(&b); *s != '\0'; s++) {
        found += *s == '\n';
        cells += found == 0 && *s == '\xe2';
    }
    assert_int_equal(cells, wide);
    assert_int_equal(found, lines);
    buf_free(&b);
    image_free(&pic);
}

static void
blocks_fit(void **state)
{
    (void)state;
    blocks_size(256, 256, 32, 32, 16);
    blocks_size(256, 100, 32, 32, 7);
    blocks_size(100, 256, 32, 32, 41);
    blocks_size(10, 10, 32, 10, 5);
    blocks_size(1, 900, 1, 1, 450);
    blocks_size(900, 1, 7, 7, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheet_of_five), cmocka_unit_test(sheet_fails),
        cmocka_unit_test(odd_labels),    cmocka_unit_test(long_names),
        cmocka_unit_test(square_sheets), cmocka_unit_test(blocks_exact),
        cmocka_unit_test(blocks_fit),
    };

    return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
