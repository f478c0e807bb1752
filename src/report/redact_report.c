#include "cxbak/report/jsonout.h"
#include "cxbak/report/redact_report.h"
#include "cxbak/report/text_table.h"
#include "cxbak/util/human.h"

static const char *
action_word(enum redact_action action)
{
    switch (action) {
    case REDACT_REMOVED:
        return "removed";
    case REDACT_REPLACED:
        return "replaced";
    case REDACT_STAYED:
        break;
    }
    return "stayed";
}

void
redact_report_print(FILE *out, const struct redact_list *list, bool colour)
{
    struct text_table *t = text_table_new();
    char n[HUMAN_ROOM];
    size_t i;

    text_table_column(t, "What", TEXT_TABLE_LEFT);
    text_table_column(t, "Count", TEXT_TABLE_RIGHT);
    text_table_column(t, "Kind", TEXT_TABLE_LEFT);
    text_table_column(t, "Name", TEXT_TABLE_LEFT);
    for (i = 0; i < list->count; i++) {
        const struct redact_item *x = &list->items[i];

        text_table_add(t, action_word(x->action));
        text_table_copy(t, human_count(n, x->count));
        text_table_add(
            t, x->what == REDACT_MEMBERS ? "files" : redact_what_word(x->what));
        text_table_add(t, x->name);
    }
    text_table_print(t, out, 0, colour);
    text_table_free(t);
}

void
redact_report_json(FILE *out, const struct redact_list *list, const char *path)
{
    struct jsonout o;
    size_t i;

    jsonout_start(&o, out, false);
    jsonout_open(&o, NULL, '{');
    jsonout_open(&o, "Redacted", '[');
    for (i = 0; i < list->count; i++) {
        const struct redact_item *x = &list->items[i];
        struct json_t *item = jsonout_object();

        jsonout_set_string(item, "Action", action_word(x->action));
        jsonout_set_string(item, "What", redact_what_word(x->what));
        jsonout_set_string(item, "Name", x->name);
        jsonout_set_count(item, "Count", x->count);
        jsonout_put(&o, NULL, item);
    }
    jsonout_close(&o);
    jsonout_put(&o, "Output", jsonout_string(path));
    jsonout_close(&o);
}
