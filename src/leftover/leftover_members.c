/*
 * What stands in tables and phone books beside the database.  They can be
 * large, so they are read in a stream, and only when asked for.
 *
 * Of a table, which is CSV, each line is searched for addresses; of a phone
 * book, which is XML and made anew when a phone asks for it, each text.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "cxbak/xml/xscan.h"
#include "cxbak/zip/zread.h"
#include "leftover/leftover_search_impl.h"

#define TABLES      "DbTables/"
#define PROVISIONED "provisioning/"
#define PHONEBOOK   "_phonebook.xml"

/* A line is searched in pieces of this length ... */
#define LINE_MAX ((size_t)256 << 10)

/* ... that overlap, so that an address at the edge is seen. */
#define OVERLAP ((size_t)512)

static const char *const tables[] = {
    "s_scheduledconf.csv",
    "meetingsession.csv",
    "chat_conversation_member.csv",
};

static bool
begins(const char *name, const char *with)
{
    return strncasecmp(name, with, strlen(with)) == 0;
}

static bool
is_table(const char *name)
{
    size_t i;

    if (!begins(name, TABLES))
        return false;
    for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        if (strcasecmp(name + strlen(TABLES), tables[i]) == 0)
            return true;
    }
    return false;
}

static bool
is_phone_book(const char *name)
{
    size_t n = strlen(name), k = strlen(PHONEBOOK);

    return begins(name, PROVISIONED) && n > k &&
           strcasecmp(name + n - k, PHONEBOOK) == 0;
}

static void
on_found(void *arg, struct old_value *v)
{
    const struct beside *x = arg;

    x->found(x, v);
}

/* ---- Tables ---- */

/* The line at hand, as far as it was read. */
struct line {
    struct beside *x;
    char text[LINE_MAX + 1];
    size_t len;
};

static void
search_line(struct line *l)
{
    l->text[l->len] = '\0';
    old_search(l->x->table, l->text, on_found, l->x);
}

static int
take_block(void *arg, const uint8_t *p, size_t n, struct err *e)
{
    struct line *l = arg;
    const uint8_t *end = p + n;

    for (; p < end; p++) {
        if (*p == '\n') {
            search_line(l);
            l->len = 0;
            l->x->line++;
            continue;
        }
        if (l->len == LINE_MAX) {
            search_line(l);
            memmove(l->text, l->text + LINE_MAX - OVERLAP, OVERLAP);
            l->len = OVERLAP;
        }
        l->text[l->len++] = *p != '\0' ? (char)*p : ' ';
    }
    return e->status;
}

static int
search_table(struct beside *x, size_t i, struct err *e)
{
    struct line *l = mem_alloc(sizeof(*l));

    l->x = x;
    l->len = 0;
    zread_blocks(x->b->zip, i, x->b->password, take_block, l, e);
    search_line(l);
    free(l);
    return e->status;
}

/* ---- Phone books ---- */

struct phone_book {
    struct beside *x;
    char *first; /* texts of FirstName and LastName that were just read */
    char *last;
};

static void
set(char **to, const char *text)
{
    free(*to);
    *to = mem_dup(text);
}

static int
on_start(void *arg, struct xscan *scan, const struct xelement *el,
         struct err *e)
{
    struct phone_book *b = arg;
    size_t i;

    xscan_capture(scan);
    b->x->line = xscan_line(scan);
    for (i = 0; i < el->attr_count; i++)
        old_search(b->x->table, el->attrs[i].value, on_found, b->x);
    return e->status;
}

