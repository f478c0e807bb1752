#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/image/image.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/memory.h"
#include "cli/sandbox.h"
#include "cli/secret.h"
#include "cli/table_json.h"
#include "cli/usage.h"
#include "cli/version.h"

/* Has it a page in the manual, without being a command or a topic? */
static bool
is_page(const char *name)
{
    static const char *const pages[] = {"codes", "csv", "policy"};
    size_t i;

    for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        if (strcmp(pages[i], name) == 0)
            return true;
    }
    return false;
}

int
cmd_help(struct args *a, struct err *e)
{
    bool colour = args_colour(a, STDOUT_FILENO);
    const struct topic *topic;
    const struct command *c;
    int argc = (int)a->noperands, used, rc;

    if (argc > 0 && (args_flag(a, "json") || args_flag(a, "synopsis") ||
                     args_flag(a, "examples")))
        return args_fail(a, e, "unexpected \"%s\": this prints all commands",
                         a->operands[0]);
    if (args_flag(a, "json")) {
        table_json(stdout);
        return ST_OK;
    }
    if (args_flag(a, "synopsis")) {
        usage_synopsis(stdout);
        return ST_OK;
    }
    if (args_flag(a, "examples")) {
        usage_examples(stdout);
        return ST_OK;
    }
    if (argc == 1 && (topic = usage_topic(a->operands[0])) != NULL) {
        usage_print_topic(topic, stdout);
        return ST_OK;
    }
    if (argc == 0) {
        usage_program(stdout, colour);
        return ST_OK;
    }
    if (argc == 1 && command_is_family(a->operands[0])) {
        usage_family(a->operands[0], stdout, colour);
        return ST_OK;
    }
    if (argc == 1 && is_page(a->operands[0]))
        return args_fail(a, e,
                         "\"%s\" is no command; `man cxbak-%s` tells "
                         "about it",
                         a->operands[0], a->operands[0]);
    if ((rc = command_find(&c, argc, a->operands, &used, e)) != ST_OK)
        return rc;
    if (used < argc)
        return args_fail(a, e, "unexpected \"%s\" after the command %s",
                         a->operands[used], c->name);
    usage_command(c, stdout, colour);
    return ST_OK;
}

int
cmd_version(struct args *a, struct err *e)
{
    char *libraries = image_libraries();
    char *sandbox = sandbox_words(), *build = version_build();
    char *versions = version_libraries();

    (void)e;
    printf("cxbak " CXBAK_VERSION "\n%s\n%s\n", libraries, versions);
    if (args_flag(a, "verbose"))
        printf("%s\nsandbox: %s\nmemory: %s, %s\n", build, sandbox,
               memory_wipes() ? "wiped when it is given back"
                              : "passwords are wiped",
               secret_may_lock_all()
                   ? "locked for encrypted backups"
                   : "passwords are locked (the limit is too low for more)");
    free(libraries);
    free(sandbox);
    free(build);
    free(versions);
    return ST_OK;
}
