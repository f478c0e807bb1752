/*
 * The script for bash, made from the table of commands.  It needs nothing
 * but bash 4: file names are left to readline, which knows quotes and `~`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/field/field.h"
#include "cli/command.h"
#include "cli/commands.h"

/* Finds the command among the words before the cursor, the word `cur` to be
 * completed and the option `prev` that it may be the value of.  bash makes
 * three words of "--color=never". */
static const char head[] =
    "# Completion of cxbak for bash; made by `cxbak completion bash`.\n"
    "_cxbak()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
    "    local command='' words='' options='' value='' i word\n"
    "    COMPREPLY=()\n"
    "    if [[ $cur == '=' ]]; then\n"
    "        cur=''\n"
    "    elif [[ $prev == '=' ]]; then\n"
    "        prev=${COMP_WORDS[COMP_CWORD-2]}\n"
    "    fi\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        word=${COMP_WORDS[i]}\n"
    "        case ${COMP_WORDS[i-1]} in --color|=) continue ;; esac\n"
    "        case $word in -*|=) continue ;; esac\n"
    "        case $command in\n"
    "        '') command=$word ;;\n";

/* What is left: offer words, options, or (an empty reply) file names. */
static const char tail[] = "    esac\n"
                           "    case $value in\n"
                           "    file) return ;;\n"
                           "    text) compopt +o default; return ;;\n"
                           "    '') [[ $cur == -* ]] && words=$options ;;\n"
                           "    *) words=$value ;;\n"
                           "    esac\n"
                           "    [[ -z $words ]] || mapfile -t COMPREPLY < <(\n"
                           "        compgen -W \"$words\" -- \"$cur\")\n"
                           "    [[ -z $words ]] || compopt +o default\n"
                           "}\n"
                           "complete -o default -F _cxbak cxbak\n";

/* The first words of all commands, each once, families included. */
static void
put_first_words(void)
{
    const struct command *c, *before;
    size_t n;

    for (c = commands_all; c->name != NULL; c++) {
        n = strcspn(c->name, " ");
        for (before = commands_all; before < c; before++) {
            if (strncmp(before->name, c->name, n + 1) == 0)
                break;
        }
        if (before == c && !c->hidden)
            printf(" %.*s", (int)n, c->name);
    }
}

/* "--where": one option in a pattern of `case`, with its letter. */
static void
put_pattern(const struct option_spec *spec, const char *before)
{
    printf("%s--%s", before, spec->name);
    if (spec->letter != 0)
        printf("|-%c", spec->letter);
}

/* The names of fields that may be the option's value. */
static void
put_fields(const struct option_spec *spec)
{
    bool clear = strcmp(spec->name, "clear") == 0;
    char *names = field_names(clear ? field_settable : NULL,
                              clear ? NAMED_BY_OPTION : NAMED_BY_WORD, "");
    const char *s;

    fputs(") value='", stdout);
    for (s = names; *s != '\0'; s++) {
        if (*s != ',')
            putchar(*s);
    }
    puts("' ;;");
    free(names);
}

/* What the value of an option may be: a file, one of some words, a text. */
static void
put_value(const struct option_spec *spec)
{
    const char *s;

    put_pattern(spec, "        ");
    if ((spec->flags & OPTION_PATH) != 0) {
        puts(") value='file' ;;");
    } else if (strchr(spec->arg, '|') != NULL) {
        fputs(") value='", stdout);
        for (s = spec->arg; *s != '\0'; s++)
            putchar(*s == '|' ? ' ' : *s);
        puts("' ;;");
    } else if (strcmp(spec->arg, "FIELD") == 0) {
        put_fields(spec);
    } else {
        puts(") value='text' ;;");
    }
}

/* The branch of the script for one command, or for none yet (NULL). */
static void
put_command(const struct command *c)
{
    struct args a = ARGS_INIT;
    const struct option_spec *const *list;
    const struct option_spec *spec;

    command_lists(c, &a);
    printf("    '%s')\n        options='", c != NULL ? c->name : "");
    for (list = a.lists; *list != NULL; list++) {
        for (spec = *list; spec->name != NULL; spec++)
            printf(" --%s", spec->name);
    }
    puts("'");
    if (c == NULL || strcmp(c->name, "help") == 0) {
        fputs("        words='", stdout);
        put_first_words();
        puts("'");
    }
    puts("        case $prev in");
    for (list = a.lists; *list != NULL; list++) {
        for (spec = *list; spec->name != NULL; spec++) {
            if (spec->arg != NULL)
                put_value(spec);
        }
    }
    puts("        esac ;;");
}

/* Do for each family, by its first command. */
static void
each_family(void (*put)(const char *word, size_t n))
{
    const struct command *c, *last = NULL;
    size_t n;

    for (c = commands_all; c->name != NULL; c++) {
        n = strcspn(c->name, " ");
        if (c->name[n] == '\0')
            continue;
        if (last == NULL || strncmp(last->name, c->name, n + 1) != 0)
            put(c->name, n);
        last = c;
    }
}

/* A family's name is only half of a command: the next word belongs to it. */
static void
put_family_name(const char *word, size_t n)
{
    printf("        %.*s) command+=\" $word\" ;;\n", (int)n, word);
}

/* After the family's name, offer its commands. */
static void
put_family(const char *word, size_t n)
{
    const struct command *c;

    printf("    '%.*s')\n        words='", (int)n, word);
    for (c = commands_all; c->name != NULL; c++) {
        if (strncmp(c->name, word, n + 1) == 0)
            printf(" %s", c->name + n + 1);
    }
    puts("' ;;");
}

int
cmd_completion(struct args *a, struct err *e)
{
    const struct command *c;

    if (strcmp(a->operands[0], "bash") != 0)
        return args_fail(a, e,
                         "no script for the shell \"%s\"; there is one "
                         "for bash",
                         a->operands[0]);
    fputs(head, stdout);
    each_family(put_family_name);
    puts("        esac\n    done\n    case $command in");
    put_command(NULL);
    for (c = commands_all; c->name != NULL; c++)
        put_command(c);
    each_family(put_family);
    fputs(tail, stdout);
    return ST_OK;
}
