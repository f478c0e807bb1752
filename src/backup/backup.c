#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/ahead.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"

#include "backup/find_database_impl.h"
#include "backup/kept_things_impl.h"

/* Is the database too large; is a password needed? */
static int
check_database(struct backup *b, struct err *e)
{
    const struct zmember *m = zdir_member(b->zip, b->db);
    uint64_t max = b->options->max_database;

    if (max == 0)
        max = BACKUP_DATABASE_MAX;
    if (max >= PLACE_MAX)
        max = PLACE_MAX - 1;
    if (m->usize > max) {
        zdir_refuse(b->zip, b->db, e, "R8",
                    "its %ju bytes are more than the limit of %ju",
                    (uintmax_t)m->usize, (uintmax_t)max);
        return err_hint(e, HINT_DATABASE_SIZE, NULL);
    }
    b->encrypted = (m->flags & ZFLAG_ENCRYPTED) != 0;
    if (zread_check_cipher(b->zip, b->db, e) != ST_OK)
        return e->status;
    if (b->encrypted && b->options->password != NULL)
        return b->options->password(b->options->password_arg, &b->password, e);
    return ST_OK;
}

int
backup_blocks(struct backup *b, zread_block_fn *take, void *arg, struct err *e)
{
    return zread_blocks(b->zip, b->db, b->password, take, arg, e);
}

struct backup_stream {
    struct zread *r;
    struct xpatcher *x;
};

static int
pull(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    return zread_next(arg, p, n, got, e);
}

int
backup_stream_open(struct backup_stream **sp, struct backup *b,
                   const struct xpatches *p, struct err *e)
{
    struct zread *r;

    if (zread_open(&r, b->zip, b->db, b->password, e) != ST_OK)
        return e->status;
    *sp = mem_alloc(sizeof(**sp));
    (*sp)->r = r;
    (*sp)->x = xpatcher_new(p, pull, r);
    return ST_OK;
}

int
backup_stream_read(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    struct backup_stream *s = arg;

    return xpatcher_read(s->x, p, n, got, e);
}

void
backup_stream_free(struct backup_stream *s)
{
    if (s == NULL)
        return;
    xpatcher_free(s->x);
    zread_free(s->r);
    free(s);
}

struct xscan *
backup_scan_new(const struct backup *b, const struct xhandler *h, void *arg)
{
    return b->database->plain ? xscan_again(h, arg, b->where)
                              : xscan_new(h, arg, b->where);
}

static int
push_database(void *arg, const uint8_t *p, size_t n, struct err *e)
{
    return database_push(arg, p, n, e);
}

/* What does not decode to its CRC is damaged, and what it would say is of no
 * account.  The traditional scheme tells a wrong password by one byte only, so
 * one in 256 gets through and the database comes out as noise: then what is
 * wrong with it is the password. */
static int
blame_damage(struct backup *b, struct err *e)
{
    const struct zmember *m = zdir_member(b->zip, b->db);
    struct err why = ERR_INIT;

    if (e->status != ST_BACKUP ||
        backup_blocks(b, NULL, NULL, &why) != ST_BACKUP) {
        err_free(&why);
        return e->status;
    }
    if (b->encrypted && m->method != ZMETHOD_AES)
        err_set(&why, ST_PASSWORD,
                "%s: it cannot be unpacked: the password is wrong, or the file "
                "is damaged",
                b->where);
    err_free(e);
    err_move(e, &why);
    return e->status;
}

/* Has the archive one of the other marks of a redacted copy? */
static void
look_for_marks(struct backup *b)
{
    static const char folder[] = MARK_REDACTED_FOLDER;

    if (b->database->redacted || strncmp(zdir_member(b->zip, b->db)->name,
                                         folder, sizeof(folder) - 1) == 0)
        b->mark = MARK_REDACTED;
}

/* Read the database, in the quick way or in the one that decides. */
static int
read_database(struct backup *b, bool quick, struct err *e)
{
    struct database_options o = {.keep = b->options->keep,
                                 .size = zdir_member(b->zip, b->db)->usize,
                                 .quick = quick};
    struct database_reader *d = database_begin(b->where, o);

    if (backup_blocks(b, push_database, d, e) == ST_OK)
        database_end(d, &b->database, e);
    database_abandon(d);
    if (e->status == ST_OK)
        look_for_marks(b);
    return e->status;
}

int
backup_read_database(struct backup *b, struct err *e)
{
    bool large = zdir_member(b->zip, b->db)->usize >= AHEAD_MIN, done;
    struct err doubt = ERR_INIT;

    /* What the quick way cannot read is read again, to say what is wrong. */
    done = large && read_database(b, true, &doubt) == ST_OK;
    err_free(&doubt);
    if (!done)
        read_database(b, false, e);
    return blame_damage(b, e);
}

