/*
 * The program: everything it can do is in the table of commands.
 */
#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"
#include "cli/called.h"
#include "cli/command.h"
#include "cli/environment.h"
#include "cli/guard.h"
#include "cli/memory.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/std_streams.h"

int
main(int argc, char **argv)
{
    struct err e = ERR_INIT;
    struct streams streams;
    bool done;
    int status;

    memory_start();
    environment_start();
    called_start(argc > 0 ? argv[0] : NULL);
    if ((status = guard_start(&e)) == ST_OK &&
        (status = streams_start(&streams, &e)) == ST_OK) {
        status = command_main(argc, argv, &e);
        done = status <= ST_DIFFER;
        status = streams_finish(&streams, status, &e);
        if (done && status > ST_DIFFER)
            outcome_say_made(&e);
    }
    if (e.msg != NULL)
        say_failure(&e);
    screen_finish();
    err_free(&e);
    return status;
}
