/*
 * First and last names.  People are called O'Brien and O’Brien, Garcia
 * Lorca, de la Cruz-Smith, Teller alone, and in every script: only what
 * cannot be part of a name, or is hardly meant, is a finding.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "rules/rules_impl.h"

/* The limit that version 20 knows. */
#define NAME_MAX_CHARS 50

/* The characters of the bytes 0x80 to 0x9F of Windows-1252; 0: none. */
static const uint16_t windows1252[] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* The byte of a character in Windows-1252 (or Latin-1, of what that leaves
 * out); 0 if it has none. */
static uint8_t
windows_byte(uint32_t cp)
{
    size_t i;

    for (i = 0; i < sizeof(windows1252) / sizeof(windows1252[0]); i++) {
        if (windows1252[i] == cp)
            return (uint8_t)(0x80 + i);
    }
    return cp <= 0xFF ? (uint8_t)cp : 0;
}

/* The character whose Windows-1252 byte is 0x80 to 0xBF? */
static bool
is_from_tail_byte(uint32_t cp)
{
    uint8_t byte = windows_byte(cp);

    return byte >= 0x80 && byte <= 0xBF;
}

/* The name as it was before its UTF-8 was read as Windows-1252; NULL if it
 * was not that. */
static char *
reread(const char *value)
{
    struct rules_walk w = {.next = value};
    struct buf b = BUF_INIT;
    bool fine = true;

    while (fine && rules_step(&w)) {
        uint8_t byte = windows_byte(w.cp);

        fine = byte != 0;
        buf_addc(&b, (char)byte);
    }
    fine = fine && text_valid(buf_str(&b), b.len, NULL) &&
           strcmp(buf_str(&b), value) != 0;
    if (!fine)
        buf_free(&b);
    return fine ? buf_steal(&b) : NULL;
}

/* Quotation marks and dashes also stand behind real letters: RENÅ’S. */
static bool
is_punctuation(uint32_t cp)
{
    return cp == 0xA0 || (cp >= 0x2013 && cp <= 0x201D);
}

/* Are these two characters one that was UTF-8, read as Windows-1252? */
static bool
is_misread_pair(uint32_t a, uint32_t b)
{
    if (a == 0xE2)
        return b == 0x20AC;
    if (a == 0xC2 || a == 0xC3)
        return is_from_tail_byte(b);
    return (a == 0xC4 || a == 0xC5 || a == 0xD0 || a == 0xD1) &&
           is_from_tail_byte(b) && !is_punctuation(b);
}

/* A character reference such as &amp; or &#39; at `s`? */
static bool
is_reference(const char *s)
{
    size_t n;

    if (*s++ != '&')
        return false;
    if (*s == '#')
        s++;
    for (n = 0; isalnum((unsigned char)s[n]); n++)
        continue;
    return n >= 2 && n <= 8 && s[n] == ';';
}

/* What shows that the name is not as somebody wrote it; NULL if nothing. */
static const char *
find_damage(const char *s)
{
    static const char *const errors[] = {"#NAME?",  "#REF!", "#VALUE!", "#N/A",
                                         "#DIV/0!", "#NUM!", "#NULL!"};
    struct rules_walk w = {.next = s};
    uint32_t before = 0, last = 0;
    size_t i;

    for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        if (strcmp(s, errors[i]) == 0)
            return "is an error of a spreadsheet";
    }
    while (rules_step(&w)) {
        if (w.cp == 0xFFFD)
            return "holds the sign for an unreadable character";
        if (is_misread_pair(last, w.cp))
            return "looks like UTF-8 that was read as Windows-1252";
        if (last == '?' && rules_is_letter(before) && rules_is_letter(w.cp))
            return "has a question mark within a word";
        before = last;
        last = w.cp;
    }
    for (; *s != '\0'; s++) {
        if (is_reference(s))
            return "holds a character that is escaped twice";
    }
    return NULL;
}

/* Zero-width joiners belong between letters of some scripts (Persian, the
 * Indic ones) and of emoji: nothing before Hebrew has them. */
