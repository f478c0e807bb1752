/* What is read is not written, and is noticed when it changes. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/inputs.h"
#include "cxbak/util/io.h"
#include "cxbak/util/outfile.h"

static char folder[] = "/tmp/cxbak-inputs-XXXXXX";

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
remove_folder(void **state)
{
    (void)state;
    unlink("a");
    unlink("b");
    return chdir("/") != 0 || rmdir(folder) != 0;
}

static void
put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);

    /* Times have the grain of the kernel's clock. */
    nanosleep(&(struct timespec){.tv_nsec = 30000000}, NULL);
}

/* The ways in which a file may change while it is read. */
static void
in_place(const struct stat *was)
{
    struct timespec times[2] = {was->st_atim, was->st_mtim};

    put("a", "other");
    assert_int_equal(utimensat(AT_FDCWD, "a", times, 0), 0);
}

static void
touched(const struct stat *was)
{
    (void)was;
    put("a", "bytes");
}

static void
replaced(const struct stat *was)
{
    struct timespec times[2] = {was->st_atim, was->st_mtim};

    put("b", "bytes");
    assert_int_equal(utimensat(AT_FDCWD, "b", times, 0), 0);
    assert_int_equal(rename("b", "a"), 0);
}

static void
removed(const struct stat *was)
{
    (void)was;
    unlink("a");
}

static void
longer(const struct stat *was)
{
    (void)was;
    put("a", "bytes and more");
}

static void
a_change_is_noticed(void **state)
{
    static void (*const ways[])(const struct stat *) = {
        in_place, touched, replaced, removed, longer};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct inputs in = INPUTS_INIT;
        struct outfile_options file = {.inputs = &in};
        struct err e = ERR_INIT;
        struct buf b = BUF_INIT;
        char sha256[DIGEST_LEN];
        struct outfile *o;
        struct stat st;

        put("a", "bytes");
        assert_int_equal(stat("a", &st), 0);
        assert_int_equal(io_slurp(&b, "a", &in, 100, ST_REFUSED, &e), ST_OK);
        assert_int_equal(inputs_unchanged(&in, &e), ST_OK);
        assert_int_equal(outfile_open(&o, "out", &file, &e), ST_OK);
        assert_int_equal(sink_write(outfile_sink(o), "x", 1, &e), ST_OK);
        sink_settle(outfile_sink(o));
        ways[i](&st);
        assert_int_equal(sink_finish(outfile_sink(o), sha256, &e), ST_SYSTEM);
        assert_non_null(strstr(e.msg, "a: the file was changed"));
        outfile_free(o);
        assert_int_equal(access("out", F_OK), -1);
        err_free(&e);
        buf_free(&b);
        inputs_free(&in);
    }
}

/* Reading, and writing other files, changes nothing. */
static void
reading_is_no_change(void **state)
{
    struct inputs in = INPUTS_INIT;
    struct outfile_options file = {.inputs = &in};
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;
    char sha256[DIGEST_LEN];
    struct source from;
    struct outfile *o;
    int fd, i;

    (void)state;
    put("a", "bytes");
    for (i = 0; i < 2; i++) {
        file.replace = i > 0;
        assert_int_equal(io_open(&fd, NULL, "a", &in, ST_REFUSED, &e), ST_OK);
        assert_int_equal(outfile_open(&o, "b", &file, &e), ST_OK);
        assert_int_equal(source_file(&from, fd, "a", &e), ST_OK);
        assert_int_equal(sink_copy(outfile_sink(o), &from, 0, 5, &e), ST_OK);
        sink_settle(outfile_sink(o));
        assert_int_equal(sink_finish(outfile_sink(o), sha256, &e), ST_OK);
        outfile_free(o);
        close(fd);
    }
    assert_int_equal(io_slurp(&b, "b", NULL, 100, ST_REFUSED, &e), ST_OK);
    assert_string_equal(buf_str(&b), "bytes");
    buf_free(&b);
    inputs_free(&in);
    unlink("b");
}

/* A file that is only named need not be there, and may change. */
static void
named_files(void **state)
{
    struct inputs in = INPUTS_INIT;
    struct outfile_options file = {.replace = true, .inputs = &in};
    struct err e = ERR_INIT;
    struct outfile *o;

    (void)state;
    put("a", "bytes");
    inputs_name(&in, "a");
    inputs_name(&in, "nowhere");
    inputs_name(&in, "/dev/null");
    assert_int_equal(in.count, 1);
    put("a", "other");
    assert_int_equal(inputs_unchanged(&in, &e), ST_OK);
    assert_int_equal(outfile_open(&o, "a", &file, &e), ST_SYSTEM);
    assert_non_null(strstr(e.msg, "never written"));
    err_free(&e);
    inputs_free(&in);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_is_noticed),
        cmocka_unit_test(reading_is_no_change),
        cmocka_unit_test(named_files),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
