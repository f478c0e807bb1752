#include "image/image_impl.h"

/*
 * Two pixels a character: the upper half block takes the foreground colour,
 * the background shows below it.  A cell of a terminal is about twice as high
 * as wide, so that pixels come out square.
 */
#define UPPER_HALF "\xe2\x96\x80"
#define LOWER_HALF "\xe2\x96\x84"

/* Below this opacity the terminal's background shows. */
#define VISIBLE 128

enum ground { FOREGROUND = 38, BACKGROUND = 48 };

static void
add_colour(struct buf *out, enum ground g, const uint8_t *px)
{
    buf_printf(out, "\x1b[%d;2;%d;%d;%dm", (int)g, px[0], px[1], px[2]);
}

/* One character; `low` is NULL below the last row.  The colours of the
 * character before are not kept in mind: lines stay correct when cut. */
static void
add_cell(struct buf *out, const uint8_t *up, const uint8_t *low)
{
    bool top = up != NULL && up[3] >= VISIBLE,
         bottom = low != NULL && low[3] >= VISIBLE;

    buf_adds(out, "\x1b[0m");
    if (!top && !bottom) {
        buf_addc(out, ' ');
        return;
    }
    add_colour(out, FOREGROUND, top ? up : low);
    if (top && bottom)
        add_colour(out, BACKGROUND, low);
    buf_adds(out, top ? UPPER_HALF : LOWER_HALF);
}

/* Columns are what was asked for; a tall picture becomes as long as it is. */
void
image_blocks(const struct image *pic, uint32_t columns, struct buf *out)
{
    struct image small = IMAGE_INIT;
    uint32_t size = columns, x, y;

    /* The scaler bounds the longer side, we want the width. */
    if (pic->height > pic->width)
        size = (uint32_t)((uint64_t)columns * pic->height / pic->width);
    image_shrink(pic, size, &small);
    for (y = 0; y < small.height; y += 2) {
        const uint8_t *row = small.rgba + (size_t)y * small.width * 4;
        const uint8_t *next =
            y + 1 < small.height ? row + (size_t)small.width * 4 : NULL;

        for (x = 0; x < small.width; x++)
            add_cell(out, row + (size_t)x * 4,
                     next != NULL ? next + (size_t)x * 4 : NULL);
        buf_adds(out, "\x1b[0m\n");
    }
    image_free(&small);
}
