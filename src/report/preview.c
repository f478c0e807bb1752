#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/report/change_groups.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/report/preview.h"
#include "cxbak/report/term_style.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* Labels are padded to the longest one. */
#define LABEL_WIDTH 18

static void
print_text(FILE *out, const char *s, size_t n, const char *style,
           const char *plain)
{
    struct buf raw = BUF_INIT, b = BUF_INIT;

    buf_add(&raw, s, n);
    text_escape(&b, buf_str(&raw));
    if (b.len > 0)
        fprintf(out, "%s%s%s", style, buf_str(&b), plain);
    buf_free(&b);
    buf_free(&raw);
}

/* Is this byte the middle of a character? */
static bool
inside(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* How much two texts have in common at their beginning and end, in whole
 * characters. */
static void
common(const char *a, const char *b, size_t *head, size_t *tail)
{
    size_t n = strlen(a), m = strlen(b), h = 0, t = 0;

    while (h < n && h < m && a[h] == b[h])
        h++;
    while (h > 0 && (inside(a[h]) || inside(b[h])))
        h--;
    while (t < n - h && t < m - h && a[n - 1 - t] == b[m - 1 - t])
        t++;
    while (t > 0 && inside(a[n - t]))
        t--;
    *head = h;
    *tail = t;
}

/* A value with the part that differs marked. */
static void
print_value(FILE *out, const char *s, size_t head, size_t tail, bool colour,
            enum term_style style)
{
    const char *plain = term_style(colour, TERM_PLAIN);
    size_t n = strlen(s);

    if (n == 0) {
        fprintf(out, "%s(empty)%s", term_style(colour, TERM_FAINT), plain);
        return;
    }
    print_text(out, s, head, "", "");
    print_text(out, s + head, n - head - tail, term_style(colour, style),
               plain);
    print_text(out, s + n - tail, tail, "", "");
}

/* Does a blank stand where nobody would see it? */
static bool
has_hidden_blank(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && (s[0] == ' ' || s[n - 1] == ' ');
}

/* Do the two look the same, because they are the same letters? */
static bool
look_alike(const char *old, const char *new)
{
    char *a = text_nfc(old), *b = text_nfc(new);
    bool alike = strcmp(a, b) == 0;

    free(a);
    free(b);
    return alike;
}

void
preview_field(FILE *out, const char *label, const char *old, const char *new,
              bool colour)
{
    const char *quote =
        has_hidden_blank(old) || has_hidden_blank(new) ? "\"" : "";
    size_t head, tail;

    common(old, new, &head, &tail);
    fprintf(out, "  %-*s  %s", LABEL_WIDTH, label, *old != '\0' ? quote : "");
    print_value(out, old, head, tail, colour, TERM_RED);
    fprintf(out, "%s -> %s", *old != '\0' ? quote : "",
            *new != '\0' ? quote : "");
    print_value(out, new, head, tail, colour, TERM_GREEN);
    fprintf(out, "%s%s\n", *new != '\0' ? quote : "",
            look_alike(old, new) ? " (the same letters in another Unicode form)"
                                 : "");
}

void
preview_user(FILE *out, const struct user *u, bool colour)
{
    char *name = user_name(u);

    print_text(out, user_text(u, FIELD_NUMBER),
               strlen(user_text(u, FIELD_NUMBER)),
               term_style(colour, TERM_BOLD), term_style(colour, TERM_PLAIN));
    if (*name != '\0')
        fputs("  ", out);
    print_text(out, name, strlen(name), "", "");
    fputc('\n', out);
    free(name);
}

/* What a new picture was made from. */
static void
print_made(FILE *out, const char *made)
{
    if (made != NULL)
        fprintf(out, "  %-*s  %s\n", LABEL_WIDTH, "Made from", made);
}

/* Equal changes of several users as one line. */
static void
print_groups(FILE *out, const struct changes *c, struct backup *b, bool colour)
{
    struct change_groups *g = change_groups_new();
    size_t i;

    for (i = 0; i < c->count; i++) {
        char *old = change_old(&c->list[i], b), *new = change_new(&c->list[i]);

        change_groups_add(g, c->list[i].edit.field, old, new);
        free(old);
        free(new);
    }
    change_groups_print(out, g, colour);
    change_groups_free(g);
}

/* The changes one by one, below their users. */
static void
print_each(FILE *out, const struct changes *c, struct backup *b, bool colour)
{
    size_t i, last = SIZE_MAX;

    for (i = 0; i < c->count; i++) {
        const struct change *x = &c->list[i];
        char *old = change_old_words(x, b), *new = change_new_words(x);

        if (x->edit.user != last)
            preview_user(out, &b->database->users[x->edit.user], colour);
        last = x->edit.user;
        preview_field(out, field_info(x->edit.field)->label, old, new, colour);
        if (x->picture != NULL)
            print_made(out, x->picture->made);
        free(old);
        free(new);
    }
}

void
preview_changes(FILE *out, const struct changes *c, struct backup *b,
                enum preview_detail detail, bool colour)
{
    bool many = c->users >= CHANGE_GROUPS_USERS;
    char n[HUMAN_ROOM];

    if (many || detail == PREVIEW_GROUPS)
        print_groups(out, c, b, colour);
    if (many && detail == PREVIEW_ALL)
        fputc('\n', out);
    if (detail == PREVIEW_ALL)
        print_each(out, c, b, colour);
    if (c->unchanged > 0)
        fprintf(out, "%s%s unchanged%s\n", term_style(colour, TERM_FAINT),
                human_things(n, c->unchanged, "user"),
                term_style(colour, TERM_PLAIN));
}

char *
preview_words(size_t values, size_t pictures, size_t users)
{
    char v[HUMAN_ROOM], p[HUMAN_ROOM], u[HUMAN_ROOM];
    bool both = values > 0 && pictures > 0;

    human_things(v, values, "value");
    human_things(p, pictures, "picture");
    return mem_printf("%s%s%s of %s", values > 0 || pictures == 0 ? v : "",
                      both ? " and " : "", pictures > 0 ? p : "",
                      human_things(u, users, "user"));
}

struct json_t *
preview_change_json(const struct change *x, const struct backup *b)
{
    const struct user *u = &b->database->users[x->edit.user];
    char *old = change_old(x, b), *new = change_new(x);
    struct json_t *one = jsonout_object();

    jsonout_set_string(one, "Number", user_text(u, FIELD_NUMBER));
    jsonout_set_string(one, "Field", field_info(x->edit.field)->key);
    jsonout_set_string(one, "Old", old);
    jsonout_set_string(one, "New", new);
    if (x->picture != NULL)
        jsonout_set_string(one, "Made", x->picture->made);
    free(old);
    free(new);
    return one;
}

void
preview_finding(FILE *out, const struct finding *f, bool colour)
{
    preview_finding_of(out, f, "", colour);
}

void
preview_finding_of(FILE *out, const struct finding *f, const char *name,
                   bool colour)
{
    static const enum term_style styles[] = {TERM_CYAN, TERM_YELLOW, TERM_RED};
    struct buf b = BUF_INIT;

    if (f->number != NULL)
        buf_printf(&b, "extension %s", f->number);
    if (*name != '\0') {
        buf_adds(&b, " (");
        text_escape(&b, name);
        buf_addc(&b, ')');
    }
    if (b.len > 0)
        buf_adds(&b, ": ");
    text_escape(&b, f->message);
    fprintf(out, "%s%s%s: %s [%s]\n", term_style(colour, styles[f->severity]),
            severity_name(f->severity), term_style(colour, TERM_PLAIN),
            buf_str(&b), f->rule->code);
    buf_free(&b);
}

struct json_t *
preview_finding_json(const struct finding *f)
{
    struct json_t *one = jsonout_object();

    jsonout_set_string(one, "Code", f->rule->code);
    jsonout_set_string(one, "Severity", severity_name(f->severity));
    jsonout_set_string(one, "Number", f->number);
    jsonout_set_string(one, "Field", f->field);
    jsonout_set_string(one, "Message", f->message);
    jsonout_set_bool(one, "Introduced", f->introduced);
    jsonout_set_string(one, "Suggestion", f->suggestion);
    if (f->suggestion != NULL)
        jsonout_set_bool(one, "Guess", f->guess);
    return one;
}
