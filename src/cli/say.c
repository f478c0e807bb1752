#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cli/called.h"
#include "cli/hint.h"
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/std_streams.h"
#include "cli/voice.h"

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
    struct buf line = BUF_INIT, shown = BUF_INIT;
    char *text = mem_vprintf(fmt, ap);

    buf_adds(&line, prefix);
    called_add(&shown, text);
    text_escape(&line, buf_str(&shown));
    buf_addc(&line, '\n');
    streams_flush();
    fputs(buf_str(&line), stderr);
    buf_free(&line);
    buf_free(&shown);
    free(text);
}

/* GNU's standard streams are variables.  Elsewhere such libraries are built
 * without a voice, see src/page/libs/quiet. */
void
say_hush(bool on)
{
#ifdef __GLIBC__
    static FILE *nowhere, *said;

    if (nowhere == NULL)
        nowhere = fopencookie(NULL, "w", (cookie_io_functions_t){0});
    if (nowhere == NULL || on == (said != NULL))
        return;
    if (on)
        said = stderr;
    stderr = on ? nowhere : said;
    if (!on)
        said = NULL;
#else
    (void)on;
#endif
}

/* Errors that were said, for a document. */
static struct {
    bool on;
    char **list;
    size_t count, cap;
} kept;

void
say_keep_errors(void)
{
    kept.on = true;
}

const char *const *
say_errors(size_t *n)
{
    *n = kept.count;
    return (const char *const *)kept.list;
}

void
say_forget(void)
{
    size_t i;

    for (i = 0; i < kept.count; i++)
        free(kept.list[i]);
    free(kept.list);
    kept.list = NULL;
    kept.count = kept.cap = 0;
    kept.on = false;
}

void
say_error(const char *fmt, ...)
{
    va_list ap;

    if (kept.on) {
        kept.list =
            mem_grow(kept.list, &kept.cap, kept.count, sizeof(*kept.list));
        va_start(ap, fmt);
        kept.list[kept.count++] = mem_vprintf(fmt, ap);
        va_end(ap);
    }
    va_start(ap, fmt);
    vsay(voice("cxbak: ", ""), fmt, ap);
    va_end(ap);
}

void
say_failure(const struct err *e)
{
    char *text = hint_text(e);

    say_error("%s", text);
    if (e->reason != NULL && !voice_page())
        say_note("`cxbak explain %s` says what that means, and what to do",
                 e->reason);
    free(text);
}

void
say_on_terminal(const struct err *e)
{
    struct buf line = BUF_INIT;
    char *text = hint_text(e);

    text_escape(&line, text);
    fprintf(screen_error(), "cxbak: %s\n", buf_str(&line));
    buf_free(&line);
    free(text);
}

void
say_warning(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vsay(voice("cxbak: warning: ", "Warning: "), fmt, ap);
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
