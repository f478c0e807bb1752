/*
 * Fuzz target: any bytes that begin like a HEIC, made into a small picture
 * where the build has libheif.
 */
#include "picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    try_picture(IMAGE_HEIF, p, n);
    return 0;
}
