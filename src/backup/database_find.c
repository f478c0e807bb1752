/* Users by their extension. */
#include <stdint.h>
#include <string.h>

#include "cxbak/backup/database.h"

size_t
database_position(const struct database *d, const char *number, size_t *count)
{
    size_t low = 0, high = d->user_count, n = 0;

    /* The first user whose extension is not before it. */
    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(user_text(&d->users[d->by_number[mid]], FIELD_NUMBER),
                   number) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    while (low + n < d->user_count &&
           strcmp(user_text(&d->users[d->by_number[low + n]], FIELD_NUMBER),
                  number) == 0)
        n++;
    *count = n;
    return low;
}

size_t
database_find(const struct database *d, const char *number, size_t *count)
{
    size_t n, at = database_position(d, number, &n);

    if (count != NULL)
        *count = n;
    return n > 0 ? d->by_number[at] : SIZE_MAX;
}
