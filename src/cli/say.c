#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cli/hint.h"
#include "cli/say.h"

static enum say_level level_now = SAY_NORMAL;

void
say_set_level(enum say_level level)
{
    level_now = level;
}

enum say_level
say_get_level(void)
{
    return level_now;
}

/* One write per line, so that lines of several programs do not mix.  Data
 * printed before goes out first: on a terminal both appear in order. */
__attribute__((format(printf, 2, 0))) static void
vsay(const char *prefix, const char *fmt, va_list ap)
{
    struct buf line = BUF_INIT;
    char *text = mem_vprintf(fmt, ap);

    buf_adds(&line, prefix);
    text_escape(&line, text);
    buf_addc(&line, '\n');
    fflush(stdout);
    fputs(buf_str(&line), stderr);
    buf_free(&line);
    free(text);
}

void
say_error(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vsay("cxbak: ", fmt, ap);
    va_end(ap);
}

void
say_failure(const struct err *e)
{
    char *text = hint_text(e);

    say_error("%s", text);
    free(text);
}

void
say_warning(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vsay("cxbak: warning: ", fmt, ap);
    va_end(ap);
}

void
say_note(const char *fmt, ...)
{
    va_list ap;

    if (level_now == SAY_QUIET)
        return;
    va_start(ap, fmt);
    vsay("", fmt, ap);
    va_end(ap);
}

void
say_detail(const char *fmt, ...)
{
    va_list ap;

    if (level_now != SAY_VERBOSE)
        return;
    va_start(ap, fmt);
    vsay("", fmt, ap);
    va_end(ap);
}

void
say_notes(void (*say)(const char *fmt, ...), const struct notes *n,
          const char *file)
{
    char more[HUMAN_ROOM];
    size_t i;

    for (i = 0; i < n->listed; i++) {
        const struct note *note = &n->list[i];
        char *text = notes_words(n, i, file);
        char *full = hint_add(text, note->hint, note->about);

        say("%s", full);
        free(full);
        free(text);
    }
    if (n->count > n->listed)
        say("... and %s more", human_count(more, n->count - n->listed));
}
