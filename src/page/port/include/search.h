/* WASI's search.h, and what it lacks of GNU's. */
#ifndef PAGE_SEARCH_H
#define PAGE_SEARCH_H

#include_next <search.h>

void twalk_r(const void *root,
             void (*action)(const void *node, VISIT which, void *arg),
             void *arg);

#endif
