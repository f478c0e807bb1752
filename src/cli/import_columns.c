#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>

#include "cxbak/report/jsonout.h"
#include "cxbak/report/text_table.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/notes.h"
#include "cli/error_json.h"
#include "cli/import_columns.h"
#include "cli/say.h"
#include "cli/screen.h"

/* How many rows are shown of a column. */
static size_t
sample_count(const struct csv *csv)
{
    return csv->count < IMPORT_COLUMNS_SAMPLES ? csv->count
                                               : IMPORT_COLUMNS_SAMPLES;
}

/* The field that the column is read as, or NULL. */
static const struct field_info *
read_as(const struct users_csv *u, size_t i)
{
    enum field f = users_csv_column_field(u, i);

    return f == FIELD_ROWS ? NULL : field_info(f);
}

static struct json_t *
column_json(const struct csv *csv, const struct users_csv *u, size_t i)
{
    struct json_t *doc = jsonout_object(), *samples = jsonout_array();
    const struct field_info *f = read_as(u, i);
    char letters[NOTES_LETTERS], *called = users_csv_column_called(csv, i);
    size_t r;

    for (r = 0; r < sample_count(csv); r++)
        jsonout_append(samples, jsonout_string(csv->rows[r].cells[i].text));
    jsonout_set_string(doc, "Letters", notes_letters(letters, i + 1));
    jsonout_set_string(doc, "Heading", csv->header.cells[i].text);
    jsonout_set_string(doc, "Map", called);
    jsonout_set_string(doc, "Field", f != NULL ? f->key : NULL);
    jsonout_set_string(doc, "Word", f != NULL ? f->word : NULL);
    jsonout_set(doc, "Samples", samples);
    free(called);
    return doc;
}

static void
print_json(const struct args *a, const struct csv *csv,
           const struct users_csv *u, const char *name, const struct err *e)
{
    struct json_t *doc = jsonout_object(), *list = jsonout_array(), *error;
    size_t i;

    for (i = 0; i < csv->header.count; i++)
        jsonout_append(list, column_json(csv, u, i));
    jsonout_set_string(doc, "File", name);
    jsonout_set_string(doc, "Sheet", csv->sheet);
    jsonout_set_count(doc, "HeaderRow", csv->header.cells[0].line);
    jsonout_set_count(doc, "Rows", csv->count + csv->bad_count);
    jsonout_set(doc, "Columns", list);
    if (e->status != ST_OK) {
        error = error_json(a, e);
        json_object_update(doc, error);
        json_decref(error);
    }
    jsonout_print(doc, stdout);
}

/* The first values of a column, with commas between. */
static void
add_samples(struct text_table *t, const struct csv *csv, size_t i)
{
    struct buf b = BUF_INIT;
    size_t r;

    for (r = 0; r < sample_count(csv); r++) {
        const char *text = csv->rows[r].cells[i].text;

        if (*text != '\0')
            buf_printf(&b, "%s%s", b.len > 0 ? ", " : "", text);
    }
    text_table_copy(t, buf_str(&b));
    buf_free(&b);
}

static void
print_table(const struct args *a, const struct csv *csv,
            const struct users_csv *u)
{
    struct text_table *t = text_table_new();
    char letters[NOTES_LETTERS];
    size_t i;

    text_table_column(t, "Column", TEXT_TABLE_LEFT);
    text_table_column(t, "Heading", TEXT_TABLE_LEFT);
    text_table_column(t, "Read as", TEXT_TABLE_LEFT);
    text_table_column(t, "First values", TEXT_TABLE_LEFT);
    for (i = 0; i < csv->header.count; i++) {
        const struct field_info *f = read_as(u, i);

        text_table_copy(t, notes_letters(letters, i + 1));
        text_table_add(t, csv->header.cells[i].text);
        text_table_add(t, f != NULL ? f->label : "-");
        add_samples(t, csv, i);
    }
    screen_table(t, a, SCREEN_ELSEWHERE);
    text_table_free(t);
}

void
import_columns_print(const struct args *a, const struct csv *csv,
                     const struct users_csv *u, const char *name,
                     const struct err *e)
{
    if (args_flag(a, "json"))
        print_json(a, csv, u, name, e);
    else
        print_table(a, csv, u);
    say_notes(say_note, &csv->notes, name);
    say_notes(say_warning, &csv->warnings, name);
}
