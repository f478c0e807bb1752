/*
 * Findings: what the rules say of a backup.  A list owns its findings and
 * their strings; codes are static.  Findings are values: only report and cmd
 * print them.
 */
#ifndef CXBAK_RULES_FINDING_H
#define CXBAK_RULES_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* What `explain` and README say of one rule; all strings are static. */
struct rule {
    const char *code; /* stable, kebab-case: "email-syntax" */
    enum severity severity;
    const char *title;  /* what is found, one line */
    const char *why;    /* why it matters */
    const char *fix;    /* what to do, for every front end */
    const char *source; /* where the rule comes from */
};

struct finding {
    const struct rule *rule;
    char *number;           /* the user's extension, or NULL */
    const char *field;      /* key of the field ("EmailAddress"), or NULL */
    char *message;          /* what, where, why; never a secret */
    const char *reason;     /* the rule of archives that is broken, "R5",
                               static; or NULL */
    char *suggestion;       /* the value that the field should have, "" to
                               clear it; NULL if the rules do not know it */
    enum severity severity; /* the rule's, unless raised or lowered */
    enum hint hint;         /* what a front end can do about it */
    bool guess;             /* the suggestion is likely, but not certain */
    bool introduced;        /* by this edit; false when only reading */
};

struct findings {
    struct finding *list;
    size_t count;
    size_t cap;
};

#define FINDINGS_INIT                                                          \
    {                                                                          \
        NULL, 0, 0                                                             \
    }

/* How many rules there are. */
size_t rule_count(void);

/* The rule at that place in the order of codes, from 0; NULL behind the last
 * one. */
const struct rule *rule_at(size_t place);

/* The place of a rule in that order; rule_count() for one that is in none. */
size_t rule_place(const struct rule *r);

/* The rule of that code, or NULL. */
const struct rule *rule_find(const char *code);

/* "error", "warning" or "note". */
const char *severity_name(enum severity s);

/* Add a finding of rule `code` (which must exist) with a printf-style
 * message; `number` is copied and may be NULL, `field` is static or NULL. */
struct finding *findings_add(struct findings *f, const char *code,
                             const char *number, const char *field,
                             const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Is it about the user with that extension? */
bool finding_is_about(const struct finding *f, const char *number);

/* Has its rule one of the `n` codes? */
bool finding_has_code(const struct finding *f, const char *const *codes,
                      size_t n);

/* Say what the field should have instead; the text is taken over. */
void finding_suggest(struct finding *f, char *text, bool guess);

/* How many findings have that severity; with `introduced_only`, only those
 * that this edit introduced. */
size_t findings_count(const struct findings *f, enum severity s,
                      bool introduced_only);

/* Put the findings of `from` behind those of `to`; `from` is empty then. */
void findings_move(struct findings *to, struct findings *from);

/* Drop the findings from the `first` on that `keep` is false for. */
void findings_filter(struct findings *f, size_t first,
                     bool (*keep)(void *arg, const struct finding *f),
                     void *arg);

/* Put the findings from the `first` on in order: the gravest first, then by
 * code, then by extension. */
void findings_sort(struct findings *f, size_t first);

/* Put them in the order of extensions, and those of one as findings_sort()
 * does. */
void findings_by_number(struct findings *f);

/* The part of findings in that order which is about one extension.  It belongs
 * to `f`: it is not to be released. */
struct findings findings_about(const struct findings *f, const char *number);

/* Release the findings; the list is empty and usable again. */
void findings_free(struct findings *f);

#endif
