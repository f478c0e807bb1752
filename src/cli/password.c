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

/* Is it the one for standard input, which has a line for each backup? */
static bool
is_input(const char *path)
{
    return path != NULL && strcmp(path, "-") == 0;
}

/* The password that the file has; of standard input none, and no error, if
 * there is no more line. */
static int
from_file(const char *path, struct inputs *in, char **password, struct err *e)
{
    char line[MARK_LEN + PASSWORD_MAX + 2]; /* and CR LF */
    bool input = is_input(path);
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
    } else if (!input || n > 0) {
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

static int
refuse_end(const char *name, bool others, struct err *e)
{
    return err_set(e, ST_PASSWORD,
                   "standard input has no line for the password of %s%s; each "
                   "encrypted backup takes a line of its own",
                   name, others ? ", and those before do not fit" : "");
}

int
password_get(const struct args *a, const char *name, char **password,
             struct err *e)
{
    const char *path = password_path(a);

    *password = NULL;
    if (path == NULL)
        return prompt_password(name, password, e);
    if (from_file(path, a->inputs, password, e) == ST_OK && *password == NULL)
        refuse_end(name, false, e);
    return e->status;
}

void
password_free(char *password)
{
    secret_free(password);
}

static void
free_all(char **list, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        password_free(list[i]);
    free(list);
}

void
passwords_free(struct passwords *p)
{
    free_all(p->list, p->count);
    free_all(p->left, p->left_count);
    *p = (struct passwords){0};
}

/* Are there some that opened others, and were not tried on this one? */
static bool
has_more(const struct password_search *q)
{
    return q->own == NULL && q->asked == 0 &&
           q->tried < q->args->passwords->count;
}

/* The same of lines that did not fit others. */
static bool
has_left(const struct password_search *q)
{
    return q->left < q->args->passwords->left_count;
}

/* Take one that is there already, the last of them first. */
static const char *
take_known(struct password_search *q)
{
    const struct passwords *p = q->args->passwords;

    return p->list[p->count - ++q->tried];
}

/* Of standard input: what was read for others and fits none of them, then a
 * line of its own, and where there is none, what opened others. */
static int
next_of_input(struct password_search *q, struct err *e)
{
    const struct passwords *p = q->args->passwords;

    if (has_left(q)) {
        q->now = p->left[q->left++];
        return e->status;
    }
    if (q->own == NULL && q->tried == 0) {
        if (from_file("-", q->args->inputs, &q->own, e) != ST_OK)
            return e->status;
        q->asked += q->own != NULL;
    }
    if (q->own == NULL && !has_more(q))
        return refuse_end(q->name, p->count + p->left_count > 0, e);
    q->now = q->own != NULL ? q->own : take_known(q);
    return e->status;
}

int
password_search_next(struct password_search *q, struct err *e)
{
    q->now = NULL;
    if (is_input(password_path(q->args)))
        return next_of_input(q, e);
    if (has_more(q)) {
        q->now = take_known(q);
    } else {
        if (q->own == NULL)
            password_get(q->args, q->name, &q->own, e);
        q->now = q->own;
    }
    return e->status;
}

/* Keep the line that does not fit for other backups, and read the next one, if
 * there is one. */
static bool
read_on(struct password_search *q)
{
    struct passwords *p = q->args->passwords;
    struct err none = ERR_INIT;

    p->left = mem_grow(p->left, &p->left_cap, p->left_count, sizeof(*p->left));
    p->left[p->left_count++] = q->own;
    q->left = p->left_count;
    q->own = NULL;
    if (q->asked < PASSWORD_TRIES)
        from_file("-", q->args->inputs, &q->own, &none);
    err_free(&none);
    q->asked += q->own != NULL;
    return q->own != NULL;
}

static bool
again_of_input(struct password_search *q, struct err *e)
{
    if (q->own != NULL && !read_on(q))
        return false;
    if (q->own == NULL && q->tried > 0 && !has_more(q)) {
        refuse_end(q->name, true, e);
        return false;
    }
    err_free(e);
    return true;
}

/* Somebody is asked again, who is told why; not for ever. */
static bool
ask_again(struct password_search *q, struct err *e)
{
    if (q->own == NULL)
        err_set(e, ST_PASSWORD, "%s: the password given before does not fit",
                q->name);
    else if (++q->asked == PASSWORD_TRIES)
        return false;
    say_on_terminal(e);
    password_free(q->own);
    q->own = NULL;
    return true;
}

bool
password_search_again(struct password_search *q, struct err *e)
{
    const char *path = password_path(q->args);

    if (q->now == NULL)
        return false;
    if (is_input(path))
        return again_of_input(q, e);
    if (!has_more(q) && path != NULL) {
        if (q->own == NULL)
            err_hint(e, HINT_PASSWORD_EACH, NULL);
        return false;
    }
    if (!has_more(q) && !ask_again(q, e))
        return false;
    err_free(e);
    return true;
}

void
password_search_end(struct password_search *q, bool fits)
{
    struct passwords *p = q->args->passwords;

    if (q->own != NULL && fits) {
        p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
        p->list[p->count++] = q->own;
    } else {
        password_free(q->own);
    }
    q->own = NULL;
}
