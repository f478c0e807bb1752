/*
 * What the program can do. A command is one entry in `commands_all` and one
 * declaration in commands.h: dispatch, help, completion and the manual all
 * read these tables; the prose of its page is man/cxbak-NAME.1.md.
 */
#include <stddef.h>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/field_help.h"
#include "cli/steps.h"
#include "cli/table_options.h"

static const struct option_spec help_options[] = {
    {"synopsis", 0, NULL, "print how each command is called, and no more", 0},
    {"examples", 0, NULL, "print all examples, and no more", 0},
    {"json", 0, NULL, "print all commands, options and fields as JSON", 0},
    {.name = NULL},
};

static const struct option_spec list_options[] = {
    {"columns", 'c', "LIST", "columns to show, with commas between", 0},
    {"sort", 's', "FIELD", "sort by this column (by extension)", 0},
    {"numbers", 0, NULL, "the extensions alone, one on a line", 0},
    {"with", 0, "PLAN", "values as this plan would make them; may be repeated",
     OPTION_PATH | OPTION_REPEAT},
    {"no-header", 0, NULL, "no line of headings", 0},
    {.name = NULL},
};

static const struct option_spec groups_options[] = {
    {"all", 0, NULL, "those that 3CX made for itself, too", 0},
    {.name = NULL},
};

static const struct option_spec redact_options[] = {
    {"output", 'o', "OUT", "write the copy to this file",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"keep-names", 0, NULL, "keep the names of people and things", 0},
    {"force", 'f', NULL, "replace OUT if it exists", 0},
    {.name = NULL},
};

static const struct option_spec check_options[] = {
    {"all", 0, NULL, "print each finding, not one line for each code", 0},
    {"where", 'w', "FIELD=GLOB",
     "only users whose field fits the pattern; all of several must",
     OPTION_REPEAT},
    {"any", 0, NULL, "one of several --where is enough", 0},
    {"except", 0, "SELECT", "leave these users out", OPTION_REPEAT},
    {"duplicates", 0, "FIELD",
     "only users who share this field's value with others", 0},
    {"code", 0, "LIST", "only findings with these codes", OPTION_REPEAT},
    {"strict", 0, NULL, "warnings count as errors", 0},
    {"accept", 0, "CODE", "leave out findings with this code", OPTION_REPEAT},
    {"archive", 0, NULL, "decode every file and compare its check sum", 0},
    {"against", 0, "OLD",
     "tell what is left of the values that users had in OLD", OPTION_PATH},
    {"target", 0, "v20", "add advice for moving to version 20", 0},
    {"format", 0, "text|sarif", "how to print the findings (text)", 0},
    {"html", 0, "FILE.html", "write a report for people, too",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"force", 'f', NULL, "replace FILE if it exists", 0},
    {.name = NULL},
};

static const struct option_spec explain_options[] = {
    {"all", 0, NULL, "list every code", 0},
    {.name = NULL},
};

static const struct option_spec fix_options[] = {
    {"code", 0, "LIST", "only findings with these codes", OPTION_REPEAT},
    {"guess", 0, NULL, "make what is likely, too", 0},
    {"against", 0, "OLD",
     "take from this older backup what a spreadsheet has damaged since",
     OPTION_PATH},
    {.name = NULL},
};

static const struct option_spec swap_options[] = {
    {"with", 0, "FIELD", "exchange this, too: caller-id", OPTION_REPEAT},
    {.name = NULL},
};

static const struct option_spec verify_options[] = {
    {"against", 0, "OLD", "the backup that NEW was made from",
     OPTION_PATH | OPTION_REQUIRED},
    {"plan", 0, "PLAN", "the changes that were to be made; may be repeated",
     OPTION_PATH | OPTION_REPEAT},
    {"summary", 0, NULL, "show equal changes of several users as one", 0},
    {"all", 0, NULL, "name every file and setting, not how many differ alike",
     0},
    {"leftovers", 0, NULL,
     "search tables and phone books, too, for values that were replaced", 0},
    {"sha256", 0, NULL, "say the SHA-256 of NEW, too", 0},
    {"html", 0, "FILE.html", "write a report for people, too",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"force", 'f', NULL, "replace FILE if it exists", 0},
    {.name = NULL},
};

static const struct option_spec apply_options[] = {
    {"only-clean", 0, NULL, "leave out changes that conflict", 0},
    {"reverse", 0, NULL, "undo the plans, the last one first", 0},
    {"only", 0, "LIST",
     "only changes of these extensions and fields, with commas between",
     OPTION_REPEAT},
    {.name = NULL},
};

