#include <stdlib.h>
#include <unistd.h>

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

void
memory_start(void)
{
    mem_on_exhausted(out_of_memory, NULL);
    json_set_alloc_funcs(mem_alloc, free);
}
