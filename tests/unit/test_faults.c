/*
 * Every system call and allocation of a write fails in turn: what is left is
 * the old file or a complete new one, and the input is as it was.  Each try
 * runs in a child, so that a call that ends the program is seen as well.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/io.h"
#include "cxbak/util/outfile.h"
#include "cxbak/write/write.h"
#include "cli/interrupts.h"
#include "cli/memory.h"

/* Which kind of call fails, and after how many that succeed. */
enum fault {
    FAULT_NONE,
    FAULT_PREAD,
    FAULT_WRITE,
    FAULT_SHORT_WRITE,
    FAULT_SHORT_PWRITE,
    FAULT_SHORT_COPY,
    FAULT_PWRITE,
    FAULT_COPY,
    FAULT_NO_COPY,
    FAULT_FSYNC,
    FAULT_OPENAT,
    FAULT_NO_TMPFILE,
    FAULT_NO_PROC,
    FAULT_LINK,
    FAULT_RENAME,
    FAULT_FSTAT,
    FAULT_MALLOC,
    FAULT_COUNT,
    /* A signal that ends the program comes, and the call succeeds. */
    SIGNAL_BEFORE_SYNC,
    SIGNAL_AFTER_LINK,
    SIGNAL_AFTER_RENAME,
    SIGNAL_AFTER_FOLDER_SYNC,
    SIGNAL_TWICE,
    /* Another program changes the input, and puts its time back. */
    INPUT_CHANGES,
    /* Another program cuts the input short, before a read or a copy of it. */
    INPUT_SHRINKS
};

static enum fault fault;
static int countdown;
static int fired;

/* Is it this call's turn to fail? */
static int
turn(enum fault f)
{
    if (fault != f || countdown-- != 0)
        return 0;
    fired = 1;
    return 1;
}

#define FAIL(f, code)                                                          \
    do {                                                                       \
        if (turn(f)) {                                                         \
            errno = code;                                                      \
            return -1;                                                         \
        }                                                                      \
    } while (0)

ssize_t __real_pread64(int fd, void *p, size_t n, off_t off);
ssize_t __wrap_pread64(int fd, void *p, size_t n, off_t off);
ssize_t __real_write(int fd, const void *p, size_t n);
ssize_t __wrap_write(int fd, const void *p, size_t n);
ssize_t __real_pwrite64(int fd, const void *p, size_t n, off_t off);
ssize_t __wrap_pwrite64(int fd, const void *p, size_t n, off_t off);
ssize_t __real_copy_file_range(int in, off_t *a, int out, off_t *b, size_t n,
                               unsigned flags);
ssize_t __wrap_copy_file_range(int in, off_t *a, int out, off_t *b, size_t n,
                               unsigned flags);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_openat64(int dir, const char *path, int flags, ...);
int __wrap_openat64(int dir, const char *path, int flags, ...);
int __real_linkat(int a, const char *x, int b, const char *y, int flags);
int __wrap_linkat(int a, const char *x, int b, const char *y, int flags);
int __real_renameat2(int a, const char *x, int b, const char *y,
                     unsigned flags);
int __wrap_renameat2(int a, const char *x, int b, const char *y,
                     unsigned flags);
int __real_fstat64(int fd, struct stat *st);
int __wrap_fstat64(int fd, struct stat *st);
int __real_stat64(const char *path, struct stat *st);
int __wrap_stat64(const char *path, struct stat *st);
void *__real_malloc(size_t n);
void *__wrap_malloc(size_t n);