/* Open the archive that `b->source` holds. */
static int
open_archive(struct backup *b, struct err *e)
{
    if (zdir_open(&b->zip, &b->source, e) != ST_OK ||
        mark_read(&b->mark, b->zip, &b->source, e) != ST_OK ||
        find_database(b, e) != ST_OK || known_names_check(b, e) != ST_OK ||
        check_database(b, e) != ST_OK)
        return e->status;
    return metadata_read(&b->metadata, b->zip, b->password, e);
}

static struct backup *
new_backup(const char *path, const struct backup_options *o)
{
    struct backup *b = mem_calloc(1, sizeof(*b));

    b->path = path;
    b->options = o;
    b->fd = -1;
    return b;
}

int
backup_open(struct backup **bp, const char *path,
            const struct backup_options *o, struct err *e)
{
    struct backup *b = new_backup(path, o);

    if (io_open(&b->fd, &b->st, path, o->inputs, ST_BACKUP, e) != ST_OK ||
        source_file(&b->source, b->fd, path, e) != ST_OK ||
        open_archive(b, e) != ST_OK || backup_read_database(b, e) != ST_OK) {
        backup_free(b);
        return e->status;
    }
    *bp = b;
    return ST_OK;
}

int
backup_open_archive(struct backup **bp, const struct source *source,
                    const struct backup_options *o, struct err *e)
{
    struct backup *b = new_backup(source->name, o);

    b->source = *source;
    if (source->fd != -1 && fstat(source->fd, &b->st) == -1)
        err_sys(e, "%s", source->name);
    if (e->status != ST_OK || open_archive(b, e) != ST_OK) {
        backup_free(b);
        return e->status;
    }
    *bp = b;
    return ST_OK;
}

int
backup_open_source(struct backup **bp, const struct source *source,
                   const struct backup_options *o, struct err *e)
{
    struct backup *b;

    if (backup_open_archive(&b, source, o, e) != ST_OK)
        return e->status;
    if (backup_read_database(b, e) != ST_OK) {
        backup_free(b);
        return e->status;
    }
    *bp = b;
    return ST_OK;
}

void
backup_forget_things(struct backup *b)
{
    kept_things_free(b->database->things);
    b->database->things = NULL;
}

bool
backup_known_version(const struct backup *b)
{
    const char *p = BACKUP_MAJORS;
    char *end;

    while (*p != '\0') {
        if (strtoul(p, &end, 10) == b->database->major)
            return true;
        p = end + strspn(end, ", ");
    }
    return false;
}

int
backup_writable(const struct backup *b, bool force, struct err *e)
{
    if (b->mark == MARK_REDACTED)
        return err_set(e, ST_BACKUP,
                       "%s: this is %s; edit the backup that it was made from",
                       b->path, mark_phrase(b->mark));
    if (b->nested)
        return err_set(e, ST_BACKUP,
                       "%s: the database lies in a folder, where a restore "
                       "would not find it; pack the archive again without "
                       "the folder to edit it",
                       b->where);
    if (b->miscased) {
        err_set(e, ST_BACKUP,
                "%s: the name does not end in \"Db.xml\" with these "
                "capital letters, so a restore may not find it; "
                "rename it in the archive to edit it",
                b->where);
        return err_rule(e, "R9");
    }
    if (b->mark != MARK_NONE && !force) {
        err_set(e, ST_BACKUP, "%s: this is %s", b->path, mark_phrase(b->mark));
        return err_hint(e, HINT_WRITE_ANYWAY, NULL);
    }
    if (!backup_known_version(b) && !force) {
        err_set(e, ST_BACKUP,
                "%s: version \"%s\" is not one of the known ones "
                "(" BACKUP_MAJORS ")",
                b->where, b->database->version);
        return err_hint(e, HINT_WRITE_ANYWAY, NULL);
    }
    if (b->metadata.wrong == NULL && !b->metadata.plain && !force) {
        err_set(e, ST_BACKUP,
                "%s: file \"" METADATA_NAME "\" has more in it than "
                "that of a plain backup: the backup is probably "
                "encrypted in a way that is not known, and a restore "
                "may not take an edited copy",
                b->path);
        return err_hint(e, HINT_WRITE_ANYWAY, NULL);
    }
    return ST_OK;
}

void
backup_free(struct backup *b)
{
    if (b == NULL)
        return;
    database_free(b->database);
    zdir_free(b->zip);
    if (b->fd != -1)
        close(b->fd);
    free(b->where);
    free(b);
}

char *
backup_libraries(void)
{
    char *xml = xscan_library(), *zip = zread_libraries();
    char *both = mem_printf("%s, %s", zip, xml);

    free(xml);
    free(zip);
    return both;
}
