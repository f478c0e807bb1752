/* Headers of members with new content, and offsets that outgrow 32 bits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/cursor.h"

#include "zip/zpatch_impl.h"
#include "zip/zip_impl.h"

#define NAME     "1Db.xml"
#define NAME_LEN 7

static const struct zcontent content = {0x11223344, 1000, 5000};
static const struct zstamp no_stamp;

/* A header with these values and extra fields. */
static struct buf
make(bool local, unsigned flags, uint32_t crc, uint32_t csize, uint32_t usize,
     const void *extra, size_t extra_len)
{
    size_t fixed = local ? ZLOCAL_LEN : ZCENTRAL_LEN, at = local ? 14 : 16;
    struct buf b = BUF_INIT;

    memset(buf_room(&b, fixed), 0, fixed);
    b.len = fixed;
    cursor_put16(b.data + (local ? 6 : 8), (uint16_t)flags);
    cursor_put32(b.data + at, crc);
    cursor_put32(b.data + at + 4, csize);
    cursor_put32(b.data + at + 8, usize);
    cursor_put16(b.data + (local ? 26 : 28), NAME_LEN);
    cursor_put16(b.data + (local ? 28 : 30), (uint16_t)extra_len);
    buf_add(&b, NAME, NAME_LEN);
    buf_add(&b, extra, extra_len);
    return b;
}

static uint32_t
u32(const struct buf *b, size_t at)
{
    struct cursor c;

    cursor_init(&c, b->data + at, 4);
    return cursor_u32(&c);
}

static uint64_t
u64(const struct buf *b, size_t at)
{
    struct cursor c;

    cursor_init(&c, b->data + at, 8);
    return cursor_u64(&c);
}

static void
plain_fields(void **state)
{
    struct buf b = make(true, 0, 1, 2, 3, "", 0);

    (void)state;
    zpatch_header(b.data, true, &content, &no_stamp);
    assert_int_equal(u32(&b, 14), content.crc);
    assert_int_equal(u32(&b, 18), 1000);
    assert_int_equal(u32(&b, 22), 5000);
    buf_free(&b);
}

/* A streaming writer left zeros, and they stay. */
static void
deferred_fields(void **state)
{
    struct buf b = make(true, ZFLAG_DESCRIPTOR, 0, 0, 0, "", 0);

    (void)state;
    zpatch_header(b.data, true, &content, &no_stamp);
    assert_int_equal(u32(&b, 14), 0);
    assert_int_equal(u32(&b, 18), 0);
    assert_int_equal(u32(&b, 22), 0);
    buf_free(&b);
}

static void
zip64_fields(void **state)
{
    /* size 7, compressed size 8 */
    static const uint8_t both[] = {1, 0, 16, 0, 7, 0, 0, 0, 0, 0,
                                   0, 0, 8,  0, 0, 0, 0, 0, 0, 0};
    /* offset 9 */
    static const uint8_t offset[] = {1, 0, 8, 0, 9, 0, 0, 0, 0, 0, 0, 0};
    /* size 7, offset 9 */
    static const uint8_t mixed[] = {1, 0, 16, 0, 7, 0, 0, 0, 0, 0,
                                    0, 0, 9,  0, 0, 0, 0, 0, 0, 0};
    struct buf b;
    size_t extra = ZCENTRAL_LEN + NAME_LEN + 4;

    (void)state;
    /* Both saturated: the truth is in the field. */
    b = make(false, 0, 1, ZMAX32, ZMAX32, both, sizeof(both));
    zpatch_header(b.data, false, &content, &no_stamp);
    assert_int_equal(u32(&b, 20), ZMAX32);
    assert_int_equal(u32(&b, 24), ZMAX32);
    assert_int_equal(u64(&b, extra), 5000);
    assert_int_equal(u64(&b, extra + 8), 1000);
    buf_free(&b);

    /* Neither saturated: a superfluous field repeats the truth. */
    b = make(false, 0, 1, 8, 7, both, sizeof(both));
    zpatch_header(b.data, false, &content, &no_stamp);
    assert_int_equal(u32(&b, 20), 1000);
    assert_int_equal(u32(&b, 24), 5000);
    assert_int_equal(u64(&b, extra), 5000);
    assert_int_equal(u64(&b, extra + 8), 1000);
    buf_free(&b);

    /* Only the offset is in the field: it is not ours to change. */
    b = make(false, 0, 1, 8, 7, offset, sizeof(offset));
    cursor_put32(b.data + 42, ZMAX32);
    zpatch_header(b.data, false, &content, &no_stamp);
    assert_int_equal(u32(&b, 20), 1000);
    assert_int_equal(u64(&b, extra), 9);
    buf_free(&b);

    /* Size and offset: 16 bytes that are not the two sizes. */
    b = make(false, 0, 1, 8, ZMAX32, mixed, sizeof(mixed));
    cursor_put32(b.data + 42, ZMAX32);
    zpatch_header(b.data, false, &content, &no_stamp);
    assert_int_equal(u32(&b, 20), 1000);
    assert_int_equal(u32(&b, 24), ZMAX32);
    assert_int_equal(u64(&b, extra), 5000);
    assert_int_equal(u64(&b, extra + 8), 9);
    buf_free(&b);
}