/* The new file is read, too, and still so when all of the input was. */
static bool
is_input(int fd)
{
    struct stat a, b;

    return __real_fstat64(fd, &a) == 0 && __real_stat64("in.zip", &b) == 0 &&
           a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* The database's end and all behind it are gone. */
static void
shrink_input(void)
{
    assert_int_equal(truncate("in.zip", 200), 0);
}

ssize_t
__wrap_pread64(int fd, void *p, size_t n, off_t off)
{
    FAIL(FAULT_PREAD, EIO);
    if (is_input(fd) && turn(INPUT_SHRINKS))
        shrink_input();
    return __real_pread64(fd, p, n, off);
}

ssize_t
__wrap_write(int fd, const void *p, size_t n)
{
    if (fd > 2) {
        FAIL(FAULT_WRITE, ENOSPC);
        if (turn(FAULT_SHORT_WRITE))
            return __real_write(fd, p, n / 2);
    }
    return __real_write(fd, p, n);
}

ssize_t
__wrap_pwrite64(int fd, const void *p, size_t n, off_t off)
{
    FAIL(FAULT_PWRITE, ENOSPC);
    if (turn(FAULT_SHORT_PWRITE))
        return __real_pwrite64(fd, p, n > 1 ? n / 2 : n, off);
    return __real_pwrite64(fd, p, n, off);
}

/* It comes out as it was, but for the time that cannot be put back. */
static void
change_input(void)
{
    int fd = open("in.zip", O_RDWR);
    struct stat st;
    char first;

    usleep(30000); /* the grain of the kernel's clock */
    assert_int_equal(fstat(fd, &st), 0);
    assert_int_equal(pread(fd, &first, 1, 0), 1);
    assert_int_equal(pwrite(fd, &first, 1, 0), 1);
    assert_int_equal(futimens(fd, (struct timespec[]){st.st_atim, st.st_mtim}),
                     0);
    close(fd);
}

ssize_t
__wrap_copy_file_range(int in, off_t *a, int out, off_t *b, size_t n,
                       unsigned flags)
{
    FAIL(FAULT_COPY, ENOSPC);
    FAIL(FAULT_NO_COPY, EXDEV);
    if (turn(FAULT_SHORT_COPY))
        return __real_copy_file_range(in, a, out, b, n > 1 ? n / 2 : n, flags);
    if (turn(INPUT_CHANGES))
        change_input();
    if (turn(INPUT_SHRINKS))
        shrink_input();
    return __real_copy_file_range(in, a, out, b, n, flags);
}

int
__wrap_fsync(int fd)
{
    int rc;

    FAIL(FAULT_FSYNC, EIO);
    if (turn(SIGNAL_BEFORE_SYNC))
        raise(SIGINT);
    rc = __real_fsync(fd);
    if (turn(SIGNAL_AFTER_FOLDER_SYNC))
        raise(SIGTERM);
    if (turn(SIGNAL_TWICE)) {
        raise(SIGHUP);
        raise(SIGHUP);
    }
    return rc;
}

int
__wrap_openat64(int dir, const char *path, int flags, ...)
{
    FAIL(FAULT_OPENAT, EACCES);
    if ((flags & O_TMPFILE) == O_TMPFILE)
        FAIL(FAULT_NO_TMPFILE, EOPNOTSUPP);
    return __real_openat64(dir, path, flags, 0600);
}

static int
in_proc(const char *path)
{
    return strncmp(path, "/proc/", strlen("/proc/")) == 0;
}

int
__wrap_linkat(int a, const char *x, int b, const char *y, int flags)
{
    int rc;

    FAIL(FAULT_LINK, EPERM);
    if (fault == FAULT_NO_PROC && fired && in_proc(x)) {
        errno = ENOENT;
        return -1;
    }
    rc = __real_linkat(a, x, b, y, flags);
    if (turn(SIGNAL_AFTER_LINK))
        raise(SIGINT);
    return rc;
}

int
__wrap_renameat2(int a, const char *x, int b, const char *y, unsigned flags)
{
    int rc;

    FAIL(FAULT_RENAME, EIO);
    rc = __real_renameat2(a, x, b, y, flags);
    if (turn(SIGNAL_AFTER_RENAME))
        raise(SIGINT);
    return rc;
}

int
__wrap_fstat64(int fd, struct stat *st)
{
    FAIL(FAULT_FSTAT, EIO);
    return __real_fstat64(fd, st);
}

int
__wrap_stat64(const char *path, struct stat *st)
{
    if (in_proc(path))
        FAIL(FAULT_NO_PROC, ENOENT);
    return __real_stat64(path, st);
}

void *
__wrap_malloc(size_t n)
{
    if (turn(FAULT_MALLOC))
        return NULL;
    return __real_malloc(n);
}

static const char database[] =
    "<PhoneSystem><header><version>20.0.8.1</version></header><Tenants>"
    "<Tenant><DN><Extension><FirstName>Martin</FirstName>"
    "<Number>200</Number></Extension></DN></Tenant></Tenants></PhoneSystem>";

/* A folder with `in.zip`, made by libarchive. */
static char folder[] = "/tmp/cxbak-faults-XXXXXX";

static void
add_member(struct archive *a, const char *name, const char *text)
{
    struct archive_entry *entry = archive_entry_new();

    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, (la_int64_t)strlen(text));
    archive_entry_set_filetype(entry, AE_IFREG);
    assert_int_equal(archive_write_header(a, entry), ARCHIVE_OK);
    archive_write_data(a, text, strlen(text));
    archive_entry_free(entry);
}

