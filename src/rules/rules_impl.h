/*
 * What the rules_*.c files share; private to them.  `struct rules_at` borrows
 * all it points to.
 */
#ifndef CXBAK_RULES_RULES_IMPL_H
#define CXBAK_RULES_RULES_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"
#include "cxbak/rules/rules.h"
#include "cxbak/rules/user_keys.h"
#include "cxbak/rules/rules_text.h"

/* The rules of one kind, sorted by code; see rule_table.c. */
struct rule_group {
    const struct rule *list;
    size_t count;
};
extern const struct rule_group rules_of_archive, rules_of_avatar,
    rules_of_email, rules_of_user;

/* A source that several kinds have. */
#define OFTEN_SEEN "experience with imported user lists"

/* Of a value of more bytes it is told that it is too long, and nothing else:
 * finding all that is wrong with megabytes takes its time. */
#define RULES_LONG ((size_t)64 << 10)

/* Where the findings on one value go. */
struct rules_at {
    struct findings *to;
    const char *number; /* the user's */
    enum field field;
};

/* Add a finding on this value. */
struct finding *rules_add(const struct rules_at *at, const char *code,
                          const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Are there Latin letters next to Cyrillic or Greek ones, which look alike? */
bool rules_mixes_scripts(const char *s);

/* How a message names a character, or a value: both fit for a terminal,
 * newly made, freed by the caller. */
char *rules_name_char(uint32_t cp);
char *rules_quote(const char *value);

/* Append the value as rules_quote() shows it, without the marks. */
void rules_put(struct buf *b, const char *value);

/* Is `value` UTF-8?  If not, adds a finding of rule `code`. */
bool rules_check_utf8(const struct rules_at *at, const char *code,
                      const char *value);

/* Is `value` free of control characters?  Else adds a finding of `code`. */
bool rules_check_control(const struct rules_at *at, const char *code,
                         const char *value);

/* Does a look at the bytes of a value show that no rule of its kind finds
 * anything in it?  If not, they must be asked. */
bool rules_plain_email(const char *value);
bool rules_plain_name(const char *value);
bool rules_plain_phone(const char *value);

/* The rules of one kind of value, which is not empty. */
void rules_email(const struct rules_at *at, const char *value);
void rules_name(const struct rules_at *at, const char *value);
void rules_phone(const struct rules_at *at, const char *value);
void rules_secrets(struct findings *f, const struct rules_user *u);

/* The rules on the domain of the address `whole`; false on an error. */
bool rules_domain(const struct rules_at *at, const char *whole,
                  const char *domain);

/* The domain that was probably meant by this one, newly made; NULL if it
 * looks right. */
char *rules_slip_domain(const char *domain);

/* Do two domains differ by one slip of the finger: one byte more, less, or
 * another, or two neighbours swapped?  Not if only the country differs. */
bool rules_slip_apart(const char *a, const char *b);

/* Bytes of the label's form behind "xn--", or 0 if it cannot be encoded. */
size_t rules_puny_length(const uint32_t *cp, size_t n);

/* Decode `n` bytes behind "xn--" into `out` (room for `n`); false if they
 * are no Punycode of characters, else `*count` are the characters. */
bool rules_puny_decode(const char *s, size_t n, uint32_t *out, size_t *count);

/* The key of a user, newly made, or NULL to leave the user out. */
typedef char *rules_key_fn(const struct rules_user *u);

/* Two or more users with one key. */
typedef void rules_group_fn(struct findings *f, const struct rules_user *users,
                            const struct user_key *group, size_t n);

/* Call `found` for every group of users that share a key. */
void rules_group(struct findings *f, const struct rules_user *users, size_t n,
                 rules_key_fn *key, rules_group_fn *found);

/* The extensions of the group but for member `self`, newly made:
 * "201, 202 and 12 more". */
char *rules_list_others(const struct rules_user *users,
                        const struct user_key *group, size_t n, size_t self);

/* The value as text: "" for an empty one. */
const char *rules_value(const struct rules_user *u, enum field f);

/* Is the value empty, or nothing but blanks? */
bool rules_is_empty(const struct rules_user *u, enum field f);

#endif