static bool
is_joiner_in_place(uint32_t before, uint32_t cp, const char *next)
{
    struct rules_walk w = {.next = next};

    return (cp == 0x200C || cp == 0x200D) && before >= 0x0590 &&
           rules_step(&w) && w.cp >= 0x0590;
}

/* Report the first control of direction, and the first other character that
 * cannot be seen. */
static void
check_unseen(const struct rules_at *at, const char *q, const char *value)
{
    struct rules_walk w = {.next = value};
    bool bidi = false, invisible = false;
    uint32_t before = 0;

    for (; rules_step(&w); before = w.cp) {
        if (rules_is_bidi(w.cp) && !bidi) {
            rules_add(at, "name-bidi",
                      "%s has the direction control U+%04X at position %zu", q,
                      (unsigned)w.cp, w.pos);
            bidi = true;
        } else if (!rules_is_bidi(w.cp) && !invisible &&
                   rules_is_invisible(w.cp) &&
                   !is_joiner_in_place(before, w.cp, w.next)) {
            rules_add(at, "name-invisible",
                      "%s has the invisible character U+%04X at position %zu",
                      q, (unsigned)w.cp, w.pos);
            invisible = true;
        }
    }
}

/* The name with one of several blanks in a row, a plain one if they differ. */
static char *
squeeze(const char *value)
{
    struct rules_walk w = {.next = value};
    struct buf b = BUF_INIT;
    uint32_t blank = 0;

    while (rules_step(&w)) {
        if (rules_is_blank(w.cp)) {
            blank = blank == 0 || blank == w.cp ? w.cp : ' ';
            continue;
        }
        if (blank != 0)
            text_put(&b, blank);
        blank = 0;
        text_put(&b, w.cp);
    }
    if (blank != 0)
        text_put(&b, blank);
    return buf_steal(&b);
}

static void
check_blanks(const struct rules_at *at, const char *q, const char *value)
{
    char *trimmed = text_trim(value);
    struct rules_walk w = {.next = trimmed};
    struct finding *f = NULL;
    bool last = false;

    if (*trimmed == '\0')
        f = rules_add(at, "name-blank", "%s is nothing but blanks", q);
    else if (strlen(trimmed) < strlen(value))
        f = rules_add(at, "name-blank", "%s has a blank at an end", q);
    if (f != NULL)
        finding_suggest(f, mem_dup(trimmed), false);
    while (rules_step(&w)) {
        if (last && rules_is_blank(w.cp)) {
            f = rules_add(at, "name-double-blank", "%s has two blanks in a row",
                          q);
            finding_suggest(f, squeeze(value), false);
            break;
        }
        last = rules_is_blank(w.cp);
    }
    free(trimmed);
}

void
rules_name(const struct rules_at *at, const char *value)
{
    struct rules_walk w = {.next = value};
    struct finding *f;
    const char *damage;
    char *q;

    if (!rules_check_utf8(at, "name-control", value))
        return;
    rules_check_control(at, "name-control", value);
    q = rules_quote(value);
    if (strlen(value) > RULES_LONG) {
        rules_add(at, "name-too-long",
                  "%s has %zu bytes; version 20 takes %d characters", q,
                  strlen(value), NAME_MAX_CHARS);
        free(q);
        return;
    }
    check_unseen(at, q, value);
    check_blanks(at, q, value);
    if ((damage = find_damage(value)) != NULL) {
        f = rules_add(at, "name-damaged", "%s %s", q, damage);
        finding_suggest(f, reread(value), true);
    }
    if (strchr(value, '"') != NULL)
        rules_add(at, "name-quote", "%s has a double quotation mark", q);
    if (!text_is_nfc(value)) {
        f = rules_add(at, "name-not-nfc",
                      "%s stores its accents as separate characters (it is not "
                      "in Unicode normal form C)",
                      q);
        finding_suggest(f, text_nfc(value), false);
    }
    while (rules_step(&w))
        continue;
    if (w.pos > NAME_MAX_CHARS)
        rules_add(at, "name-too-long",
                  "%s has %zu characters; version 20 takes %d", q, w.pos,
                  NAME_MAX_CHARS);
    free(q);
}
