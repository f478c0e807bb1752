/*
 * The options that several commands share, in groups, and those of the program
 * itself.  Commands name the groups that they take, see commands.c.
 */
#include <stddef.h>

#include "cli/command.h"

static const struct option_spec common[] = {
    {"quiet", 'q', NULL, "only warnings and errors on standard error", 0},
    {"verbose", 'v', NULL, "say more on standard error", 0},
    {"no-pager", 0, NULL, "show long output without a pager", 0},
    {"color", 0, "auto|always|never",
     "colour: on a terminal only (auto), always, or never", OPTION_REPEAT},
    {"no-sandbox", 0, NULL, "keep all rights while files are read, to debug",
     0},
    {"help", 'h', NULL, "explain the command and do nothing", 0},
    {.name = NULL},
};

static const struct option_spec selecting[] = {
    {"all", 0, NULL, "all users", 0},
    {"where", 'w', "FIELD=GLOB",
     "users whose field fits the pattern; all of several must", OPTION_REPEAT},
    {"any", 0, NULL, "one of several --where is enough", 0},
    {"except", 0, "SELECT", "leave these users out", OPTION_REPEAT},
    {"duplicates", 0, "FIELD",
     "users who share this field's value, such as email, with others", 0},
    {.name = NULL},
};

static const struct option_spec writing[] = {
    {"output", 'o', "OUT", "write the new backup to this file",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"plan", 0, "FILE", "save the changes as a plan instead",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"html", 0, "FILE.html", "write a report for people, too",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"todo", 0, "FILE.csv", "write what the console still has to do, too",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"force", 'f', NULL,
     "replace OUT or FILE if it exists; write unknown versions too", 0},
    {"summary", 0, NULL, "show equal changes of several users as one", 0},
    {"thorough", 0, NULL, "decode the files in it that are copied, too", 0},
    {"sha256", 0, NULL, "say the SHA-256 of OUT, too", 0},
    {"strict", 0, NULL, "warnings stop the write too", 0},
    {"accept", 0, "CODE", "findings with this code do not stop it",
     OPTION_REPEAT},
    {"leftovers", 0, NULL,
     "search tables and phone books, too, for values that are replaced", 0},
    {.name = NULL},
};

static const struct option_spec json[] = {
    {"json", 0, NULL, "print one JSON document", 0},
    {.name = NULL},
};

static const struct option_spec reading[] = {
    {"password-file", 0, "FILE", "the first line is the backup's password",
     OPTION_PATH},
    {"max-database", 0, "SIZE", "read a database of up to SIZE (512M)", 0},
    {.name = NULL},
};

const struct command_group commands_groups[] = {
    {GROUP_SELECT, "Selecting users", selecting},
    {GROUP_WRITE, "Writing", writing},
    {GROUP_JSON, "Output", json},
    {GROUP_BACKUP, "Reading the backup", reading},
    {GROUP_COMMON, "Options of every command", common},
    {.title = NULL},
};

const struct option_spec commands_top[] = {
    {"version", 0, NULL, "print the version", 0},
    {.name = NULL},
};
