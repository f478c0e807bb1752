#include <stdlib.h>
#include <string.h>

#include "cxbak/field/field.h"
#include "cxbak/job/job.h"
#include "cxbak/people/user_value.h"
#include "cxbak/rules/finding.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cli/archive_rules.h"
#include "cli/complete.h"
#include "cli/complete_line.h"
#include "cli/confine.h"

/* The words that are offered. */
struct offer {
    FILE *out;
    struct complete_line line;
    const char *typed; /* of the last word, what is not kept */
    char *key, *ascii; /* of `typed`, to compare with */
};

/* Look at what stands behind the first `n` bytes of what was typed. */
static void
keep(struct offer *o, size_t n)
{
    char *plain;

    o->line.kept += n;
    o->typed = o->line.word + o->line.kept;
    free(o->key);
    free(o->ascii);
    o->key = text_fold(o->typed);
    plain = text_ascii(o->typed, NULL);
    o->ascii = text_fold(plain);
    free(plain);
}

/* Of a list with commas only the last word is being typed. */
static void
keep_list(struct offer *o)
{
    const char *comma = strrchr(o->typed, ',');

    if (comma != NULL)
        keep(o, (size_t)(comma + 1 - o->typed));
}

/* Does the word begin so, without regard to case and accents? */
static bool
begins(const struct offer *o, const char *word)
{
    char *key = text_fold(word), *plain, *ascii;
    bool fits = strncmp(key, o->key, strlen(o->key)) == 0;

    free(key);
    if (fits)
        return true;
    plain = text_ascii(word, NULL);
    ascii = text_fold(plain);
    fits = *o->ascii != '\0' && strncmp(ascii, o->ascii, strlen(o->ascii)) == 0;
    free(plain);
    free(ascii);
    return fits;
}

/* Is there something in it that a terminal would not show as it is? */
static bool
is_odd(const char *word)
{
    struct buf b = BUF_INIT;
    bool odd;

    text_escape(&b, word);
    odd = strcmp(buf_str(&b), word) != 0;
    buf_free(&b);
    return odd;
}

/* Offer a word, and what it means; `end` belongs to it. */
static void
offer(const struct offer *o, const char *word, const char *end,
      const char *what)
{
    if (*word == '\0' || !begins(o, word) || is_odd(word))
        return;
    fprintf(o->out, "%.*s%s%s", (int)o->line.kept, o->line.word, word, end);
    if (what != NULL && !is_odd(what))
        fprintf(o->out, "\t%s", what);
    putc('\n', o->out);
}

/* The words of "a|b|c" or "a b c". */
static void
offer_words(const struct offer *o, const char *words)
{
    char *copy = mem_dup(words), *save = NULL, *word;

    for (word = strtok_r(copy, "| ", &save); word != NULL;
         word = strtok_r(NULL, "| ", &save))
        offer(o, word, "", NULL);
    free(copy);
}

static void
offer_fields(const struct offer *o, bool (*which)(enum field f),
             const char *end)
{
    size_t i;

    for (i = 0; i < FIELD_ROWS; i++) {
        const struct field_info *fi = field_info((enum field)i);

        if (which == NULL || which((enum field)i))
            offer(o, which != NULL ? fi->option : fi->word, end, fi->label);
    }
}

static void
offer_codes(const struct offer *o)
{
    size_t i;

    for (i = 0; i < rule_count(); i++)
        offer(o, rule_at(i)->code, "", rule_at(i)->title);
}

static void
offer_commands(const struct offer *o, const char *family)
{
    const struct command *c, *before;
    size_t n;

    for (c = commands_all; c->name != NULL; c++) {
        if (family != NULL) {
            if (command_in_family(c, family))
                offer(o, c->name + strlen(family) + 1, "", c->summary);
            continue;
        }
        n = strcspn(c->name, " ");
        for (before = commands_all; before < c; before++) {
            if (strncmp(before->name, c->name, n + 1) == 0)
                break;
        }
        if (before == c) {
            char *first = mem_ndup(c->name, n);

            offer(o, first, "", c->name[n] == '\0' ? c->summary : NULL);
            free(first);
        }
    }
}

