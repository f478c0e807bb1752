/*
 * The parts of the database's editor: one edit on its way, and what it does
 * with elements and properties.
 */
#ifndef DBEDITOR_H
#define DBEDITOR_H

#include <stdbool.h>
#include <stdint.h>

#include "cxbak/buf.h"
#include "cxbak/database.h"

struct editor {
    const struct database *d;
    const struct user *u;
    const struct edit *edit;
    struct xpatches *p;
};

/* Blanks before the children of the user. */
const char *dbedit_lead(const struct user *u);

/* Add a patch with the text of a buffer, which is emptied; or one that drops
 * bytes. */
void dbedit_patch(struct editor *ed, uint64_t at, uint64_t to, struct buf *b);
void dbedit_cut(struct editor *ed, uint64_t at, uint64_t to);

/* Append <NAME>value</NAME>. */
void dbedit_add(struct buf *b, const char *name, const struct edit *edit);

/* The form of an empty element that this edit asks for, or the usual one. */
enum form dbedit_form(const struct editor *ed, enum field f);

/* Write an element without content, or with the edit's value. */
void dbedit_empty(struct editor *ed, const struct place *at, const char *name,
                  enum form form);
void dbedit_fill(struct editor *ed, const struct place *at, const char *name);

/* Where a missing field goes when the file does not show it: behind the last
 * field that is there. */
uint64_t dbedit_last(const struct user *u);

/* What is to happen to one DNProperty of a user. */
struct dbwish {
    const struct edit *edit;
    const char *name; /* of a new one */
    const char *type; /* NULL: String */
    const char *description;
    const struct place *place; /* of the one that is there, or NULL */
    const struct place *value; /* of its Value, or NULL */
    uint64_t part_end;         /* end of its last child */
    bool remove;
};

/* The wish that the edit of a mobile number comes to. */
void dbprops_mobile(const struct editor *ed, struct dbwish *w);

/* The wish that the edit of another property comes to, or ST_REFUSED. */
int dbprops_wish(const struct editor *ed, struct dbwish *w, struct err *e);

/* Add the patches for all wishes about one user's properties. */
void dbprops_edit(struct editor *ed, const struct dbwish *w, size_t n);

#endif
