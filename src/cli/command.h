/*
 * The commands, and how one is chosen and run.  All strings are static.
 */
#ifndef CXBAK_CLI_COMMAND_H
#define CXBAK_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"
#include "cli/args.h"
#include "cli/screen.h"

/* Options that several commands share; a command names the groups it takes.
 * Every command has the common ones. */
enum option_group {
    GROUP_SELECT = 1, /* --all, --where */
    GROUP_WRITE = 2,  /* --output, --plan, --force, --thorough, --strict ... */
    GROUP_JSON = 4,   /* --json */
    GROUP_BACKUP = 8, /* --password-file, --max-database */
    GROUP_COMMON = 16 /* --quiet, --verbose, --color, --help */
};

struct session;

struct command {
    const char *name;     /* "list", "avatar set"; NULL ends the table */
    const char *operands; /* "BACKUP [SELECT]", "BACKUP EXT...": how many
                           * there may be is read from here */
    const char *summary;  /* one line, starting in lower case */
    const struct option_spec *options; /* its own; NULL if none */
    int (*run)(struct args *a, struct err *e);
    unsigned groups;        /* enum option_group, GROUP_COMMON understood */
    const char *details;    /* more for its help, in lines; or NULL */
    char *(*words)(void);   /* and a paragraph made from the table of fields,
                               which the caller frees; or NULL */
    enum screen_use screen; /* how it uses a terminal */
    bool hidden;            /* left out of lists, but documented */
    bool fills_folder;      /* its DIR is written to, not read */
    bool confines;          /* it enters the sandbox itself, see confine.h */
    int (*step)(struct session *s, struct args *a, struct err *e);
    /* what it adds to the changes of a session, see steps.h; NULL if it
       changes nothing, or cannot be part of a batch */
};

struct command_group {
    enum option_group group;
    const char *title; /* "Selecting users" */
    const struct option_spec *options;
};

/* The table of commands, ended by a NULL name, and that of the groups, ended
 * by a NULL title, in the order of usage. */
extern const struct command commands_all[];
extern const struct command_group commands_groups[];

/* The options of the program itself, before any command. */
extern const struct option_spec commands_top[];

/*
 * The command that the words `argv[0]` on name; `*used` is how many of them
 * its name takes.  Fails with a usage error that names the nearest.
 */
int command_find(const struct command **c, int argc, char *const *argv,
                 int *used, struct err *e);

/* The command of that whole name, such as "avatar set", or NULL. */
const struct command *command_named(const char *name);

/* Is `word` the first word of commands such as "avatar set"? */
bool command_is_family(const char *word);
bool command_in_family(const struct command *c, const char *word);

/* The lists of options that apply to `c` (to the program if NULL). */
void command_lists(const struct command *c, struct args *a);

/* Are there as many operands as the command wants, and its required
 * options? */
int command_check(const struct command *c, const struct args *a, struct err *e);

/* Read the command line, do what it says, and return the status. */
int command_main(int argc, char **argv, struct err *e);

#endif
