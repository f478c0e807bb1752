/* What a file is, told by its first bytes, when it is not a ZIP file. */
#include <string.h>

#include "zip/zip_impl.h"

#define MAGIC(off, bytes, what)                                                \
    {                                                                          \
        off, sizeof(bytes) - 1, bytes, what                                    \
    }

static const struct {
    size_t off;
    size_t len;
    const char *bytes;
    const char *what;
} magics[] = {
    MAGIC(0, "PK\7\10", "this is one part of a ZIP archive split over disks"),
    MAGIC(0, "PK00PK", "this is one part of a ZIP archive split over disks"),
    MAGIC(0, "\xef\xbb\xbf<",
          "this is an XML file, not a backup: give the ZIP "
          "file that holds it"),
    MAGIC(0, "<?xml",
          "this is an XML file, not a backup: give the ZIP file "
          "that holds it"),
    MAGIC(0, "<PhoneSystem",
          "this is an XML file, not a backup: give the ZIP "
          "file that holds it"),
    MAGIC(0, "\xff\xfe<",
          "this is an XML file, not a backup: give the ZIP "
          "file that holds it"),
    MAGIC(0, "\xfe\xff", "this is a UTF-16 text file, not a backup"),
    MAGIC(257, "ustar", "this is a tar archive, not a ZIP file"),
    MAGIC(0, "\x1f\x8b", "this is a gzip file, not a ZIP file"),
    MAGIC(0, "7z\xbc\xaf\x27\x1c", "this is a 7z archive, not a ZIP file"),
    MAGIC(0, "Rar!\x1a\7", "this is a RAR archive, not a ZIP file"),
    MAGIC(0,
          "\xfd"
          "7zXZ",
          "this is an xz file, not a ZIP file"),
    MAGIC(0, "\x28\xb5\x2f\xfd", "this is a Zstandard file, not a ZIP file"),
    MAGIC(0, "BZh", "this is a bzip2 file, not a ZIP file"),
    MAGIC(0, "\x89PNG", "this is a PNG picture, not a backup"),
    MAGIC(0, "\xff\xd8\xff", "this is a JPEG picture, not a backup"),
    MAGIC(0, "%PDF", "this is a PDF document, not a backup"),
    MAGIC(0, "SQLite format 3", "this is an SQLite database, not a backup"),
    MAGIC(0, "PGDMP", "this is a PostgreSQL dump, not a backup"),
    MAGIC(0,
          "\x7f"
          "ELF",
          "this is a program, not a backup"),
    MAGIC(0, "MZ",
          "this is a Windows program, not a backup; a self-extracting "
          "archive must be unpacked first"),
};

const char *
zkind(const uint8_t *head, size_t n)
{
    size_t i;

    for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
        if (n >= magics[i].off + magics[i].len &&
            memcmp(head + magics[i].off, magics[i].bytes, magics[i].len) == 0)
            return magics[i].what;
    }
    return NULL;
}
