#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "image/image_impl.h"

/*
 * What the main picture of a HEIC is made of, looked at before the library
 * does: a picture may be put together of others, and these of others, and
 * nothing keeps them from being made of themselves.
 *
 * A file (ISO/IEC 14496-12, 23008-12) is a row of boxes: 4 bytes of size, the
 * highest first, with the eight of the head in it, 4 bytes of name, content.
 * Size 1: eight bytes of size stand behind the name; 0: it ends with what it
 * lies in.  In "meta", behind 4 bytes, "pitm" (4 bytes, and the number of the
 * item in 2, or 4 if the first of these is not 0) names the main picture and
 * "iref" (4 bytes) has a box for each item that refers to others: its number,
 * a count (2 bytes), and their numbers, of 2 bytes, or 4 as in "pitm".  "dimg"
 * is what an item is made of, of "auxl" it is the last that uses the first.
 */
#define BOX_HEAD  8
#define WIDE_HEAD 16
#define FULL_HEAD 4

/* A picture of 108 megapixels has some 430 tiles. */
#define ITEMS_MAX 4096
#define DEPTH_MAX 16

/* Item `of` needs item `needs`. */
struct need {
    uint32_t of;
    uint32_t needs;
};

struct items {
    struct need *list;
    size_t count;
    size_t cap;
    uint32_t main;
    size_t mains; /* how many are named */
    size_t met;
};

struct box {
    const uint8_t *name;
    const uint8_t *body;
    size_t size; /* of the body */
};

static uint64_t
number(const uint8_t *p, size_t n)
{
    uint64_t value = 0;

    for (; n > 0; n--)
        value = value << 8 | *p++;
    return value;
}

/* Take the next box off the front; false where there is none, or none that is
 * whole. */
static bool
next_box(const uint8_t **p, size_t *left, struct box *b)
{
    size_t head = BOX_HEAD;
    uint64_t size;

    if (*left < BOX_HEAD)
        return false;
    size = number(*p, 4);
    if (size == 1 && *left >= WIDE_HEAD) {
        head = WIDE_HEAD;
        size = number(*p + BOX_HEAD, 8);
    } else if (size == 0) {
        size = *left;
    }
    if (size < head || size > *left)
        return false;
    *b = (struct box){*p + 4, *p + head, (size_t)size - head};
    *p += size;
    *left -= (size_t)size;
    return true;
}

static bool
is_named(const struct box *b, const char *name)
{
    return memcmp(b->name, name, 4) == 0;
}

/* What one item refers to.  Numbers have `wide` bytes. */
static void
take_reference(struct items *t, const struct box *b, size_t wide)
{
    bool made = is_named(b, "dimg"), uses = is_named(b, "auxl");
    size_t at = wide + 2, n;
    uint32_t from;

    if ((!made && !uses) || b->size < at)
        return;
    from = (uint32_t)number(b->body, wide);
    for (n = (size_t)number(b->body + wide, 2); n > 0 && b->size - at >= wide;
         n--) {
        uint32_t to = (uint32_t)number(b->body + at, wide);

        at += wide;
        if (t->count > ITEMS_MAX)
            return;
        t->list = mem_grow(t->list, &t->cap, t->count, sizeof(*t->list));
        t->list[t->count++] =
            made ? (struct need){from, to} : (struct need){to, from};
    }
}

static void
take_meta(struct items *t, const struct box *meta)
{
    const uint8_t *p = meta->body + FULL_HEAD, *q;
    size_t left = meta->size, inner, wide;
    struct box b, one;

    if (left < FULL_HEAD)
        return;
    left -= FULL_HEAD;
    while (next_box(&p, &left, &b)) {
        if (b.size < FULL_HEAD)
            continue;
        wide = b.body[0] == 0 ? 2 : 4;
        q = b.body + FULL_HEAD;
        inner = b.size - FULL_HEAD;
        if (is_named(&b, "pitm") && inner >= wide) {
            t->main = (uint32_t)number(q, wide);
            t->mains++;
        }
        while (is_named(&b, "iref") && next_box(&q, &inner, &one))
            take_reference(t, &one, wide);
    }
}

/* Is the item made of few enough, and not of itself? */
static bool
is_bounded(struct items *t, uint32_t item, unsigned depth)
{
    size_t i;

    if (depth == DEPTH_MAX || ++t->met > ITEMS_MAX)
        return false;
    for (i = 0; i < t->count; i++) {
        if (t->list[i].of == item &&
            !is_bounded(t, t->list[i].needs, depth + 1))
            return false;
    }
    return true;
}

int
image_heif_items(const uint8_t *p, size_t n, struct err *e)
{
    struct items t = {.main = 0};
    struct box b;
    bool bounded;

    while (next_box(&p, &n, &b)) {
        if (is_named(&b, "meta"))
            take_meta(&t, &b);
    }
    bounded = t.count <= ITEMS_MAX && t.mains <= 1 && is_bounded(&t, t.main, 0);
    free(t.list);
    if (!bounded)
        return err_set(e, ST_REFUSED,
                       "this HEIC is made of itself, of more than %d others, "
                       "or has two main pictures; export it as JPEG or PNG",
                       ITEMS_MAX);
    return ST_OK;
}
