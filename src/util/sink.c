#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/sink.h"

/* Bytes at once where nothing faster can copy. */
#define BUFFER_SIZE ((size_t)1 << 20)

int
sink_write(struct sink *s, const void *p, size_t n, struct err *e)
{
    return s->ops->write(s, p, n, e);
}

int
sink_copy(struct sink *s, const struct source *from, uint64_t off, uint64_t n,
          struct err *e)
{
    if (s->ops->copy == NULL)
        return sink_copy_buffered(s, from, off, n, e);
    return s->ops->copy(s, from, off, n, e);
}

int
sink_change(struct sink *s, const void *p, size_t n, uint64_t off,
            struct err *e)
{
    return s->ops->change(s, p, n, off, e);
}

void
sink_settle(struct sink *s)
{
    if (s->ops->settle != NULL)
        s->ops->settle(s);
}

int
sink_reread(struct sink *s, struct source *written, struct err *e)
{
    return s->ops->reread(s, written, e);
}

int
sink_finish(struct sink *s, char *sha256, struct err *e)
{
    return s->ops->finish(s, sha256, e);
}

int
sink_copy_buffered(struct sink *s, const struct source *from, uint64_t off,
                   uint64_t n, struct err *e)
{
    uint8_t *p = mem_alloc(n < BUFFER_SIZE ? (size_t)n : BUFFER_SIZE);

    while (n > 0 && e->status == ST_OK) {
        size_t part = n < BUFFER_SIZE ? (size_t)n : BUFFER_SIZE;

        if (source_read(from, p, part, off, e) == ST_OK)
            sink_write(s, p, part, e);
        off += part;
        n -= part;
    }
    free(p);
    return e->status;
}

/* ---- In memory ---- */

static struct sink_memory *
memory(struct sink *s)
{
    return (struct sink_memory *)s;
}

static int
memory_write(struct sink *s, const void *p, size_t n, struct err *e)
{
    (void)e;
    buf_add(&memory(s)->data, p, n);
    s->size = memory(s)->data.len;
    return ST_OK;
}

static int
memory_change(struct sink *s, const void *p, size_t n, uint64_t off,
              struct err *e)
{
    if (off > s->size || n > s->size - off)
        return err_set(e, ST_SYSTEM, "%s: cannot write", s->name);
    if (n > 0)
        memcpy(memory(s)->data.data + off, p, n);
    return ST_OK;
}

static int
memory_reread(struct sink *s, struct source *written, struct err *e)
{
    (void)e;
    *written =
        source_memory(memory(s)->data.data, memory(s)->data.len, s->name);
    return ST_OK;
}

static int
memory_finish(struct sink *s, char *sha256, struct err *e)
{
    (void)e;
    if (sha256 != NULL)
        digest_of(memory(s)->data.data, memory(s)->data.len, sha256);
    return ST_OK;
}

void
sink_memory_start(struct sink_memory *m, const char *name)
{
    static const struct sink_ops ops = {.write = memory_write,
                                        .change = memory_change,
                                        .reread = memory_reread,
                                        .finish = memory_finish};

    *m = (struct sink_memory){.sink = {.ops = &ops, .name = name},
                              .data = BUF_INIT};
}

void
sink_memory_free(struct sink_memory *m)
{
    buf_free(&m->data);
    m->sink.size = 0;
}
