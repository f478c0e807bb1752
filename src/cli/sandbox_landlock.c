/*
 * Landlock, by the system calls themselves: there is no library for it, and
 * the header of the machine that builds may be older than the kernel of the
 * one that runs.  So the numbers stand here, as in the kernel's
 * include/uapi/linux/landlock.h, with the version (ABI) that brought them.
 */
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/sandbox.h"

#define CREATE_RULESET_VERSION 1
#define RULE_PATH_BENEATH      1

/* Rights of ABI 1, of files and of folders; 2, 3 and 5 brought one each. */
#define FS_WRITE_FILE  (UINT64_C(1) << 1)
#define FS_READ_FILE   (UINT64_C(1) << 2)
#define FS_READ_DIR    (UINT64_C(1) << 3)
#define FS_REMOVE_FILE (UINT64_C(1) << 5)
#define FS_MAKE_DIR    (UINT64_C(1) << 7)
#define FS_MAKE_REG    (UINT64_C(1) << 8)
#define FS_ABI_1       ((UINT64_C(1) << 13) - 1)
#define FS_REFER       (UINT64_C(1) << 13)
#define FS_TRUNCATE    (UINT64_C(1) << 14)
#define FS_IOCTL_DEV   (UINT64_C(1) << 15)

/* Binding and connecting, ABI 4; sockets by abstract names and signals, 6. */
#define NET_ALL   UINT64_C(3)
#define SCOPE_ALL UINT64_C(3)

struct ruleset {
    uint64_t fs;
    uint64_t net;
    uint64_t scope;
};

/* The kernel's has no padding. */
struct __attribute__((packed)) beneath {
    uint64_t allowed;
    int32_t fd;
};

int
sandbox_landlock_abi(void)
{
#ifdef SYS_landlock_create_ruleset
    long abi =
        syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);

    return abi > 0 ? (int)abi : 0;
#else
    return 0;
#endif
}

#ifdef SYS_landlock_create_ruleset

/* Everything that this version can forbid. */
static struct ruleset
everything(int abi)
{
    struct ruleset r = {.fs = FS_ABI_1};

    if (abi >= 2)
        r.fs |= FS_REFER;
    if (abi >= 3)
        r.fs |= FS_TRUNCATE;
    if (abi >= 4)
        r.net = NET_ALL;
    if (abi >= 5)
        r.fs |= FS_IOCTL_DEV;
    if (abi >= 6)
        r.scope = SCOPE_ALL;
    return r;
}

/* The kernel's rights for ours. */
static uint64_t
rights(unsigned access, bool folder)
{
    uint64_t r = 0;

    if ((access & SANDBOX_READ) != 0)
        r |= folder ? FS_READ_DIR : FS_READ_FILE;
    if (!folder)
        return r;
    if ((access & SANDBOX_TREE) != 0)
        r |= FS_READ_DIR | FS_READ_FILE;
    if ((access & SANDBOX_WRITE) != 0)
        r |= FS_READ_DIR | FS_READ_FILE | FS_WRITE_FILE | FS_MAKE_REG |
             FS_REMOVE_FILE | FS_TRUNCATE;
    if ((access & SANDBOX_FOLDERS) != 0)
        r |= FS_MAKE_DIR;
    return r;
}

/* Add one path.  What is in no folder, such as a pipe, needs no rule. */
static void
add(int rules, const struct ruleset *all, const struct sandbox_path *p)
{
    struct beneath b = {.fd = open(p->path, O_PATH | O_CLOEXEC)};
    struct stat st;

    if (b.fd == -1)
        return;
    if (fstat(b.fd, &st) == 0) {
        b.allowed = rights(p->access, S_ISDIR(st.st_mode)) & all->fs;
        (void)syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &b, 0);
    }
    close(b.fd);
}

bool
sandbox_landlock(const struct sandbox_policy *p)
{
    int abi = sandbox_landlock_abi();
    struct ruleset all = everything(abi);
    size_t i, size = sizeof(all);
    bool done;
    int rules;

    if (abi == 0)
        return false;
    if (abi < 6)
        size -= sizeof(all.scope);
    if (abi < 4)
        size -= sizeof(all.net);
    rules = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (rules == -1)
        return false;
    for (i = 0; i < p->count; i++)
        add(rules, &all, &p->list[i]);
    done = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return done;
}

#else

bool
sandbox_landlock(const struct sandbox_policy *p)
{
    (void)p;
    return false;
}

#endif
