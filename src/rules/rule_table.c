/*
 * The catalogue of findings, sorted by code.  `explain`, the README and the
 * reports print these texts, so they are written for the person who runs a
 * phone system, not for us.  They name nothing of a front end, which may say
 * in its own words what to do.
 *
 * A code says first what it is about (archive, avatar, email, group,
 * leftover, name, number, password, phone, pin, profiles, reference, sync,
 * target).  Severity: an error
 * is what a phone system or a restore cannot use; a warning is what is likely
 * to be wrong or to surprise; a note is good to know.  The file is one table
 * and longer than others because it has to be one array.
 */
#include "cxbak/rules/finding.h"

#define ADDRESS_SYNTAX "RFC 5321, 4.1.2 and RFC 5322, 3.4.1 (addr-spec)"
#define NAME_API                                                               \
    "definitions of the 3CX version 20 API, which do not name the field"
#define NUMERIC_ONLY "3CX, bulk import of extensions: numeric values only"
#define E164         "ITU-T E.164"
#define OFTEN_SEEN   "experience with imported user lists"
#define V20_IMPORT   "advice: 3CX version 20, columns that its import requires"

static const struct rule rules[] = {
    {
        .code = "archive-crc",
        .severity = SEVERITY_ERROR,
        .title = "A member of the archive is damaged",
        .why = "Its content does not have the length and check sum that the "
               "archive states. A restore may stop at it, or bring back a "
               "broken recording, prompt or table. This program copies such "
               "a member as it is and never repairs it.",
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
               "seen; on a system that minds the case it would not.",
        .fix = "Rename the member, or take a fresh backup. Until then it can "
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
        .title = "The backup is encrypted",
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
        .title = "A member may end earlier for programs that stream",
        .why = "Its compressed data end early, or a data descriptor stands in "
               "the middle of its stored data. Programs that read an archive "
               "as a stream may end it there and take what follows for "
               "another member, even for another database. A stored archive "
               "within the archive can look the same.",
        .fix = "Look at the member. If the phone system itself did not make "
               "the backup, do not restore it.",
        .source = "PKWARE APPNOTE 4.3.9; research on programs that disagree "
                  "about ZIP files (USENIX Security 2025)",
    },
    {
        .code = "archive-mapping-missing",
        .severity = SEVERITY_WARNING,
        .title = "The mapping table is missing",
        .why = "OtherSettings/MappingTable.xml ties internal identifiers to "
               "extension numbers. Without it a restore may not find the "
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
        .why = "The last 28 bytes of the member metadata are zero in every "
               "plain backup seen. Here they are not, so 3CX itself may have "
               "encrypted what else is in the archive. How is not published.",
        .fix = "Take a backup without a password and edit that. Try an "
               "edited copy of this one on a test system first.",
        .source = "backups of versions 16 and 20",
    },
    {
        .code = "archive-metadata-missing",
        .severity = SEVERITY_NOTE,
        .title = "The member metadata is missing",
        .why = "Backups of version 16 and later begin with it: it tells when, "
               "by which version and of what the backup was made. The archive "
               "was probably packed again by hand. Whether a restore needs it "
               "is not known.",
        .fix = "Edit the backup as the phone system wrote it.",
        .source = "backups of versions 16 and 20",
    },
    {
        .code = "archive-metadata-place",
        .severity = SEVERITY_WARNING,
        .title = "The member metadata is not the first one, stored as it is",
        .why = "3CX writes it first and without compression, so that its bytes "
               "stand at a fixed place of the file. A program that looks there "
               "does not find them. Edits leave it where it is.",
        .fix = "Edit the backup as the phone system wrote it.",
        .source = "a backup of version 16 as 3CX's own converter writes it",
    },
    {
        .code = "archive-metadata-version",
        .severity = SEVERITY_NOTE,
        .title = "The member metadata is of another version than the database",
        .why = "3CX's own converter writes such backups, so it does no harm "
               "by itself; it may also show that two backups were mixed.",
        .fix = "Nothing, if the backup comes from the converter.",
        .source = "a backup of version 16 as 3CX's own converter writes it",
    },
    {
        .code = "archive-metadata-wrong",
        .severity = SEVERITY_WARNING,
        .title = "The member metadata cannot be understood",
        .why = "It is not the 96 bytes that 3CX writes, so a restore may not "
               "take the archive for a backup. Edits leave it as it is.",
        .fix = "Fetch the backup again from the phone system.",
        .source = "backups of versions 16 and 20",
    },
    {
        .code = "archive-method",
        .severity = SEVERITY_NOTE,
        .title = "A member is packed in a way that cannot be checked",
        .why = "Its compression method is unknown here, so its check sum was "
               "not proved. Edits copy it unchanged.",
        .fix = "Nothing, if the phone system itself made the backup. Restore "
               "it on a test system before you rely on it.",
        .source = "APPNOTE.TXT 4.4.5 (compression method)",
    },
    {
        .code = "archive-name",
        .severity = SEVERITY_NOTE,
        .title = "A member has an odd name",
        .why =
            "Backslashes and names that are not UTF-8 are read differently by "
            "different programs, so a file may land in another place than "
            "meant. Edits keep the name.",
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
        .why = "Members may be missing without a trace, and a restore takes "
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
    {
        .code = "avatar-elsewhere",
        .severity = SEVERITY_NOTE,
        .title = "A picture lies on another host",
        .why = "ContactImage is an address on another host than the phone "
               "system's own names. What is shown comes from there, and not "
               "from the backup.",
        .fix = "Nothing, if that is meant. A picture that is set here is put "
               "into the backup, and ContactImage names it.",
        .source = "ContactImage, externalFqdn and internalFqdn in the "
                  "backup's database",
    },
    {
        .code = "avatar-entry-guess",
        .severity = SEVERITY_WARNING,
        .title = "How ContactImage names a picture is a guess",
        .why = "A phone system from version 16 on has the picture of a user in "
               "ContactImage. Nobody in this backup has one, so that its form "
               "is not known here, and the picture may not be shown.",
        .fix = "After the restore, look whether the console and an app show "
               "the picture. If they do not, set one picture in the console, "
               "back up, look how ContactImage names it, and set the others "
               "in that form.",
        .source = "3CX's object model names the element, not its form",
    },
    {
        .code = "avatar-kept",
        .severity = SEVERITY_NOTE,
        .title = "A picture stays, because others have it too",
        .why = "A queue, a phone book entry or another user names the same "
               "picture as this user. It is no longer this user's, but it is "
               "still in the backup.",
        .fix = "Nothing, if the others are to keep it. Else change it for them "
               "in the console, or clear the other user's avatar too.",
        .source = "ContactImage and properties in the backup's database",
    },
    {
        .code = "avatar-missing",
        .severity = SEVERITY_WARNING,
        .title = "A user's picture is not in the backup",
        .why = "ContactImage or a property names a picture that the archive "
               "does not hold, so clients show an empty frame after a "
               "restore.",
        .fix = "Set a picture, or remove the reference.",
        .source = "ContactImage and properties in the backup's database",
    },
    {
        .code = "avatar-not-square",
        .severity = SEVERITY_NOTE,
        .title = "A picture is not square",
        .why = "Clients show avatars in a circle or a square: the sides are "
               "cut off or the face is squeezed.",
        .fix = "Set the picture again, which crops it to a square.",
        .source = "the client asks for a square part when it takes a picture",
    },
    {
        .code = "avatar-orphan",
        .severity = SEVERITY_NOTE,
        .title = "A picture belongs to no user",
        .why = "Nothing in the database names it, and its name starts with no "
               "extension of this backup. It may be left over from a user who "
               "is gone, and "
               "is then a photo kept without need.",
        .fix = "Nothing for a restore. If it belongs to somebody, set it for "
               "that user.",
        .source = "the folder ProfilePictures of the backup",
    },
    {
        .code = "avatar-several",
        .severity = SEVERITY_WARNING,
        .title = "Several pictures for one user",
        .why = "More than one member can be the user's picture, and which one "
               "a phone system shows is not certain.",
        .fix = "Look at them, clear the avatar and set the right one again.",
        .source = "the folder ProfilePictures of the backup",
    },
    {
        .code = "avatar-synced",
        .severity = SEVERITY_WARNING,
        .title = "The next synchronisation overwrites the picture",
        .why = "The phone system fetches the photos of users from Microsoft "
               "365 or Google. What is set here is replaced at the next run.",
        .fix = "Change the photo there, or switch the synchronisation of "
               "photos off in the console after the restore.",
        .source = "IsSyncPhoto in 3CX's description of its interface",
    },
    {
        .code = "avatar-too-large",
        .severity = SEVERITY_WARNING,
        .title = "A picture is very large",
        .why = "Every client loads the pictures of all colleagues. Photos "
               "straight from a camera slow them down and swell the backup.",
        .fix = "Set the picture again, which scales it down.",
        .source = "the client scales a picture down when it takes one",
    },
    {
        .code = "avatar-type",
        .severity = SEVERITY_WARNING,
        .title = "A picture's content is not what its name says",
        .why = "A JPEG that is called .png is shown by some programs and "
               "refused by others, which go by the name.",
        .fix = "Set the picture again, which writes the format that the name "
               "says.",
        .source = "the client takes jpg, jpeg and png",
    },
    {
        .code = "avatar-unreadable",
        .severity = SEVERITY_ERROR,
        .title = "A picture cannot be read",
        .why = "It is truncated, damaged, or in a format that clients do not "
               "show, such as HEIC or WebP.",
        .fix = "Set a JPEG or PNG, or remove the picture.",
        .source = "the client takes jpg, jpeg and png",
    },
    {
        .code = "email-blank",
        .severity = SEVERITY_ERROR,
        .title = "A blank before or behind an address",
        .why = "It cannot be seen in the console, but mail servers refuse the "
               "address and a sign-in does not match it.",
        .fix = "Set the address without the blank.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-comma",
        .severity = SEVERITY_ERROR,
        .title = "A comma in an address, probably for a dot",
        .why = "A comma separates addresses and is never part of one, so mail "
               "goes nowhere or to half an address.",
        .fix = "Set the address with the dot.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-display-name",
        .severity = SEVERITY_ERROR,
        .title = "More than the bare address",
        .why = "The field takes an address only. A name, pointed brackets or "
               "\"mailto:\" around it, as mail programs copy them, make it "
               "unusable.",
        .fix = "Set only what stands between the brackets.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-domain",
        .severity = SEVERITY_ERROR,
        .title = "The domain of an address cannot exist",
        .why = "Domains are made of parts with letters, digits and inner "
               "hyphens, joined by single dots, and do not end in a number. "
               "Mail to anything else cannot be sent.",
        .fix = "Correct what stands behind the @.",
        .source = "RFC 5321, 4.1.2; RFC 1123, 2.1; RFC 5890, 2.3 (IDN)",
    },
    {
        .code = "email-international",
        .severity = SEVERITY_NOTE,
        .title = "An address with characters beyond ASCII",
        .why = "Such an address is valid, but only mail servers that know "
               "SMTPUTF8 deliver to a name with such characters. A domain "
               "with them is reached by its xn-- form too.",
        .fix = "Nothing, if mail arrives. Else ask for an address in plain "
               "letters, or write the domain in its xn-- form.",
        .source = "RFC 6531 (SMTPUTF8), RFC 5890 (IDN)",
    },
    {
        .code = "email-literal",
        .severity = SEVERITY_WARNING,
        .title = "An address at an IP address instead of a domain",
        .why = "The form user@[192.0.2.1] is valid, but most mail servers "
               "refuse it, and it breaks when the server moves.",
        .fix = "Use the domain of the mail server.",
        .source = "RFC 5321, 4.1.3",
    },
    {
        .code = "email-missing",
        .severity = SEVERITY_NOTE,
        .title = "A user without an address",
        .why = "No welcome message, no voicemail by e-mail and no single "
               "sign-on for this user. Usual for rooms and common phones.",
        .fix = "Nothing for a room. For a person, set the address.",
        .source = "3CX, bulk import of extensions: the address is optional up "
                  "to version 18",
    },
    {
        .code = "email-mixed-script",
        .severity = SEVERITY_WARNING,
        .title = "Letters of different alphabets in one part of an address",
        .why = "Cyrillic and Greek letters that look like Latin ones make an "
               "address that reads right and is another. Mail goes astray, or "
               "to somebody who wants it to.",
        .fix = "Type the address again on a Latin keyboard.",
        .source = "Unicode Technical Standard 39, 5.1",
    },
    {
        .code = "email-no-dot",
        .severity = SEVERITY_WARNING,
        .title = "The domain of an address has no dot",
        .why = "It can be reached inside one network at most, and is more "
               "often a name that was cut off.",
        .fix = "Set the address with the whole domain.",
        .source = "RFC 5321, 2.3.5: a domain is fully qualified",
    },
    {
        .code = "email-quoted",
        .severity = SEVERITY_WARNING,
        .title = "An address with a quoted name",
        .why = "The form \"jane doe\"@example.com is valid, but many mail "
               "servers and web pages do not take it.",
        .fix = "Use an address without quotation marks if there is one.",
        .source = "RFC 5321, 4.1.2: such names should be avoided",
    },
    {
        .code = "email-several",
        .severity = SEVERITY_ERROR,
        .title = "Several addresses in one field",
        .why = "The field takes one address. With a list in it, none is "
               "reached.",
        .fix = "Keep one, or let the mail server forward one address to all.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-shared",
        .severity = SEVERITY_WARNING,
        .title = "Several users have the same address",
        .why = "Voicemail and notices of all of them go to one mailbox, and a "
               "sign-in by address cannot tell them apart. It is only noted "
               "where the users have the same name: one person with two "
               "extensions is common.",
        .fix = "Nothing if that is meant. Else set an address of their own.",
        .source = "the version 20 API has calls that look for duplicates; "
                  "real systems of version 18 hold them",
    },
    {
        .code = "email-syntax",
        .severity = SEVERITY_ERROR,
        .title = "Not an e-mail address",
        .why = "Mail cannot be sent to it, so voicemail by e-mail, the welcome "
               "message and single sign-on fail for this user.",
        .fix = "Set a valid address such as jane.doe@example.com, or clear "
               "the field.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-too-long",
        .severity = SEVERITY_ERROR,
        .title = "An address is too long",
        .why = "The name before the @ may have 64 bytes, each part of the "
               "domain 63, and the whole address 254. Mail servers refuse "
               "longer ones.",
        .fix = "Set a shorter address.",
        .source = "RFC 5321, 4.5.3.1; RFC 3696, erratum 1690",
    },
    {
        .code = "email-trailing-dot",
        .severity = SEVERITY_ERROR,
        .title = "An address ends in a dot",
        .why = "The full stop of a sentence was copied with the address. Mail "
               "servers refuse it.",
        .fix = "Set the address without the last dot.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-typo",
        .severity = SEVERITY_WARNING,
        .title = "An address looks mistyped",
        .why = "Its domain is one letter away from a well-known one, or from "
               "the one that most users of this backup have, or a sign that "
               "text programs put for ' or - is in it. Mistyped domains are "
               "often registered to catch stray mail.",
        .fix = "Correct the address, or leave it if it is meant.",
        .source = OFTEN_SEEN,
    },
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
        .why = "One group is a user's own; with several it is not certain "
               "whose rights and office hours count.",
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
        .fix = "Change that place in the console after the restore.",
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
        .fix = "Change the forwarding in the console after the restore.",
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
        .fix = "Change that place in the console after the restore, and let "
               "the phone fetch its configuration again.",
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
        .why = "Both names change, so this is another person. Voicemail PIN, "
               "greeting, web password and meeting link are still those of "
               "the former one, who knows them.",
        .fix = "Set new PIN, greeting, password and meeting link in the "
               "console after the restore.",
        .source = "edits touch only the fields they name",
    },
    {
        .code = "leftover-values",
        .severity = SEVERITY_WARNING,
        .title = "The extension changes hands, but keeps values of the former "
                 "person",
        .why = "Both names change, so this is another person. Mobile number, "
               "caller ID or picture are still those of the former one: calls "
               "may ring a phone that left with him or her.",
        .fix = "See whether it is the new person's; if not, set or clear it by "
               "the same edit.",
        .source = "edits touch only the fields they name",
    },
    {
        .code = "name-bidi",
        .severity = SEVERITY_WARNING,
        .title = "Invisible characters that turn the direction of writing",
        .why = "They make a name look different from what it is, and spill "
               "over into the text behind it. Arabic and Hebrew names do not "
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
               "\"O&apos;Brien\" come from a file that was read in the wrong "
               "encoding or escaped twice.",
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
        .why = "Directories, call lists and the phone book show a bare number.",
        .fix = "Set one of the names. A room can have its name as last name.",
        .source = "3CX, bulk import of extensions: names may be empty up to "
                  "version 18",
    },
    {
        .code = "name-not-nfc",
        .severity = SEVERITY_NOTE,
        .title = "A name is not in Unicode normal form C",
        .why = "An accented letter is stored as two characters, as files from "
               "a Mac have it. It looks the same, but is not found by a "
               "search, and phones show the accent apart.",
        .fix = "Nothing: names that an edit writes are put into normal form.",
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
        .why = "Usually one person with two extensions, sometimes two people "
               "whom colleagues cannot tell apart, or one entry too many. An "
               "edit changes only the extension it names.",
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
        .why = "International numbers have at most 15 digits, and with the "
               "country code hardly fewer than 7. A number behind a + with "
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
        .title = "A zero of domestic calls in an international number",
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
        .title = "An extension has not five forwarding profiles",
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
        .why = "OtherSettings/MappingTable.xml ties internal identifiers to "
               "numbers. An entry left over does no harm, but shows that "
               "table and database were not written together.",
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
        .why = "Calls ring at nobody for part of the time.",
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
};

const struct rule *
rule_all(size_t *n)
{
    *n = sizeof(rules) / sizeof(rules[0]);
    return rules;
}
