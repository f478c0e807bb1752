#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "people/photo_words_impl.h"

/* What stands before an extension in names of files. */
static const char *const number_words[] = {
    "extension",   "extn",    "ext",   "durchwahl", "dw",    "nst",
    "nebenstelle", "toestel", "poste", "interno",   "anexo", "ramal",
};

/* What is said of people, and of pictures, beside a name; folded. */
static const char *const name_words[] = {
    "dr",    "prof",  "mr",    "mrs",    "ms",      "miss",     "mx",
    "sir",   "herr",  "frau",  "fr",     "hr",      "dipl",     "ing",
    "inf",   "kfm",   "mag",   "phd",    "md",      "msc",      "bsc",
    "ma",    "ba",    "mba",   "jr",     "sr",      "ii",       "iii",
    "mme",   "mlle",  "sig",   "dott",   "photo",   "photos",   "foto",
    "pic",   "image", "img",   "avatar", "picture", "portrait", "headshot",
    "bild",  "final", "new",   "neu",    "profile", "passfoto", "bewerbung",
    "small", "copy",  "kopie",
};

/* Years that photos are named by. */
#define YEAR_FIRST 1950
#define YEAR_LAST  2099

const char *
photo_words_number(const char *name)
{
    size_t i, n;

    for (i = 0; i < sizeof(number_words) / sizeof(number_words[0]); i++) {
        n = strlen(number_words[i]);
        if (strncasecmp(name, number_words[i], n) != 0)
            continue;
        n += strspn(name + n, " ._-#:");
        if (name[n] >= '0' && name[n] <= '9')
            return name + n;
    }
    return NULL;
}

/* Is this a byte of a word? */
static bool
in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Is the word one that is no name? */
static bool
is_beside(const char *word, size_t n)
{
    size_t i;

    if (n == 4 && strspn(word, "0123456789") >= 4) {
        long year = strtol(word, NULL, 10);

        return year >= YEAR_FIRST && year <= YEAR_LAST;
    }
    for (i = 0; i < sizeof(name_words) / sizeof(name_words[0]); i++) {
        if (strlen(name_words[i]) == n && memcmp(word, name_words[i], n) == 0)
            return true;
    }
    return false;
}

/* Bytes from the start of the text that are no name: words, and what stands
 * between them. */
static size_t
beside_before(const char *s)
{
    size_t at = 0, n;

    for (;;) {
        while (s[at] != '\0' && !in_word(s[at]))
            at++;
        for (n = 0; in_word(s[at + n]); n++)
            ;
        if (n == 0 || !is_beside(s + at, n))
            return at;
        at += n;
    }
}

/* Where the name ends: words behind it are no name. */
static size_t
name_end(const char *s, size_t from, size_t end)
{
    size_t n;

    for (;;) {
        while (end > from && !in_word(s[end - 1]))
            end--;
        for (n = 0; end - n > from && in_word(s[end - n - 1]); n++)
            ;
        if (n == 0 || !is_beside(s + end - n, n))
            return end;
        end -= n;
    }
}

/* Are there two words?  One alone may be a part of somebody else's name. */
static bool
has_two_words(const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (!in_word(s[i]))
            return true;
    }
    return false;
}

char *
photo_words_name(const char *name)
{
    char *folded = text_fold(name), *left = NULL;
    size_t begin = beside_before(folded), length = strlen(folded);
    size_t end = name_end(folded, begin, length);

    if ((begin > 0 || end < length) && end > begin &&
        has_two_words(folded + begin, end - begin))
        left = mem_ndup(folded + begin, end - begin);
    free(folded);
    return left;
}
