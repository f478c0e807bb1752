#include <stdlib.h>

#include "cxbak/field/field.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cli/examples.h"
#include "cli/field_help.h"

/* They are run by the tests, on the sample and what is made of it. */
const struct example examples_all[] = {
    {"info", "info pbx.zip", "version, date, number of users"},
    {"info", "info pbx.zip --json", "the same for a program"},
    {"list", "list pbx.zip --where 'email=*@example.com'",
     "who has an address there"},
    {"list", "list pbx.zip --where group='Sales*' -c number,name,mobile",
     "some columns of a department"},
    {"show", "show pbx.zip 200", "all that is known of one user"},
    {"show", "show pbx.zip grossmann", "the same by name"},
    {"groups", "groups pbx.zip", "departments and who is in them"},
    {"groups", "groups pbx.zip --all", "also those that 3CX made for itself"},
    {"refs", "refs pbx.zip 200", "what the extension is tied to"},
    {"refs", "refs pbx.zip 801", "the same of a queue"},
    {"check", "check pbx.zip", "what is wrong, one line for each kind"},
    {"check", "check pbx.zip --target v20 --all",
     "each user who needs care before version 20"},
    {"set", "set pbx.zip 200 --mobile +15550100299", "show what would change"},
    {"set",
     "set pbx.zip --where 'email=*@example.com' --except 210,211 --email "
     "'{email.local}@new.example' -o moved.zip",
     "a new domain, but not for two people"},
    {"edit", "edit pbx.zip 200-299", "these users in your editor"},
    {"edit", "edit pbx.zip --where group='Sales*' -o edited.zip",
     "a department, and write the new backup"},
    {"fix", "fix pbx.zip", "show all corrections that are certain"},
    {"fix", "fix pbx.zip --code name-not-nfc -o fixed.zip", "make some"},
    {"handover",
     "handover pbx.zip 200 --first-name Noelle --last-name Newman --email "
     "noelle@example.com",
     "show what becomes of extension 200"},
    {"handover",
     "handover pbx.zip 200 --first-name Noelle --last-name Newman --keep "
     "email -o handed.zip",
     "the address stays"},
    {"swap", "swap pbx.zip 200 202", "show how two people change places"},
    {"swap", "swap pbx.zip 200 202 --with caller-id -o swapped.zip",
     "their caller IDs go with them"},
    {"import", "import pbx.zip staff.csv --skip-unknown --keep-damaged",
     "HR's list, as it comes"},
    {"import", "import pbx.zip staff.csv --key email --map D=mobile",
     "users by address, and a column by its letter"},
    {"export", "export pbx.zip --for excel -o users.xlsx",
     "a workbook, which imports again"},
    {"export", "export pbx.zip --where group='Sales*'",
     "a department as CSV on standard output"},
    {"avatar show", "avatar show pbx.zip 201", "what the picture is"},
    {"avatar show", "avatar show pbx.zip 201 --json", "for a program"},
    {"avatar get", "avatar get pbx.zip 201 -o face.png", "to a file"},
    {"avatar get", "avatar get pbx.zip 201 -o - | base64", "to a program"},
    {"avatar set", "avatar set pbx.zip 202 photo.png --crop top",
     "the head is in the upper part"},
    {"avatar set", "avatar set pbx.zip 202 photo.png -o pictured.zip",
     "write the new backup"},
    {"avatar clear", "avatar clear pbx.zip 201", "show what would go"},
    {"avatar clear", "avatar clear pbx.zip --where avatar='*' -o bare.zip",
     "everybody's"},
    {"avatar import", "avatar import pbx.zip photos", "show whose each one is"},
    {"avatar import",
     "avatar import pbx.zip photos --rejects left.csv -o faces.zip",
     "what nobody gets goes to a table, to be filled in"},
    {"avatar export", "avatar export pbx.zip faces", "all pictures as files"},
    {"avatar export", "avatar export pbx.zip faces --force", "the same again"},
    {"avatar sheet", "avatar sheet pbx.zip -o sheet.png", "all at a glance"},
    {"avatar sheet", "avatar sheet pbx.zip --where group='Sales*' -o sales.png",
     "a department"},
    {"apply", "apply pbx.zip monday.json -o tuesday.zip", "make a plan"},
    {"apply", "apply new.zip monday.json --reverse", "show how it is undone"},
    {"batch", "batch pbx.zip steps.txt", "show what all steps come to"},
    {"batch", "batch pbx.zip steps.txt -o done.zip", "make them as one edit"},
    {"redact", "redact pbx.zip -o shown.zip", "a copy for others to look at"},
    {"redact", "redact pbx.zip --keep-names -o names.zip", "with its names"},
    {"plan show", "plan show monday.json", "what is in it"},
    {"plan show", "plan show monday.json --csv", "for a spreadsheet"},
    {"plan merge", "plan merge monday.json tuesday.json -o week.json",
     "one of two"},
    {"plan merge", "plan merge monday.json -o copy.json", "of one"},
    {"diff", "diff pbx.zip new.zip", "user by user, field by field"},
    {"diff", "diff pbx.zip new.zip --plan change.json",
     "save it, to make it elsewhere, or undo it"},
    {"verify", "verify new.zip --against pbx.zip",
     "nothing but users' fields differs"},
    {"verify", "verify new.zip --against pbx.zip --plan monday.json",
     "and these as planned"},
    {"salvage", "salvage broken.zip", "show what is whole of it"},
    {"salvage", "salvage broken.zip -o whole.zip", "and write that"},
    {"explain", "explain email-shared", "what a code of `check` means"},
    {"explain", "explain R4", "a rule of archives"},
    {"help", "help set", "one command"},
    {"help", "help templates", "values with places to fill in"},
    {.command = NULL},
};

