/*
 * Does the phone system fetch photos of users from Microsoft 365 or Google?
 * 3CX's description of its interface calls the switch IsSyncPhoto; where a
 * backup has it is not known, so it is looked for as an element, a property or
 * a parameter of that name, and in values that are JSON or XML.
 */
#ifndef CXBAK_BACKUP_PHOTO_SYNC_H
#define CXBAK_BACKUP_PHOTO_SYNC_H

#include <stdbool.h>

/* Is the element, property or parameter `name` the switch (IsSyncPhoto,
 * IS_SYNC_PHOTO, with anything before it), and is it on? */
bool photo_sync_is_on(const char *name, const char *value);

/* Does a value that holds several settings have it switched on? */
bool photo_sync_in(const char *value);

#endif