static const struct option_spec plan_show_options[] = {
    {"csv", 0, NULL, "print the changes as CSV", 0},
    {"html", 0, "FILE.html", "write a report for people, too",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"force", 'f', NULL, "replace FILE if it exists", 0},
    {.name = NULL},
};

static const struct option_spec plan_merge_options[] = {
    {"output", 'o', "FILE", "the plan to make",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM | OPTION_REQUIRED},
    {"force", 'f', NULL, "replace FILE if it exists", 0},
    {.name = NULL},
};

static const struct option_spec diff_options[] = {
    {"summary", 0, NULL, "show equal changes of several users as one", 0},
    {"all", 0, NULL, "name every file and setting, not how many differ alike",
     0},
    {"plan", 0, "FILE", "save the difference as a plan",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"html", 0, "FILE.html", "write a report for people, too",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"force", 'f', NULL, "replace FILE if it exists", 0},
    {.name = NULL},
};

/* How a picture is made; the matching of names comes before it. */
#define AVATAR_MAKE_OPTIONS                                                    \
    {"crop", 0, "AREA",                                                        \
     "center (the default), top, none, or X,Y,W,H in pixels", 0},              \
        {"size", 0, "N", "the longer side in pixels (256)", 0},                \
        {"raw", 0, NULL, "store the file as it is, once it is checked", 0},    \
        {"avatar-path", 0, "TEMPLATE",                                         \
         "the name in the backup of new pictures", 0},                         \
    {                                                                          \
        "image-entry", 0, "TEMPLATE",                                          \
            "how ContactImage names new ones: /ProfilePictures/{file}", 0      \
    }

static const struct option_spec avatar_set_options[] = {
    AVATAR_MAKE_OPTIONS,
    {.name = NULL},
};

static const struct option_spec avatar_import_options[] = {
    {"match", 0, "LIST",
     "how files name their user: number,email,name, in the order to try", 0},
    {"recursive", 0, NULL, "the pictures of folders in DIR, too", 0},
    {"results", 0, "FILE.csv", "write what becomes of every picture",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM | OPTION_LATER},
    {"rejects", 0, "FILE.csv",
     "write the pictures that nobody gets, to fill in whose they are and "
     "import it",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM | OPTION_LATER},
    AVATAR_MAKE_OPTIONS,
    {.name = NULL},
};

static const struct option_spec avatar_get_options[] = {
    {"output", 'o', "FILE", "write to this file, not to standard output",
     OPTION_PATH | OPTION_OUTPUT},
    {"force", 'f', NULL, "replace FILE if it exists", 0},
    {.name = NULL},
};

static const struct option_spec avatar_export_options[] = {
    {"force", 'f', NULL, "replace files that exist", 0},
    {.name = NULL},
};

static const struct option_spec avatar_sheet_options[] = {
    {"output", 'o', "FILE", "the PNG file to make",
     OPTION_PATH | OPTION_OUTPUT | OPTION_REQUIRED},
    {"force", 'f', NULL, "replace FILE if it exists", 0},
    {.name = NULL},
};

static const struct option_spec salvage_options[] = {
    {"output", 'o', "OUT", "write an archive of what is whole to this file",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM},
    {"force", 'f', NULL, "replace OUT if it exists", 0},
    {"all", 0, NULL, "list the files that are whole, too", 0},
    {"password-file", 0, "FILE",
     "the first line is the password, to check encrypted files", OPTION_PATH},
    {.name = NULL},
};

#define AVATAR_HELP                                                            \
    "The picture is cropped to a square, scaled down to --size (never up),\n"  \
    "turned as its EXIF data says, and stored without any metadata as PNG "    \
    "or\n"                                                                     \
    "JPEG, whichever its name in the backup asks for.\n"                       \
    "Without -o the changes are only shown.\n"

/* What SELECT does in commands that compare. */
#define LOOK_HELP                                                              \
    "With SELECT only these users are shown: their fields and settings, "      \
    "where\n"                                                                  \
    "they are members of something, and files called after them. Of "          \
    "settings\n"                                                               \
    "that are not known to be harmless it is told that they differ, no "       \
    "more.\n"

#define SELECT_HELP                                                            \
    "SELECT is an extension (200), a range (200-299), a list (200,205), a\n"   \
    "name or an address (penrod, \"Alder, Martin\"), or @FILE with these on\n" \
    "its lines (@- is standard input). A change takes a name only if it\n"     \
    "fits one user. --where takes FIELD=GLOB, where case and accents do\n"     \
    "not matter, FIELD==TEXT, FIELD=~REGEX, FIELD!=GLOB and FIELD!~REGEX;\n"   \
    "finding=CODE are those of whom `cxbak check` finds that.\n"