/* A line for each field: what it is called, everywhere. */
static char *
fields(void)
{
    struct buf b = BUF_INIT;
    size_t i;

    buf_adds(&b, "The first name is the usual one; the others mean the same, "
                 "in any case.\n\n");
    for (i = 0; i < FIELD_ROWS; i++) {
        char *all = field_called((enum field)i);

        buf_printf(&b, "  %-12s  %s%s\n", field_info((enum field)i)->word, all,
                   field_settable((enum field)i) ? " *" : "");
        free(all);
    }
    buf_adds(&b, "\nThose with a * can be changed, by `set --WORD VALUE` and "
                 "the like; all\ncan be listed, sorted by, and chosen by. "
                 "For --where there is also\nfinding: the code of what "
                 "`cxbak check` finds of a user.\n");
    return buf_steal(&b);
}

static char *
templates(void)
{
    char *names = field_help_template();
    char *text = mem_printf(
        "%s\n\n"
        "  --email '{first|ascii|lower}.{last|ascii|lower}@example.com'\n"
        "  --email '{email.local}@new.example'\n"
        "  --email '{first:1|lower}{last|lower|ascii}@example.com'\n"
        "  --last-name 'Room {number}'\n"
        "  --mobile '{mobile|e164:49}'\n"
        "  --first-name '{first|trim|squeeze|capital}'\n"
        "  --caller-id '1555{n:4}'\n\n"
        "Values are those from before the change.\n",
        names);

    free(names);
    return text;
}

