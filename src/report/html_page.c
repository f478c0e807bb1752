/*
 * The page is written piece by piece while it is made; pictures are in it as
 * data: addresses.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/image/image.h"
#include "cxbak/report/comparison.h"
#include "cxbak/report/differences.h"
#include "cxbak/report/html_page.h"
#include "cxbak/report/plan_report.h"
#include "cxbak/util/base64.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#include "report/html_style_impl.h"

/* Larger pictures are told, not shown: a page that is mailed has to stay
 * small. */
#define SHOWN_MAX ((size_t)1 << 20)

/* Bytes that are gathered before they are written. */
#define PIECE ((size_t)64 << 10)

struct html_page {
    struct sink *to;
    struct buf out; /* what was not written yet */
    struct err e;   /* the first failure: after it nothing is written */
    bool table;     /* a table of users is open */
};

static void
write_out(struct html_page *h)
{
    if (h->e.status == ST_OK)
        sink_write(h->to, h->out.data, h->out.len, &h->e);
    h->out.len = 0;
}

/* Append text from outside.  What a browser would not show, or would show as
 * something else, is shown as on a terminal. */
static void
put(struct html_page *h, const char *text)
{
    struct buf plain = BUF_INIT;
    const char *p;

    text_escape(&plain, text);
    for (p = buf_str(&plain); *p != '\0'; p++) {
        if (*p == '&')
            buf_adds(&h->out, "&amp;");
        else if (*p == '<')
            buf_adds(&h->out, "&lt;");
        else if (*p == '>')
            buf_adds(&h->out, "&gt;");
        else if (*p == '"')
            buf_adds(&h->out, "&quot;");
        else
            buf_addc(&h->out, *p);
    }
    buf_free(&plain);
}

/* Append an element with a text, whose own direction does not turn what stands
 * beside it. */
static void
put_element(struct html_page *h, const char *tag, const char *class,
            const char *text)
{
    if (h->out.len > PIECE)
        write_out(h);
    buf_printf(&h->out, "<%s%s%s%s dir=\"auto\">", tag,
               class != NULL ? " class=\"" : "", class != NULL ? class : "",
               class != NULL ? "\"" : "");
    put(h, text);
    buf_printf(&h->out, "</%s>", tag);
}

struct html_page *
html_page_new(const char *title, struct sink *to)
{
    struct html_page *h = mem_calloc(1, sizeof(*h));

    h->to = to;
    buf_adds(&h->out,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
             "<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\""
             "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
             "\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, "
             "initial-scale=1\">\n<title>");
    put(h, title);
    buf_printf(&h->out, "</title>\n<style>%s</style>\n</head>\n<body>\n",
               HTML_STYLE);
    put_element(h, "h1", NULL, title);
    buf_addc(&h->out, '\n');
    return h;
}

static void
put_fact(struct html_page *h, const char *name, const char *value)
{
    if (*value == '\0')
        return;
    put_element(h, "dt", NULL, name);
    put_element(h, "dd", NULL, value);
    buf_addc(&h->out, '\n');
}

void
html_page_backup(struct html_page *h, const char *label, const struct backup *b)
{
    const struct database *d = b->database;
    char n[HUMAN_ROOM];

    put_element(h, "h2", NULL, label);
    buf_adds(&h->out, "\n<dl>\n");
    put_fact(h, "File", b->path);
    put_fact(h, "Company", d->company);
    put_fact(h, "Address", d->external_fqdn);
    put_fact(h, "Version", d->version);
    put_fact(h, "Date of the backup", d->date);
    put_fact(h, "Users", human_count(n, d->user_count));
    buf_adds(&h->out, "</dl>\n");
}

/* Begin the table of users, where none is open. */
static void
open_table(struct html_page *h)
{
    if (!h->table)
        buf_adds(&h->out, "<h2>Changes</h2>\n<table>\n<thead><tr><th>Field</th>"
                          "<th>Old</th><th>New</th></tr></thead>\n");
    h->table = true;
}

