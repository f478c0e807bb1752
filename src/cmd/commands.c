/*
 * What the program can do.  A command is one entry in `commands_all` and one
 * declaration in commands.h: dispatch, help, completion and the synopsis of
 * the manual page all read these tables.
 */
#include <stddef.h>

#include "cmd/command.h"
#include "cmd/commands.h"

static const struct option_spec common[] = {
    {"quiet", 'q', NULL, "only warnings and errors on standard error", 0},
    {"verbose", 'v', NULL, "say more on standard error", 0},
    {"color", 0, "auto|always|never",
     "colour: on a terminal only (auto), always, or never", OPTION_REPEAT},
    {"help", 'h', NULL, "explain the command and do nothing", 0},
    {NULL},
};

const struct command_group commands_groups[] = {
    {GROUP_COMMON, "Options of every command", common},
    {0, NULL, NULL},
};

const struct option_spec commands_top[] = {
    {"version", 0, NULL, "print the version", 0},
    {NULL},
};

static const struct option_spec help_options[] = {
    {"synopsis", 0, NULL, "print how each command is called, and no more", 0},
    {NULL},
};

const struct command commands_all[] = {
    {
        .name = "help",
        .operands = "[COMMAND...]",
        .summary = "explain a command",
        .options = help_options,
        .run = cmd_help,
    },
    {
        .name = "version",
        .operands = "",
        .summary = "print the version",
        .run = cmd_version,
    },
    {
        .name = "completion",
        .operands = "SHELL",
        .summary = "print a script that completes command lines",
        .run = cmd_completion,
        .details = "SHELL is bash.  To use it now: eval \"$(cxbak completion "
                   "bash)\".\n"
                   "For good, store it as a file named cxbak in\n"
                   "~/.local/share/bash-completion/completions.\n",
        .hidden = true,
    },
    {NULL},
};
