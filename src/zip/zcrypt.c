/*
 * An archive of one member is what libarchive understands: the member's own
 * bytes, from its local header to the end of its data, with a directory of
 * one record and an end record put behind them.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zread.h"

#include "zip/zcrypt_impl.h"
#include "zip/zpatch_impl.h"
#include "zip/zip_impl.h"

/* Bytes that libarchive is given at once. */
#define BLOCK ((size_t)256 << 10)

/* ZIP says nothing of how passwords are encoded. */
#define CODE_PAGES                                                             \
    "; as it has letters that are not ASCII, the program that made the file "  \
    "may have taken them in another encoding: try a password file in "         \
    "Windows-1252 or in code page 437 or 850 (iconv -t CP850)"

struct zcrypt {
    const struct zdir *z;
    size_t i;
    struct archive *a;
    uint8_t *tail; /* the directory and the end record */
    size_t tail_len;
    uint64_t span; /* bytes of the file that the archive begins with */
    uint64_t pos;  /* in the archive of one member */
    bool foreign;  /* the password has letters beyond ASCII */
    uint8_t block[BLOCK];
    struct err err; /* of our reading, while libarchive is running */
};

/* Directory and end record of the archive of one member. */
static void
make_tail(struct zcrypt *c, const struct zmember *m)
{
    struct cursor offset;
    uint8_t *end;

    c->tail_len = m->central_len + ZEND_LEN;
    c->tail = mem_calloc(1, c->tail_len);
    memcpy(c->tail, m->central, m->central_len);
    if (m->off64 != 0)
        cursor_put64(c->tail + m->off64, 0);
    cursor_init(&offset, c->tail + C_OFFSET, 4);
    if (m->off64 == 0 || cursor_u32(&offset) != ZMAX32)
        cursor_put32(c->tail + C_OFFSET, 0);
    end = c->tail + m->central_len;
    cursor_put32(end, ZSIG_END);
    cursor_put16(end + E_COUNT_HERE, 1);
    cursor_put16(end + E_COUNT, 1);
    cursor_put32(end + E_SIZE, m->central_len);
    cursor_put32(end + E_OFFSET, (uint32_t)c->span);
}

static la_ssize_t
read_block(struct archive *a, void *arg, const void **p)
{
    struct zcrypt *c = arg;
    size_t n;

    if (c->pos >= c->span) {
        size_t at = (size_t)(c->pos - c->span);

        n = at < c->tail_len ? c->tail_len - at : 0;
        *p = c->tail + (n > 0 ? at : 0);
    } else {
        n = c->span - c->pos < BLOCK ? (size_t)(c->span - c->pos) : BLOCK;
        *p = c->block;
        if (source_read(c->z->source, c->block, n,
                        c->z->members[c->i].offset + c->pos,
                        &c->err) != ST_OK) {
            archive_set_error(a, EIO, "read error");
            return -1;
        }
    }
    c->pos += n;
    return (la_ssize_t)n;
}

static la_int64_t
seek_to(struct archive *a, void *arg, la_int64_t off, int whence)
{
    struct zcrypt *c = arg;
    la_int64_t base = 0;

    (void)a;
    if (whence == SEEK_CUR)
        base = (la_int64_t)c->pos;
    else if (whence == SEEK_END)
        base = (la_int64_t)(c->span + c->tail_len);
    if (base + off < 0)
        return ARCHIVE_FATAL;
    c->pos = (uint64_t)(base + off);
    return base + off;
}

/* Say what libarchive found wrong with the member. */
static int
explain(struct zcrypt *c, struct err *e)
{
    const char *what = archive_error_string(c->a);

    if (c->err.status != ST_OK)
        return err_copy(e, &c->err);
    if (what == NULL)
        what = "unknown error";
    if (strstr(what, "passphrase") != NULL || strstr(what, "Passphrase"))
        return err_set(e, ST_PASSWORD,
                       "%s: file \"%s\" is encrypted, and the password is "
                       "wrong%s",
                       c->z->path, c->z->members[c->i].name,
                       c->foreign ? CODE_PAGES : "");
    return zdir_refuse(c->z, c->i, e, "R6",
                       "it cannot be decrypted: it is damaged, or the "
                       "password is wrong (%s)",
                       what);
}

int
zcrypt_open(struct zcrypt **cp, const struct zdir *z, size_t i,
            const char *password, struct err *e)
{
    const struct zmember *m = &z->members[i];
    struct zcrypt *c = mem_calloc(1, sizeof(*c));
    struct archive_entry *entry;
    const char *at = password;

    c->z = z;
    c->i = i;
    c->span = m->end - m->offset;
    while (*at != '\0' && (unsigned char)*at < 0x80)
        at++;
    c->foreign = *at != '\0';
    if (c->span >= ZMAX32) {
        zdir_refuse(z, i, e, "R8", "it is too large to be decrypted");
        goto err1;
    }
    make_tail(c, m);
    if ((c->a = archive_read_new()) == NULL) {
        err_set(e, ST_SYSTEM, "libarchive cannot start");
        goto err1;
    }
    archive_read_support_format_zip_seekable(c->a);
    archive_read_add_passphrase(c->a, password);
    archive_read_set_read_callback(c->a, read_block);
    archive_read_set_seek_callback(c->a, seek_to);
    archive_read_set_callback_data(c->a, c);

    /* It warns of a name beyond the locale's letters, which is not asked for.
     */
    if (archive_read_open1(c->a) != ARCHIVE_OK ||
        archive_read_next_header(c->a, &entry) < ARCHIVE_WARN) {
        explain(c, e);
        goto err1;
    }

    /* Success! */
    *cp = c;
    return ST_OK;

err1:
    zcrypt_free(c);
    /* Failure! */
    return e->status;
}

