#include <string.h>
#include <strings.h>

#include "image/image_impl.h"

/*
 * What a file is, told by its first bytes.  Formats that are not read are
 * known by name, so that a message can say "this is HEIC" instead of "not a
 * PNG": phones call HEIC files .jpg, web pages call WebP files .png.
 */

/* A format that begins with fixed bytes. */
struct magic {
    const char *name;
    const char *bytes;
    size_t n;
    enum image_format format;
};

/* A picture that is not read; a file that is no picture. */
#define MAGIC(name, bytes)                                                     \
    {                                                                          \
        name, bytes, sizeof(bytes) - 1, IMAGE_OTHER                            \
    }
#define ALIEN(name, bytes)                                                     \
    {                                                                          \
        name, bytes, sizeof(bytes) - 1, IMAGE_NONE                             \
    }

/* Longer signatures stand before shorter ones that they begin with. */
static const struct magic magics[] = {
    {"PNG", "\x89PNG\r\n\x1a\n", 8, IMAGE_PNG},
    {"JPEG", "\xff\xd8\xff", 3, IMAGE_JPEG},
    MAGIC("GIF", "GIF87a"),
    MAGIC("GIF", "GIF89a"),
    MAGIC("a PNG damaged by a transfer as text", "\x89PNG"),
    MAGIC("a PNG damaged by a transfer as text", "\tPNG\r\n"),
    MAGIC("MNG", "\x8aMNG\r\n\x1a\n"),
    MAGIC("JNG", "\x8bJNG\r\n\x1a\n"),
    MAGIC("JPEG XL", "\xff\x0a"),
    MAGIC("JPEG XL", "\0\0\0\x0cJXL \r\n\x87\n"),
    MAGIC("JPEG 2000", "\0\0\0\x0cjP  \r\n\x87\n"),
    MAGIC("JPEG 2000", "\xff\x4f\xff\x51"),
    MAGIC("JPEG XR", "II\xbc\x01"),
    MAGIC("TIFF or a camera's raw format", "II*\0"),
    MAGIC("TIFF or a camera's raw format", "MM\0*"),
    MAGIC("TIFF", "II+\0"),
    MAGIC("TIFF", "MM\0+"),
    MAGIC("a camera's raw format", "FUJIFILMCCD-RAW"),
    MAGIC("a camera's raw format", "IIU\0"),
    MAGIC("ICO", "\0\0\1\0"),
    MAGIC("a Windows cursor", "\0\0\2\0"),
    MAGIC("Photoshop's PSD", "8BPS"),
    MAGIC("GIMP's XCF", "gimp xcf "),
    MAGIC("PDF", "%PDF-"),
    MAGIC("PostScript", "%!PS"),
    MAGIC("PostScript", "\xc5\xd0\xd3\xc6"),
    MAGIC("a Windows metafile", "\xd7\xcd\xc6\x9a"),
    MAGIC("OpenEXR", "\x76\x2f\x31\x01"),
    MAGIC("Radiance HDR", "#?RADIANCE"),
    MAGIC("QOI", "qoif"),
    ALIEN("a macOS companion file without a picture", "\0\5\x16\7"),
    ALIEN("a Windows shortcut", "L\0\0\0\1\x14\2\0"),
    ALIEN("a Windows program", "MZ"),
    ALIEN("a program", "\x7f"
                       "ELF"),
    ALIEN("a ZIP archive", "PK\3\4"),
    ALIEN("a RAR archive", "Rar!\x1a\7"),
    ALIEN("a 7-Zip archive", "7z\xbc\xaf\x27\x1c"),
    ALIEN("a gzip file", "\x1f\x8b"),
    ALIEN("an old Office document", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ALIEN("a Matroska or WebM video", "\x1a\x45\xdf\xa3"),
};

/* What was found; `name` is NULL where nothing was. */
struct kind {
    const char *name;
    enum image_format format;
};

/* Brands of the ISO media format (`ftyp` box), most telling first. */
static const struct {
    const char *brand;
    struct kind kind;
} brands[] = {
    {"avif", {"AVIF", IMAGE_OTHER}},
    {"avis", {"AVIF", IMAGE_OTHER}},
    {"heic", {"HEIC", IMAGE_OTHER}},
    {"heix", {"HEIC", IMAGE_OTHER}},
    {"hevc", {"HEIC", IMAGE_OTHER}},
    {"hevx", {"HEIC", IMAGE_OTHER}},
    {"heim", {"HEIC", IMAGE_OTHER}},
    {"heis", {"HEIC", IMAGE_OTHER}},
    {"mif1", {"HEIF", IMAGE_OTHER}},
    {"msf1", {"HEIF", IMAGE_OTHER}},
    {"crx ", {"a camera's raw format", IMAGE_OTHER}},
    {"qt  ", {"a QuickTime video", IMAGE_NONE}},
};

/* How far to look into text for the first element of an SVG. */
#define TEXT_WINDOW 4096

static bool
begins(const uint8_t *p, size_t n, const char *bytes, size_t len)
{
    return n >= len && memcmp(p, bytes, len) == 0;
}

/* The media file's kind by its brands: the major one and the compatible
 * ones, in the order of our table.  Bytes 12 to 15 are no brand. */
static struct kind
media_kind(const uint8_t *p, size_t n)
{
    const struct kind video = {"an MP4 video", IMAGE_NONE};
    size_t box =
        (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
    size_t i, at;

    if (box < n)
        n = box;
    for (i = 0; i < sizeof(brands) / sizeof(brands[0]); i++) {
        for (at = 8; at + 4 <= n; at += at == 8 ? 8 : 4) {
            if (memcmp(p + at, brands[i].brand, 4) == 0)
                return brands[i].kind;
        }
    }
    return video;
}

/* Does the text at `p` have the tag `name` ("<svg"), case ignored? */
static bool
has_tag(const char *p, size_t n, const char *name)
{
    size_t len = strlen(name), i;

    for (i = 0; i + len <= n; i++) {
        if (strncasecmp(p + i, name, len) == 0)
            return true;
    }
    return false;
}

/* Formats made of text.  UTF-16 is squeezed to the bytes that are not NUL,
 * and a byte order mark left out, which is enough to find tags. */
static struct kind
text_kind(const uint8_t *p, size_t n)
{
    static const struct {
        const char *tag;
        struct kind kind;
    } tags[] = {
        {"<svg", {"SVG", IMAGE_OTHER}},
        {"<html", {"a web page", IMAGE_NONE}},
        {"<!doctype html", {"a web page", IMAGE_NONE}},
        {"<?xml", {"XML", IMAGE_NONE}},
    };
    struct kind none = {NULL, IMAGE_UNKNOWN};
    char text[TEXT_WINDOW];
    size_t len = 0, i;

    for (i = 0; i < n && i < TEXT_WINDOW; i++) {
        if (p[i] != 0 && (len > 0 || (p[i] < 0x80 && p[i] > ' ')))
            text[len++] = (char)p[i];
    }
    if (len == 0 || text[0] != '<')
        return none;
    for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
        if (has_tag(text, len, tags[i].tag))
            return tags[i].kind;
    }
    return none;
}

/* Formats whose signature is not just a run of bytes at the start. */
static struct kind
structured_kind(const uint8_t *p, size_t n)
{
    const struct kind webp = {"WebP", IMAGE_OTHER};
    const struct kind riff = {"a RIFF file", IMAGE_NONE};
    const struct kind bmp = {"BMP", IMAGE_OTHER};
    const struct kind pnm = {"PNM", IMAGE_OTHER};
    const struct kind dicom = {"DICOM", IMAGE_OTHER};

    if (begins(p, n, "RIFF", 4) && n >= 12)
        return memcmp(p + 8, "WEBP", 4) == 0 ? webp : riff;
    if (n >= 12 && memcmp(p + 4, "ftyp", 4) == 0)
        return media_kind(p, n);
    /* "BM", 4 bytes of size, 4 reserved ones that are 0. */
    if (begins(p, n, "BM", 2) && n >= 14 && memcmp(p + 6, "\0\0\0", 4) == 0)
        return bmp;
    if (n >= 3 && p[0] == 'P' && p[1] >= '1' && p[1] <= '7' &&
        strchr(" \t\r\n", p[2]) != NULL && p[2] != 0)
        return pnm;
    if (n >= 132 && memcmp(p + 128, "DICM", 4) == 0)
        return dicom;
    return text_kind(p, n);
}

static struct kind
kind_of(const uint8_t *p, size_t n)
{
    struct kind k;
    size_t i;

    for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
        if (begins(p, n, magics[i].bytes, magics[i].n)) {
            k.name = magics[i].name;
            k.format = magics[i].format;
            return k;
        }
    }
    return structured_kind(p, n);
}

