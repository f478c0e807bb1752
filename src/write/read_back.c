/*
 * The finished output is read by our own reader, which must find exactly the
 * changes that were asked for, and beside it by libarchive.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/compare/compare.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/worker.h"
#include "cxbak/zip/zreread.h"

#include "write/read_back_impl.h"

/* Something is not as it was asked for: this is our own fault. */
int
write_failed(const struct write_request *q, const char *why, struct err *e)
{
    return err_set(e, ST_SYSTEM,
                   "%s: reading back what was written failed: %s; nothing was "
                   "written. This is a fault of cxbak, please report it",
                   q->name, why);
}

/* The name of the member that is edited. */
static const char *
name_of(const struct write_request *q, const struct member_edit *m)
{
    return m->op == ZEDIT_ADD ? m->name
                              : zdir_member(q->backup->zip, m->member)->name;
}

static int
compare_names(const void *a, const void *b)
{
    const struct compare_member *x = a, *y = b;

    return strcmp(x->name, y->name);
}

/* The members that are to differ, ordered by name; newly allocated. */
static struct compare_member *
wanted_members(const struct write_request *q)
{
    size_t i, n = q->changes->member_count;
    struct compare_member *list = mem_array(NULL, n, sizeof(*list));

    for (i = 0; i < n; i++) {
        const struct member_edit *m = &q->changes->members[i];

        list[i] = (struct compare_member){m->op, name_of(q, m), m->content};
    }
    if (n > 0)
        qsort(list, n, sizeof(*list), compare_names);
    return list;
}

/* Does the new backup differ from the old one in what was wanted, and in
 * nothing else? */
static int
check_wanted(const struct write_request *q, struct backup *new,
             struct write_result *result, struct err *e)
{
    struct compare_wanted wanted = {.member_count = q->changes->member_count};
    struct comparison c = {0};
    const struct edit **edits = change_edits(q->changes, &wanted.edit_count);
    struct compare_member *members = wanted_members(q);
    char *why = NULL;

    wanted.edits = edits;
    wanted.members = members;
    if (compare_backups(&c, q->backup, new, COMPARE_RECORDS, &wanted, NULL,
                        e) == ST_OK &&
        (why = compare_reason(&c)) != NULL)
        write_failed(q, why, e);
    free(why);
    result->values = c.count - c.pictures;
    compare_free(&c);
    free(edits);
    free(members);
    return e->status;
}

static int
same_password(void *arg, const char **password, struct err *e)
{
    const struct backup *b = arg;

    (void)e;
    *password = b->password;
    return ST_OK;
}

/* What libarchive is to decode, beside our own reading. */
struct second_reader {
    const struct zdir *zip;
    size_t *wanted; /* members that were not copied: the database, pictures */
    size_t count;
    const char *password;
};

static int
read_independently(void *arg, struct err *e)
{
    const struct second_reader *r = arg;

    return zreread(r->zip, r->wanted, r->count, r->password, e);
}

/* Choose them.  A member that is missing is told by the comparison. */
static struct second_reader
choose_members(const struct write_request *q, const struct backup *new,
               bool database)
{
    const struct changes *c = q->changes;
    struct second_reader r = {.zip = new->zip, .password = q->backup->password};
    size_t i, at;

    r.wanted = mem_array(NULL, c->member_count + 1, sizeof(*r.wanted));
    if (database)
        r.wanted[r.count++] = new->db;
    for (i = 0; i < c->member_count; i++) {
        if (c->members[i].content == NULL)
            continue;
        at = zdir_find(new->zip, name_of(q, &c->members[i]));
        if (at != SIZE_MAX)
            r.wanted[r.count++] = at;
    }
    return r;
}

/* Read what was opened: ourselves, and beside it by libarchive. */
static int
read_twice(const struct write_request *q, struct backup *new, bool database,
           struct write_result *result, struct err *e)
{
    struct second_reader second = choose_members(q, new, database);
    struct worker *w = worker_new(read_independently, &second);

    worker_start(w);
    if (backup_read_database(new, e) == ST_OK &&
        check_wanted(q, new, result, e) == ST_OK)
        worker_wait(w, e);
    worker_free(w);
    free(second.wanted);
    return e->status;
}

/* Check all local headers (R1, R4).  What is wrong with one that was copied is
 * wrong with the old backup, and said of that. */
static int
check_headers(const struct write_request *q, struct backup *new, struct err *e)
{
    struct err before = ERR_INIT;

    if (zdir_locals(new->zip, e) == ST_OK ||
        zdir_locals(q->backup->zip, &before) == ST_OK)
        return e->status;
    err_free(e);
    *e = before;
    return e->status;
}

int
write_read_back(const struct write_request *q, struct sink *o, bool database,
                struct write_result *result, struct err *e)
{
    struct backup_options options = *q->backup->options;
    struct source written;
    struct backup *new;

    /* The new database may be a little larger than the limit. */
    options.max_database = UINT64_MAX;
    options.keep = 0;
    options.password = same_password;
    options.password_arg = q->backup;
    if (sink_reread(o, &written, e) != ST_OK ||
        backup_open_archive(&new, &written, &options, e) != ST_OK)
        return e->status;

    /* Nothing changes in the directory any more once all is checked. */
    if (check_headers(q, new, e) == ST_OK)
        read_twice(q, new, database, result, e);
    result->members = zdir_count(new->zip);
    result->size = zdir_file_size(new->zip);
    backup_free(new);
    return e->status;
}
