/*
 * How ContactImage is to be written: a template of values as in template.h
 * that also knows `{file}`, the name of the picture in its folder.
 */
#ifndef CXBAK_CHANGE_IMAGE_ENTRY_H
#define CXBAK_CHANGE_IMAGE_ENTRY_H

#include "cxbak/backup/user.h"
#include "cxbak/util/err.h"

struct image_entry;

/* Make one of `text`.  ST_USAGE, as template_parse() says it, if it is none. */
int image_entry_parse(struct image_entry **to, const char *text, struct err *e);

/* The value for a user and the member of that name, which lies in the folder
 * of pictures.  In a path or an address the name is percent-encoded.  The
 * caller frees it. */
char *image_entry_expand(const struct image_entry *t, const struct user *u,
                         const char *name);

/* Release; NULL is allowed. */
void image_entry_free(struct image_entry *t);

#endif