enum image_format
image_sniff(const uint8_t *p, size_t n, const char **name)
{
    struct kind k = kind_of(p, n);

    if (name != NULL)
        *name = k.name;
    return k.format;
}

const char *
image_sniff_converter(const char *name)
{
    static const struct {
        const char *name, *command;
    } ways[] = {
        {"HEIC", "heif-convert photo.heic photo.jpg"},
        {"HEIF", "heif-convert photo.heif photo.jpg"},
        {"AVIF", "avifdec photo.avif photo.png"},
        {"WebP", "dwebp photo.webp -o photo.png"},
    };
    size_t i;

    for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        if (strcmp(name, ways[i].name) == 0)
            return ways[i].command;
    }
    return NULL;
}

enum image_format
image_format_of_name(const char *name)
{
    static const char *const jpeg[] = {"jpg", "jpeg", "jpe", "jfif"};
    const char *dot = strrchr(name, '.');
    size_t i;

    if (dot == NULL || strpbrk(dot, "/\\") != NULL)
        return IMAGE_UNKNOWN;
    if (strcasecmp(dot + 1, "png") == 0)
        return IMAGE_PNG;
    for (i = 0; i < sizeof(jpeg) / sizeof(jpeg[0]); i++) {
        if (strcasecmp(dot + 1, jpeg[i]) == 0)
            return IMAGE_JPEG;
    }
    return IMAGE_UNKNOWN;
}

const char *
image_format_name(enum image_format f)
{
    static const char *const names[] = {[IMAGE_PNG] = "PNG",
                                        [IMAGE_JPEG] = "JPEG",
                                        [IMAGE_HEIF] = "HEIC",
                                        [IMAGE_WEBP] = "WebP"};

    return names[f] != NULL ? names[f] : "unknown";
}

const char *
image_format_ending(enum image_format f)
{
    return f == IMAGE_PNG ? "png" : f == IMAGE_JPEG ? "jpg" : "";
}
