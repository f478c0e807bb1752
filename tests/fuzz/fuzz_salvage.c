/*
 * Any bytes hold nothing, or something that can be salvaged: the archive that
 * comes of it has as many members as it was said to have, and each that was
 * said to be whole decodes.  An archive that is good is salvaged as a whole.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/salvage/salvage.h"
#include "cxbak/util/buf.h"
#include "cxbak/zip/zread.h"

/* Members larger than this are not decoded again. */
#define DECODED_MAX ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
count_of(const struct salvage *v)
{
    const struct salvage_summary *s = salvage_summary(v);

    return s->whole + s->unchecked + s->lost + s->left;
}

/* Does member `i` of the archive decode?  Not if it is a folder or a link. */
static bool
decodes(struct zdir *z, size_t i, bool *tried)
{
    const struct zmember *m = zdir_member(z, i);
    struct buf text = BUF_INIT;
    struct err e = ERR_INIT;
    bool good;

    *tried = m->usize <= DECODED_MAX &&
             (m->method == ZMETHOD_STORED || m->method == ZMETHOD_DEFLATE) &&
             (m->flags & (ZFLAG_ENCRYPTED | ZFLAG_PATCH | ZFLAG_STRONG |
                          ZFLAG_MASKED)) == 0;
    good = *tried && zread_all(&text, z, i, NULL, DECODED_MAX, &e) == ST_OK;
    if (e.msg != NULL && strstr(e.msg, "folder or a link") != NULL)
        *tried = false;
    err_free(&e);
    buf_free(&text);
    return good;
}

/* Look at what was made. */
static void
look(const struct salvage *v, const struct source *made)
{
    const struct salvage_summary *s = salvage_summary(v);
    struct err e = ERR_INIT;
    struct zdir *z = NULL;
    size_t i, k = 0, n = count_of(v);
    bool tried;

    if (zdir_open(&z, made, &e) != ST_OK || zdir_locals(z, &e) != ST_OK) {
        /* Names, and what stands in comments and extra fields, are kept as
         * they were. */
        if (e.reason == NULL ||
            (strcmp(e.reason, "R5") != 0 && strcmp(e.reason, "R2") != 0))
            abort();
        goto done;
    }
    if (zdir_count(z) != s->whole + s->unchecked)
        abort();
    for (i = 0; i < n; i++) {
        const struct salvage_member *m = salvage_member(v, i);

        if (m->state == SALVAGE_LOST || m->state == SALVAGE_LEFT)
            continue;
        if (strcmp(zdir_member(z, k)->name, m->name) != 0)
            abort();
        if (m->state == SALVAGE_WHOLE && !decodes(z, k, &tried) && tried)
            abort();
        k++;
    }
done:
    zdir_free(z);
    err_free(&e);
}

/* Of an archive that is good, nothing may be lost. */
static void
compare(const struct salvage *v, const struct source *s)
{
    struct err e = ERR_INIT;
    struct zdir *z = NULL;
    size_t i, good = 0, n = 0;
    bool tried;

    if (zdir_open(&z, s, &e) == ST_OK && zdir_locals(z, &e) == ST_OK) {
        for (i = 0; i < zdir_count(z); i++) {
            good += decodes(z, i, &tried);
            n += tried;
        }
        if (salvage_summary(v)->whole < good)
            abort();
        if (n == zdir_count(z) && good == n && !salvage_summary(v)->intact)
            abort();
    }
    zdir_free(z);
    err_free(&e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct source source = source_memory(data, size, "fuzz.zip"), made;
    struct salvage_options options = {.password = "secret"};
    struct salvage *v = NULL;
    struct sink_memory to;
    struct err e = ERR_INIT;

    if (salvage_survey(&v, &source, &options, &e) != ST_OK) {
        if (e.status != ST_BACKUP || v != NULL)
            abort();
        err_free(&e);
        return 0;
    }
    sink_memory_start(&to, "fuzz");
    if (salvage_write(v, &to.sink, &e) != ST_OK ||
        sink_reread(&to.sink, &made, &e) != ST_OK)
        abort();
    look(v, &made);
    compare(v, &source);
    sink_memory_free(&to);
    salvage_free(v);
    err_free(&e);
    return 0;
}
