#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "cxbak/backup/mapping_table.h"
#include "cxbak/util/buf.h"
#include "cxbak/xml/xscan.h"
#include "cxbak/zip/zname.h"

/* The largest mapping table that is read; one of 10,000 extensions has 300
 * KiB. */
#define MAPPING_MAX ((size_t)64 << 20)

size_t
mapping_table_member(const struct backup *b)
{
    const char *db = zdir_member(b->zip, b->db)->name;
    size_t top = b->nested ? strcspn(db, "/\\") + 1 : 0, i;

    for (i = 0; i < zdir_count(b->zip); i++) {
        const struct zmember *m = zdir_member(b->zip, i);

        if (m->name_len > top && strncmp(m->name, db, top) == 0 &&
            zname_same_path(m->name + top, MAPPING_TABLE_NAME))
            return i;
    }
    return SIZE_MAX;
}

struct mapping {
    mapping_table_fn *visit;
    void *arg;
    bool mappings; /* the root is Mappings */
    bool numbers;  /* within Mappings/DNMappings */
};

static int
on_start(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct mapping *m = arg;
    const char *number;

    (void)x;
    if (el->depth == 1)
        m->mappings = strcmp(el->name, "Mappings") == 0;
    if (el->depth == 2)
        m->numbers = m->mappings && strcmp(el->name, "DNMappings") == 0;
    if (el->depth != 3 || !m->numbers || strcmp(el->name, "DN") != 0)
        return e->status;
    number = xscan_attr(el, "No");
    if (number != NULL && *number != '\0')
        m->visit(m->arg, number, xscan_attr(el, "ID"));
    return e->status;
}

int
mapping_table_visit(const struct backup *b, mapping_table_fn *visit, void *arg,
                    struct err *e)
{
    static const struct xhandler handler = {.start = on_start};
    struct mapping m = {.visit = visit, .arg = arg};
    size_t member = mapping_table_member(b);
    struct buf text = BUF_INIT;
    struct xscan *x;

    if (member == SIZE_MAX)
        return ST_OK;
    x = xscan_new(&handler, &m, MAPPING_TABLE_NAME);
    if (zread_all(&text, b->zip, member, b->password, MAPPING_MAX, e) ==
            ST_OK &&
        xscan_push(x, text.data, text.len, e) == ST_OK)
        xscan_finish(x, e);
    xscan_free(x);
    buf_free(&text);
    return e->status;
}
