#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"

uint8_t *
buf_room(struct buf *b, size_t n)
{
    /* Mostly there is room; this is done for every text of a database. */
    if (b->len + n >= b->cap)
        b->data = mem_grow(b->data, &b->cap, b->len + n, 1);
    return b->data + b->len;
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
    uint8_t *to = buf_room(b, n);

    if (n > 0)
        memcpy(to, p, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void
buf_adds(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void
buf_addc(struct buf *b, char c)
{
    uint8_t *to = buf_room(b, 1);

    to[0] = (uint8_t)c;
    to[1] = '\0';
    b->len++;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = mem_vprintf(fmt, ap);
    va_end(ap);
    buf_adds(b, s);
    free(s);
}

const char *
buf_str(const struct buf *b)
{
    return b->len > 0 ? (const char *)b->data : "";
}

char *
buf_steal(struct buf *b)
{
    char *p = b->data != NULL ? (char *)b->data : mem_dup("");

    p[b->len] = '\0';
    b->data = NULL;
    b->len = b->cap = 0;
    return p;
}

void
buf_free(struct buf *b)
{
    free(b->data);
    b->data = NULL;
    b->len = b->cap = 0;
}
