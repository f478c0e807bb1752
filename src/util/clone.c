#include <linux/fs.h>
#include <sys/ioctl.h>

#include "cxbak/util/clone.h"

uint64_t
clone_blocks(uint64_t off, uint64_t at, uint64_t n, uint64_t *head)
{
    *head = (CLONE_BLOCK - off % CLONE_BLOCK) % CLONE_BLOCK;
    if (off % CLONE_BLOCK != at % CLONE_BLOCK || n < *head)
        return 0;
    return (n - *head) / CLONE_BLOCK * CLONE_BLOCK;
}

int
clone_range(int from, uint64_t off, int to, uint64_t at, uint64_t n)
{
    struct file_clone_range r = {
        .src_fd = from, .src_offset = off, .src_length = n, .dest_offset = at};

    return ioctl(to, FICLONERANGE, &r);
}
