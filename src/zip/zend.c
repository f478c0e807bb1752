/*
 * The end of a ZIP file (APPNOTE 4.3.14 to 4.3.16):
 *
 *   zip64 end record    signature 4, size of the rest 8, version made by 2,
 *                       version needed 2, this disk 4, directory's disk 4,
 *                       members on this disk 8, members 8, directory size 8,
 *                       directory offset 8, extensible data
 *   zip64 locator       signature 4, disk 4, offset of the record 8, disks 4
 *   end record          signature 4, this disk 2, directory's disk 2,
 *                       members on this disk 2, members 2, directory size 4,
 *                       directory offset 4, comment length 2, comment
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"

#include "zip/zip_impl.h"

/* An end record with the longest comment. */
#define TAIL_MAX (ZEND_LEN + 65535)

/* Refuse the end of the file. */
static int
refuse(struct err *e, const char *path, uint64_t off, const char *rule,
       const char *why)
{
    err_set(e, ST_BACKUP, "%s: end record at offset %ju: %s", path,
            (uintmax_t)off, why);
    return err_rule(e, rule);
}

/*
 * Find the end record in the last bytes of the file: the one whose comment
 * ends the file.  Readers search backwards or forwards, and with or without
 * a look at the comment length; there must be no second place to stop at.
 */
static int
find_end(uint64_t *off, const uint8_t *tail, size_t n, uint64_t base,
         const char *path, struct err *e)
{
    const uint8_t *end = NULL;
    size_t i, last = SIZE_MAX;

    for (i = 0; i + ZEND_LEN <= n; i++) {
        struct cursor c;
        size_t comment;

        cursor_init(&c, tail + i, n - i);
        if (cursor_u32(&c) != ZSIG_END)
            continue;
        last = i;
        cursor_bytes(&c, ZEND_LEN - 4 - 2);
        comment = cursor_u16(&c);
        if (comment != n - i - ZEND_LEN)
            continue;
        if (end != NULL)
            return refuse(e, path, base + i, "R2",
                          "there is another end record before this one");
        end = tail + i;
    }
    if (end != NULL && end == tail + last) {
        *off = base + last;
        if (zextra_has_signature(end + ZEND_LEN,
                                 (size_t)(tail + n - end) - ZEND_LEN))
            return refuse(e, path, *off, "R2",
                          "the archive comment holds the signature of a ZIP "
                          "record");
        return ST_OK;
    }
    if (end != NULL)
        return refuse(e, path, base + last, "R2",
                      "another end record lies in the archive comment");
    if (last != SIZE_MAX)
        return refuse(e, path, base + last, "R2",
                      "its comment does not end where the file ends: something "
                      "was appended or cut off");
    err_set(e, ST_BACKUP,
            "%s: no end record: the file was cut short, or is still being "
            "written; copy the backup again",
            path);
    err_rule(e, "R2");
    return err_hint(e, HINT_SALVAGE, NULL);
}

/* Read the zip64 end record that the locator at `loc` points to, and hold
 * the values of the end record against it. */
