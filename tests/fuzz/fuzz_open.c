/*
 * Any bytes are refused as a backup, or opened; then every rule can be asked
 * about it, every member decoded, and what is found can be told.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/backup/objects.h"
#include "cxbak/check/check.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/text.h"

/* Archives that hold more than this decoded are not looked at: they take
 * their time. */
#define DECODED_MAX ((uint64_t)4 << 20)

/* A day on which the rules ask how old the backup is. */
#define NOW 1731897004

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
password(void *arg, const char **to, struct err *e)
{
    (void)arg;
    (void)e;
    *to = "secret";
    return ST_OK;
}

static bool
is_large(const struct zdir *z)
{
    uint64_t sum = 0;
    size_t i;

    for (i = 0; i < zdir_count(z) && sum <= DECODED_MAX; i++)
        sum += zdir_member(z, i)->usize > DECODED_MAX
                   ? DECODED_MAX + 1
                   : zdir_member(z, i)->usize;
    return sum > DECODED_MAX;
}

static void
check(struct backup *b)
{
    struct avatars avatars = {0};
    struct findings f = FINDINGS_INIT;
    struct err e = ERR_INIT;
    struct check_request q = {.backup = b,
                              .avatars = &avatars,
                              .archive = true,
                              .target_v20 = true,
                              .now = NOW};
    size_t i;

    avatars_find(&avatars, b);
    if (check_backup(&q, &f, &e) != ST_OK && e.status != ST_BACKUP &&
        e.status != ST_PASSWORD)
        abort();
    for (i = 0; i < f.count; i++) {
        const char *m = f.list[i].message;

        if (*m == '\0' || !text_valid(m, strlen(m), NULL))
            abort();
    }
    findings_free(&f);
    avatars_free(&avatars);
    err_free(&e);
}

static bool
want_all(void *arg, const char *text)
{
    (void)arg;
    (void)text;
    return true;
}

static bool
matters(void *arg, size_t user)
{
    (void)arg;
    (void)user;
    return true;
}

/* What a thing is made of, without what is not kept: users' names, and texts.
 */
static void
note(void *arg, const struct pbx_object *t)
{
    struct buf *b = arg;
    size_t i;

    buf_printf(b, "%s %s %s %zu\n", t->section, t->element,
               t->name != NULL && t->user == SIZE_MAX ? t->name : "", t->user);
    for (i = 0; i < t->count; i++)
        buf_printf(b, "%s %s %s %d\n", t->items[i].element, t->items[i].parent,
                   t->items[i].within != NULL ? t->items[i].within : "",
                   t->items[i].reference);
}

/* What was kept of things is what they have when they are read again. */
static void
hold_things(struct backup *b)
{
    struct buf kept = BUF_INIT, again = BUF_INIT;
    const struct object_choice c = {
        .visit = note, .wants = want_all, .matters = matters, .arg = &kept};
    struct err e = ERR_INIT;

    if (objects_visit_some(b, &c, &e) != ST_OK ||
        objects_visit(b, note, &again, &e) != ST_OK)
        abort();
    if (strcmp(buf_str(&kept), buf_str(&again)) != 0)
        abort();
    buf_free(&kept);
    buf_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct source source = source_memory(data, size, "fuzz.zip");
    struct backup_options options = {.max_database = DECODED_MAX,
                                     .keep = KEEP_DETAILS | KEEP_THINGS,
                                     .password = password};
    struct err e = ERR_INIT;
    struct backup *b = NULL;

    if (backup_open_source(&b, &source, &options, &e) == ST_OK) {
        if (!is_large(b->zip)) {
            check(b);
            hold_things(b);
        }
    } else if ((e.status != ST_BACKUP && e.status != ST_PASSWORD) ||
               e.msg == NULL) {
        abort();
    }
    backup_free(b);
    err_free(&e);
    return 0;
}
