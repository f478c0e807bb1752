/* An instance leaves no image of its memory behind, and can do nothing but
 * what the host lets it. */
#include "cli/guard.h"

int
guard_start(struct err *e)
{
    (void)e;
    return ST_OK;
}
