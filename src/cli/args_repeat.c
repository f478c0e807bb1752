/*
 * The command line in words that a shell takes: what a preview tells the user
 * to run next.
 */
#include <stdbool.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/text.h"
#include "cli/args.h"
#include "cli/called.h"

/* Characters that mean nothing to a shell wherever they stand. */
static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
                            "yz0123456789@%_+=:,./-";

/* Can the word be shown as it is, without control characters and the like? */
static bool
is_printable(const char *word)
{
    struct buf shown = BUF_INIT;
    bool same;

    text_escape(&shown, word);
    same = strcmp(buf_str(&shown), word) == 0;
    buf_free(&shown);
    return same;
}

/* Between single quotes, where only the single quote itself is special. */
static void
add_quoted(struct buf *b, const char *word)
{
    buf_addc(b, '\'');
    for (; *word != '\0'; word++) {
        if (*word == '\'')
            buf_adds(b, "'\\''");
        else
            buf_addc(b, *word);
    }
    buf_addc(b, '\'');
}

/* Byte by byte, in the $'...' form that bash and others know. */
static void
add_escaped(struct buf *b, const char *word)
{
    buf_adds(b, "$'");
    for (; *word != '\0'; word++) {
        unsigned char c = (unsigned char)*word;

        if (c == '\'' || c == '\\')
            buf_printf(b, "\\%c", c);
        else if (c >= ' ' && c < 0x7F)
            buf_addc(b, *word);
        else
            buf_printf(b, "\\%03o", c);
    }
    buf_addc(b, '\'');
}

void
args_add_word(struct buf *b, const char *word)
{
    if (*word != '\0' && strspn(word, plain) == strlen(word))
        buf_adds(b, word);
    else if (is_printable(word))
        add_quoted(b, word);
    else
        add_escaped(b, word);
}

/* " --email VALUE", or " --email=VALUE" for a value that could be taken for
 * an option. */
static void
add_option(struct buf *b, const struct args_given *g)
{
    buf_printf(b, " --%s", g->spec->name);
    if (g->value == NULL)
        return;
    buf_addc(b, g->value[0] == '-' ? '=' : ' ');
    args_add_word(b, g->value);
}

/* Another word of the same option. */
static void
add_more(struct buf *b, const char *word)
{
    buf_addc(b, ' ');
    args_add_word(b, word);
}

static void
add_operands(struct buf *b, const struct args *a)
{
    size_t i;

    for (i = 0; i < a->noperands; i++) {
        buf_addc(b, ' ');
        args_add_word(b, a->operands[i]);
    }
}

char *
args_repeat(const struct args *a, const char *more)
{
    struct buf b = BUF_INIT;
    bool dashes = false;
    size_t i;

    for (i = 0; i < a->noperands; i++)
        dashes = dashes || a->operands[i][0] == '-';
    buf_printf(&b, "%s %s", called(), a->command);
    if (!dashes)
        add_operands(&b, a);
    for (i = 0; i < a->ngiven; i++) {
        add_option(&b, &a->given[i]);
        if ((a->given[i].spec->flags & OPTION_TRIPLE) != 0) {
            add_more(&b, a->given[i + 1].value);
            add_more(&b, a->given[i + 2].value);
            i += 2;
        }
    }
    buf_printf(&b, " %s", more);

    /* Operands that look like options are safe behind `--` only. */
    if (dashes) {
        buf_adds(&b, " --");
        add_operands(&b, a);
    }
    return buf_steal(&b);
}
