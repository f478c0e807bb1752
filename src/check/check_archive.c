#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/backup/mapping_table.h"
#include "cxbak/check/references.h"
#include "cxbak/util/text.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zscan.h"
#include "check/check_impl.h"

#define DAY ((time_t)24 * 60 * 60)

/* The member's name as a message shows it; the caller frees it. */
static char *
name_of(const struct backup *b, size_t i)
{
    struct buf text = BUF_INIT;

    text_escape(&text, zdir_member(b->zip, i)->name);
    return buf_steal(&text);
}

static void
check_age(const struct check_request *q, struct findings *f)
{
    const char *text = q->backup->database->date;
    time_t date;

    if (*text == '\0')
        findings_add(f, "archive-date", NULL, NULL,
                     "the header has no date of the backup");
    else if (!check_date(text, q->now, &date))
        findings_add(f, "archive-date", NULL, NULL,
                     "the date of the backup, \"%s\", cannot be understood",
                     text);
    else if (date > q->now + DAY)
        findings_add(f, "archive-date", NULL, NULL,
                     "the date of the backup, %s, is in the future", text);
    else if (q->now - date >= (time_t)CHECK_OLD_DAYS * DAY)
        findings_add(f, "archive-old", NULL, NULL,
                     "the backup is of %s, %jd days ago", text,
                     (intmax_t)((q->now - date) / DAY));
}

/* A member's name as a system reads it that does not tell small letters from
 * capital ones. */
struct folded {
    char *name;
    size_t member;
};

static int
compare_folded(const void *a, const void *b)
{
    const struct folded *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order
                      : (x->member > y->member) - (x->member < y->member);
}

/* Names that such a system takes for one. */
static void
check_same_names(const struct backup *b, struct findings *f)
{
    size_t n = zdir_count(b->zip), i;
    struct folded *all = mem_array(NULL, n, sizeof(*all));

    for (i = 0; i < n; i++)
        all[i] =
            (struct folded){zname_fold_path(zdir_member(b->zip, i)->name), i};
    qsort(all, n, sizeof(*all), compare_folded);
    for (i = 1; i < n; i++) {
        char *one, *other;

        /* Two entries of one folder lose nothing. */
        if (strcmp(all[i].name, all[i - 1].name) != 0 ||
            zname_is_folder(zdir_member(b->zip, all[i].member)->name))
            continue;
        one = name_of(b, all[i].member);
        other = name_of(b, all[i - 1].member);
        findings_add(f, "archive-name", NULL, NULL,
                     "file \"%s\": on Windows it is the same as \"%s\"", one,
                     other);
        free(other);
        free(one);
    }
    for (i = 0; i < n; i++)
        free(all[i].name);
    free(all);
}

/* Members with odd names, and whether anything is encrypted. */
static void
check_names(const struct check_request *q, struct findings *f)
{
    const struct backup *b = q->backup;
    size_t i, encrypted = 0, n = zdir_count(b->zip);

    for (i = 0; i < n; i++) {
        const struct zmember *m = zdir_member(b->zip, i);
        const char *odd = zname_odd(m);

        if ((m->flags & ZFLAG_ENCRYPTED) != 0 && !zname_is_folder(m->name))
            encrypted++;
        if (odd != NULL) {
            char *name = name_of(b, i);

            findings_add(f, "archive-name", NULL, NULL, "file \"%s\": %s", name,
                         odd);
            free(name);
        }
    }
    check_same_names(b, f);
    if (encrypted > 0)
        findings_add(f, "archive-encrypted", NULL, NULL,
                     "%zu of %zu files in it %s encrypted", encrypted,
                     n - zdir_folders(b->zip), encrypted == 1 ? "is" : "are");
}

