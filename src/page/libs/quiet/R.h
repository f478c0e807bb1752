/*
 * libxlsxwriter says on standard error what it returns as well.  It has one
 * switch for that: built for the language R, it says so by REprintf().
 */
#ifndef PAGE_R_H
#define PAGE_R_H

static inline void
REprintf(const char *format, ...)
{
    (void)format;
}

#endif