static void
offsets_grow(void **state)
{
    static const uint8_t other[] = {0x55, 0x54, 1, 0, 0xaa};
    static const uint8_t both[] = {1, 0, 16,   0,    7, 0, 0,   0, 0,
                                   0, 0, 0,    8,    0, 0, 0,   0, 0,
                                   0, 0, 0x55, 0x54, 1, 0, 0xaa};
    struct buf b = make(false, 0, 1, 2, 3, other, sizeof(other));
    size_t extra = ZCENTRAL_LEN + NAME_LEN;
    uint64_t v[3];
    const uint8_t *data;
    size_t len, at;

    (void)state;
    /* It fits: four bytes change. */
    zpatch_offset(&b, 0, ZMAX32 - 1);
    assert_int_equal(u32(&b, 42), ZMAX32 - 1);
    assert_int_equal(b.len, extra + sizeof(other));

    /* It does not: a zip64 field comes before the other. */
    zpatch_offset(&b, 0, ZMAX32);
    assert_int_equal(u32(&b, 42), ZMAX32);
    assert_int_equal(b.len, extra + 12 + sizeof(other));
    assert_int_equal(u64(&b, extra + 4), ZMAX32);
    assert_memory_equal(b.data + extra + 12, other, sizeof(other));
    assert_int_equal(b.data[6], 45);
    buf_free(&b);

    /* Saturated sizes stay in the field, the offset joins them. */
    b = make(false, 0, 1, ZMAX32, ZMAX32, both, sizeof(both));
    zpatch_offset(&b, 0, 0x123456789a);
    assert_null(
        zextra_find(b.data + extra, b.len - extra, ZEXTRA_ZIP64, &data, &len));
    v[0] = v[1] = v[2] = ZMAX32;
    assert_null(zextra_zip64(v, 3, data, len, &at));
    assert_int_equal(v[0], 7);
    assert_int_equal(v[1], 8);
    assert_int_equal(v[2], 0x123456789a);
    assert_int_equal(at, 17);

    /* Once there, it is changed in place. */
    zpatch_offset(&b, (uint16_t)(extra + 4 + 16), 5);
    assert_int_equal(u64(&b, extra + 4 + 16), 5);
    assert_int_equal(u32(&b, 42), ZMAX32);
    buf_free(&b);
}

static void
descriptors_keep_their_form(void **state)
{
    static const size_t lengths[] = {12, 16, 20, 24};
    size_t i;

    (void)state;
    for (i = 0; i < 4; i++) {
        struct buf b = BUF_INIT;
        size_t at = lengths[i] % 8 == 0 ? 4 : 0;

        zpatch_descriptor(&b, lengths[i], &content);
        assert_int_equal(b.len, lengths[i]);
        if (at != 0)
            assert_int_equal(u32(&b, 0), ZSIG_DESCRIPTOR);
        assert_int_equal(u32(&b, at), content.crc);
        assert_int_equal(lengths[i] >= 20 ? u64(&b, at + 4) : u32(&b, at + 4),
                         1000);
        assert_int_equal(lengths[i] >= 20 ? u64(&b, at + 12) : u32(&b, at + 8),
                         5000);
        buf_free(&b);
    }
}

/* A time in the forms that headers have. */
static void
stamps(void **state)
{
    static const uint8_t times[] = {
        0x55, 0x54, 5,  0, 3, 1, 1, 1, 1, /* Info-ZIP */
        0x0a, 0x00, 32, 0, 0, 0, 0, 0, 1, 0, 24, 0, 1, 1, 1, 1, 1, 1,
        1,    1,    2,  2, 2, 2, 2, 2, 2, 2, 3,  3, 3, 3, 3, 3, 3, 3};
    struct buf b = make(true, 0, 1, 2, 3, times, sizeof(times));
    static const int64_t time = 1000000000; /* 2001-09-09 01:46:40 */
    static const int64_t before_dos = 1, after_dos = 4354819200;
    struct zstamp t;

    (void)state;
    t = zpatch_stamp(&time);
    assert_true(t.set);
    zpatch_header(b.data, true, &content, &t);
    assert_int_equal(u32(&b, 10), (21U << 25 | 9U << 21 | 9U << 16) |
                                      (1U << 11 | 46U << 5 | 20U));
    assert_int_equal(u32(&b, 37 + 5), 1000000000);
    assert_int_equal(u64(&b, 37 + 9 + 4 + 8), 126444736000000000);
    buf_free(&b);
    assert_false(zpatch_stamp(NULL).set);
    assert_false(zpatch_stamp(&before_dos).set);
    assert_false(zpatch_stamp(&after_dos).set);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_fields),
        cmocka_unit_test(deferred_fields),
        cmocka_unit_test(zip64_fields),
        cmocka_unit_test(offsets_grow),
        cmocka_unit_test(descriptors_keep_their_form),
        cmocka_unit_test(stamps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
