#include <stddef.h>

#include "cxbak/util/observer.h"

int
observer_tell(const struct observer *o, enum phase phase, uint64_t done,
              uint64_t all, struct err *e)
{
    if (o == NULL)
        return ST_OK;
    if (o->progress != NULL)
        o->progress(o->arg, phase, done, all);
    if (o->cancelled != NULL && o->cancelled(o->arg))
        return err_set(e, ST_CANCELLED, "cancelled; nothing was written");
    return ST_OK;
}
