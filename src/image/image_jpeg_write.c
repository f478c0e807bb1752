#include <stdio.h>
#include <setjmp.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "cxbak/util/mem.h"
#include "image/image_impl.h"

/*
 * Writing JPEG through libjpeg-turbo: JFIF header and picture, nothing else.
 */

/* The usual quality of a picture that is looked at: no damage can be seen on
 * a face, at a tenth of the size of a PNG. */
#define QUALITY 90

struct writer {
    struct jpeg_compress_struct c;
    struct jpeg_destination_mgr dest;
    struct jpeg_error_mgr mgr;
    jmp_buf jump;
    struct err *e;
    struct buf *out;
    uint8_t block[4096];
};

static struct writer *
writer_of(j_compress_ptr c)
{
    return c->client_data;
}

static void
on_error(j_common_ptr c)
{
    struct writer *w = c->client_data;
    char why[JMSG_LENGTH_MAX];

    c->err->format_message(c, why);
    err_set(w->e, ST_SYSTEM, "could not encode a JPEG: %s", why);
    longjmp(w->jump, 1);
}

/* Warnings of an encoder are about nothing that we do. */
static void
no_output(j_common_ptr c)
{
    (void)c;
}

static void
dest_restart(struct writer *w)
{
    w->dest.next_output_byte = w->block;
    w->dest.free_in_buffer = sizeof(w->block);
}

static void
dest_start(j_compress_ptr c)
{
    dest_restart(writer_of(c));
}

/* The library calls this when the block is full, whatever the count says. */
static boolean
dest_full(j_compress_ptr c)
{
    struct writer *w = writer_of(c);

    buf_add(w->out, w->block, sizeof(w->block));
    dest_restart(w);
    return TRUE;
}

static void
dest_end(j_compress_ptr c)
{
    struct writer *w = writer_of(c);

    buf_add(w->out, w->block, sizeof(w->block) - w->dest.free_in_buffer);
}

/* Parameters: all colour samples kept (no red fringes on small pictures),
 * and Huffman tables made for the picture. */
static void
configure(struct writer *w, uint32_t width, uint32_t height)
{
    int i;

    w->c.image_width = width;
    w->c.image_height = height;
    w->c.input_components = 3;
    w->c.in_color_space = JCS_RGB;
    jpeg_set_defaults(&w->c);
    jpeg_set_quality(&w->c, QUALITY, TRUE);
    w->c.dct_method = JDCT_ISLOW;
    w->c.optimize_coding = TRUE;
    for (i = 0; i < w->c.num_components; i++)
        w->c.comp_info[i].h_samp_factor = w->c.comp_info[i].v_samp_factor = 1;
}

static int
write_all(struct writer *w, uint32_t width, uint32_t height,
          const struct row_source *rows)
{
    JSAMPROW row;

    if (setjmp(w->jump))
        return w->e->status;
    jpeg_create_compress(&w->c);
    w->dest.init_destination = dest_start;
    w->dest.empty_output_buffer = dest_full;
    w->dest.term_destination = dest_end;
    w->c.dest = &w->dest;
    configure(w, width, height);
    jpeg_start_compress(&w->c, TRUE);
    while (w->c.next_scanline < height) {
        row = rows->row(rows->ctx, w->c.next_scanline, w->e);
        if (row == NULL)
            return w->e->status;
        (void)jpeg_write_scanlines(&w->c, &row, 1);
    }
    jpeg_finish_compress(&w->c);
    return ST_OK;
}

int
image_jpeg_write(uint32_t w, uint32_t h, const struct row_source *rows,
                 struct buf *out, struct err *e)
{
    struct writer *wr = mem_calloc(1, sizeof(*wr));
    size_t before = out->len;
    int status;

    wr->c.err = jpeg_std_error(&wr->mgr);
    wr->mgr.error_exit = on_error;
    wr->mgr.output_message = no_output;
    wr->c.client_data = wr;
    wr->e = e;
    wr->out = out;
    status = write_all(wr, w, h, rows);
    jpeg_destroy_compress(&wr->c);
    free(wr);

    /* Half a file is of no use to anybody. */
    if (status != ST_OK)
        out->len = before;
    return status;
}
