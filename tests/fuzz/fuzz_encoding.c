/*
 * Bytes in any encoding, found out or named, are refused with a message or
 * read as a table of valid text without byte order marks before it; and a
 * value of which the bytes were read as Windows-1252 is told from what it was.
 *
 * The first line of the input is the name of the encoding; an empty one: look.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/table/csv.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Longer names are no names of encodings. */
#define NAME_MAX_LEN ((size_t)40)

/* What a spreadsheet that takes UTF-8 for Windows-1252 shows of the text; of
 * the bytes that it does not know, as browsers do, control characters. */
static char *
misread(const char *text)
{
    static const uint16_t high[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
    };
    struct buf b = BUF_INIT;

    for (; *text != '\0'; text++) {
        uint8_t byte = (uint8_t)*text;

        text_put(&b, byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte);
    }
    return b.len > 0 ? buf_steal(&b) : mem_dup("");
}

static void
expect_cell(const struct csv_cell *cell)
{
    char *wrong;

    if (strlen(cell->text) != cell->len ||
        !text_valid(cell->text, cell->len, NULL))
        abort();
    (void)csv_damage_of("J\xC3\xBCrgen", cell);
    if (text_is_ascii(cell->text))
        return;
    wrong = misread(cell->text);
    if (csv_damage_find(cell->text, wrong) == CSV_INTACT)
        abort();
    free(wrong);
}

static void
expect_row(const struct csv_row *row)
{
    size_t i;

    for (i = 0; i < row->count; i++)
        expect_cell(&row->cells[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t n = end != NULL ? (size_t)(end - data) : 0, i;
    struct csv_options o = {.encoding = NULL};
    struct err e = ERR_INIT;
    struct csv *c = NULL;
    char *name;

    if (end == NULL || n > NAME_MAX_LEN)
        return 0;
    name = mem_ndup((const char *)data, n);
    if (*name != '\0')
        o.encoding = name;
    if (csv_read(&c, "fuzz", end + 1, size - n - 1, &o, &e) == ST_OK) {
        if ((c->encoding == CSV_NAMED) != (o.encoding != NULL))
            abort();
        expect_row(&c->header);
        for (i = 0; i < c->count; i++)
            expect_row(&c->rows[i]);
    } else if (e.msg == NULL || c != NULL) {
        abort();
    }
    csv_free(c);
    err_free(&e);
    free(name);
    return 0;
}