int
zcrypt_next(struct zcrypt *c, void *p, size_t n, size_t *got, struct err *e)
{
    la_ssize_t rc = archive_read_data(c->a, p, n);

    if (rc < 0)
        return explain(c, e);
    *got = (size_t)rc;
    return ST_OK;
}

void
zcrypt_free(struct zcrypt *c)
{
    if (c == NULL)
        return;
    if (c->a != NULL)
        archive_read_free(c->a);
    err_free(&c->err);
    free(c->tail);
    free(c);
}

const uint8_t *
zcrypt_aes(const struct zmember *m)
{
    const uint8_t *extra, *data;
    size_t n, len;

    if (m->method != ZMETHOD_AES)
        return NULL;
    extra = zrecord_extra(m, &n);
    zextra_find(extra, n, ZEXTRA_AES, &data, &len);
    return len >= ZAES_LEN ? data : NULL;
}

/* The strength of the member's AES encryption, 1 to 3 for keys of 128, 192 and
 * 256 bits; 0 for another scheme. */
static unsigned
aes_strength(const struct zmember *m)
{
    const uint8_t *field = zcrypt_aes(m);

    return field != NULL ? field[ZAES_STRENGTH] : 0;
}

/* Is it stored in AES, not deflated?  In the traditional scheme, the headers
 * of which are libarchive's, that would be a stored file with a descriptor. */
static bool
is_stored(const struct zmember *m)
{
    const uint8_t *field = zcrypt_aes(m);

    return field != NULL && field[ZAES_METHOD] == ZMETHOD_STORED;
}

/* The member's encryption as libarchive's writer calls it, which has no AES of
 * 192 bits. */
static const char *
scheme(const struct zmember *m)
{
    static const char *const names[] = {"zipcrypt", "aes128"};
    unsigned strength = aes_strength(m);

    return strength < 2 ? names[strength] : "aes256";
}

bool
zcrypt_keeps(const struct zmember *m)
{
    return aes_strength(m) != 2;
}

/* The time of a member, whose header has it in MS-DOS form and local time, as
 * libarchive turns it into one again; or the time that is stamped. */
static time_t
time_of(const struct zmember *m, const struct zstamp *stamp)
{
    struct tm tm = {.tm_isdst = -1};
    struct cursor c;
    unsigned time, date;

    if (stamp->set)
        return (time_t)stamp->unix_time;
    cursor_init(&c, m->central + C_TIME, 4);
    time = cursor_u16(&c);
    date = cursor_u16(&c);
    tm.tm_sec = (int)(time & 31) * 2;
    tm.tm_min = (int)(time >> 5 & 63);
    tm.tm_hour = (int)(time >> 11);
    tm.tm_mday = (int)(date & 31);
    tm.tm_mon = (int)(date >> 5 & 15) - 1;
    tm.tm_year = (int)(date >> 9) + 80;
    return mktime(&tm);
}

/* Write the one member of the archive `a`, with the time of `m`. */
static int
write_member(struct archive *a, const struct zmember *m, const char *name,
             const struct zedit *edit, const struct zstamp *stamp,
             struct err *e)
{
    struct archive_entry *entry = archive_entry_new();
    uint8_t *p = mem_alloc(BLOCK);
    size_t got = 1;
    int rc;

    archive_entry_set_pathname(entry, name);
    archive_entry_set_mtime(entry, time_of(m, stamp), 0);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    rc = archive_write_header(a, entry);
    while (rc >= ARCHIVE_OK && got > 0 &&
           edit->read(edit->arg, p, BLOCK, &got, e) == ST_OK)
        if (got > 0 && archive_write_data(a, p, got) < 0)
            rc = ARCHIVE_FATAL;
    if (e->status == ST_OK &&
        (rc < ARCHIVE_OK || archive_write_close(a) != ARCHIVE_OK))
        err_set(e, ST_SYSTEM, "cannot encrypt: %s", archive_error_string(a));
    free(p);
    archive_entry_free(entry);
    return e->status;
}

/* What libarchive writes goes to a buffer. */
static la_ssize_t
take(struct archive *a, void *arg, const void *p, size_t n)
{
    (void)a;
    buf_add(arg, p, n);
    return (la_ssize_t)n;
}

int
zcrypt_make(struct buf *out, const struct zdir *z, size_t i, const char *name,
            const struct zedit *edit, const struct zstamp *stamp, struct err *e)
{
    const struct zmember *m = &z->members[i];
    struct archive *a = archive_write_new();

    if (a == NULL)
        return err_set(e, ST_SYSTEM, "libarchive cannot start");
    archive_write_set_bytes_in_last_block(a, 1);
    if (archive_write_set_format_zip(a) != ARCHIVE_OK ||
        archive_write_set_format_option(a, "zip", "encryption", scheme(m)) !=
            ARCHIVE_OK ||
        archive_write_set_format_option(a, "zip", "compression",
                                        is_stored(m) ? "store" : "deflate") !=
            ARCHIVE_OK ||
        archive_write_set_passphrase(a, edit->password) != ARCHIVE_OK ||
        archive_write_open(a, out, NULL, take, NULL) != ARCHIVE_OK)
        err_set(e, ST_SYSTEM, "cannot encrypt: %s", archive_error_string(a));
    else
        write_member(a, m, name, edit, stamp, e);
    archive_write_free(a);
    return e->status;
}

char *
zread_libraries(void)
{
    return mem_printf("%s, zlib %s", archive_version_string(), zlibVersion());
}
