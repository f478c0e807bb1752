/* A copy of a backup that may be shown to others. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cxbak/redact/redact.h"
#include "cxbak/report/redact_report.h"
#include "cxbak/util/human.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/session.h"
#include "cli/std_streams.h"

/* Write the copy, or, where no output is named, make it in memory only, to
 * list what would be done. */
static int
redact(const struct redact_request *q, const struct args *a, const char *path,
       struct redact_list *list, struct err *e)
{
    struct outfile_options file;
    struct sink_memory memory;

    if (path == NULL) {
        sink_memory_start(&memory, "the copy");
        redact_to(q, &memory.sink, list, e);
        sink_memory_free(&memory);
    } else if (output_begin(&file, a, path, e) == ST_OK) {
        redact_backup(q, path, &file, list, e);
        output_end();
    }
    return e->status;
}

/* Make it, with a line that tells how far it is. */
static int
redact_watched(const struct session *s, const char *path,
               struct redact_list *list, struct err *e)
{
    struct progress progress;
    struct observer observer = progress_observer(&progress);
    const struct redact_request q = {.backup = s->job.backup,
                                     .avatars = &s->job.avatars,
                                     .keep_names =
                                         args_flag(s->args, "keep-names"),
                                     .observer = &observer};

    progress_start(&progress, "Redacting", PROGRESS_BYTES,
                   redact_work(s->job.backup), stderr,
                   say_get_level() > SAY_QUIET);
    redact(&q, s->args, path, list, e);
    progress_clear(&progress);
    return e->status;
}

static void
print(const struct session *s, const char *path, const struct redact_list *list)
{
    if (args_flag(s->args, "json"))
        redact_report_json(stdout, list, path);
    else
        redact_report_print(stdout, list, args_colour(s->args, STDOUT_FILENO));
    streams_flush();
}

/* Say what there is now. */
static void
say_outcome(const struct session *s, const char *path)
{
    char *again;

    if (path != NULL) {
        say_note("%s: the redacted copy, read back; it is no backup and "
                 "cannot be restored",
                 path);
        if (args_flag(s->args, "keep-names"))
            say_warning("%s: the names of people are the real ones", path);
        return;
    }
    again = args_repeat(s->args, "-o OUT");
    say_note("nothing was written; to write the copy: %s", again);
    free(again);
}

int
cmd_redact(struct args *a, struct err *e)
{
    const char *path = args_value(a, "output");
    struct redact_list list = {0};
    struct session s = {0};

    if (session_open(&s, a, a->operands[0], 0, e) == ST_OK &&
        (path == NULL || output_check(a, path, e) == ST_OK) &&
        redact_watched(&s, path, &list, e) == ST_OK) {
        print(&s, path, &list);
        say_outcome(&s, path);
    }
    redact_list_free(&list);
    session_close(&s);
    return e->status;
}
