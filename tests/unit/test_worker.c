/*
 * Workers, reading ahead, and deflating by several of them: what comes out is
 * the same with threads and where none can be had, and errors come where they
 * belong.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <cmocka.h>

#include "cxbak/util/ahead.h"
#include "cxbak/util/behind.h"
#include "cxbak/util/crew.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/worker.h"
#include "zip/zdeflate_impl.h"
#include "zip/zpad_impl.h"

static int no_threads;
static int threads;

int __real_pthread_create(pthread_t *t, const pthread_attr_t *attr,
                          void *(*fn)(void *), void *arg);
int __wrap_pthread_create(pthread_t *t, const pthread_attr_t *attr,
                          void *(*fn)(void *), void *arg);

int
__wrap_pthread_create(pthread_t *t, const pthread_attr_t *attr,
                      void *(*fn)(void *), void *arg)
{
    if (no_threads)
        return EAGAIN;
    threads++;
    return __real_pthread_create(t, attr, fn, arg);
}

struct sum {
    int next;
    int all;
    int fails_at; /* 0: never */
};

static int
add(void *arg, struct err *e)
{
    struct sum *s = arg;

    if (s->next == s->fails_at)
        return err_set(e, ST_BACKUP, "piece %d is bad", s->next);
    s->all += s->next;
    return ST_OK;
}

static void
check_pieces(void)
{
    struct sum s = {0};
    struct worker *w = worker_new(add, &s);
    struct err e = ERR_INIT;

    /* Nothing begun: nothing to wait for. */
    assert_int_equal(worker_wait(w, &e), ST_OK);
    for (s.next = 1; s.next <= 100; s.next++) {
        worker_start(w);
        assert_int_equal(worker_wait(w, &e), ST_OK);
    }
    assert_int_equal(s.all, 5050);

    /* An error is that piece's, and the next one has none. */
    s.fails_at = s.next = 7;
    worker_start(w);
    assert_int_equal(worker_wait(w, &e), ST_BACKUP);
    assert_string_equal(e.msg, "piece 7 is bad");
    err_free(&e);
    s.next = 8;
    worker_start(w);
    assert_int_equal(worker_wait(w, &e), ST_OK);

    /* The first error stays. */
    err_set(&e, ST_SYSTEM, "before");
    s.next = 7;
    worker_start(w);
    assert_int_equal(worker_wait(w, &e), ST_SYSTEM);
    assert_string_equal(e.msg, "before");
    err_free(&e);

    /* Released at work. */
    worker_start(w);
    worker_free(w);
    worker_free(NULL);
}

static void
test_pieces(void **state)
{
    (void)state;
    threads = no_threads = 0;
    check_pieces();
    assert_int_equal(threads, 1);
    no_threads = 1;
    check_pieces();
}

/* Pieces that a crew does: what has come of each. */
struct square {
    size_t of;
    size_t is;
    size_t times;
};

static int
work_out(void *arg, struct err *e)
{
    struct square *s = arg;
    volatile size_t i;

    /* Some take longer than those behind them. */
    for (i = 0; i < s->of % 7 * 3000; i++)
        continue;
    s->times++;
    s->is = s->of * s->of;
    return s->of % 10 == 3 ? err_set(e, ST_BACKUP, "piece %zu is bad", s->of)
                           : ST_OK;
}

static void
expect_taken(struct crew *c, const struct square *s)
{
    struct err e = ERR_INIT;
    char words[40];

    snprintf(words, sizeof(words), "piece %zu is bad", s->of);
    assert_int_equal(crew_take(c, &e), s->of % 10 == 3 ? ST_BACKUP : ST_OK);
    if (e.status != ST_OK)
        assert_string_equal(e.msg, words);
    assert_int_equal(s->is, s->of * s->of);
    assert_int_equal(s->times, 1);
    err_free(&e);
}

/* `n` pieces through a crew, as many at once as it has room for, the last ones
 * not taken if it is released early. */
