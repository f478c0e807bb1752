#include <stddef.h>

#include "cli/table_options.h"

const struct option_spec table_import_options[] = {
    {"key", 0, "LIST",
     "how rows name their user: number,email,name, in the order to try", 0},
    {"map", 0, "COLUMN=FIELD",
     "read a column, by name or letters, as this field; - is none",
     OPTION_REPEAT},
    {"map-file", 0, "FILE", "the same from a file, one on each line",
     OPTION_PATH},
    {"columns", 0, NULL, "say what each column is read as, and change nothing",
     0},
    {"header-row", 0, "N",
     "the row that names the columns: found, unless given", 0},
    {"pictures", 0, "DIR",
     "the column Avatar names files here, or in FILE's folder",
     OPTION_PATH | OPTION_FOLDER},
    {"no-trim", 0, NULL, "keep blanks around cells", 0},
    {"sheet", 0, "NAME",
     "the sheet of a workbook: the first visible one, unless given", 0},
    {"skip-unknown", 0, NULL, "leave out rows of people not in the backup", 0},
    {"skip-bad", 0, NULL, "leave out any row that cannot be used", 0},
    {"rejects", 0, "FILE.csv",
     "write the rows that are left out, and why, to import them later",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM | OPTION_LATER},
    {"results", 0, "FILE.csv", "write what comes of every row",
     OPTION_PATH | OPTION_OUTPUT | OPTION_NO_STREAM | OPTION_LATER},
    {"keep-damaged", 0, NULL,
     "keep the backup's value where a damaged cell was made of it", 0},
    {"encoding", 0, "NAME",
     "the file's encoding, as iconv calls it: found out, unless given", 0},
    {"accept-damage", 0, NULL,
     "take cells as they are that a spreadsheet damaged", 0},
    {.name = NULL},
};

const struct option_spec table_export_options[] = {
    {"for", 0, "plain|excel|3cx", "who is to read it: plain, unless given", 0},
    {"columns", 'c', "LIST",
     "the columns to write, with commas between: those of `list`, or of the "
     "console's CSV",
     0},
    {"delimiter", 0, "comma|semicolon|tab",
     "what stands between cells: a comma, unless given", 0},
    {"with-secrets", 0, NULL, "passwords and PINs too", 0},
    {"with-pictures", 0, NULL, "in a workbook, a column of pictures too", 0},
    {"output", 'o', "FILE", "write to this file, not to standard output",
     OPTION_PATH | OPTION_OUTPUT},
    {"force", 'f', NULL, "replace FILE if it exists", 0},
    {.name = NULL},
};
