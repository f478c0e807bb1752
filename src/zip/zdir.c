/*
 * The directory: one central record for each member (APPNOTE 4.3.12).
 *
 *   signature 4, version made by 2, version needed 2, flags 2, method 2,
 *   time 2, date 2, CRC-32 4, compressed size 4, size 4, name length 2,
 *   extra length 2, comment length 2, disk 2, internal attributes 2,
 *   external attributes 4, offset 4, name, extra fields, comment
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"

#include "zip/zip_impl.h"

/* The directory is held in memory.  Ten million members of usual names fit;
 * a larger one is not a backup. */
#define DIRECTORY_MAX ((uint64_t)1 << 30)

/* What may lie between two members beside name and data: the longest extra
 * fields and the longest descriptor. */
#define SLACK_MAX (65535 + 24)

/* Bytes of the head of a file that tell its kind. */
#define SNIFF_LEN 300

int
zdir_refuse(const struct zdir *z, size_t i, struct err *e, const char *rule,
            const char *fmt, ...)
{
    const struct zmember *m = &z->members[i];
    va_list ap;
    char *why;

    va_start(ap, fmt);
    why = mem_vprintf(fmt, ap);
    va_end(ap);
    err_set(e, ST_BACKUP, "%s: member \"%s\" at offset %ju: %s (rule %s)",
            z->path, m->name, (uintmax_t)m->offset, why, rule);
    free(why);
    return e->status;
}

/* Refuse the `i`th record of the directory, which could not be read. */
static int
refuse_record(const struct zdir *z, size_t i, uint64_t off, struct err *e,
              const char *rule, const char *why)
{
    return err_set(
        e, ST_BACKUP, "%s: directory record %zu at offset %ju: %s (rule %s)",
        z->path, i + 1, (uintmax_t)(z->end.dir_off + off), why, rule);
}

/* The zip64 values of a central record, and where its offset is stored. */
static const char *
central_zip64(struct zmember *m, const uint8_t *extra, size_t len)
{
    uint64_t v[3] = {m->usize, m->csize, m->offset};
    const uint8_t *data;
    size_t data_len, at;
    const char *why;

    if ((why = zextra_find(extra, len, ZEXTRA_ZIP64, &data, &data_len)) !=
            NULL ||
        (why = zextra_zip64(v, 3, data, data_len, &at)) != NULL)
        return why;
    m->usize = v[0];
    m->csize = v[1];
    m->offset = v[2];
    if (at != 0)
        m->off64 = (uint16_t)((size_t)(data - m->central) + at - 1);
    return NULL;
}

/* Read one central record; `names` is where its name is copied to. */
static const char *
read_central(struct zmember *m, struct cursor *c, char *names)
{
    const uint8_t *start = c->p, *name, *extra;
    unsigned extra_len, comment_len, disk;
    const char *why;

    if (cursor_u32(c) != ZSIG_CENTRAL)
        return "no central record begins here";
    cursor_u32(c); /* versions */
    m->flags = cursor_u16(c);
    m->method = cursor_u16(c);
    cursor_u32(c); /* time and date */
    m->crc = cursor_u32(c);
    m->csize = cursor_u32(c);
    m->usize = cursor_u32(c);
    m->name_len = cursor_u16(c);
    extra_len = cursor_u16(c);
    comment_len = cursor_u16(c);
    disk = cursor_u16(c);
    cursor_u16(c); /* internal attributes */
    cursor_u32(c); /* external attributes */
    m->offset = cursor_u32(c);
    name = cursor_bytes(c, m->name_len);
    extra = cursor_bytes(c, extra_len);
    cursor_bytes(c, comment_len);
    if (!c->ok)
        return "the record runs over the end of the directory";

    m->central = start;
    m->central_len = (uint32_t)(c->p - start);
    memcpy(names, name, m->name_len);
    names[m->name_len] = '\0';
    m->name = names;
    if (disk != 0)
        return "the member lies on another disk";
    if ((why = central_zip64(m, extra, extra_len)) != NULL)
        return why;
    return NULL;
}

/* Which rule does a record break that read_central() did not take? */
static const char *
rule_of(const struct zmember *m)
{
    return m->central != NULL ? "R4" : "R3";
}

