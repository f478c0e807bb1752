/*
 * The seccomp filter: an allow list.  What is not on it does not exist (ENOSYS,
 * for which the C library has another way), and what a program taken over
 * would want is refused (EPERM).  Arguments are looked at where the call would
 * else do more than the program needs.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "cxbak/util/mem.h"
#include "cli/sandbox.h"

/* Files that are open, memory, time, threads, signals to oneself. */
static const int always[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(_llseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(fstat64),
    SCMP_SYS(stat),
    SCMP_SYS(stat64),
    SCMP_SYS(lstat),
    SCMP_SYS(lstat64),
    SCMP_SYS(fstatat64),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(fstatfs),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),
    SCMP_SYS(dup),
    SCMP_SYS(dup2),
    SCMP_SYS(dup3),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(select),
    SCMP_SYS(pselect6),
    SCMP_SYS(fadvise64),
    SCMP_SYS(memfd_create),
    SCMP_SYS(signalfd),
    SCMP_SYS(signalfd4),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(mlock),
    SCMP_SYS(mlock2),
    SCMP_SYS(munlock),
    SCMP_SYS(mlockall),
    SCMP_SYS(futex),
    SCMP_SYS(futex_time64),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_gettime64),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(times),
    SCMP_SYS(getrusage),
    SCMP_SYS(getrlimit),
    SCMP_SYS(capget),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(getrandom),
};

/* To make a file, to read it back, and to give it its name. */
static const int writing[] = {
    SCMP_SYS(copy_file_range),
    SCMP_SYS(fallocate),
    SCMP_SYS(fchmod),
    SCMP_SYS(fdatasync),
    SCMP_SYS(fsync),
    SCMP_SYS(ftruncate),
    SCMP_SYS(ftruncate64),
    SCMP_SYS(io_destroy),
    SCMP_SYS(io_getevents),
    SCMP_SYS(io_setup),
    SCMP_SYS(io_submit),
    SCMP_SYS(linkat),
    SCMP_SYS(mkdir),
    SCMP_SYS(mkdirat),
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(rename),
    SCMP_SYS(renameat),
    SCMP_SYS(renameat2),
    SCMP_SYS(sync_file_range),
    SCMP_SYS(syncfs),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
};

/* What no input can want. */
static const int refused[] = {
    SCMP_SYS(accept4),
    SCMP_SYS(bind),
    SCMP_SYS(bpf),
    SCMP_SYS(chmod),
    SCMP_SYS(connect),
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(fork),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(kill),
    SCMP_SYS(listen),
    SCMP_SYS(mount),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(ptrace),
    SCMP_SYS(setns),
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(unshare),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(vfork),
};

/* What the terminal, and a stream that may be one, are asked; and that two
 * files share blocks. */
static const unsigned long asked[] = {TCGETS,  TCSETS,     TCSETSW,
                                      TCSETSF, TIOCGWINSZ, FICLONERANGE};

/* What files that are open are asked.  By others (F_SETOWN, F_SETSIG) the
 * kernel could be made to send signals to any process. */
static const unsigned long controls[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD,
                                         F_SETFD, F_GETFL,         F_SETFL};

/* Bits of open() by which a file could be changed or made. */
#define OPEN_WRITES                                                            \
    ((scmp_datum_t)(O_ACCMODE | O_CREAT | O_TRUNC |                            \
                    (O_TMPFILE & ~(unsigned)O_DIRECTORY)))

#define REFUSED SCMP_ACT_ERRNO(EPERM)

struct rule {
    uint32_t action;
    int call;
    struct scmp_arg_cmp when;
};

/* Add the calls without a condition.  One that this machine has not is none
 * to be allowed. */
static bool
add(scmp_filter_ctx f, uint32_t action, const int *calls, size_t n)
{
    size_t i;
    int rc = 0;

    for (i = 0; i < n && (rc == 0 || rc == -EDOM); i++)
        rc = seccomp_rule_add(f, action, calls[i], 0);
    return rc == 0 || rc == -EDOM;
}

static bool
add_rules(scmp_filter_ctx f, const struct rule *rules, size_t n)
{
    size_t i;
    int rc = 0;

    for (i = 0; i < n && (rc == 0 || rc == -EDOM); i++)
        rc = seccomp_rule_add_array(f, rules[i].action, rules[i].call, 1,
                                    &rules[i].when);
    return rc == 0 || rc == -EDOM;
}

/* Allow a call whose second argument is one of these. */
static bool
add_asked(scmp_filter_ctx f, int call, const unsigned long *list, size_t n)
{
    bool good = true;
    size_t i;

    for (i = 0; good && i < n; i++) {
        const struct rule ask = {SCMP_ACT_ALLOW, call,
                                 SCMP_A1(SCMP_CMP_EQ, list[i], 0)};

        good = add_rules(f, &ask, 1);
    }
    return good;
}

/* Threads but no processes, memory that is never run, limits that are only
 * asked for, and signals for nobody else. */
static bool
add_conditions(scmp_filter_ctx f)
{
    const scmp_datum_t self = (scmp_datum_t)getpid();
    const struct rule rules[] = {
        {SCMP_ACT_ALLOW, SCMP_SYS(clone),
         SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)},
        {REFUSED, SCMP_SYS(clone),
         SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)},
        {SCMP_ACT_ALLOW, SCMP_SYS(mmap),
         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)},
        {SCMP_ACT_ALLOW, SCMP_SYS(mmap2),
         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)},
        {SCMP_ACT_ALLOW, SCMP_SYS(mprotect),
         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)},
        {SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0, 0)},
        {SCMP_ACT_ALLOW, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, self, 0)},
    };
    const size_t n = sizeof(controls) / sizeof(controls[0]);

    return add_rules(f, rules, sizeof(rules) / sizeof(rules[0])) &&
           add_asked(f, SCMP_SYS(ioctl), asked,
                     sizeof(asked) / sizeof(asked[0])) &&
           add_asked(f, SCMP_SYS(fcntl), controls, n) &&
           add_asked(f, SCMP_SYS(fcntl64), controls, n);
}

/* Files are opened to be read. */
static bool
add_reading(scmp_filter_ctx f)
{
    const struct rule rules[] = {
        {SCMP_ACT_ALLOW, SCMP_SYS(open),
         SCMP_A1(SCMP_CMP_MASKED_EQ, OPEN_WRITES, 0)},
        {SCMP_ACT_ALLOW, SCMP_SYS(openat),
         SCMP_A2(SCMP_CMP_MASKED_EQ, OPEN_WRITES, 0)},
    };

    return add_rules(f, rules, sizeof(rules) / sizeof(rules[0]));
}

bool
sandbox_filter(bool writes)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    bool done;

    if (f == NULL)
        return false;
    done =
        seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
        add(f, SCMP_ACT_ALLOW, always, sizeof(always) / sizeof(int)) &&
        add(f, REFUSED, refused, sizeof(refused) / sizeof(int)) &&
        add_conditions(f) &&
        (writes ? add(f, SCMP_ACT_ALLOW, writing, sizeof(writing) / sizeof(int))
                : add_reading(f)) &&
        seccomp_load(f) == 0;
    seccomp_release(f);
    return done;
}

bool
sandbox_filter_there(void)
{
    const uint32_t action = SECCOMP_RET_ERRNO;

    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

char *
sandbox_library(void)
{
    const struct scmp_version *v = seccomp_version();

    return mem_printf("libseccomp %u.%u.%u", v->major, v->minor, v->micro);
}
