/*
 * The directory: one central record for each member (zrecord.c), in any
 * order; the members themselves tile the file in front of it.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#include "cxbak/zip/zname.h"
#include "zip/zip_impl.h"

/* The directory is held in memory.  Ten million members of usual names fit;
 * a larger one is not a backup. */
#define DIRECTORY_MAX ((uint64_t)1 << 30)

/* What may lie between two members beside name and data: the longest extra
 * fields and the longest descriptor. */
#define SLACK_MAX (65535 + 24)

/* Bytes of the head of a file that tell its kind. */
#define SNIFF_LEN 512

int
zdir_refuse(const struct zdir *z, size_t i, struct err *e, const char *rule,
            const char *fmt, ...)
{
    const struct zmember *m = &z->members[i];
    struct buf name = BUF_INIT;
    va_list ap;
    char *why;

    /* A name may be any bytes; a message is text. */
    text_escape(&name, m->name);
    va_start(ap, fmt);
    why = mem_vprintf(fmt, ap);
    va_end(ap);
    err_set(e, ST_BACKUP, "%s: file \"%s\" at offset %ju: %s", z->path,
            buf_str(&name), (uintmax_t)m->offset, why);
    buf_free(&name);
    free(why);
    return err_rule(e, rule);
}

/* Refuse the `i`th record of the directory, which could not be read. */
static int
refuse_record(const struct zdir *z, size_t i, uint64_t off, struct err *e,
              const char *rule, const char *why)
{
    const char *name = i < z->count ? z->members[i].name : NULL;

    err_set(e, ST_BACKUP, "%s: %s%s%sdirectory record %zu at offset %ju: %s",
            z->path, name != NULL ? "file \"" : "", name != NULL ? name : "",
            name != NULL ? "\", " : "", i + 1,
            (uintmax_t)(z->end.dir_off + off), why);
    return err_rule(e, rule);
}

/* Which rule does a record break that zrecord_read() did not take? */
static const char *
rule_of(const struct zmember *m)
{
    return m->central != NULL ? "R4" : "R3";
}

