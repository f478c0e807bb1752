#include <stdlib.h>

#include "cxbak/field/field.h"
#include "cli/column_names.h"

int
column_names_unknown(const struct args *a, const char *option, const char *name,
                     struct err *e)
{
    const char *near = field_nearest(name);
    char *all;

    if (near != NULL)
        return args_fail(a, e,
                         "--%s: there is no column \"%s\"; did you mean "
                         "\"%s\"?",
                         option, name, near);
    all = field_names(NULL, NAMED_BY_WORD, "");
    args_fail(a, e, "--%s: there is no column \"%s\": %s", option, name, all);
    free(all);
    return e->status;
}
