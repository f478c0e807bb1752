#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/safename.h"
#include "cxbak/util/text.h"

/* Room for " (", a number and ")". */
#define SUFFIX_ROOM ((size_t)24)

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

/* Cut `text` to at most `max` bytes, between characters as readers see them. */
static void
cut(char *text, size_t max)
{
    size_t n = 0, next;

    while (text[n] != '\0' && (next = text_clusters(text + n, 1)) > 0 &&
           n + next <= max)
        n += next;
    text[n] = '\0';
}

/* What stands behind the last dot of names from elsewhere may be anything. */
static bool
is_ending(const char *ending)
{
    size_t i, n = strlen(ending);

    for (i = 1; i < n; i++) {
        if (!isalnum((unsigned char)ending[i]))
            return false;
    }
    return n > 1 && n <= SAFENAME_ENDING_MAX && ending[0] == '.';
}

/* `stem`, a number to tell names apart unless it is 0, and the ending; the
 * stem is cut so that `room` bytes more would fit. */
static char *
make_name(const char *stem, size_t room, size_t number, const char *ending)
{
    char *text = clean(stem), *p, *trimmed, *name, suffix[SUFFIX_ROOM + 1] = "";

    if (!is_ending(ending))
        ending = "";
    if (number > 0)
        snprintf(suffix, sizeof(suffix), " (%zu)", number);
    cut(text, SAFENAME_MAX - strlen(ending) - room);
    trimmed = text_trim(text);
    for (p = trimmed + strlen(trimmed);
         p > trimmed && (p[-1] == '.' || p[-1] == ' ');)
        *--p = '\0';
    for (p = trimmed; *p == '.';)
        *p++ = '_';
    name = mem_printf("%s%s%s%s",
                      is_reserved(trimmed) || *trimmed == '\0' ? "_" : "",
                      trimmed, suffix, ending);
    free(trimmed);
    free(text);
    return name;
}

char *
safename_make(const char *stem, const char *ending)
{
    return make_name(stem, 0, 0, ending);
}

/* A name with its form for comparing, in which names must differ. */
struct folded {
    size_t index;
    char *text;
};

static int
compare_folded(const void *a, const void *b)
{
    const struct folded *x = a, *y = b;
    int order = strcmp(x->text, y->text);

    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static int
compare_text(const void *a, const void *b)
{
    return strcmp(((const struct folded *)a)->text,
                  ((const struct folded *)b)->text);
}

/* The name with the next number with which it is as none of `all`.  As stems
 * are cut so that a number has room, numbered names of different stems differ
 * anyway. */
static char *
number_name(const struct folded *all, size_t n, const char *stem,
            const char *ending, size_t *number)
{
    for (;;) {
        char *name = make_name(stem, SUFFIX_ROOM, ++*number, ending);
        struct folded key = {0, text_fold(name)};
        bool free_name =
            bsearch(&key, all, n, sizeof(*all), compare_text) == NULL;

        free(key.text);
        if (free_name)
            return name;
        free(name);
    }
}

void
safename_make_all(char **names, const char *const *stems,
                  const char *const *endings, size_t n)
{
    struct folded *all = mem_array(NULL, n, sizeof(*all));
    size_t i, number = 1;

    for (i = 0; i < n; i++) {
        names[i] = make_name(stems[i], SUFFIX_ROOM, 0, endings[i]);
        all[i] = (struct folded){i, text_fold(names[i])};
    }
    if (n > 0)
        qsort(all, n, sizeof(*all), compare_folded);
    for (i = 1; i < n; i++) {
        size_t at = all[i].index;

        if (strcmp(all[i].text, all[i - 1].text) != 0) {
            number = 1;
            continue;
        }
        free(names[at]);
        names[at] = number_name(all, n, stems[at], endings[at], &number);
    }
    for (i = 0; i < n; i++)
        free(all[i].text);
    free(all);
}