/* Read all records of the directory (R2 to R5). */
static int
read_records(struct zdir *z, struct err *e)
{
    struct cursor c;
    char *names = z->names;
    const char *why, *rule;
    size_t i;

    cursor_init(&c, z->dir, (size_t)z->end.dir_size);
    for (i = 0; i < z->count; i++) {
        struct zmember *m = &z->members[i];
        uint64_t off = (uint64_t)(c.p - z->dir);

        if ((why = zrecord_read(m, &c, names)) != NULL)
            return refuse_record(z, i, off, e, rule_of(m), why);
        names += m->name_len + 1;
        if ((why = zrecord_wrong(m, &rule)) != NULL)
            return zdir_refuse(z, i, e, rule, "%s", why);
    }
    memset(names, 0, ZNAMES_BEHIND);
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

/* Put the members in the order of the file; they must tile it (R1). */
static int
order_by_offset(struct zdir *z, struct err *e)
{
    size_t k;

    /* Nearly always the directory has the order of the file. */
    for (k = 1; k < z->count; k++) {
        if (z->members[k - 1].offset > z->members[k].offset)
            break;
    }
    if (k < z->count)
        qsort_r(z->in_file, z->count, sizeof(*z->in_file), compare_offset, z);
    if (z->count == 0 && z->end.dir_off != 0) {
        err_set(e, ST_BACKUP,
                "%s: %ju bytes at offset 0 belong to no file in it", z->path,
                (uintmax_t)z->end.dir_off);
        return err_rule(e, "R1");
    }
    for (k = 0; k < z->count; k++) {
        size_t i = z->in_file[k];
        struct zmember *m = &z->members[i];
        uint64_t next = k + 1 < z->count ? z->members[z->in_file[k + 1]].offset
                                         : z->end.dir_off;
        uint64_t head = (uint64_t)ZLOCAL_LEN + m->name_len;

        if (k == 0 && m->offset != 0)
            return zdir_refuse(z, i, e, "R1",
                               "%ju bytes before the first file in it belong "
                               "to none",
                               (uintmax_t)m->offset);
        if (m->offset > z->end.dir_off || next < m->offset ||
            next - m->offset < head || next - m->offset - head < m->csize)
            return zdir_refuse(z, i, e, "R1",
                               "it overlaps what follows at offset %ju",
                               (uintmax_t)next);
        if (next - m->offset - head - m->csize > SLACK_MAX)
            return zdir_refuse(
                z, i, e, "R1",
                "bytes before offset %ju belong to no file in it",
                (uintmax_t)next);
        m->end = next;
    }
    return ST_OK;
}

/* Read the directory into memory and its records into the table. */
static int
read_directory(struct zdir *z, struct err *e)
{
    size_t size, i;

    if (z->end.dir_size > DIRECTORY_MAX) {
        err_set(e, ST_BACKUP, "%s: a directory of %ju bytes is too large",
                z->path, (uintmax_t)z->end.dir_size);
        return err_rule(e, "R8");
    }
    if (z->end.count > z->end.dir_size / ZCENTRAL_LEN) {
        err_set(e, ST_BACKUP,
                "%s: end record at offset %ju: %ju files do not fit into a "
                "directory of %ju bytes",
                z->path, (uintmax_t)z->end.end_off, (uintmax_t)z->end.count,
                (uintmax_t)z->end.dir_size);
        return err_rule(e, "R3");
    }
    size = (size_t)z->end.dir_size;
    z->dir = mem_alloc(size);
    if (source_read(z->source, z->dir, size, z->end.dir_off, e) != ST_OK)
        return e->status;

    /* All names with their NULs take less room than the directory; who sorts
     * them looks behind the last. */
    z->count = (size_t)z->end.count;
    z->names = mem_alloc(size + ZNAMES_BEHIND);
    z->members = mem_calloc(z->count, sizeof(*z->members));
    z->in_file = mem_array(NULL, z->count, sizeof(*z->in_file));
    z->by_name = mem_array(NULL, z->count, sizeof(*z->by_name));
    for (i = 0; i < z->count; i++)
        z->in_file[i] = z->by_name[i] = i;
    if (read_records(z, e) != ST_OK || order_by_offset(z, e) != ST_OK)
        return e->status;
    return znames_check(z, e);
}

/* Refuse a file that is no ZIP file, or not all of one. */
static int
refuse_kind(const struct zdir *z, const char *why, struct err *e)
{
    err_set(e, ST_BACKUP, "%s: %s", z->path, why);
    return err_rule(e, "R11");
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
        return refuse_kind(z, "the file is empty", e);
    if (source_read(z->source, head, n, 0, e) != ST_OK)
        return e->status;
    if ((what = zkind(head, n)) != NULL)
        return refuse_kind(z, what, e);
    if (n < 4 || memcmp(head, "PK", 2) != 0)
        what = "this is not a ZIP file, or something stands before it";
    else if (n < ZEND_LEN)
        what = "the file was cut short";
    return what != NULL ? refuse_kind(z, what, e) : ST_OK;
}

int
zdir_open(struct zdir **zp, const struct source *s, struct err *e)
{
    struct zdir *z = mem_calloc(1, sizeof(*z));

    z->source = s;
    z->path = s->name;
    z->end.file_size = s->size;
    if (check_kind(z, e) != ST_OK || zend_read(&z->end, s, e) != ST_OK ||
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
    free(z->pieces);
    buf_free(&z->kept);
    free(z);
}

size_t
zdir_count(const struct zdir *z)
{
    return z->count;
}

size_t
zdir_folders(const struct zdir *z)
{
    size_t i, n = 0;

    for (i = 0; i < z->count; i++)
        n += zname_is_folder(z->members[i].name);
    return n;
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
        int order = zname_compare(name, z->members[i].name);

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
