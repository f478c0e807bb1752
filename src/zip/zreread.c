#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zreread.h"

#include "zip/zcrc_impl.h"
#include "zip/zip_impl.h"
#include "zip/zreread_impl.h"

/* libarchive is given little after a jump, since it mostly wants a header,
 * and twice as much with each block that follows. */
#define BLOCK_MIN ((size_t)1 << 10)
#define BLOCK_MAX ((size_t)256 << 10)

struct checker {
    const struct zdir *z;
    struct archive *a;
    uint64_t pos;
    uint64_t size; /* of the file without the archive comment, in which
                      libarchive would not find the end record */
    size_t block;
    uint8_t *p;
    struct err err;
};

/* Read a block, or take what was kept of a header. */
static int
get_block(struct checker *c, size_t *n)
{
    size_t kept_len;
    const uint8_t *kept = zwindow_kept(c->z, c->pos, &kept_len);

    *n = c->block;
    if (*n > c->size - c->pos)
        *n = (size_t)(c->size - c->pos);
    if (kept == NULL)
        return source_read(c->z->source, c->p, *n, c->pos, &c->err);
    *n = kept_len;
    memcpy(c->p, kept, kept_len);
    return ST_OK;
}

static la_ssize_t
read_block(struct archive *a, void *arg, const void **p)
{
    struct checker *c = arg;
    size_t n;

    if (get_block(c, &n) != ST_OK ||
        zreread_hide(c->z, c->pos, c->p, n, &c->err) != ST_OK) {
        archive_set_error(a, EIO, "%s", c->err.msg);
        return -1;
    }
    /* The end record says that no comment follows. */
    if (c->pos + n == c->size && n >= 2 && c->size < c->z->end.file_size)
        memset(c->p + n - 2, 0, 2);
    *p = c->p;
    c->pos += n;
    if (c->block < BLOCK_MAX)
        c->block *= 2;
    return (la_ssize_t)n;
}

static la_int64_t
seek_to(struct archive *a, void *arg, la_int64_t off, int whence)
{
    struct checker *c = arg;
    la_int64_t base = 0;

    (void)a;
    if (whence == SEEK_CUR)
        base = (la_int64_t)c->pos;
    else if (whence == SEEK_END)
        base = (la_int64_t)c->size;
    if (base + off < 0 || (uint64_t)(base + off) > c->size)
        return ARCHIVE_FATAL;
    c->pos = (uint64_t)(base + off);
    c->block = BLOCK_MIN;
    return base + off;
}

static int
differs(const struct checker *c, const struct zmember *m, const char *what,
        struct err *e)
{
    return err_set(e, ST_SYSTEM,
                   "%s: the independent read-back failed: file \"%s\": %s",
                   c->z->path, m != NULL ? m->name : "", what);
}

/* Is `found` the name?  libarchive may turn `\` into `/`, and gives folders a
 * slash at their end. */
static bool
is_name(const char *found, const char *name)
{
    size_t i;

    for (i = 0; found[i] != '\0' && name[i] != '\0'; i++) {
        if (found[i] != name[i] && !(found[i] == '/' && name[i] == '\\'))
            return false;
    }
    return name[i] == '\0' && (found[i] == '\0' || found[i] == '/');
}

/* Is that the member's name, as it is stored or as its Unicode Path has it?
 * libarchive cannot give some names in the C locale. */
static bool
same_name(struct archive_entry *entry, const struct zmember *m)
{
    const char *stored = archive_entry_pathname(entry), *name;
    char *unicode;
    bool same;

    /* Mostly it is as it is stored, and nothing need be converted. */
    if (stored != NULL && strcmp(stored, m->name) == 0)
        return true;
    name = archive_entry_pathname_utf8(entry);
    if (name == NULL)
        name = stored;
    if (name == NULL || is_name(name, m->name))
        return true;
    unicode = zname_spelling(m, ZNAME_UNICODE);
    same = unicode != NULL && is_name(name, unicode);
    free(unicode);
    return same;
}

/* Decode the member at hand and hold size and CRC against the directory. */
static int
decode(struct checker *c, const struct zmember *m, struct err *e)
{
    uint8_t *p = mem_alloc(BLOCK_MAX);
    uint32_t crc = ZCRC_START;
    uint64_t size = 0;
    la_ssize_t got;

    while ((got = archive_read_data(c->a, p, BLOCK_MAX)) > 0) {
        crc = zcrc(crc, p, (size_t)got);
        size += (uint64_t)got;
    }
    if (got < 0)
        differs(c, m, archive_error_string(c->a), e);
    else if (size != m->usize)
        differs(c, m, "its size is not what the directory says", e);
    else if (!(m->flags & ZFLAG_ENCRYPTED) && crc != m->crc)
        differs(c, m, "its CRC is not what the directory says", e);
    free(p);
    return e->status;
}

/* Go through the members as libarchive finds them; those `wanted` are
 * decoded. */
static int
walk(struct checker *c, const bool *wanted, struct err *e)
{
    struct archive_entry *entry;
    size_t k = 0;
    int rc;

    while ((rc = archive_read_next_header(c->a, &entry)) == ARCHIVE_OK ||
           rc == ARCHIVE_WARN) {
        const struct zmember *m;

        if (k == c->z->count)
            return differs(c, NULL, "libarchive finds one more", e);
        m = &c->z->members[c->z->in_file[k]];
        if (!same_name(entry, m))
            return differs(c, m, "libarchive finds another name", e);
        if (archive_entry_size_is_set(entry) &&
            archive_entry_filetype(entry) == AE_IFREG &&
            (uint64_t)archive_entry_size(entry) != m->usize)
            return differs(c, m, "libarchive finds another size", e);
        if (wanted[c->z->in_file[k]] && decode(c, m, e) != ST_OK)
            return e->status;
        k++;
    }
    if (rc != ARCHIVE_EOF)
        return differs(c, NULL, archive_error_string(c->a), e);
    if (k != c->z->count)
        return differs(c, &c->z->members[c->z->in_file[k]],
                       "libarchive does not find it", e);
    return ST_OK;
}

int
zreread(const struct zdir *z, const size_t *wanted, size_t n,
        const char *password, struct err *e)
{
    struct checker c = {.z = z, .block = BLOCK_MIN, .err = ERR_INIT};
    bool *marked;
    size_t i;

    if ((c.a = archive_read_new()) == NULL)
        return err_set(e, ST_SYSTEM, "libarchive cannot start");
    c.size = z->end.end_off + ZEND_LEN;
    c.p = mem_alloc(BLOCK_MAX);
    marked = mem_calloc(z->count, sizeof(*marked));
    for (i = 0; i < n; i++)
        marked[wanted[i]] = true;
    archive_read_support_format_zip_seekable(c.a);
    if (password != NULL)
        archive_read_add_passphrase(c.a, password);
    archive_read_set_read_callback(c.a, read_block);
    archive_read_set_seek_callback(c.a, seek_to);
    archive_read_set_callback_data(c.a, &c);
    if (archive_read_open1(c.a) != ARCHIVE_OK)
        differs(&c, NULL, archive_error_string(c.a), e);
    else
        walk(&c, marked, e);
    archive_read_free(c.a);
    err_free(&c.err);
    free(marked);
    free(c.p);
    return e->status;
}
