/*
 * Any bytes are refused or read as a table, and what was read is the same
 * after writing it and reading it again, in the plain and the guarded form.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/table/csv.h"
#include "cxbak/util/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
write_row(struct buf *b, const struct csv_style *style,
          const struct csv_row *row)
{
    const char **texts = mem_calloc(row->count, sizeof(*texts));
    size_t i;

    for (i = 0; i < row->count; i++)
        texts[i] = row->cells[i].text;
    csv_write_row(b, style, texts, row->count);
    free(texts);
}

static void
expect_row(const struct csv_row *a, const struct csv_row *b)
{
    size_t i;

    if (a->count != b->count)
        abort();
    for (i = 0; i < a->count; i++) {
        if (strcmp(a->cells[i].text, b->cells[i].text) != 0)
            abort();
        (void)csv_damage_find(a->cells[i].text, a->cells[0].text);
    }
}

static void
expect_same(const struct csv *c, const struct csv_style *style)
{
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    struct csv *again = NULL;
    size_t i;

    csv_write_start(&b, style);
    write_row(&b, style, &c->header);
    for (i = 0; i < c->count; i++)
        write_row(&b, style, &c->rows[i]);
    if (csv_read(&again, "again", b.data, b.len, NULL, &e) != ST_OK ||
        again->errors.count != 0 || again->count != c->count)
        abort();
    expect_row(&c->header, &again->header);
    for (i = 0; i < c->count; i++)
        expect_row(&c->rows[i], &again->rows[i]);
    csv_free(again);
    buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct csv_style plain = {',', false, false, false};
    static const struct csv_style excel = {';', true, true, true};
    struct err e = ERR_INIT;
    struct csv *c = NULL;

    if (csv_read(&c, "fuzz", data, size, NULL, &e) == ST_OK) {
        expect_same(c, &plain);
        expect_same(c, &excel);
    }
    csv_free(c);
    err_free(&e);
    return 0;
}
