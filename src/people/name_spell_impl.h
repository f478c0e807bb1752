/*
 * Names spelt for comparing; private to the search for people.
 */
#ifndef CXBAK_PEOPLE_NAME_SPELL_IMPL_H
#define CXBAK_PEOPLE_NAME_SPELL_IMPL_H

#include <stdbool.h>
#include <stddef.h>

/* How names are spelt for comparing, the most exact first. */
enum spelling {
    SPELT_FOLDED, /* words without case */
    SPELT_ASCII,  /* ue for u-umlaut, accents dropped */
    SPELT_BARE,   /* u for u-umlaut */
    SPELT_COUNT
};

/* The words of a name in one spelling, one blank between them, newly made; or
 * NULL if it has none. */
char *name_spell(const char *name, enum spelling how);

#endif
