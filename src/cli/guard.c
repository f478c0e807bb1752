#include <sys/prctl.h>
#include <sys/resource.h>

#include "cli/guard.h"

int
guard_start(struct err *e)
{
    static const struct rlimit none = {0, 0};

    /* The limit holds for files; a reporter that the kernel pipes a core to
     * is stopped by the other only. */
    if (setrlimit(RLIMIT_CORE, &none) == -1 ||
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1)
        return err_sys(e, "cannot forbid core files");
    return ST_OK;
}
