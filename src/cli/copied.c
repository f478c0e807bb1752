#include <stdlib.h>

#include "cxbak/util/human.h"
#include "cxbak/util/buf.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zread.h"
#include "cli/copied.h"
#include "cli/say.h"

/* A folder has no content: most programs drop it without a word. */
static void
warn_of_folders(const struct backup *b)
{
    size_t i, first = SIZE_MAX, n = 0;

    for (i = 0; i < zdir_count(b->zip); i++) {
        const struct zmember *m = zdir_member(b->zip, i);

        if (zname_is_folder(m->name) && m->usize > 0 && n++ == 0)
            first = i;
    }
    if (n == 1)
        say_warning("the folder \"%s\" has content, which most programs drop",
                    zdir_member(b->zip, first)->name);
    else if (n > 1)
        say_warning("%zu folders have content, which most programs drop; the "
                    "first is \"%s\"",
                    n, zdir_member(b->zip, first)->name);
}

/* A file that its attributes call a folder or a link is one to some programs,
 * whatever its name and its content are. */
static void
warn_of_irregular(const struct backup *b)
{
    size_t i, first = SIZE_MAX, n = 0;

    for (i = 0; i < zdir_count(b->zip); i++) {
        const struct zmember *m = zdir_member(b->zip, i);

        if (!zname_is_folder(m->name) && !zread_is_regular(m) && n++ == 0)
            first = i;
    }
    if (n == 1)
        say_warning("file \"%s\" is a folder or a link by its attributes, so "
                    "programs may not unpack it as a file",
                    zdir_member(b->zip, first)->name);
    else if (n > 1)
        say_warning("%zu files are folders or links by their attributes, so "
                    "programs may not unpack them as files; the first is "
                    "\"%s\"",
                    n, zdir_member(b->zip, first)->name);
}

/* What decoding them on the way has shown: all that were decoded are whole,
 * or nothing would have been written. */
static void
say_scan(const struct backup *b, const char *path, const struct zscan_result *r)
{
    const char *why = b->password != NULL ? "with another password"
                                          : "without a known password";
    char n[HUMAN_ROOM], all[HUMAN_ROOM], left[HUMAN_ROOM];

    human_things(all, r->whole + r->unknown, "file");
    if (r->whole + r->unknown == 0)
        return;
    if (r->unknown == 0) {
        say_note("%s: %s in it that %s copied %s decoded on the way, and all "
                 "are whole",
                 path, all, r->whole == 1 ? "was" : "were",
                 r->whole == 1 ? "was" : "were");
        return;
    }
    say_note("%s: %s of %s in it that were copied %s decoded on the way%s; %s "
             "could not be decoded: encrypted %s, or packed in a way that is "
             "not known here",
             path, human_count(n, r->whole), all,
             r->whole == 1 ? "was" : "were",
             r->whole == 0   ? ""
             : r->whole == 1 ? ", and is whole"
                             : ", and are whole",
             human_count(left, r->unknown), why);
}

void
copied_say(const struct backup *b, const char *path, bool thorough,
           const struct write_result *r)
{
    char n[HUMAN_ROOM];
    struct buf with = BUF_INIT;

    warn_of_folders(b);
    warn_of_irregular(b);
    if (thorough) {
        say_scan(b, path, &r->scan);
        return;
    }
    if (r->copied == 0)
        return;
    if (r->descriptors == 1 && r->copied == 1)
        buf_adds(&with, ", with a data descriptor");
    else if (r->descriptors > 0)
        buf_printf(&with, ", %s of them with data descriptors",
                   human_count(n, r->descriptors));
    say_note("%s: %s file%s in it %s copied, not unpacked%s; `cxbak check "
             "--archive` unpacks and checks %s",
             path, human_count(n, r->copied), r->copied == 1 ? "" : "s",
             r->copied == 1 ? "was" : "were",
             with.len > 0 ? buf_str(&with) : "",
             r->copied == 1 ? "it" : "them");
    buf_free(&with);
}
