/*
 * The README's first story through the public headers alone: open, list,
 * choose, change, preview as values, write to memory and to a file, verify.
 * Linked with libcxbak.a and nothing of the command line.
 *
 *     story OLD.zip NEW.zip
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/job/job.h"
#include "cxbak/people/select.h"

/* End the test if a call failed, with what it said. */
static void
good(int status, const struct err *e)
{
    if (status == ST_OK)
        return;
    fprintf(stderr, "status %d: %s\n", status, e->msg);
    exit(1);
}

static void
holds(bool truth, const char *what)
{
    if (truth)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    exit(1);
}

/* The users that are chosen, as `list` shows them. */
static void
list(struct job *j, const char *words, struct err *e)
{
    struct select_request q = {.words = &words, .word_count = 1};
    struct selection s = {NULL, 0};
    size_t i;

    good(select_users(&s, &q, j->backup, &j->avatars, e), e);
    for (i = 0; i < s.count; i++) {
        const struct user *u = &j->backup->database->users[s.users[i]];

        printf("user %s %s %s\n", user_text(u, FIELD_NUMBER),
               user_text(u, FIELD_FIRST), user_text(u, FIELD_LAST));
    }
    select_free(&s);
}

/* Extension 200 changes hands. */
static void
change(struct job *j, const struct job_options *options, struct err *e)
{
    size_t user, i;

    good(job_user(j, "200", &user, e), e);
    change_add(&j->changes, user, FIELD_FIRST, "Noelle");
    change_add(&j->changes, user, FIELD_LAST, "Newman");
    change_add(&j->changes, user, FIELD_EMAIL, "noelle@example.com");
    good(job_review(j, options, e), e);
    holds(j->verdict == JOB_READY && j->changes.users == 1 && j->blocking == 0,
          "the changes may be made");
    for (i = 0; i < j->findings.count; i++)
        printf("finding %s\n", j->findings.list[i].rule->code);
    good(job_try(j, false, e), e);
}

static void
count_calls(void *arg, enum phase phase, uint64_t done, uint64_t all)
{
    (void)phase;
    holds(done <= all, "no more is done than there is");
    ++*(size_t *)arg;
}

static bool
at_once(void *arg)
{
    (void)arg;
    return true;
}

int
main(int argc, char **argv)
{
    static const struct backup_options plain = {0};
    struct job_options options = {0};
    struct job old, new, again;
    struct job_proof proof;
    struct write_result file, memory;
    struct sink_memory sink;
    struct source written;
    struct buf plan = BUF_INIT;
    struct err e = ERR_INIT;
    size_t calls = 0;
    struct observer watch = {.progress = count_calls, .arg = &calls};
    struct observer stop = {.cancelled = at_once};

    holds(argc == 3, "two paths are given");
    good(job_open(&old, argv[1], &plain, &e), &e);
    list(&old, "200-203", &e);
    change(&old, &options, &e);
    good(job_plan(&old, "plan", &plan, &e), &e);
    holds(strstr(buf_str(&plan), "noelle@example.com") != NULL, "a plan");

    /* Cancelled, it leaves nothing behind. */
    struct job_output out = {
        .path = argv[2], .digested = true, .observer = &stop};
    holds(job_write(&old, &out, &file, &e) == ST_CANCELLED, "cancelled");
    err_free(&e);

    /* To a file, and the same to memory. */
    out.observer = &watch;
    good(job_write(&old, &out, &file, &e), &e);
    holds(calls > 0, "progress was told");
    sink_memory_start(&sink, "memory");
    out.sink = &sink.sink;
    good(job_write(&old, &out, &memory, &e), &e);
    holds(strcmp(file.sha256, memory.sha256) == 0, "file and memory agree");

    /* Both are verified, each as the source that it is. */
    good(sink_reread(&sink.sink, &written, &e), &e);
    good(job_open_source(&again, &written, &plain, &e), &e);
    good(job_open(&new, argv[2], &plain, &e), &e);
    list(&new, "200", &e);
    good(job_verify(&proof, &old, &again, NULL, 0,
                    &(struct job_verify_options){.digested = true}, &e),
         &e);
    holds(proof.good && proof.comparison.count == 3, "verified");
    holds(strcmp(file.sha256, proof.sha256) == 0, "by its SHA-256, too");
    job_proof_free(&proof);
    printf("sha256 %s\n", file.sha256);

    job_close(&again);
    job_close(&new);
    job_close(&old);
    sink_memory_free(&sink);
    buf_free(&plan);
    return 0;
}