/* Read all records of the directory (R3, R4) and look at their names (R5). */
static int
read_records(struct zdir *z, struct err *e)
{
    struct cursor c;
    char *names = z->names;
    const char *why;
    size_t i;

    cursor_init(&c, z->dir, (size_t)z->end.dir_size);
    for (i = 0; i < z->count; i++) {
        struct zmember *m = &z->members[i];
        uint64_t off = (uint64_t)(c.p - z->dir);

        if ((why = read_central(m, &c, names)) != NULL)
            return refuse_record(z, i, off, e, rule_of(m), why);
        names += m->name_len + 1;
        if ((why = zname_unsafe(m->name, m->name_len)) != NULL)
            return zdir_refuse(z, i, e, "R5", "%s", why);
    }
    if (c.left != 0)
        return refuse_record(z, i, (uint64_t)(c.p - z->dir), e, "R3",
                             "the directory goes on behind its last record");
    return ST_OK;
}

static int
compare_offset(const void *a, const void *b, void *arg)
{
    const struct zdir *z = arg;
    const struct zmember *x = &z->members[*(const size_t *)a];
    const struct zmember *y = &z->members[*(const size_t *)b];

    return (x->offset > y->offset) - (x->offset < y->offset);
}

/* Names in the order of their bytes, `\` counting as `/`. */
static int
compare_names(const char *a, const char *b)
{
    unsigned char x, y;

    do {
        x = (unsigned char)(*a == '\\' ? '/' : *a);
        y = (unsigned char)(*b == '\\' ? '/' : *b);
        a++;
        b++;
    } while (x == y && x != '\0');
    return (x > y) - (x < y);
}

static int
compare_name(const void *a, const void *b, void *arg)
{
    const struct zdir *z = arg;

    return compare_names(z->members[*(const size_t *)a].name,
                         z->members[*(const size_t *)b].name);
}

/* Put the members in the order of the file; they must tile it (R1). */
static int
order_by_offset(struct zdir *z, struct err *e)
{
    size_t k;

    qsort_r(z->in_file, z->count, sizeof(*z->in_file), compare_offset, z);
    if (z->count == 0 && z->end.dir_off != 0)
        return err_set(e, ST_BACKUP,
                       "%s: %ju bytes at offset 0 belong to no member "
                       "(rule R1)",
                       z->path, (uintmax_t)z->end.dir_off);
    for (k = 0; k < z->count; k++) {
        size_t i = z->in_file[k];
        struct zmember *m = &z->members[i];
        uint64_t next = k + 1 < z->count ? z->members[z->in_file[k + 1]].offset
                                         : z->end.dir_off;
        uint64_t head = (uint64_t)ZLOCAL_LEN + m->name_len;

        if (k == 0 && m->offset != 0)
            return zdir_refuse(z, i, e, "R1",
                               "%ju bytes before the first member belong to "
                               "none",
                               (uintmax_t)m->offset);
        if (m->offset > z->end.dir_off || next < m->offset ||
            next - m->offset < head || next - m->offset - head < m->csize)
            return zdir_refuse(z, i, e, "R1",
                               "it overlaps what follows at offset %ju",
                               (uintmax_t)next);
        if (next - m->offset - head - m->csize > SLACK_MAX)
            return zdir_refuse(z, i, e, "R1",
                               "bytes before offset %ju belong to no member",
                               (uintmax_t)next);
        m->end = next;
    }
    return ST_OK;
}

/* Put the members in the order of their names; none may occur twice (R5). */
static int
order_by_name(struct zdir *z, struct err *e)
{
    size_t k;

    qsort_r(z->by_name, z->count, sizeof(*z->by_name), compare_name, z);
    for (k = 1; k < z->count; k++) {
        if (compare_name(&z->by_name[k - 1], &z->by_name[k], z) == 0)
            return zdir_refuse(z, z->by_name[k], e, "R5",
                               "another member has the same name");
    }
    return ST_OK;
}

