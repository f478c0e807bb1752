/*
 * Any bytes are refused or read as an archive; an archive that is read is the
 * same file when it is written again without a change, every member that can
 * be decoded is what the directory says, and after one is replaced the others
 * keep their bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zread.h"
#include "cxbak/zip/zscan.h"
#include "cxbak/zip/zwrite.h"

/* Members larger than this are not decoded: a bomb takes its time. */
#define DECODED_MAX ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
read_word(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    size_t *left = arg;

    (void)e;
    *got = *left < n ? *left : n;
    memset(p, 'x', *got);
    *left -= *got;
    return ST_OK;
}

/* Write the archive with the edits to `to`. */
static int
rewrite(struct zdir *z, const struct zedit *edits, size_t n,
        struct sink_memory *to, struct err *e)
{
    struct zwrite_options options = {0};

    sink_memory_start(to, "fuzz");
    return zwrite(z, edits, n, &options, &to->sink, e);
}

/* Replace member `i`, and look at all members of the result. */
static void
replace(struct zdir *z, size_t i, const uint8_t *data)
{
    size_t left = 5, k;
    struct zedit edit = {
        .op = ZEDIT_REPLACE, .member = i, .read = read_word, .arg = &left};
    struct buf text = BUF_INIT;
    struct err e = ERR_INIT;
    struct sink_memory to;
    struct source written;
    struct zdir *new;

    if (rewrite(z, &edit, 1, &to, &e) != ST_OK ||
        sink_reread(&to.sink, &written, &e) != ST_OK ||
        zdir_open(&new, &written, &e) != ST_OK ||
        zdir_locals(new, &e) != ST_OK || zdir_count(new) != zdir_count(z))
        abort();
    for (k = 0; k < zdir_count(z); k++) {
        const struct zmember *m = zdir_member(z, k);
        const struct zmember *n = zdir_member(new, k);

        if (k == i)
            continue;
        if (m->end - m->offset != n->end - n->offset ||
            memcmp(data + m->offset, to.data.data + n->offset,
                   (size_t)(m->end - m->offset)) != 0)
            abort();
    }
    if (zread_all(&text, new, i, NULL, DECODED_MAX, &e) != ST_OK ||
        text.len != 5 || memcmp(text.data, "xxxxx", 5) != 0)
        abort();
    zdir_free(new);
    buf_free(&text);
    sink_memory_free(&to);
}

/* Decode what can be decoded; the first such member is replaced too. */
static void
look(struct zdir *z, const uint8_t *data)
{
    enum zscan_verdict verdict;
    bool replaced = false;
    uint64_t at;
    size_t i;
    int how;

    for (i = 0; i < zdir_count(z); i++) {
        struct buf b = BUF_INIT;
        struct err e = ERR_INIT;

        for (how = 0; how < ZNAME_SPELLINGS; how++)
            free(zname_fold(zdir_member(z, i), (enum zspelling)how));
        if (zread_all(&b, z, i, NULL, DECODED_MAX, &e) == ST_OK) {
            if (b.len != zdir_member(z, i)->usize)
                abort();
            /* The other decoder must agree. */
            if (zscan_member(z, i, &verdict, &at, &e) != ST_OK ||
                (verdict != ZSCAN_WHOLE && verdict != ZSCAN_FORGED &&
                 verdict != ZSCAN_ENDLESS))
                abort();
            if (!replaced)
                replace(z, i, data);
            replaced = true;
        }
        err_free(&e);
        buf_free(&b);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct source source = source_memory(data, size, "fuzz.zip");
    struct sink_memory to;
    struct err e = ERR_INIT;
    struct zdir *z = NULL;

    if (zdir_open(&z, &source, &e) == ST_OK && zdir_locals(z, &e) == ST_OK) {
        if (rewrite(z, NULL, 0, &to, &e) != ST_OK || to.data.len != size ||
            memcmp(to.data.data, data, size) != 0)
            abort();
        sink_memory_free(&to);
        look(z, data);
    } else if (e.status != ST_BACKUP || e.msg == NULL || e.reason == NULL) {
        abort();
    }
    zdir_free(z);
    err_free(&e);
    return 0;
}
