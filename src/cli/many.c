#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cxbak/report/jsonout.h"
#include "cli/error_json.h"
#include "cli/many.h"
#include "cli/say.h"

/* What an archive begins with. */
#define START "PK\x03\x04"

static bool
ends_in(const char *path, const char *end)
{
    size_t n = strlen(path), m = strlen(end);

    return n > m && strcasecmp(path + n - m, end) == 0;
}

bool
many_is_archive(const char *path)
{
    char start[sizeof(START) - 1];
    struct stat st;
    bool is;
    int fd;

    if (stat(path, &st) == -1 || !S_ISREG(st.st_mode) ||
        ends_in(path, ".xlsx") || (fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
        return false;
    is = read(fd, start, sizeof(start)) == (ssize_t)sizeof(start) &&
         memcmp(start, START, sizeof(start)) == 0;
    close(fd);
    return is;
}

bool
many_is_backup(const char *path)
{
    struct stat st;

    return many_is_archive(path) ||
           (ends_in(path, ".zip") && stat(path, &st) == 0 &&
            S_ISREG(st.st_mode));
}

size_t
many_count(const struct args *a)
{
    size_t n = 1;

    while (n < a->noperands && many_is_backup(a->operands[n]))
        n++;
    return n;
}

/* Say why a backup is left out. */
static void
tell(const struct args *a, const char *path, const struct err *e)
{
    bool json = args_flag(a, "json");
    struct json_t *line;

    if (e->msg == NULL)
        return;
    if (json) {
        line = error_json(a, e);
        jsonout_set_string(line, "Backup", path);
        jsonout_print_line(line, stdout);
    }
    say_failure(e);

    /* The next one begins anew. */
    say_forget();
    if (json)
        say_keep_errors();
}

int
many_each(struct args *a, size_t n,
          int (*one)(void *arg, const char *path, struct err *e), void *arg,
          struct err *e)
{
    int worst = ST_OK;
    size_t i;

    for (i = 0; i < n; i++) {
        one(arg, a->operands[i], e);
        if (n == 1 || e->status == ST_CANCELLED || e->status == ST_USAGE)
            return e->status;
        worst = e->status > worst ? e->status : worst;
        tell(a, a->operands[i], e);
        err_free(e);
    }
    e->status = worst;
    return worst;
}
