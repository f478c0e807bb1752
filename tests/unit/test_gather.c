/*
 * Pieces of a large sparse file, read together: by the kernel, by what is left
 * where it does not take them, or only some, and when the file is cut short.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cmocka.h>

#include "cxbak/util/gather.h"

#define PIECES 500
#define STEP   ((uint64_t)3 << 20)
#define LEN    100
#define SIZE   (PIECES * STEP)

/* What the kernel does: as it likes, or as told here. */
enum kernel { AS_IT_IS, HAS_NONE, TAKES_NONE, TAKES_FEW, LOSES_EVENTS };

static enum kernel kernel;
static int preads;
static int interrupted;
static uint64_t cut; /* at the first read, the file gets so short; 0: not */
static int fd = -1;

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);
ssize_t __real_pread64(int from, void *p, size_t n, off_t off);
ssize_t __wrap_pread64(int from, void *p, size_t n, off_t off);

static long
fail_with(int code)
{
    errno = code;
    return -1;
}

long
__wrap_syscall(long number, ...)
{
    long a[5];
    va_list ap;
    size_t i;

    va_start(ap, number);
    for (i = 0; i < 5; i++)
        a[i] = va_arg(ap, long);
    va_end(ap);
    if (number == SYS_io_setup && kernel == HAS_NONE)
        return fail_with(ENOSYS);
    if (number == SYS_io_submit) {
        if (kernel == TAKES_NONE || (kernel == TAKES_FEW && a[1] < PIECES))
            return fail_with(EAGAIN);
        if (kernel == TAKES_FEW)
            a[1] = 7;
        if (cut != 0)
            assert_int_equal(ftruncate(fd, (off_t)cut), 0);
    }
    if (number == SYS_io_getevents) {
        if (kernel == LOSES_EVENTS)
            return fail_with(EINVAL);
        if (interrupted++ == 0)
            return fail_with(EINTR);
    }
    return __real_syscall(number, a[0], a[1], a[2], a[3], a[4]);
}

ssize_t
__wrap_pread64(int from, void *p, size_t n, off_t off)
{
    preads++;
    if (cut != 0)
        assert_int_equal(ftruncate(fd, (off_t)cut), 0);
    return __real_pread64(from, p, n, off);
}

/* The bytes of a piece are told by its number. */
static void
make_text(char *p, size_t i)
{
    memset(p, 'a' + (int)(i % 26), LEN);
    snprintf(p, LEN, "piece %zu of many", i);
}

static int
make_file(void **state)
{
    char path[] = "/tmp/cxbak-gather-XXXXXX", text[LEN];
    size_t i;

    (void)state;
    assert_true((fd = mkstemp(path)) != -1);
    unlink(path);
    for (i = 0; i < PIECES; i++) {
        make_text(text, i);
        assert_int_equal(pwrite(fd, text, LEN, (off_t)(i * STEP + 5)), LEN);
    }
    assert_int_equal(ftruncate(fd, SIZE), 0);
    kernel = AS_IT_IS;
    preads = interrupted = 0;
    cut = 0;
    return 0;
}

static int
close_file(void **state)
{
    (void)state;
    close(fd);
    return 0;
}

/* Read the first `n` pieces; all must have come, unless `e` tells why not. */
static void
read_pieces(size_t n, struct err *e)
{
    struct gather_piece list[PIECES];
    char *bytes = calloc(PIECES, LEN), text[LEN];
    struct source s;
    struct gather *g;
    size_t i;

    assert_non_null(bytes);
    assert_int_equal(source_file(&s, fd, "big.zip", e), ST_OK);
    s.fresh = true;
    for (i = 0; i < n; i++)
        list[i] = (struct gather_piece){i * STEP + 5, LEN,
                                        (uint8_t *)bytes + i * LEN};
    assert_non_null(g = gather_new(&s));
    if (gather_read(g, list, n, e) == ST_OK) {
        for (i = 0; i < n; i++) {
            make_text(text, i);
            assert_memory_equal(bytes + i * LEN, text, LEN);
        }
    }
    gather_free(g);
    free(bytes);
}

/* Is there such a kernel at all?  Not in every container. */
static bool
has_aio(void)
{
    unsigned long context = 0;

    if (__real_syscall(SYS_io_setup, 1L, &context) == -1)
        return false;
    __real_syscall(SYS_io_destroy, context);
    return true;
}

static void
the_kernel_reads_all(void **state)
{
    struct err e = ERR_INIT;

    (void)state;
    read_pieces(PIECES, &e);
    assert_int_equal(e.status, ST_OK);
    assert_int_equal(preads, has_aio() ? 0 : PIECES);
}

static void
few_pieces_are_not_worth_it(void **state)
{
    struct err e = ERR_INIT;

    (void)state;
    read_pieces(GATHER_MIN - 1, &e);
    assert_int_equal(e.status, ST_OK);
    assert_int_equal(preads, GATHER_MIN - 1);
}

static void
what_the_kernel_does_not_take_is_read(void **state)
{
    static const enum kernel kinds[] = {HAS_NONE, TAKES_NONE, LOSES_EVENTS};
    struct err e = ERR_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        kernel = kinds[i];
        preads = 0;
        read_pieces(PIECES, &e);
        assert_int_equal(e.status, ST_OK);
        assert_int_equal(preads, PIECES);
    }
    kernel = TAKES_FEW;
    preads = 0;
    read_pieces(PIECES, &e);
    assert_int_equal(e.status, ST_OK);
    assert_int_equal(preads, has_aio() ? PIECES - 7 : PIECES);
}

/* Within a piece, and between two; the program lives, and says where. */
static void
a_file_that_is_cut_short_is_refused(void **state)
{
    static const uint64_t ends[] = {300 * STEP + 25, 300 * STEP + 5,
                                    300 * STEP - 1, 1};
    struct err e = ERR_INIT;
    char where[40];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        uint64_t from = ends[i] > 300 * STEP + 5 ? ends[i] : 300 * STEP + 5;

        if (ends[i] == 1)
            from = 5;
        assert_int_equal(ftruncate(fd, SIZE), 0);
        cut = ends[i];
        read_pieces(PIECES, &e);
        assert_int_equal(e.status, ST_SYSTEM);
        snprintf(where, sizeof(where), "offset %ju;", (uintmax_t)from);
        assert_non_null(strstr(e.msg, where));
        assert_non_null(strstr(e.msg, "cut short while it was read"));
        err_free(&e);
    }
}

/* Who only looks at a file does not wait for the kernel at the end. */
static void
other_sources_are_read_otherwise(void **state)
{
    struct source s = source_memory("text", 4, "memory");
    struct err e = ERR_INIT;

    (void)state;
    assert_null(gather_new(&s));
    assert_int_equal(source_file(&s, fd, "big.zip", &e), ST_OK);
    assert_null(gather_new(&s));
    assert_int_equal(ftruncate(fd, (off_t)GATHER_SIZE - 1), 0);
    assert_int_equal(source_file(&s, fd, "small.zip", &e), ST_OK);
    s.fresh = true;
    assert_null(gather_new(&s));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_kernel_reads_all, make_file,
                                        close_file),
        cmocka_unit_test_setup_teardown(few_pieces_are_not_worth_it, make_file,
                                        close_file),
        cmocka_unit_test_setup_teardown(what_the_kernel_does_not_take_is_read,
                                        make_file, close_file),
        cmocka_unit_test_setup_teardown(a_file_that_is_cut_short_is_refused,
                                        make_file, close_file),
        cmocka_unit_test_setup_teardown(other_sources_are_read_otherwise,
                                        make_file, close_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
