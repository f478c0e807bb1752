#include <stdlib.h>
#include <jansson.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#include "cxbak/backup/backup.h"
#include "cxbak/image/image.h"
#include "cxbak/table/xlsx.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/digest.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cli/sandbox.h"
#include "cli/version.h"

char *
version_libraries(void)
{
    static char *(*const of[])(void) = {backup_libraries, image_own_libraries,
                                        digest_library, text_library,
                                        xlsx_library};
    struct buf b = BUF_INIT;
    char *seccomp = sandbox_library();
    size_t i;

    for (i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
        char *words = of[i]();

        buf_printf(&b, "%s,%c", words, i < 2 ? '\n' : ' ');
        free(words);
    }
    buf_printf(&b, "jansson %s", jansson_version_str());
    if (seccomp != NULL)
        buf_printf(&b, ", %s", seccomp);
    free(seccomp);
    return buf_steal(&b);
}

/* What else the sources were made into a program by. */
#if defined(__clang__)
#define COMPILER __VERSION__
#else
#define COMPILER "GCC " __VERSION__
#endif

char *
version_build(void)
{
    const char *library = "a C library that is not told";
    char *found = NULL, *words;
    int level = 0;

#ifdef __GLIBC__
    library = found = mem_printf("glibc %s", gnu_get_libc_version());
#endif
#ifdef CXBAK_LIBC
    library = CXBAK_LIBC;
#endif
#ifdef __USE_FORTIFY_LEVEL
    level = __USE_FORTIFY_LEVEL;
#endif
    words = mem_printf("built by %s, runs with %s, _FORTIFY_SOURCE %d",
                       COMPILER, library, level);
    free(found);
    return words;
}
