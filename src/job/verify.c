#include <stdlib.h>
#include <string.h>

#include "cxbak/job/job.h"
#include "cxbak/util/mem.h"

/* Settings of users that differ, sorted by extension and name when they are
 * first asked for: only who gives an extension to another person needs them. */
struct differing {
    const struct job *old;
    const struct job *new;
    const struct settings *settings; /* `own`: not compared before */
    struct settings own;
    const struct setting_difference **list; /* NULL: nobody has asked yet */
    size_t count;
    struct err *e;
};

static int
compare_setting(const void *a, const void *b)
{
    const struct setting_difference *const *x = a, *const *y = b;
    int order = strcmp((*x)->number, (*y)->number);

    return order != 0 ? order : strcmp((*x)->setting, (*y)->setting);
}

static void
sort_settings(struct differing *d)
{
    const struct settings *s = d->settings;
    size_t i;

    if (s == &d->own)
        settings_compare(&d->own, d->old->backup, d->new->backup, d->e);
    d->list = mem_array(NULL, s->count + 1, sizeof(*d->list));
    for (i = 0; i < s->count; i++) {
        if (s->list[i].number != NULL && s->list[i].setting != NULL)
            d->list[d->count++] = &s->list[i];
    }
    qsort(d->list, d->count, sizeof(*d->list), compare_setting);
}

static bool
differs(void *arg, const char *number, const char *setting)
{
    struct differing *d = arg;
    struct setting_difference wanted = {.number = number, .setting = setting};
    const struct setting_difference *key = &wanted;

    if (d->list == NULL)
        sort_settings(d);
    return bsearch(&key, d->list, d->count, sizeof(*d->list),
                   compare_setting) != NULL;
}

/* Look for what is left over; `settings` are those that differ, or NULL if
 * that is not known. */
static int
find_left(const struct job *old, const struct job *new,
          const struct settings *settings, const struct leftover_options *o,
          struct findings *f, struct err *e)
{
    struct leftover_side before = {old->backup, &old->avatars};
    struct leftover_side after = {new->backup, &new->avatars};
    struct leftover_options options = *o;
    struct differing d = {.old = old, .new = new, .e = e};

    d.settings = settings != NULL ? settings : &d.own;
    options.differs = differs;
    options.differs_arg = &d;
    leftover_since(&before, &after, &options, f, e);
    free(d.list);
    settings_free(&d.own);
    return e->status;
}

int
job_left_since(const struct job *old, const struct job *new,
               const struct leftover_options *o, struct findings *f,
               struct err *e)
{
    return find_left(old, new, NULL, o, f, e);
}

/* Hold the two against each other. */
static int
hold_against(struct job_proof *p, struct job *old, struct job *new,
             const struct plan *plans, size_t n,
             const struct job_verify_options *o, struct err *e)
{
    if (plan_apply(&p->plans, &p->planned, plans, n, old->backup, &old->avatars,
                   e) != ST_OK ||
        compare_backups(&p->comparison, old->backup, new->backup, COMPARE_BYTES,
                        NULL, o->observer, e) != ST_OK ||
        compare_settings(&p->comparison, old->backup, new->backup, e) !=
            ST_OK ||
        find_left(old, new, &p->comparison.settings, &o->leftovers, &p->left,
                  e) != ST_OK)
        return e->status;
    findings_sort(&p->left, 0);
    if (n > 0)
        plan_check(&p->check, &p->comparison, &p->planned, old->backup,
                   new->backup);
    p->good =
        !compare_unexplained(&p->comparison) && plan_check_good(&p->check);
    return ST_OK;
}

int
job_verify(struct job_proof *p, struct job *old, struct job *new,
           const struct plan *plans, size_t n,
           const struct job_verify_options *o, struct err *e)
{
    const struct source *source = &new->backup->source;
    struct digest *d = NULL;

    memset(p, 0, sizeof(*p));
    if (o->digested) {
        if (digest_start(&d, source, e) != ST_OK)
            return e->status;
        digest_advance(d, source->size);
    }
    if (hold_against(p, old, new, plans, n, o, e) == ST_OK && d != NULL)
        digest_finish(d, source->size, p->sha256, e);
    digest_free(d);
    return e->status;
}

void
job_proof_free(struct job_proof *p)
{
    findings_free(&p->left);
    plan_check_free(&p->check);
    plan_match_free(&p->plans);
    change_free(&p->planned);
    compare_free(&p->comparison);
    memset(p, 0, sizeof(*p));
}
