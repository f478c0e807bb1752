#include <string.h>

#include "cli/advice.h"

/* Where commands or options help. */
static const struct {
    const char *code;
    const char *fix;
} list[] = {
    {"archive-hidden",
     "Look at that file. If the phone system itself did not make the backup, "
     "do not restore it. With --thorough such a backup is not written."},
    {"archive-metadata-encrypted",
     "Take a backup without a password and edit that. With --force an edited "
     "copy is written all the same; try it on a test system first."},
    {"archive-version",
     "Compare the list of users with the console. Write only with --force, and "
     "restore on a test system first."},
    {"avatar-elsewhere",
     "Nothing, if that is meant. `cxbak avatar set` puts a picture into the "
     "backup and has ContactImage name it."},
    {"avatar-entry-guess",
     "After the restore, look whether the console and an app show the picture. "
     "If they do not, set one picture in the console, back up, look with "
     "`cxbak list BACKUP -c number,contactimage` how it is written, and set "
     "the others with `cxbak avatar set --image-entry TEMPLATE`: {file} is the "
     "picture's name, {number} the extension."},
    {"avatar-missing",
     "Set a picture with `cxbak avatar set`, or remove the reference with "
     "`cxbak avatar clear`."},
    {"avatar-not-square",
     "Set the picture again with `cxbak avatar set`, which crops it to a "
     "square (--crop chooses the part)."},
    {"avatar-orphan",
     "Nothing for a restore. If it belongs to somebody, set it with "
     "`cxbak avatar set`."},
    {"avatar-several",
     "Look at them with `cxbak show`, clear the avatar and set the right one "
     "again."},
    {"avatar-too-large",
     "Set the picture again with `cxbak avatar set`, which scales it down."},
    {"avatar-type",
     "Set the picture again with `cxbak avatar set`, which writes the format "
     "that the name says."},
    {"avatar-unreadable",
     "Set a JPEG or PNG with `cxbak avatar set`, or remove the picture with "
     "`cxbak avatar clear`."},
    {"leftover-values",
     "See whether it is the new person's; if not, set or clear it by the same "
     "edit: --mobile, --caller-id, --avatar or --clear."},
    {"name-not-nfc",
     "`cxbak fix BACKUP --code name-not-nfc` writes each such letter as one "
     "character, which changes nothing that anybody sees. Or leave it."},
    {"target-v20-email-shared",
     "Give every user an address of their own before the move: `cxbak set "
     "BACKUP --duplicates email --email "
     "'{email.local}+{number}@{email.domain}'` adds the extension."},
};

const char *
advice(const struct rule *r)
{
    size_t i;

    for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
        if (strcmp(list[i].code, r->code) == 0)
            return list[i].fix;
    }
    return r->fix;
}
