/*
 * The pager is a process that waits for the first byte.  Whoever waits for its
 * end reads a pipe that only it holds: no call for children is needed, and
 * none is left to a process in a sandbox.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/mem.h"
#include "cli/environment.h"
#include "cli/pager.h"
#include "cli/std_streams.h"
#include "cli/term.h"

/* What less does: end at once where all fits, keep colours and the screen. */
#define LESS_OPTIONS "FRX"

static struct pager {
    bool on;
    bool errors;
    int ended; /* at its end when the pager is */
    FILE *terminal;
} pager;

/* Is the program, the first word of a command, there? */
static bool
is_there(const char *command)
{
    char *name = mem_ndup(command, strcspn(command, " \t"));
    char *path = environment_find(name);

    free(name);
    free(path);
    return path != NULL;
}

/* The pager that is wanted, or NULL. */
static const char *
wanted(void)
{
    const char *command = getenv("CXBAK_PAGER");

    if (command == NULL)
        command = getenv("PAGER");
    if (command == NULL)
        command = "less";
    if (*command == '\0' || strcmp(command, "cat") == 0 || !is_there(command))
        return NULL;
    return command;
}

/* Wait for the first byte, then become the pager. */
static _Noreturn void
become(const char *command, int input)
{
    struct pollfd p = {.fd = input, .events = POLLIN};

    while (poll(&p, 1, -1) == -1 && errno == EINTR)
        continue;
    if ((p.revents & POLLIN) == 0)
        _exit(0);
    signal(SIGINT, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    setenv("LESS", LESS_OPTIONS, 0);
    setenv("LV", "-c", 0);
    if (dup2(input, STDIN_FILENO) != -1) {
        close(input);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    }
    _exit(127);
}

/* The pager's process. */
static _Noreturn void
child(const char *command, const int data[2], const int ended[2])
{
    close(data[1]);
    close(ended[0]);
    signal(SIGINT, SIG_IGN);
    become(command, data[0]);
}

/* Put the pipe in the place of what went to the terminal. */
static void
redirect(int to, bool errors)
{
    int copy;

    if (errors && (copy = dup(STDERR_FILENO)) != -1)
        pager.terminal = fdopen(copy, "w");
    term_page(STDOUT_FILENO);
    dup2(to, STDOUT_FILENO);
    if (pager.terminal == NULL)
        return;
    setvbuf(pager.terminal, NULL, _IONBF, 0);
    term_page(STDERR_FILENO);
    dup2(to, STDERR_FILENO);
}

bool
pager_start(bool errors)
{
    const char *command = wanted();
    int data[2], ended[2];
    pid_t pid;

    if (command == NULL || pipe(data) == -1)
        return false;
    if (pipe(ended) == -1) {
        close(data[0]);
        close(data[1]);
        return false;
    }
    if ((pid = fork()) == 0)
        child(command, data, ended);
    close(data[0]);
    close(ended[1]);
    if (pid == -1) {
        close(data[1]);
        close(ended[0]);
        return false;
    }
    redirect(data[1], errors);
    close(data[1]);
    pager.ended = ended[0];
    pager.on = true;
    return true;
}

FILE *
pager_terminal(void)
{
    return pager.terminal;
}

bool
pager_is_on(void)
{
    return pager.on;
}

void
pager_finish(void)
{
    char byte;
    ssize_t n;

    if (!pager.on)
        return;
    streams_flush();
    fflush(stderr);
    close(STDOUT_FILENO);
    if (pager.terminal != NULL)
        close(STDERR_FILENO);

    /* Ctrl-C is the pager's from here on. */
    signal(SIGINT, SIG_IGN);
    do {
        n = read(pager.ended, &byte, 1);
    } while (n == -1 && errno == EINTR);
    pager.on = false;
}
