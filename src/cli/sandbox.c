#include <stdlib.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cli/sandbox.h"

/* Sanitizers and the counters of coverage open files, start programs and stop
 * their own threads while the program ends: their builds have no sandbox. */
#ifdef CXBAK_NO_SANDBOX
#define BUILT false
#else
#define BUILT true
#endif

/* Landlock's versions that brought something which is used here. */
static const struct {
    int abi;
    const char *what;
} brought[] = {{1, "files"},
               {3, "truncation"},
               {4, "TCP"},
               {5, "devices"},
               {6, "signals and abstract sockets"}};

void
sandbox_allow(struct sandbox_policy *p, const char *path, unsigned access)
{
    p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
    p->list[p->count++] = (struct sandbox_path){mem_dup(path), access};
}

void
sandbox_allow_folder(struct sandbox_policy *p, const char *path,
                     unsigned access)
{
    char *folder = io_folder(path);

    sandbox_allow(p, folder, access);
    free(folder);
}

bool
sandbox_writes(const struct sandbox_policy *p)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        if ((p->list[i].access & (SANDBOX_WRITE | SANDBOX_FOLDERS)) != 0)
            return true;
    }
    return false;
}

void
sandbox_enter(const struct sandbox_policy *p)
{
    if (!BUILT)
        return;
    (void)sandbox_landlock(p);
    (void)sandbox_filter(sandbox_writes(p));
}

void
sandbox_policy_free(struct sandbox_policy *p)
{
    size_t i;

    for (i = 0; i < p->count; i++)
        free(p->list[i].path);
    free(p->list);
    *p = (struct sandbox_policy)SANDBOX_POLICY_INIT;
}

char *
sandbox_words(void)
{
    struct buf b = BUF_INIT;
    int abi = sandbox_landlock_abi();
    size_t i;

    if (!BUILT)
        return mem_dup("none in this build");
    if (abi == 0)
        buf_adds(&b, "no Landlock in this kernel");
    for (i = 0; i < sizeof(brought) / sizeof(brought[0]); i++) {
        if (abi < brought[i].abi)
            break;
        if (i == 0)
            buf_printf(&b, "Landlock %d (", abi);
        buf_printf(&b, "%s%s", i > 0 ? ", " : "", brought[i].what);
    }
    if (abi > 0)
        buf_addc(&b, ')');
    buf_adds(&b, sandbox_filter_there() ? ", seccomp" : ", no seccomp");
    return buf_steal(&b);
}
