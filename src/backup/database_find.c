/* Users by their extension. */
#include <stdint.h>
#include <string.h>

#include "cxbak/backup/database.h"

/* How many users, in the order of extensions, are before `number`; or, if
 * `through`, before or equal to it. */
static size_t
rank(const struct database *d, const char *number, bool through)
{
    size_t low = 0, high = d->user_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(
            user_text(&d->users[d->by_number[mid]], FIELD_NUMBER), number);

        if (order < 0 || (through && order == 0))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

size_t
database_position(const struct database *d, const char *number, size_t *count)
{
    size_t at = rank(d, number, false);

    /* Many may have one extension, so they are not counted one by one. */
    *count = rank(d, number, true) - at;
    return at;
}

size_t
database_find(const struct database *d, const char *number, size_t *count)
{
    size_t n, at = database_position(d, number, &n);

    if (count != NULL)
        *count = n;
    return n > 0 ? d->by_number[at] : SIZE_MAX;
}
