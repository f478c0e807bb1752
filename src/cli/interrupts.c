#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/interrupts.h"

static const int end_signals[] = {SIGINT, SIGTERM, SIGHUP};
#define END_SIGNALS (sizeof(end_signals) / sizeof(end_signals[0]))

/* The process's, as signals are. */
static struct {
    struct outfile_cleanup output;
    struct sigaction before[END_SIGNALS];
    sigset_t mask;   /* of the thread that holds them back */
    bool registered; /* with atexit() */
    bool caught;
    volatile sig_atomic_t noted;
    volatile sig_atomic_t earlier; /* files were made before the one at hand */
} state;

/* Say so, and end; safe in a signal handler. */
static _Noreturn void
end_now(void)
{
    static const char nothing[] = "cxbak: interrupted; nothing was written\n";
    static const char complete[] =
        "cxbak: interrupted; the new file is complete\n";
    static const char others[] =
        "cxbak: interrupted; this file was not written, those before it are "
        "complete\n";
    ssize_t ignored;

    outfile_cleanup(&state.output);
    if (state.output.named)
        ignored = write(STDERR_FILENO, complete, sizeof(complete) - 1);
    else if (state.earlier)
        ignored = write(STDERR_FILENO, others, sizeof(others) - 1);
    else
        ignored = write(STDERR_FILENO, nothing, sizeof(nothing) - 1);
    (void)ignored;
    _exit(ST_CANCELLED);
}

static void
interrupted(int sig)
{
    (void)sig;
    if (!state.output.named || state.noted)
        end_now();
    state.noted = 1;
}

static void
end_at_exit(void)
{
    outfile_cleanup(&state.output);
}

/* Hold the signals back, or let those through that came meanwhile. */
static void
hold(bool on)
{
    sigset_t set;
    size_t i;

    sigemptyset(&set);
    for (i = 0; i < END_SIGNALS; i++)
        sigaddset(&set, end_signals[i]);
    if (on)
        pthread_sigmask(SIG_BLOCK, &set, &state.mask);
    else
        pthread_sigmask(SIG_SETMASK, &state.mask, NULL);
}

int
interrupts_catch(struct outfile_cleanup **cleanup, const char *path,
                 struct err *e)
{
    struct sigaction act = {.sa_handler = interrupted, .sa_flags = SA_RESTART};
    size_t i;

    if (state.noted)
        return err_set(e, ST_CANCELLED,
                       "interrupted; this file and those after it were not "
                       "written: %s",
                       path);
    if (!state.registered)
        atexit(end_at_exit);
    state.registered = true;
    state.output.hold = hold;
    if (state.output.named)
        state.earlier = 1;
    state.output.named = 0;
    for (i = 0; i < END_SIGNALS && !state.caught; i++) {
        if (sigaction(end_signals[i], NULL, &state.before[i]) == 0 &&
            state.before[i].sa_handler != SIG_IGN)
            sigaction(end_signals[i], &act, NULL);
    }
    state.caught = true;
    *cleanup = &state.output;
    return ST_OK;
}

void
interrupts_release(void)
{
    size_t i;

    if (state.output.named || !state.caught)
        return;
    for (i = 0; i < END_SIGNALS; i++)
        sigaction(end_signals[i], &state.before[i], NULL);
    state.caught = false;
}
