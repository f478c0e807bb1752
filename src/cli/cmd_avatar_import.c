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
    size_t i, n = 0;

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
        err_free(&work[i].error);
    }
    free(of);
    free(work);
}

/* Write the file of results, if it is asked for. */
static int
write_results(const struct session *s, const struct photos *p, struct err *e)
{
    const char *path = args_value(s->args, "results");
    struct buf b = BUF_INIT;

    if (path == NULL)
        return ST_OK;
    photo_report_csv(s, p, &b);
    output_store_again(s->args, path, b.data, b.len, e);
    buf_free(&b);
    return e->status;
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

int
cmd_avatar_import(struct args *a, struct err *e)
{
    struct photos p = {.folder = a->operands[1],
                       .recursive = args_flag(a, "recursive"),
                       .inputs = a->inputs};
    const char *ways = args_value(a, "match");
    struct photo_match_order order = match_all;
    struct session s = {0};
    struct avatar_source source = {0};
    struct template *name = NULL;

    if (ways != NULL && photo_match_parse(ways, &order, e) != ST_OK) {
        err_prefix(e, "--match: ");
        goto done;
    }
    if (avatar_options(&source, &name, a, e) != ST_OK ||
        session_open(&s, a, a->operands[0], false, e) != ST_OK ||
        output_check_all(a, e) != ST_OK || photos_list(&p, e) != ST_OK)
        goto done;
    photos_match(&p, s.job.backup->database, &order);
    photo_report_found(&s, &p);
    make_all(&p, &source, &s);
    if (write_results(&s, &p, e) != ST_OK || check_fates(&s, &p, e) != ST_OK)
        goto done;
    s.more_key = "Files";
    s.more = photo_report_json(&s, &p);
    outcome_finish(&s, e);
done:
    photos_free(&p);
    avatar_source_free(&source);
    template_free(name);
    session_close(&s);
    return e->status;
}