static void
check_crew(size_t n, bool early)
{
    static struct square list[500];
    struct crew *c = crew_new(work_out);
    size_t room = crew_room(c), i, taken = 0;

    assert_true(room >= 2 && room <= CREW_PIECES);
    for (i = 0; i < n; i++) {
        if (i - taken == room)
            expect_taken(c, &list[taken++]);
        list[i] = (struct square){i, 0, 0};
        crew_give(c, &list[i]);
    }
    while (!early && taken < n)
        expect_taken(c, &list[taken++]);
    crew_free(c);
    for (i = 0; i < n; i++)
        assert_true(list[i].times <= 1);
}

static void
test_crew(void **state)
{
    size_t n;

    (void)state;
    for (no_threads = 0; no_threads < 2; no_threads++) {
        for (n = 0; n < 40; n++) {
            check_crew(n, false);
            check_crew(n, true);
        }
        check_crew(500, false);
    }
    threads = no_threads = 0;
    check_crew(1, false);
    assert_int_equal(threads, 1);
    check_crew(500, false);
    assert_true(threads - 1 <= CREW_THREADS);
    crew_free(NULL);
}

/* A stream of `size` bytes, none like the one 251 before, in bits of at most
 * `most`; ends in an error if `bad`. */
struct stream {
    size_t size;
    size_t at;
    size_t most;
    int bad;
};

static uint8_t
byte_of(size_t at)
{
    return (uint8_t)(at % 251 + (at >> 12) % 5);
}

static int
read_stream(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    struct stream *s = arg;
    uint8_t *to = p;

    if (s->at == s->size && s->bad)
        return err_set(e, ST_BACKUP, "cut short");
    for (*got = 0; *got < n && *got < s->most && s->at < s->size; s->at++)
        to[(*got)++] = byte_of(s->at);
    return ST_OK;
}

static void
check_ahead(size_t size, size_t most, int bad)
{
    struct stream s = {size, 0, most, bad};
    struct ahead *a = ahead_new(read_stream, &s, size);
    struct err e = ERR_INIT;
    const uint8_t *p;
    size_t got, at = 0, i;

    while (ahead_next(a, &p, &got, &e) == ST_OK && got > 0) {
        for (i = 0; i < got; i++, at++) {
            if (p[i] != byte_of(at))
                fail_msg("byte %zu differs", at);
        }
    }

    /* All that could be read comes first, then the error. */
    assert_int_equal(at, size);
    assert_int_equal(e.status, bad ? ST_BACKUP : ST_OK);
    if (bad)
        assert_string_equal(e.msg, "cut short");
    else
        assert_int_equal(ahead_next(a, &p, &got, &e) + (int)got, ST_OK);
    ahead_free(a);
    err_free(&e);
}

static void
test_ahead(void **state)
{
    static const size_t sizes[] = {0, 1, AHEAD_BLOCK, AHEAD_MIN,
                                   3 * AHEAD_MIN + AHEAD_BLOCK + 1};
    struct stream s = {3 * AHEAD_MIN, 0, SIZE_MAX, 0};
    size_t i, k;

    (void)state;
    for (k = 0; k < 2; k++) {
        no_threads = (int)k;
        threads = 0;
        for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
            check_ahead(sizes[i], SIZE_MAX, 0);
            check_ahead(sizes[i], 100000, 1);
        }
        /* Released in the middle. */
        ahead_free(ahead_new(read_stream, &s, s.size));
        assert_int_equal(threads, k == 0 ? 5 : 0);
    }
}

/* Who looks at a stream must see it once, in order; fails at `bad`. */
struct seen {
    size_t at;
    size_t bad;
};

static int
look(void *arg, const void *p, size_t n, struct err *e)
{
    struct seen *s = arg;
    const uint8_t *from = p;
    size_t i;

    for (i = 0; i < n; i++, s->at++) {
        if (s->at == s->bad)
            return err_set(e, ST_BACKUP, "byte %zu is bad", s->at);
        if (from[i] != byte_of(s->at))
            return err_set(e, ST_SYSTEM, "byte %zu differs", s->at);
    }
    return ST_OK;
}

