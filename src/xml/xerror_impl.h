/*
 * What libxml2 finds wrong, in words of our own.  libxml2's messages quote
 * the document, and what stands in a backup may be a password.
 */
#ifndef CXBAK_XML_XERROR_IMPL_H
#define CXBAK_XML_XERROR_IMPL_H

/* The kind of the error `code` (an xmlParserErrors): a noun phrase without
 * anything of the document; static. */
const char *xerror_kind(int code);

#endif
