/*
 * Letters that a spreadsheet could not write.  One that saves in its machine's
 * own code page puts a question mark, or the nearest letter that it has, in
 * place of every letter that the code page lacks, and says nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* The characters of Windows-1252 beyond Latin-1. */
static const uint32_t extras[] = {
    0x0152, 0x0153, 0x0160, 0x0161, 0x0178, 0x017D, 0x017E, 0x0192, 0x02C6,
    0x02DC, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E,
    0x2020, 0x2021, 0x2022, 0x2026, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2122};

/* The character at `s`, which is well-formed UTF-8, and its length. */
static uint32_t
decode(const char *s, size_t *n)
{
    unsigned char lead = (unsigned char)*s;
    uint32_t cp;
    size_t i;

    *n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    cp = *n == 1 ? lead : lead & (0x7FU >> *n);
    for (i = 1; i < *n; i++)
        cp = cp << 6 | ((unsigned char)s[i] & 0x3F);
    return cp;
}

static bool
is_in_code_page(uint32_t cp)
{
    size_t i;

    if (cp < 0x100)
        return true;
    for (i = 0; i < sizeof(extras) / sizeof(extras[0]); i++) {
        if (extras[i] == cp)
            return true;
    }
    return false;
}

/* How many bytes at `cell` stand for the character, which the code page does
 * not have; 0 if it is another one. */
static size_t
stands_for(const char *cell, const char *s, size_t n, bool nearest)
{
    char *one, *ascii;
    size_t m;

    /* Two question marks stand for what UTF-16 writes in two units. */
    if (cell[0] == '?')
        return n == 4 && cell[1] == '?' ? 2 : 1;
    if (!nearest)
        return 0;
    one = mem_ndup(s, n);
    ascii = text_ascii(one, NULL);
    m = strlen(ascii);
    if (strncmp(cell, ascii, m) != 0)
        m = 0;
    free(ascii);
    free(one);
    return m;
}

bool
users_csv_lost_letters(const char *old, const char *cell, bool nearest)
{
    bool lost = false;
    size_t n, m;

    while (*old != '\0') {
        uint32_t cp = decode(old, &n);

        if (strncmp(old, cell, n) == 0) {
            m = n;
        } else {
            m = is_in_code_page(cp) ? 0 : stands_for(cell, old, n, nearest);
            lost = true;
        }
        if (m == 0)
            return false;
        old += n;
        cell += m;
    }
    return lost && *cell == '\0';
}