static int
on_end(void *arg, struct xscan *scan, const struct xelement *el, struct err *e)
{
    struct phone_book *b = arg;

    if (!el->parent) {
        b->x->line = xscan_line(scan);
        old_search(b->x->table, el->text, on_found, b->x);
        if (strcasecmp(el->name, "FirstName") == 0)
            set(&b->first, el->text);
        if (strcasecmp(el->name, "LastName") == 0)
            set(&b->last, el->text);
        return e->status;
    }

    /* Names in elements of their own are one name to a reader. */
    if (b->first != NULL && b->last != NULL) {
        char *both = mem_printf("%s %s", b->first, b->last);

        old_search(b->x->table, both, on_found, b->x);
        free(both);
    }
    set(&b->first, NULL);
    set(&b->last, NULL);
    return e->status;
}

static int
push_block(void *arg, const uint8_t *p, size_t n, struct err *e)
{
    return xscan_push(arg, p, n, e);
}

static int
search_phone_book(struct beside *x, size_t i, struct err *e)
{
    static const struct xhandler handler = {.start = on_start, .end = on_end};
    struct phone_book b = {.x = x};
    struct xscan *scan = xscan_new(&handler, &b, x->member);

    if (zread_blocks(x->b->zip, i, x->b->password, push_block, scan, e) ==
        ST_OK)
        xscan_finish(scan, e);
    xscan_free(scan);
    free(b.first);
    free(b.last);
    return e->status;
}

/* ---- All of them ---- */

static int
search_member(struct beside *x, size_t i, bool table, struct err *e)
{
    x->member = zdir_member(x->b->zip, i)->name;
    x->is_table = table;
    x->line = 1;
    x->kinds = table ? OLD_EMAIL : OLD_EMAIL | OLD_NAME | OLD_MOBILE;
    if (table)
        search_table(x, i, e);
    else
        search_phone_book(x, i, e);
    x->end(x, e);
    return e->status;
}

int
beside_search(struct beside *x, struct err *e)
{
    size_t i;

    for (i = 0; i < zdir_count(x->b->zip) && e->status == ST_OK; i++) {
        const char *name = zdir_member(x->b->zip, i)->name;

        /* In a nested backup one folder comes before. */
        if (x->b->nested && strchr(name, '/') != NULL)
            name = strchr(name, '/') + 1;
        if (is_table(name))
            search_member(x, i, true, e);
        else if (is_phone_book(name))
            search_member(x, i, false, e);
    }
    return e->status;
}

/* ---- Leftovers in them ---- */

/* Count a value once for each line. */
static void
count_found(const struct beside *x, struct old_value *v)
{
    struct left_search *s = x->arg;

    if (left_owner(v, x->kinds) == NULL || (v->hits > 0 && v->last == x->line))
        return;
    if (v->hits++ == 0) {
        v->first = x->line;
        s->hits =
            mem_grow(s->hits, &s->hit_cap, s->hit_count, sizeof(*s->hits));
        s->hits[s->hit_count++] = v;
    }
    v->last = x->line;
}

/* Tell what was found in the member, and forget it.  One that cannot be read
 * is told and passed over. */
static void
tell_hits(const struct beside *x, struct err *e)
{
    struct left_search *s = x->arg;
    size_t i;

    for (i = 0; i < s->hit_count; i++) {
        struct old_value *v = s->hits[i];
        struct left_found found = {v, left_owner(v, x->kinds)};
        char *place = v->hits == 1
                          ? mem_printf("%s, line %zu", x->member, v->first)
                          : mem_printf("%s, line %zu and %zu more", x->member,
                                       v->first, v->hits - 1);

        left_tell(s, &found, place);
        free(place);
        v->hits = 0;
    }
    s->hit_count = 0;
    if (e->status != ST_OK && e->status != ST_SYSTEM) {
        findings_add(s->f, "leftover-not-searched", NULL, NULL,
                     "not searched to its end: %s", e->msg)
            ->reason = e->reason;
        err_free(e);
    }
}

int
left_search_members(struct left_search *s, struct err *e)
{
    struct beside x = {.b = s->b,
                       .table = &s->table,
                       .found = count_found,
                       .end = tell_hits,
                       .arg = s};

    beside_search(&x, e);
    free(s->hits);
    return e->status;
}
