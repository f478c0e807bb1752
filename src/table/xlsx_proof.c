/*
 * Is a workbook that was written whole?  libxlsxwriter makes its parts in
 * temporary files, and does not look whether the disk has taken them: of a
 * full one comes a workbook in which rows are missing, and no error.  So it
 * is read back: each document is well-formed to its end, the texts are those
 * that were given, and there are as many pictures.
 */
#include <stdlib.h>
#include <string.h>

#include "table/xlsx_impl.h"
#include "cxbak/util/mem.h"

/* Where pictures lie; all other parts are documents. */
#define PICTURES "xl/media/"

void
xlsx_proof_text(struct xlsx_proof *p, const char *text)
{
    /* With its end, so that texts that follow each other are told apart. */
    p->texts = fnv_more(p->texts, text, strlen(text) + 1);
}

void
xlsx_proof_picture(struct xlsx_proof *p, const struct buf *picture)
{
    p->pictures = mem_grow(p->pictures, &p->cap, p->count, sizeof(uint64_t));
    p->pictures[p->count++] = fnv_more(FNV_START, picture->data, picture->len);
}

static int
on_start(void *arg, const struct xlsx_tag *tag, bool *collect, struct err *e)
{
    (void)arg;
    *collect = strcmp(tag->name, "t") == 0;
    return e->status;
}

static int
on_end(void *arg, const char *name, size_t depth, struct buf *text,
       struct err *e)
{
    struct buf plain = BUF_INIT;

    (void)name;
    (void)depth;
    if (text != NULL) {
        xlsx_text_put(&plain, buf_str(text), text->len);
        xlsx_proof_text(arg, buf_str(&plain));
        buf_free(&plain);
    }
    return e->status;
}

static int
compare_hashes(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* How many pictures that differ; a workbook holds each once. */
static size_t
count_pictures(struct xlsx_proof *p)
{
    size_t i, n = p->count > 0;

    if (p->count > 1)
        qsort(p->pictures, p->count, sizeof(uint64_t), compare_hashes);
    for (i = 1; i < p->count; i++)
        n += p->pictures[i] != p->pictures[i - 1];
    return n;
}

bool
xlsx_proof_holds(struct xlsx_proof *p, const struct buf *book)
{
    static const struct xlsx_handler h = {on_start, on_end};
    struct xlsx_proof there = XLSX_PROOF_INIT;
    struct xlsx_parts z;
    struct err e = ERR_INIT;
    bool holds;
    size_t i;

    (void)xlsx_parts_open(&z, "the workbook", book->data, book->len, &e);
    for (i = 0; i < z.count && e.status == ST_OK; i++) {
        if (strncmp(z.list[i], PICTURES, strlen(PICTURES)) == 0)
            there.count++;
        else
            (void)xlsx_xml_read(&z, z.list[i], &h, &there, &e);
    }
    holds = e.status == ST_OK && there.texts == p->texts &&
            there.count == count_pictures(p);
    xlsx_parts_free(&z);
    err_free(&e);
    return holds;
}

void
xlsx_proof_free(struct xlsx_proof *p)
{
    free(p->pictures);
}
