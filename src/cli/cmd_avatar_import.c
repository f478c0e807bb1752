/*
 * A folder of photos: whose each one is, said before anything is done; then
 * the pictures that are certain become changes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/human.h"
#include "cxbak/intake/photo_folder.h"
#include "cxbak/util/mem.h"
#include "cli/progress.h"
#include "cli/avatar_options.h"
#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/session.h"

/* Lines of one kind that are printed; more are counted. */
#define LINES_SHOWN 20

/* "200 Martin Alder, 250 Martin Alder" */
static char *
users_words(const struct session *s, const struct photo_match *r)
{
    struct human_list list = {.max = SIZE_MAX, .plain = true};
    size_t i;

    for (i = 0; i < r->count; i++) {
        char *who = user_words(&s->job.backup->database->users[r->users[i]]);

        human_list_add(&list, who);
        free(who);
    }
    return human_list_end(&list);
}

/* Say what becomes of one picture. */
static void
say_photo(const struct session *s, const struct photos *p,
          const struct photo *x)
{
    char *who;

    if (x->match.count == 0) {
        say_warning("%s: fits nobody", x->path);
        return;
    }
    who = users_words(s, &x->match);
    if (x->match.count > 1)
        say_warning("%s: ambiguous: %s; name the file by the extension",
                    x->path, who);
    else if (x->rival != SIZE_MAX)
        say_warning("%s: ambiguous: %s is for %s too", x->path,
                    p->list[x->rival].path, who);
    else
        say_detail("%s: %s, by %s", x->path, who,
                   photo_match_name(x->match.by));
    free(who);
}

/* Say what was found, before anything is done. */
static void
report(const struct session *s, const struct photos *p)
{
    char n[HUMAN_ROOM], m[HUMAN_ROOM];
    size_t count[PHOTO_FATES] = {0}, by[PHOTO_MATCH_COUNT] = {0}, i;
    int fate;

    for (i = 0; i < p->left_out_count; i++)
        say_warning("%s; it is left out", p->left_out[i]);
    for (i = 0; i < p->count; i++) {
        enum photo_fate f = photo_fate(&p->list[i]);

        count[f]++;
        if (f == PHOTO_MATCHED)
            by[p->list[i].match.by]++;
    }
    say_note("%s: %s: %zu matched (%zu by number, %zu by email, %zu by name), "
             "%zu ambiguous, %zu unmatched; %s ignored",
             p->folder, human_things(n, p->count, "picture"),
             count[PHOTO_MATCHED], by[PHOTO_MATCH_NUMBER],
             by[PHOTO_MATCH_EMAIL], by[PHOTO_MATCH_NAME],
             count[PHOTO_AMBIGUOUS], count[PHOTO_UNMATCHED],
             human_things(m, p->ignored, "other file"));
    for (fate = PHOTO_MATCHED; fate < PHOTO_FATES; fate++) {
        size_t shown = 0;

        for (i = 0; i < p->count; i++) {
            if (photo_fate(&p->list[i]) == (enum photo_fate)fate &&
                (shown++ < LINES_SHOWN || say_get_level() == SAY_VERBOSE))
                say_photo(s, p, &p->list[i]);
        }
        if (shown > LINES_SHOWN && say_get_level() != SAY_VERBOSE &&
            fate != PHOTO_MATCHED)
            say_warning("... and %zu more; -v shows all", shown - LINES_SHOWN);
    }
}

/* Make the pictures of all that match.  Each that cannot be used is named. */
static int
make_all(const struct photos *p, struct avatar_source *source,
         struct session *s, struct err *e)
{
    struct progress progress;
    size_t i, bad = 0, matched = 0;
    char n[HUMAN_ROOM];

    progress_start(&progress, "Making pictures", PROGRESS_ITEMS, p->count,
                   stderr, say_get_level() > SAY_QUIET);
    for (i = 0; i < p->count; i++) {
        const struct photo *x = &p->list[i];
        struct err one = ERR_INIT;

        progress_update(&progress, i);
        if (photo_fate(x) != PHOTO_MATCHED)
            continue;
        matched++;
        if (avatar_source_load(source, x->path, &one) == ST_OK &&
            avatar_source_give(source, &s->job.changes, s->job.backup,
                               &s->job.avatars, x->match.users[0],
                               &one) == ST_OK)
            continue;
        progress_clear(&progress);
        if (bad++ < LINES_SHOWN || say_get_level() == SAY_VERBOSE)
            say_failure(&one);
        err_free(&one);
    }
    progress_clear(&progress);
    if (bad > 0)
        return err_set(e, ST_REFUSED,
                       "%s: %s cannot be used; nothing was written. Replace "
                       "%s, or move %s out of the folder",
                       p->folder, human_things(n, bad, "picture"),
                       bad == 1 ? "it" : "them", bad == 1 ? "it" : "them");
    if (matched == 0)
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
    struct photos p = {.folder = a->operands[1], .inputs = a->inputs};
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
        photos_list(&p, e) != ST_OK)
        goto done;
    photos_match(&p, s.job.backup->database, &order);
    report(&s, &p);
    if (make_all(&p, &source, &s, e) == ST_OK)
        outcome_finish(&s, e);
done:
    photos_free(&p);
    avatar_source_free(&source);
    template_free(name);
    session_close(&s);
    return e->status;
}
