/*
 * What the targets of pictures do with any bytes: probe them, check them if
 * they may be stored as they are, and make a small picture of them.
 */
#ifndef CXBAK_TESTS_FUZZ_PICTURE_H
#define CXBAK_TESTS_FUZZ_PICTURE_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "image/image_impl.h"

/* Larger pictures are right but slow: they teach a fuzzer nothing. */
#define ENOUGH_PIXELS 300000

/* The picture as it is read, made small; and what is known of it twice. */
static void
make_small(const uint8_t *p, size_t n, const struct image_info *info,
           struct err *e)
{
    bool stored = info->format == IMAGE_PNG || info->format == IMAGE_JPEG;
    struct image_spec spec = {.size = 16};
    struct image pic = IMAGE_INIT;
    int loaded = image_load(p, n, &spec, &pic, e);

    /* What was found whole must load, and nothing else. */
    if (stored && image_check(p, n, NULL, e) != loaded)
        abort();
    /* Of what cannot be read nothing must be left, and what can has a size. */
    if ((loaded == ST_OK) != (pic.rgba != NULL) || pic.width > spec.size ||
        pic.height > spec.size)
        abort();
    image_free(&pic);
}

static void
try_picture(enum image_format wanted, const uint8_t *p, size_t n)
{
    struct image_info info;
    struct err e = ERR_INIT;

    if (image_probe_source(p, n, &info, &e) == ST_OK && info.format == wanted &&
        (uint64_t)info.width * info.height <= ENOUGH_PIXELS)
        make_small(p, n, &info, &e);
    err_free(&e);
}

#endif
