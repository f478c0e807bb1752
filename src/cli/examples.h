/*
 * Examples for the help of commands, and topics that are no commands.  All
 * strings are static but where it is said.
 */
#ifndef CXBAK_CLI_EXAMPLES_H
#define CXBAK_CLI_EXAMPLES_H

#include <stdbool.h>

struct example {
    const char *command; /* NULL ends the list */
    const char *words;   /* what follows cxbak */
    const char *what;    /* it does, one line */
};

extern const struct example examples_all[];

/* Topics of help, such as fields: a name, one line, and a text of paragraphs
 * and lines, newly made, which the caller frees. */
struct topic {
    const char *name; /* NULL ends the list */
    const char *summary;
    char *(*text)(void);
};

extern const struct topic examples_topics[];

#endif
