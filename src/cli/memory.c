#include <stdlib.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <jansson.h>

#include "cxbak/util/err.h"
#include "cxbak/util/mem.h"
#include "cli/memory.h"

/* Say it without allocating. */
static void
out_of_memory(void *arg)
{
    static const char msg[] = "cxbak: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, msg, sizeof(msg) - 1);

    (void)arg;
    (void)ignored;
    exit(ST_SYSTEM);
}

/* Bytes from which on a block goes back to the system when it is released:
 * what glibc begins with, but would raise to the size of those released. */
#define GIVEN_BACK (128 << 10)

void
memory_start(void)
{
#ifdef __GLIBC__
    /* Threads allocate little: one pool for all holds less that nobody uses. */
    mallopt(M_MMAP_THRESHOLD, GIVEN_BACK);
    mallopt(M_ARENA_MAX, 1);
#endif
    mem_on_exhausted(out_of_memory, NULL);
    json_set_alloc_funcs(mem_alloc, free);
}
