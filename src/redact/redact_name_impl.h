/* Replacing names, addresses and hosts; each as redact_value() does it. */
#ifndef CXBAK_REDACT_REDACT_NAME_IMPL_H
#define CXBAK_REDACT_REDACT_NAME_IMPL_H

#include "redact/redact_impl.h"

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
