/*
 * Users are most of a database, and where each begins is known.  So it is cut
 * in front of users into parts, each of which becomes a small document by
 * opening before it, and closing behind it, the elements that users stand in;
 * several threads walk over them.  What is too long to be kept, because no
 * user begins in it, the owner walks over as it comes.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/ahead.h"
#include "cxbak/util/crew.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zread.h"

#include "backup/objects_impl.h"

/* Bytes of a part, at least; it ends where the next user begins. */
#define PART ((size_t)256 << 10)

/* Longer ones are not kept. */
#define PART_MAX ((size_t)2 << 20)

/* Bytes that a walk is given at once: of more its window would grow. */
#define BLOCK ((size_t)32 << 10)

/* The elements that users stand in, see element_path.c. */
static const char opening[] = "<PhoneSystem><Tenants><Tenant><DN>";
static const char closing[] = "</DN></Tenant></Tenants></PhoneSystem>";

struct part {
    struct cutter *c;
    uint64_t from; /* in the document */
    uint64_t to;
    size_t user;  /* the first one in it */
    struct buf b; /* the bytes, if they are kept */
    void *arg;    /* the visitor's */
    bool given;   /* to the crew */
};

struct cutter {
    struct backup *b;
    const struct object_parts *how;
    struct zread *read;
    uint64_t size; /* of the document */
    struct crew *crew;
    struct part parts[CREW_PIECES];
    size_t next;    /* the part that is given next, and was given first */
    uint64_t at;    /* where the next part begins ... */
    size_t user;    /* ... and the first user behind it */
    uint8_t *block; /* where no part is kept */
};

/* Where the next part ends: behind enough bytes, where a user begins. */
static void
plan_part(struct cutter *c, struct part *p)
{
    const struct database *d = c->b->database;

    p->from = c->at;
    p->to = c->size;
    p->user = c->user;
    while (c->user < d->user_count && p->to == c->size) {
        uint64_t begin = d->users[c->user].at->element.begin;

        if (begin >= p->from + PART)
            p->to = begin;
        else
            c->user++;
    }
    c->at = p->to;
}

/* Walk over what was kept of a part: the crew's work. */
static int
walk_part(void *arg, struct err *e)
{
    struct part *p = arg;
    const struct cutter *c = p->c;
    struct objects_walk *w =
        objects_walk_new(c->b, p->user, c->how->visit, p->arg);
    size_t at, n;

    for (at = 0; at < p->b.len && e->status == ST_OK; at += n) {
        n = p->b.len - at < BLOCK ? p->b.len - at : BLOCK;
        objects_walk_push(w, p->b.data + at, n, e);
    }
    if (e->status == ST_OK)
        objects_walk_finish(w, e);
    objects_walk_free(w);
    return e->status;
}

/* Read up to `n` bytes, and no fewer unless the document ends. */
static int
read_bytes(struct cutter *c, uint8_t *p, size_t n, struct err *e)
{
    size_t got = 1, done;

    for (done = 0; done < n && got > 0; done += got) {
        if (zread_next(c->read, p + done, n - done, &got, e) != ST_OK)
            return e->status;
    }
    return ST_OK;
}

static void
open_part(struct cutter *c, struct part *p)
{
    p->arg = c->how->begin(c->how->arg);
    p->b.len = 0;
    if (p->from > 0)
        buf_adds(&p->b, opening);
}

/* Keep the bytes of the part, and give it to the crew. */
static int
give_part(struct cutter *c, struct part *p, struct err *e)
{
    size_t n = (size_t)(p->to - p->from);

    if (read_bytes(c, buf_room(&p->b, n + sizeof(closing)), n, e) != ST_OK)
        return e->status;
    p->b.len += n;
    if (p->to < c->size)
        buf_adds(&p->b, closing);
    p->given = true;
    crew_give(c->crew, p);
    return ST_OK;
}

/* Walk over the part as it comes. */
static int
stream_part(struct cutter *c, struct part *p, struct err *e)
{
    struct objects_walk *w =
        objects_walk_new(c->b, p->user, c->how->visit, p->arg);
    uint64_t left = p->to - p->from;

    objects_walk_push(w, p->b.data, p->b.len, e);
    while (left > 0 && e->status == ST_OK) {
        size_t n = left < BLOCK ? (size_t)left : BLOCK;

        if (read_bytes(c, c->block, n, e) == ST_OK)
            objects_walk_push(w, c->block, n, e);
        left -= n;
    }
    if (e->status == ST_OK && p->to < c->size)
        objects_walk_push(w, (const uint8_t *)closing, strlen(closing), e);
    if (e->status == ST_OK)
        objects_walk_finish(w, e);
    objects_walk_free(w);
    return e->status;
}

