#include <stddef.h>

#include "cxbak/change/image_entry.h"

#include "cli/avatar_options.h"

int
avatar_options(struct avatar_source *m, struct template **name,
               const struct args *a, struct err *e)
{
    const char *crop = args_value(a, "crop");
    const char *path = args_value(a, "avatar-path");
    struct image_entry *entry = NULL;
    uint64_t size = 0;

    *m =
        (struct avatar_source){.raw = args_flag(a, "raw"), .inputs = a->inputs};
    if (args_number(a, "size", 1, IMAGE_MAX_SIZE, &size, e) != ST_OK)
        return e->status;
    m->spec.size = (uint32_t)size;
    m->remake = crop != NULL || size != 0;
    if (m->raw && (crop != NULL || size != 0))
        return args_fail(a, e,
                         "--raw stores the file as it is, and --%s changes "
                         "it; give one of them",
                         crop != NULL ? "crop" : "size");
    if (crop != NULL && image_parse_crop(crop, &m->spec, e) != ST_OK)
        return e->status;
    if (path != NULL && template_parse(name, path, e) != ST_OK)
        return err_prefix(e, "--avatar-path: ");
    if (*name != NULL && template_counts(*name))
        return args_fail(a, e,
                         "--avatar-path: {n} does not tell one user's picture "
                         "from another's; use {number}");
    m->path = *name;
    m->entry = args_value(a, "image-entry");
    if (m->entry != NULL && image_entry_parse(&entry, m->entry, e) != ST_OK)
        return err_prefix(e, "--image-entry: ");
    image_entry_free(entry);
    return ST_OK;
}