/* What `metadata` says, and whether it stands where 3CX writes it. */
static void
check_metadata(const struct backup *b, struct findings *f)
{
    const struct metadata *m = &b->metadata;

    if (m->member == SIZE_MAX) {
        if (b->database->major >= METADATA_FROM_MAJOR && !b->nested)
            findings_add(f, "archive-metadata-missing", NULL, NULL,
                         "there is no file \"" METADATA_NAME "\"");
        return;
    }
    if (!metadata_is_first(m, b->zip))
        findings_add(f, "archive-metadata-place", NULL, NULL,
                     "file \"" METADATA_NAME "\" is not the first one");
    if (!metadata_is_stored(m, b->zip))
        findings_add(f, "archive-metadata-place", NULL, NULL,
                     "file \"" METADATA_NAME "\" is compressed");
    if (m->wrong != NULL)
        findings_add(f, "archive-metadata-wrong", NULL, NULL,
                     "file \"" METADATA_NAME "\": %s", m->wrong);
    else if (!m->plain)
        findings_add(f, "archive-metadata-encrypted", NULL, NULL,
                     "file \"" METADATA_NAME "\" has more in it than that "
                     "of a plain backup");
    if (m->wrong == NULL && strcmp(m->version, b->database->version) != 0)
        findings_add(f, "archive-metadata-version", NULL, NULL,
                     "file \"" METADATA_NAME "\" is of version %s, the "
                     "database of %s",
                     m->version, b->database->version);
}

void
check_directory(const struct check_request *q, struct findings *f)
{
    const struct backup *b = q->backup;

    if (b->mark != MARK_NONE)
        findings_add(f,
                     b->mark == MARK_SALVAGED ? "archive-salvaged"
                                              : "archive-redacted",
                     NULL, NULL, "this is %s", mark_phrase(b->mark));
    check_age(q, f);
    check_names(q, f);
    check_metadata(b, f);
    if (!backup_known_version(b))
        findings_add(f, "archive-version", NULL, NULL,
                     "version \"%s\" is not one of the known ones "
                     "(" BACKUP_MAJORS ")",
                     b->database->version);
    if (b->nested && b->mark != MARK_REDACTED)
        findings_add(f, "archive-nested", NULL, NULL,
                     "\"%s\" lies in a folder, where a restore would not "
                     "find it",
                     zdir_member(b->zip, b->db)->name);
    if (b->miscased)
        findings_add(f, "archive-database-name", NULL, NULL,
                     "\"%s\" does not end in \"Db.xml\"",
                     zdir_member(b->zip, b->db)->name);
    if (mapping_table_member(b) == SIZE_MAX)
        findings_add(f, "archive-mapping-missing", NULL, NULL,
                     "there is no " MAPPING_TABLE_NAME);
}

uint64_t
check_archive_size(const struct backup *b)
{
    uint64_t size = 0;
    size_t i;

    for (i = 0; i < zdir_count(b->zip); i++)
        size += zdir_member(b->zip, i)->csize;
    return size;
}

/* Can the member be decoded here?  If not, notes why. */
static bool
can_decode(const struct backup *b, size_t i, struct findings *f)
{
    const struct zmember *m = zdir_member(b->zip, i);
    bool encrypted = (m->flags & ZFLAG_ENCRYPTED) != 0;
    bool known = m->method == ZMETHOD_STORED || m->method == ZMETHOD_DEFLATE ||
                 (m->method == ZMETHOD_AES && encrypted);
    char *name;

    if (known && (m->flags & (ZFLAG_STRONG | ZFLAG_MASKED)) == 0 &&
        (!encrypted || b->password != NULL))
        return true;
    name = name_of(b, i);
    if ((m->flags & (ZFLAG_STRONG | ZFLAG_MASKED)) != 0)
        findings_add(f, "archive-method", NULL, NULL,
                     "file \"%s\" has PKWARE's strong encryption (flag %d), "
                     "which cannot be read, and was not checked",
                     name, (m->flags & ZFLAG_STRONG) != 0 ? 6 : 13);
    else if (known && encrypted)
        findings_add(f, "archive-method", NULL, NULL,
                     "file \"%s\" is encrypted and was not checked", name);
    else
        findings_add(f, "archive-method", NULL, NULL,
                     "file \"%s\" is packed with method %u, which is not "
                     "known here, and was not checked",
                     name, (unsigned)m->method);
    free(name);
    return false;
}

