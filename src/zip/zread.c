#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "cxbak/util/ahead.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zread.h"

#include "zip/zcrc_impl.h"
#include "zip/zcrypt_impl.h"
#include "zip/zip_impl.h"

/* Compressed bytes read from the file at once. */
#define IN_SIZE ((size_t)256 << 10)

/* Systems that made a member, and the attribute that marks a folder. */
#define HOST_UNIX   3
#define HOST_DARWIN 19
#define DOS_FOLDER  0x10

struct zread {
    struct zdir *z;
    size_t i;
    const struct zmember *m;
    uint64_t pos;  /* of the next byte to read from the file */
    uint64_t left; /* bytes of data not read from the file yet */
    uint64_t done; /* bytes given out */
    uint32_t crc;
    uint8_t *in;
    z_stream inflate;
    bool inflating;
    bool ended; /* the compressed stream has ended */
    struct zcrypt *crypt;
};

bool
zread_is_regular(const struct zmember *m)
{
    const uint8_t *p = m->central;
    unsigned host = p[C_HOST];
    unsigned mode = (unsigned)p[C_MODE] | (unsigned)p[C_MODE + 1] << 8;
    bool is_unix = host == HOST_UNIX || host == HOST_DARWIN;

    return !zname_is_folder(m->name) && (p[C_EXTERNAL] & DOS_FOLDER) == 0 &&
           (!is_unix || (mode & S_IFMT) == 0 || S_ISREG(mode));
}

/* Does the AES field say what WinZip's does: vendor "AE", a strength of 1 to 3,
 * and a method that is known? */
static bool
aes_known(const struct zmember *m)
{
    const uint8_t *field = zcrypt_aes(m);
    unsigned method;

    if (field == NULL || memcmp(field + ZAES_VENDOR, "AE", 2) != 0)
        return false;
    method = field[ZAES_METHOD] | (unsigned)field[ZAES_METHOD + 1] << 8;
    return field[ZAES_STRENGTH] >= 1 && field[ZAES_STRENGTH] <= 3 &&
           (method == ZMETHOD_STORED || method == ZMETHOD_DEFLATE);
}

int
zread_check_cipher(const struct zdir *z, size_t i, struct err *e)
{
    const struct zmember *m = &z->members[i];

    if (m->flags & (ZFLAG_STRONG | ZFLAG_MASKED))
        return zdir_refuse(z, i, e, "R6",
                           "it has PKWARE's strong encryption, which cannot "
                           "be read");
    if (!(m->flags & ZFLAG_ENCRYPTED) || m->method == ZMETHOD_STORED ||
        m->method == ZMETHOD_DEFLATE ||
        (m->method == ZMETHOD_AES && aes_known(m)))
        return ST_OK;
    return zdir_refuse(z, i, e, "R6",
                       "it is encrypted in a way that is not known, neither "
                       "WinZip's AES nor the traditional one (method %u)",
                       m->method);
}

/* Can this member be decoded at all? */
static int
check_kind(const struct zdir *z, size_t i, const char *password, struct err *e)
{
    const struct zmember *m = &z->members[i];

    if (!zread_is_regular(m))
        return zdir_refuse(z, i, e, "R6",
                           "this is a folder or a link, not a regular file");
    if (m->flags & ZFLAG_PATCH)
        return zdir_refuse(z, i, e, "R6", "this is a patch for another file");
    if (zread_check_cipher(z, i, e) != ST_OK)
        return e->status;
    if (m->flags & ZFLAG_ENCRYPTED) {
        if (password != NULL)
            return ST_OK;
        err_set(e, ST_PASSWORD, "%s: file \"%s\" is encrypted", z->path,
                m->name);
        return err_hint(e, HINT_PASSWORD, NULL);
    }
    if (m->method != ZMETHOD_STORED && m->method != ZMETHOD_DEFLATE)
        return zdir_refuse(z, i, e, "R6",
                           "compression method %u is neither stored nor "
                           "deflate",
                           m->method);
    if (m->method == ZMETHOD_STORED && m->csize != m->usize)
        return zdir_refuse(z, i, e, "R6",
                           "it is stored, but its two sizes differ");
    return ST_OK;
}

int
zread_open(struct zread **rp, struct zdir *z, size_t i, const char *password,
           struct err *e)
{
    struct zread *r;
    int rc;

    if ((rc = zdir_local(z, i, e)) != ST_OK ||
        (rc = check_kind(z, i, password, e)) != ST_OK)
        return rc;
    r = mem_calloc(1, sizeof(*r));
    r->z = z;
    r->i = i;
    r->m = &z->members[i];
    r->pos = r->m->offset + r->m->local_len;
    r->left = r->m->csize;
    r->crc = ZCRC_START;
    if (r->m->flags & ZFLAG_ENCRYPTED) {
        if ((rc = zcrypt_open(&r->crypt, z, i, password, e)) != ST_OK)
            goto err1;
    } else if (r->m->method == ZMETHOD_DEFLATE) {
        if (inflateInit2(&r->inflate, -MAX_WBITS) != Z_OK) {
            rc = ST_SYSTEM;
            err_set(e, rc, "%s: zlib cannot start", z->path);
            goto err1;
        }
        r->inflating = true;
        r->in = mem_alloc(IN_SIZE);
    }

    /* Success! */
    *rp = r;
    return ST_OK;

err1:
    zread_free(r);
    /* Failure! */
    return rc;
}

/* Read stored bytes. */
static int
next_stored(struct zread *r, void *p, size_t n, size_t *got, struct err *e)
{
    *got = r->left < n ? (size_t)r->left : n;
    if (source_read(r->z->source, p, *got, r->pos, e) != ST_OK)
        return e->status;
    r->pos += *got;
    r->left -= *got;
    return ST_OK;
}

