/*
 * Rules of the catalogue about people, what they have and what they stand in:
 * from group-* to target-*.
 */
#include "rules/rules_impl.h"

#define NAME_API                                                               \
    "definitions of the 3CX version 20 API, which do not name the field"
#define NUMERIC_ONLY "3CX, bulk import of extensions: numeric values only"
#define E164         "ITU-T E.164"
#define V20_IMPORT   "advice: 3CX version 20, columns that its import requires"

static const struct rule rules[] = {
    {
        .code = "group-missing",
        .severity = SEVERITY_WARNING,
        .title = "An extension is in no group",
        .why = "Every extension is in a group, which is its department in "
               "version 20 and gives it its rights. The other users of this "
               "backup are in one.",
        .fix = "Put the extension into a group in the console.",
        .source = "3CX: an extension belongs to at least one group",
    },
    {
        .code = "group-primary",
        .severity = SEVERITY_WARNING,
        .title = "An extension has several primary groups",
        .why = "One group is the user's own. With several, it is not certain "
               "which group's rights and office hours count.",
        .fix = "Choose one department for the user in the console.",
        .source = "Members/Member/@IsPrimary of the groups",
    },
    {
        .code = "leftover-email",
        .severity = SEVERITY_WARNING,
        .title = "The old address is still used elsewhere",
        .why = "A changed user's former address stands in another place of "
               "the backup, so mail may still go to the former person. Edits "
               "touch the user's own fields only.",
        .fix = "Change the old address where it still stands, in the console "
               "after the restore.",
        .source = "the other places of the backup's database",
    },
    {
        .code = "leftover-greeting",
        .severity = SEVERITY_NOTE,
        .title = "The voicemail greeting is older than the new name",
        .why = "Callers of the renamed extension hear the old name, or the "
               "former person's voice.",
        .fix = "Record a new greeting on the phone after the restore.",
        .source = "the folder of voicemail prompts of the backup",
    },
    {
        .code = "leftover-mobile",
        .severity = SEVERITY_WARNING,
        .title = "The old mobile number is still used elsewhere",
        .why = "Forwarding to a mobile phone holds a copy of the number, so "
               "calls still go to the old one, which may be another person's. "
               "Edits touch the user's own fields only.",
        .fix = "Change the old mobile number where it still stands, in the "
               "console after the restore.",
        .source = "the destinations and the phone book of the backup's "
                  "database",
    },
    {
        .code = "leftover-name",
        .severity = SEVERITY_NOTE,
        .title = "The old name is still used elsewhere",
        .why = "Meeting and click-to-call links, phone displays, phone-book "
               "entries and queue names are made from the name once and not "
               "renamed with it. Edits touch the user's own fields only.",
        .fix = "Change the old name where it still stands, in the console "
               "after the restore, and let the phone fetch its configuration "
               "again.",
        .source = "3CX: click-to-call and meeting names are not renamed with "
                  "the user",
    },
    {
        .code = "leftover-not-searched",
        .severity = SEVERITY_NOTE,
        .title = "A table or phone book could not be searched",
        .why = "It is damaged, or encrypted with a password that was not "
               "given, so old names and addresses in it are not told.",
        .fix = "Look into it after the restore, or into what the message "
               "says of it.",
        .source = "the tables and phone books of the backup",
    },
    {
        .code = "leftover-person",
        .severity = SEVERITY_NOTE,
        .title = "The extension changes hands, but keeps the former person's "
                 "secrets",
        .why = "Both names change, so this is another person. Password, "
               "voicemail PIN, web password and meeting link are still those "
               "of the former one, who knows them.",
        .fix = "Set new password, PIN and meeting link in the console after "
               "the restore.",
        .source = "edits touch only the fields they name",
    },
    {
        .code = "leftover-values",
        .severity = SEVERITY_WARNING,
        .title = "The extension changes hands, but keeps values of the former "
                 "person",
        .why = "Both names change, so this is another person. Mobile number, "
               "caller ID or picture are still those of the former one: calls "
               "may ring at the former person's phone.",
        .fix = "See whether it is the new person's; if not, set or clear it by "
               "the same edit.",
        .source = "edits touch only the fields they name",
    },
    {
        .code = "name-bidi",
        .severity = SEVERITY_WARNING,
        .title = "Invisible characters that change the direction of writing",
        .why = "They make a name look different from what it is, and change "
               "the text behind it as well. Arabic and Hebrew names do not "
               "need them.",
        .fix = "Type the name again instead of copying it.",
        .source = "Unicode Standard Annex 9; CVE-2021-42574 shows the misuse",
    },
    {
        .code = "name-blank",
        .severity = SEVERITY_WARNING,
        .title = "A blank before or behind a name",
        .why = "It cannot be seen, but sorts the user to another place and "
               "makes searches and matching by name fail.",
        .fix = "Set the name without the blank.",
        .source = OFTEN_SEEN,
    },
    {
        .code = "name-control",
        .severity = SEVERITY_ERROR,
        .title = "A control character or line break in a name",
        .why = "Phones, provisioning files and call protocols cannot carry "
               "it: calls or provisioning of this user may fail.",
        .fix = "Set the name without it.",
        .source = "RFC 3261, 25.1 (display name); XML 1.0, 2.2",
    },
    {
        .code = "name-damaged",
        .severity = SEVERITY_WARNING,
        .title = "A name looks damaged by a wrong character set or escaping",
        .why = "Combinations such as \"MÃ¼ller\", \"M?ller\" or "
               "\"O&apos;Brien\" come from a file that was read with the wrong "
               "encoding, or encoded twice.",
        .fix = "Set the name as the person writes it, and save spreadsheets "
               "as UTF-8 CSV.",
        .source = OFTEN_SEEN,
    },
    {
        .code = "name-double-blank",
        .severity = SEVERITY_NOTE,
        .title = "Two blanks in a row in a name",
        .why = "They look like one and make searches and matching by name "
               "fail.",
        .fix = "Set the name with single blanks.",
        .source = OFTEN_SEEN,
    },
    {
        .code = "name-invisible",
        .severity = SEVERITY_WARNING,
        .title = "An invisible character in a name",
        .why = "Zero-width blanks, soft hyphens and the like come along with "
               "copied text. The name looks right but is not found, and phones "
               "show a box.",
        .fix = "Type the name again instead of copying it.",
        .source = "Unicode Standard, chapter 23 (format characters)",
    },
    {
        .code = "name-missing",
        .severity = SEVERITY_WARNING,
        .title = "A user with neither first nor last name",
        .why = "The phone book and lists of calls show only a number.",
        .fix = "Set one of the names. A room can have its name as last name.",
        .source = "3CX, bulk import of extensions: names may be empty up to "
                  "version 18",
    },
    {
        .code = "name-not-nfc",
        .severity = SEVERITY_NOTE,
        .title = "A name stores its accents separately",
        .why = "An accented letter is stored as two characters, as files from "
               "a Mac have it. It looks the same, but is not found by a "
               "search, and phones show the accent apart.",
        .fix = "Have it corrected, which changes no letter, or leave it.",
        .source = "Unicode Standard Annex 15",
    },
    {
        .code = "name-quote",
        .severity = SEVERITY_WARNING,
        .title = "A double quotation mark in a name",
        .why = "Version 20 does not allow it, and it ends the displayed name "
               "too early in call protocols and CSV files.",
        .fix = "Leave it out, or write a nickname in single marks.",
        .source = NAME_API,
    },
    {
        .code = "name-shared",
        .severity = SEVERITY_NOTE,
        .title = "Several users have the same name",
        .why = "Usually this is one person with two extensions. It can also be "
               "two people whom colleagues mix up, or one entry too many. An "
               "edit changes only the extension that it names.",
        .fix = "Nothing if that is meant.",
        .source = OFTEN_SEEN,
    },
    {
        .code = "name-too-long",
        .severity = SEVERITY_WARNING,
        .title = "A name has more than 50 characters",
        .why = "Version 20 knows a limit of 50 characters, and phones cut "
               "names far earlier.",
        .fix = "Shorten the name.",
        .source = NAME_API,
    },
    {
        .code = "number-length",
        .severity = SEVERITY_WARNING,
        .title = "An extension has another length than the system's",
        .why = "The parameter ENL sets how many digits extensions have. One "
               "with another length can be slow or impossible to dial.",
        .fix = "Number the user anew in the console; an extension cannot be "
               "changed in a backup.",
        .source = "the parameter ENL of the backup's database; 3CX manual",
    },
    {
        .code = "number-repeated",
        .severity = SEVERITY_ERROR,
        .title = "The same extension occurs twice",
        .why = "A phone system can hold a number once. A restore may stop, or "
               "drop one of the two.",
        .fix = "Remove one of them in the console and take a new backup.",
        .source = "3CX manual: the extension identifies the user",
    },
    {
        .code = "number-syntax",
        .severity = SEVERITY_ERROR,
        .title = "An extension is not made of digits",
        .why = "It cannot be dialled.",
        .fix = "Number the user anew in the console; an extension cannot be "
               "changed in a backup.",
        .source = "3CX, bulk import of extensions: numeric",
    },
    {
        .code = "password-weak",
        .severity = SEVERITY_WARNING,
        .title = "The phone's password is weaker than the console allows",
        .why = "Attackers on the Internet try weak passwords all day, and one "
               "that is guessed makes calls at your expense.",
        .fix = "Set a new password in the console: at least 10 characters "
               "long with no spaces, and a lowercase letter, an uppercase "
               "letter and a digit.",
        .source = "the console's own words",
    },
    {
        .code = "phone-length",
        .severity = SEVERITY_WARNING,
        .title = "A telephone number has an impossible length",
        .why =
            "International numbers have at most 15 digits, and, with the "
            "country code, nearly always 7 or more. A number behind a + with "
            "more than 15 is an error: nobody can be called by it.",
        .fix = "Set the number as +, country code and number.",
        .source = E164,
    },
    {
        .code = "phone-plus",
        .severity = SEVERITY_ERROR,
        .title = "A + that is not the first character of a number",
        .why = "The + stands for the international prefix and can only be in "
               "front. Two of them are often two numbers in one field. For a "
               "caller ID this is a warning.",
        .fix = "Set one number as +, country code and number.",
        .source = E164,
    },
    {
        .code = "phone-separator",
        .severity = SEVERITY_WARNING,
        .title = "Blanks or punctuation in a telephone number",
        .why = "The field takes digits. With blanks, brackets or hyphens some "
               "versions do not dial it, and trunks do not send it.",
        .fix = "Set the digits only, with a + in front if it has one.",
        .source = NUMERIC_ONLY,
    },
    {
        .code = "phone-spreadsheet",
        .severity = SEVERITY_ERROR,
        .title = "A telephone number that a spreadsheet has damaged",
        .why = "A spreadsheet took it for a number, so digits are lost for "
               "good: 1.8E+10 tells only how long it was.",
        .fix = "Set the number from its source, and format such columns as "
               "text.",
        .source = OFTEN_SEEN,
    },
    {
        .code = "phone-syntax",
        .severity = SEVERITY_ERROR,
        .title = "Not a telephone number",
        .why = "It holds a character that cannot be dialled. For a caller ID "
               "this is a warning, because some trunks take words such as "
               "anonymous.",
        .fix = "Set digits only, with a + in front if it has one, or clear "
               "the field.",
        .source = NUMERIC_ONLY,
    },
    {
        .code = "phone-trunk-zero",
        .severity = SEVERITY_WARNING,
        .title =
            "A zero for calls inside the country in an international number",
        .why = "The (0) in +49 (0)151 is dialled inside the country only. "
               "Behind the country code it leads to a wrong number, and no "
               "country code begins with 0.",
        .fix = "Set the number without that zero.",
        .source = "ITU-T E.123 and E.164",
    },
    {
        .code = "pin-weak",
        .severity = SEVERITY_WARNING,
        .title = "The voicemail PIN is easy to guess",
        .why = "Digits in a row, one digit repeated, the extension itself, "
               "well-known PINs and fewer than 4 digits are tried first by "
               "those who want to listen, or to place calls by voicemail.",
        .fix = "Set a new PIN in the console or on the phone.",
        .source = OFTEN_SEEN,
    },
    {
        .code = "profiles-count",
        .severity = SEVERITY_WARNING,
        .title = "An extension does not have five forwarding profiles",
        .why = "The phone system makes five for every extension: Available, "
               "Away, Out of office and two custom ones. The other users of "
               "this backup have them; one without may not be able to change "
               "the status.",
        .fix = "Restore the user from another backup, or make the extension "
               "anew in the console.",
        .source = "FwdProfiles of the extensions of real systems",
    },
    {
        .code = "reference-forward",
        .severity = SEVERITY_WARNING,
        .title = "Calls are forwarded to an extension that does not exist",
        .why = "Calls that take this way are lost.",
        .fix = "Set another destination in the console.",
        .source = "forwarding rules in the backup's database",
    },
    {
        .code = "reference-group",
        .severity = SEVERITY_WARNING,
        .title = "A group has a member that does not exist",
        .why = "The number was removed, but not from the group. Whoever gets "
               "it next would inherit the rights of the group.",
        .fix = "Remove the member from the group in the console.",
        .source = "groups in the backup's database",
    },
    {
        .code = "reference-mapping",
        .severity = SEVERITY_NOTE,
        .title = "The mapping table names an extension that does not exist",
        .why = "OtherSettings/MappingTable.xml says which internal number "
               "belongs to which extension. One entry too many does no harm, "
               "but it shows that the table and the database were not written "
               "at the same time.",
        .fix = "Nothing if the extension was removed on purpose.",
        .source = "OtherSettings/MappingTable.xml of the backup",
    },
    {
        .code = "reference-queue",
        .severity = SEVERITY_WARNING,
        .title = "A queue has an agent that does not exist",
        .why = "Callers wait for an agent who cannot answer.",
        .fix = "Remove the agent from the queue in the console.",
        .source = "queues in the backup's database",
    },
    {
        .code = "reference-ring-group",
        .severity = SEVERITY_WARNING,
        .title = "A ring group has a member that does not exist",
        .why = "For a part of the time a call rings at no phone.",
        .fix = "Remove the member from the ring group in the console.",
        .source = "ring groups in the backup's database",
    },
    {
        .code = "sync-overwrites",
        .severity = SEVERITY_WARNING,
        .title = "The user is synchronised from a directory service",
        .why = "The synchronisation goes one way, every night: it undoes "
               "edits of name and address, and possibly of mobile number, "
               "caller ID and picture.",
        .fix = "Change the person in the directory service as well.",
        .source = "3CX manual, Microsoft 365 integration",
    },
    {
        .code = "table-name-differs",
        .severity = SEVERITY_WARNING,
        .title =
            "A row of a table has another person's name than its extension",
        .why = "The table has a column of names, which is not imported, and in "
               "some rows it is not the name of the user who has that "
               "extension. Somebody may have got another extension, or a cell "
               "was moved.",
        .fix = "Compare these rows with the list of users, and correct the "
               "table.",
        .source = OFTEN_SEEN,
    },
    {
        .code = "table-shifted",
        .severity = SEVERITY_WARNING,
        .title = "The rows of a table seem to be mixed up",
        .why = "Many rows have other people's names than their extensions, or "
               "would give people the names or addresses of others. That "
               "happens when one column of a spreadsheet is sorted alone, or "
               "moved up or down by a cell: then values would go to the wrong "
               "people.",
        .fix = "Do not use the table. Make it anew, or undo the sorting, and "
               "look at the preview again.",
        .source = OFTEN_SEEN,
    },
    {
        .code = "target-v20-email-missing",
        .severity = SEVERITY_WARNING,
        .title = "Advice for version 20: a user without an address",
        .why = "The import of version 20 requires an address, and the welcome "
               "message and single sign-on go by it.",
        .fix = "Set an address before the move, at least for everybody who "
               "signs in. Rooms and common phones can stay without.",
        .source = V20_IMPORT,
    },
    {
        .code = "target-v20-email-shared",
        .severity = SEVERITY_ERROR,
        .title = "Version 20: an address that is not unique",
        .why = "A sign-in by address must lead to one user. Version 20 looks "
               "for duplicates, and administrators make addresses unique in "
               "the backup before the move.",
        .fix = "Give every user an address of their own before the move, such "
               "as one with the extension in it.",
        .source = "the version 20 API has calls that look for duplicate "
                  "addresses",
    },
    {
        .code = "target-v20-name",
        .severity = SEVERITY_WARNING,
        .title = "Advice for version 20: first or last name is missing",
        .why = "The import of version 20 requires both names; earlier versions "
               "did not.",
        .fix = "Set both before the move. A person with one name, or a room, "
               "can have it in two words.",
        .source = V20_IMPORT,
    },
    {
        .code = "user-nested",
        .severity = SEVERITY_WARNING,
        .title = "An extension lies within another one",
        .why = "A phone system writes its extensions beside each other. Nobody "
               "can tell whether a restore makes a user of the inner one, or "
               "takes its values for those of the outer one. Lists leave it "
               "out, and edits do not touch it.",
        .fix = "Take a fresh backup, and see in the console whether the user "
               "is as it should be.",
        .source = "the backup's database",
    },
    {
        .code = "value-not-editable",
        .severity = SEVERITY_WARNING,
        .title = "A user's value that cannot be edited",
        .why = "Where the database should have a plain value it has something "
               "else, which no phone system writes: elements, comments, a "
               "second list of properties. Nobody can tell what a phone "
               "system makes of it, so edits of it are refused.",
        .fix = "See in the console what the user has there, save the user "
               "anew, and take a fresh backup.",
        .source = "the backup's database",
    },
    {
        .code = "value-repeated",
        .severity = SEVERITY_WARNING,
        .title = "A value stands more than once in one user",
        .why = "A phone system writes each value once. Of two only one counts "
               "after a restore, and nobody can tell which. Lists show the "
               "first one, and edits of it are refused. Two extension numbers "
               "are an error.",
        .fix = "See in the console which value the user has, save the user "
               "anew, and take a fresh backup.",
        .source = "the backup's database",
    },
};

const struct rule_group rules_of_user = {rules,
                                         sizeof(rules) / sizeof(rules[0])};
