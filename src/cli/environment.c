#include <errno.h>
#include <stdlib.h>

#include "cli/environment.h"

void
environment_start(void)
{
    setenv("TZ", ":/etc/localtime", 0);
}

bool
environment_epoch(int64_t *t)
{
    const char *s = getenv("SOURCE_DATE_EPOCH");
    char *end;

    if (s == NULL || *s < '0' || *s > '9')
        return false;
    errno = 0;
    *t = strtoll(s, &end, 10);
    return errno == 0 && *end == '\0';
}

time_t
environment_now(void)
{
    int64_t t;

    return environment_epoch(&t) ? (time_t)t : time(NULL);
}