static void
offer_options(const struct offer *o)
{
    struct args a = ARGS_INIT;
    const struct option_spec *const *list;
    const struct option_spec *spec;

    command_lists(o->line.command, &a);
    for (list = a.lists; *list != NULL; list++) {
        for (spec = *list; spec->name != NULL; spec++) {
            char *name = mem_printf("--%s", spec->name);

            offer(o, name, "", spec->help);
            free(name);
        }
    }
}

/* Nobody is asked for a password while typing. */
static int
no_password(void *arg, const char **password, struct err *e)
{
    (void)arg;
    *password = NULL;
    return err_set(e, ST_PASSWORD, "encrypted");
}

/* Open the backup on the line; false if there is none to be read. */
static bool
open_backup(struct job *j, const struct backup_options *options,
            const struct offer *o)
{
    struct err e = ERR_INIT;
    int rc = ST_USAGE;

    memset(j, 0, sizeof(*j));
    if (o->line.backup != NULL)
        rc = job_open(j, o->line.backup, options, &e);
    err_free(&e);
    return rc == ST_OK;
}

static const struct backup_options quick = {.keep = KEEP_VALUES,
                                            .password = no_password};

/* An extension, with whose it is; or a name, if that is typed, or from its @
 * on an address. */
static void
offer_user(const struct offer *o, const struct user *u)
{
    const char *first = user_text(u, FIELD_FIRST);
    const char *last = user_text(u, FIELD_LAST);
    const char *number = user_text(u, FIELD_NUMBER);
    char *name = mem_printf("%s%s%s", first, *first && *last ? " " : "", last);
    char *turned = mem_printf("%s, %s", last, first);

    offer(o, number, "", name);
    if (*o->typed != '\0')
        offer(o, name, "", number);
    if (*o->typed != '\0' && *first != '\0' && *last != '\0')
        offer(o, turned, "", number);
    if (strchr(o->typed, '@') != NULL)
        offer(o, user_text(u, FIELD_EMAIL), "", number);
    free(name);
    free(turned);
}

