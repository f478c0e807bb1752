#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cli/screen.h"
#include "cli/term.h"
#include "cxbak/util/text.h"
#include "cli/progress.h"

/* Work that is over sooner needs no progress line. */
#define PATIENCE_MS 1000

/* Time between two drawings: smooth to the eye, nothing to the work. */
#define REDRAW_MS 100

/* Back to the first column, and erase to the end of the line. */
#define ERASE "\r\033[K"

static int64_t
now_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void
progress_start(struct progress *p, const char *what, enum progress_unit unit,
               uint64_t total, FILE *out, bool wanted)
{
    p->what = what;
    p->unit = unit;
    p->total = total;
    p->out = out == stderr ? screen_error() : out;
    p->on = wanted && term_can_redraw(fileno(p->out));
    p->visible = false;
    p->next = p->on ? now_ms() + PATIENCE_MS : 0;
}

static char *
amount(char out[HUMAN_ROOM], enum progress_unit unit, uint64_t n)
{
    return unit == PROGRESS_BYTES ? human_size(out, n) : human_count(out, n);
}

/* Percent done; a total that turns out too small stays at 100. */
static unsigned
percent(uint64_t done, uint64_t total)
{
    if (done >= total)
        return 100;
    return (unsigned)(100.0 * (double)done / (double)total);
}

/* Draw the line if it fits; one that wraps could not be erased. */
static void
draw(const struct progress *p, uint64_t done)
{
    char a[HUMAN_ROOM], b[HUMAN_ROOM];
    struct buf line = BUF_INIT;

    buf_printf(&line, "%s: ", p->what);
    if (p->total > 0)
        buf_printf(&line, "%u%% (%s of %s)", percent(done, p->total),
                   amount(a, p->unit, done), amount(b, p->unit, p->total));
    else
        buf_printf(&line, "%s", amount(a, p->unit, done));
    if (text_width(buf_str(&line)) < term_width(fileno(p->out))) {
        fprintf(p->out, ERASE "%s", buf_str(&line));
        fflush(p->out);
    }
    buf_free(&line);
}

void
progress_update(struct progress *p, uint64_t done)
{
    int64_t now;

    if (!p->on || (now = now_ms()) < p->next)
        return;
    p->next = now + REDRAW_MS;
    draw(p, done);
    p->visible = true;
}

static void
observe(void *arg, enum phase phase, uint64_t done, uint64_t all)
{
    (void)phase;
    (void)all;
    progress_update(arg, done);
}

struct observer
progress_observer(struct progress *p)
{
    return (struct observer){.progress = observe, .arg = p};
}

void
progress_clear(struct progress *p)
{
    if (!p->visible)
        return;
    fputs(ERASE, p->out);
    fflush(p->out);
    p->visible = false;
}