/* Need nothing of the part be visited? */
static bool
is_idle(const struct cutter *c, const struct part *p)
{
    size_t i;

    for (i = p->user; i < c->user && c->how->matters != NULL; i++) {
        if (c->how->matters(c->how->arg, i))
            return false;
    }
    return c->how->matters != NULL;
}

static int
pass_over(struct cutter *c, const struct part *p, struct err *e)
{
    uint64_t left = p->to - p->from;

    while (left > 0 && e->status == ST_OK) {
        size_t n = left < BLOCK ? (size_t)left : BLOCK;

        read_bytes(c, c->block, n, e);
        left -= n;
    }
    return e->status;
}

/* The part was walked over, or will not be. */
static void
end_part(struct cutter *c, struct part *p)
{
    c->how->end(c->how->arg, p->arg);
    p->arg = NULL;
}

/* Wait for the part at hand, if the crew has it. */
static int
take_part(struct cutter *c, struct part *p, struct err *e)
{
    if (!p->given)
        return ST_OK;
    p->given = false;
    crew_take(c->crew, e);
    end_part(c, p);
    return e->status;
}

/* Wait for all of them. */
static int
take_parts(struct cutter *c, struct err *e)
{
    size_t room = crew_room(c->crew), i;

    for (i = 0; i < room && e->status == ST_OK; i++)
        take_part(c, &c->parts[(c->next + i) % room], e);
    return e->status;
}

/* The next part. */
static int
do_part(struct cutter *c, struct err *e)
{
    struct part *p = &c->parts[c->next];

    if (take_part(c, p, e) != ST_OK)
        return e->status;
    plan_part(c, p);
    if (is_idle(c, p))
        return pass_over(c, p, e);
    if (p->to - p->from > PART_MAX && take_parts(c, e) != ST_OK)
        return e->status;
    open_part(c, p);
    if (p->to - p->from <= PART_MAX) {
        give_part(c, p, e);
        c->next = (c->next + 1) % crew_room(c->crew);
    } else {
        stream_part(c, p, e);
    }
    if (!p->given)
        end_part(c, p);
    return e->status;
}

/* All parts, and then the end, where size and CRC are checked. */
static int
do_parts(struct cutter *c, struct err *e)
{
    size_t got;

    while (c->at < c->size && e->status == ST_OK)
        do_part(c, e);
    if (e->status == ST_OK && take_parts(c, e) == ST_OK)
        zread_next(c->read, c->block, BLOCK, &got, e);
    return e->status;
}

/* The same by one thread. */
static int
do_whole(struct backup *b, const struct object_parts *how, struct err *e)
{
    void *arg = how->begin(how->arg);

    objects_visit(b, how->visit, arg, e);
    how->end(how->arg, arg);
    return e->status;
}

/* Can the database be cut, and is it worth it? */
static bool
can_cut(const struct backup *b)
{
    const struct database *d = b->database;

    return d->plain && d->user_count > 0 && d->users[0].at != NULL &&
           zdir_member(b->zip, b->db)->usize >= AHEAD_MIN &&
           worker_processors() > 1;
}

int
objects_visit_parts(struct backup *b, const struct object_parts *how,
                    struct err *e)
{
    struct cutter *c;
    size_t i;

    if (!can_cut(b))
        return do_whole(b, how, e);
    c = mem_calloc(1, sizeof(*c));
    c->b = b;
    c->how = how;
    c->size = zdir_member(b->zip, b->db)->usize;
    c->crew = crew_new(walk_part);
    c->block = mem_alloc(BLOCK);
    for (i = 0; i < CREW_PIECES; i++)
        c->parts[i].c = c;
    if (zread_open(&c->read, b->zip, b->db, b->password, e) == ST_OK)
        do_parts(c, e);

    /* After an error there are parts at work. */
    crew_free(c->crew);
    for (i = 0; i < CREW_PIECES; i++) {
        if (c->parts[i].given)
            end_part(c, &c->parts[i]);
        buf_free(&c->parts[i].b);
    }
    zread_free(c->read);
    free(c->block);
    free(c);
    return e->status;
}
