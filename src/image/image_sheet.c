#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "image/image_impl.h"

/*
 * A contact sheet: a grid of equal cells, each a framed square with the
 * picture and its label below.
 *
 *     GAP | frame, square, frame | GAP | frame, square, frame | GAP ...
 *
 * One row of cells, a band, is drawn at a time and handed to the encoder row
 * by row, so that ten thousand pictures take no more memory than a hundred.
 */
#define GAP        8
#define LABEL_DROP 4 /* from the frame to the label */
#define NAME_DROP  3 /* from the label, and from one line of the name */
#define NAME_LINES 2 /* at zoom 1; the label is at zoom 2 */
#define LABEL_ROOM                                                             \
    (2 * LABEL_DROP + 2 * FONT_HEIGHT + NAME_LINES * (NAME_DROP + FONT_HEIGHT))

#define DEFAULT_SIDE 96
#define MIN_SIDE     16
#define MAX_SIDE     512

/* Greys: paper, letters, frame, and the fill of a missing picture. */
enum { PAPER = 255, INK = 0, FRAME = 176, EMPTY = 232, FAINT = 128 };

struct sheet {
    const struct image_sheet *spec;
    uint32_t columns, side;
    uint32_t cell_w, cell_h; /* with the gap to the right and below */
    uint32_t width, height;
    size_t next;    /* picture to be drawn next */
    uint8_t *band;  /* cell_h rows of RGB */
    uint8_t *blank; /* the row of paper above the first band */
};

/* Fill `w` x `h` pixels of the band with a grey. */
static void
fill(struct sheet *s, uint32_t x, uint32_t y, uint32_t w, uint32_t h,
     uint8_t grey)
{
    for (; h > 0; h--, y++)
        memset(s->band + ((size_t)y * s->width + x) * 3, grey, (size_t)w * 3);
}

static uint32_t
text_width(size_t letters, uint32_t zoom)
{
    return letters == 0 ? 0 : ((uint32_t)letters * (FONT_WIDTH + 1) - 1) * zoom;
}

/* Write the `n` letters of `text` centred in the `room` pixels from `x`, and no
 * more letters than fit. */
static void
draw_letters(struct sheet *s, uint32_t x, uint32_t y, uint32_t room,
             const char *text, size_t n, uint32_t zoom, uint8_t grey)
{
    unsigned col, row;
    size_t i;

    while (text_width(n, zoom) > room)
        n--;
    x += (room - text_width(n, zoom)) / 2;
    for (i = 0; i < n; i++, x += (FONT_WIDTH + 1) * zoom) {
        for (row = 0; row < FONT_HEIGHT; row++) {
            for (col = 0; col < FONT_WIDTH; col++) {
                if (image_font_dot(text[i], col, row))
                    fill(s, x + col * zoom, y + row * zoom, zoom, zoom, grey);
            }
        }
    }
}

/* Write `text` centred, with letters of double size where they fit. */
static void
draw_text(struct sheet *s, uint32_t x, uint32_t y, uint32_t room,
          const char *text, uint8_t grey)
{
    size_t n = strnlen(text, MAX_SIDE);

    draw_letters(s, x, y, room, text, n, text_width(n, 2) <= room ? 2 : 1,
                 grey);
}

/* Write a name on one line, or, where it does not fit, on two: broken at the
 * last blank that leaves a first line that fits. */
static void
draw_name(struct sheet *s, uint32_t x, uint32_t y, uint32_t room,
          const char *name)
{
    size_t n = strnlen(name, MAX_SIDE), cut = n, i;

    if (text_width(n, 1) > room) {
        for (i = 1; i < n && text_width(i, 1) <= room; i++)
            cut = name[i] == ' ' ? i : cut;
    }
    draw_letters(s, x, y, room, name, cut, 1, INK);
    if (cut < n)
        draw_letters(s, x, y + FONT_HEIGHT + NAME_DROP, room, name + cut + 1,
                     n - cut - 1, 1, INK);
}

/* Put the picture, on white, in the middle of the square at x, y. */
static void
draw_picture(struct sheet *s, uint32_t x, uint32_t y, const struct image *pic)
{
    struct image small = IMAGE_INIT;
    uint32_t i, j;
    unsigned c;

    image_shrink(pic, s->side, &small);
    x += (s->side - small.width) / 2;
    y += (s->side - small.height) / 2;
    for (j = 0; j < small.height; j++) {
        const uint8_t *from = small.rgba + (size_t)j * small.width * 4;
        uint8_t *to = s->band + ((size_t)(y + j) * s->width + x) * 3;

        for (i = 0; i < small.width; i++, from += 4) {
            for (c = 0; c < 3; c++)
                *to++ = image_on_white(from[c], from[3]);
        }
    }
    image_free(&small);
}

