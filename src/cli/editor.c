#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cxbak/table/csv.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cli/editor.h"

/* The variable that is set and not empty, or NULL. */
static const char *
setting(const char *name)
{
    const char *v = getenv(name);

    return v != NULL && *v != '\0' ? v : NULL;
}

int
editor_open(struct editor *x, const char *name, struct err *e)
{
    const char *base = setting("TMPDIR");

    x->path = NULL;
    x->folder = mem_printf("%s/cxbak-XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(x->folder) == NULL) {
        err_sys(e, "%s: cannot make a folder", x->folder);
        free(x->folder);
        x->folder = NULL;
        return e->status;
    }
    x->path = mem_printf("%s/%s", x->folder, name);
    return ST_OK;
}

/* Store the text, for its owner's eyes only. */
static int
store(const struct editor *x, const struct buf *text, struct err *e)
{
    int fd = open(x->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    size_t done = 0;
    ssize_t n = 0;

    if (fd == -1)
        return err_sys(e, "%s: cannot write", x->path);
    for (; done < text->len && n >= 0; done += n > 0 ? (size_t)n : 0) {
        n = write(fd, text->data + done, text->len - done);
        if (n == -1 && errno == EINTR)
            n = 0;
    }
    if (n == -1 || close(fd) == -1)
        err_sys(e, "%s: cannot write", x->path);
    return e->status;
}

/* Start the editor, whose command may have words of its own, and wait; keys
 * that would end us are the editor's meanwhile. */
static int
run(char *path, const char *command, int *status)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction was[2];
    char *line = mem_printf("%s \"$1\"", command);
    char shell[] = "sh", option[] = "-c", name[] = "editor";
    char *argv[] = {shell, option, line, name, path, NULL};
    posix_spawnattr_t attr;
    sigset_t defaults;
    pid_t pid;
    int rc;

    sigaction(SIGINT, &ignore, &was[0]);
    sigaction(SIGQUIT, &ignore, &was[1]);
    posix_spawnattr_init(&attr);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    sigaddset(&defaults, SIGQUIT);
    posix_spawnattr_setsigdefault(&attr, &defaults);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
    rc = posix_spawn(&pid, "/bin/sh", NULL, &attr, argv, environ);
    posix_spawnattr_destroy(&attr);
    while (rc == 0 && waitpid(pid, status, 0) == -1)
        rc = errno == EINTR ? 0 : errno;
    sigaction(SIGINT, &was[0], NULL);
    sigaction(SIGQUIT, &was[1], NULL);
    free(line);
    return rc;
}

int
editor_edit(struct editor *x, const struct buf *text, struct buf *to,
            struct err *e)
{
    const char *command = setting("VISUAL");
    int status = 0, rc;

    if (command == NULL)
        command = setting("EDITOR");
    if (command == NULL)
        command = "vi";
    if (store(x, text, e) != ST_OK)
        return e->status;
    fflush(stdout);
    if ((rc = run(x->path, command, &status)) != 0) {
        errno = rc;
        return err_sys(e, "cannot start the editor %s", command);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return err_set(e, ST_SYSTEM,
                       "the editor %s failed; nothing was written. Another "
                       "one is named by VISUAL or EDITOR",
                       command);
    to->len = 0;
    return io_slurp(to, x->path, NULL, CSV_MAX_BYTES, ST_REFUSED, e);
}

void
editor_close(struct editor *x)
{
    const struct dirent *entry;
    DIR *dir;

    if (x->folder == NULL)
        return;
    dir = opendir(x->folder);
    while (dir != NULL && (entry = readdir(dir)) != NULL)
        unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir != NULL)
        closedir(dir);
    rmdir(x->folder);
    free(x->folder);
    free(x->path);
    x->folder = x->path = NULL;
}
