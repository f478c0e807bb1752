/*
 * The order of a redaction: learn the names of the users, then everything that
 * is replaced; number what comes in its place; write; read it back.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/mapping_table.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zread.h"
#include "cxbak/zip/zreread.h"

#include "redact/redact_impl.h"

/* A document that is read only to learn what is in it. */
struct lesson {
    struct redactor *r;
    struct redact_xml *xml;
    struct buf out;
    uint64_t done;
    bool watched;
};

uint64_t
redact_work(const struct backup *b)
{
    return 2 * zdir_member(b->zip, b->db)->usize;
}

static int
learn_block(void *arg, const uint8_t *p, size_t n, struct err *e)
{
    struct lesson *l = arg;

    l->out.len = 0;
    l->done += n;
    if (redact_xml_push(l->xml, p, n, e) != ST_OK || !l->watched)
        return e->status;
    return observer_tell(l->r->q->observer, PHASE_WRITE, l->done,
                         redact_work(l->r->q->backup), e);
}

/* Learn what one document holds. */
static int
learn_document(struct redactor *r, size_t member, struct err *e)
{
    struct backup *b = r->q->backup;
    struct lesson l = {.r = r, .watched = member == b->db};
    char *where = mem_printf("%s: file \"%s\"", b->path,
                             zdir_member(b->zip, member)->name);

    l.xml = redact_xml_new(r, where, false, &l.out);
    if (zread_blocks(b->zip, member, b->password, learn_block, &l, e) == ST_OK)
        redact_xml_finish(l.xml, e);
    redact_xml_free(l.xml);
    buf_free(&l.out);
    free(where);
    return e->status;
}

/* Learn everything.  A mapping table that cannot be read goes. */
static int
learn(struct redactor *r, struct err *e)
{
    struct err damaged = ERR_INIT;

    r->learning = true;
    redact_name_pictures(r);
    redact_learn_apart(r);
    redact_learn_users(r);
    if (learn_document(r, r->q->backup->db, e) == ST_OK &&
        r->mapping != SIZE_MAX) {
        if (learn_document(r, r->mapping, &damaged) == ST_BACKUP)
            r->mapping = SIZE_MAX;
        else if (damaged.status != ST_OK)
            err_set(e, damaged.status, "%s", damaged.msg);
        err_free(&damaged);
    }
    r->learning = false;
    aliases_settle(&r->aliases);
    return e->status;
}

/* Something is not as it was to be: this is our own fault. */
static int
failed(const struct sink *to, const char *why, struct err *e)
{
    return err_set(e, ST_SYSTEM,
                   "%s: reading back what was written failed: %s; nothing was "
                   "written. This is a fault of cxbak, please report it",
                   to->name, why);
}

/* Is it the copy that it was to be? */
static int
compare(const struct redactor *r, const struct backup *new, struct sink *to,
        struct err *e)
{
    const struct database *x = r->q->backup->database, *y = new->database;
    struct avatars a;
    size_t pictures;

    avatars_find(&a, new);
    pictures = a.picture_count;
    avatars_free(&a);
    if (new->mark != MARK_REDACTED)
        return failed(to, "it is not marked as redacted", e);
    if (x->user_count != y->user_count)
        return failed(to, "users are missing", e);
    if (groups_count(&x->groups) != groups_count(&y->groups))
        return failed(to, "groups are missing", e);
    if (pictures != r->picture_count)
        return failed(to, "pictures are missing", e);
    return ST_OK;
}

/* Have libarchive decode all of it. */
static int
decode(const struct backup *new, struct err *e)
{
    size_t n = zdir_count(new->zip), i;
    size_t *all = mem_array(NULL, n, sizeof(*all));

    for (i = 0; i < n; i++)
        all[i] = i;
    if (zdir_locals(new->zip, e) == ST_OK)
        zreread(new->zip, all, n, NULL, e);
    free(all);
    return e->status;
}

static int
reread(const struct redactor *r, struct sink *to, struct err *e)
{
    struct backup_options options = {.max_database = UINT64_MAX};
    struct source written;
    struct backup *new;

    if (sink_reread(to, &written, e) != ST_OK ||
        backup_open_source(&new, &written, &options, e) != ST_OK)
        return e->status;
    if (compare(r, new, to, e) == ST_OK)
        decode(new, e);
    backup_free(new);
    return e->status;
}

static void
release(struct redactor *r)
{
    size_t i, n = zdir_count(r->q->backup->zip);

    for (i = 0; r->pictures != NULL && i < n; i++)
        free(r->pictures[i]);
    free(r->pictures);
    redact_list_finish(r);
    redact_apart_free(r);
    aliases_free(&r->aliases);
}

/* Write it.  Before it is read back, what it was made with goes. */
static int
write_copy(struct redactor *r, struct sink *to, struct err *e)
{
    redact_write(r, to, e);
    redact_apart_free(r);
    aliases_free(&r->aliases);
    return e->status;
}

int
redact_to(const struct redact_request *q, struct sink *to,
          struct redact_list *list, struct err *e)
{
    struct backup *b = q->backup;
    struct redactor r = {
        .q = q, .list = list, .mapping = mapping_table_member(b)};
    struct inputs input = INPUTS_INIT;

    if ((b->source.fd == -1 ||
         inputs_add(&input, b->path, b->source.fd, &b->st, e) == ST_OK) &&
        learn(&r, e) == ST_OK && write_copy(&r, to, e) == ST_OK &&
        reread(&r, to, e) == ST_OK && inputs_unchanged(&input, e) == ST_OK)
        sink_finish(to, NULL, e);
    inputs_free(&input);
    release(&r);
    return e->status;
}

int
redact_backup(const struct redact_request *q, const char *path,
              const struct outfile_options *options, struct redact_list *list,
              struct err *e)
{
    struct outfile *o = NULL;

    if (outfile_open(&o, path, options, e) == ST_OK)
        redact_to(q, outfile_sink(o), list, e);
    outfile_free(o);
    return e->status;
}
