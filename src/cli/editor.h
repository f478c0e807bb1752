/*
 * The user's editor on a file of ours.  A `struct editor` owns its folder,
 * which nobody else can look into, and all that is in it.
 *
 * The editor is started by a process of its own, which is made before this one
 * loses the right to start any.  All that it can be told is to do so now.  It
 * removes the folder when this process has ended, however that came.
 */
#ifndef CXBAK_CLI_EDITOR_H
#define CXBAK_CLI_EDITOR_H

#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"

struct editor {
    char *folder; /* NULL: none yet */
    char *path;   /* of the file in it */
    int ask;    /* to the process that starts the editor: one byte each time */
    int answer; /* from it: how the editor ended */
};

/* Make the folder, in TMPDIR, XDG_RUNTIME_DIR (which is memory) or /tmp, and
 * the process; the file will have that name. */
int editor_open(struct editor *x, const char *name, struct err *e);

/* Put `text` into the file, run VISUAL, EDITOR or vi on it, and read what has
 * become of it into `to`.  ST_SYSTEM if the editor fails. */
int editor_edit(struct editor *x, const struct buf *text, struct buf *to,
                struct err *e);

/* Remove the folder, and what the editor has left in it. */
void editor_close(struct editor *x);

#endif