static int
make_folder(void **state)
{
    struct archive *a = archive_write_new();

    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    archive_write_set_format_zip(a);
    archive_write_open_filename(a, "in.zip");
    add_member(a, "DbTables/a.csv", "history");
    add_member(a, "1Db.xml", database);
    add_member(a, "recordings/a.wav", "sound");
    archive_write_free(a);
    return 0;
}

static int
remove_folder(void **state)
{
    (void)state;
    unlink("in.zip");
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(rmdir(folder), 0);
    return 0;
}

/* What the child does: rename a person. */
static int
write_it(bool force)
{
    struct backup_options options = {0};
    struct changes c = {0};
    struct outfile_options output = {.replace = force};
    struct write_request q = {.changes = &c, .digested = true};
    struct write_result result;
    struct err e = ERR_INIT;
    struct backup *b = NULL;
    int status;

    if (backup_open(&b, "in.zip", &options, &e) == ST_OK) {
        q.backup = b;
        change_add_exact(&c, 0, FIELD_FIRST, "Noelle");
        if (change_settle(&c, b, NULL, &e) == ST_OK &&
            interrupts_catch(&output.cleanup, "out.zip", &e) == ST_OK) {
            write_backup(&q, "out.zip", &output, &result, &e);
            interrupts_release();
        }
    }
    status = e.status;
    if (status != ST_OK && (e.msg == NULL || *e.msg == '\0'))
        status = 99;
    change_free(&c);
    backup_free(b);
    err_free(&e);
    return status;
}

/* Run it with the fault; returns its status, and whether the fault came. */
static int
try_it(enum fault f, int n, bool force, bool *came)
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);

        dup2(null, STDERR_FILENO);
        memory_start();
        fault = f;
        countdown = n;
        status = write_it(force);
        fault = FAULT_NONE;
        exit(fired ? status : status + 100);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    *came = WEXITSTATUS(status) < 100;
    return WEXITSTATUS(status) % 100;
}

/* The names in the folder must be just these. */
static bool
exists(const char *path)
{
    return access(path, F_OK) == 0;
}

/* A whole new backup in which the edit is. */
static void
check_complete(void)
{
    struct backup_options options = {0};
    struct err e = ERR_INIT;
    struct backup *b;

    assert_int_equal(backup_open(&b, "out.zip", &options, &e), ST_OK);
    assert_string_equal(user_text(&b->database->users[0], FIELD_FIRST),
                        "Noelle");
    backup_free(b);
    err_free(&e);
}

static void
check_only(const char *what, int n, size_t expected)
{
    struct buf b = BUF_INIT;
    FILE *ls = popen("ls -A | wc -l", "r");
    char line[32] = "";

    assert_non_null(ls);
    assert_non_null(fgets(line, sizeof(line), ls));
    pclose(ls);
    if (strtoul(line, NULL, 10) != expected)
        fail_msg("%s %d: %s files are left, not %zu", what, n, line, expected);
    buf_free(&b);
}

/* The input as it was; here, because a child that ends has not lost it. */
static struct buf before;

/* Is it no failure at all: the rest can be written, the file made in another
 * way? */
static bool
has_another_way(enum fault f)
{
    return f == FAULT_SHORT_WRITE || f == FAULT_SHORT_PWRITE ||
           f == FAULT_SHORT_COPY || f == FAULT_NO_COPY ||
           f == FAULT_NO_TMPFILE || f == FAULT_NO_PROC;
}

