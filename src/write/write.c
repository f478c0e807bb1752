#include <stdlib.h>
#include <string.h>

#include "cxbak/patch/user_patch.h"
#include "cxbak/util/mem.h"
#include "cxbak/write/write.h"
#include "cxbak/xml/xpatch.h"
#include "cxbak/zip/zname.h"

#include "write/read_back_impl.h"

/* The content of a picture, as a source of bytes. */
struct content {
    const struct buf *from; /* NULL: there is none */
    size_t at;
};

static int
read_content(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    struct content *c = arg;
    size_t left = c->from != NULL ? c->from->len - c->at : 0;

    (void)e;
    *got = n < left ? n : left;
    if (*got > 0)
        memcpy(p, c->from->data + c->at, *got);
    c->at += *got;
    return ST_OK;
}

/* The edits of pictures as the writer takes them; one more fits behind. */
static struct zedit *
make_zedits(const struct write_request *q, struct content *contents)
{
    size_t i, n = q->changes->member_count;
    struct zedit *edits = mem_array(NULL, n + 1, sizeof(*edits));

    for (i = 0; i < n; i++) {
        const struct member_edit *m = &q->changes->members[i];

        contents[i] = (struct content){m->content, 0};
        edits[i] =
            (struct zedit){.op = m->op,
                           .member = m->member,
                           .name = m->name,
                           .read = read_content,
                           .arg = &contents[i],
                           .size = m->content != NULL ? m->content->len : 0,
                           .password = q->backup->password};
    }
    return edits;
}

/* Bytes of the database when it is patched. */
static uint64_t
new_size(const struct backup *b, const struct xpatches *p)
{
    uint64_t n = zdir_member(b->zip, b->db)->usize;
    size_t i;

    for (i = 0; i < p->count; i++)
        n += p->list[i].len - p->list[i].drop;
    return n;
}

/* Write the archive with the patched database. */
static int
write_archive(const struct write_request *q, const struct xpatches *p,
              struct sink *o, struct err *e)
{
    size_t n = q->changes->member_count;
    struct content *contents = mem_array(NULL, n, sizeof(*contents));
    struct zedit *edits = make_zedits(q, contents);
    struct zwrite_options options = {q->time, q->observer};
    struct backup_stream *s = NULL;

    if (p->count > 0) {
        if (backup_stream_open(&s, q->backup, p, e) != ST_OK)
            goto done;
        edits[n++] = (struct zedit){.op = ZEDIT_REPLACE,
                                    .member = q->backup->db,
                                    .read = backup_stream_read,
                                    .arg = s,
                                    .size = new_size(q->backup, p),
                                    .password = q->backup->password};
    }
    zwrite(q->backup->zip, edits, n, &options, o, e);
done:
    backup_stream_free(s);
    free(edits);
    free(contents);
    return e->status;
}

/* Turn the edits into patches. */
static int
make_patches(const struct write_request *q, struct xpatches *p, struct err *e)
{
    size_t count, i, n;
    const struct edit **edits = change_edits(q->changes, &count);

    for (i = 0; i < count && e->status == ST_OK; i += n) {
        for (n = 1; i + n < count && edits[i + n]->user == edits[i]->user;)
            n++;
        if (user_patch(q->backup->database, &edits[i], n, p, e) != ST_OK)
            err_prefix(e, "%s: ", q->backup->where);
    }
    free(edits);
    if (e->status == ST_OK && !xpatch_sort(p))
        write_failed(q, "two edits overlap", e);
    return e->status;
}

/* Encryption that cannot be made again changes only if that is allowed. */
static int
check_cipher(const struct write_request *q, size_t member, struct err *e)
{
    if (q->other_cipher || zwrite_keeps_cipher(q->backup->zip, member))
        return ST_OK;
    err_set(e, ST_BACKUP,
            "%s: file \"%s\" is encrypted with AES-192, which can be read "
            "but not made",
            q->backup->path, zdir_member(q->backup->zip, member)->name);
    return err_hint(e, HINT_OTHER_CIPHER, NULL);
}

/* The same for all members that are replaced. */
static int
check_ciphers(const struct write_request *q, bool database, struct err *e)
{
    size_t i;

    if (database && check_cipher(q, q->backup->db, e) != ST_OK)
        return e->status;
    for (i = 0; i < q->changes->member_count && e->status == ST_OK; i++) {
        if (q->changes->members[i].op == ZEDIT_REPLACE)
            check_cipher(q, q->changes->members[i].member, e);
    }
    return e->status;
}

