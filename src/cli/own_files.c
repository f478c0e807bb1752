#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cli/many.h"
#include "cli/operand_kind.h"
#include "cli/own_files.h"
#include "cli/password.h"

/* A file that an option has made. */
struct output {
    const struct option_spec *spec;
    const char *path;
    const char *name;   /* in `path` */
    struct stat folder; /* all zero if there is none */
    struct stat file;
    bool exists;
};

struct outputs {
    struct output *list;
    size_t count, cap;
};

/* ---- Inputs ---- */

/* The file of a list: "@FILE". */
static void
note_list(struct inputs *in, const char *word)
{
    if (word[0] == '@')
        inputs_name(in, word + 1);
}

static void
note_operand(void *arg, enum operand is, const char *word)
{
    struct inputs *in = arg;

    if (is == OPERAND_FILE || is == OPERAND_TABLE ||
        (is == OPERAND_SELECT && many_is_backup(word)))
        inputs_name(in, word);
    else if (is == OPERAND_SELECT)
        note_list(in, word);
}

/* Files in a folder become known when they are read. */
static void
note_option(struct inputs *in, const struct args_given *g)
{
    if (g->value == NULL)
        return;
    if ((g->spec->flags & OPTION_PATH) == 0)
        note_list(in, g->value);
    else if ((g->spec->flags & OPTION_OUTPUT) == 0)
        inputs_name(in, g->value);
}

static void
note_inputs(const struct own_files_of *of)
{
    size_t i;

    operand_kinds(of->command, of->args, note_operand, of->args->inputs);
    for (i = 0; i < of->args->ngiven; i++)
        note_option(of->args->inputs, &of->args->given[i]);
    if (args_spec(of->args, "password-file") != NULL &&
        password_path(of->args) != NULL)
        inputs_name(of->args->inputs, password_path(of->args));
}

/* ---- Outputs ---- */

/* Does the option name a file to be made? */
static bool
is_output(const struct args_given *g)
{
    return g->value != NULL && (g->spec->flags & OPTION_OUTPUT) != 0 &&
           strcmp(g->value, "-") != 0;
}

static void
look(struct output *o, const struct args_given *g)
{
    const char *slash = strrchr(g->value, '/');
    char *folder = io_folder(g->value);

    *o = (struct output){.spec = g->spec, .path = g->value};
    o->name = slash != NULL ? slash + 1 : g->value;
    if (stat(folder, &o->folder) == -1)
        memset(&o->folder, 0, sizeof(o->folder));
    o->exists = stat(o->path, &o->file) == 0;
    free(folder);
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Would both be made as one file?  A name in the same folder, or another name
 * of a file that is there. */
static bool
collide(const struct output *a, const struct output *b)
{
    if (strcmp(a->path, b->path) == 0)
        return true;
    if (a->exists && b->exists && same_file(&a->file, &b->file))
        return true;
    return a->folder.st_ino != 0 && same_file(&a->folder, &b->folder) &&
           strcmp(a->name, b->name) == 0;
}

/* Two options want it. */
static int
refuse(const struct args *a, const struct output *x, const struct output *y,
       struct err *e)
{
    if (strcmp(x->path, y->path) != 0)
        return args_fail(a, e,
                         "--%s %s and --%s %s are the same file, of which only "
                         "one would be left; give another name",
                         x->spec->name, x->path, y->spec->name, y->path);
    if (x->spec == y->spec)
        return args_fail(a, e,
                         "--%s names the file %s twice, of which only one "
                         "would be left; give another name",
                         x->spec->name, x->path);
    return args_fail(a, e,
                     "--%s and --%s name the same file, %s, of which only one "
                     "would be left; give another name",
                     x->spec->name, y->spec->name, x->path);
}

/* Does a stream go to the file? */
static int
check_streams(const struct args *a, const struct output *o, struct err *e)
{
    const struct inputs *in = a->inputs;
    size_t i;

    for (i = 0; in != NULL && o->exists && i < in->stream_count; i++) {
        if (in->streams[i].dev == o->file.st_dev &&
            in->streams[i].ino == o->file.st_ino)
            return err_set(e, ST_SYSTEM,
                           "%s: %s goes to this very file; send it to "
                           "another one",
                           o->path, in->streams[i].name);
    }
    return ST_OK;
}

/* Compare one more output with those before it. */
static int
add(struct outputs *all, const struct args *a, const struct args_given *g,
    struct err *e)
{
    struct output o;
    size_t i;

    /* What holds for a batch is in each of its steps again. */
    for (i = 0; i < all->count; i++) {
        if (all->list[i].path == g->value)
            return ST_OK;
    }
    look(&o, g);
    for (i = 0; i < all->count; i++) {
        if (collide(&all->list[i], &o))
            return refuse(a, &all->list[i], &o, e);
    }
    if ((o.exists && inputs_refuse(a->inputs, o.path, &o.file, e) != ST_OK) ||
        check_streams(a, &o, e) != ST_OK)
        return e->status;
    all->list = mem_grow(all->list, &all->cap, all->count, sizeof(*all->list));
    all->list[all->count++] = o;
    return ST_OK;
}

int
own_files_check(const struct own_files_of *of, size_t n, struct err *e)
{
    struct outputs all = {0};
    size_t i, k;

    for (i = 0; i < n; i++)
        note_inputs(&of[i]);
    for (i = 0; i < n; i++) {
        const struct args *a = of[i].args;

        for (k = 0; k < a->ngiven && e->status == ST_OK; k++) {
            if (is_output(&a->given[k]))
                add(&all, a, &a->given[k], e);
        }
    }
    free(all.list);
    return e->status;
}

int
own_files_check_again(const struct args *a, struct err *e)
{
    struct stat st;
    size_t i;

    for (i = 0; i < a->ngiven && e->status == ST_OK; i++) {
        if (is_output(&a->given[i]) && stat(a->given[i].value, &st) == 0)
            inputs_refuse(a->inputs, a->given[i].value, &st, e);
    }
    return e->status;
}
