#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cli/complete_line.h"

/* A word without the quotes of the shell.  Shells differ in what a backslash
 * means within quotes; here it keeps the next character everywhere but between
 * single ones.  The home folder is the only thing that is filled in. */
static char *
unquoted(const char *raw)
{
    struct buf b = BUF_INIT;
    const char *home = getenv("HOME");
    char quote = '\0';

    if (strncmp(raw, "~/", 2) == 0 && home != NULL) {
        buf_adds(&b, home);
        raw++;
    }
    for (; *raw != '\0'; raw++) {
        if (*raw == quote)
            quote = '\0';
        else if (quote == '\0' && (*raw == '\'' || *raw == '"'))
            quote = *raw;
        else if (*raw == '\\' && quote != '\'' && raw[1] != '\0')
            buf_addc(&b, *++raw);
        else
            buf_addc(&b, *raw);
    }
    return buf_steal(&b);
}

/* The option of the command that `word`, "--name", "--name=..." or "-x", is;
 * NULL if there is none. */
static const struct option_spec *
option_named(const struct complete_line *l, const char *word)
{
    struct args a = ARGS_INIT;
    const struct option_spec *const *list;
    const struct option_spec *spec, *found = NULL;
    char *name;

    command_lists(l->command, &a);
    if (word[1] == '-') {
        name = mem_ndup(word + 2, strcspn(word + 2, "="));
        found = args_spec(&a, name);
        free(name);
        return found;
    }
    for (list = a.lists; *list != NULL; list++) {
        for (spec = *list; spec->name != NULL; spec++) {
            if (word[1] != '\0' && spec->letter == word[1])
                found = spec;
        }
    }
    return found;
}

/* The operand with that place, as the command's table names it; the last may
 * repeat. */
static const char *
operand_at(const struct command *c, size_t place)
{
    const char *s = c->operands, *next;

    for (; *s != '\0'; s = next + 1) {
        next = s + strcspn(s, " ");
        if (place-- == 0)
            break;
        if (*next == '\0')
            return memmem(s, (size_t)(next - s), "...", 3) != NULL ? s : "";
    }
    return s;
}

/* A word that is neither an option nor its value. */
static void
take_operand(struct complete_line *l, const char *word)
{
    char *two;

    if (l->command != NULL) {
        if (l->operands++ == 0)
            l->backup = mem_dup(word);
    } else if (l->family != NULL) {
        two = mem_printf("%s %s", l->family, word);
        l->command = command_named(two);
        free(two);
    } else if (command_is_family(word)) {
        l->family = mem_dup(word);
    } else {
        l->command = command_named(word);
    }
}

/* A word before the last one. */
static void
take(struct complete_line *l, const char *word)
{
    if (l->option != NULL) {
        /* It belongs to the option before it. */
        if ((l->option->flags & OPTION_TRIPLE) == 0 || ++l->part == 3)
            l->option = NULL;
    } else if (l->options_end || word[0] != '-' || word[1] == '\0') {
        take_operand(l, word);
    } else if (strcmp(word, "--") == 0) {
        l->options_end = true;
    } else {
        l->option = option_named(l, word);
        l->part = 0;
        if (l->option != NULL && l->option->arg == NULL)
            l->option = NULL;
        /* "--name=value" and "-xVALUE" have it already. */
        if (word[1] == '-' ? strchr(word, '=') != NULL : word[2] != '\0')
            l->option = NULL;
    }
}

/* The last word. */
static void
want(struct complete_line *l)
{
    const char *value = strchr(l->word, '=');

    if (l->option != NULL) {
        l->wanted = WANTED_VALUE;
    } else if (!l->options_end && l->word[0] == '-') {
        l->wanted = WANTED_OPTION;
        if (value == NULL || l->word[1] != '-')
            return;
        l->option = option_named(l, l->word);
        l->kept = (size_t)(value + 1 - l->word);
        l->wanted = l->option != NULL && l->option->arg != NULL
                        ? WANTED_VALUE
                        : WANTED_NOTHING;
    } else if (l->command != NULL) {
        l->operand = operand_at(l->command, l->operands);
        l->operand += *l->operand == '[';
        l->wanted = *l->operand != '\0' ? WANTED_OPERAND : WANTED_NOTHING;
    } else {
        l->wanted = WANTED_COMMAND;
    }
}

void
complete_line_read(struct complete_line *l, char *const *words, size_t n)
{
    size_t i;

    *l = (struct complete_line){.wanted = WANTED_NOTHING};
    for (i = 0; i + 1 < n; i++) {
        char *word = unquoted(words[i]);

        take(l, word);
        free(word);
    }
    l->word = unquoted(n > 0 ? words[n - 1] : "");
    want(l);
}

void
complete_line_free(struct complete_line *l)
{
    free(l->family);
    free(l->word);
    free(l->backup);
}
