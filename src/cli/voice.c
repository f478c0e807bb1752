#include <stdlib.h>
#include <string.h>

#include "cxbak/field/field.h"
#include "cxbak/util/mem.h"
#include "cli/voice.h"

/* What options are called in the page that are no fields. */
static const struct {
    const char *option;
    const char *label;
} labels[] = {
    {"header-row", "Row of the headings"},      {"sheet", "Sheet"},
    {"crop", "the square of the picture"},      {"where", "the group"},
    {"avatar-path", "the name of the picture"},
};

bool
voice_page(void)
{
    return getenv("CXBAK_PAGE") != NULL;
}

const char *
voice(const char *shell, const char *page)
{
    return voice_page() ? page : shell;
}

char *
voice_option(const char *name)
{
    enum field f;
    size_t i;

    if (!voice_page())
        return mem_printf("--%s", name);
    for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        if (strcmp(labels[i].option, name) == 0)
            return mem_dup(labels[i].label);
    }
    for (f = 0; f < FIELD_ROWS; f++) {
        const char *option = field_info(f)->option;

        if (option != NULL && strcmp(option, name) == 0)
            return mem_dup(field_info(f)->label);
    }
    return mem_dup(name);
}
