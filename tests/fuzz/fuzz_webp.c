/*
 * Fuzz target: any bytes that begin like a WebP, made into a small picture
 * where the build has libwebp; and the EXIF block that it may hold.
 */
#include "picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    try_picture(IMAGE_WEBP, p, n);
    return 0;
}
