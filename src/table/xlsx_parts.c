/*
 * The parts of a workbook, by libarchive.  Only names and bytes: what is read
 * of a workbook is little, and nothing of it is written back, so that the
 * strict reading of backups is not needed here; but a part that is there
 * twice could be read as either, and is refused.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "table/xlsx_impl.h"
#include "cxbak/util/mem.h"

/* Bytes unpacked at once. */
#define PIECE ((size_t)64 << 10)

static int
damaged(const struct xlsx_parts *z, struct archive *a, struct err *e)
{
    const char *why = a != NULL ? archive_error_string(a) : NULL;

    return err_set(e, ST_REFUSED,
                   "%s: the ZIP file that a workbook is cannot be read (%s); "
                   "it is damaged or not complete: copy it again, or open it "
                   "in a spreadsheet program and save it again",
                   z->name, why != NULL ? why : "no reason given");
}

static struct archive *
open_archive(const struct xlsx_parts *z, struct err *e)
{
    struct archive *a = mem_check(archive_read_new());

    archive_read_support_format_zip_seekable(a);
    if (archive_read_open_memory(a, z->data, z->len) != ARCHIVE_OK) {
        damaged(z, a, e);
        archive_read_free(a);
        return NULL;
    }
    return a;
}

/* The entry's name as parts are named: with slashes, and none in front. */
static char *
part_name(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);
    char *copy, *p;

    if (name == NULL)
        name = archive_entry_pathname(entry);
    copy = mem_dup(name != NULL ? name + strspn(name, "/\\") : "");
    for (p = copy; *p != '\0'; p++) {
        if (*p == '\\')
            *p = '/';
    }
    return copy;
}

/* The next entry: 1, 0 at the end, or -1 with the error told. */
static int
next_entry(const struct xlsx_parts *z, struct archive *a,
           struct archive_entry **entry, struct err *e)
{
    int rc = archive_read_next_header(a, entry);

    if (rc == ARCHIVE_EOF)
        return 0;
    if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN)
        return 1;
    damaged(z, a, e);
    return -1;
}

static int
compare_names(const void *a, const void *b)
{
    return strcasecmp(*(char *const *)a, *(char *const *)b);
}

/* Is no part there twice? */
static int
check_twice(const struct xlsx_parts *z, struct err *e)
{
    char **sorted = mem_array(NULL, z->count, sizeof(*sorted));
    size_t i;

    if (z->count > 0)
        memcpy(sorted, z->list, z->count * sizeof(*sorted));
    qsort(sorted, z->count, sizeof(*sorted), compare_names);
    for (i = 1; i < z->count && e->status == ST_OK; i++) {
        if (*sorted[i] != '\0' && strcasecmp(sorted[i - 1], sorted[i]) == 0)
            err_set(e, ST_REFUSED,
                    "%s: the part \"%s\" is there twice, so it is not sure "
                    "what the workbook holds; open it in a spreadsheet "
                    "program and save it again",
                    z->name, sorted[i]);
    }
    free(sorted);
    return e->status;
}

int
xlsx_parts_open(struct xlsx_parts *z, const char *name, const uint8_t *data,
                size_t len, struct err *e)
{
    struct archive_entry *entry;
    struct archive *a;

    memset(z, 0, sizeof(*z));
    z->name = name;
    z->data = data;
    z->len = len;
    if ((a = open_archive(z, e)) == NULL)
        return e->status;
    while (next_entry(z, a, &entry, e) > 0) {
        if (z->count == XLSX_MAX_PARTS) {
            err_set(e, ST_REFUSED, "%s: more than %d parts in the ZIP file",
                    name, XLSX_MAX_PARTS);
            break;
        }
        z->list = mem_grow(z->list, &z->cap, z->count, sizeof(*z->list));
        z->list[z->count++] = part_name(entry);
    }
    archive_read_free(a);
    return e->status == ST_OK ? check_twice(z, e) : e->status;
}

void
xlsx_parts_free(struct xlsx_parts *z)
{
    size_t i;

    for (i = 0; i < z->count; i++)
        free(z->list[i]);
    free(z->list);
}

const char *
xlsx_parts_find(const struct xlsx_parts *z, const char *part)
{
    size_t i;

    for (i = 0; i < z->count; i++) {
        if (strcasecmp(z->list[i], part) == 0)
            return z->list[i];
    }
    return NULL;
}

/* Count unpacked bytes against the limits. */
static int
count_bytes(struct xlsx_parts *z, const char *part, size_t n, struct err *e)
{
    z->unpacked += n;
    if (z->unpacked > XLSX_MAX_UNPACKED)
        return err_set(e, ST_REFUSED,
                       "%s: part \"%s\": the workbook holds more than the %llu "
                       "MiB that are read; keep the table that you mean, and "
                       "remove the other sheets",
                       z->name, part,
                       (unsigned long long)(XLSX_MAX_UNPACKED >> 20));
    if (z->unpacked > XLSX_RATIO_FROM && z->unpacked / XLSX_MAX_RATIO > z->len)
        return err_set(e, ST_REFUSED,
                       "%s: part \"%s\": unpacked it is more than %d times as "
                       "large as the file, which no table of people is",
                       z->name, part, XLSX_MAX_RATIO);
    return ST_OK;
}

static int
read_entry(struct xlsx_parts *z, struct archive *a, const char *part,
           int (*take)(void *arg, const void *p, size_t n, struct err *e),
           void *arg, struct err *e)
{
    uint8_t *piece = mem_alloc(PIECE);
    la_ssize_t got;

    while ((got = archive_read_data(a, piece, PIECE)) > 0) {
        if (count_bytes(z, part, (size_t)got, e) != ST_OK ||
            take(arg, piece, (size_t)got, e) != ST_OK)
            break;
    }
    if (got < 0)
        damaged(z, a, e);
    free(piece);
    return e->status;
}

int
xlsx_parts_read(struct xlsx_parts *z, const char *part,
                int (*take)(void *arg, const void *p, size_t n, struct err *e),
                void *arg, struct err *e)
{
    struct archive_entry *entry;
    struct archive *a = open_archive(z, e);
    bool found = false;

    while (a != NULL && !found && next_entry(z, a, &entry, e) > 0) {
        char *name = part_name(entry);

        found = strcasecmp(name, part) == 0;
        free(name);
    }
    if (found && archive_entry_is_encrypted(entry))
        err_set(e, ST_REFUSED,
                "%s: the workbook has a password; save it without one",
                z->name);
    else if (found)
        read_entry(z, a, part, take, arg, e);
    else if (e->status == ST_OK)
        damaged(z, NULL, e);
    archive_read_free(a);
    return e->status;
}