/* Which members do not stay as they are: the database and what is edited.
 * The caller frees it. */
static bool *
find_edited(const struct write_request *q)
{
    bool *edited = mem_calloc(zdir_count(q->backup->zip), sizeof(*edited));
    size_t i;

    edited[q->backup->db] = true;
    for (i = 0; i < q->changes->member_count; i++) {
        if (q->changes->members[i].op != ZEDIT_ADD)
            edited[q->changes->members[i].member] = true;
    }
    return edited;
}

/* Count the members that stay, as far as there is something to decode. */
static void
count_copied(const struct write_request *q, const bool *edited,
             struct write_result *result)
{
    const struct zdir *z = q->backup->zip;
    size_t i;

    for (i = 0; i < zdir_count(z); i++) {
        const struct zmember *m = zdir_member(z, i);

        if (edited[i] || (m->csize == 0 && m->usize == 0))
            continue;
        result->copied++;
        result->descriptors += (m->flags & ZFLAG_DESCRIPTOR) != 0;
    }
}

static void
count_members(const struct write_request *q, bool database, const bool *edited,
              struct write_result *result)
{
    size_t i;

    count_copied(q, edited, result);
    result->members_written = database;
    result->folders = zdir_folders(q->backup->zip);
    for (i = 0; i < q->changes->member_count; i++) {
        const struct member_edit *m = &q->changes->members[i];
        enum zedit_op op = m->op;
        bool folder = op == ZEDIT_ADD && zname_is_folder(m->name);

        result->folders += folder;
        result->members_written += op == ZEDIT_REPLACE;
        result->members_added += op == ZEDIT_ADD && !folder;
        result->members_removed += op == ZEDIT_REMOVE;
    }
}

/* If it is wanted, begin to decode what is copied. */
static int
start_scan(const struct write_request *q, const bool *edited,
           struct zscan **scan, struct err *e)
{
    if (!q->thorough || zdir_locals(q->backup->zip, e) != ST_OK)
        return e->status;
    return zscan_start(scan, q->backup->zip, edited, q->backup->password, e);
}

/* See what came of it. */
static int
finish_scan(struct zscan **scan, struct write_result *result, struct err *e)
{
    struct zscan *s = *scan;

    *scan = NULL;
    return s != NULL ? zscan_finish(s, &result->scan, e) : ST_OK;
}

int
write_to(const struct write_request *request, struct sink *to,
         struct write_result *result, struct err *e)
{
    struct write_request q = *request;
    struct inputs input = INPUTS_INIT;
    struct xpatches p = {0};
    struct zscan *scan = NULL;
    bool *edited = find_edited(request);

    memset(result, 0, sizeof(*result));
    q.name = to->name;
    to->digested = q.digested;
    if ((q.backup->source.fd != -1 &&
         inputs_add(&input, q.backup->path, q.backup->source.fd, &q.backup->st,
                    e) != ST_OK) ||
        make_patches(&q, &p, e) != ST_OK ||
        check_ciphers(&q, p.count > 0, e) != ST_OK ||
        start_scan(&q, edited, &scan, e) != ST_OK ||
        write_archive(&q, &p, to, e) != ST_OK)
        goto done;
    count_members(&q, p.count > 0, edited, result);
    result->shared = to->shared;
    if (write_read_back(&q, to, p.count > 0, result, e) == ST_OK &&
        finish_scan(&scan, result, e) == ST_OK &&
        inputs_unchanged(&input, e) == ST_OK)
        sink_finish(to, q.digested ? result->sha256 : NULL, e);
done:
    zscan_free(scan);
    free(edited);
    inputs_free(&input);
    xpatch_free(&p);
    return e->status;
}

int
write_backup(const struct write_request *q, const char *path,
             const struct outfile_options *options, struct write_result *result,
             struct err *e)
{
    struct outfile *o = NULL;

    if (outfile_open(&o, path, options, e) == ST_OK)
        write_to(q, outfile_sink(o), result, e);
    outfile_free(o);
    return e->status;
}

int
write_dry_run(const struct write_request *q, struct err *e)
{
    struct write_result result = {0};
    struct xpatches p = {0};
    struct zscan *scan = NULL;
    bool *edited = find_edited(q);

    if (make_patches(q, &p, e) == ST_OK &&
        check_ciphers(q, p.count > 0, e) == ST_OK &&
        zdir_locals(q->backup->zip, e) == ST_OK &&
        start_scan(q, edited, &scan, e) == ST_OK)
        finish_scan(&scan, &result, e);
    free(edited);
    xpatch_free(&p);
    return e->status;
}