/* Hand on `size` bytes in pieces of `step`, whose memory is used again. */
static int
push_all(struct seen *seen, size_t size, size_t step, struct err *e)
{
    struct behind *b = behind_new(look, seen, size);
    uint8_t *p = mem_alloc(step);
    size_t at = 0, i;

    while (at < size && e->status == ST_OK) {
        for (i = 0; i < step && at < size; i++)
            p[i] = byte_of(at++);
        behind_push(b, p, i, e);
    }
    if (e->status == ST_OK)
        behind_finish(b, e);
    behind_free(b);
    free(p);
    return e->status;
}

static void
test_behind(void **state)
{
    static const size_t sizes[] = {0, 1, 128 << 10, (1 << 20) + 17};
    static const size_t steps[] = {1, 1000, 128 << 10, 300000};
    struct err e = ERR_INIT;
    size_t i, k;

    (void)state;
    for (k = 0; k < 2 * sizeof(steps) / sizeof(steps[0]); k++) {
        no_threads = (int)k % 2;
        for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
            struct seen s = {0, SIZE_MAX}, bad = {0, sizes[i] / 2};

            assert_int_equal(push_all(&s, sizes[i], steps[k / 2], &e), ST_OK);
            assert_int_equal(s.at, sizes[i]);
            if (sizes[i] == 0)
                continue;

            /* An error comes, with the bytes that are bad or later. */
            assert_int_equal(push_all(&bad, sizes[i], steps[k / 2], &e),
                             ST_BACKUP);
            assert_int_equal(bad.at, bad.bad);
            err_free(&e);
        }
    }
    behind_free(NULL);
}

/* Released in the middle, whoever waits for whom. */
static void
test_behind_released(void **state)
{
    static uint8_t zeros[1 << 20];
    size_t n;

    (void)state;
    for (n = 0; n < 200; n++) {
        struct seen s = {0, 0};
        struct behind *b = behind_new(look, &s, n * 5000);
        struct err e = ERR_INIT;

        no_threads = 0;
        behind_push(b, zeros, n * 5000, &e);
        behind_free(b);
        err_free(&e);
    }
}

/* The content as one deflate stream, which must give it back and, unless that
 * is ZPAD_NONE, be `pad_to` bytes beyond a multiple of ZPAD_BLOCK. */
static struct buf
pack_to(size_t size, size_t most, size_t pad_to)
{
    struct stream s = {size, 0, most, 0};
    struct zcontent c = {.crc = 0};
    struct sink_memory m;
    struct err e = ERR_INIT;
    uint8_t *p = mem_alloc(size + 1);
    z_stream z = {0};
    size_t i;

    sink_memory_start(&m, "out");
    assert_int_equal(zdeflate(&m.sink, 6, pad_to, read_stream, &s, &c, &e),
                     ST_OK);
    if (pad_to != ZPAD_NONE)
        assert_int_equal(c.csize % ZPAD_BLOCK, pad_to);
    assert_int_equal(c.usize, size);
    assert_int_equal(c.csize, m.data.len);
    assert_int_equal(inflateInit2(&z, -MAX_WBITS), Z_OK);
    z.next_in = m.data.data;
    z.avail_in = (uInt)m.data.len;
    z.next_out = p;
    z.avail_out = (uInt)size + 1;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    assert_int_equal(z.total_out, size);
    for (i = 0; i < size && p[i] == byte_of(i); i++)
        continue;
    assert_int_equal(i, size);
    assert_int_equal(c.crc, crc32(0, p, (uInt)size));
    inflateEnd(&z);
    free(p);
    return m.data;
}

static struct buf
pack(size_t size, size_t most)
{
    return pack_to(size, most, ZPAD_NONE);
}