/* Draw one cell whose frame has its upper left corner at x, 0. */
static void
draw_cell(struct sheet *s, uint32_t x, const struct image_tile *t)
{
    const char *note = t->note != NULL ? t->note : "no picture";
    uint32_t framed = s->side + 2;

    fill(s, x, 0, framed, framed, FRAME);
    if (t->pic.rgba != NULL) {
        fill(s, x + 1, 1, s->side, s->side, PAPER);
        draw_picture(s, x + 1, 1, &t->pic);
    } else {
        fill(s, x + 1, 1, s->side, s->side, EMPTY);
        draw_text(s, x + 1, 1 + (s->side - FONT_HEIGHT) / 2, s->side, note,
                  FAINT);
    }
    if (t->label != NULL)
        draw_text(s, x, framed + LABEL_DROP, framed, t->label, INK);
    if (t->name != NULL)
        draw_name(s, x, framed + LABEL_DROP + 2 * FONT_HEIGHT + NAME_DROP,
                  framed, t->name);
}

/* Ask for the pictures of the next band and draw them. */
static int
draw_band(struct sheet *s, struct err *e)
{
    struct image_tile t;
    uint32_t column;
    int status = ST_OK;

    fill(s, 0, 0, s->width, s->cell_h, PAPER);
    for (column = 0; column < s->columns && s->next < s->spec->count;
         column++, s->next++) {
        memset(&t, 0, sizeof(t));
        status = s->spec->tile(s->spec->ctx, s->next, &t, e);
        if (status == ST_OK)
            draw_cell(s, GAP + column * s->cell_w, &t);
        free(t.label);
        free(t.name);
        free(t.note);
        image_free(&t.pic);
        if (status != ST_OK)
            break;
    }
    return status;
}

static uint8_t *
sheet_row(void *ctx, uint32_t y, struct err *e)
{
    struct sheet *s = ctx;
    uint32_t in_band;

    if (y < GAP)
        return s->blank;
    in_band = (y - GAP) % s->cell_h;
    if (in_band == 0 && draw_band(s, e) != ST_OK)
        return NULL;
    return s->band + (size_t)in_band * s->width * 3;
}

/* As many columns as make the sheet about square. */
static uint32_t
choose_columns(const struct sheet *s, size_t count)
{
    uint64_t columns = 1;

    while (columns * columns * s->cell_w < (uint64_t)count * s->cell_h)
        columns++;
    return (uint32_t)(columns < count ? columns : count);
}

/* Sizes of everything; refuses what no viewer would open. */
static int
lay_out(struct sheet *s, struct err *e)
{
    const struct image_sheet *spec = s->spec;
    uint64_t width, height;

    s->side = spec->side != 0 ? spec->side : DEFAULT_SIDE;
    if (s->side < MIN_SIDE || s->side > MAX_SIDE)
        return err_set(e, ST_REFUSED,
                       "pictures of %u pixels do not make a contact sheet; "
                       "%d to %d do",
                       s->side, MIN_SIDE, MAX_SIDE);
    if (spec->count == 0 || spec->count > IMAGE_MAX_PIXELS)
        return err_set(e, ST_REFUSED,
                       "a contact sheet of %zu pictures cannot be drawn",
                       spec->count);
    s->cell_w = s->side + 2 + GAP;
    s->cell_h = s->side + 2 + LABEL_ROOM + GAP;
    s->columns =
        spec->columns != 0 ? spec->columns : choose_columns(s, spec->count);
    width = GAP + (uint64_t)s->columns * s->cell_w;
    height =
        GAP + (spec->count + s->columns - 1) / s->columns * (uint64_t)s->cell_h;
    if (width > IMAGE_MAX_SIDE || height > IMAGE_MAX_SIDE ||
        width * height > IMAGE_MAX_PIXELS)
        return err_set(e, ST_REFUSED,
                       "a contact sheet of %zu pictures would be %llu x %llu "
                       "pixels, too large for most viewers; select fewer "
                       "users",
                       spec->count, (unsigned long long)width,
                       (unsigned long long)height);
    s->width = (uint32_t)width;
    s->height = (uint32_t)height;
    return ST_OK;
}

int
image_sheet_draw(const struct image_sheet *spec, struct buf *out, struct err *e)
{
    struct sheet s = {.spec = spec};
    struct row_source rows = {sheet_row, &s};
    int status;

    if ((status = lay_out(&s, e)) != ST_OK)
        return status;
    s.band = mem_array(NULL, (size_t)s.width * 3, s.cell_h);
    s.blank = mem_alloc((size_t)s.width * 3);
    memset(s.blank, PAPER, (size_t)s.width * 3);
    status = image_png_write(s.width, s.height, false, &rows, out, e);
    free(s.blank);
    free(s.band);
    return status;
}
