#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/term.h"

/* A terminal that will not say how wide it is gets the usual width. */
#define WIDTH_DEFAULT 80

/* Narrower than this no layout of ours makes sense. */
#define WIDTH_MIN 20

/* COLUMNS beyond this is a mistake rather than a terminal. */
#define WIDTH_MAX 4096

bool
term_when_parse(const char *s, enum term_when *when)
{
    static const char *const words[] = {
        [TERM_AUTO] = "auto",
        [TERM_ALWAYS] = "always",
        [TERM_NEVER] = "never",
    };
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(s, words[i]) == 0) {
            *when = (enum term_when)i;
            return true;
        }
    }
    return false;
}

/* Terminals behind a pager, and how wide they are; 0: it is none of them. */
static size_t paged[STDERR_FILENO + 1];

void
term_page(int fd)
{
    paged[fd] = term_width(fd);
}

static bool
is_paged(int fd)
{
    return fd >= 0 && fd <= STDERR_FILENO && paged[fd] > 0;
}

/* A terminal that understands escapes: TERM is set and not "dumb". */
static bool
is_able(int fd)
{
    const char *term = getenv("TERM");

    return (isatty(fd) || is_paged(fd)) && term != NULL && *term != '\0' &&
           strcmp(term, "dumb") != 0;
}

bool
term_colour(enum term_when when, int fd)
{
    const char *no = getenv("NO_COLOR");

    if (when != TERM_AUTO)
        return when == TERM_ALWAYS;
    return (no == NULL || *no == '\0') && is_able(fd);
}

bool
term_can_redraw(int fd)
{
    return !is_paged(fd) && is_able(fd);
}

/* COLUMNS as a number, or 0 if it is not a usable one. */
static size_t
width_from_environment(void)
{
    const char *s = getenv("COLUMNS");
    char *end;
    unsigned long n;

    if (s == NULL || *s < '0' || *s > '9')
        return 0;
    errno = 0;
    n = strtoul(s, &end, 10);
    return errno == 0 && *end == '\0' && n <= WIDTH_MAX ? n : 0;
}

size_t
term_width(int fd)
{
    struct winsize ws;
    size_t width = 0;

    if (is_paged(fd))
        return paged[fd];
    if (ioctl(fd, TIOCGWINSZ, &ws) == 0)
        width = ws.ws_col;
    if (width == 0)
        width = width_from_environment();
    if (width == 0)
        width = WIDTH_DEFAULT;
    return width < WIDTH_MIN ? WIDTH_MIN : width;
}

size_t
term_height(void)
{
    struct winsize ws;

    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &ws) == 0 ||
        ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) == 0)
        return ws.ws_row;
    return 0;
}