const struct command commands_all[] = {
    {
        .name = "info",
        .operands = "BACKUP...",
        .summary = "say what this backup is",
        .run = cmd_info,
        .screen = SCREEN_PAGES,
        .groups = GROUP_JSON | GROUP_BACKUP,
    },
    {
        .name = "list",
        .operands = "BACKUP... [SELECT...]",
        .summary = "list the users, as the console does",
        .options = list_options,
        .run = cmd_list,
        .screen = SCREEN_PAGES,
        .groups = GROUP_SELECT | GROUP_JSON | GROUP_BACKUP,
        .details = SELECT_HELP,
        .words = field_help_columns,
    },
    {
        .name = "show",
        .operands = "BACKUP EXT...",
        .summary = "show every field of a user, and its findings",
        .details = "EXT is an extension, or a name or an address; all users "
                   "whom it fits\nare shown.\n",
        .run = cmd_show,
        .screen = SCREEN_PAGES,
        .groups = GROUP_JSON | GROUP_BACKUP,
    },
    {
        .name = "groups",
        .operands = "BACKUP...",
        .summary = "list groups (departments) with their members",
        .options = groups_options,
        .run = cmd_groups,
        .screen = SCREEN_PAGES,
        .groups = GROUP_JSON | GROUP_BACKUP,
    },
    {
        .name = "refs",
        .operands = "BACKUP EXT",
        .summary = "show everything that names an extension or its user",
        .run = cmd_refs,
        .screen = SCREEN_PAGES,
        .groups = GROUP_JSON | GROUP_BACKUP,
        .details = "EXT is an extension, a name or an address, or the number "
                   "of a queue\nor the like.\n",
    },
    {
        .name = "check",
        .operands = "BACKUP... [SELECT...]",
        .summary = "check users, avatars, references and the archive",
        .options = check_options,
        .run = cmd_check,
        .screen = SCREEN_PAGES,
        .groups = GROUP_JSON | GROUP_BACKUP,
        .details =
            SELECT_HELP "With SELECT the archive itself is not looked at.\n"
                        "`cxbak explain CODE` says what a code means.\n",
    },
    {
        .name = "set",
        .operands = "BACKUP [SELECT...]",
        .summary = "change fields of the selected users",
        .options = field_help_options,
        .run = cmd_set,
        .screen = SCREEN_PAGES,
        .step = steps_set,
        .groups = GROUP_SELECT | GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details = SELECT_HELP "Without -o the changes are only shown.\n",
        .words = field_help_template,
    },
    {
        .name = "edit",
        .operands = "BACKUP [SELECT...]",
        .summary = "change users in your editor",
        .run = cmd_edit,
        .confines = true,
        .groups = GROUP_SELECT | GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details =
            "The users come up as CSV in the editor that VISUAL or EDITOR "
            "names (else\nvi), and what was changed is taken as by `import`. "
            "A file with errors comes\nup again with the errors above it; "
            "leave it as it is, or empty, to stop.\n" SELECT_HELP
            "Without -o the changes are only shown.\n",
    },
    {
        .name = "fix",
        .operands = "BACKUP [SELECT...]",
        .summary = "make the corrections that are certain",
        .options = fix_options,
        .run = cmd_fix,
        .screen = SCREEN_PAGES,
        .step = steps_fix,
        .groups = GROUP_SELECT | GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details =
            "Blanks, separators in numbers, accents in normal form C and the "
            "like: what\n`check` suggests. What can only be guessed, such as "
            "a mistyped domain, is\nleft alone without --guess.\n" SELECT_HELP
            "Without -o the changes are only shown.\n",
    },
    {
        .name = "handover",
        .operands = "BACKUP EXT",
        .summary = "another person gets the extension",
        .options = field_help_handover,
        .run = cmd_handover,
        .step = steps_handover,
        .groups = GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details =
            "Names and address of the new person must be given, or kept with\n"
            "--keep. Mobile number and picture are cleared unless they are "
            "given or\nkept; the caller ID stays unless one is given. What "
            "is left to be done in\nthe console is listed in the end.\n"
            "Without -o the changes are only shown.\n",
    },
    {
        .name = "swap",
        .operands = "BACKUP EXT EXT",
        .summary = "two persons exchange their extensions",
        .options = swap_options,
        .run = cmd_swap,
        .screen = SCREEN_PAGES,
        .step = steps_swap,
        .groups = GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details =
            "Names, address, mobile number and picture change places; caller "
            "ID and\nall else stay with the extension. What is left to be "
            "done in the console\nis listed in the end.\n"
            "Without -o the changes are only shown.\n",
    },
    {
        .name = "import",
        .operands = "BACKUP FILE",
        .summary = "change users as a CSV file or a workbook says",
        .options = table_import_options,
        .run = cmd_import,
        .screen = SCREEN_PAGES,
        .step = steps_import,
        .groups = GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details =
            "Columns are told by name, in any order. A blank cell keeps the\n"
            "value, [clear] erases it. No user is made or removed. FILE may\n"
            "be a CSV file, an Excel workbook (.xlsx), or - for standard\n"
            "input.\n"
            "Without -o the changes are only shown.\n",
    },
    {
        .name = "export",
        .operands = "BACKUP [SELECT...]",
        .summary = "print the users as CSV",
        .options = table_export_options,
        .run = cmd_export,
        .screen = SCREEN_EXACT,
        .groups = GROUP_SELECT | GROUP_BACKUP,
        .details = SELECT_HELP
        "With --for excel a spreadsheet keeps leading zeros and +, and runs\n"
        "no cell; with -o FILE.xlsx it is a workbook. With --for 3cx the\n"
        "columns are those of the console's own export in the version of\n"
        "the backup.\n",
    },
    {
        .name = "avatar show",
        .operands = "BACKUP EXT",
        .summary = "show a user's picture and what is known of it",
        .run = cmd_avatar_show,
        .groups = GROUP_JSON | GROUP_BACKUP,
    },
    {
        .name = "avatar get",
        .operands = "BACKUP EXT",
        .summary = "take out a user's picture",
        .options = avatar_get_options,
        .run = cmd_avatar_get,
        .screen = SCREEN_EXACT,
        .groups = GROUP_BACKUP,
    },
    {
        .name = "avatar set",
        .operands = "BACKUP EXT IMAGE",
        .summary = "give a user a picture",
        .options = avatar_set_options,
        .run = cmd_avatar_set,
        .step = steps_avatar_set,
        .groups = GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details = AVATAR_HELP,
    },
    {
        .name = "avatar clear",
        .operands = "BACKUP [SELECT...]",
        .summary = "remove the pictures of the selected users",
        .run = cmd_avatar_clear,
        .screen = SCREEN_PAGES,
        .step = steps_avatar_clear,
        .groups = GROUP_SELECT | GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details = SELECT_HELP "Without -o the changes are only shown.\n",
    },
    {
        .name = "avatar import",
        .operands = "BACKUP DIR",
        .summary = "give users the pictures of a folder",
        .options = avatar_import_options,
        .run = cmd_avatar_import,
        .screen = SCREEN_PAGES,
        .step = steps_avatar_import,
        .groups = GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details =
            "A file is matched by its name: the extension (200.jpg, \"200 "
            "Alder,\n"
            "Martin.jpg\", \"Ext. 200.jpg\"), the e-mail address or what is "
            "before\n"
            "its @, or first and last name in any order, also with a title or "
            "a\n"
            "year. A file that could be two people's, or cannot be used, is "
            "left\n"
            "out and named; --strict stops then.\n"
            "\n" AVATAR_HELP,
    },
    {
        .name = "avatar export",
        .operands = "BACKUP DIR",
        .summary = "store all pictures as files of a folder",
        .options = avatar_export_options,
        .run = cmd_avatar_export,
        .fills_folder = true,
        .groups = GROUP_JSON | GROUP_BACKUP,
    },
    {
        .name = "avatar sheet",
        .operands = "BACKUP [SELECT...]",
        .summary = "make one picture of all avatars with their extensions",
        .options = avatar_sheet_options,
        .run = cmd_avatar_sheet,
        .groups = GROUP_SELECT | GROUP_BACKUP,
    },
    {
        .name = "apply",
        .operands = "BACKUP PLAN...",
        .summary = "make the changes that plans hold",
        .options = apply_options,
        .run = cmd_apply,
        .screen = SCREEN_PAGES,
        .step = steps_apply,
        .groups = GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details =
            "A field that has the planned value is left alone, one that has "
            "the\nexpected value is changed, and anything else is a conflict, "
            "which stops\nthe write. Plans are made one after the other.\n"
            "A plan knows for whom it was made: a change of an extension that "
            "has\ngone to somebody else is a conflict, too.\n"
            "With --only 200,EmailAddress one value is made, or undone.\n"
            "Without -o the changes are only shown.\n",
    },
    {
        .name = "batch",
        .operands = "BACKUP STEPS",
        .summary = "make the changes of many commands at once",
        .run = cmd_batch,
        .confines = true,
        .screen = SCREEN_PAGES,
        .groups = GROUP_WRITE | GROUP_JSON | GROUP_BACKUP,
        .details =
            "STEPS is a file (- for standard input) of changing commands as "
            "they would\nbe called, one on a line, without cxbak, BACKUP and "
            "the options for\nwriting: set 200 --first-name Noelle. Quotes "
            "and \\ are as in a shell, #\nbegins a comment. A step sees the "
            "values that the steps before it have\nmade. One backup is "
            "written in the end, or none if a step fails.\n"
            "Without -o the changes are only shown.\n",
    },
    {
        .name = "redact",
        .operands = "BACKUP",
        .summary = "make a copy that may be shown to others",
        .options = redact_options,
        .run = cmd_redact,
        .groups = GROUP_JSON | GROUP_BACKUP,
        .details = "Without -o only the list of what is done is printed.\n",
    },
    {
        .name = "plan show",
        .operands = "PLAN",
        .summary = "show what a plan changes, without a backup",
        .options = plan_show_options,
        .run = cmd_plan_show,
        .screen = SCREEN_PAGES,
        .groups = GROUP_JSON,
    },
    {
        .name = "plan merge",
        .operands = "PLAN...",
        .summary = "make one plan of several that follow each other",
        .options = plan_merge_options,
        .run = cmd_plan_merge,
        .details =
            "A later plan goes on where an earlier one ended; where it does "
            "not,\nthe plans conflict and nothing is written.\n",
    },
    {
        .name = "diff",
        .operands = "OLD NEW [SELECT...]",
        .summary = "compare two backups, user by user",
        .options = diff_options,
        .run = cmd_diff,
        .screen = SCREEN_PAGES,
        .groups = GROUP_JSON | GROUP_BACKUP,
        .details = LOOK_HELP "Files in them are compared by checksum and size, "
                             "without unpacking them.\n",
    },
    {
        .name = "verify",
        .operands = "NEW [SELECT...]",
        .summary = "prove that nothing but users' fields differs",
        .options = verify_options,
        .run = cmd_verify,
        .screen = SCREEN_PAGES,
        .groups = GROUP_JSON | GROUP_BACKUP,
        .details =
            LOOK_HELP "What it proves, and its exit code, are of all users.\n",
    },
    {
        .name = "salvage",
        .operands = "BROKEN",
        .summary = "make an archive of what is whole of a damaged one",
        .options = salvage_options,
        .run = cmd_salvage,
        .groups = GROUP_JSON,
        .details =
            "For a file that was cut short, has lost its directory, or has bad "
            "blocks or\nwrong lengths in it. A file is whole if its data "
            "decode and their CRC is\nright; others are left out and named. "
            "OUT is marked as salvaged: it is not a\nbackup. Ends with 1 if "
            "something is lost, or may be without a trace.\n"
            "Without -o nothing is written.\n",
    },
    {
        .name = "explain",
        .operands = "[CODE]",
        .summary = "say what a finding means, why it matters, what to do",
        .details = "CODE is one that `cxbak check` prints, or a rule of "
                   "archives (R4).\n",
        .options = explain_options,
        .run = cmd_explain,
        .screen = SCREEN_PAGES,
        .groups = GROUP_JSON,
    },
    {
        .name = "help",
        .operands = "[COMMAND...]",
        .summary = "explain a command, or fields, templates, select, fleet",
        .options = help_options,
        .run = cmd_help,
        .screen = SCREEN_PAGES,
    },
    {
        .name = "version",
        .confines = true,
        .operands = "",
        .summary = "print the version",
        .run = cmd_version,
    },
    {
        .name = "completion",
        .confines = true,
        .operands = "SHELL [WORD...]",
        .summary = "print a script that completes command lines",
        .run = cmd_completion,
        .screen = SCREEN_EXACT,
        .details = "SHELL is bash, zsh or fish. To use it now: eval \"$(cxbak "
                   "completion\nbash)\"; in fish: cxbak completion fish | "
                   "source.\nWith WORDs behind -- it prints what may stand for "
                   "the last of them.\n",
        .hidden = true,
    },
    {.name = NULL},
};
