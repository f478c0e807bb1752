#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/field/field.h"
#include "cli/args.h"
#include "cli/other_words.h"
#include "cli/voice.h"

/* What getopt_long() returns for the long option i is LONG_BASE + i: above
 * every letter and its own special returns. */
#define LONG_BASE 256

/* Other names that an option of a field may have. */
#define NAMES_EACH ((size_t)4)

/* All options of a command, and the same as getopt_long() wants them. */
struct grammar {
    const struct option_spec *const *lists;
    struct option *longs; /* the options, and behind them other names */
    size_t n;             /* of the options */
    size_t all;
    char *made[FIELD_ROWS * NAMES_EACH]; /* other names, owned */
    size_t made_count;
    struct buf letters;
};

static void
grammar_add(struct grammar *g, const struct option_spec *spec)
{
    g->longs[g->n] = (struct option){
        .name = spec->name,
        .has_arg = spec->arg != NULL ? required_argument : no_argument,
        .val = LONG_BASE + (int)g->n,
    };
    g->n++;
    if (spec->letter != 0)
        buf_printf(&g->letters, "%c%s", spec->letter,
                   spec->arg != NULL ? ":" : "");
}

/* A name of a field as an option has it: in lower case, with - for blanks. */
static char *
as_option(const char *name)
{
    char *text = mem_dup(name), *p;

    for (p = text; *p != '\0'; p++) {
        if (*p == ' ')
            *p = '-';
        else if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + 'a' - 'A');
    }
    return text;
}

/* Add another name, newly made, of the option with that place. */
static void
add_name(struct grammar *g, size_t place, char *text)
{
    size_t i;

    for (i = 0; i < g->all; i++) {
        if (strcmp(g->longs[i].name, text) == 0) {
            free(text);
            return;
        }
    }
    g->longs[g->all] = g->longs[place];
    g->longs[g->all++].name = g->made[g->made_count++] = text;
}

/* Options of fields have all names of the fields. */
static void
add_names(struct grammar *g)
{
    size_t f, i;

    g->all = g->n;
    g->made_count = 0;
    for (f = 0; f < FIELD_ROWS; f++) {
        const struct field_info *fi = field_info((enum field)f);

        for (i = 0; i < g->n && fi->option != NULL; i++) {
            if (strcmp(g->longs[i].name, fi->option) != 0)
                continue;
            add_name(g, i, as_option(fi->word));
            add_name(g, i, as_option(fi->key));
            add_name(g, i, as_option(fi->label));
            add_name(g, i, mem_dup(fi->key));
        }
    }
}

static void
grammar_init(struct grammar *g, const struct args *a)
{
    const struct option_spec *const *list;
    const struct option_spec *spec;
    size_t n = 0;

    for (list = a->lists; *list != NULL; list++) {
        for (spec = *list; spec->name != NULL; spec++)
            n++;
    }
    g->longs = mem_calloc(n + FIELD_ROWS * NAMES_EACH + 1, sizeof(*g->longs));
    g->lists = a->lists;
    g->n = 0;

    /* "-": operands come in their place, as the option 1, and argv keeps its
     * order; ":": a missing value is told apart from an unknown option. */
    g->letters = (struct buf)BUF_INIT;
    buf_adds(&g->letters, "-:");
    for (list = a->lists; *list != NULL; list++) {
        for (spec = *list; spec->name != NULL; spec++)
            grammar_add(g, spec);
    }
    add_names(g);
}

static void
grammar_free(struct grammar *g)
{
    size_t i;

    for (i = 0; i < g->made_count; i++)
        free(g->made[i]);
    free(g->longs);
    buf_free(&g->letters);
}

/* The spec behind what getopt_long() returned or left in optopt: the place of
 * a long option, or a letter. */
static const struct option_spec *
grammar_find(const struct grammar *g, int code)
{
    const struct option_spec *const *list;
    const struct option_spec *spec;
    int place = LONG_BASE;

    for (list = g->lists; *list != NULL; list++) {
        for (spec = *list; spec->name != NULL; spec++, place++) {
            if (code == place || code == (unsigned char)spec->letter)
                return spec;
        }
    }
    return NULL;
}

/* The spec whose long name is the `n` bytes at `name`, or NULL. */
static const struct option_spec *
grammar_long(const struct grammar *g, const char *name, size_t n)
{
    size_t i;

    for (i = 0; i < g->all; i++) {
        if (strlen(g->longs[i].name) == n &&
            memcmp(g->longs[i].name, name, n) == 0)
            return grammar_find(g, g->longs[i].val);
    }
    return NULL;
}

