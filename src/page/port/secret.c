/* There are no pages to lock, and no disk that the instance could reach. */
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/secret.h"
#include "cxbak/util/mem.h"

char *
secret_dup(const char *s, size_t n)
{
    return mem_ndup(s, n);
}

void
secret_free(char *s)
{
    if (s == NULL)
        return;
    explicit_bzero(s, strlen(s));
    free(s);
}

void
secret_lock_all(void)
{
}

bool
secret_may_lock_all(void)
{
    return false;
}

bool
memory_wipes(void)
{
    return false;
}
