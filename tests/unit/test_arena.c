/* Memory of an arena: nothing that was taken overlaps, whatever its size, and
 * what is taken back is given again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cxbak/util/arena.h"

#define MANY 3000

/* Take many texts, and look at them when all were taken. */
static void
take_many(struct arena *a, unsigned seed)
{
    static const size_t large[] = {65535, 65536, 65537, 200000};
    char *texts[MANY];
    size_t sizes[MANY], i, k;

    for (i = 0; i < MANY; i++) {
        sizes[i] = (i * 7919 + seed) % 100;
        if (i % 1000 == 500)
            sizes[i] = large[(i + seed) % 4];
        texts[i] = arena_alloc(a, sizes[i]);
        memset(texts[i], (int)(i % 251), sizes[i]);
    }
    for (i = 0; i < MANY; i++) {
        for (k = 0; k < sizes[i]; k++) {
            if ((unsigned char)texts[i][k] != i % 251)
                fail_msg("byte %zu of text %zu was overwritten", k, i);
        }
    }
}

static void
test_nothing_overlaps(void **state)
{
    struct arena a = ARENA_INIT;
    struct arena_mark mark;
    char *kept;
    unsigned i;

    (void)state;
    arena_free(&a);
    take_many(&a, 0);

    /* What was there before the mark stays. */
    kept = arena_ndup(&a, "kept, not this", 4);
    mark = arena_mark(&a);
    for (i = 1; i < 5; i++) {
        take_many(&a, i);
        arena_rewind(&a, mark);
        assert_string_equal(kept, "kept");
    }
    assert_true(arena_alloc(&a, 1) == kept + 5);

    arena_rewind(&a, (struct arena_mark){0});
    take_many(&a, 5);
    assert_null(arena_dup(&a, NULL));
    assert_string_equal(arena_dup(&a, ""), "");
    arena_free(&a);
    arena_free(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_overlaps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
