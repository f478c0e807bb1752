/*
 * Threads where there are none: one that was created begins when somebody
 * waits, for it or for a condition, and then runs to its end.  That serves
 * threads that only take work off another's hands; two that wait for each
 * other end the program.
 */
#ifndef PAGE_PTHREAD_H
#define PAGE_PTHREAD_H

#include <signal.h>
#include <sys/types.h> /* pthread_t and the others */

#define PTHREAD_MUTEX_INITIALIZER                                              \
    {                                                                          \
        0                                                                      \
    }
#define PTHREAD_COND_INITIALIZER PTHREAD_MUTEX_INITIALIZER

int pthread_create(pthread_t *t, const pthread_attr_t *attr,
                   void *(*run)(void *), void *arg);
/* There can be none: for who does the work itself then (page.mk). */
int page_no_thread(pthread_t *t, void *(*run)(void *), void *arg);

int pthread_join(pthread_t t, void **result);
int pthread_mutex_init(pthread_mutex_t *m, const void *attr);
int pthread_mutex_destroy(pthread_mutex_t *m);
int pthread_mutex_lock(pthread_mutex_t *m);
int pthread_mutex_unlock(pthread_mutex_t *m);
int pthread_cond_init(pthread_cond_t *c, const void *attr);
int pthread_cond_destroy(pthread_cond_t *c);
int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m);
int pthread_cond_signal(pthread_cond_t *c);
int pthread_cond_broadcast(pthread_cond_t *c);

/* There are no signals to hold back. */
#define SIG_BLOCK   0
#define SIG_SETMASK 2
int sigfillset(sigset_t *set);
int pthread_sigmask(int how, const sigset_t *set, sigset_t *before);

#endif