int
args_fail(const struct args *a, struct err *e, const char *fmt, ...)
{
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = mem_vprintf(fmt, ap);
    va_end(ap);
    if (voice_page() || *a->command == '\0')
        err_set(e, ST_USAGE, "%s", text);
    else
        err_set(e, ST_USAGE, "%s: %s", a->command, text);
    free(text);
    return ST_USAGE;
}

/* Has this command the option? */
static bool
has_long(const struct grammar *g, const char *name)
{
    return grammar_long(g, name, strlen(name)) != NULL;
}

/* What there is instead of an option, or NULL. */
static const char *
instead_of(const struct grammar *g, const char *name)
{
    return has_long(g, "where") ? other_option(name, has_long(g, "first-name"),
                                               has_long(g, "columns"))
                                : NULL;
}

/* An option that is not there: what is instead, the near one, or where they
 * are listed. */
static int
unknown(const struct args *a, const char *option, const char *instead,
        const char *near, struct err *e)
{
    if (instead != NULL)
        return args_fail(a, e, "unknown option %s: %s", option, instead);
    if (near != NULL)
        return args_fail(a, e, "unknown option %s, did you mean --%s?", option,
                         near);
    return args_fail(a, e, "unknown option %s; `cxbak help%s%s` lists them",
                     option, *a->command != '\0' ? " " : "", a->command);
}

static int
unknown_long(const struct args *a, const struct grammar *g, const char *name,
             size_t n, struct err *e)
{
    const char **names = mem_calloc(g->n, sizeof(*names));
    char *given = mem_printf("--%.*s", (int)n, name);
    const char *near = NULL;
    size_t i;
    int rc;

    /* What starts a name is what other programs take for the whole of it. */
    for (i = 0; i < g->n; i++) {
        names[i] = g->longs[i].name;
        if (near == NULL && n > 0 && strncmp(names[i], name, n) == 0)
            near = names[i];
    }
    if (near == NULL)
        near = text_nearest(given + 2, names, g->n);
    rc = unknown(a, given, instead_of(g, given + 2), near, e);
    free(given);
    free(names);
    return rc;
}

/* Refuse what getopt_long() would take too kindly: a long option that is not
 * spelt out, or a flag with a value. */
static int
check_long(const struct args *a, const struct grammar *g, const char *word,
           struct err *e)
{
    const struct option_spec *spec;
    size_t n;

    if (word != NULL && word[0] == '-' && word[1] != '-' && strlen(word) > 2 &&
        (spec = grammar_long(g, word + 1, strcspn(word + 1, "="))) != NULL)
        return unknown(a, word, NULL, spec->name, e);
    if (word == NULL || strncmp(word, "--", 2) != 0 || word[2] == '\0')
        return ST_OK;
    word += 2;
    n = strcspn(word, "=");
    if ((spec = grammar_long(g, word, n)) == NULL)
        return unknown_long(a, g, word, n, e);
    if (word[n] == '=' && spec->arg == NULL)
        return args_fail(a, e, "option --%s takes no value", spec->name);
    return ST_OK;
}

/* Is this word one of our options, so that it is hardly meant as a value? */
static bool
looks_like_option(const struct grammar *g, const char *word)
{
    if (word[0] != '-' || word[1] == '\0')
        return false;
    if (word[1] == '-')
        return grammar_long(g, word + 2, strcspn(word + 2, "=")) != NULL;
    return word[2] == '\0' && grammar_find(g, (unsigned char)word[1]) != NULL;
}

/* Is `value` one of the words of "a|b|c"? */
static bool
is_choice(const char *choices, const char *value)
{
    size_t n = strlen(value), len;

    for (;; choices += len + 1) {
        len = strcspn(choices, "|");
        if (len == n && memcmp(choices, value, n) == 0)
            return true;
        if (choices[len] == '\0')
            return false;
    }
}

/* Say which words the option takes: "plain, excel or 3cx". */
static int
refuse_choice(const struct args *a, const struct option_spec *spec,
              const char *value, struct err *e)
{
    struct buf b = BUF_INIT;
    const char *p;

    for (p = spec->arg; *p != '\0'; p++) {
        if (*p != '|')
            buf_addc(&b, *p);
        else
            buf_adds(&b, strchr(p + 1, '|') != NULL ? ", " : " or ");
    }
    args_fail(a, e, "--%s: \"%s\" is not understood; give %s", spec->name,
              value, buf_str(&b));
    buf_free(&b);
    return e->status;
}

