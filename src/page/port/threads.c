#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cxbak/util/mem.h"

/* What pthread_t points to. */
struct __pthread {
    void *(*run)(void *);
    void *arg;
    void *result;
    struct __pthread *next; /* of those that have not begun */
};

/* Those that have not begun, the earliest first. */
static struct __pthread *waiting;

/* Let the earliest run to its end; false if there is none. */
static bool
run_next(void)
{
    struct __pthread *t = waiting;

    if (t == NULL)
        return false;
    waiting = t->next;
    t->next = NULL;
    t->result = t->run(t->arg);
    t->run = NULL;
    return true;
}

int
pthread_create(pthread_t *tp, const pthread_attr_t *attr, void *(*run)(void *),
               void *arg)
{
    struct __pthread **last = &waiting;
    struct __pthread *t = mem_calloc(1, sizeof(*t));

    (void)attr;
    t->run = run;
    t->arg = arg;
    while (*last != NULL)
        last = &(*last)->next;
    *last = t;
    *tp = t;
    return 0;
}

int
page_no_thread(pthread_t *tp, void *(*run)(void *), void *arg)
{
    (void)tp, (void)run, (void)arg;
    return EAGAIN;
}

int
pthread_join(pthread_t t, void **result)
{
    while (t->run != NULL) {
        if (!run_next())
            abort();
    }
    if (result != NULL)
        *result = t->result;
    free(t);
    return 0;
}

/* What is waited for can only come of another thread. */
int
pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m)
{
    (void)c, (void)m;
    if (!run_next())
        abort();
    return 0;
}

int
pthread_cond_init(pthread_cond_t *c, const void *attr)
{
    (void)c, (void)attr;
    return 0;
}

int
pthread_cond_destroy(pthread_cond_t *c)
{
    (void)c;
    return 0;
}

int
pthread_cond_signal(pthread_cond_t *c)
{
    (void)c;
    return 0;
}

int
pthread_cond_broadcast(pthread_cond_t *c)
{
    (void)c;
    return 0;
}

int
pthread_mutex_init(pthread_mutex_t *m, const void *attr)
{
    (void)m, (void)attr;
    return 0;
}

int
pthread_mutex_destroy(pthread_mutex_t *m)
{
    (void)m;
    return 0;
}

int
pthread_mutex_lock(pthread_mutex_t *m)
{
    (void)m;
    return 0;
}

int
pthread_mutex_unlock(pthread_mutex_t *m)
{
    (void)m;
    return 0;
}

int
sigfillset(sigset_t *set)
{
    *set = 0;
    return 0;
}

int
pthread_sigmask(int how, const sigset_t *set, sigset_t *before)
{
    (void)how, (void)set;
    if (before != NULL)
        *before = 0;
    return 0;
}
