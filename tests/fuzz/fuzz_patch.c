/*
 * Many values, put into a database at once, are what is read there: the
 * document that comes of the patches has the users of the first with these
 * values, and all others as they were.  Put back, they are what they were
 * before.  The first bytes choose users, fields and values; the rest is the
 * database.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/database.h"
#include "cxbak/patch/user_patch.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"

#include "apply_help.h"

/* Bytes that choose, and how many edits they choose: two bytes for each. */
#define CHOICE    16
#define EDITS_MAX (CHOICE / 2)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What values may have in them; "" clears the field. */
static const char *const values[] = {
    "",
    "x",
    "]]> <![CDATA[ &amp; <a/> -->",
    "N\xc3\xb6 \xe4\xbd\x90",
    "\"'\"",
    " two  blanks ",
    "a\tb",
    "15550100200",
    "&#13;",
    "\xf0\x9f\x98\x80",
};

#define VALUES (sizeof(values) / sizeof(values[0]))

/* What is wanted of each user, a model of the document. */
struct model {
    const struct database *d;
    struct edit edits[EDITS_MAX];
    size_t count;
};

static struct database *
scan(const void *data, size_t size)
{
    struct database_reader *r =
        database_begin("fuzz", (struct database_options){.keep = KEEP_DETAILS});
    struct database *d = NULL;
    struct err e = ERR_INIT;

    if (database_push(r, data, size, &e) == ST_OK)
        database_end(r, &d, &e);
    database_abandon(r);
    err_free(&e);
    return d;
}

static bool
has_edit(const struct model *m, size_t user, enum field f)
{
    size_t i;

    for (i = 0; i < m->count; i++) {
        if (m->edits[i].user == user && m->edits[i].field == f)
            return true;
    }
    return false;
}

/* Choose edits of fields that can be edited, each once. */
static void
choose(struct model *m, const uint8_t *p)
{
    size_t i;

    for (i = 0; i < EDITS_MAX; i++) {
        size_t user = p[2 * i] % m->d->user_count;
        enum field f = (enum field)(p[2 * i + 1] % FIELD_COUNT);
        const char *text = values[p[2 * i + 1] / FIELD_COUNT % VALUES];

        if (!field_has(f, FIELD_EDITABLE) || has_edit(m, user, f))
            continue;
        m->edits[m->count++] = (struct edit){.user = user,
                                             .field = f,
                                             .text = mem_dup(text),
                                             .original = ORIGINAL_INIT};
    }
}

/* The edits of one user as patches; false if one is refused: then the model
 * has none of that user. */
static bool
patch_user(struct model *m, size_t user, struct xpatches *p)
{
    const struct edit *list[EDITS_MAX];
    struct err e = ERR_INIT;
    size_t i, n = 0, kept = 0;

    for (i = 0; i < m->count; i++) {
        if (m->edits[i].user == user)
            list[n++] = &m->edits[i];
    }
    if (n == 0 || user_patch(m->d, list, n, p, &e) == ST_OK)
        return true;
    if (e.status != ST_REFUSED)
        abort();
    err_free(&e);
    for (i = 0; i < m->count; i++) {
        if (m->edits[i].user == user)
            free(m->edits[i].text);
        else
            m->edits[kept++] = m->edits[i];
    }
    m->count = kept;
    return false;
}

/* Apply sorted patches to the document. */
static void
apply(const struct xpatches *p, const void *data, size_t size, struct buf *out)
{
    struct err e = ERR_INIT;

    if (apply_patches(p, data, size, SIZE_MAX, out, &e) != ST_OK)
        abort();
}

/* Is the document what the model says? */
static void
expect(const struct model *m, const struct database *is)
{
    size_t i, k, j;

    if (is == NULL || is->user_count != m->d->user_count)
        abort();
    for (i = 0; i < is->user_count; i++) {
        for (k = 0; k < FIELD_COUNT; k++) {
            const char *want = user_text(&m->d->users[i], (enum field)k);

            for (j = 0; j < m->count; j++) {
                if (m->edits[j].user == i && m->edits[j].field == k)
                    want = m->edits[j].text;
            }
            if (strcmp(user_text(&is->users[i], (enum field)k), want) != 0)
                abort();
        }
        if (is->users[i].phone_count != m->d->users[i].phone_count)
            abort();
    }
}

/* Patch the document by the model, and read it again. */
static struct database *
make(struct model *m, const void *data, size_t size, struct buf *out)
{
    struct xpatches p = {0};
    struct database *is;
    size_t i;

    for (i = 0; i < m->d->user_count; i++) {
        struct xpatches one = {0};
        size_t k;

        if (patch_user(m, i, &one)) {
            for (k = 0; k < one.count; k++)
                xpatch_add(&p, one.list[k].at, one.list[k].drop,
                           mem_ndup(one.list[k].text, one.list[k].len),
                           one.list[k].len);
        }
        xpatch_free(&one);
    }
    if (!xpatch_sort(&p))
        abort();
    apply(&p, data, size, out);
    xpatch_free(&p);
    is = scan(out->data, out->len);
    expect(m, is);
    return is;
}

/* What there was before, as a model of the new document. */
static void
turn_around(const struct model *m, const struct database *is,
            struct model *back)
{
    size_t i;

    *back = (struct model){.d = is, .count = m->count};
    for (i = 0; i < m->count; i++) {
        const struct edit *x = &m->edits[i];

        back->edits[i] = (struct edit){
            .user = x->user,
            .field = x->field,
            .text = mem_dup(user_text(&m->d->users[x->user], x->field)),
            .original = ORIGINAL_INIT};
    }
}

static void
drop(struct model *m)
{
    size_t i;

    for (i = 0; i < m->count; i++)
        free(m->edits[i].text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct model m = {0}, back = {0};
    struct buf once = BUF_INIT, twice = BUF_INIT;
    struct database *d, *is, *was;

    if (size < CHOICE || (d = scan(data + CHOICE, size - CHOICE)) == NULL)
        return 0;
    m.d = d;
    if (d->user_count > 0) {
        choose(&m, data);
        is = make(&m, data + CHOICE, size - CHOICE, &once);
        turn_around(&m, is, &back);
        was = make(&back, once.data, once.len, &twice);
        if (back.count != m.count)
            abort();
        database_free(was);
        database_free(is);
    }
    drop(&m);
    drop(&back);
    database_free(d);
    buf_free(&once);
    buf_free(&twice);
    return 0;
}
