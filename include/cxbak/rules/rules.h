/*
 * The rules on users: what is wrong with a value, a person, or a list of
 * people.  Everything passed in is borrowed; findings are added to the
 * caller's list, which owns them (see finding.h).
 *
 * Values are NUL-terminated text; NULL and "" both mean that a field is
 * empty, which is no fault by itself.  Text that is not UTF-8 is a finding,
 * not a crash.  Messages quote values fit for a terminal and cut them when
 * they are long; passwords and PINs are never quoted.  The work is linear in
 * the text, but for sorting the users.
 */
#ifndef CXBAK_RULES_RULES_H
#define CXBAK_RULES_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/field/field.h"
#include "cxbak/rules/finding.h"

/* One user as the rules see it. */
struct rules_user {
    const char *value[FIELD_COUNT];
    bool enabled;
    const char *auth_password; /* NULL if the backup does not say */
    const char *vm_pin;        /* NULL if the backup does not say, or if
                                  voicemail asks for no PIN */
};

/* What the backup's own parameters demand. */
struct rules_system {
    size_t number_length; /* parameter ENL: digits of an extension; 0 unknown */
};

/*
 * The rules on one value of the user `number`: its form and its characters.
 * An empty value is fine, but for FIELD_NUMBER.  This is what a changing
 * command asks about a new value.
 */
void rules_check_value(struct findings *f, const struct rules_system *sys,
                       const char *number, enum field field, const char *value);

/* All rules on one user alone: every value, missing name or address, and
 * password and PIN.  Of a disabled user, address and secrets may be absent
 * or weak. */
void rules_check_user(struct findings *f, const struct rules_system *sys,
                      const struct rules_user *u);

/*
 * The rules on `n` users together: repeated extensions, shared addresses and
 * names (Unicode case ignored), and domains that look like a slip of the
 * domain most users have.  Each finding names the other extensions.
 */
void rules_check_users(struct findings *f, const struct rules_user *u,
                       size_t n);

/* What matters for moving the `n` users to version 20: an address that is
 * shared is an error of the move, the rest is advice.  Disabled users are left
 * out. */
void rules_check_target_v20(struct findings *f, const struct rules_user *u,
                            size_t n);

/* The text by which addresses are compared: without blanks at the ends,
 * Unicode case folded.  NULL for an empty one; the caller frees it. */
char *rules_email_key(const char *email);

#endif
