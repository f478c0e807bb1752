/*
 * The archive of the copy: made from nothing, so that no byte of the old one
 * comes along, neither in headers nor in comments.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/mapping_table.h"
#include "cxbak/backup/mark.h"
#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zread.h"
#include "cxbak/zip/zwrite.h"

#include "redact/redact_pictures_impl.h"

#define DATABASE_NAME MARK_REDACTED_FOLDER "redactedDb.xml"

/* Bytes of an end record (APPNOTE 4.3.16): signature, numbers that are all 0,
 * and the length of the comment. */
#define END_LEN        22
#define END_SIGNATURE  0x06054b50u
#define END_COMMENT_AT 20

/* Where the content of one member comes from. */
struct content {
    struct redactor *r;
    size_t member;  /* of the backup */
    size_t picture; /* which picture it is, if `drawn` */
    bool drawn;
    uint64_t before; /* bytes of the database read before, for the observer */
    struct zread *read;
    struct redact_xml *xml;
    char *where;
    struct buf out;
    size_t at; /* in `out` */
    uint8_t *block;
    bool ended;
};

/* Bytes of the original that are read at once. */
#define BLOCK ((size_t)64 << 10)

static void
content_close(struct content *c)
{
    zread_free(c->read);
    redact_xml_free(c->xml);
    free(c->where);
    free(c->block);
    buf_free(&c->out);
    *c = (struct content){.ended = true};
}

/* Begin to redact a document. */
static int
open_document(struct content *c, struct err *e)
{
    const struct backup *b = c->r->q->backup;

    c->where = mem_printf("%s: file \"%s\"", b->path,
                          zdir_member(b->zip, c->member)->name);
    c->block = mem_alloc(BLOCK);
    c->xml = redact_xml_new(c->r, c->where, c->member == b->db, &c->out);
    return zread_open(&c->read, b->zip, c->member, b->password, e);
}

/* Redact the next piece of the document. */
static int
next_piece(struct content *c, struct err *e)
{
    const struct backup *b = c->r->q->backup;
    size_t got;

    if (c->read == NULL && open_document(c, e) != ST_OK)
        return e->status;
    if (zread_next(c->read, c->block, BLOCK, &got, e) != ST_OK)
        return e->status;
    c->ended = got == 0;
    c->before += got;
    if (c->member == b->db &&
        observer_tell(c->r->q->observer, PHASE_WRITE, c->before, redact_work(b),
                      e) != ST_OK)
        return e->status;
    return got > 0 ? redact_xml_push(c->xml, c->block, got, e)
                   : redact_xml_finish(c->xml, e);
}

/* More content, if there is any. */
static int
fill(struct content *c, struct err *e)
{
    c->out.len = c->at = 0;
    if (c->drawn) {
        c->ended = true;
        return redact_draw_picture(c->picture, &c->out, e);
    }
    while (c->out.len == 0 && !c->ended) {
        if (next_piece(c, e) != ST_OK)
            return e->status;
    }
    return ST_OK;
}

static int
read_content(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    struct content *c = arg;
    size_t left;

    if (c->at == c->out.len && !c->ended && fill(c, e) != ST_OK)
        return e->status;
    left = c->out.len - c->at;
    *got = n < left ? n : left;
    if (*got > 0)
        memcpy(p, c->out.data + c->at, *got);
    c->at += *got;
    if (*got == 0)
        content_close(c);
    return ST_OK;
}

/* The folder that a member that goes lies in, or its name where it lies in
 * none; newly made. */
static char *
folder_of(const struct backup *b, size_t i)
{
    const char *name = zdir_member(b->zip, i)->name;
    size_t n;

    /* In a nested backup one folder comes before. */
    if (b->nested && strpbrk(name, "/\\") != NULL)
        name = strpbrk(name, "/\\") + 1;
    n = strcspn(name, "/\\");
    return name[n] != '\0' ? mem_printf("%.*s/", (int)n, name) : mem_dup(name);
}

/* Count a member that goes, or whose picture is another.  An entry of a folder
 * is only what is in it. */
static void
count_member(struct redactor *r, size_t i)
{
    char *folder;

    if (r->pictures[i] != NULL) {
        redact_count(r, REDACT_REPLACED, REDACT_MEMBERS, AVATAR_FOLDER_NAME);
        return;
    }
    if (zname_is_folder(zdir_member(r->q->backup->zip, i)->name))
        return;
    folder = folder_of(r->q->backup, i);
    redact_count(r, REDACT_REMOVED, REDACT_MEMBERS, folder);
    free(folder);
}

/* An archive of no members, with the comment; newly made. */
static struct buf
empty_archive(void)
{
    const char *comment = mark_comment(MARK_REDACTED);
    uint8_t end[END_LEN] = {0};
    struct buf b = BUF_INIT;

    cursor_put32(end, END_SIGNATURE);
    cursor_put16(end + END_COMMENT_AT, (uint16_t)strlen(comment));
    buf_add(&b, end, sizeof(end));
    buf_adds(&b, comment);
    return b;
}

/* The members of the copy. */
struct members {
    struct zedit *edits;
    struct content *contents;
    char **names;
    size_t count;
};

static void
add_member(struct members *m, struct redactor *r, size_t i, char *name)
{
    size_t n = m->count++;

    m->names[n] = name;
    m->contents[n] = (struct content){.r = r, .member = i};
    m->edits[n] = (struct zedit){.op = ZEDIT_ADD,
                                 .member = SIZE_MAX,
                                 .name = name,
                                 .read = read_content,
                                 .arg = &m->contents[n]};
}

/* List them in the order of the file, and count those that go. */
static void
list_members(struct members *m, struct redactor *r)
{
    const struct backup *b = r->q->backup;
    size_t n = zdir_count(b->zip), k;

    m->edits = mem_array(NULL, n, sizeof(*m->edits));
    m->contents = mem_array(NULL, n, sizeof(*m->contents));
    m->names = mem_array(NULL, n, sizeof(*m->names));
    for (k = 0; k < n; k++) {
        size_t i = zdir_in_file(b->zip, k);

        if (i == b->db) {
            add_member(m, r, i, mem_dup(DATABASE_NAME));
        } else if (i == r->mapping) {
            add_member(m, r, i,
                       mem_dup(MARK_REDACTED_FOLDER MAPPING_TABLE_NAME));
        } else {
            count_member(r, i);
            if (r->pictures[i] == NULL)
                continue;
            add_member(m, r, i,
                       mem_printf(MARK_REDACTED_FOLDER AVATAR_FOLDER_NAME "%s",
                                  r->pictures[i]));
            m->contents[m->count - 1].drawn = true;
            m->contents[m->count - 1].picture = k;
        }
    }
}

int
redact_write(struct redactor *r, struct sink *to, struct err *e)
{
    struct buf empty = empty_archive();
    struct source source = source_memory(empty.data, empty.len, to->name);
    struct zwrite_options options = {NULL, NULL};
    struct members m = {0};
    struct zdir *z = NULL;
    size_t i;

    list_members(&m, r);
    for (i = 0; i < m.count; i++)
        m.contents[i].before =
            zdir_member(r->q->backup->zip, r->q->backup->db)->usize;
    if (zdir_open(&z, &source, e) == ST_OK)
        zwrite(z, m.edits, m.count, &options, to, e);
    for (i = 0; i < m.count; i++) {
        content_close(&m.contents[i]);
        free(m.names[i]);
    }
    zdir_free(z);
    free(m.edits);
    free(m.contents);
    free(m.names);
    buf_free(&empty);
    return e->status;
}
