/* Central records that say the same, wherever the member lies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/cursor.h"

#include "cxbak/zip/zrecord.h"

#include "zip/zpatch_impl.h"

#define NAME "200.png"

/* A record and the member that it is of. */
struct record {
    struct buf b;
    struct zmember m;
};

/* Where the zip64 field has the offset: behind `before` bytes of sizes. */
static void
settle(struct record *r, size_t before)
{
    uint16_t at = 0;

    if (before != SIZE_MAX)
        at = (uint16_t)(ZCENTRAL_LEN + sizeof(NAME) - 1 + 4 + before);
    r->m = (struct zmember){.central = r->b.data,
                            .central_len = (uint32_t)r->b.len,
                            .name_len = sizeof(NAME) - 1,
                            .off64 = at};
}

static struct record
make(uint32_t usize, const void *extra, size_t n, const char *comment)
{
    struct record r = {.b = BUF_INIT};

    memset(buf_room(&r.b, ZCENTRAL_LEN), 0, ZCENTRAL_LEN);
    r.b.len = ZCENTRAL_LEN;
    cursor_put16(r.b.data + 6, 20);
    cursor_put32(r.b.data + 24, usize);
    cursor_put16(r.b.data + 28, sizeof(NAME) - 1);
    cursor_put16(r.b.data + 30, (uint16_t)n);
    cursor_put16(r.b.data + 32, (uint16_t)strlen(comment));
    buf_adds(&r.b, NAME);
    buf_add(&r.b, extra, n);
    buf_adds(&r.b, comment);
    settle(&r, SIZE_MAX);
    return r;
}

static bool
same(const struct record *a, const struct record *b, bool content)
{
    bool x = zrecord_same(&a->m, &b->m, content);

    assert_int_equal(x, zrecord_same(&b->m, &a->m, content));
    return x;
}

static const uint8_t times[] = {0x55, 0x54, 5, 0, 1, 4, 3, 2, 1};
static const uint8_t later[] = {0x55, 0x54, 5, 0, 1, 9, 9, 9, 9};
static const uint8_t owner[] = {0x75, 0x78, 2, 0, 1, 0};
static const uint8_t sizes[] = {0x75, 0x78, 2, 0, 1, 0, 1, 0, 8,
                                0,    7,    0, 0, 0, 1, 0, 0, 0};

static void
an_offset_beyond_32_bits_is_still_an_offset(void **state)
{
    struct record near = make(5, times, sizeof(times), "note");
    struct record far = make(5, times, sizeof(times), "note");
    struct record other = make(5, times, sizeof(times), "nope");

    (void)state;
    zpatch_offset(&near.b, 0, 77);
    settle(&near, SIZE_MAX);
    zpatch_offset(&far.b, 0, UINT64_C(0x123456789));
    settle(&far, 0);
    assert_true(far.b.len == near.b.len + 12);
    assert_true(same(&near, &far, false));
    assert_true(same(&near, &far, true));
    assert_false(same(&other, &far, false));
    buf_free(&near.b);
    buf_free(&far.b);
    buf_free(&other.b);
}

static void
sizes_beside_the_offset_count(void **state)
{
    struct record near = make(0xffffffff, sizes, sizeof(sizes), "");
    struct record far = make(0xffffffff, sizes, sizeof(sizes), "");

    (void)state;
    zpatch_offset(&far.b, 0, UINT64_C(0x123456789));
    settle(&far, 8);
    settle(&near, SIZE_MAX);
    assert_true(same(&near, &far, false));
    near.b.data[near.b.len - 1] = 1; /* of the size */
    assert_false(same(&near, &far, false));
    assert_true(same(&near, &far, true));
    buf_free(&near.b);
    buf_free(&far.b);
}

static void
what_follows_the_content_may_differ_with_it(void **state)
{
    struct record a = make(5, times, sizeof(times), "");
    struct record b = make(9, later, sizeof(later), "");
    struct record c = make(5, owner, sizeof(owner), "");
    struct record d = make(5, owner, sizeof(owner), "");

    (void)state;
    assert_false(same(&a, &b, false));

    /* ... the times in extra fields only with the time of the record. */
    assert_false(same(&a, &b, true));
    b.b.data[12] = 7;
    assert_true(same(&a, &b, true));
    assert_false(same(&a, &c, true));
    assert_true(same(&c, &d, false));
    d.b.data[d.b.len - 1] = 7;
    assert_false(same(&c, &d, true));
    buf_free(&a.b);
    buf_free(&b.b);
    buf_free(&c.b);
    buf_free(&d.b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_offset_beyond_32_bits_is_still_an_offset),
        cmocka_unit_test(sizes_beside_the_offset_count),
        cmocka_unit_test(what_follows_the_content_may_differ_with_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
