/* Padding: every length that may be asked for, read by zlib's own inflate. */
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"

#include "zip/zip_impl.h"
#include "zip/zpad_impl.h"

#define TEXT     "two words, and two words again"
#define TEXT_LEN (sizeof(TEXT) - 1)
/* More than any of the streams holds. */
#define ROOM 4096

/* Inflate: the stream must end with the last of the `n` bytes. */
static struct buf
inflated(uint8_t *p, size_t n)
{
    struct buf b = BUF_INIT;
    z_stream s = {0};

    assert_int_equal(inflateInit2(&s, -MAX_WBITS), Z_OK);
    s.next_in = p;
    s.avail_in = (uInt)n;
    s.next_out = buf_room(&b, ROOM);
    s.avail_out = ROOM;
    assert_int_equal(inflate(&s, Z_FINISH), Z_STREAM_END);
    assert_int_equal(s.avail_in, 0);
    b.len = s.total_out;
    inflateEnd(&s);
    return b;
}

static void
blocks_of_every_length(void **state)
{
    size_t n;

    (void)state;
    for (n = 0; n < ZPAD_BLOCK; n++) {
        size_t made = n == 8 || (n > 0 && n < 5) ? n + ZPAD_BLOCK : n;
        struct buf b = BUF_INIT, empty;

        zpad_blocks(&b, n);
        assert_int_equal(b.len, made);
        buf_add(&b, "\x03", 2);
        empty = inflated(b.data, b.len);
        assert_int_equal(empty.len, 0);
        buf_free(&empty);
        buf_free(&b);
    }
}

