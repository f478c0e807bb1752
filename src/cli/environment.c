#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/mem.h"
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

char *
environment_find(const char *name)
{
    char *path, *folder, *save = NULL, *full = NULL;
    const char *all = getenv("PATH");

    if (strchr(name, '/') != NULL || all == NULL)
        return access(name, X_OK) == 0 ? mem_dup(name) : NULL;
    path = mem_dup(all);
    for (folder = strtok_r(path, ":", &save); folder != NULL && full == NULL;
         folder = strtok_r(NULL, ":", &save)) {
        full = mem_printf("%s/%s", folder, name);
        if (access(full, X_OK) != 0) {
            free(full);
            full = NULL;
        }
    }
    free(path);
    return full;
}
