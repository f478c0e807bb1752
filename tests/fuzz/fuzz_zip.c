/*
 * Any bytes are refused or read as an archive; an archive that is read is the
 * same file when it is written again without a change, every member that can
 * be decoded is what the directory says, and after one is replaced the others
 * keep their bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

/* Write the archive with the edits to a file that never gets a name; its
 * content goes to `b`. */
static int
rewrite(struct zdir *z, const struct zedit *edits, size_t n, struct buf *b,
        struct err *e)
{
    struct zwrite_options options = {0};
    struct outfile_options file = {0};
    struct outfile *o = NULL;
    size_t len;

    if (outfile_open(&o, "/tmp/cxbak-fuzz-never", &file, e) != ST_OK)
        abort();
    if (zwrite(z, edits, n, &options, o, e) == ST_OK) {
        len = (size_t)outfile_size(o);
        if (pread(outfile_fd(o), buf_room(b, len), len, 0) != (ssize_t)len)
            abort();
        b->len = len;
    }
    outfile_free(o);
    return e->status;
}

/* Replace member `i`, and look at all members of the result. */
static void
replace(struct zdir *z, size_t i, const uint8_t *data)
{
    size_t left = 5, k;
    struct zedit edit = {
        .op = ZEDIT_REPLACE, .member = i, .read = read_word, .arg = &left};
    struct buf b = BUF_INIT, text = BUF_INIT;
    struct err e = ERR_INIT;
    struct zdir *new;
    int fd;

    if (rewrite(z, &edit, 1, &b, &e) != ST_OK)
        abort();
    fd = memfd_create("fuzz", 0);
    if (write(fd, b.data, b.len) != (ssize_t)b.len ||
        zdir_open(&new, fd, "new", &e) != ST_OK ||
        zdir_locals(new, &e) != ST_OK || zdir_count(new) != zdir_count(z))
        abort();
    for (k = 0; k < zdir_count(z); k++) {
        const struct zmember *m = zdir_member(z, k);
        const struct zmember *n = zdir_member(new, k);

        if (k == i)
            continue;
        if (m->end - m->offset != n->end - n->offset ||
            memcmp(data + m->offset, b.data + n->offset,
                   (size_t)(m->end - m->offset)) != 0)
            abort();
    }
    if (zread_all(&text, new, i, NULL, DECODED_MAX, &e) != ST_OK ||
        text.len != 5 || memcmp(text.data, "xxxxx", 5) != 0)
        abort();
    zdir_free(new);
    close(fd);
    buf_free(&text);
    buf_free(&b);
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
                (verdict != ZSCAN_WHOLE && verdict != ZSCAN_FORGED))
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
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;
    struct zdir *z = NULL;
    int fd = memfd_create("fuzz", 0);

    if (size > 0 && write(fd, data, size) != (ssize_t)size)
        abort();
    if (zdir_open(&z, fd, "fuzz.zip", &e) == ST_OK &&
        zdir_locals(z, &e) == ST_OK) {
        if (rewrite(z, NULL, 0, &b, &e) != ST_OK || b.len != size ||
            memcmp(b.data, data, size) != 0)
            abort();
        look(z, data);
    } else if (e.status != ST_BACKUP || e.msg == NULL) {
        abort();
    }
    buf_free(&b);
    zdir_free(z);
    err_free(&e);
    close(fd);
    return 0;
}
