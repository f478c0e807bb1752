/* What the parts of the redaction share. */
#ifndef CXBAK_REDACT_REDACT_IMPL_H
#define CXBAK_REDACT_REDACT_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/redact/redact.h"
#include "cxbak/util/buf.h"

#include "redact/redact_alias_impl.h"
#include "redact/redact_rules_impl.h"

/* One redaction.  The database is read twice: first every real value is
 * learned, then they are replaced and everything is counted. */
struct redactor {
    const struct redact_request *q;
    struct aliases aliases;
    void *apart; /* words that are kept apart, a tree */
    bool learning;
    char **pictures; /* of each member that is one: its new name behind the
                        folder of pictures; else NULL */
    size_t picture_count;
    size_t mapping; /* the mapping table, or SIZE_MAX */
    void *counts;   /* items of the list, a tree by what they are */
    struct redact_counted *counted; /* the last of them */
    struct redact_list *list;
};

/* Append what comes in the place of a value.  False: it has to go, because it
 * is not of the form that the rule wants. */
bool redact_value(struct redactor *r, const struct redact_rule *rule,
                  const char *text, struct buf *out);

/* The parts of it that are no names: numbers, and numbers of extensions. */
bool redact_number(struct redactor *r, const char *text, struct buf *out);
bool redact_dn(struct redactor *r, const char *text, struct buf *out);

/* Is the text a date, a time or both; a version; a network mask; a telephone
 * number or several, as they are written; a name, by all that can be seen: no
 * number or address, and nothing of code? */
bool redact_is_date(const char *text);
bool redact_is_version(const char *text);
bool redact_is_mask(const char *text);
bool redact_is_number(const char *text);
bool redact_is_name(const char *text);

/* Learn which words must be kept apart, lest two users become one; it comes
 * first.  Then the names of all users; and name the pictures. */
void redact_learn_apart(struct redactor *r);
void redact_apart_free(struct redactor *r);
void redact_learn_users(struct redactor *r);
void redact_name_pictures(struct redactor *r);

/* Append the alias' text; false if there is none. */
bool redact_put(const struct redactor *r, const struct alias *x,
                struct buf *out);

/* One more of these; `name` may be NULL.  Nothing counts while learning. */
void redact_count(struct redactor *r, enum redact_action action,
                  enum redact_what what, const char *name);

/* Put the list in order and forget what counted. */
void redact_list_finish(struct redactor *r);

/* A document of XML on its way through: give it the original piece by piece,
 * take what comes out of `out`. */
struct redact_xml;
struct redact_xml *redact_xml_new(struct redactor *r, const char *where,
                                  bool marked, struct buf *out);
int redact_xml_push(struct redact_xml *x, const void *p, size_t n,
                    struct err *e);
int redact_xml_finish(struct redact_xml *x, struct err *e);
void redact_xml_free(struct redact_xml *x);

/* Write the archive of the copy. */
int redact_write(struct redactor *r, struct sink *to, struct err *e);

#endif
