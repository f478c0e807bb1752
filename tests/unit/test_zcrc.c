/*
 * The CRC, against zlib's: of every length that takes another way through it,
 * wherever the bytes begin, behind any others, and of large blocks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>

#include "cxbak/util/mem.h"
#include "zip/zcrc_impl.h"

#define SIZE ((size_t)3 << 20)

/* Random bytes; newly allocated. */
static uint8_t *
make(void)
{
    unsigned seed = (unsigned)time(NULL);
    uint8_t *p = mem_alloc(SIZE);
    size_t i;

    print_message("seed %u\n", seed);
    for (i = 0; i < SIZE; i++)
        p[i] = (uint8_t)(rand_r(&seed) >> 8);
    return p;
}

static void
is_the_same_as_zlib(void **state)
{
    uint8_t *p = make();
    size_t n, from;

    (void)state;
    for (n = 0; n < 600; n++) {
        for (from = 0; from < 20; from++) {
            uint32_t before = (uint32_t)(n * 2654435761U + from);

            assert_int_equal(zcrc(before, p + from, n),
                             crc32(before, p + from, (uInt)n));
        }
    }
    assert_int_equal(zcrc(ZCRC_START, p, SIZE), crc32(0, p, (uInt)SIZE));
    free(p);
}

/* In pieces it is the same as at once; and of the example that everybody
 * gives it is what everybody gives. */
static void
goes_on(void **state)
{
    uint8_t *p = make();
    uint32_t crc = ZCRC_START;
    size_t at, n;

    (void)state;
    for (at = 0, n = 1; at < SIZE; at += n, n = n * 3 % 100003 + 1) {
        if (n > SIZE - at)
            n = SIZE - at;
        crc = zcrc(crc, p + at, n);
    }
    assert_int_equal(crc, crc32(0, p, (uInt)SIZE));
    assert_int_equal(zcrc(ZCRC_START, "123456789", 9), 0xCBF43926);
    free(p);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_the_same_as_zlib),
        cmocka_unit_test(goes_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