/* Check an option's value by its spec alone. */
static int
check_value(const struct args *a, const struct option_spec *spec,
            const char *value, struct err *e)
{
    char *what;
    int rc;

    if ((spec->flags & OPTION_NO_STREAM) != 0 && strcmp(value, "-") == 0)
        return args_fail(a, e,
                         "--%s: it cannot go to standard output; name a file "
                         "(./- for one of that name)",
                         spec->name);
    if ((spec->flags & OPTION_PATH) != 0) {
        if (*value != '\0')
            return ST_OK;
        return args_fail(a, e, "option --%s needs a name, not an empty word",
                         spec->name);
    }
    what = mem_printf("--%s", spec->name);
    rc = args_text(a, what, value, e);
    free(what);
    if (rc == ST_OK && strchr(spec->arg, '|') != NULL &&
        !is_choice(spec->arg, value))
        rc = refuse_choice(a, spec, value, e);
    return rc;
}

/* Keep an option.  Giving a value twice, or two values, is a slip that one
 * of them must not win in silence. */
static int
keep(struct args *a, const struct option_spec *spec, const char *value,
     struct err *e)
{
    int rc;

    if (value != NULL && (rc = check_value(a, spec, value, e)) != ST_OK)
        return rc;
    if (value != NULL && (spec->flags & OPTION_REPEAT) == 0 &&
        args_flag(a, spec->name))
        return args_fail(a, e, "option --%s is given twice", spec->name);
    a->given = mem_grow(a->given, &a->given_cap, a->ngiven, sizeof(*a->given));
    a->given[a->ngiven++] = (struct args_given){spec, value};
    return ST_OK;
}

/* Take what getopt_long() just returned; `word` is the word it read last. */
static int
take(struct args *a, const struct grammar *g, int code, const char *word,
     struct err *e)
{
    const struct option_spec *spec;
    char letter[] = {'-', (char)optopt, '\0'};

    if (code == '?' ||
        (spec = grammar_find(g, code == ':' ? optopt : code)) == NULL)
        return unknown(a, letter,
                       optopt == 'o' ? instead_of(g, "output") : NULL, NULL, e);
    if (code == ':')
        return args_fail(a, e, "option --%s needs a value: %s", spec->name,
                         spec->arg);
    if (spec->arg != NULL && optarg == word && looks_like_option(g, word))
        return args_fail(
            a, e,
            "option --%s lacks its value: the next word is the option %s (if "
            "it is the value, write --%s=%s)",
            spec->name, word, spec->name, word);
    return keep(a, spec, spec->arg != NULL ? optarg : NULL, e);
}

/* The other two words of an option that was just taken and has three,
 * whatever they look like. */
static int
take_more(struct args *a, int argc, char **argv, struct err *e)
{
    const struct option_spec *spec = a->given[a->ngiven - 1].spec;
    int i;

    if ((spec->flags & OPTION_TRIPLE) == 0)
        return ST_OK;
    for (i = 0; i < 2; i++) {
        if (optind >= argc)
            return args_fail(a, e, "option --%s needs three words: %s",
                             spec->name, spec->arg);
        if (keep(a, spec, argv[optind++], e) != ST_OK)
            return e->status;
    }
    return ST_OK;
}

static void
add_operand(struct args *a, char *word)
{
    a->operands = mem_grow(a->operands, &a->operands_cap, a->noperands,
                           sizeof(*a->operands));
    a->operands[a->noperands++] = word;
}

/* getopt_long() of some C libraries (musl, and so the page's) ends at an
 * operand `-`, as it does behind `--`. */
static bool
ended_at_dash(int argc, char **argv)
{
    return optind < argc && strcmp(argv[optind], "-") == 0 &&
           strcmp(argv[optind - 1], "--") != 0;
}

int
args_parse(struct args *a, int argc, char **argv, bool operands, int *used,
           struct err *e)
{
    struct grammar g;
    int code, rc = ST_OK;

    grammar_init(&g, a);
    opterr = 0;
    optind = 0; /* start anew */
    for (;;) {
        rc = check_long(a, &g, argv[optind > 0 ? optind : 1], e);
        if (rc != ST_OK)
            break;
        code = getopt_long(argc, argv, buf_str(&g.letters), g.longs, NULL);
        if (code == -1 && operands && ended_at_dash(argc, argv)) {
            add_operand(a, argv[optind++]);
            continue;
        }
        if (code == -1)
            break;
        if (code == 1 && !operands) {
            optind--;
            break;
        }
        if (code == 1)
            add_operand(a, optarg);
        else if ((rc = take(a, &g, code, argv[optind - 1], e)) != ST_OK ||
                 (rc = take_more(a, argc, argv, e)) != ST_OK)
            break;
    }

    /* What follows `--` is operands whatever it looks like. */
    for (; rc == ST_OK && operands && optind < argc; optind++)
        add_operand(a, argv[optind]);
    if (used != NULL)
        *used = optind;
    grammar_free(&g);
    return rc;
}