static void
close_table(struct html_page *h)
{
    if (h->table)
        buf_adds(&h->out, "</tbody>\n</table>\n");
    h->table = false;
}

/* The line above the values of one user; `first` is that of the table. */
static void
put_user(struct html_page *h, bool first, const char *number, const char *name)
{
    open_table(h);
    buf_printf(&h->out, "%s<tbody>\n<tr class=\"user\"><th colspan=\"3\">",
               first ? "" : "</tbody>\n");
    put_element(h, "span", "number", number);
    put_element(h, "span", NULL, name);
    buf_adds(&h->out, "</th></tr>\n");
}

/* A picture, if it is one that browsers show. */
static void
put_picture(struct html_page *h, const struct buf *image)
{
    enum image_format f = image_sniff(image->data, image->len, NULL);

    if (image->len == 0 || image->len > SHOWN_MAX ||
        (f != IMAGE_PNG && f != IMAGE_JPEG))
        return;
    buf_printf(&h->out, "<img alt=\"\" src=\"data:image/%s;base64,",
               f == IMAGE_PNG ? "png" : "jpeg");
    base64_add(&h->out, image->data, image->len);
    buf_adds(&h->out, "\">");
}

/* One value before and after; of a picture with what it looks like (NULL or
 * empty: unknown). */
static void
put_value(struct html_page *h, const char *label, const char *old,
          const struct buf *old_image, const char *new,
          const struct buf *new_image)
{
    buf_adds(&h->out, "<tr>");
    put_element(h, "td", "label", label);
    buf_adds(&h->out, "<td class=\"old\">");
    if (old_image != NULL)
        put_picture(h, old_image);
    put_element(h, "del", *old == '\0' ? "empty" : NULL,
                *old == '\0' ? "empty" : old);
    buf_adds(&h->out, "</td><td class=\"new\">");
    if (new_image != NULL)
        put_picture(h, new_image);
    put_element(h, "ins", *new == '\0' ? "empty" : NULL,
                *new == '\0' ? "empty" : new);
    buf_adds(&h->out, "</td></tr>\n");
}

static void
put_change(struct html_page *h, const struct change *x, struct backup *b)
{
    char *old = change_old_words(x, b), *new = change_new_words(x);
    struct buf before = BUF_INIT;

    if (x->picture != NULL)
        before = avatar_content(b, x->picture->old);
    put_value(h, field_info(x->edit.field)->label, old, &before, new,
              x->picture != NULL ? &x->picture->image : NULL);
    buf_free(&before);
    free(old);
    free(new);
}

void
html_page_changes(struct html_page *h, const struct changes *c,
                  struct backup *b)
{
    size_t i, last = SIZE_MAX;

    for (i = 0; i < c->count; i++) {
        const struct change *x = &c->list[i];
        const struct user *u = &b->database->users[x->edit.user];

        if (x->edit.user != last) {
            char *name = user_name(u);

            put_user(h, i == 0, user_text(u, FIELD_NUMBER), name);
            free(name);
        }
        last = x->edit.user;
        put_change(h, x, b);
    }
    close_table(h);
}

static void
put_difference(struct html_page *h, const struct difference *d,
               struct backup *old, struct backup *new)
{
    struct buf x = BUF_INIT, y = BUF_INIT;
    char *before, *after;

    comparison_seen(d, old, new, &before, &after);
    if (d->field == FIELD_AVATAR) {
        x = avatar_content(old, d->old_member);
        y = avatar_content(new, d->new_member);
    }
    put_value(h, field_info(d->field)->label, before, &x, after, &y);
    buf_free(&x);
    buf_free(&y);
    free(before);
    free(after);
}

