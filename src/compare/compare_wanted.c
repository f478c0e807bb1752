/* What was wanted, held against what has become of it. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/zip/zread.h"

#include "compare/compare_impl.h"

size_t
wanted_first(const struct compare_wanted *w, size_t user)
{
    size_t low = 0, high = w->edit_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (w->edits[mid]->user < user)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const struct edit *
wanted_field(const struct compare_wanted *w, size_t first, size_t user,
             enum field f)
{
    size_t i;

    for (i = first; i < w->edit_count && w->edits[i]->user == user; i++) {
        if (w->edits[i]->property == NULL && w->edits[i]->field == f)
            return w->edits[i];
    }
    return NULL;
}

bool
wanted_property(const struct compare_wanted *w, size_t first, size_t user,
                size_t index, const struct picture_property *p)
{
    size_t i;

    for (i = first; i < w->edit_count && w->edits[i]->user == user; i++) {
        const struct property_edit *one = w->edits[i]->property;

        if (one == NULL || one->index != index)
            continue;
        if (index != SIZE_MAX || strcmp(one->name, p->name) == 0)
            return true;
    }
    return false;
}

/* How many properties have this name and, if it is not NULL, this value? */
static size_t
count_properties(const struct user *u, const char *name, const char *value)
{
    size_t i, n = 0;

    for (i = 0; i < u->pictures.count; i++)
        n += strcmp(u->pictures.list[i].name, name) == 0 &&
             (value == NULL || strcmp(u->pictures.list[i].value, value) == 0);
    return n;
}

/* Has the edit of a property come true, as far as values can tell? */
static bool
is_done(const struct edit *edit, const struct user *x, const struct user *y)
{
    const struct property_edit *p = edit->property;
    const char *name =
        p->index != SIZE_MAX ? x->pictures.list[p->index].name : p->name;

    if (p->remove)
        return count_properties(y, name, NULL) <
               count_properties(x, name, NULL);
    return count_properties(y, name, edit->text) > 0;
}

const char *
wanted_of_user(const struct compare_wanted *w, size_t first, size_t user,
               const struct user *x, const struct user *y)
{
    size_t i;

    for (i = first; i < w->edit_count && w->edits[i]->user == user; i++) {
        const struct edit *edit = w->edits[i];

        if (edit->property != NULL && !is_done(edit, x, y))
            return "the property of the picture";
        if (edit->property == NULL &&
            strcmp(user_text(y, edit->field), edit->text) != 0)
            return field_info(edit->field)->label;
    }
    return NULL;
}

static int
compare_name(const void *key, const void *item)
{
    return strcmp(key, ((const struct compare_member *)item)->name);
}

const struct compare_member *
wanted_member(const struct compare_wanted *w, const char *name)
{
    if (w->member_count == 0)
        return NULL;
    return bsearch(name, w->members, w->member_count, sizeof(*w->members),
                   compare_name);
}

/* Has the member become what it was to be? */
static int
check_member(struct compare_job *job, const struct compare_member *m,
             struct err *e)
{
    struct zdir *zip = job->new->zip;
    size_t k = zdir_find(zip, m->name);
    struct buf b = BUF_INIT;
    bool good = (k == SIZE_MAX) == (m->op == ZEDIT_REMOVE);

    if (good && m->content != NULL) {
        if (zread_all(&b, zip, k, job->new->password, m->content->len, e) !=
            ST_OK)
            goto done;
        good = b.len == m->content->len &&
               memcmp(b.data, m->content->data, b.len) == 0;
    }
    if (!good)
        compare_say_archive(job->c, mem_printf("file \"%s\" is not as it was "
                                               "wanted",
                                               m->name));
done:
    buf_free(&b);
    return e->status;
}

int
wanted_contents(struct compare_job *job, struct err *e)
{
    size_t i;

    for (i = 0; i < job->wanted->member_count; i++) {
        if (check_member(job, &job->wanted->members[i], e) != ST_OK)
            break;
    }
    return e->status;
}
