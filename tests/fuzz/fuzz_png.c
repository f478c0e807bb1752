/*
 * Fuzz target: any bytes that begin like a PNG, probed, checked and made into
 * a small picture; and the EXIF block that it may hold.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "cxbak/image/image.h"

/* Larger pictures are right but slow: they teach a fuzzer nothing. */
#define ENOUGH_PIXELS 300000

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct image_spec spec = {.size = 16};
    struct image pic = IMAGE_INIT;
    struct image_info info;
    struct err e = ERR_INIT;
    int checked;

    if (image_sniff(p, n, NULL) != IMAGE_PNG ||
        image_probe(p, n, &info, &e) != ST_OK ||
        (uint64_t)info.width * info.height > ENOUGH_PIXELS) {
        err_free(&e);
        return 0;
    }

    /* What was found whole must load, and nothing else. */
    checked = image_check(p, n, NULL, &e);
    if (image_load(p, n, &spec, &pic, &e) != checked)
        abort();
    image_free(&pic);
    err_free(&e);
    return 0;
}
