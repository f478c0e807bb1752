/* Replacing names, addresses and hosts; each as redact_value() does it. */
#ifndef CXBAK_REDACT_REDACT_NAME_IMPL_H
#define CXBAK_REDACT_REDACT_NAME_IMPL_H

#include "redact/redact_impl.h"

/* What stands between the words of a name, and of the first half of an
 * address. */
#define REDACT_NAME_SIGNS  " \t\r\n,;.-&/()"
#define REDACT_LOCAL_SIGNS "._+-"

/* How a word is looked up: as it would be spelt in an address, in small letters
 * without accents and signs, if it can be; newly made. */
char *redact_word_key(const char *word);

/* Is the word, its letters folded, kept apart from others of its key?  See
 * redact_learn_apart(). */
bool redact_is_apart(const struct redactor *r, const char *word);

/* A name of people, word by word; the name of a thing, as a whole. */
bool redact_name(struct redactor *r, enum alias_kind kind, const char *text,
                 struct buf *out);
bool redact_title(struct redactor *r, enum alias_kind kind, const char *text,
                  struct buf *out);

/* The `len` bytes at `text`, a name as links and addresses have it. */
bool redact_slug(struct redactor *r, const char *text, size_t len,
                 struct buf *out);

/* A host or IP address, perhaps with a port; one or more e-mail addresses. */
bool redact_host(struct redactor *r, const char *text, struct buf *out);
bool redact_email(struct redactor *r, const char *text, struct buf *out);

#endif
