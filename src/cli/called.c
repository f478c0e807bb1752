#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/args.h"
#include "cli/called.h"
#include "cli/environment.h"

#define NAME "cxbak"

/* A command in a message begins so. */
#define COMMAND "`" NAME

static const char *name = NAME;
static struct buf quoted = BUF_INIT;

/* Is the program that a shell finds by our name this one? */
static bool
is_found(const char *word)
{
    char *path = environment_find(NAME);
    struct stat found, own;
    bool same = path != NULL && stat(path, &found) == 0 &&
                stat(word, &own) == 0 && found.st_dev == own.st_dev &&
                found.st_ino == own.st_ino;

    free(path);
    return same;
}

void
called_start(const char *word)
{
    if (word == NULL || *word == '\0' || strcmp(word, NAME) == 0 ||
        (strchr(word, '/') != NULL && is_found(word)))
        return;
    quoted.len = 0;
    args_add_word(&quoted, word);
    name = buf_str(&quoted);
}

const char *
called(void)
{
    return name;
}

void
called_add(struct buf *b, const char *message)
{
    const char *at;

    for (; (at = strstr(message, COMMAND)) != NULL; message = at) {
        buf_add(b, message, (size_t)(at - message));
        at += strlen(COMMAND);
        buf_printf(b, "`%s", *at == ' ' || *at == '`' ? name : NAME);
    }
    buf_adds(b, message);
}