/* Users that only one backup has. */
static void
put_only(struct html_page *h, const char *heading, const struct backup *b,
         const size_t *users, size_t n)
{
    size_t i;

    if (n == 0)
        return;
    put_element(h, "h2", NULL, heading);
    buf_adds(&h->out, "\n<ul>\n");
    for (i = 0; i < n; i++) {
        const struct user *u = &b->database->users[users[i]];
        char *name = user_name(u);
        char *text = mem_printf("%s %s", user_text(u, FIELD_NUMBER), name);

        put_element(h, "li", NULL, text);
        free(text);
        free(name);
    }
    buf_adds(&h->out, "</ul>\n");
}

/* Members that differ, in a list that begins with the first. */
struct member_list {
    struct html_page *h;
    bool begun;
};

static void
put_member(void *arg, const char *what, const char *name, const char *why)
{
    struct member_list *l = arg;
    char *text = mem_printf("%s: %s%s%s", what, name, why != NULL ? ": " : "",
                            why != NULL ? why : "");

    if (!l->begun)
        buf_adds(&l->h->out, "<h2>Files in the backup</h2>\n<ul>\n");
    l->begun = true;
    put_element(l->h, "li", NULL, text);
    free(text);
}

static void
put_settings(struct html_page *h, const struct settings *s)
{
    size_t i;

    if (s->count == 0)
        return;
    buf_adds(&h->out, "<h2>Other settings</h2>\n<ul>\n");
    for (i = 0; i < s->count; i++) {
        char *words = settings_words(&s->list[i]);
        char *text = mem_printf("%s: %s", s->list[i].thing, words);

        put_element(h, "li", NULL, text);
        free(text);
        free(words);
    }
    buf_adds(&h->out, "</ul>\n");
}

/* How the databases differ beside users' fields. */
static void
put_database(struct html_page *h, const char *why)
{
    char *text = mem_printf("Database: %s", why);

    html_page_verdict(h, false, text);
    free(text);
}

/* What differs beside users' fields. */
static void
put_rest(struct html_page *h, const struct comparison *c)
{
    struct member_list l = {.h = h};

    members_lines(c, false, put_member, &l);
    if (l.begun)
        buf_adds(&h->out, "</ul>\n");
    put_settings(h, &c->settings);
    if (c->database != NULL)
        put_database(h, c->database);
    if (c->archive != NULL)
        html_page_verdict(h, false, c->archive);
}

void
html_page_comparison(struct html_page *h, const struct comparison *c,
                     struct backup *old, struct backup *new)
{
    size_t i, last = SIZE_MAX;

    for (i = 0; i < c->count; i++) {
        const struct user *u = &old->database->users[c->list[i].old_user];

        if (c->list[i].old_user != last) {
            char *name = user_name(u);

            put_user(h, i == 0, user_text(u, FIELD_NUMBER), name);
            free(name);
        }
        last = c->list[i].old_user;
        put_difference(h, &c->list[i], old, new);
    }
    close_table(h);
    put_only(h, "Users only in the new backup", new, c->added, c->added_count);
    put_only(h, "Users only in the old backup", old, c->removed,
             c->removed_count);
    put_rest(h, c);
}

void
html_page_plan(struct html_page *h, const struct plan *p)
{
    const char *last = NULL;
    size_t i;

    for (i = 0; i < p->count; i++) {
        const struct plan_change *x = &p->list[i];
        const struct plan_person *person = plan_person(p, x->number);
        char *old = plan_report_words(x, &x->from);
        char *new = plan_report_words(x, &x->to), *name;

        if (last == NULL || strcmp(last, x->number) != 0) {
            name = person == NULL ? mem_dup("")
                                  : mem_printf("%s %s", person->before[0],
                                               person->before[1]);
            put_user(h, i == 0, x->number, name);
            free(name);
        }
        last = x->number;
        put_value(h, field_info(x->field)->label, old, &x->from.picture->image,
                  new, &x->to.picture->image);
        free(old);
        free(new);
    }
    close_table(h);
}

