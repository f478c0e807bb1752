/*
 * V. Gopal et al., "Fast CRC Computation for Generic Polynomials Using
 * PCLMULQDQ Instruction" (Intel, 2009): bytes are folded, 64 at a time, into
 * a remainder of the same CRC.  The constants are powers of x modulo the
 * polynomial, their bits in reverse order, as the paper lists them for gzip's.
 * What is shorter, or behind the last 16 bytes, is zlib's.
 */
#include <zlib.h>

#include "zip/zcrc_impl.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

/* Shorter ones are not worth it. */
#define FOLDED_MIN ((size_t)64)

#define FOLDS __attribute__((target("sse2,pclmul")))

FOLDS static inline __m128i
load(const uint8_t *p)
{
    return _mm_loadu_si128((const void *)p);
}

/* Move `x` as far back as the constants `k` say, onto `y`. */
FOLDS static inline __m128i
fold(__m128i x, __m128i y, __m128i k)
{
    __m128i low = _mm_clmulepi64_si128(x, k, 0x00);
    __m128i high = _mm_clmulepi64_si128(x, k, 0x11);

    return _mm_xor_si128(_mm_xor_si128(low, high), y);
}

/* The CRC that 16 bytes leave: 64 bits are left of them, then, by Barrett's
 * reduction, 32. */
FOLDS static uint32_t
reduce(__m128i x, __m128i k)
{
    const __m128i k5 = _mm_set_epi64x(0, 0x0163cd6124);
    const __m128i poly = _mm_set_epi64x(0x01f7011641, 0x01db710641);
    const __m128i low = _mm_set_epi32(0, -1, 0, -1);
    __m128i y;

    y = _mm_clmulepi64_si128(x, k, 0x10);
    x = _mm_xor_si128(_mm_srli_si128(x, 8), y);
    y = _mm_srli_si128(x, 4);
    x = _mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(x, low), k5, 0), y);
    y = _mm_clmulepi64_si128(_mm_and_si128(x, low), poly, 0x10);
    y = _mm_clmulepi64_si128(_mm_and_si128(y, low), poly, 0x00);
    return (uint32_t)_mm_cvtsi128_si32(_mm_srli_si128(_mm_xor_si128(x, y), 4));
}

/* `n` is a multiple of 16, and at least 64. */
FOLDS static uint32_t
folded(uint32_t crc, const uint8_t *p, size_t n)
{
    const __m128i far = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
    const __m128i near = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
    __m128i x[4];
    size_t i;

    for (i = 0; i < 4; i++)
        x[i] = load(p + 16 * i);
    x[0] = _mm_xor_si128(x[0], _mm_cvtsi32_si128((int)~crc));
    for (p += 64, n -= 64; n >= 64; p += 64, n -= 64) {
        for (i = 0; i < 4; i++)
            x[i] = fold(x[i], load(p + 16 * i), far);
    }
    for (i = 1; i < 4; i++)
        x[0] = fold(x[0], x[i], near);
    for (; n > 0; p += 16, n -= 16)
        x[0] = fold(x[0], load(p), near);
    return ~reduce(x[0], near);
}

uint32_t
zcrc(uint32_t crc, const void *p, size_t n)
{
    size_t most = n & ~(size_t)15;

    if (most < FOLDED_MIN || !__builtin_cpu_supports("pclmul"))
        return (uint32_t)crc32_z(crc, p, n);
    crc = folded(crc, p, most);
    return (uint32_t)crc32_z(crc, (const uint8_t *)p + most, n - most);
}

#else

uint32_t
zcrc(uint32_t crc, const void *p, size_t n)
{
    return (uint32_t)crc32_z(crc, p, n);
}

#endif
