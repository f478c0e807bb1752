/*
 * The rules that an archive has to keep, in words.  All strings are static.
 */
#ifndef CXBAK_CLI_ARCHIVE_RULES_H
#define CXBAK_CLI_ARCHIVE_RULES_H

/* What `explain` says of a rule of zdir.h. */
struct archive_rule {
    const char *name; /* "R4"; NULL ends the list */
    const char *what; /* must hold */
    const char *why;  /* what another reader, or an attacker, would do */
    const char *fix;
};

extern const struct archive_rule archive_rules[];

/* The rule of that name, in any case; NULL if there is none. */
const struct archive_rule *archive_rule_find(const char *name);

#endif
