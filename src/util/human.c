#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"

char *
human_size(char out[HUMAN_ROOM], uint64_t bytes)
{
    static const char *const units[] = {"B",  "kB", "MB", "GB",
                                        "TB", "PB", "EB"};
    uint64_t unit = 1, tenth, tenths;
    size_t i = 0;

    /* The unit in which the number, once rounded, stays below 1000. */
    while (bytes / unit >= 1000) {
        unit *= 1000;
        i++;
    }
    if (i == 0) {
        snprintf(out, HUMAN_ROOM, "%" PRIu64 " B", bytes);
        return out;
    }
    tenth = unit / 10;
    tenths = bytes / tenth + (bytes % tenth >= tenth / 2);
    if (tenths == 10000) {
        tenths = 10;
        i++;
    }
    snprintf(out, HUMAN_ROOM, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10,
             tenths % 10, units[i]);
    return out;
}

char *
human_count(char out[HUMAN_ROOM], uint64_t n)
{
    char digits[HUMAN_ROOM];
    int len = snprintf(digits, sizeof(digits), "%" PRIu64, n);
    char *to = out;
    int i;

    for (i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    return out;
}

char *
human_things(char out[HUMAN_ROOM], uint64_t n, const char *thing)
{
    size_t len = strlen(human_count(out, n));

    snprintf(out + len, HUMAN_ROOM - len, " %s%s", thing, n == 1 ? "" : "s");
    return out;
}

void
human_list_add(struct human_list *l, const char *item)
{
    if (l->count++ >= l->max)
        return;
    if (l->count > 1)
        buf_adds(&l->text, ", ");
    l->last = l->text.len;
    buf_adds(&l->text, item);
}

char *
human_list_end(struct human_list *l)
{
    char *all, *last, *words;

    if (l->count > l->max)
        buf_printf(&l->text, " and %zu more", l->count - l->max);
    all = buf_steal(&l->text);
    if (l->count > l->max || l->count < 2 || l->plain)
        return all;

    /* The last comma is an "and". */
    last = all + l->last;
    words = mem_printf("%.*s and %s", (int)(l->last - strlen(", ")), all, last);
    free(all);
    return words;
}