static void
offer_users(struct offer *o)
{
    struct job j;
    size_t i;

    /* "200,20": a list of extensions; "Alder, Martin" is none. */
    if (o->typed[strspn(o->typed, "0123456789,-")] == '\0')
        keep_list(o);
    if (open_backup(&j, &quick, o)) {
        for (i = 0; i < j.backup->database->user_count; i++)
            offer_user(o, &j.backup->database->users[i]);
    }
    job_close(&j);
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The values that users have in a field, each once. */
static void
offer_values(const struct offer *o, enum field f)
{
    struct user_values v = {NULL, 0, 0};
    struct job j;
    size_t i;

    if (open_backup(&j, &quick, o)) {
        for (i = 0; i < j.backup->database->user_count; i++) {
            char *value = user_value(j.backup, &j.avatars, i, f);

            v.list = mem_grow(v.list, &v.cap, v.count, sizeof(*v.list));
            v.list[v.count++] = value;
        }
        if (v.count > 0)
            qsort(v.list, v.count, sizeof(*v.list), by_text);
    }
    for (i = 0; i < v.count; i++) {
        if (i == 0 || strcmp(v.list[i - 1], v.list[i]) != 0)
            offer(o, v.list[i], "", NULL);
    }
    user_values_free(&v);
    job_close(&j);
}

/* FIELD=GLOB: the field and the sign, then a value. */
static void
offer_condition(struct offer *o)
{
    size_t n = strcspn(o->typed, "=!");
    char *name = mem_ndup(o->typed, n);
    enum field f;

    if (o->typed[n] == '\0') {
        offer_fields(o, NULL, "=");
        if (strcmp(o->line.option->name, "where") == 0)
            offer(o, "finding", "=", "What check finds of a user");
    } else {
        keep(o, n + strspn(o->typed + n, "=!"));
        if (strcmp(name, "finding") == 0)
            offer_codes(o);
        else if (field_parse(name, &f))
            offer_values(o, f);
    }
    free(name);
}

/* The values of options that are lists, by the option's name. */
static void
offer_list(struct offer *o, const char *option)
{
    keep_list(o);
    if (strcmp(option, "columns") == 0)
        offer_fields(o, NULL, "");
    else if (strcmp(option, "code") == 0)
        offer_codes(o);
    else if (strcmp(option, "key") == 0 || strcmp(option, "match") == 0)
        offer_words(o, "number email name");
}

/* A field that this option takes. */
static void
offer_field(struct offer *o, const char *option)
{
    keep_list(o);
    if (strcmp(option, "with") == 0)
        offer(o, "caller-id", "", NULL);
    else if (strcmp(option, "clear") == 0 || strcmp(option, "keep") == 0)
        offer_fields(o, field_settable, "");
    else
        offer_fields(o, NULL, "");
}

/* What an option takes, told by the name of its argument. */
static void
offer_value(struct offer *o)
{
    const struct option_spec *spec = o->line.option;
    const char *arg = spec->arg;

    if ((spec->flags & OPTION_PATH) != 0)
        return;
    if (strchr(arg, '|') != NULL || strcmp(arg, "v20") == 0)
        offer_words(o, arg);
    else if (strcmp(arg, "FIELD=GLOB") == 0 || strcmp(arg, "FIELD=VALUE") == 0)
        offer_condition(o);
    else if (strncmp(arg, "FIELD", 5) == 0 && o->line.part == 0)
        offer_field(o, spec->name);
    else if (strcmp(arg, "LIST") == 0)
        offer_list(o, spec->name);
    else if (strcmp(arg, "CODE") == 0)
        offer_list(o, "code");
    else if (strcmp(arg, "SELECT") == 0)
        offer_users(o);
    else if (strcmp(arg, "AREA") == 0)
        offer_words(o, "center top none");
}

static bool
is_named(const char *operand, const char *name)
{
    size_t n = strlen(name);

    return strncmp(operand, name, n) == 0 && strchr(" .]", operand[n]) != NULL;
}

static void
offer_operand(struct offer *o)
{
    const char *operand = o->line.operand;
    const struct archive_rule *r;

    if (is_named(operand, "EXT") || is_named(operand, "SELECT"))
        offer_users(o);
    else if (is_named(operand, "COMMAND"))
        offer_commands(o, o->line.backup);
    else if (is_named(operand, "SHELL"))
        offer_words(o, "bash zsh fish");
    if (!is_named(operand, "CODE"))
        return;
    offer_codes(o);
    for (r = archive_rules; r->name != NULL; r++)
        offer(o, r->name, "", r->what);
}

/* What the shell itself is to offer. */
static const char *
else_offered(const struct complete_line *l)
{
    static const char *const files[] = {"BACKUP", "OLD",    "NEW",
                                        "PLAN",   "BROKEN", "FILE",
                                        "STEPS",  "IMAGE",  "SELECT"};
    size_t i;

    if (l->wanted == WANTED_VALUE && (l->option->flags & OPTION_PATH) != 0)
        return (l->option->flags & OPTION_FOLDER) != 0 ? "folders" : "files";
    if (l->wanted != WANTED_OPERAND)
        return "words";
    for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        if (is_named(l->operand, files[i]))
            return "files";
    }
    return is_named(l->operand, "DIR") ? "folders" : "words";
}

void
complete(const struct args *a, FILE *out)
{
    struct sandbox_policy p = SANDBOX_POLICY_INIT;
    struct offer o = {.out = out};

    complete_line_read(&o.line, a->operands + 1, a->noperands - 1);
    if (o.line.backup != NULL)
        sandbox_allow(&p, o.line.backup, SANDBOX_READ);
    confine(&p, a);
    sandbox_policy_free(&p);
    keep(&o, 0);
    fprintf(out, "%s\n", else_offered(&o.line));
    switch (o.line.wanted) {
    case WANTED_NOTHING:
        break;
    case WANTED_COMMAND:
        offer_commands(&o, o.line.family);
        break;
    case WANTED_OPTION:
        offer_options(&o);
        break;
    case WANTED_VALUE:
        offer_value(&o);
        break;
    case WANTED_OPERAND:
        offer_operand(&o);
        break;
    }
    complete_line_free(&o.line);
    free(o.key);
    free(o.ascii);
}
