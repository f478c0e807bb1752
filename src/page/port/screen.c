/* There is no terminal. */
#include "cli/screen.h"

void
screen_start(const struct args *a, enum screen_use use)
{
    (void)a;
    (void)use;
}

void
screen_finish(void)
{
}

size_t
screen_width(void)
{
    return 0;
}

size_t
screen_page(void)
{
    return 0;
}

FILE *
screen_error(void)
{
    return stderr;
}
