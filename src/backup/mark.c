#include <string.h>

#include "cxbak/backup/mark.h"

/* The mark is told by the first words of the comment: what stands behind them
 * may change. */
static const struct {
    const char *word;
    const char *begins;
    const char *comment;
    const char *phrase;
} marks[] = {
    [MARK_SALVAGED] =
        {"salvaged", "Salvaged by cxbak ",
         "Salvaged by cxbak from a damaged archive. This is NOT A BACKUP: "
         "files may be missing. Restoring it is at your own risk.",
         "what was salvaged of a damaged archive: files may be missing, and "
         "restoring it is at your own risk"},
    [MARK_REDACTED] =
        {"redacted", "Redacted by cxbak ",
         "Redacted by cxbak to be shown to others. This is NOT A BACKUP: it "
         "must never be restored.",
         "a redacted copy, made to be shown to others: it must never be "
         "restored"},
};

#define MARKS (sizeof(marks) / sizeof(marks[0]))

/* No mark begins with more characters. */
#define BEGINS_MAX 18

const char *
mark_comment(enum mark mark)
{
    return mark == MARK_NONE ? "" : marks[mark].comment;
}

const char *
mark_phrase(enum mark mark)
{
    return mark == MARK_NONE ? NULL : marks[mark].phrase;
}

const char *
mark_word(enum mark mark)
{
    return mark == MARK_NONE ? NULL : marks[mark].word;
}

int
mark_read(enum mark *mark, const struct zdir *z, const struct source *s,
          struct err *e)
{
    char begins[BEGINS_MAX + 1] = "";
    uint64_t at = zdir_comment(z), left = zdir_file_size(z) - at;
    size_t i;

    *mark = MARK_NONE;
    if (source_read(s, begins, left < BEGINS_MAX ? (size_t)left : BEGINS_MAX,
                    at, e) != ST_OK)
        return e->status;
    for (i = MARK_NONE + 1; i < MARKS; i++) {
        if (strcmp(begins, marks[i].begins) == 0)
            *mark = (enum mark)i;
    }
    return ST_OK;
}