/* Compress the `n` bytes at `p`, of which `sync` were flushed before. */
static struct buf
deflated(uint8_t *p, size_t n, size_t sync, uint64_t before, size_t want)
{
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    z_stream s = {0};
    size_t room = n + 1024;

    deflateInit2(&s, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    s.next_out = buf_room(&b, room);
    s.avail_out = (uInt)room;
    s.next_in = p;
    s.avail_in = (uInt)sync;
    if (sync > 0)
        assert_int_equal(deflate(&s, Z_SYNC_FLUSH), Z_OK);
    s.avail_in = (uInt)(n - sync);
    if (n > sync)
        assert_int_equal(deflate(&s, Z_NO_FLUSH), Z_OK);
    b.len = room - s.avail_out;
    assert_int_equal(zpad_finish(&s, before + b.len, want, &b, &e), ST_OK);
    deflateEnd(&s);
    return b;
}

static void
streams_end_where_they_are_wanted(void **state)
{
    uint8_t text[] = TEXT;
    size_t want, sync;

    (void)state;
    for (sync = 0; sync <= TEXT_LEN; sync += TEXT_LEN / 2) {
        for (want = 0; want < ZPAD_BLOCK; want++) {
            struct buf b = deflated(text, TEXT_LEN, sync, 0, want), back;

            assert_int_equal(b.len % ZPAD_BLOCK, want);
            assert_true(b.len < 2 * ZPAD_BLOCK + TEXT_LEN + 16);
            back = inflated(b.data, b.len);
            assert_int_equal(back.len, TEXT_LEN);
            assert_memory_equal(back.data, text, TEXT_LEN);
            buf_free(&back);
            buf_free(&b);
        }
    }
}

/* What has the right length as it is comes as zlib alone would make it: an
 * edit that is undone gives the same archive. */
static void
streams_of_the_right_length_stay(void **state)
{
    size_t n = 300000, i;
    uint8_t *p = mem_alloc(n);
    struct buf plain, same, other;

    (void)state;
    for (i = 0; i < n; i++)
        p[i] = (uint8_t)(i * i >> 7);
    plain = deflated(p, n, 0, 0, ZPAD_NONE);
    same = deflated(p, n, 0, 4000, (plain.len + 4000) % ZPAD_BLOCK);
    other = deflated(p, n, 0, 4000, (plain.len + 4001) % ZPAD_BLOCK);
    assert_int_equal(plain.len, same.len);
    assert_memory_equal(plain.data, same.data, plain.len);
    assert_int_equal((other.len + 4000) % ZPAD_BLOCK,
                     (plain.len + 4001) % ZPAD_BLOCK);
    assert_true(other.len > plain.len);
    buf_free(&plain);
    buf_free(&same);
    buf_free(&other);
    free(p);
}

/* A local header of the name `N` with these extra fields. */
static struct buf
header(const void *extra, size_t n)
{
    struct buf b = BUF_INIT;

    memset(buf_room(&b, ZLOCAL_LEN), 0, ZLOCAL_LEN);
    b.len = ZLOCAL_LEN;
    cursor_put16(b.data + L_NAME_LEN, 1);
    cursor_put16(b.data + L_EXTRA_LEN, (uint16_t)n);
    buf_add(&b, "N", 1);
    buf_add(&b, extra, n);
    return b;
}

static void
is_header(struct buf *b, const void *extra, size_t n)
{
    struct buf want = header(extra, n);

    assert_int_equal(b->len, want.len);
    assert_memory_equal(b->data, want.data, want.len);
    buf_free(&want);
    buf_free(b);
}

#define OTHER "\x55\x54\x05\x00\x01\x01\x02\x03\x04"

static void
fields_come_and_go(void **state)
{
    struct buf b = header(OTHER, 9), once;
    const uint8_t *data;
    size_t n, len;

    (void)state;
    for (n = 0; n < ZPAD_BLOCK; n++) {
        size_t made = n > 0 && n < 6 ? n + ZPAD_BLOCK : n;

        zpad_header(&b, n);
        assert_int_equal(b.len, ZLOCAL_LEN + 1 + 9 + made);
        assert_null(zextra_find(b.data + ZLOCAL_LEN + 1, 9 + made, 0xd935,
                                &data, &len));
        assert_int_equal(data != NULL, n > 0);
        if (data != NULL)
            assert_true(zpad_is_field(0xd935, data, len));
    }
    once = header(OTHER, 9);
    zpad_header(&once, ZPAD_BLOCK - 1);
    assert_int_equal(b.len, once.len);
    assert_memory_equal(b.data, once.data, b.len);
    buf_free(&once);
    zpad_header(&b, 0);
    is_header(&b, OTHER, 9);
}

static void
fields_of_others_stay(void **state)
{
    static const uint8_t four[] = {0x35, 0xd9, 2, 0, 4, 0};
    static const uint8_t word[] = {0x35, 0xd9, 4, 0, 0, 0x10, 0, 'x'};
    static const uint8_t rest[] = {0x35, 0xd9, 2, 0, 0, 0x10, 1, 2, 3};
    static uint8_t full[65535 - 100];
    struct buf b;

    (void)state;
    b = header(four, sizeof(four));
    zpad_header(&b, 100);
    is_header(&b, four, sizeof(four));
    b = header(word, sizeof(word));
    zpad_header(&b, 100);
    is_header(&b, word, sizeof(word));

    /* Padding in front of bytes that are no field: these stay. */
    b = header(rest, sizeof(rest));
    zpad_header(&b, 100);
    is_header(&b, rest + 6, 3);

    cursor_put16(full, 0x9999);
    cursor_put16(full + 2, sizeof(full) - 4);
    b = header(full, sizeof(full));
    zpad_header(&b, 101);
    is_header(&b, full, sizeof(full));
    b = header(full, sizeof(full));
    zpad_header(&b, 100);
    assert_int_equal(b.len, ZLOCAL_LEN + 1 + 65535);
    buf_free(&b);
}

static void
what_is_padding(void **state)
{
    static uint8_t p[2 * ZPAD_BLOCK] = {0, 0x10};

    (void)state;
    assert_true(zpad_is_field(0xd935, p, 2));
    assert_true(zpad_is_field(0xd935, p, ZPAD_BLOCK + 1));
    assert_false(zpad_is_field(0xd935, p, ZPAD_BLOCK + 2));
    assert_false(zpad_is_field(0xd935, p, 1));
    assert_false(zpad_is_field(0xd934, p, 20));
    p[19] = 1;
    assert_false(zpad_is_field(0xd935, p, 20));
    assert_true(zpad_is_field(0xd935, p, 19));
    p[1] = 0x20;
    assert_false(zpad_is_field(0xd935, p, 10));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_every_length),
        cmocka_unit_test(streams_end_where_they_are_wanted),
        cmocka_unit_test(streams_of_the_right_length_stay),
        cmocka_unit_test(fields_come_and_go),
        cmocka_unit_test(fields_of_others_stay),
        cmocka_unit_test(what_is_padding),
    };

    /* zlib's tables are made thousands of times; to get fresh pages for each
     * takes longer than all else. */
    mallopt(M_MMAP_THRESHOLD, 1 << 24);
    mallopt(M_TRIM_THRESHOLD, 1 << 24);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
