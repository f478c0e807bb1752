#include <dirent.h>
#include <iconv.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cxbak/image/image.h"
#include "cxbak/util/mem.h"
#include "cli/confine.h"
#include "cli/many.h"
#include "cli/operand_kind.h"
#include "cli/password.h"
#include "cli/prompt.h"
#include "cli/say.h"

/* How deep the folders of a photo folder are followed for links. */
#define FOLDERS_DEEP 64

/* Photos may be links to files elsewhere: who has put them into the folder
 * wants them read. */
static void
allow_links(struct sandbox_policy *p, const char *folder, unsigned deep)
{
    DIR *d = opendir(folder);
    const struct dirent *entry;
    struct stat st;

    while (d != NULL && (entry = readdir(d)) != NULL) {
        char *path;

        if (entry->d_name[0] == '.')
            continue;
        path = mem_printf("%s/%s", folder, entry->d_name);
        if (lstat(path, &st) == 0) {
            if (S_ISLNK(st.st_mode))
                sandbox_allow(p, path, SANDBOX_READ);
            else if (S_ISDIR(st.st_mode) && deep > 0)
                allow_links(p, path, deep - 1);
        }
        free(path);
    }
    if (d != NULL)
        closedir(d);
}

/* A folder is read with all in it, or filled; then it may have to be made. */
static void
allow_folder(struct sandbox_policy *p, const struct command *c,
             const char *path, bool recursive)
{
    struct stat st;

    if (!c->fills_folder) {
        sandbox_allow(p, path, SANDBOX_TREE | SANDBOX_READ);
        allow_links(p, path, recursive ? FOLDERS_DEEP : 0);
    } else if (stat(path, &st) == 0) {
        sandbox_allow(p, path, SANDBOX_WRITE);
    } else {
        char *name = mem_dup(path);
        size_t n = strlen(name);

        /* "photos/" is made in the folder of "photos". */
        while (n > 1 && name[n - 1] == '/')
            name[--n] = '\0';
        sandbox_allow_folder(p, name, SANDBOX_WRITE | SANDBOX_FOLDERS);
        free(name);
    }
}

/* The file of a list: "@FILE". */
static void
allow_list(struct sandbox_policy *p, const char *word)
{
    if (word[0] == '@')
        sandbox_allow(p, word + 1, SANDBOX_READ);
}

/* Where users are chosen another backup may stand. */
static void
allow_selection(struct sandbox_policy *p, const char *word)
{
    allow_list(p, word);
    if (many_is_backup(word))
        sandbox_allow(p, word, SANDBOX_READ);
}

/* Whose operands they are, and where what they name is allowed. */
struct allowing {
    struct sandbox_policy *policy;
    const struct command *command;
    bool recursive;
};

static void
allow_operand(void *arg, enum operand is, const char *word)
{
    const struct allowing *x = arg;

    if (is == OPERAND_FILE || is == OPERAND_TABLE)
        sandbox_allow(x->policy, word, SANDBOX_READ);
    if (is == OPERAND_TABLE)
        sandbox_allow_folder(x->policy, word, SANDBOX_TREE);
    else if (is == OPERAND_DIR)
        allow_folder(x->policy, x->command, word, x->recursive);
    else if (is == OPERAND_SELECT)
        allow_selection(x->policy, word);
}

static void
allow_option(struct sandbox_policy *p, const struct args_given *g)
{
    if (g->value == NULL)
        return;
    if ((g->spec->flags & OPTION_PATH) == 0)
        allow_list(p, g->value);
    else if ((g->spec->flags & OPTION_FOLDER) != 0)
        sandbox_allow(p, g->value, SANDBOX_READ | SANDBOX_TREE);
    else if ((g->spec->flags & OPTION_OUTPUT) == 0)
        sandbox_allow(p, g->value, SANDBOX_READ);
    else if (strcmp(g->value, "-") != 0)
        sandbox_allow_folder(p, g->value, SANDBOX_WRITE);
}

void
confine_words(struct sandbox_policy *p, const struct command *c,
              const struct args *a)
{
    struct allowing x = {p, c, args_flag(a, "recursive")};
    size_t i;

    operand_kinds(c, a, allow_operand, &x);
    for (i = 0; i < a->ngiven; i++)
        allow_option(p, &a->given[i]);
}

/* What libraries load when it is first used is loaded now.  The C library
 * keeps the tables of an encoding as long as a conversion is open: the one of
 * the last command is. */
static void
prepare(const struct args *a)
{
    static iconv_t kept = (iconv_t)-1;
    static locale_t letters;
    const char *encoding = args_value(a, "encoding");

    tzset();
    image_prepare();
    if (letters == (locale_t)0)
        letters = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (kept != (iconv_t)-1)
        iconv_close(kept);
    kept = iconv_open("UTF-8", encoding != NULL ? encoding : "ASCII");
}

void
confine(struct sandbox_policy *p, const struct args *a)
{
    const struct command *c = command_named(a->command);

    if (args_flag(a, "no-sandbox")) {
        say_warning("--no-sandbox: whatever a file makes this program do, it "
                    "may do; this is for debugging only");
        return;
    }
    confine_words(p, c, a);
    if (args_spec(a, "password-file") != NULL) {
        if (password_path(a) != NULL)
            sandbox_allow(p, password_path(a), SANDBOX_READ);
        else
            prompt_prepare();
    }

    /* Salts of libraries that do not know getrandom(). */
    sandbox_allow(p, "/dev/urandom", SANDBOX_READ);
    prepare(a);
    sandbox_enter(p);
}