/* One finding, with whom it is about. */
static void
put_finding(struct html_page *h, const struct finding *x,
            const struct backup *b)
{
    size_t user = x->number != NULL
                      ? database_find(b->database, x->number, NULL)
                      : SIZE_MAX;
    char *name =
        user != SIZE_MAX ? user_name(&b->database->users[user]) : mem_dup("");

    buf_printf(&h->out, "<tr class=\"%s\">", severity_name(x->severity));
    put_element(h, "td", "severity", severity_name(x->severity));
    buf_adds(&h->out, "<td>");
    put_element(h, "span", "number", x->number != NULL ? x->number : "");
    put_element(h, "span", NULL, name);
    buf_adds(&h->out, "</td>");
    put_element(h, "td", NULL, x->message);
    buf_adds(&h->out, "</tr>\n");
    free(name);
}

void
html_page_findings(struct html_page *h, const char *heading,
                   const struct findings *f, const struct backup *b)
{
    int severity;
    size_t i;

    if (f->count == 0)
        return;
    put_element(h, "h2", NULL, heading);
    buf_adds(&h->out,
             "\n<table "
             "class=\"findings\">\n<thead><tr><th></th><th>User</th><th>What"
             "</th></tr></thead>\n<tbody>\n");
    for (severity = SEVERITY_ERROR; severity >= SEVERITY_NOTE; severity--) {
        for (i = 0; i < f->count; i++) {
            if ((int)f->list[i].severity == severity)
                put_finding(h, &f->list[i], b);
        }
    }
    buf_adds(&h->out, "</tbody>\n</table>\n");
}

/* Whom a task is for, each with a box to tick. */
static void
put_task(struct html_page *h, const struct console_todo *t, const char *task)
{
    size_t i;

    buf_adds(&h->out, "\n<ul class=\"todo\">\n");
    for (i = 0; i < t->count; i++) {
        if (t->list[i].task != task)
            continue;
        buf_adds(&h->out, "<li>");
        put_element(h, "span", "number", t->list[i].number);
        put_element(h, "span", NULL, t->list[i].name);
        if (t->list[i].where != NULL)
            put_element(h, "span", "where", t->list[i].where);
        buf_adds(&h->out, "</li>\n");
    }
    buf_adds(&h->out, "</ul>\n");
}

void
html_page_todo(struct html_page *h, const struct console_todo *t)
{
    size_t i, k;

    if (t->count == 0)
        return;
    buf_adds(&h->out, "<h2>Still to be done in the console, after the restore"
                      "</h2>\n");
    for (i = 0; i < t->count; i++) {
        for (k = 0; k < i && t->list[k].task != t->list[i].task; k++)
            continue;
        if (k < i)
            continue;
        put_element(h, "h3", NULL, t->list[i].text);
        put_task(h, t, t->list[i].task);
    }
}

void
html_page_lines(struct html_page *h, const char *heading,
                const char *const *lines, size_t n)
{
    size_t i;

    put_element(h, "h2", NULL, heading);
    buf_addc(&h->out, '\n');
    for (i = 0; i < n; i++) {
        put_element(h, "p", NULL, lines[i]);
        buf_addc(&h->out, '\n');
    }
}

void
html_page_verdict(struct html_page *h, bool good, const char *text)
{
    put_element(h, "p", good ? "verdict good" : "verdict bad", text);
    buf_addc(&h->out, '\n');
}

void
html_page_signature(struct html_page *h)
{
    buf_adds(&h->out, "<table class=\"signature\"><tr><td>Date</td><td>Name"
                      "</td><td>Signature</td></tr></table>\n");
}

int
html_page_finish(struct html_page *h, struct err *e)
{
    close_table(h);
    buf_adds(&h->out, "</body>\n</html>\n");
    write_out(h);
    buf_free(&h->out);
    err_move(e, &h->e);
    free(h);
    return e->status;
}
