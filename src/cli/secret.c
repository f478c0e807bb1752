#include <linux/capability.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cxbak/util/mem.h"
#include "cli/secret.h"

/* The pages that `n` bytes and a NUL take. */
static size_t
pages(size_t n)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    return (n / page + 1) * page;
}

char *
secret_dup(const char *s, size_t n)
{
    size_t size = pages(n);
    char *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED)
        return mem_check(NULL);

    /* Each as far as the system allows it. */
    (void)mlock(p, size);
    (void)madvise(p, size, MADV_DONTDUMP);
    (void)madvise(p, size, MADV_WIPEONFORK);
    memcpy(p, s, n);
    return p;
}

void
secret_free(char *s)
{
    size_t n;

    if (s == NULL)
        return;
    n = strlen(s);
    explicit_bzero(s, n);
    munmap(s, pages(n));
}

bool
secret_may_lock_all(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
    struct rlimit limit;

    if (getrlimit(RLIMIT_MEMLOCK, &limit) == 0 &&
        limit.rlim_cur == RLIM_INFINITY)
        return true;
    return syscall(SYS_capget, &header, data) == 0 &&
           (data[CAP_TO_INDEX(CAP_IPC_LOCK)].effective &
            CAP_TO_MASK(CAP_IPC_LOCK)) != 0;
}

void
secret_lock_all(void)
{
    /* Later mappings would fail, not just stay unlocked, beyond the limit. */
    if (secret_may_lock_all())
        (void)mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
}
