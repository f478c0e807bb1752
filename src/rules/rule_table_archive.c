/*
 * Rules of the catalogue about the archive: archive-*.
 */
#include "rules/rules_impl.h"

static const struct rule rules[] = {
    {
        .code = "archive-crc",
        .severity = SEVERITY_ERROR,
        .title = "A file in the backup is damaged",
        .why = "Its content does not have the length and check sum that the "
               "archive states. A restore may stop at it, or bring back a "
               "broken recording, prompt or table. An edit copies such a file "
               "as it is and never repairs it.",
        .fix = "Take a fresh backup or fetch this one again, and compare the "
               "check sum of the file with the original on the phone system.",
        .source = "APPNOTE.TXT 4.4.7 (CRC-32)",
    },
    {
        .code = "archive-database-name",
        .severity = SEVERITY_ERROR,
        .title = "The database's name does not end in `Db.xml`",
        .why = "The letters are those of a database, but not their case. "
               "Whether a restore takes it for the database has not been "
               "seen; where capital and small letters differ, it would not.",
        .fix = "Rename the file, or take a fresh backup. Until then it can "
               "be read, not written.",
        .source = "names of the databases in known backups",
    },
    {
        .code = "archive-date",
        .severity = SEVERITY_NOTE,
        .title = "The backup's date is absent, unreadable or in the future",
        .why = "Nobody can tell how old the users in it are. A wrong clock on "
               "the phone system also breaks certificates and schedules.",
        .fix = "Check the clock of the phone system and take a fresh backup.",
        .source = "the header of the backup's database",
    },
    {
        .code = "archive-encrypted",
        .severity = SEVERITY_NOTE,
        .title = "The backup has encrypted files",
        .why = "A restore will ask for the password that the backup was made "
               "with. An edited copy keeps that password.",
        .fix = "Nothing, but keep the password where the restore is done.",
        .source = "3CX manual, backup and restore with a password",
    },
    {
        .code = "archive-folder-content",
        .severity = SEVERITY_WARNING,
        .title = "A folder entry has content",
        .why = "A name that ends in `/` is a folder's. Most programs make the "
               "folder and drop the content, others make a file of it, so "
               "nobody knows what a restore would find.",
        .fix = "Find out which program wrote it. Edits copy it unchanged.",
        .source = "PKWARE APPNOTE 4.3.8",
    },
    {
        .code = "archive-hidden",
        .severity = SEVERITY_WARNING,
        .title = "Some programs may see other content in a file of the backup",
        .why =
            "Its packed data end early, or in the middle of them stands what "
            "marks the end of a file (a data descriptor), or that has no sign "
            "by which it could be found. Programs that read a backup from "
            "front to back may end the file elsewhere, and take what follows "
            "for another file, even for another database. An archive that "
            "lies in the backup unpacked can look the same.",
        .fix = "Look at that file. If the phone system itself did not make "
               "the backup, do not restore it.",
        .source = "PKWARE APPNOTE 4.3.9; research on programs that disagree "
                  "about ZIP files (USENIX Security 2025)",
    },
    {
        .code = "archive-mapping-missing",
        .severity = SEVERITY_WARNING,
        .title = "The mapping table is missing",
        .why =
            "OtherSettings/MappingTable.xml says which internal number belongs "
            "to which extension. Without it a restore may not find the "
            "history, recordings and voicemails of the extensions.",
        .fix = "Take a fresh backup with all options and edit that.",
        .source = "the vendor's published converter, which writes this table",
    },
    {
        .code = "archive-mapping-unreadable",
        .severity = SEVERITY_WARNING,
        .title = "The mapping table cannot be read",
        .why = "OtherSettings/MappingTable.xml is damaged or no XML. A restore "
               "may not find the history, recordings and voicemails of the "
               "extensions.",
        .fix = "Take a fresh backup with all options and edit that.",
        .source = "the vendor's published converter, which writes this table",
    },
    {
        .code = "archive-metadata-encrypted",
        .severity = SEVERITY_WARNING,
        .title = "The backup is probably encrypted in an unknown way",
        .why = "In every backup without a password that was seen, the last 28 "
               "bytes of the file \"metadata\" are zero. Here they are not, so "
               "3CX may have encrypted the other files, in a way that is not "
               "published.",
        .fix = "Take a backup without a password and edit that. Try an "
               "edited copy of this one on a test system first.",
        .source = "backups of versions 16 and 20",
    },
    {
        .code = "archive-metadata-missing",
        .severity = SEVERITY_NOTE,
        .title = "The file \"metadata\" is missing",
        .why = "Backups of version 16 and later begin with this file. It says "
               "when, by which version and of what the backup was made. "
               "Somebody has probably unpacked the backup and packed it again. "
               "Whether a restore needs the file is not known.",
        .fix = "Edit the backup as the phone system wrote it.",
        .source = "backups of versions 16 and 20",
    },
    {
        .code = "archive-metadata-place",
        .severity = SEVERITY_WARNING,
        .title = "The file \"metadata\" is not the first one, or is compressed",
        .why = "3CX writes it first and without compression, so that it always "
               "lies at the same place. A program that looks there does not "
               "find it. Edits leave it where it is.",
        .fix = "Edit the backup as the phone system wrote it.",
        .source = "a backup of version 16 as 3CX's own converter writes it",
    },
    {
        .code = "archive-metadata-version",
        .severity = SEVERITY_NOTE,
        .title =
            "The file \"metadata\" and the database are of different versions",
        .why = "3CX's own converter writes such backups, so it does no harm "
               "by itself; it may also show that two backups were mixed.",
        .fix = "Nothing, if the backup comes from the converter.",
        .source = "a backup of version 16 as 3CX's own converter writes it",
    },
    {
        .code = "archive-metadata-wrong",
        .severity = SEVERITY_WARNING,
        .title = "The file \"metadata\" cannot be understood",
        .why = "It is not the 96 bytes that 3CX writes, so a restore may not "
               "take the archive for a backup. Edits leave it as it is.",
        .fix = "Fetch the backup again from the phone system.",
        .source = "backups of versions 16 and 20",
    },
    {
        .code = "archive-method",
        .severity = SEVERITY_NOTE,
        .title =
            "A file in the backup is packed in a way that cannot be checked",
        .why = "Its compression method or its encryption is not known here, so "
               "nobody can say whether it is whole. Edits copy it unchanged.",
        .fix = "Nothing, if the phone system itself made the backup. Restore "
               "it on a test system before you rely on it.",
        .source = "APPNOTE.TXT 4.4.5 (compression method)",
    },
    {
        .code = "archive-name",
        .severity = SEVERITY_NOTE,
        .title = "A file in the backup has an odd name",
        .why =
            "Backslashes and names that are not UTF-8 are read differently by "
            "different programs, so a file may land in another place than "
            "meant. Of two names that differ in capital letters only, Windows "
            "keeps one file. Edits keep the names.",
        .fix = "Nothing, if the phone system itself made the backup.",
        .source = "APPNOTE.TXT 4.4.17 (file name)",
    },
    {
        .code = "archive-nested",
        .severity = SEVERITY_ERROR,
        .title = "The database lies in a folder, where a restore does not look",
        .why = "The archive was unpacked and packed again with its top folder. "
               "A restore looks for the database at the root and finds none.",
        .fix = "Use the original backup, or pack the content of the folder "
               "instead of the folder itself.",
        .source = "layout of backups that the phone system writes",
    },
    {
        .code = "archive-old",
        .severity = SEVERITY_NOTE,
        .title = "The backup is old",
        .why = "A restore brings back the state of that day: every user, "
               "password and setting changed since then is lost.",
        .fix = "Take a fresh backup and edit that, or save the edit as a plan "
               "and apply it to a fresh backup.",
        .source = "the date in the header of the backup's database",
    },
    {
        .code = "archive-redacted",
        .severity = SEVERITY_ERROR,
        .title = "The file is a redacted copy, not a backup",
        .why = "It was made to be shown to others: secrets are gone and people "
               "have other names. A restore would put that in place of the "
               "real system.",
        .fix = "Use the backup that it was made of.",
        .source = "the archive comment that cxbak writes",
    },
    {
        .code = "archive-salvaged",
        .severity = SEVERITY_ERROR,
        .title = "The file is what was salvaged of a damaged archive",
        .why = "Files may be missing without a trace, and a restore takes "
               "what is there for all there is.",
        .fix = "Use another backup if there is one. If this is all that is "
               "left, take out what is needed, or restore it at your own risk "
               "on a system that can be lost.",
        .source = "the archive comment that cxbak writes",
    },
    {
        .code = "archive-version",
        .severity = SEVERITY_WARNING,
        .title = "The backup comes from a version that is not known here",
        .why = "Users can be read, but whether all fields still lie where "
               "earlier versions kept them has not been seen.",
        .fix = "Compare the list of users with the console, and restore an "
               "edited copy on a test system first.",
        .source = "versions 14, 15, 16, 18 and 20 are known",
    },
};

const struct rule_group rules_of_archive = {rules,
                                            sizeof(rules) / sizeof(rules[0])};
