#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/term_style.h"
#include "cli/screen.h"
#include "cli/usage.h"

/* Help is made for the usual terminal: wider lines are hard to read.  The
 * manual page stands seven columns in. */
#define USUAL_WIDTH  79
#define MANUAL_WIDTH 72

/* The option's names take at most so much; longer ones get their own line. */
#define NAMES_MAX_WIDTH 30

/* What is said of an option needs so much. */
#define TEXT_MIN_WIDTH 24

static size_t
line_width(void)
{
    size_t width = screen_width();

    return width > 0 && width < USUAL_WIDTH ? width : USUAL_WIDTH;
}

/* A paragraph that fills lines; every line but the first has an indent. */
struct filler {
    FILE *out;
    size_t width;
    size_t indent;
    size_t at; /* columns used in this line */
};

/* Put the `n` bytes at `word` on the line, or on the next. */
static void
fill(struct filler *f, const char *word, size_t n)
{
    if (f->at > f->indent && f->at + 1 + n > f->width) {
        fprintf(f->out, "\n%*s", (int)f->indent, "");
        f->at = f->indent;
    } else if (f->at > f->indent) {
        fputc(' ', f->out);
        f->at++;
    }
    fwrite(word, 1, n, f->out);
    f->at += n;
}

/* Fill in all words of `text`. */
static void
fill_text(struct filler *f, const char *text)
{
    size_t n;

    for (; *text != '\0'; text += n + strspn(text + n, " ")) {
        n = strcspn(text, " ");
        fill(f, text, n);
    }
}

/* One option of a synopsis: "[--where FIELD=GLOB]...". */
static void
fill_option(struct filler *f, const struct option_spec *spec)
{
    bool required = (spec->flags & OPTION_REQUIRED) != 0;
    char *text = mem_printf(
        "%s--%s%s%s%s%s", required ? "" : "[", spec->name,
        spec->arg != NULL ? " " : "", spec->arg != NULL ? spec->arg : "",
        required ? "" : "]", (spec->flags & OPTION_REPEAT) != 0 ? "..." : "");

    fill(f, text, strlen(text));
    free(text);
}

/* "cxbak list BACKUP [SELECT] [--columns LIST] [OPTION]...", in lines of which
 * the second and following stand under the first operand; the last word
 * stands for the options that it shares. */
static void
synopsis(const struct command *c, FILE *out, size_t indent, size_t width)
{
    struct filler f = {out, width, indent, indent};
    const struct option_spec *spec;

    fill(&f, "cxbak", strlen("cxbak"));
    fill(&f, c->name, strlen(c->name));
    f.indent = f.at + 1;
    if (*c->operands != '\0') {
        fputc(' ', out);
        f.at++;
        fill_text(&f, c->operands);
    }
    for (spec = c->options; spec != NULL && spec->name != NULL; spec++) {
        if (f.at < f.indent) {
            fputc(' ', out);
            f.at++;
        }
        fill_option(&f, spec);
    }
    if (c->groups != 0)
        fill_text(&f, "[OPTION]...");
    fputc('\n', out);
}

/* "-o, --output OUT", newly made; the letter's place stays free. */
static char *
names(const struct option_spec *spec)
{
    struct buf b = BUF_INIT;

    if (spec->letter != 0)
        buf_printf(&b, "-%c, ", spec->letter);
    else
        buf_adds(&b, "    ");
    buf_printf(&b, "--%s", spec->name);
    if (spec->arg != NULL)
        buf_printf(&b, " %s", spec->arg);
    return buf_steal(&b);
}

/* A name and what is said of it, in two columns, or below where the second one
 * would be too narrow. */
static void
entry(FILE *out, const char *name, size_t width, const char *text)
{
    bool below = 2 + width + 2 + TEXT_MIN_WIDTH > line_width();
    size_t indent = below ? 6 : 2 + width + 2, n = strlen(name);
    struct filler f = {out, line_width(), indent, indent};

    fprintf(out, "  %s", name);
    if (n > width || below)
        fprintf(out, "\n%*s", (int)f.indent, "");
    else
        fprintf(out, "%*s", (int)(width - n + 2), "");
    fill_text(&f, text);
    fputc('\n', out);
}

static void
title(FILE *out, const char *text, bool colour)
{
    fprintf(out, "\n%s%s:%s\n", term_style(colour, TERM_BOLD), text,
            term_style(colour, TERM_PLAIN));
}

static void
options(FILE *out, const char *heading, const struct option_spec *list,
        bool colour)
{
    const struct option_spec *spec;
    size_t width = 0, n;
    char *name;

    for (spec = list; spec->name != NULL; spec++) {
        name = names(spec);
        n = strlen(name);
        if (n > width && n <= NAMES_MAX_WIDTH)
            width = n;
        free(name);
    }
    title(out, heading, colour);
    for (spec = list; spec->name != NULL; spec++) {
        name = names(spec);
        entry(out, name, width, spec->help);
        free(name);
    }
}

/* The commands of a family, or all of them for NULL. */
static void
commands(FILE *out, const char *family)
{
    const struct command *c;
    size_t width = 0;

    for (c = commands_all; c->name != NULL; c++) {
        if (strlen(c->name) > width)
            width = strlen(c->name);
    }
    for (c = commands_all; c->name != NULL; c++) {
        if (family != NULL ? command_in_family(c, family) : !c->hidden)
            entry(out, c->name, width, c->summary);
    }
}

/* The bytes up to the next blank that is not quoted. */
static size_t
word_length(const char *s)
{
    size_t n;
    bool quoted = false;

    for (n = 0; s[n] != '\0' && (quoted || s[n] != ' '); n++)
        quoted ^= s[n] == '\'';
    return n;
}