static void
run_faults(bool force)
{
    struct err e = ERR_INIT;
    struct buf after = BUF_INIT;
    int f, n, tries = 0;

    assert_int_equal(io_slurp(&before, "in.zip", NULL, 1 << 20, 3, &e), ST_OK);
    for (f = FAULT_PREAD; f < FAULT_COUNT; f++) {
        bool came = true;

        for (n = 0; came; n++) {
            int status;

            if (force) {
                FILE *old = fopen("out.zip", "w");

                assert_non_null(old);
                fputs("old", old);
                fclose(old);
            }
            status = try_it((enum fault)f, n, force, &came);
            tries += came;
            if (status == ST_OK) {
                check_complete();
            } else if (has_another_way((enum fault)f)) {
                fail_msg("fault %d, call %d: status %d", f, n, status);
            } else {
                /* Syncing the folder fails when the file has its name. */
                if (status != ST_SYSTEM)
                    fail_msg("fault %d, call %d: status %d", f, n, status);
                if (f == FAULT_FSYNC && n == 1)
                    check_complete();
                else if (force)
                    assert_true(exists("out.zip"));
                else
                    assert_false(exists("out.zip"));
            }
            check_only("fault", f * 1000 + n, 1 + exists("out.zip"));
            unlink("out.zip");
            assert_true(n < 2000);
        }

        /* Without a fault that came the test would say nothing; a rename
         * is needed only to replace a file. */
        if (n == 1 && (f != FAULT_RENAME || force))
            fail_msg("fault %d never came", f);
    }
    assert_true(tries > 50);
    printf("# %d faults\n", tries);
    assert_int_equal(io_slurp(&after, "in.zip", NULL, 1 << 20, 3, &e), ST_OK);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.data, after.data, before.len);
    buf_free(&before);
    buf_free(&after);
}

static void
nothing_is_left_behind(void **state)
{
    (void)state;
    run_faults(false);
}

static void
the_old_file_stays(void **state)
{
    (void)state;
    run_faults(true);
}

/* What a signal brings: before the file has its name nothing was written, and
 * afterwards nothing may say so. */
static void
signals_tell_the_truth(void **state)
{
    static const struct {
        enum fault fault;
        int call; /* its turn */
        bool force;
        int status;
        bool complete;
    } cases[] = {
        {SIGNAL_BEFORE_SYNC, 0, false, ST_CANCELLED, false},
        {SIGNAL_BEFORE_SYNC, 0, true, ST_CANCELLED, false},
        {SIGNAL_AFTER_LINK, 0, false, ST_OK, true},
        {SIGNAL_AFTER_RENAME, 0, true, ST_OK, true},
        {SIGNAL_AFTER_FOLDER_SYNC, 1, false, ST_OK, true},
        {SIGNAL_TWICE, 1, false, ST_CANCELLED, true},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        FILE *said = fopen("said", "w+"), *old;
        char text[200] = "";
        int status;
        pid_t pid;

        assert_non_null(said);
        if (cases[i].force) {
            assert_non_null(old = fopen("out.zip", "w"));
            fclose(old);
        }
        if ((pid = fork()) == 0) {
            dup2(fileno(said), STDERR_FILENO);
            signal(SIGINT, SIG_DFL); /* jobs in the background ignore it */
            fault = cases[i].fault;
            countdown = cases[i].call;
            status = write_it(cases[i].force);
            exit(fired ? status : 98);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        rewind(said);
        text[fread(text, 1, sizeof(text) - 1, said)] = '\0';
        fclose(said);
        unlink("said");
        if (WEXITSTATUS(status) != cases[i].status ||
            (strstr(text, "nothing was written") != NULL) == cases[i].complete)
            fail_msg("case %zu: status %d: %s", i, WEXITSTATUS(status), text);
        if (cases[i].complete)
            check_complete();
        else
            assert_int_equal(exists("out.zip"), cases[i].force);
        check_only("signal", (int)i, 1 + exists("out.zip"));
        unlink("out.zip");
    }
}

/* Make two files, with a signal between them or within the second. */
static int
make_two(bool within)
{
    struct outfile_options options = {0};
    char sha256[DIGEST_LEN];
    struct outfile *o = NULL;
    struct err e = ERR_INIT;
    int i;

    for (i = 0; i < 2 && e.status == ST_OK; i++) {
        const char *path = i == 0 ? "one" : "two";

        if (interrupts_catch(&options.cleanup, path, &e) != ST_OK ||
            outfile_open(&o, path, &options, &e) != ST_OK)
            break;
        if (i == 1 && within)
            raise(SIGINT);
        sink_settle(outfile_sink(o));
        sink_finish(outfile_sink(o), sha256, &e);
        outfile_free(o);
        interrupts_release();
        if (i == 0 && !within)
            raise(SIGINT);
    }
    return e.status;
}

static void
signals_between_files(void **state)
{
    int within;

    (void)state;
    for (within = 0; within < 2; within++) {
        FILE *said = fopen("said", "w+");
        char text[200] = "";
        int status;
        pid_t pid;

        assert_non_null(said);
        if ((pid = fork()) == 0) {
            dup2(fileno(said), STDERR_FILENO);
            signal(SIGINT, SIG_DFL);
            exit(make_two(within == 1));
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), ST_CANCELLED);
        rewind(said);
        text[fread(text, 1, sizeof(text) - 1, said)] = '\0';
        fclose(said);
        unlink("said");
        assert_null(strstr(text, "nothing was written"));
        assert_int_equal(strstr(text, "those before it") != NULL, within);
        assert_true(exists("one"));
        assert_false(exists("two"));
        unlink("one");
        check_only("two files", within, 1);
    }
}

