/*
 * A workbook of one table, by libxlsxwriter.  Every cell is text, and of the
 * format of text, so that a spreadsheet takes nothing for a number, a date or
 * a formula, also of what people type into it later.
 *
 * The library writes a file by its name.  It is given that of a file in
 * memory, so that nothing of it is ever seen in a folder; for the parts it
 * uses temporary files of mode 0600 that lose their names at once.  What has
 * come of that is read back.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "table/xlsx_impl.h"
#include "cxbak/table/xlsx.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* Widths of columns, in characters. */
#define NARROWEST 8
#define WIDEST    48

/* Room beside a column's text for the arrow of the filter. */
#define BESIDE 3

/* Where a process finds its open files by name. */
#define FILES "/proc/self/fd"

/* The same bytes each time: 2000-01-01, when nothing of this was made. */
#define CREATED 946684800

/* A point is a 72nd of an inch, a pixel a 96th; a character of the usual font
 * is 7 pixels wide. */
#define POINTS(pixels)     ((pixels)*0.75)
#define CHARACTERS(pixels) ((pixels) / 7.0)

struct xlsx_writer {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *text, *header;
    size_t columns;
    size_t *widths;
    lxw_row_t row; /* the next one */
    uint32_t side; /* of pictures, or 0 */
    int fd;        /* the workbook as a file in memory */
    char *folder;  /* of its parts, or NULL */
    struct xlsx_proof proof;
};

static int
failed(lxw_error rc, struct err *e)
{
    const char *why;

    if (rc == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
        return err_set(e, ST_REFUSED,
                       "a value is longer than the 32,767 characters that a "
                       "cell can hold; export to CSV");
    if (rc == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE)
        return err_set(e, ST_REFUSED,
                       "a sheet cannot hold so many rows or columns; export "
                       "to CSV");
    if (rc == LXW_ERROR_CREATING_XLSX_FILE && access(FILES, F_OK) == -1)
        return err_set(e, ST_SYSTEM,
                       "a workbook cannot be made where /proc is not mounted; "
                       "mount it, or export to CSV");
    if (rc == LXW_ERROR_ZIP_FILE_OPERATION && errno != 0)
        return err_sys(e, "the workbook cannot be made");
    why = lxw_strerror(rc);
    return err_set(e, ST_SYSTEM, "the workbook cannot be made: %.*s",
                   (int)strcspn(why, "."), why);
}

static lxw_error
put_name(struct xlsx_writer *w, size_t column, const char *name)
{
    xlsx_proof_text(&w->proof, name);
    return worksheet_write_string(w->sheet, 0, (lxw_col_t)column, name,
                                  w->header);
}

/* Name the columns, keep that row in sight, and let people filter. */
static int
put_header(struct xlsx_writer *w, const char *const *names, struct err *e)
{
    lxw_error rc = LXW_NO_ERROR;
    size_t i;

    for (i = 0; i < w->columns && rc == LXW_NO_ERROR; i++) {
        w->widths[i] = text_width(names[i]) + BESIDE;
        rc = put_name(w, i, names[i]);
    }
    if (rc == LXW_NO_ERROR && w->side > 0)
        rc = put_name(w, w->columns, XLSX_PICTURES);
    worksheet_freeze_panes(w->sheet, 1, 0);
    worksheet_ignore_errors(w->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
                            "A1:XFD1048576");
    w->row = 1;
    return rc == LXW_NO_ERROR ? ST_OK : failed(rc, e);
}

static int
start_book(struct xlsx_writer *w, struct err *e)
{
    lxw_doc_properties properties = {.created = CREATED};
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = w->folder,
                                    .use_zip64 = LXW_FALSE};
    char path[64];

    if ((w->fd = memfd_create("workbook", MFD_CLOEXEC)) == -1)
        return err_sys(e, "no memory for a workbook");
    (void)snprintf(path, sizeof(path), FILES "/%d", w->fd);
    w->book = mem_check(workbook_new_opt(path, &options));
    workbook_set_properties(w->book, &properties);
    w->text = mem_check(workbook_add_format(w->book));
    format_set_num_format(w->text, "@");
    format_set_align(w->text, LXW_ALIGN_VERTICAL_CENTER);
    w->header = mem_check(workbook_add_format(w->book));
    format_set_num_format(w->header, "@");
    format_set_bold(w->header);
    format_set_bottom(w->header, LXW_BORDER_THIN);
    w->sheet = workbook_add_worksheet(w->book, XLSX_SHEET);
    return w->sheet != NULL
               ? ST_OK
               : err_set(e, ST_SYSTEM,
                         "no temporary file can be made for a workbook");
}