/* Give the decoder more compressed bytes when it has none left. */
static int
refill(struct zread *r, struct err *e)
{
    size_t n = r->left < IN_SIZE ? (size_t)r->left : IN_SIZE;

    if (r->inflate.avail_in > 0 || n == 0)
        return ST_OK;
    if (source_read(r->z->source, r->in, n, r->pos, e) != ST_OK)
        return e->status;
    r->pos += n;
    r->left -= n;
    r->inflate.next_in = r->in;
    r->inflate.avail_in = (uInt)n;
    return ST_OK;
}

/* Read deflated bytes. */
static int
next_deflated(struct zread *r, void *p, size_t n, size_t *got, struct err *e)
{
    int rc = Z_OK;

    r->inflate.next_out = p;
    r->inflate.avail_out = (uInt)n;
    while (!r->ended && r->inflate.avail_out > 0) {
        if (refill(r, e) != ST_OK)
            return e->status;
        rc = inflate(&r->inflate, Z_NO_FLUSH);
        if (rc == Z_STREAM_END)
            r->ended = true;
        else if (rc == Z_BUF_ERROR)
            return zdir_refuse(r->z, r->i, e, "R6",
                               "its compressed data are cut short");
        else if (rc == Z_MEM_ERROR)
            return err_set(e, ST_SYSTEM, "out of memory");
        else if (rc != Z_OK)
            return zdir_refuse(
                r->z, r->i, e, "R6", "its compressed data are damaged (%s)",
                r->inflate.msg != NULL ? r->inflate.msg : "zlib");
    }
    *got = n - r->inflate.avail_out;
    if (*got == 0 && (r->inflate.avail_in > 0 || r->left > 0))
        return zdir_refuse(r->z, r->i, e, "R6",
                           "bytes are left over behind its compressed data");
    return ST_OK;
}

/* The end was reached: were size and CRC right? */
static int
check_end(struct zread *r, struct err *e)
{
    if (r->done != r->m->usize)
        return zdir_refuse(r->z, r->i, e, "R6",
                           "it is damaged: it has %ju bytes where the "
                           "directory says %ju",
                           (uintmax_t)r->done, (uintmax_t)r->m->usize);

    /* AE-2 leaves the CRC out; libarchive has checked the rest. */
    if (r->crypt == NULL && r->crc != r->m->crc)
        return zdir_refuse(r->z, r->i, e, "R6",
                           "it is damaged: its CRC is %08lx where the "
                           "directory says %08lx",
                           (unsigned long)r->crc, (unsigned long)r->m->crc);
    return ST_OK;
}

int
zread_next(struct zread *r, void *p, size_t n, size_t *got, struct err *e)
{
    uint64_t room = r->m->usize - r->done;
    uint8_t extra;
    void *to = p;

    /* When all bytes are out, ask for one more, which must not come. */
    if (room == 0) {
        to = &extra;
        n = 1;
    } else if (n > room) {
        n = (size_t)room;
    }
    if (n > UINT_MAX)
        n = UINT_MAX;

    *got = 0;
    if (r->crypt != NULL)
        zcrypt_next(r->crypt, to, n, got, e);
    else if (r->inflating)
        next_deflated(r, to, n, got, e);
    else
        next_stored(r, to, n, got, e);
    if (e->status != ST_OK)
        return e->status;
    if (*got == 0)
        return check_end(r, e);
    if (room == 0)
        return zdir_refuse(r->z, r->i, e, "R6",
                           "it is damaged: it has more than the %ju bytes "
                           "that the directory says",
                           (uintmax_t)r->m->usize);
    r->crc = zcrc(r->crc, p, *got);
    r->done += *got;
    return ST_OK;
}

void
zread_free(struct zread *r)
{
    if (r == NULL)
        return;
    zcrypt_free(r->crypt);
    if (r->inflating)
        inflateEnd(&r->inflate);
    free(r->in);
    free(r);
}

/* The same as an ahead_fn. */
static int
next_block(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    return zread_next(arg, p, n, got, e);
}

int
zread_blocks(struct zdir *z, size_t i, const char *password,
             zread_block_fn *take, void *arg, struct err *e)
{
    struct zread *r;
    struct ahead *a;
    const uint8_t *p;
    size_t got;

    if (zread_open(&r, z, i, password, e) != ST_OK)
        return e->status;

    /* Nobody who only decodes has anything to do beside it. */
    a = ahead_new(next_block, r, take != NULL ? r->m->usize : 0);
    while (ahead_next(a, &p, &got, e) == ST_OK && got > 0) {
        if (take != NULL && take(arg, p, got, e) != ST_OK)
            break;
    }
    ahead_free(a);
    zread_free(r);
    return e->status;
}

int
zread_all(struct buf *b, struct zdir *z, size_t i, const char *password,
          size_t max, struct err *e)
{
    const struct zmember *m = &z->members[i];
    struct zread *r;
    size_t got;

    if (m->usize > max)
        return zdir_refuse(z, i, e, "R8",
                           "%ju bytes are too many; the limit is %zu",
                           (uintmax_t)m->usize, max);
    if (zread_open(&r, z, i, password, e) != ST_OK)
        return e->status;
    do {
        uint8_t *p = buf_room(b, IN_SIZE);

        if (zread_next(r, p, IN_SIZE, &got, e) != ST_OK)
            break;
        b->len += got;
    } while (got > 0);
    if (b->data != NULL)
        b->data[b->len] = '\0';
    zread_free(r);
    return e->status;
}

uint32_t
zread_crc(const void *p, size_t n)
{
    return zcrc(ZCRC_START, p, n);
}
