/*
 * The user's editor on a file of ours.  A `struct editor` owns its folder,
 * which nobody else can look into, and all that is in it.
 */
#ifndef CXBAK_CLI_EDITOR_H
#define CXBAK_CLI_EDITOR_H

#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"

struct editor {
    char *folder; /* NULL: none yet */
    char *path;   /* of the file in it */
};

/* Make the folder, in TMPDIR or /tmp; the file will have that name. */
int editor_open(struct editor *x, const char *name, struct err *e);

/* Put `text` into the file, run VISUAL, EDITOR or vi on it, and read what has
 * become of it into `to`.  ST_SYSTEM if the editor fails. */
int editor_edit(struct editor *x, const struct buf *text, struct buf *to,
                struct err *e);

/* Remove the folder, and what the editor has left in it. */
void editor_close(struct editor *x);

#endif
