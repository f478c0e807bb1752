/*
 * A folder of photos: whose each one is, said before anything is done; then
 * the pictures that are certain become changes.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cxbak/intake/avatar_batch.h"
#include "cxbak/intake/photo_folder.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cli/avatar_options.h"
#include "cli/commands.h"
#include "cli/hint.h"
#include "cli/outcome.h"
#include "cli/output.h"
#include "cli/photo_report.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/session.h"
#include "cli/steps.h"

static void
step(void *arg, size_t done)
{
    progress_update(arg, done);
}

/* Make the pictures of all that match, and keep why some cannot be. */
static void
make_all(struct photos *p, const struct avatar_source *source,
         struct session *s)
{
    struct avatar_work *work = mem_calloc(p->count, sizeof(*work));
    struct photo **of = mem_calloc(p->count, sizeof(struct photo *));
    struct progress progress;
    struct avatar_watch watch = {step, &progress};
    size_t i, n = 0, same = 0;
    char words[HUMAN_ROOM];

    for (i = 0; i < p->count; i++) {
        struct photo *x = &p->list[i];

        if (photo_fate(x) != PHOTO_MATCHED)
            continue;
        of[n] = x;
        work[n++] = (struct avatar_work){
            .file = x->path, .user = x->match.users[0], .error = ERR_INIT};
    }
    progress_start(&progress, "Making pictures", PROGRESS_ITEMS, n, stderr,
                   say_get_level() > SAY_QUIET);
    avatar_batch_give(source, work, n, &s->job.changes, s->job.backup,
                      &s->job.avatars, &watch);
    progress_clear(&progress);
    for (i = 0; i < n; i++) {
        if (work[i].error.status != ST_OK)
            of[i]->why = hint_text(&work[i].error);
        same += work[i].same && work[i].error.status == ST_OK;
        err_free(&work[i].error);
    }
    if (same > 0)
        say_note("%s: unchanged, because the backup has the same file: %s "
                 "(--size or --crop makes new ones)",
                 p->folder, human_things(words, same, "picture"));
    free(of);
    free(work);
}

/* Is there a picture at all, and with --strict nothing that is left out? */
static int
check_fates(const struct session *s, const struct photos *p, struct err *e)
{
    size_t good = 0, bad = photo_report_unusable(p), i;
    char n[HUMAN_ROOM];

    for (i = 0; i < p->count; i++)
        good += photo_fate(&p->list[i]) == PHOTO_MATCHED;
    if (args_flag(s->args, "strict") && good < p->count)
        return err_set(e, ST_REFUSED,
                       "%s: %s would be left out, which --strict does not "
                       "allow; nothing was written",
                       p->folder, human_things(n, p->count - good, "picture"));
    if (good == 0 && bad > 0)
        return err_set(e, ST_REFUSED,
                       "%s: none of the pictures that match can be used; "
                       "nothing was written",
                       p->folder);
    if (good == 0)
        return err_set(e, ST_REFUSED,
                       "%s: no picture could be matched to a user; name the "
                       "files by extension, e-mail address, or first and "
                       "last name",
                       p->folder);
    return ST_OK;
}

/* A folder of photos, until the end of its session. */
struct folder {
    struct photos photos;
    struct output_later results;
    struct output_later rejects;
};

static void
release(void *arg)
{
    struct folder *x = arg;

    photos_free(&x->photos);
    buf_free(&x->results.data);
    buf_free(&x->rejects.data);
    free(x);
}

/* Make the files that the options name ready. */
static int
make_files(const struct session *s, struct folder *x, struct err *e)
{
    x->results.path = args_value(s->args, "results");
    x->rejects.path = args_value(s->args, "rejects");
    if (x->results.path != NULL)
        photo_report_csv(s, &x->photos, &x->results.data);
    if (x->rejects.path != NULL)
        photo_report_rejects(s, &x->photos, &x->rejects.data);
    if (output_later_check(s->args, &x->results, e) == ST_OK)
        output_later_check(s->args, &x->rejects, e);
    return e->status;
}

/* Write them. */
static int
write_files(const struct session *s, const struct folder *x, struct err *e)
{
    if (output_later_store(s->args, &x->results, e) == ST_OK)
        output_later_store(s->args, &x->rejects, e);
    return e->status;
}

static int
finished(struct session *s, struct session_hook *h, struct err *e)
{
    return write_files(s, h->arg, e);
}

/* Look into the folder, and make changes of the pictures that are certain. */
static int
take_folder(struct session *s, struct folder *x,
            const struct photo_match_order *order,
            const struct avatar_source *source, struct err *e)
{
    struct photos *p = &x->photos;
    const struct backup *b = s->job.backup;
    struct err other = ERR_INIT;

    /* Else each picture would be refused by itself. */
    if ((b->nested && backup_writable(b, true, e) != ST_OK) ||
        photos_list(p, e) != ST_OK)
        return e->status;
    photos_match(p, b->database, order);
    photo_report_found(s, p);
    make_all(p, source, s);
    if (make_files(s, x, e) != ST_OK || check_fates(s, p, e) == ST_OK)
        return e->status;

    /* Who is refused wants to know of which files, too. */
    if (write_files(s, x, &other) != ST_OK)
        say_failure(&other);
    err_free(&other);
    return e->status;
}

int
steps_avatar_import(struct session *s, struct args *a, struct err *e)
{
    struct folder *x = mem_calloc(1, sizeof(*x));
    const char *ways = args_value(a, "match");
    struct photo_match_order order = match_all;
    struct avatar_source source = {0};
    struct template *name = NULL;
    struct session_hook hook = {
        .finished = finished, .release = release, .arg = x};

    x->photos = (struct photos){.folder = a->operands[1],
                                .recursive = args_flag(a, "recursive"),
                                .inputs = a->inputs};
    if (ways != NULL && photo_match_parse(ways, &order, e) != ST_OK) {
        err_prefix(e, "--match: ");
    } else if (avatar_options(&source, &name, a, e) == ST_OK &&
               session_begin(s, a, e) == ST_OK &&
               take_folder(s, x, &order, &source, e) == ST_OK) {
        hook.more = photo_report_json(s, &x->photos);
        session_add_hook(s, &hook);
        x = NULL;
    }
    if (x != NULL)
        release(x);
    avatar_source_free(&source);
    template_free(name);
    return e->status;
}

int
cmd_avatar_import(struct args *a, struct err *e)
{
    return outcome_of(steps_avatar_import, a, e);
}
