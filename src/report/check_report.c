#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/buf.h"
#include "cxbak/report/check_report.h"
#include "cxbak/util/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/report/preview.h"
#include "cxbak/report/text_table.h"
#include "cxbak/report/term_style.h"
#include "cxbak/util/text.h"

/* Users that the line of a rule names; the others are counted. */
#define USERS_SHOWN 5

/* Columns that explanations are wrapped to, and their indent. */
#define WRAP_WIDTH  76
#define WRAP_INDENT 2

/* How many findings from `i` on are of the same rule and severity? */
static size_t
run_length(const struct findings *f, size_t i)
{
    size_t n = 1;

    while (i + n < f->count && f->list[i + n].rule == f->list[i].rule &&
           f->list[i + n].severity == f->list[i].severity)
        n++;
    return n;
}

/* The name of the user that a finding is about, newly made; NULL if it is
 * about nobody whom the backup has. */
static char *
name_of(const struct finding *f, const struct backup *b)
{
    size_t user = f->number != NULL
                      ? database_find(b->database, f->number, NULL)
                      : SIZE_MAX;

    return user != SIZE_MAX ? user_name(&b->database->users[user]) : NULL;
}

/* The first users of a run: "200 Martin Alder, 201 Jürgen Großmann, ..."; ""
 * if it names none. */
static void
list_users(struct buf *b, const struct finding *list, size_t n,
           const struct backup *of)
{
    const char *last = NULL;
    size_t shown = 0, i;
    char *name;

    for (i = 0; i < n; i++) {
        if (list[i].number == NULL ||
            (last != NULL && strcmp(last, list[i].number) == 0))
            continue;
        last = list[i].number;
        if (shown == USERS_SHOWN) {
            buf_adds(b, ", ...");
            return;
        }
        name = name_of(&list[i], of);
        buf_printf(b, "%s%s%s%s", shown++ > 0 ? ", " : "", last,
                   name != NULL && *name != '\0' ? " " : "",
                   name != NULL ? name : "");
        free(name);
    }
}

void
check_report_columns(struct text_table *t, bool several)
{
    if (several) {
        text_table_column(t, "Backup", TEXT_TABLE_LEFT);
        text_table_files(t);
    }
    text_table_column(t, "Severity", TEXT_TABLE_LEFT);
    text_table_column(t, "Code", TEXT_TABLE_LEFT);
    text_table_keep(t);
    text_table_column(t, "Count", TEXT_TABLE_RIGHT);
    text_table_column(t, "What", TEXT_TABLE_LEFT);
    text_table_wrap(t);
    text_table_column(t, "Users", TEXT_TABLE_LEFT);
    text_table_wrap(t);
}

void
check_report_rows(struct text_table *t, const struct findings *f,
                  const struct backup *b, bool several)
{
    char count[HUMAN_ROOM];
    size_t i, n;

    for (i = 0; i < f->count; i += n) {
        struct buf users = BUF_INIT;

        n = run_length(f, i);
        list_users(&users, &f->list[i], n, b);
        if (several)
            text_table_copy(t, b->path);
        text_table_add(t, severity_name(f->list[i].severity));
        text_table_add(t, f->list[i].rule->code);
        text_table_copy(t, human_count(count, n));
        text_table_add(t, f->list[i].rule->title);
        text_table_copy(t, buf_str(&users));
        buf_free(&users);
    }
}

void
check_report_all(FILE *out, const struct findings *f, const struct backup *b,
                 bool colour)
{
    size_t i;

    for (i = 0; i < f->count; i++) {
        char *name = name_of(&f->list[i], b);

        preview_finding_of(out, &f->list[i], name != NULL ? name : "", colour);
        free(name);
    }
}

void
check_report_json(FILE *out, const struct findings *f, const struct backup *b,
                  const char *path)
{
    struct jsonout o;
    size_t i;

    jsonout_start(&o, out, path != NULL);
    jsonout_open(&o, NULL, '{');
    jsonout_open(&o, "Findings", '[');
    for (i = 0; i < f->count; i++) {
        struct json_t *one = preview_finding_json(&f->list[i]);
        char *name = name_of(&f->list[i], b);

        jsonout_set_string(one, "Name", name);
        jsonout_put(&o, NULL, one);
        free(name);
    }
    jsonout_close(&o);
    jsonout_put(&o, "Errors",
                jsonout_count(findings_count(f, SEVERITY_ERROR, false)));
    jsonout_put(&o, "Warnings",
                jsonout_count(findings_count(f, SEVERITY_WARNING, false)));
    if (path != NULL)
        jsonout_put(&o, "Backup", jsonout_string(path));
    jsonout_close(&o);
}

/* A paragraph under its heading, with lines broken at blanks. */
static void
paragraph(FILE *out, const char *heading, const char *text, size_t most,
          bool colour)
{
    size_t column = WRAP_INDENT, n, width;

    fprintf(out, "\n%s%s%s\n%*s", term_style(colour, TERM_BOLD), heading,
            term_style(colour, TERM_PLAIN), WRAP_INDENT, "");
    while (*text != '\0') {
        char word[WRAP_WIDTH * 4];

        n = strcspn(text, " ");
        snprintf(word, sizeof(word), "%.*s", (int)n, text);
        width = text_width(word);
        if (column > WRAP_INDENT && column + 1 + width > most) {
            fprintf(out, "\n%*s", WRAP_INDENT, "");
            column = WRAP_INDENT;
        } else if (column > WRAP_INDENT) {
            fputc(' ', out);
            column++;
        }
        fputs(word, out);
        column += width;
        text += n;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

void
check_report_rule(FILE *out, const struct rule *r, const char *fix,
                  size_t width, bool colour)
{
    size_t most = width > 0 && width < WRAP_WIDTH ? width : WRAP_WIDTH;

    fprintf(out, "%s%s%s (%s): %s\n", term_style(colour, TERM_BOLD), r->code,
            term_style(colour, TERM_PLAIN), severity_name(r->severity),
            r->title);
    paragraph(out, "Why it matters", r->why, most, colour);
    paragraph(out, "What to do", fix, most, colour);
    paragraph(out, "Source", r->source, most, colour);
}

void
check_report_rules(FILE *out, bool colour)
{
    struct text_table *t = text_table_new();
    const struct rule *r;
    size_t i;

    text_table_column(t, "Code", TEXT_TABLE_LEFT);
    text_table_column(t, "Severity", TEXT_TABLE_LEFT);
    text_table_column(t, "What", TEXT_TABLE_LEFT);
    for (i = 0; (r = rule_at(i)) != NULL; i++) {
        text_table_add(t, r->code);
        text_table_add(t, severity_name(r->severity));
        text_table_add(t, r->title);
    }
    text_table_print(t, out, 0, colour);
    text_table_free(t);
}

struct json_t *
check_report_rule_json(const struct rule *r, const char *fix)
{
    struct json_t *one = jsonout_object();

    jsonout_set_string(one, "Code", r->code);
    jsonout_set_string(one, "Severity", severity_name(r->severity));
    jsonout_set_string(one, "Title", r->title);
    jsonout_set_string(one, "Why", r->why);
    jsonout_set_string(one, "Fix", fix);
    jsonout_set_string(one, "Source", r->source);
    return one;
}