int
xlsx_write_start(struct xlsx_writer **wp, const char *const *names, size_t n,
                 uint32_t side, const char *folder, struct err *e)
{
    struct xlsx_writer *w = mem_calloc(1, sizeof(*w));

    w->columns = n;
    w->side = side;
    w->folder = folder != NULL ? mem_dup(folder) : NULL;
    w->proof = (struct xlsx_proof)XLSX_PROOF_INIT;
    w->widths = mem_calloc(n, sizeof(*w->widths));
    if (start_book(w, e) == ST_OK)
        put_header(w, names, e);
    if (e->status == ST_OK)
        *wp = w;
    else
        xlsx_write_free(w);
    return e->status;
}

/* The picture of the row at hand, in the middle of its cell. */
static lxw_error
put_picture(struct xlsx_writer *w, const struct buf *picture)
{
    char none[] = "";
    lxw_image_options options = {.x_offset = 2,
                                 .y_offset = 2,
                                 .object_position = LXW_OBJECT_MOVE_AND_SIZE,
                                 .description = none};

    xlsx_proof_picture(&w->proof, picture);
    return worksheet_insert_image_buffer_opt(
        w->sheet, w->row, (lxw_col_t)w->columns, picture->data, picture->len,
        &options);
}

/* libxlsxwriter escapes control characters, but not what looks like one. */
static lxw_error
put_text(struct xlsx_writer *w, size_t column, const char *text)
{
    size_t width = text_width(text);
    struct buf safe = BUF_INIT;
    lxw_error rc;

    if (width > w->widths[column])
        w->widths[column] = width;
    xlsx_proof_text(&w->proof, text);
    xlsx_text_escape(&safe, text);
    rc = worksheet_write_string(w->sheet, w->row, (lxw_col_t)column,
                                buf_str(&safe), w->text);
    buf_free(&safe);
    return rc;
}

int
xlsx_write_row(struct xlsx_writer *w, const char *const *texts,
               const struct buf *picture, struct err *e)
{
    lxw_error rc = LXW_NO_ERROR;
    size_t i;

    if (picture != NULL)
        rc = worksheet_set_row(w->sheet, w->row, POINTS(w->side + 4.0), NULL);
    for (i = 0; i < w->columns && rc == LXW_NO_ERROR; i++) {
        if (texts[i] != NULL && texts[i][0] != '\0')
            rc = put_text(w, i, texts[i]);
    }
    if (picture != NULL && rc == LXW_NO_ERROR)
        rc = put_picture(w, picture);
    w->row++;
    return rc == LXW_NO_ERROR ? ST_OK : failed(rc, e);
}

/* Widths, by what the columns hold; and the format of what is typed later. */
static void
put_widths(struct xlsx_writer *w)
{
    size_t i, width;

    for (i = 0; i < w->columns; i++) {
        width = w->widths[i] < NARROWEST ? NARROWEST
                : w->widths[i] > WIDEST  ? WIDEST
                                         : w->widths[i];
        worksheet_set_column(w->sheet, (lxw_col_t)i, (lxw_col_t)i,
                             (double)width + 1, w->text);
    }
    if (w->side > 0)
        worksheet_set_column(w->sheet, (lxw_col_t)w->columns,
                             (lxw_col_t)w->columns, CHARACTERS(w->side + 4.0),
                             w->text);
    worksheet_autofilter(w->sheet, 0, 0, w->row - 1,
                         (lxw_col_t)(w->columns - 1));
}

/* Append what is in the file in memory, and see that it is all there. */
static int
take_book(struct xlsx_writer *w, struct buf *out, struct err *e)
{
    struct buf book = BUF_INIT;
    off_t size = lseek(w->fd, 0, SEEK_END);

    if (size <= 0)
        return err_sys(e, "the workbook in memory is empty");
    if (io_pread(w->fd, buf_room(&book, (size_t)size), (size_t)size, 0,
                 "the workbook in memory", e) != ST_OK)
        goto done;
    book.len = (size_t)size;
    if (xlsx_proof_holds(&w->proof, &book))
        buf_add(out, book.data, book.len);
    else
        err_set(e, ST_SYSTEM,
                "the workbook cannot be made: a part of it is missing; is "
                "the disk of the folder %s full?",
                w->folder != NULL ? w->folder : "/tmp");
done:
    buf_free(&book);
    return e->status;
}

int
xlsx_write_finish(struct xlsx_writer *w, struct buf *out, struct err *e)
{
    lxw_error rc;

    put_widths(w);
    errno = 0;
    rc = workbook_close(w->book);
    w->book = NULL;
    return rc == LXW_NO_ERROR ? take_book(w, out, e) : failed(rc, e);
}

void
xlsx_write_free(struct xlsx_writer *w)
{
    if (w == NULL)
        return;
    if (w->book != NULL)
        lxw_workbook_free(w->book);
    if (w->fd > 0)
        (void)close(w->fd);
    xlsx_proof_free(&w->proof);
    free(w->folder);
    free(w->widths);
    free(w);
}

char *
xlsx_library(void)
{
    return mem_printf("libxlsxwriter %s", lxw_version());
}
