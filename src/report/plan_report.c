#include <stdlib.h>
#include <string.h>

#include "cxbak/report/jsonout.h"
#include "cxbak/report/plan_report.h"
#include "cxbak/report/preview.h"
#include "cxbak/report/term_style.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

char *
plan_report_value(const struct plan_change *x, const struct plan_value *v)
{
    const char *member = v->picture->member, *image = v->picture->entry;
    bool entry = image != NULL && *image != '\0';
    bool file = *v->text != '\0';

    if (x->field != FIELD_AVATAR)
        return mem_dup(v->text);
    return mem_printf("%s%s%s%s%s%s%s", file && member != NULL ? member : "",
                      file && member != NULL ? ", " : "", file ? "CRC " : "",
                      v->text, file && entry ? ", " : "",
                      entry ? CONTACT_IMAGE " " : "", entry ? image : "");
}

char *
plan_report_words(const struct plan_change *x, const struct plan_value *v)
{
    char *words;

    if (x->field != FIELD_AVATAR)
        return mem_dup(v->text);
    words = *v->text != '\0'
                ? change_picture_seen(v->picture->member, &v->picture->image)
                : mem_dup("");
    return strcmp(x->from.text, x->to.text) == 0
               ? change_picture_entry(words, v->picture->entry)
               : words;
}

/* The extension, and whom the plan was made for. */
static void
print_user(FILE *out, const struct plan *p, const char *number, bool colour)
{
    const struct plan_person *x = plan_person(p, number);
    struct buf b = BUF_INIT;
    size_t k;

    text_escape(&b, number);
    fprintf(out, "%s%s%s", term_style(colour, TERM_BOLD), buf_str(&b),
            term_style(colour, TERM_PLAIN));
    buf_free(&b);
    for (k = 0; x != NULL && k < 2; k++) {
        if (*x->before[k] == '\0')
            continue;
        buf_adds(&b, b.len > 0 ? " " : "  ");
        text_escape(&b, x->before[k]);
    }
    fprintf(out, "%s\n", buf_str(&b));
    buf_free(&b);
}

void
plan_report_print(FILE *out, const struct plan *p, bool colour)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        const struct plan_change *x = &p->list[i];
        char *old = plan_report_words(x, &x->from);
        char *new = plan_report_words(x, &x->to);

        if (i == 0 || strcmp(p->list[i - 1].number, x->number) != 0)
            print_user(out, p, x->number, colour);
        preview_field(out, field_info(x->field)->label, old, new, colour);
        free(old);
        free(new);
    }
}

static struct json_t *
change_json(const struct plan *p, const struct plan_change *x)
{
    const struct plan_person *person = plan_person(p, x->number);
    char *old = plan_report_value(x, &x->from);
    char *new = plan_report_value(x, &x->to);
    struct json_t *one = jsonout_object();

    jsonout_set_string(one, "Number", x->number);
    jsonout_set_string(one, "FirstName",
                       person != NULL ? person->before[0] : NULL);
    jsonout_set_string(one, "LastName",
                       person != NULL ? person->before[1] : NULL);
    jsonout_set_string(one, "Field", field_info(x->field)->key);
    jsonout_set_string(one, "Old", old);
    jsonout_set_string(one, "New", new);
    free(old);
    free(new);
    return one;
}

struct json_t *
plan_report_json(const struct plan *p)
{
    struct json_t *doc = jsonout_object(), *source = jsonout_object();
    struct json_t *list = jsonout_array();
    size_t i;

    jsonout_set_string(source, "Database", p->database);
    jsonout_set_string(source, "CRC", p->crc);
    jsonout_set_string(source, "Version", p->version);
    jsonout_set_string(source, "Date", p->date);
    for (i = 0; i < p->count; i++)
        jsonout_append(list, change_json(p, &p->list[i]));
    jsonout_set(doc, "Source", source);
    jsonout_set(doc, "Changes", list);
    return doc;
}
