#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cli/pager.h"
#include "cli/screen.h"
#include "cli/screen_line.h"
#include "cli/std_streams.h"
#include "cli/term.h"

/* A stream that writes whole lines to a terminal or a pager. */
struct screen {
    int fd;
    size_t width;
    struct buf line; /* not ended yet */
    FILE *stream;
    FILE *before; /* that it took the place of */
};

static struct screen screens[2];
static size_t table_width;

/* Write all of it; false if that fails. */
static bool
write_all(int fd, const uint8_t *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);

        if (done == -1 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

/* Write what is in the buffer as lines of the screen, and forget it. */
static bool
put_line(struct screen *s)
{
    struct buf out = BUF_INIT;
    bool good;

    screen_line(&out, buf_str(&s->line), s->width);
    good = write_all(s->fd, out.data, out.len);
    buf_free(&out);
    s->line.len = 0;
    return good;
}

/* The stream's writer. */
static ssize_t
take(void *cookie, const char *p, size_t n)
{
    struct screen *s = cookie;
    size_t i;

    for (i = 0; i < n; i++) {
        buf_addc(&s->line, p[i]);
        if (p[i] == '\n' && !put_line(s))
            return 0;
    }
    return (ssize_t)n;
}

/* Put a screen in the place of a stream. */
static void
begin(struct screen *s, FILE **stream, int fd, size_t width, int buffering)
{
    const cookie_io_functions_t io = {.write = take};
    FILE *f = fopencookie(s, "w", io);

    if (f == NULL)
        return;
    setvbuf(f, NULL, buffering, BUFSIZ);
    *s = (struct screen){fd, width, BUF_INIT, f, *stream};
    *stream = f;
}

/* Does this call print data for programs? */
static bool
is_exact(const struct args *a, enum screen_use use)
{
    static const char *const options[] = {"json", "csv", "format", "synopsis"};
    size_t i;

    for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        if (args_flag(a, options[i]))
            return true;
    }
    return use == SCREEN_EXACT;
}

/* Is a pager of use?  Where something is written, or asked, it is not. */
static bool
wants_pager(const struct args *a, enum screen_use use)
{
    return use == SCREEN_PAGES && isatty(STDIN_FILENO) &&
           isatty(STDOUT_FILENO) && !args_flag(a, "no-pager") &&
           args_value(a, "output") == NULL && args_value(a, "plan") == NULL;
}

void
screen_start(const struct args *a, enum screen_use use)
{
    bool out = isatty(STDOUT_FILENO), err = isatty(STDERR_FILENO);
    size_t width = term_width(out ? STDOUT_FILENO : STDERR_FILENO);

    streams_flush();
    if (wants_pager(a, use))
        pager_start(err);
    if (out && !is_exact(a, use)) {
        table_width = width;
        begin(&screens[0], &stdout, STDOUT_FILENO, width, _IOFBF);
    }
    if (err)
        begin(&screens[1], &stderr, STDERR_FILENO, width, _IONBF);
}

size_t
screen_width(void)
{
    return table_width;
}

size_t
screen_page(void)
{
    size_t height = pager_is_on() ? term_height() : 0;

    /* The pager's last line is its own. */
    return height > 1 ? height - 1 : 0;
}

FILE *
screen_error(void)
{
    if (pager_terminal() != NULL)
        return pager_terminal();
    return screens[1].before != NULL ? screens[1].before : stderr;
}

/* Give the stream's place back. */
static void
end(struct screen *s, FILE **stream)
{
    if (s->stream == NULL)
        return;
    fflush(s->stream);
    if (s->line.len > 0)
        put_line(s);
    *stream = s->before;
    fclose(s->stream);
    buf_free(&s->line);
    *s = (struct screen){.stream = NULL};
}

void
screen_finish(void)
{
    end(&screens[0], &stdout);
    end(&screens[1], &stderr);
    pager_finish();
}
