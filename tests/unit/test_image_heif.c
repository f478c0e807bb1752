/*
 * What a HEIC says that it is made of.  The boxes are written here byte by
 * byte, as the standard has them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/util/buf.h"
#include "image/image_impl.h"

static void
put(struct buf *b, uint64_t value, int bytes)
{
    while (bytes-- > 0)
        buf_addc(b, (char)(value >> 8 * bytes & 0xff));
}

/* A box with that content; of the ones with a version, that and no flags. */
static void
put_box(struct buf *to, const char *name, int version, const struct buf *body)
{
    size_t full = version >= 0 ? 4 : 0;

    put(to, 8 + full + body->len, 4);
    buf_add(to, name, 4);
    if (version >= 0)
        put(to, (uint64_t)version << 24, 4);
    buf_add(to, body->data, body->len);
}

/* A file whose item `main` is the picture, with these references. */
struct maker {
    int version; /* 0: numbers of two bytes, 1: of four */
    int mains;
    struct buf references;
};

static void
refer(struct maker *m, const char *kind, uint32_t from, const uint32_t *to,
      size_t n)
{
    struct buf body = BUF_INIT;
    int wide = m->version == 0 ? 2 : 4;
    size_t i;

    put(&body, from, wide);
    put(&body, n, 2);
    for (i = 0; i < n; i++)
        put(&body, to[i], wide);
    put_box(&m->references, kind, -1, &body);
    buf_free(&body);
}

static void
refer_one(struct maker *m, const char *kind, uint32_t from, uint32_t to)
{
    refer(m, kind, from, &to, 1);
}

/* Is the file of these references read? */
static bool
is_read(struct maker *m, uint32_t main)
{
    struct buf file = BUF_INIT, meta = BUF_INIT, body = BUF_INIT;
    struct err e = ERR_INIT;
    int status, i;

    buf_add(&body, "heic\0\0\0\0mif1", 12);
    put_box(&file, "ftyp", -1, &body);
    body.len = 0;
    put(&body, main, m->version == 0 ? 2 : 4);
    for (i = 0; i < (m->mains > 0 ? m->mains : 1); i++)
        put_box(&meta, "pitm", m->version, &body);
    put_box(&meta, "iref", m->version, &m->references);
    put_box(&file, "meta", 0, &meta);
    status = image_heif_items(file.data, file.len, &e);
    if (status != ST_OK)
        assert_non_null(strstr(e.msg, "made of itself"));
    buf_free(&file);
    buf_free(&meta);
    buf_free(&body);
    buf_free(&m->references);
    err_free(&e);
    return status == ST_OK;
}

static void
made_of_tiles(void **state)
{
    uint32_t tiles[500];
    struct maker m = {.version = 0};
    size_t i;

    (void)state;
    for (i = 0; i < 500; i++)
        tiles[i] = (uint32_t)i + 1;
    refer(&m, "dimg", 600, tiles, 500);
    refer_one(&m, "auxl", 700, 600);
    refer_one(&m, "thmb", 600, 600);
    refer_one(&m, "cdsc", 701, 600);
    assert_true(is_read(&m, 600));
}

static void
made_of_itself(void **state)
{
    static const char *const kinds[] = {"dimg", "auxl"};
    int version;
    size_t i;

    (void)state;
    for (version = 0; version < 2; version++) {
        for (i = 0; i < 2; i++) {
            struct maker m = {.version = version};

            refer_one(&m, kinds[i], 2, 2);
            assert_false(is_read(&m, 2));
            /* Nobody goes there from another one. */
            refer_one(&m, kinds[i], 2, 2);
            assert_true(is_read(&m, 3));
            refer_one(&m, "dimg", 3, 4);
            refer_one(&m, "dimg", 4, 5);
            refer_one(&m, kinds[i], 5, 5);
            assert_false(is_read(&m, 3));
        }
    }
}

/* Each is made of the next one, twice: twelve make 4,096 of the last. */
static void
made_of_very_many(void **state)
{
    struct maker m = {.version = 1};
    uint32_t i, twice[2];

    (void)state;
    for (i = 70000; i < 70012; i++) {
        twice[0] = twice[1] = i + 1;
        refer(&m, "dimg", i, twice, 2);
    }
    assert_false(is_read(&m, 70000));
    for (i = 70000; i < 70012; i++)
        refer_one(&m, "dimg", i, i + 1);
    assert_true(is_read(&m, 70000));
}

static void
two_main_pictures(void **state)
{
    struct maker m = {.version = 0, .mains = 2};

    (void)state;
    assert_false(is_read(&m, 1));
}

/* However it is cut, nothing behind its end is looked at. */
static void
cut_anywhere(void **state)
{
    static const char file[] = "\0\0\0\x10"
                               "ftypheic\0\0\0\0"
                               "\0\0\0\0"
                               "meta\0\0\0\0"
                               "\0\0\0\x0e"
                               "pitm\0\0\0\0\0\1"
                               "\0\0\0\x1a"
                               "iref\0\0\0\0"
                               "\0\0\0\x0e"
                               "dimg\0\1\0\1\0\1";
    size_t n;

    (void)state;
    for (n = 0; n < sizeof(file); n++) {
        struct err e = ERR_INIT;
        char *copy = malloc(n > 0 ? n : 1);

        assert_non_null(copy);
        memcpy(copy, file, n);
        assert_int_equal(image_heif_items((uint8_t *)copy, n, &e),
                         n < sizeof(file) - 1 ? ST_OK : ST_REFUSED);
        free(copy);
        err_free(&e);
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_of_tiles),
        cmocka_unit_test(made_of_itself),
        cmocka_unit_test(made_of_very_many),
        cmocka_unit_test(two_main_pictures),
        cmocka_unit_test(cut_anywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
