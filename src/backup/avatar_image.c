/*
 * The value of a ContactImage: a path `/ProfilePictures/200.png`, a whole
 * address `https://pbx.example.com/ProfilePictures/200.png?v=2#top`, or a bare
 * file name; letters may be percent-encoded.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"

/* The value of a hexadecimal digit, or -1. */
static int
digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

char *
avatar_image_path(const char *value)
{
    char *path = mem_ndup(value, strcspn(value, "?#")), *from, *to;

    for (from = to = path; *from != '\0'; from++) {
        int high = *from == '%' ? digit(from[1]) : -1;
        int low = high >= 0 ? digit(from[2]) : -1;

        if (low >= 0 && (high > 0 || low > 0)) {
            *to++ = (char)(high * 16 + low);
            from += 2;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return path;
}

/* Where the host begins in a whole address, or NULL: behind `SCHEME://` or
 * `//`. */
static const char *
find_host(const char *value)
{
    size_t n = strcspn(value, "/?#");

    if (n > 0 && value[n - 1] != ':')
        return NULL;
    return value[n] == '/' && value[n + 1] == '/' ? value + n + 2 : NULL;
}

char *
avatar_image_host(const char *value)
{
    const char *host = find_host(value), *at;
    size_t n;

    if (host == NULL)
        return NULL;

    /* Without a user's name before it, and a port behind it. */
    n = strcspn(host, "/?#");
    at = memrchr(host, '@', n);
    if (at != NULL) {
        n -= (size_t)(at + 1 - host);
        host = at + 1;
    }
    if (*host != '[' && memchr(host, ':', n) != NULL)
        n = strcspn(host, ":");
    return mem_ndup(host, n);
}

bool
avatar_image_elsewhere(const struct database *d, const char *value)
{
    char *host = avatar_image_host(value);
    const char *own[] = {d->external_fqdn, d->internal_fqdn};
    bool known = false, here = false;
    size_t i;

    for (i = 0; host != NULL && i < sizeof(own) / sizeof(own[0]); i++) {
        if (own[i] == NULL || *own[i] == '\0')
            continue;
        known = true;
        here |= strcasecmp(own[i], host) == 0;
    }
    free(host);
    return known && !here;
}

size_t
avatars_image(const struct avatars *a, const struct backup *b,
              const char *value)
{
    const char *host = find_host(value), *base, *p;
    char *path;
    size_t member;

    /* The last part of an address without a path is no file. */
    if (*value == '\0' || (host != NULL && strpbrk(host, "/\\") == NULL))
        return SIZE_MAX;

    /* A name may hold what stands for something else in an address. */
    if ((member = avatars_named(a, b, value)) != SIZE_MAX)
        return member;
    path = avatar_image_path(value);
    if ((member = avatars_named(a, b, path)) == SIZE_MAX) {
        for (base = p = path; *p != '\0'; p++) {
            if (zname_is_slash(*p))
                base = p + 1;
        }
        if (*base != '\0')
            member = avatars_named(a, b, base);
    }
    free(path);
    return member;
}
