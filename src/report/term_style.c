#include "cxbak/report/term_style.h"

const char *
term_style(bool colour, enum term_style style)
{
    static const char *const escapes[] = {
        [TERM_PLAIN] = "\033[0m",  [TERM_BOLD] = "\033[1m",
        [TERM_FAINT] = "\033[2m",  [TERM_RED] = "\033[31m",
        [TERM_GREEN] = "\033[32m", [TERM_YELLOW] = "\033[33m",
        [TERM_CYAN] = "\033[36m",
    };

    return colour ? escapes[style] : "";
}
