#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cli/look.h"
#include "cli/say.h"

/* Extensions, borrowed from the backups. */
struct numbers {
    const char **list;
    size_t count;
    size_t cap;
};

/* The users whom one word names in one backup; nobody is no failure here. */
static int
add_users(struct numbers *n, struct session *s, const char *const *word,
          struct err *e)
{
    struct select_request q = {
        .words = word, .word_count = 1, .inputs = s->args->inputs};
    struct selection sel = {NULL, 0};
    const struct database *d = s->job.backup->database;
    size_t i;

    select_users(&sel, &q, s->job.backup, &s->job.avatars, e);
    for (i = 0; e->status == ST_OK && i < sel.count; i++) {
        n->list = mem_grow(n->list, &n->cap, n->count, sizeof(*n->list));
        n->list[n->count++] = user_text(&d->users[sel.users[i]], FIELD_NUMBER);
    }
    select_free(&sel);
    return e->status;
}

/* The users whom a word names in either backup. */
static int
add_word(struct numbers *n, struct session *old, struct session *new,
         const char *const *word, struct err *e)
{
    struct err other = ERR_INIT;

    if (add_users(n, old, word, e) != ST_OK && e->status != ST_REFUSED)
        return e->status;
    if (add_users(n, new, word, &other) == ST_OK)
        err_free(e);
    err_free(&other);
    return e->status;
}

int
look_at(const struct comparison **shown, struct comparison *store,
        const struct comparison *c, struct session *old, struct session *new,
        size_t first, struct err *e)
{
    const struct args *a = old->args;
    struct numbers n = {NULL, 0, 0};
    size_t i;

    *shown = c;
    for (i = first; i < a->noperands && e->status == ST_OK; i++)
        add_word(&n, old, new, (const char *const *)&a->operands[i], e);
    if (e->status == ST_OK && a->noperands > first) {
        compare_focus(store, c, old->job.backup, new->job.backup, n.list,
                      n.count);
        *shown = store;
    }
    free(n.list);
    return e->status;
}

void
look_note(const struct args *a, size_t first)
{
    struct buf b = BUF_INIT;
    size_t i;

    if (a->noperands <= first)
        return;
    for (i = first; i < a->noperands; i++)
        buf_printf(&b, "%s%s", i > first ? ", " : "", a->operands[i]);
    say_note("only what concerns %s is shown; other users, and the system, may "
             "differ, too",
             buf_str(&b));
    buf_free(&b);
}
