#include <stdlib.h>
#include <unistd.h>

#include "cli/say.h"
#include "cli/screen.h"
#include "cli/std_streams.h"

void
screen_table(struct text_table *t, const struct args *a, const char *advice)
{
    char *lost;

    text_table_fit(t, screen_width());
    text_table_page(t, screen_page());
    text_table_print(t, stdout, 0, args_colour(a, STDOUT_FILENO));
    streams_flush();
    if ((lost = text_table_lost(t)) != NULL)
        say_note("%s; %s", lost, advice);
    free(lost);
}
