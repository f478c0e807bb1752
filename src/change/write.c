#include <stdlib.h>
#include <string.h>

#include "cxbak/compare.h"
#include "cxbak/mem.h"
#include "cxbak/write.h"
#include "cxbak/xpatch.h"
#include "cxbak/zcheck.h"

/* The database with its patches, as a source of bytes. */
struct source {
    struct zread *r;
    struct xpatcher *x;
};

static int
read_zip(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    return zread_next(arg, p, n, got, e);
}

static int
read_source(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    struct source *s = arg;

    return xpatcher_read(s->x, p, n, got, e);
}

/* Is the edit one that changes the value, not just how it is spelt? */
static bool
changes_value(const struct database *d, const struct edit *edit)
{
    return strcmp(user_text(&d->users[edit->user], edit->field),
                  edit->text) != 0;
}

/* Something is not as it was asked for: this is our own fault. */
static int
failed(const struct write_request *q, const char *why, struct err *e)
{
    return err_set(e, ST_SYSTEM,
                   "%s: reading back what was written failed: %s; nothing was "
                   "written. This is a fault of cxbak, please report it",
                   q->path, why);
}

/* Is every edit found in the comparison, and nothing but the edits? */
static int
check_fields(const struct write_request *q, const struct comparison *c,
             const struct backup *new, size_t *values, struct err *e)
{
    const struct database *d = q->backup->database;
    size_t i;

    *values = 0;
    for (i = 0; i < q->edit_count; i++) {
        const struct edit *edit = &q->edits[i];

        *values += changes_value(d, edit);
        if (strcmp(user_text(&new->database->users[edit->user], edit->field),
                   edit->text) != 0)
            return failed(q, "a value is not the one that was wanted", e);
    }
    if (c->field_count != *values)
        return failed(q, "other values than the wanted ones differ", e);
    return ST_OK;
}

/* Are the members that differ just those that were to differ? */
static int
check_members(const struct write_request *q, const struct comparison *c,
              const struct backup *new, bool spelling, struct err *e)
{
    size_t i, pictures = 0;

    if (new->database->user_count != q->backup->database->user_count ||
        (!spelling && c->database != NULL))
        return failed(q, "the database differs beside the values", e);
    if (c->added_count > 0 || c->removed_count > 0 || c->archive != NULL)
        return failed(q, "users or the archive differ", e);
    for (i = 0; i < c->member_count; i++) {
        if (!c->members[i].database)
            pictures++;
    }
    if (pictures > q->member_count)
        return failed(q, "other members than the wanted ones differ", e);
    return ST_OK;
}

static int
same_password(void *arg, const char **password, struct err *e)
{
    const struct backup *b = arg;

    (void)e;
    *password = b->password;
    return ST_OK;
}

/* Have libarchive decode what was not copied: the database and pictures. */
static int
check_independently(const struct write_request *q, struct backup *new,
                    bool database, struct err *e)
{
    size_t *wanted =
        mem_array(NULL, q->member_count + 1, sizeof(*wanted));
    size_t n = 0, i;

    if (database)
        wanted[n++] = new->db;
    for (i = 0; i < q->member_count; i++) {
        const struct zedit *edit = &q->members[i];
        const char *name = edit->op == ZEDIT_ADD
                               ? edit->name
                               : zdir_member(q->backup->zip, edit->member)
                                     ->name;
        size_t k = zdir_find(new->zip, name);

        if (edit->op == ZEDIT_REMOVE ? k != SIZE_MAX : k == SIZE_MAX) {
            failed(q, "a picture is not as it was wanted", e);
            goto done;
        }
        if (edit->op != ZEDIT_REMOVE)
            wanted[n++] = k;
    }
    zcheck(new->zip, wanted, n, q->backup->password, e);
done:
    free(wanted);
    return e->status;
}

/* Read the finished file back. */
static int
read_back(const struct write_request *q, struct outfile *o, bool database,
          struct write_result *result, struct err *e)
{
    struct backup_options options = *q->backup->options;
    struct comparison c = {0};
    struct backup *new;
    bool spelling;

    /* The new database may be a little larger than the limit. */
    options.max_database = UINT64_MAX;
    options.details = false;
    options.password = same_password;
    options.password_arg = q->backup;
    if (backup_open_fd(&new, outfile_fd(o), q->path, &options, e) != ST_OK)
        return e->status;
    if (compare_backups(&c, q->backup, new, COMPARE_DIRECTORY, NULL, NULL,
                        e) != ST_OK ||
        zdir_locals(new->zip, e) != ST_OK ||
        check_fields(q, &c, new, &result->values, e) != ST_OK)
        goto done;
    spelling = result->values < q->edit_count;
    if (check_members(q, &c, new, spelling, e) == ST_OK)
        check_independently(q, new, database, e);
    result->members = zdir_count(new->zip);
    result->size = zdir_file_size(new->zip);
done:
    compare_free(&c);
    backup_free(new);
    return e->status;
}

/* Write the archive with the patched database. */
static int
write_archive(const struct write_request *q, const struct xpatches *p,
              struct outfile *o, struct err *e)
{
    struct zedit *edits =
        mem_array(NULL, q->member_count + 1, sizeof(*edits));
    struct source s = {NULL, NULL};
    size_t n = 0, i;

    for (i = 0; i < q->member_count; i++)
        edits[n++] = q->members[i];
    if (p->count > 0) {
        if (backup_read(&s.r, q->backup, e) != ST_OK)
            goto done;
        s.x = xpatcher_new(p, read_zip, s.r);
        edits[n++] = (struct zedit){.op = ZEDIT_REPLACE,
                                    .member = q->backup->db,
                                    .read = read_source,
                                    .arg = &s,
                                    .password = q->backup->password};
    }
    zwrite(q->backup->zip, edits, n, o, q->progress, q->progress_arg, e);
done:
    xpatcher_free(s.x);
    zread_free(s.r);
    free(edits);
    return e->status;
}

/* Turn the edits into patches. */
static int
make_patches(const struct write_request *q, struct xpatches *p,
             struct err *e)
{
    size_t i;

    for (i = 0; i < q->edit_count; i++) {
        if (database_edit(q->backup->database, &q->edits[i], p, e) != ST_OK)
            return err_prefix(e, "%s: ", q->backup->where);
    }
    if (!xpatch_sort(p))
        return failed(q, "two edits overlap", e);
    return ST_OK;
}

int
write_backup(const struct write_request *q, struct write_result *result,
             struct err *e)
{
    struct xpatches p = {0};
    struct outfile *o = NULL;

    memset(result, 0, sizeof(*result));
    if (make_patches(q, &p, e) != ST_OK ||
        outfile_open(&o, q->path, q->force, &q->backup->st, e) != ST_OK ||
        write_archive(q, &p, o, e) != ST_OK)
        goto done;
    result->members_written = q->member_count + (p.count > 0);
    if (read_back(q, o, p.count > 0, result, e) != ST_OK ||
        backup_unchanged(q->backup, e) != ST_OK)
        goto done;
    outfile_publish(o, result->sha256, e);
done:
    outfile_free(o);
    xpatch_free(&p);
    return e->status;
}

int
write_check(const struct write_request *q, struct err *e)
{
    struct xpatches p = {0};

    if (make_patches(q, &p, e) == ST_OK)
        zdir_locals(q->backup->zip, e);
    xpatch_free(&p);
    return e->status;
}