const char *
check_without_path(const struct backup *b, const char *msg)
{
    size_t n = strlen(b->path);

    return strncmp(msg, b->path, n) == 0 && strncmp(msg + n, ": ", 2) == 0
               ? msg + n + 2
               : msg;
}

/* Would a reader that streams end the member elsewhere?  `damaged`: it could
 * not be decoded. */
static int
check_hidden(const struct check_request *q, size_t i, bool damaged,
             struct findings *f, struct err *e)
{
    const struct backup *b = q->backup;
    const struct zmember *m = zdir_member(b->zip, i);
    enum zscan_verdict verdict;
    struct finding *found;
    uint64_t at;
    char *name;

    /* What decodes cannot end early; a forgery takes a descriptor, and data
     * that a reader need not inflate. */
    if (m->local_len == 0 ||
        (!damaged &&
         ((m->flags & ZFLAG_DESCRIPTOR) == 0 ||
          (m->method == ZMETHOD_DEFLATE && (m->flags & ZFLAG_ENCRYPTED) == 0))))
        return ST_OK;
    if (zscan_member(b->zip, i, &verdict, &at, e) != ST_OK ||
        (verdict != ZSCAN_ENDS && verdict != ZSCAN_ENDLESS &&
         verdict != ZSCAN_FORGED))
        return e->status;
    name = name_of(b, i);
    found = findings_add(f, "archive-hidden", NULL, NULL,
                         "file \"%s\": %s, at byte %ju", name,
                         zscan_phrase(verdict), (uintmax_t)at);
    if (verdict == ZSCAN_ENDS)
        found->severity = SEVERITY_ERROR;
    free(name);
    return ST_OK;
}

/* Decode one member, or see that there is nothing to decode. */
static int
check_member(const struct check_request *q, size_t i, struct findings *f,
             struct err *e)
{
    struct backup *b = q->backup;
    const struct zmember *m = zdir_member(b->zip, i);
    bool damaged = false;

    if (zname_is_folder(m->name)) {
        if (zdir_local(b->zip, i, e) == ST_OK && m->usize > 0) {
            char *name = name_of(b, i);

            findings_add(f, "archive-folder-content", NULL, NULL,
                         "the folder \"%s\" has content of %ju bytes", name,
                         (uintmax_t)m->usize);
            free(name);
        }
    } else if (can_decode(b, i, f)) {
        zread_blocks(b->zip, i, b->password, NULL, NULL, e);
    }
    if (e->status == ST_BACKUP || e->status == ST_PASSWORD) {
        damaged = true;
        findings_add(f, "archive-crc", NULL, NULL, "%s",
                     check_without_path(b, e->msg))
            ->reason = e->reason;
        err_free(e);
    }
    if (e->status != ST_OK)
        return e->status;
    return check_hidden(q, i, damaged, f, e);
}

int
check_members(const struct check_request *q, struct findings *f, struct err *e)
{
    struct backup *b = q->backup;
    uint64_t done = 0, all = check_archive_size(b);
    struct err ignored = ERR_INIT;
    size_t k;

    /* The headers from large reads, up to one that is wrong; from there on
     * each is looked at with its member. */
    zdir_locals(b->zip, &ignored);
    err_free(&ignored);

    /* In the order of the file, so that the disk is read in one go. */
    for (k = 0; k < zdir_count(b->zip) && e->status == ST_OK; k++) {
        size_t i = zdir_in_file(b->zip, k);
        const struct zmember *m = zdir_member(b->zip, i);

        if (observer_tell(q->observer, PHASE_CHECK, done, all, e) != ST_OK)
            break;
        done += m->csize;
        check_member(q, i, f, e);
    }
    return e->status;
}
