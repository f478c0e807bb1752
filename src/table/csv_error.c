#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/table/csv.h"
#include "cxbak/util/mem.h"

void
csv_error_add(struct csv_errors *errors, size_t line, size_t column,
              const char *fmt, ...)
{
    struct csv_error *error;
    va_list ap;

    errors->count++;
    if (errors->listed == CSV_MAX_ERRORS)
        return;
    if (errors->list == NULL)
        errors->list = mem_array(NULL, CSV_MAX_ERRORS, sizeof(*errors->list));
    error = &errors->list[errors->listed++];
    error->line = line;
    error->column = column;
    error->hint = HINT_NONE;
    va_start(ap, fmt);
    error->message = mem_vprintf(fmt, ap);
    va_end(ap);
}

void
csv_error_hint(struct csv_errors *errors, enum hint hint)
{
    if (errors->count == errors->listed)
        errors->list[errors->listed - 1].hint = hint;
}

/* Insertion sort: it is stable, and the list short and mostly in order. */
void
csv_errors_sort(struct csv_errors *errors)
{
    size_t i, k;

    for (i = 1; i < errors->listed; i++) {
        struct csv_error error = errors->list[i];

        for (k = i; k > 0; k--) {
            const struct csv_error *before = &errors->list[k - 1];

            if (before->line < error.line ||
                (before->line == error.line && before->column <= error.column))
                break;
            errors->list[k] = *before;
        }
        errors->list[k] = error;
    }
}

char *
csv_error_text(const struct csv_error *error, const char *file)
{
    return mem_printf("%s:%zu:%zu: %s", file, error->line, error->column,
                      error->message);
}

void
csv_errors_free(struct csv_errors *errors)
{
    size_t i;

    for (i = 0; i < errors->listed; i++)
        free(errors->list[i].message);
    free(errors->list);
    memset(errors, 0, sizeof(*errors));
}
