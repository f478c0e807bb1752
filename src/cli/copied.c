#include <stdlib.h>

#include "cxbak/util/human.h"
#include "cxbak/util/buf.h"
#include "cxbak/zip/zname.h"
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

/* What decoding them on the way has shown. */
static void
say_scan(const struct backup *b, const char *path, const struct zscan_result *r)
{
    char n[HUMAN_ROOM];

    say_note("%s: the files in it that were copied were decoded on the way%s",
             path, r->damaged + r->unknown == 0 ? ", and all are whole" : "");
    if (r->damaged > 0)
        say_warning("%s file%s in it %s damaged, as in %s; the first is \"%s\"",
                    human_count(n, r->damaged), r->damaged == 1 ? "" : "s",
                    r->damaged == 1 ? "is" : "are", b->path,
                    zdir_member(b->zip, r->first_damaged)->name);
    if (r->unknown > 0)
        say_note(
            "%s file%s in it %s encrypted or packed in a way that is not known "
            "here, and %s not decoded",
            human_count(n, r->unknown), r->unknown == 1 ? "" : "s",
            r->unknown == 1 ? "is" : "are", r->unknown == 1 ? "was" : "were");
}

void
copied_say(const struct backup *b, const char *path, bool thorough,
           const struct write_result *r)
{
    char n[HUMAN_ROOM];
    struct buf with = BUF_INIT;

    warn_of_folders(b);
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
