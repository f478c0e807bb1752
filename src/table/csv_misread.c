/*
 * Letters that were read in another encoding than the one they were written
 * in.  What was there before tells it: the letters of the cell, turned back
 * into the bytes that they were read from, are those of the old value.
 */
#include <stdlib.h>
#include <string.h>

#include "table/csv_impl.h"
#include "cxbak/util/text.h"

/* Bytes 0x80 to 0xFF of Mac OS Roman. */
static const uint16_t mac_roman[128] = {
    0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0,
    0x00E2, 0x00E4, 0x00E3, 0x00E5, 0x00E7, 0x00E9, 0x00E8, 0x00EA, 0x00EB,
    0x00ED, 0x00EC, 0x00EE, 0x00EF, 0x00F1, 0x00F3, 0x00F2, 0x00F4, 0x00F6,
    0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC, 0x2020, 0x00B0, 0x00A2, 0x00A3,
    0x00A7, 0x2022, 0x00B6, 0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4, 0x00A8,
    0x2260, 0x00C6, 0x00D8, 0x221E, 0x00B1, 0x2264, 0x2265, 0x00A5, 0x00B5,
    0x2202, 0x2211, 0x220F, 0x03C0, 0x222B, 0x00AA, 0x00BA, 0x03A9, 0x00E6,
    0x00F8, 0x00BF, 0x00A1, 0x00AC, 0x221A, 0x0192, 0x2248, 0x2206, 0x00AB,
    0x00BB, 0x2026, 0x00A0, 0x00C0, 0x00C3, 0x00D5, 0x0152, 0x0153, 0x2013,
    0x2014, 0x201C, 0x201D, 0x2018, 0x2019, 0x00F7, 0x25CA, 0x00FF, 0x0178,
    0x2044, 0x20AC, 0x2039, 0x203A, 0xFB01, 0xFB02, 0x2021, 0x00B7, 0x201A,
    0x201E, 0x2030, 0x00C2, 0x00CA, 0x00C1, 0x00CB, 0x00C8, 0x00CD, 0x00CE,
    0x00CF, 0x00CC, 0x00D3, 0x00D4, 0xF8FF, 0x00D2, 0x00DA, 0x00DB, 0x00D9,
    0x0131, 0x02C6, 0x02DC, 0x00AF, 0x02D8, 0x02D9, 0x02DA, 0x00B8, 0x02DD,
    0x02DB, 0x02C7};

/* The byte that was read as this character, in Windows-1252 or, for control
 * characters, in Latin-1; 0: none. */
static uint8_t
byte_of(uint32_t cp)
{
    unsigned i;

    if (cp < 0x100)
        return (uint8_t)cp;
    for (i = 0x80; i < 0xA0; i++) {
        if (csv_windows1252((uint8_t)i) == cp)
            return (uint8_t)i;
    }
    return 0;
}

/* The bytes that the cell was read from.  False if no such reading makes it,
 * or if they are ASCII, which all encodings read alike. */
static bool
bytes_of(struct buf *bytes, const char *cell)
{
    bool ascii = true;
    uint32_t cp;

    while (*cell != '\0') {
        uint8_t byte;

        cell += text_next(cell, &cp);
        if ((byte = byte_of(cp)) == 0)
            return false;
        ascii = ascii && byte < 0x80;
        buf_add(bytes, &byte, 1);
    }
    return !ascii;
}

/* Are the bytes, read as Mac OS Roman, the text? */
static bool
is_mac(const struct buf *bytes, const char *text)
{
    struct buf b = BUF_INIT;
    size_t i;
    bool same;

    for (i = 0; i < bytes->len; i++)
        text_put(&b, bytes->data[i] < 0x80 ? bytes->data[i]
                                           : mac_roman[bytes->data[i] - 0x80]);
    same = strcmp(buf_str(&b), text) == 0;
    buf_free(&b);
    return same;
}

enum csv_damage
csv_misread(const char *old, const char *cell)
{
    enum csv_damage damage = CSV_INTACT;
    struct buf bytes = BUF_INIT;
    char *composed;

    if (bytes_of(&bytes, cell)) {
        composed = text_nfc(old);
        if (strcmp(buf_str(&bytes), old) == 0 ||
            strcmp(buf_str(&bytes), composed) == 0)
            damage = CSV_MOJIBAKE;
        else if (is_mac(&bytes, composed))
            damage = CSV_MACINTOSH;
        free(composed);
    }
    buf_free(&bytes);
    return damage;
}