/* Read the directory into memory and its records into the table. */
static int
read_directory(struct zdir *z, struct err *e)
{
    size_t size, i;

    if (z->end.dir_size > DIRECTORY_MAX)
        return err_set(e, ST_BACKUP,
                       "%s: a directory of %ju bytes is too large (rule R8)",
                       z->path, (uintmax_t)z->end.dir_size);
    if (z->end.count > z->end.dir_size / ZCENTRAL_LEN)
        return err_set(e, ST_BACKUP,
                       "%s: end record at offset %ju: %ju members do not fit "
                       "into a directory of %ju bytes (rule R3)",
                       z->path, (uintmax_t)z->end.end_off,
                       (uintmax_t)z->end.count, (uintmax_t)z->end.dir_size);
    size = (size_t)z->end.dir_size;
    z->dir = mem_alloc(size);
    if (io_pread(z->fd, z->dir, size, z->end.dir_off, z->path, e) != ST_OK)
        return e->status;

    /* All names with their NULs take less room than the directory. */
    z->count = (size_t)z->end.count;
    z->names = mem_alloc(size);
    z->members = mem_calloc(z->count, sizeof(*z->members));
    z->in_file = mem_array(NULL, z->count, sizeof(*z->in_file));
    z->by_name = mem_array(NULL, z->count, sizeof(*z->by_name));
    for (i = 0; i < z->count; i++)
        z->in_file[i] = z->by_name[i] = i;
    if (read_records(z, e) != ST_OK || order_by_offset(z, e) != ST_OK)
        return e->status;
    return order_by_name(z, e);
}

/* Refuse files that are something else, by their first bytes (R11). */
static int
check_kind(struct zdir *z, struct err *e)
{
    uint8_t head[SNIFF_LEN];
    size_t n = z->end.file_size < sizeof(head) ? (size_t)z->end.file_size
                                               : sizeof(head);
    const char *what;

    if (n == 0)
        return err_set(e, ST_BACKUP, "%s: the file is empty (rule R11)",
                       z->path);
    if (io_pread(z->fd, head, n, 0, z->path, e) != ST_OK)
        return e->status;
    if ((what = zkind(head, n)) != NULL)
        return err_set(e, ST_BACKUP, "%s: %s (rule R11)", z->path, what);
    if (n < 4 || memcmp(head, "PK", 2) != 0)
        what = "this is not a ZIP file, or something stands before it";
    else if (n < ZEND_LEN)
        what = "the file was cut short";
    if (what != NULL)
        return err_set(e, ST_BACKUP, "%s: %s (rule R11)", z->path, what);
    return ST_OK;
}

int
zdir_open(struct zdir **zp, int fd, const char *path, struct err *e)
{
    struct zdir *z = mem_calloc(1, sizeof(*z));
    struct stat st;

    z->fd = fd;
    z->path = path;
    if (fstat(fd, &st) == -1) {
        err_sys(e, "%s", path);
        goto err1;
    }
    z->end.file_size = (uint64_t)st.st_size;
    if (check_kind(z, e) != ST_OK || zend_read(&z->end, fd, path, e) != ST_OK ||
        read_directory(z, e) != ST_OK)
        goto err1;

    /* Success! */
    *zp = z;
    return ST_OK;

err1:
    zdir_free(z);
    /* Failure! */
    return e->status;
}

void
zdir_free(struct zdir *z)
{
    if (z == NULL)
        return;
    free(z->dir);
    free(z->names);
    free(z->members);
    free(z->in_file);
    free(z->by_name);
    free(z);
}

size_t
zdir_count(const struct zdir *z)
{
    return z->count;
}

const struct zmember *
zdir_member(const struct zdir *z, size_t i)
{
    return &z->members[i];
}

size_t
zdir_in_file(const struct zdir *z, size_t k)
{
    return z->in_file[k];
}

size_t
zdir_find(const struct zdir *z, const char *name)
{
    size_t low = 0, high = z->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        size_t i = z->by_name[mid];
        int order = compare_names(name, z->members[i].name);

        if (order == 0)
            return i;
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return SIZE_MAX;
}

uint64_t
zdir_file_size(const struct zdir *z)
{
    return z->end.file_size;
}

uint64_t
zdir_comment(const struct zdir *z)
{
    return z->end.end_off + ZEND_LEN;
}
