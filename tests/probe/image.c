/*
 * The whole program, which looks for secrets in its own memory when all its
 * work is done.  The file that PROBE_IMAGE names has one secret on each line,
 * in hexadecimal, so that looking for them does not put them there:
 *
 *     image: secret 2 is in [heap]
 *     image: 12345678 bytes were searched for 3 secrets
 *
 * What is needed for it is opened before the program begins.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probe/probe.h"

#define LINE_MAX_LEN 4096
#define PIECE        ((size_t)1 << 20)

static struct {
    int maps, memory;
    char secrets[LINE_MAX_LEN]; /* in hexadecimal */
    uint8_t piece[2 * PIECE];   /* the next one, behind the end of the last */
    size_t searched;
} image;

static unsigned
digit(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static uint8_t
byte_at(const char *hex, size_t i)
{
    return (uint8_t)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
}

/* Is the secret of `n` bytes within the `len` at `p`? */
static bool
holds(const uint8_t *p, size_t len, const char *hex, size_t n)
{
    const uint8_t *end = p + len;
    size_t i;

    for (; (p = memchr(p, byte_at(hex, 0), (size_t)(end - p))) != NULL; p++) {
        for (i = 1; i < n && p + i < end && p[i] == byte_at(hex, i); i++)
            continue;
        if (i == n)
            return true;
        if (p + 1 == end)
            break;
    }
    return false;
}

/* Look for all secrets; `*found` has a bit for each that was told already. */
static void
search(const uint8_t *p, size_t len, const char *where, unsigned *found)
{
    const char *hex = image.secrets;
    unsigned i;

    for (i = 0; *hex != '\0'; i++) {
        size_t n = strcspn(hex, "\n");

        if ((*found & 1U << i) == 0 && holds(p, len, hex, n / 2)) {
            *found |= 1U << i;
            fprintf(stderr, "image: secret %u is in %s\n", i + 1, where);
        }
        hex += n + 1;
    }
}

/* Search one mapping, in pieces that overlap. */
static void
search_mapping(uintptr_t from, uintptr_t to, const char *where)
{
    size_t keep = 0;
    unsigned found = 0;

    while (from < to) {
        size_t n = to - from < PIECE ? (size_t)(to - from) : PIECE;
        uintptr_t own = (uintptr_t)image.piece;

        /* Not what we have read ourselves. */
        if (from >= own && from < own + sizeof(image.piece)) {
            from = own + sizeof(image.piece);
            keep = 0;
            continue;
        }
        if (from < own && from + n > own)
            n = (size_t)(own - from);
        if (pread(image.memory, image.piece + keep, n, (off_t)from) !=
            (ssize_t)n)
            return;
        image.searched += n;
        search(image.piece, keep + n, where, &found);
        from += n;
        n += keep;
        keep = n < 128 ? n : 128;
        memmove(image.piece, image.piece + n - keep, keep);
    }
}

static void
search_all(void)
{
    FILE *f = fdopen(image.maps, "r");
    char line[LINE_MAX_LEN], where[LINE_MAX_LEN];
    uintptr_t from, to;
    char r;

    setvbuf(f, NULL, _IONBF, 0);
    while (fgets(line, sizeof(line), f) != NULL) {
        strcpy(where, "a mapping without a name");
        if (sscanf(line, "%lx-%lx %c%*s %*s %*s %*s %[^\n]", &from, &to, &r,
                   where) >= 3 &&
            r == 'r')
            search_mapping(from, to, where);
    }
    fprintf(stderr, "image: %zu bytes were searched\n", image.searched);
}

bool
probe_image(void)
{
    return getenv("PROBE_IMAGE") != NULL;
}

__attribute__((constructor)) static void
start(void)
{
    ssize_t n;
    int fd;

    if (!probe_image())
        return;
    fd = open(getenv("PROBE_IMAGE"), O_RDONLY | O_CLOEXEC);
    n = read(fd, image.secrets, sizeof(image.secrets) - 1);
    close(fd);
    image.maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    image.memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    if (n <= 0 || image.maps == -1 || image.memory == -1)
        abort();

    /* The first to be registered is the last to be called. */
    atexit(search_all);
}
