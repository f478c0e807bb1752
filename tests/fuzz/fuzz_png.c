/*
 * Fuzz target: any bytes that begin like a PNG, probed, checked and made into
 * a small picture; and the EXIF block that it may hold.
 */
#include "picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    try_picture(IMAGE_PNG, p, n);
    return 0;
}
