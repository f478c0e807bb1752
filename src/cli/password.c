#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cxbak/util/mem.h"
#include "cli/password.h"
#include "cli/prompt.h"
#include "cli/say.h"
#include "cli/secret.h"

/* Bits by which anybody but the owner can read a file. */
#define READABLE_BY_OTHERS (S_IRGRP | S_IROTH)

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define MARK_LEN        (sizeof(BYTE_ORDER_MARK) - 1)

/* A file with a password is for its owner only. */
static int
check_file(int fd, const char *path, struct inputs *in, struct err *e)
{
    struct stat st;

    if (fstat(fd, &st) == -1) {
        err_sys(e, "%s: cannot read the password", path);
        return e->status = ST_PASSWORD;
    }
    if (inputs_add(in, path, -1, &st, e) != ST_OK)
        return e->status;
    if (S_ISDIR(st.st_mode))
        return err_set(e, ST_PASSWORD,
                       "%s: a folder; the password is read from a file", path);
    if (S_ISREG(st.st_mode) && (st.st_mode & READABLE_BY_OTHERS) != 0)
        say_warning("%s: other users can read this password; `chmod 600` "
                    "keeps it to you",
                    path);
    return ST_OK;
}

/* Read until the first line end, the end, or `max` bytes; how many, or -1.  Of
 * standard input nothing behind the line is taken: the next backup's password
 * may follow, or a table. */
static ssize_t
read_line(int fd, char *to, size_t max, bool just)
{
    size_t have = 0;
    ssize_t n;

    while (have < max && memchr(to, '\n', have) == NULL) {
        n = read(fd, to + have, just ? 1 : max - have);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return -1;
        if (n == 0)
            break;
        have += (size_t)n;
    }
    return (ssize_t)have;
}

/* Take the password out of the `n` bytes read: the first line without its
 * end, be that of Unix or of Windows, and without the mark that editors of
 * Windows put in front. */
static int
take_line(const char *line, size_t n, const char *path, char **password,
          struct err *e)
{
    const char *end = memchr(line, '\n', n);

    if (n >= 2 &&
        (memcmp(line, "\xff\xfe", 2) == 0 || memcmp(line, "\xfe\xff", 2) == 0))
        return err_set(e, ST_PASSWORD,
                       "%s: this file is in UTF-16; store it as plain text, "
                       "UTF-8 or ANSI",
                       path);
    if (n >= MARK_LEN && memcmp(line, BYTE_ORDER_MARK, MARK_LEN) == 0) {
        line += MARK_LEN;
        n -= MARK_LEN;
    }
    if (end != NULL)
        n = (size_t)(end - line);
    if (end != NULL && n > 0 && line[n - 1] == '\r')
        n--;
    if (n > PASSWORD_MAX)
        return err_set(
            e, ST_PASSWORD,
            "%s: the first line is longer than %d bytes, which no password is",
            path, PASSWORD_MAX);
    if (n == 0)
        return err_set(e, ST_PASSWORD,
                       "%s: the first line is empty; it must be the password",
                       path);
    if (memchr(line, '\0', n) != NULL)
        return err_set(
            e, ST_PASSWORD,
            "%s: the first line holds a NUL byte, so it is no password", path);
    *password = secret_dup(line, n);
    return ST_OK;
}

/* The password of the backup `name`. */
static int
from_file(const char *path, const char *name, struct inputs *in,
          char **password, struct err *e)
{
    char line[MARK_LEN + PASSWORD_MAX + 2]; /* and CR LF */
    bool input = strcmp(path, "-") == 0;
    ssize_t n;
    int fd, rc;

    fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd == -1) {
        err_sys(e, "%s: cannot read the password", path);
        return e->status = ST_PASSWORD;
    }
    if ((rc = check_file(fd, path, in, e)) != ST_OK)
        goto done;
    if ((n = read_line(fd, line, sizeof(line), input)) == -1) {
        err_sys(e, "%s: cannot read the password", path);
        rc = e->status = ST_PASSWORD;
    } else if (input && n == 0) {
        rc = err_set(e, ST_PASSWORD,
                     "standard input has no line for the password of %s; each "
                     "encrypted backup takes a line of its own",
                     name);
    } else {
        rc = take_line(line, (size_t)n, path, password, e);
    }
    explicit_bzero(line, sizeof(line));
done:
    if (!input)
        close(fd);
    return rc;
}

const char *
password_path(const struct args *a)
{
    const char *path = args_value(a, "password-file");

    if (path == NULL)
        path = getenv("CXBAK_PASSWORD_FILE");
    return path != NULL && *path != '\0' ? path : NULL;
}

int
password_get(const struct args *a, const char *name, char **password,
             struct err *e)
{
    const char *path = password_path(a);

    *password = NULL;
    if (path != NULL)
        return from_file(path, name, a->inputs, password, e);
    return prompt_password(name, password, e);
}

void
password_free(char *password)
{
    secret_free(password);
}
