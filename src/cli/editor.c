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
#include "cli/std_streams.h"

/* The variable that is set and not empty, or NULL. */
static const char *
setting(const char *name)
{
    const char *v = getenv(name);

    return v != NULL && *v != '\0' ? v : NULL;
}

/* What came of starting the editor, as the process sends it. */
struct ended {
    int error;  /* of starting it */
    int status; /* as waitpid() gives it */
};

/* The editor's command, which may have words of its own. */
static const char *
command_of(void)
{
    const char *command = setting("VISUAL");

    if (command == NULL)
        command = setting("EDITOR");
    return command != NULL ? command : "vi";
}

/* Read `n` bytes; false at the end, when the other side is gone. */
static bool
read_all(int fd, void *p, size_t n)
{
    size_t have = 0;
    ssize_t got;

    while (have < n) {
        got = read(fd, (char *)p + have, n - have);
        if (got == 0 || (got == -1 && errno != EINTR))
            return false;
        have += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* The signals that this process is not to end by. */
static const int outlived[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
#define OUTLIVED (sizeof(outlived) / sizeof(outlived[0]))

/* Run the editor and wait; `ends` are the signals that are to end it. */
static struct ended
run(char *path, const sigset_t *ends)
{
    char *line = mem_printf("%s \"$1\"", command_of());
    char shell[] = "sh", option[] = "-c", name[] = "editor";
    char *argv[] = {shell, option, line, name, path, NULL};
    struct ended x = {0};
    posix_spawnattr_t attr;
    pid_t pid;

    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigdefault(&attr, ends);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
    x.error = posix_spawn(&pid, "/bin/sh", NULL, &attr, argv, environ);
    posix_spawnattr_destroy(&attr);
    while (x.error == 0 && waitpid(pid, &x.status, 0) == -1)
        x.error = errno == EINTR ? 0 : errno;
    free(line);
    return x;
}

/* Remove the folder with all in it. */
static void
remove_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL)
        unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir != NULL)
        closedir(dir);
    rmdir(folder);
}

/* The process that starts the editor as often as it is asked to. */
static _Noreturn void
serve(const struct editor *x, int asked, int answers)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction was;
    sigset_t ends;
    size_t i;
    char go;

    sigemptyset(&ends);
    for (i = 0; i < OUTLIVED; i++) {
        if (sigaction(outlived[i], &ignore, &was) == 0 &&
            was.sa_handler != SIG_IGN)
            sigaddset(&ends, outlived[i]);
    }
    while (read_all(asked, &go, 1)) {
        struct ended end = run(x->path, &ends);

        if (write(answers, &end, sizeof(end)) != (ssize_t)sizeof(end))
            break;
    }
    remove_folder(x->folder);
    _exit(0);
}

/* Make the process, with a pipe each way. */
static int
start(struct editor *x, struct err *e)
{
    int to[2], from[2];
    pid_t pid;

    if (pipe2(to, O_CLOEXEC) == -1)
        return err_sys(e, "cannot start the editor");
    if (pipe2(from, O_CLOEXEC) == -1) {
        err_sys(e, "cannot start the editor");
        goto err1;
    }
    if ((pid = fork()) == -1) {
        err_sys(e, "cannot start the editor");
        goto err2;
    }
    if (pid == 0) {
        close(to[1]);
        close(from[0]);
        serve(x, to[0], from[1]);
    }

    /* Success! */
    close(to[0]);
    close(from[1]);
    x->ask = to[1];
    x->answer = from[0];
    return ST_OK;

err2:
    close(from[0]);
    close(from[1]);
err1:
    close(to[0]);
    close(to[1]);
    /* Failure! */
    return e->status;
}

int
editor_open(struct editor *x, const char *name, struct err *e)
{
    const char *base = setting("TMPDIR");

    if (setting("VISUAL") == NULL && setting("EDITOR") == NULL &&
        (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)))
        return err_set(e, ST_SYSTEM,
                       "there is no terminal for the editor %s; name one that "
                       "needs none by VISUAL or EDITOR, or use `cxbak set`",
                       command_of());
    if (base == NULL)
        base = setting("XDG_RUNTIME_DIR");
    x->path = NULL;
    x->folder = mem_printf("%s/cxbak-XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(x->folder) == NULL) {
        err_sys(e, "%s: cannot make a folder", x->folder);
        goto err1;
    }
    x->path = mem_printf("%s/%s", x->folder, name);
    if (start(x, e) != ST_OK)
        goto err2;

    /* Success! */
    return ST_OK;

err2:
    rmdir(x->folder);
    free(x->path);
err1:
    free(x->folder);
    x->folder = x->path = NULL;
    /* Failure! */
    return e->status;
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

/* Have the editor started, and wait.  The keys that would end us are the
 * editor's meanwhile. */
static int
ask(const struct editor *x, struct ended *end, struct err *e)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction was[2];
    bool good;

    sigaction(SIGINT, &ignore, &was[0]);
    sigaction(SIGQUIT, &ignore, &was[1]);
    good = write(x->ask, "e", 1) == 1 && read_all(x->answer, end, sizeof(*end));
    sigaction(SIGINT, &was[0], NULL);
    sigaction(SIGQUIT, &was[1], NULL);
    return good ? ST_OK
                : err_set(e, ST_SYSTEM,
                          "the process that starts the editor has ended; "
                          "nothing was written");
}

int
editor_edit(struct editor *x, const struct buf *text, struct buf *to,
            struct err *e)
{
    struct ended end;

    if (store(x, text, e) != ST_OK)
        return e->status;
    streams_flush();
    if (ask(x, &end, e) != ST_OK)
        return e->status;
    if (end.error != 0) {
        errno = end.error;
        return err_sys(e, "cannot start the editor %s", command_of());
    }
    if (!WIFEXITED(end.status) || WEXITSTATUS(end.status) != 0)
        return err_set(e, ST_SYSTEM,
                       "the editor %s failed; nothing was written. Another "
                       "one is named by VISUAL or EDITOR",
                       command_of());
    to->len = 0;
    return io_slurp(to, x->path, NULL, CSV_MAX_BYTES, ST_REFUSED, e);
}

void
editor_close(struct editor *x)
{
    char none;

    if (x->folder == NULL)
        return;

    /* It ends when it cannot be asked any more, and then the pipe does. */
    close(x->ask);
    (void)read_all(x->answer, &none, 1);
    close(x->answer);
    free(x->folder);
    free(x->path);
    x->folder = x->path = NULL;
}