/* A command to be copied, on lines that a shell joins. */
static void
command_lines(FILE *out, const char *words)
{
    size_t at = (size_t)fprintf(out, "  cxbak"), n;

    for (; *words != '\0'; words += n + strspn(words + n, " ")) {
        n = word_length(words);
        if (at + 1 + n > line_width() - 2)
            at = (size_t)fprintf(out, " \\\n     ") - 3;
        at += (size_t)fprintf(out, " %.*s", (int)n, words);
    }
    fputc('\n', out);
}

/* The examples of a command. */
static void
examples(const struct command *c, FILE *out, bool colour)
{
    const struct example *x;
    bool any = false;

    for (x = examples_all; x->command != NULL; x++) {
        if (strcmp(x->command, c->name) != 0)
            continue;
        if (!any)
            title(out, "Examples", colour);
        any = true;
        command_lines(out, x->words);
        fprintf(out, "      %s\n", x->what);
    }
}

void
usage_short(FILE *out)
{
    fputs("cxbak edits backups of 3CX phone systems, offline.\n\n"
          "  cxbak list pbx.zip                    the users\n"
          "  cxbak show pbx.zip 200                one of them\n"
          "  cxbak check pbx.zip                   what is wrong\n"
          "  cxbak set pbx.zip 200 --mobile V      show a change\n"
          "  cxbak set pbx.zip 200 --mobile V -o new.zip\n"
          "                                        write a new backup\n"
          "  cxbak handover pbx.zip 200            another person comes\n"
          "  cxbak import pbx.zip staff.xlsx       many people, by a table\n"
          "  cxbak verify new.zip --against pbx.zip   the proof\n\n"
          "`cxbak help` lists all commands, `cxbak help COMMAND` explains "
          "one.\n",
          out);
}

void
usage_examples(FILE *out)
{
    const struct example *x;

    for (x = examples_all; x->command != NULL; x++)
        fprintf(out, "cxbak %s\n", x->words);
}

const struct topic *
usage_topic(const char *name)
{
    const struct topic *t;

    for (t = examples_topics; t->name != NULL; t++) {
        if (strcmp(t->name, name) == 0)
            return t;
    }
    return NULL;
}

void
usage_program(FILE *out, bool colour)
{
    const struct topic *t;
    const struct command_group *g;

    fputs("cxbak reads and edits backups of 3CX phone systems, offline.\n"
          "A backup is never written to: changes go to a new file.\n",
          out);
    title(out, "Usage", colour);
    fputs("  cxbak COMMAND [OPERAND]... [OPTION]...\n", out);
    title(out, "Commands", colour);
    commands(out, NULL);
    for (g = commands_groups; g->title != NULL; g++) {
        if (g->group == GROUP_COMMON)
            options(out, g->title, g->options, colour);
    }
    title(out, "More help", colour);
    for (t = examples_topics; t->name != NULL; t++)
        fprintf(out, "  cxbak help %-9s  %s\n", t->name, t->summary);
    fputs("\n`cxbak help COMMAND` explains a command, `man cxbak` all.\n", out);
}

/* A text in paragraphs; lines that begin with a blank stay as they are. */
static void
prose(FILE *out, const char *text)
{
    struct filler f = {out, line_width(), 0, 0};
    size_t n;

    for (; *text != '\0'; text += n + (text[n] == '\n')) {
        char *line;

        n = strcspn(text, "\n");
        line = mem_ndup(text, n);
        if ((n == 0 || *line == ' ') && f.at > 0) {
            fputc('\n', out);
            f.at = 0;
        }
        if (n == 0 || *line == ' ')
            fprintf(out, "%s\n", line);
        else
            fill_text(&f, line);
        free(line);
    }
    if (f.at > 0)
        fputc('\n', out);
}

/* What help says of fields, as a paragraph of its own. */
static void
words(const struct command *c, FILE *out)
{
    char *text = c->words();

    fputc('\n', out);
    prose(out, text);
    free(text);
}

void
usage_print_topic(const struct topic *t, FILE *out)
{
    char *text = t->text();

    prose(out, text);
    free(text);
}

void
usage_command(const struct command *c, FILE *out, bool colour)
{
    const struct command_group *g;

    fprintf(out, "%sUsage:%s ", term_style(colour, TERM_BOLD),
            term_style(colour, TERM_PLAIN));
    synopsis(c, out, strlen("Usage: "), line_width());
    fprintf(out, "\ncxbak %s: %s.\n", c->name, c->summary);
    if (c->details != NULL) {
        fputc('\n', out);
        prose(out, c->details);
    }
    if (c->words != NULL)
        words(c, out);
    examples(c, out, colour);
    if (c->options != NULL)
        options(out, "Options", c->options, colour);
    for (g = commands_groups; g->title != NULL; g++) {
        if (((c->groups | GROUP_COMMON) & g->group) != 0)
            options(out, g->title, g->options, colour);
    }
}

void
usage_family(const char *word, FILE *out, bool colour)
{
    fprintf(out, "%sUsage:%s cxbak %s COMMAND BACKUP ...\n",
            term_style(colour, TERM_BOLD), term_style(colour, TERM_PLAIN),
            word);
    title(out, "Commands", colour);
    commands(out, word);
    fprintf(out, "\n`cxbak help %s COMMAND` explains one.\n", word);
}

void
usage_synopsis(FILE *out)
{
    const struct command *c;

    for (c = commands_all; c->name != NULL; c++)
        synopsis(c, out, 0, MANUAL_WIDTH);
}
