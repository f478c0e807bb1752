/*
 * The parts of choosing users; private to them.
 */
#ifndef CXBAK_PEOPLE_SELECT_IMPL_H
#define CXBAK_PEOPLE_SELECT_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/people/find_people.h"
#include "cxbak/people/select.h"
#include "cxbak/people/user_value.h"

/* The choice on its way. */
struct chooser {
    const struct select_request *q;
    const struct backup *b;
    const struct avatars *a;
    bool *chosen;
    struct user_values *codes; /* of what the rules find of each user; made
                                  when a condition asks for it */
    struct people *people;     /* made when a name is looked for */
};

/* Choose those whom the words of the request name. */
int select_words(struct chooser *c, struct err *e);

/* Take out those whom its `except` names. */
int select_except(struct chooser *c, struct err *e);

/* Are the `n` bytes at `s` digits? */
bool select_is_number(const char *s, size_t n);

/* Compare two numbers of digits by their value. */
int select_compare_digits(const char *a, const char *b);

#endif
