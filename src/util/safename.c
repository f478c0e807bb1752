#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/safename.h"
#include "cxbak/util/text.h"

/* What Windows takes for devices, with whatever ending. */
static const char *const reserved[] = {"CON", "PRN", "AUX", "NUL"};
static const char *const numbered[] = {"COM", "LPT"};

static bool
is_reserved(const char *s)
{
    size_t n = strcspn(s, "."), i;

    for (i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        if (n == 3 && strncasecmp(s, reserved[i], 3) == 0)
            return true;
    }
    for (i = 0; i < sizeof(numbered) / sizeof(numbered[0]); i++) {
        if (n == 4 && strncasecmp(s, numbered[i], 3) == 0 && s[3] >= '1' &&
            s[3] <= '9')
            return true;
    }
    return false;
}

/* Put `_` in the place of bytes that names cannot have; text that is not
 * UTF-8 keeps its ASCII only. */
static char *
clean(const char *s)
{
    bool valid = text_valid(s, strlen(s), NULL);
    char *copy = valid ? text_nfc(s) : mem_dup(s), *p;

    for (p = copy; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;

        if (c < 0x20 || c == 0x7f || strchr("/\\:*?\"<>|", *p) != NULL ||
            (c >= 0x80 && !valid))
            *p = '_';
    }
    return copy;
}

char *
safename_make(const char *stem, const char *ending)
{
    char *text = clean(stem), *p, *trimmed, *name;
    size_t max = SAFENAME_MAX - strlen(ending), n = 0, next;

    /* As many whole characters as there is room for. */
    while (text[n] != '\0' && (next = text_clusters(text + n, 1)) > 0 &&
           n + next <= max)
        n += next;
    text[n] = '\0';
    trimmed = text_trim(text);
    for (p = trimmed + strlen(trimmed);
         p > trimmed && (p[-1] == '.' || p[-1] == ' ');)
        *--p = '\0';
    for (p = trimmed; *p == '.';)
        *p++ = '_';
    name = mem_printf("%s%s%s",
                      is_reserved(trimmed) || *trimmed == '\0' ? "_" : "",
                      trimmed, ending);
    free(trimmed);
    free(text);
    return name;
}
