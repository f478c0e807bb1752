#include <stddef.h>
#include <strings.h>

#include "cli/archive_rules.h"

#define FRESH                                                                  \
    "Copy the backup again from the phone system, or take a fresh one. "       \
    "Do not restore this file before it is known who made it."

const struct archive_rule archive_rules[] = {
    {"R1",
     "Files, directory, end records and comment fill the file, with nothing "
     "before, between, over or behind them",
     "What lies in a gap, or before the first file, is not in the directory: "
     "a program that reads the archive from the front finds files there which "
     "no list shows. Where two files overlap, one is made of the other's "
     "bytes, which is how small archives unpack to terabytes.",
     FRESH},
    {"R2", "One end record can be found, and its comment ends the file",
     "Programs look for the end record from the back and take the first thing "
     "that looks like one. A second one in a comment shows one program one "
     "directory, and the next another. A file that was cut short has none.",
     "Copy the backup again: it was cut short, or is still being written. "
     "Otherwise take a fresh one. `cxbak salvage` takes out what is whole."},
    {"R3", "Counts, sizes, offsets and disk numbers are true",
     "One program trusts the count, another reads on to the end, and so they "
     "list different files. Sizes that are not true lead a program outside "
     "of the archive.",
     FRESH},
    {"R4",
     "The header before each file, the directory's record and the data "
     "descriptor say the same, and ask for no version of ZIP that there is not",
     "A program that reads from the front believes the header before the file, "
     "one that reads the directory believes that: with two names, methods or "
     "sizes the first unpacks another file than the second has checked. A file "
     "that asks for a version above 6.3 is left out by one program, unpacked "
     "by another, and a third refuses the whole archive.",
     FRESH},
    {"R5",
     "Names are safe, and differ in every way in which programs read them; "
     "none looks like that of the database",
     "A name with .. or with a drive writes outside of the folder that a "
     "restore unpacks to. Of two files with one name some programs take the "
     "first and some the last: what was checked is then not what is restored.",
     "If you packed it again yourself and its names begin with ./, pack what "
     "is in the folder without that (`zip -r NEW.zip *`), or have `cxbak "
     "salvage` take it away. Else copy the backup again from the phone "
     "system, and do not restore this file before it is known who made it."},
    {"R6",
     "What is decoded is a regular file, stored or deflated, of exact "
     "size and check sum, with nothing left over",
     "Bytes behind the end of the packed data, or more of them than stated, "
     "are read by one program and not by another. A wrong check sum means "
     "that the file is damaged.",
     "If you packed it again yourself, with LZMA or the like, pack it with "
     "deflate, which every program knows (`zip -r NEW.zip *`, or the method "
     "Deflate of 7-Zip). Else copy the backup again from the phone system. "
     "`cxbak salvage` tells which files are whole, and takes them out."},
    {"R7", "Files that are only copied stay as they are, even if damaged",
     "An edit is not the time to repair recordings: each byte that it did not "
     "have to touch is the same afterwards.",
     "`cxbak check --archive` decodes them and names the damaged ones."},
    {"R8",
     "Work and memory depend on the bytes that are there, never on a size that "
     "the archive claims",
     "An archive of a few kilobytes can claim files of terabytes, or unpack "
     "to them, and bring a machine down.",
     "If the database really is that large, allow it with --max-database."},
    {"R9", "There is one database, named ...Db.xml, in the root",
     "Which of two databases a restore takes is not known, and what it does "
     "with one in a folder has not been seen.",
     "If somebody unpacked the backup and packed it again, take the original, "
     "or pack what is in the folder, not the folder itself. What was salvaged "
     "of a damaged archive without its database can only be unpacked. "
     "Otherwise it is no backup of a 3CX phone system."},
    {"R10",
     "The database is plain XML: well-formed UTF-8 without DOCTYPE, "
     "within limits",
     "A DOCTYPE can read files of the machine that opens it, or make billions "
     "of characters of a few. What is not well-formed is read differently by "
     "each program.",
     FRESH},
    {"R11", "The file is a ZIP archive, told by its content",
     "A file of another kind with the ending .zip, or something before the "
     "archive, is read by some programs and not by others.",
     "Look what the file is. With several operands, the backup comes first."},
    {.name = NULL},
};

const struct archive_rule *
archive_rule_find(const char *name)
{
    const struct archive_rule *r;

    for (r = archive_rules; r->name != NULL; r++) {
        if (strcasecmp(r->name, name) == 0)
            return r;
    }
    return NULL;
}
