/*
 * Threads of the core.
 */
#ifndef CXBAK_UTIL_THREAD_H
#define CXBAK_UTIL_THREAD_H

#include <pthread.h>

/* Begin a thread that runs `run` with `arg` (borrowed) and takes none of the
 * process's signals: they stay with the threads of whoever called us.
 * Returns 0 and fills in `t`, or what pthread_create(3) returned. */
int thread_start(pthread_t *t, void *(*run)(void *), void *arg);

#endif