/* The times are as before, and still nothing of it gets a name. */
static void
a_changing_input_is_noticed(void **state)
{
    bool came;

    (void)state;
    assert_int_equal(try_it(INPUT_CHANGES, 0, false, &came), ST_SYSTEM);
    assert_true(came);
    check_only("input", 0, 1);
}

/* Whenever it gets shorter, that is refused: no signal ends the program, and
 * no new file has the rest. */
static void
an_input_that_is_cut_short_is_refused(void **state)
{
    struct err e = ERR_INIT;
    bool came = true;
    int n, status;

    (void)state;
    assert_int_equal(io_slurp(&before, "in.zip", NULL, 1 << 20, 3, &e), ST_OK);
    for (n = 0; came; n++) {
        FILE *f;

        status = try_it(INPUT_SHRINKS, n, false, &came);
        if (came && status != ST_SYSTEM && status != ST_BACKUP)
            fail_msg("read %d: status %d", n, status);
        check_only("cut short", n, came ? 1 : 2);
        assert_non_null(f = fopen("in.zip", "w"));
        assert_int_equal(fwrite(before.data, 1, before.len, f), before.len);
        fclose(f);
        unlink("out.zip");
    }
    assert_true(n > 10);
    buf_free(&before);
}

/* On file systems without unnamed files, too, one output that is given up
 * leaves the other alone. */
static void
outputs_do_not_disturb_each_other(void **state)
{
    struct outfile_options options = {0};
    struct outfile *o[2] = {NULL, NULL};
    char sha256[DIGEST_LEN];
    struct err e = ERR_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        fault = FAULT_NO_TMPFILE;
        countdown = 0;
        fired = 0;
        assert_int_equal(
            outfile_open(&o[i], i == 0 ? "one" : "two", &options, &e), ST_OK);
        assert_int_equal(fired, 1);
        assert_int_equal(sink_write(outfile_sink(o[i]), "12", i + 1, &e),
                         ST_OK);
    }
    fault = FAULT_NONE;
    check_only("two temporary files", 0, 3);
    outfile_free(o[1]);
    check_only("one temporary file", 0, 2);
    assert_int_equal(sink_finish(outfile_sink(o[0]), sha256, &e), ST_OK);
    outfile_free(o[0]);
    assert_true(exists("one") && !exists("two"));
    unlink("one");
    check_only("nothing", 0, 1);
}

static void
on_signal(int sig)
{
    (void)sig;
}

/* What the process did with signals before is what it does afterwards. */
static void
handlers_come_back(void **state)
{
    struct sigaction act = {.sa_handler = on_signal}, old, during, after;
    struct outfile_cleanup *cleanup;
    struct err e = ERR_INIT;

    (void)state;
    assert_int_equal(sigaction(SIGTERM, &act, &old), 0);
    assert_int_equal(interrupts_catch(&cleanup, "out.zip", &e), ST_OK);
    assert_int_equal(sigaction(SIGTERM, NULL, &during), 0);
    interrupts_release();
    assert_int_equal(sigaction(SIGTERM, &old, &after), 0);
    assert_true(during.sa_handler != on_signal);
    assert_true(after.sa_handler == on_signal);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_left_behind),
        cmocka_unit_test(the_old_file_stays),
        cmocka_unit_test(a_changing_input_is_noticed),
        cmocka_unit_test(an_input_that_is_cut_short_is_refused),
        cmocka_unit_test(signals_tell_the_truth),
        cmocka_unit_test(signals_between_files),
        cmocka_unit_test(outputs_do_not_disturb_each_other),
        cmocka_unit_test(handlers_come_back),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
