/*
 * Any bytes are refused or read as a workbook, and then every row has a cell
 * for each column, each with its place and its text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/table/xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
expect_row(const struct csv_row *row, size_t count)
{
    size_t i;

    if (row->count != count)
        abort();
    for (i = 0; i < count; i++) {
        const struct csv_cell *cell = &row->cells[i];

        if (cell->column != i + 1 || cell->line != row->cells[0].line ||
            strlen(cell->text) != cell->len)
            abort();
        (void)csv_damage_of("+0123", cell);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = ERR_INIT;
    struct csv *c = NULL;
    size_t i;

    if (xlsx_read(&c, "fuzz", data, size, NULL, &e) == ST_OK) {
        if (c->header.count == 0 || c->sheet == NULL)
            abort();
        expect_row(&c->header, c->header.count);
        for (i = 0; i < c->count; i++)
            expect_row(&c->rows[i], c->header.count);
    } else if (e.msg == NULL || c != NULL) {
        abort();
    }
    csv_free(c);
    err_free(&e);
    return 0;
}
