/*
 * The settings of a user: scalar elements and properties that are no field.
 * Which of them may be printed is told by a list of the names that are known
 * to be harmless, not by one of secrets: what a later version adds, or an
 * integrator, stays hidden until somebody has looked at it.
 */
#ifndef CXBAK_BACKUP_SETTING_H
#define CXBAK_BACKUP_SETTING_H

#include <stdbool.h>

/* May the value of the element or property `name` be printed?  Yes if the
 * name is a known harmless one, or if the value only says yes or no (True,
 * False, 1, 0) or names a picture in ProfilePictures/, and the name is not
 * that of a secret.  Of all others nothing
 * but whether they are set may be told. */
bool setting_may_be_shown(const char *name, const char *value);

/* The same of an element, attribute or parameter `name` anywhere in the
 * database, by the element `parent` that it is in. */
bool setting_there_may_be_shown(const char *parent, const char *name,
                                const char *value);

/* Does the name say that the element or property holds a secret (password,
 * PIN, key, token ...)?  No is no permission to print it. */
bool setting_is_secret(const char *name);

#endif
