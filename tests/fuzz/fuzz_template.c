/*
 * Any text is refused as a template, or expands; a text without braces
 * expands to itself.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/template/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = mem_ndup((const char *)data, size);
    const char *const values[FIELD_COUNT] = {"200", text, "M\u00DCller",
                                             text,  NULL, ""};
    struct err e = ERR_INIT;
    struct template_result r;
    struct template *t = NULL;

    if (template_parse(&t, text, &e) == ST_OK) {
        char *value = template_expand(t, values, size, &r);

        if (strpbrk(text, "{}") == NULL && strcmp(value, text) != 0)
            abort();
        if (template_is_literal(t) &&
            (r.empty != NULL || strlen(value) > strlen(text)))
            abort();
        free(value);
    } else if (strchr(text, '{') == NULL) {
        abort();
    }
    template_free(t);
    err_free(&e);
    free(text);
    return 0;
}
