#include <stdbool.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cli/words.h"

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Copy what stands between quotes from `*from` to `*to`, and go behind it.
 * False if the line ends before. */
static bool
take_quoted(char **from, char **to)
{
    char quote = *(*from)++;

    for (; **from != quote; (*from)++) {
        if (**from == '\0')
            return false;
        if (quote == '"' && **from == '\\' &&
            ((*from)[1] == '"' || (*from)[1] == '\\'))
            (*from)++;
        *(*to)++ = **from;
    }
    (*from)++;
    return true;
}

/* Take the quotes out of the word at `*line` and end it there. */
static bool
take_word(char **line)
{
    char *from = *line, *to = *line, end;

    while (*from != '\0' && !is_blank(*from)) {
        if (*from == '\'' || *from == '"') {
            if (!take_quoted(&from, &to))
                return false;
            continue;
        }
        if (*from == '\\' && from[1] != '\0')
            from++;
        *to++ = *from++;
    }
    end = *from;
    *to = '\0';
    *line = end == '\0' ? from : from + 1;
    return true;
}

int
words_split(char *line, char ***words, size_t *n, struct err *e)
{
    size_t cap = 0;

    *words = NULL;
    *n = 0;
    for (;;) {
        while (is_blank(*line))
            line++;
        *words = mem_grow(*words, &cap, *n, sizeof(**words));
        (*words)[*n] = NULL;
        if (*line == '\0' || *line == '#')
            return ST_OK;
        (*words)[(*n)++] = line;
        if (!take_word(&line))
            return err_set(e, ST_REFUSED, "a quote is opened and not closed");
    }
}
