/* No file system of the host shares blocks: the call fails. */
#ifndef PAGE_LINUX_FS_H
#define PAGE_LINUX_FS_H

#include <stdint.h>

struct file_clone_range {
    int64_t src_fd;
    uint64_t src_offset;
    uint64_t src_length;
    uint64_t dest_offset;
};
#define FICLONERANGE 0x4020940d

#endif
