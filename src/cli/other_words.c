#include <stddef.h>
#include <string.h>

#include "cli/other_words.h"

struct word {
    const char *word;
    const char *instead;
};

#define NO_USERS "users are never made or removed; the console does that"
#define NO_SECRETS                                                             \
    "passwords and PINs cannot be changed; the console sets new ones after "   \
    "the restore"

static const struct word commands[] = {
    {"undo", "`cxbak apply BACKUP PLAN --reverse` undoes a plan; `cxbak diff "
             "OLD NEW --plan FILE` makes one of two backups"},
    {"revert", "`cxbak apply BACKUP PLAN --reverse` undoes a plan"},
    {"find", "`cxbak list BACKUP NAME` finds people by name or address"},
    {"search", "`cxbak list BACKUP NAME` finds people by name or address"},
    {"users", "`cxbak list BACKUP` shows them"},
    {"ls", "`cxbak list BACKUP` shows the users"},
    {"rename", "`cxbak set BACKUP EXT --first-name V --last-name V` does it, "
               "and `cxbak handover` for another person"},
    {"change", "`cxbak set BACKUP SELECT` changes fields"},
    {"update", "`cxbak set BACKUP SELECT` changes fields"},
    {"replace", "`cxbak set BACKUP SELECT --replace FIELD OLD NEW` does it"},
    {"move", "`cxbak swap BACKUP EXT EXT` lets two people change places"},
    {"compare", "`cxbak diff OLD NEW` compares two backups"},
    {"validate", "`cxbak check BACKUP` does it"},
    {"test", "`cxbak check BACKUP --archive` does it"},
    {"lint", "`cxbak check BACKUP` does it"},
    {"repair", "`cxbak fix BACKUP` corrects values; of a damaged file `cxbak "
               "salvage` takes out what is whole"},
    {"recover", "`cxbak salvage BROKEN` takes out what is whole of a damaged "
                "file"},
    {"photo", "`cxbak avatar` is about pictures"},
    {"photos", "`cxbak avatar import BACKUP DIR` takes a folder of them"},
    {"picture", "`cxbak avatar` is about pictures"},
    {"departments", "`cxbak groups BACKUP` lists them"},
    {"group", "`cxbak groups BACKUP` lists them"},
    {"references", "`cxbak refs BACKUP EXT` shows them"},
    {"where-used", "`cxbak refs BACKUP EXT` shows it"},
    {"preview", "every command that changes something shows it first; -o "
                "writes"},
    {"write", "give -o NEW.zip to the command that changes something"},
    {"save", "give -o NEW.zip to the command that changes something"},
    {"delete", NO_USERS},
    {"remove", NO_USERS},
    {"add", NO_USERS},
    {"create", NO_USERS},
    {"restore", "the console restores a backup: Backup and Restore"},
    {"password", NO_SECRETS},
    {"pin", NO_SECRETS},
};

static const struct word options[] = {
    {"number", "the extension of a user cannot be changed: phones, queues and "
               "recordings are tied to it; `cxbak swap` lets two people "
               "change places"},
    {"ext", "the extension of a user cannot be changed"},
    {"extension", "the extension of a user cannot be changed"},
    {"name", "give --first-name and --last-name"},
    {"password", NO_SECRETS},
    {"pin", NO_SECRETS},
    {"picture", "give --avatar IMAGE"},
    {"photo", "give --avatar IMAGE"},
    {"phone", "give --mobile or --caller-id"},
    {"tidy", "`cxbak fix` does it"},
};

/* Of commands that choose users. */
static const struct word choosing[] = {
    {"exclude", "give --except SELECT"},
    {"without", "give --except SELECT"},
    {"not", "give --except SELECT, or --where FIELD!=GLOB"},
    {"filter", "give --where FIELD=GLOB"},
    {"search", "give a name or an address as SELECT, or --where FIELD=GLOB"},
    {"group", "give --where group=GLOB"},
    {"department", "give --where group=GLOB"},
    {"dry-run", "without -o nothing is written, and each change is shown"},
    {"preview", "without -o nothing is written, and each change is shown"},
    {"in-place", "a backup is never written to; give -o NEW.zip"},
    {"undo", "`cxbak apply BACKUP PLAN --reverse` undoes a plan"},
    {"fix", "`cxbak fix BACKUP` makes the corrections that are certain"},
};

/* Of commands that list them. */
static const struct word listing[] = {
    {"csv", "`cxbak export BACKUP -o FILE.csv` makes a table"},
    {"output", "`cxbak export BACKUP -o FILE.csv` makes a table"},
    {"xlsx", "`cxbak export BACKUP --for excel -o FILE.xlsx` makes a workbook"},
};

static const char *
find(const struct word *list, size_t n, const char *word)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (strcmp(list[i].word, word) == 0)
            return list[i].instead;
    }
    return NULL;
}

const char *
other_command(const char *word)
{
    return find(commands, sizeof(commands) / sizeof(commands[0]), word);
}

const char *
other_option(const char *name, bool changes, bool lists)
{
    const char *instead = NULL;

    if (changes)
        instead = find(options, sizeof(options) / sizeof(options[0]), name);
    if (instead == NULL && lists)
        instead = find(listing, sizeof(listing) / sizeof(listing[0]), name);
    if (instead == NULL)
        instead = find(choosing, sizeof(choosing) / sizeof(choosing[0]), name);
    return instead;
}
