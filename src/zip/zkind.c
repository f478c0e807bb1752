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
    /* What `metadata` begins with, which stands first in a backup. */
    MAGIC(0, "3CXAA5D1D44173C4FDCA2DCC6CF1CC29460",
          "this begins as the metadata of a 3CX backup, but is no ZIP file: if "
          "it is an encrypted backup, then in a way that is not known, and "
          "nothing of it can be read"),
    MAGIC(0, "Salted__",
          "this is a file that OpenSSL or a program like it has encrypted: "
          "decrypt it first"),
    MAGIC(0, "age-encryption.org/",
          "this is a file that age has encrypted: decrypt it first"),
    MAGIC(0, "-----BEGIN PGP",
          "this is a file that GnuPG or a program like it has encrypted or "
          "signed: unpack it with that first"),
    /* With a passphrase: a packet of 13 bytes, version 4. */
    MAGIC(0, "\x8c\x0d\4",
          "this is a file that GnuPG or a program like it has encrypted: "
          "decrypt it first"),
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

/* Where a tar header has its checksum, the sum of its bytes with blanks in
 * place of the checksum itself, and its magic. */
#define TAR_LEN        512
#define TAR_SUM_AT     148
#define TAR_SUM_LEN    8
#define TAR_SUM_DIGITS 6
#define TAR_MAGIC_AT   257

/* The magic alone may stand by chance in the name of a ZIP file's member. */
static bool
is_tar(const uint8_t *head, size_t n)
{
    unsigned long sum = 0, want = 0;
    size_t i;

    if (n < TAR_LEN || memcmp(head + TAR_MAGIC_AT, "ustar", 5) != 0)
        return false;
    for (i = 0; i < TAR_SUM_DIGITS; i++) {
        uint8_t c = head[TAR_SUM_AT + i];

        if (c != ' ')
            want = want * 8 + (unsigned long)(c - '0');
    }
    for (i = 0; i < TAR_LEN; i++)
        sum += i - TAR_SUM_AT < TAR_SUM_LEN ? ' ' : head[i];
    return sum == want;
}

const char *
zkind(const uint8_t *head, size_t n)
{
    size_t i;

    if (is_tar(head, n))
        return "this is a tar archive, not a ZIP file";
    for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
        if (n >= magics[i].off + magics[i].len &&
            memcmp(head + magics[i].off, magics[i].bytes, magics[i].len) == 0)
            return magics[i].what;
    }
    return NULL;
}
