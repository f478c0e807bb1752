/*
 * A page for people: what changes, what was found, what is still to be done,
 * and the proof, as one HTML file that needs no network, for screens, light
 * and dark, and for paper.  A `struct html_page` borrows the sink that it is
 * written to while it is made, so that a long one takes no memory.
 *
 * Everything that comes from a backup is escaped, and the page forbids scripts
 * and anything from outside by a Content-Security-Policy.
 */
#ifndef CXBAK_REPORT_HTML_PAGE_H
#define CXBAK_REPORT_HTML_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/backup.h"
#include "cxbak/change/change.h"
#include "cxbak/compare/compare.h"
#include "cxbak/plan/plan.h"
#include "cxbak/report/console_todo.h"
#include "cxbak/rules/finding.h"
#include "cxbak/util/err.h"
#include "cxbak/util/sink.h"

struct html_page;

/* Begin a page with that heading. */
struct html_page *html_page_new(const char *title, struct sink *to);

/* What a backup is; `label` says which one: "Backup", "Old", "New". */
void html_page_backup(struct html_page *h, const char *label,
                      const struct backup *b);

/* A table of users and their values, old and new, with pictures side by side:
 * of settled changes, of two backups, and of a plan. */
void html_page_changes(struct html_page *h, const struct changes *c,
                       struct backup *b);
void html_page_comparison(struct html_page *h, const struct comparison *c,
                          struct backup *old, struct backup *new);
void html_page_plan(struct html_page *h, const struct plan *p);

/* Findings under a heading, with the names of users of `b`; nothing where
 * there are none. */
void html_page_findings(struct html_page *h, const char *heading,
                        const struct findings *f, const struct backup *b);

/* What the console still has to do, each with a box to tick. */
void html_page_todo(struct html_page *h, const struct console_todo *t);

/* A section of plain lines, each a sentence; and one line of it that says
 * whether all is well. */
void html_page_lines(struct html_page *h, const char *heading,
                     const char *const *lines, size_t n);
void html_page_verdict(struct html_page *h, bool good, const char *text);

/* Room for a date, a name and a signature. */
void html_page_signature(struct html_page *h);

/* End the page and release it.  ST_SYSTEM if not all of it could be written;
 * the sink is not finished. */
int html_page_finish(struct html_page *h, struct err *e);

#endif