static char *
selecting(void)
{
    return mem_dup(
        "  200              an extension\n"
        "  200-299          a range\n"
        "  200,205          a list\n"
        "  penrod           a name, or a part of it: case and accents do not\n"
        "                   matter, and ü, ue and u are one\n"
        "  'Alder, Martin'  both names, in any order\n"
        "  a@example.com    an address\n"
        "  @FILE            these from the lines of a file; @- is standard "
        "input\n"
        "  --all            all users\n"
        "  --except SELECT  but not these\n"
        "\n"
        "A change takes a name only if it fits one user, and says whom.\n"
        "Of several such words each adds people; each --where then leaves out\n"
        "whom it does not fit: `230 --where group=Sales*` is 230 if in Sales.\n"
        "\n"
        "  --where FIELD=GLOB    * is any run of characters, ? is one, [a-z] "
        "a set;\n"
        "                        case, accents and umlauts do not matter\n"
        "  --where FIELD=        the field is empty\n"
        "  --where FIELD!=GLOB   the others\n"
        "  --where FIELD==TEXT   exactly\n"
        "  --where FIELD=~REGEX  a POSIX extended regular expression; !~ is "
        "its\n"
        "                        opposite\n"
        "  --where finding=CODE  those of whom `cxbak check` finds that\n"
        "  --any                 one of several --where is enough\n"
        "  --duplicates FIELD    who shares the value with somebody\n"
        "\n"
        "`cxbak help fields` lists the fields.\n");
}

/* Many customers' backups, by GNU parallel; the tests run these commands. */
static char *
fleet(void)
{
    return mem_dup(
        "The same change in many backups, by GNU parallel (packages parallel "
        "and rsync).\n"
        "\n"
        "Which ones, and what would change; nothing is written:\n"
        "\n"
        "  ls backups/*.zip > customers\n"
        "  parallel --keep-order --tag cxbak set {} --all \\\n"
        "      --replace email @old.example @new.example --summary :::: "
        "customers\n"
        "\n"
        "On this machine, as many at a time as it has cores:\n"
        "\n"
        "  mkdir -p new\n"
        "  parallel --joblog fleet.log --resume-failed cxbak set {} --all \\\n"
        "      --replace email @old.example @new.example \\\n"
        "      -o new/{/} --force :::: customers\n"
        "\n"
        "Or on others, which need cxbak, rsync, and ssh without a password.\n"
        "Each backup goes there, and is removed there when the new one is\n"
        "back:\n"
        "\n"
        "  mkdir -p new\n"
        "  parallel --joblog fleet.log --resume-failed --retries 3 \\\n"
        "      --sshlogin hosta,hostb --workdir ... \\\n"
        "      --transferfile {} --return new/{/} --cleanup \\\n"
        "      mkdir -p new '&&' cxbak set {} --all \\\n"
        "      --replace email @old.example @new.example \\\n"
        "      -o new/{/} --force :::: customers\n"
        "\n"
        "The same command again goes on where it was stopped, and tries\n"
        "again what failed, also where a machine died: fleet.log has a line\n"
        "for each backup. Before another change remove fleet.log and new/,\n"
        "else nothing is done. --force replaces only what an earlier run has\n"
        "made in new/; the backups are never written. What was killed may\n"
        "leave backups in ~/.parallel/tmp of those machines: remove them\n"
        "there.\n"
        "\n"
        "In the end one report: a table for a spreadsheet, with the proof\n"
        "of each new backup. The status is 0 if all are right, else how\n"
        "many are not:\n"
        "\n"
        "  parallel --results report.csv cxbak verify new/{/} --against {} "
        "\\\n"
        "      --summary :::: customers\n"
        "\n"
        "A new backup that got lost on its way back, because a connection\n"
        "broke, is done for fleet.log, but is not in new/, and the report\n"
        "says so. Which these are:\n"
        "\n"
        "  parallel -k test -e new/{/} '||' echo {} :::: customers > missing\n"
        "\n"
        "Do them again by the same command, with --joblog missing.log and\n"
        ":::: missing; then make the report again.\n"
        "\n"
        "Encrypted backups: --password-file FILE in each command, with\n"
        "--basefile FILE for the other machines. --replace changes the text\n"
        "wherever it stands in the field, and a backup of which nobody has\n"
        "it is copied as it is.\n");
}

const struct topic examples_topics[] = {
    {"fields", "what the fields of a user are called", fields},
    {"templates", "values with places to fill in", templates},
    {"select", "how users are chosen", selecting},
    {"fleet", "one change in many backups, on many machines", fleet},
    {.name = NULL},
};