static int
read_end64(struct zend *z, uint64_t loc, const struct source *s, struct err *e)
{
    const char *path = s->name;
    uint8_t raw[ZEND64_LEN];
    struct cursor c;
    uint64_t off, rest, here, count, size, dir;
    uint32_t disk, disks, dir_disk;

    if (source_read(s, raw, ZLOCATOR_LEN, loc, e) != ST_OK)
        return e->status;
    cursor_init(&c, raw, ZLOCATOR_LEN);
    cursor_u32(&c);
    disk = cursor_u32(&c);
    off = cursor_u64(&c);
    disks = cursor_u32(&c);
    if (disk != 0 || disks > 1)
        return refuse(e, path, loc, "R3", "the archive is split over disks");
    if (off > loc || loc - off < ZEND64_LEN)
        return refuse(e, path, loc, "R3",
                      "the zip64 locator points to no zip64 end record");

    if (source_read(s, raw, ZEND64_LEN, off, e) != ST_OK)
        return e->status;
    cursor_init(&c, raw, ZEND64_LEN);
    if (cursor_u32(&c) != ZSIG_END64)
        return refuse(e, path, off, "R3",
                      "the zip64 locator points to no zip64 end record");
    rest = cursor_u64(&c);
    cursor_u32(&c); /* versions */
    disk = cursor_u32(&c);
    dir_disk = cursor_u32(&c);
    here = cursor_u64(&c);
    count = cursor_u64(&c);
    size = cursor_u64(&c);
    dir = cursor_u64(&c);
    if (rest != loc - off - 12)
        return refuse(e, path, off, "R1",
                      "the zip64 end record does not end at its locator");
    if (rest != ZEND64_LEN - 12)
        return refuse(e, path, off, "R2",
                      "the zip64 end record goes on behind its 44 bytes, "
                      "where some readers look for another one");
    if (disk != 0 || dir_disk != 0 || here != count)
        return refuse(e, path, off, "R3", "the archive is split over disks");
    if ((z->count != ZMAX16 && z->count != count) ||
        (z->dir_size != ZMAX32 && z->dir_size != size) ||
        (z->dir_off != ZMAX32 && z->dir_off != dir))
        return refuse(e, path, off, "R3",
                      "the zip64 end record and the end record disagree");
    z->count = count;
    z->dir_size = size;
    z->dir_off = dir;
    z->end64_off = off;
    return ST_OK;
}

/* Read the end record at `z->end_off` and the zip64 records before it. */
static int
read_end(struct zend *z, const struct source *s, struct err *e)
{
    const char *path = s->name;
    uint8_t raw[ZEND_LEN], sig[4];
    struct cursor c;
    uint64_t loc = z->end_off - ZLOCATOR_LEN;
    unsigned disk, dir_disk, here;

    if (source_read(s, raw, sizeof(raw), z->end_off, e) != ST_OK)
        return e->status;
    cursor_init(&c, raw, sizeof(raw));
    cursor_u32(&c);
    disk = cursor_u16(&c);
    dir_disk = cursor_u16(&c);
    here = cursor_u16(&c);
    z->count = cursor_u16(&c);
    z->dir_size = cursor_u32(&c);
    z->dir_off = cursor_u32(&c);
    if ((disk != 0 && disk != ZMAX16) ||
        (dir_disk != 0 && dir_disk != ZMAX16) || here != z->count)
        return refuse(e, path, z->end_off, "R3",
                      "the archive is split over disks");

    /* Some readers use a locator whenever there is one, so it must be true
     * even where no value is saturated. */
    if (z->end_off >= ZLOCATOR_LEN) {
        if (source_read(s, sig, sizeof(sig), loc, e) != ST_OK)
            return e->status;
        cursor_init(&c, sig, sizeof(sig));
        if (cursor_u32(&c) == ZSIG_LOCATOR)
            return read_end64(z, loc, s, e);
    }

    /* A count of 65,535 may be just that: Python's zipfile writes it so. */
    if (disk != 0 || dir_disk != 0 || z->dir_size == ZMAX32 ||
        z->dir_off == ZMAX32)
        return refuse(e, path, z->end_off, "R3",
                      "a saturated value has no zip64 end record");
    return ST_OK;
}

int
zend_read(struct zend *z, const struct source *s, struct err *e)
{
    const char *path = s->name;
    size_t n = z->file_size < TAIL_MAX ? (size_t)z->file_size : TAIL_MAX;
    uint64_t base = z->file_size - n, end;
    uint8_t *tail = mem_alloc(n);

    if (source_read(s, tail, n, base, e) != ST_OK ||
        find_end(&z->end_off, tail, n, base, path, e) != ST_OK ||
        read_end(z, s, e) != ST_OK)
        goto done;

    /* The directory must end where the end records begin (R1). */
    end = z->end64_off != 0 ? z->end64_off : z->end_off;
    if (z->dir_off > end || z->dir_size > end - z->dir_off)
        refuse(e, path, z->end_off, "R3",
               "the directory does not lie before it");
    else if (z->dir_off + z->dir_size != end)
        refuse(e, path, z->end_off, "R1",
               "there are bytes between the directory and the end records");
done:
    free(tail);
    return e->status;
}
