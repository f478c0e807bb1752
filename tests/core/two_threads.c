/*
 * Two backups in two threads, each opened, changed, written and verified, over
 * and over: they share nothing.
 *
 *     two_threads ONE.zip TWO.zip
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "cxbak/job/job.h"

#define ROUNDS 5

/* What one thread works on, and what came of it. */
struct work {
    const char *path;
    char out[4096];
    const char *name;
    struct err e;
};

/* One round of the work. */
static int
edit(struct work *w)
{
    static const struct backup_options plain = {0};
    struct job_options options = {0};
    struct job_output out = {.path = w->out, .file = {.replace = true}};
    struct job_verify_options verify = {.digested = true};
    struct job_proof proof = {0};
    struct write_result result;
    struct job old = {0}, new = {0};
    size_t user;

    if (job_open(&old, w->path, &plain, &w->e) != ST_OK ||
        job_user(&old, "200", &user, &w->e) != ST_OK)
        goto done;
    change_add(&old.changes, user, FIELD_FIRST, w->name);
    if (job_review(&old, &options, &w->e) != ST_OK ||
        job_write(&old, &out, &result, &w->e) != ST_OK ||
        job_open(&new, w->out, &plain, &w->e) != ST_OK ||
        job_verify(&proof, &old, &new, NULL, 0, &verify, &w->e) != ST_OK)
        goto done;
    if (!proof.good || proof.comparison.count != 1)
        err_set(&w->e, ST_DIFFER, "%s: not as wanted", w->out);
done:
    job_proof_free(&proof);
    job_close(&new);
    job_close(&old);
    return w->e.status;
}

static void *
run(void *arg)
{
    int i;

    for (i = 0; i < ROUNDS && edit(arg) == ST_OK; i++)
        continue;
    return NULL;
}

int
main(int argc, char **argv)
{
    struct work work[2] = {{.name = "Noelle"}, {.name = "Miriam"}};
    pthread_t thread[2];
    int i, bad = 0;

    if (argc != 3)
        return 2;
    for (i = 0; i < 2; i++) {
        work[i].path = argv[i + 1];
        snprintf(work[i].out, sizeof(work[i].out), "%s.out", argv[i + 1]);
        if (pthread_create(&thread[i], NULL, run, &work[i]) != 0)
            return 2;
    }
    for (i = 0; i < 2; i++) {
        pthread_join(thread[i], NULL);
        if (work[i].e.status != ST_OK)
            fprintf(stderr, "%s\n", work[i].e.msg);
        bad |= work[i].e.status;
        err_free(&work[i].e);
    }
    return bad != 0;
}
