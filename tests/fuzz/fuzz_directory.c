/*
 * Any bytes are refused as a directory, with the rule that refuses them, or
 * its members tile the file up to the directory, lie in an order that holds
 * each once, and are found by their names; names fold to one spelling.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was folded once stays as it is; as a folder's name, of whose end nobody
 * takes off a version. */
static void
fold(const struct zmember *m)
{
    int how;

    for (how = 0; how < ZNAME_SPELLINGS; how++) {
        char *spelt = zname_spelling(m, (enum zspelling)how);
        char *folded = zname_fold(m, (enum zspelling)how);

        if ((spelt == NULL) != (folded == NULL))
            abort();
        if (folded != NULL) {
            char *folder = mem_printf("%s/", folded);
            char *again = zname_fold_path(folder);

            if (strcmp(again, folded) != 0 || !zname_same_path(again, folded))
                abort();
            free(folder);
            free(again);
        }
        free(spelt);
        free(folded);
    }
}

static void
look(const struct zdir *z)
{
    size_t k, n = zdir_count(z);
    bool *seen = mem_calloc(n + 1, sizeof(*seen));
    uint64_t at = 0;

    for (k = 0; k < n; k++) {
        size_t i = zdir_in_file(z, k);
        const struct zmember *m = zdir_member(z, i);

        if (i >= n || seen[i] || m->offset != at || m->end <= m->offset ||
            m->csize > m->end - m->offset || zdir_find(z, m->name) != i)
            abort();
        seen[i] = true;
        at = m->end;
        fold(m);
        (void)zname_odd(m);
    }
    if (at > zdir_comment(z) || zdir_comment(z) > zdir_file_size(z))
        abort();
    free(seen);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct source source = source_memory(data, size, "fuzz.zip");
    struct err e = ERR_INIT;
    struct zdir *z = NULL;

    if (zdir_open(&z, &source, &e) == ST_OK)
        look(z);
    else if (e.status != ST_BACKUP || e.msg == NULL || e.reason == NULL)
        abort();
    zdir_free(z);
    err_free(&e);
    return 0;
}
