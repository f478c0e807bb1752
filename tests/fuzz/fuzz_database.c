/*
 * Any bytes are refused or read as a database, in whatever pieces they come;
 * and every value that is put into one is found there again, with all others
 * as they were, and goes away again when it is cleared.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/patch/user_patch.h"
#include "cxbak/util/buf.h"
#include "cxbak/backup/database.h"
#include "cxbak/util/mem.h"

#include "apply_help.h"

#define NEW_VALUE "N\xc3\xb6 <&>\"' ]]> \xe4\xbd\x90"

/* Users that are edited, one field each time. */
#define USERS_EDITED 3

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct database *
scan(const void *data, size_t size, size_t step)
{
    struct database_reader *r =
        database_begin("fuzz", (struct database_options){.keep = KEEP_DETAILS});
    struct database *d = NULL;
    struct err e = ERR_INIT;
    const uint8_t *p = data;
    size_t at;

    for (at = 0; at < size && e.status == ST_OK; at += step)
        database_push(r, p + at, size - at < step ? size - at : step, &e);
    if (e.status == ST_OK)
        database_end(r, &d, &e);
    if (e.status != ST_OK &&
        (e.status != ST_BACKUP || e.msg == NULL || e.reason == NULL))
        abort();
    database_abandon(r);
    err_free(&e);
    return d;
}

/* The document with the value put in; false if it is refused. */
static bool
put(const struct database *d, const void *data, size_t size, size_t user,
    enum field f, const char *text, struct buf *out)
{
    const struct edit edit = {.user = user, .field = f, .text = mem_dup(text)};
    const struct edit *edits[] = {&edit};
    struct xpatches p = {0};
    struct err e = ERR_INIT;

    if (user_patch(d, edits, 1, &p, &e) != ST_OK) {
        if (e.status != ST_REFUSED)
            abort();
        err_free(&e);
        free(edit.text);
        return false;
    }
    if (!xpatch_sort(&p) ||
        apply_patches(&p, data, size, SIZE_MAX, out, &e) != ST_OK)
        abort();
    xpatch_free(&p);
    free(edit.text);
    return true;
}

/* Everything but one field must be the same. */
static void
expect(const struct database *a, const struct database *b, size_t user,
       enum field f, const char *text)
{
    size_t i, k;

    if (b == NULL || a->user_count != b->user_count)
        abort();
    for (i = 0; i < a->user_count; i++) {
        for (k = 0; k < FIELD_COUNT; k++) {
            const char *want = user_text(&a->users[i], (enum field)k);

            if (i == user && k == f)
                want = text;
            if (strcmp(user_text(&b->users[i], (enum field)k), want) != 0)
                abort();
        }
    }
}

static void
edit(const struct database *d, const void *data, size_t size, size_t user,
     enum field f)
{
    struct buf once = BUF_INIT, twice = BUF_INIT;
    struct database *a = NULL, *b = NULL;

    if (put(d, data, size, user, f, NEW_VALUE, &once)) {
        a = scan(once.data, once.len, SIZE_MAX / 2);
        expect(d, a, user, f, NEW_VALUE);
        if (!put(a, once.data, once.len, user, f, "", &twice))
            abort();
        b = scan(twice.data, twice.len, SIZE_MAX / 2);
        expect(d, b, user, f, "");
    }
    database_free(a);
    database_free(b);
    buf_free(&once);
    buf_free(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct database *d = scan(data, size, SIZE_MAX / 2);
    struct database *pieces = scan(data, size, size % 61 + 1);
    size_t i, k;

    if ((d == NULL) != (pieces == NULL))
        abort();
    if (d != NULL) {
        expect(d, pieces, SIZE_MAX, FIELD_NUMBER, NULL);
        for (i = 0; i < d->user_count && i < USERS_EDITED; i++) {
            for (k = 0; k < FIELD_COUNT; k++) {
                if (field_has((enum field)k, FIELD_EDITABLE))
                    edit(d, data, size, i, (enum field)k);
            }
        }
    }
    database_free(d);
    database_free(pieces);
    return 0;
}