/* Leave this program one processor. */
static void
use_one_processor(void)
{
    cpu_set_t set;
    size_t i;

    assert_int_equal(sched_getaffinity(0, sizeof(set), &set), 0);
    for (i = 0; CPU_COUNT(&set) > 1; i++)
        CPU_CLR(i, &set);
    assert_int_equal(sched_setaffinity(0, sizeof(set), &set), 0);
    assert_int_equal(worker_processors(), 1);
}

/* One and the same bytes, however the content comes and whoever works. */
static void
test_deflate(void **state)
{
    static const size_t sizes[] = {
        0,      1,       100000,        512 << 10,
        524289, 1 << 20, (1 << 20) + 1, (5 << 20) + 12345};
    cpu_set_t all;
    size_t i;

    (void)state;
    assert_int_equal(sched_getaffinity(0, sizeof(all), &all), 0);
    for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct buf a, b, c;

        no_threads = 0;
        a = pack(sizes[i], SIZE_MAX);
        b = pack(sizes[i], 70001);
        no_threads = 1;
        use_one_processor();
        c = pack(sizes[i], SIZE_MAX);
        assert_int_equal(sched_setaffinity(0, sizeof(all), &all), 0);
        assert_int_equal(a.len, b.len);
        assert_int_equal(a.len, c.len);
        assert_memory_equal(a.data, b.data, a.len);
        assert_memory_equal(a.data, c.data, a.len);
        buf_free(&a);
        buf_free(&b);
        buf_free(&c);
    }
}

/* The same with padding; what has the right length gets none. */
static void
test_padded(void **state)
{
    static const size_t sizes[] = {0,         1,      100000,
                                   512 << 10, 524289, (1 << 20) + 1};
    size_t i, k;

    (void)state;
    no_threads = 0;
    for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct buf plain = pack(sizes[i], SIZE_MAX), b;

        b = pack_to(sizes[i], SIZE_MAX, plain.len % ZPAD_BLOCK);
        assert_int_equal(b.len, plain.len);
        assert_memory_equal(b.data, plain.data, b.len);
        buf_free(&b);
        for (k = 1; k < 12; k++) {
            b = pack_to(sizes[i], 70001, (plain.len + k) % ZPAD_BLOCK);
            assert_true(b.len > plain.len);
            buf_free(&b);
        }
        buf_free(&plain);
    }
}

/* What cannot be read, or written, ends it with that error. */
static int
full_write(struct sink *s, const void *p, size_t n, struct err *e)
{
    (void)p;
    s->size += n;
    return s->size > 3000 ? err_set(e, ST_SYSTEM, "the disk is full") : ST_OK;
}

static void
test_deflate_fails(void **state)
{
    static const struct sink_ops full = {.write = full_write};
    size_t k;

    (void)state;
    for (k = 0; k < 2; k++) {
        struct stream s = {(3 << 20) + 5, 0, SIZE_MAX, 1};
        struct sink out = {.ops = &full, .name = "out"};
        struct zcontent c;
        struct sink_memory m;
        struct err e = ERR_INIT;

        no_threads = (int)k;
        sink_memory_start(&m, "out");
        memset(&c, 0, sizeof(c));
        assert_int_equal(
            zdeflate(&m.sink, 6, ZPAD_NONE, read_stream, &s, &c, &e),
            ST_BACKUP);
        assert_string_equal(e.msg, "cut short");
        err_free(&e);
        sink_memory_free(&m);

        s = (struct stream){20 << 20, 0, SIZE_MAX, 0};
        memset(&c, 0, sizeof(c));
        assert_int_equal(zdeflate(&out, 6, ZPAD_NONE, read_stream, &s, &c, &e),
                         ST_SYSTEM);
        assert_string_equal(e.msg, "the disk is full");
        assert_true(s.at < s.size);
        err_free(&e);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_crew),
        cmocka_unit_test(test_ahead),
        cmocka_unit_test(test_behind),
        cmocka_unit_test(test_behind_released),
        cmocka_unit_test(test_deflate),
        cmocka_unit_test(test_padded),
        cmocka_unit_test(test_deflate_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
