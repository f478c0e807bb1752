#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "people/name_spell_impl.h"

/* Is this byte part of a word? */
static bool
in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The words of a folded text with one blank between. */
static char *
words_of(const char *s)
{
    struct buf b = BUF_INIT;

    for (; *s != '\0'; s++) {
        if (in_word(*s))
            buf_addc(&b, *s);
        else if (b.len > 0 && b.data[b.len - 1] != ' ')
            buf_addc(&b, ' ');
    }
    if (b.len > 0 && b.data[b.len - 1] == ' ')
        b.data[--b.len] = '\0';
    return b.len > 0 ? buf_steal(&b) : mem_dup("");
}

/* Drop the `e` that spells an umlaut, so that ae, oe, ue are a, o, u. */
static void
bare(char *s)
{
    char *to = s;
    char last = '\0';

    for (; *s != '\0'; s++) {
        bool spelt = *s == 'e' && (last == 'a' || last == 'o' || last == 'u');

        last = *s;
        if (!spelt)
            *to++ = *s;
    }
    *to = '\0';
}

char *
name_spell(const char *name, enum spelling how)
{
    char *folded = text_fold(name), *out = folded;
    bool lost = false;

    if (how != SPELT_FOLDED) {
        out = text_ascii(folded, &lost);
        free(folded);
    }
    if (lost) {
        free(out);
        return NULL;
    }
    folded = words_of(out);
    free(out);
    if (how == SPELT_BARE)
        bare(folded);
    if (*folded == '\0') {
        free(folded);
        return NULL;
    }
    return folded;
}
