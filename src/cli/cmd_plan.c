/* Plans by themselves, without a backup. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/plan/plan.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/report/plan_report.h"
#include "cxbak/report/preview.h"
#include "cxbak/table/csv.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cli/commands.h"
#include "cli/html_option.h"
#include "cli/output.h"
#include "cli/plans.h"
#include "cli/say.h"
#include "cli/std_streams.h"

/* The changes as CSV, one on a line. */
static void
print_csv(const struct plan *p)
{
    static const char *const names[] = {"Number", "FirstName", "LastName",
                                        "Field",  "Old",       "New"};
    const struct csv_style style = {.delimiter = ',', .lf = true};
    const size_t n = sizeof(names) / sizeof(names[0]);
    struct buf b = BUF_INIT;
    size_t i;

    csv_write_row(&b, &style, names, n);
    for (i = 0; i < p->count; i++) {
        const struct plan_change *x = &p->list[i];
        const struct plan_person *person = plan_person(p, x->number);
        char *old = plan_report_value(x, &x->from);
        char *new = plan_report_value(x, &x->to);
        const char *cells[] = {x->number,
                               person != NULL ? person->before[0] : NULL,
                               person != NULL ? person->before[1] : NULL,
                               field_info(x->field)->key,
                               old,
                               new};

        csv_write_row(&b, &style, cells, n);
        free(old);
        free(new);
    }
    fwrite(b.data, 1, b.len, stdout);
    buf_free(&b);
}

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "3 values and 1 picture of 2 users" */
static char *
words_of(const struct plan *p)
{
    const char **numbers = mem_array(NULL, p->count, sizeof(*numbers));
    size_t pictures = 0, users = 0, i;
    char *words;

    for (i = 0; i < p->count; i++) {
        pictures += p->list[i].field == FIELD_AVATAR;
        numbers[i] = p->list[i].number;
    }
    if (p->count > 0)
        qsort(numbers, p->count, sizeof(*numbers), compare_texts);
    for (i = 0; i < p->count; i++)
        users += i == 0 || strcmp(numbers[i], numbers[i - 1]) != 0;
    words = preview_words(p->count - pictures, pictures, users);
    free(numbers);
    return words;
}

/* What the plan comes to, on one line. */
static void
say_summary(const struct plan *p)
{
    char *words = words_of(p);

    if (p->count == 0)
        say_note("%s: this plan holds no changes", p->path);
    else
        say_note("%s: %s, for %s of %s", p->path, words, p->database, p->date);
    free(words);
}

int
cmd_plan_show(struct args *a, struct err *e)
{
    bool csv = args_flag(a, "csv"), json = args_flag(a, "json");
    struct plan p = {0};

    if (csv && json)
        return args_fail(a, e, "--csv and --json contradict each other");
    if (plan_read(&p, a->operands[0], a->inputs, e) != ST_OK ||
        output_check_all(a, e) != ST_OK) {
        plan_free(&p);
        return e->status;
    }
    if (json)
        jsonout_print(plan_report_json(&p), stdout);
    else if (csv)
        print_csv(&p);
    else
        plan_report_print(stdout, &p, args_colour(a, STDOUT_FILENO));
    streams_flush();
    if (!json)
        say_summary(&p);
    html_option_plan(a, &p, e);
    plan_free(&p);
    return e->status;
}

int
cmd_plan_merge(struct args *a, struct err *e)
{
    const char *path = args_value(a, "output");
    struct buf text = BUF_INIT;
    struct plan merged = {0};
    struct plans p = {0};

    if (plans_read(&p, (const char *const *)a->operands, a->noperands, false,
                   a->inputs, e) == ST_OK &&
        plan_merge(&merged, path, p.list, p.count, e) == ST_OK &&
        plan_text(&text, &merged, path, e) == ST_OK &&
        output_store(a, path, args_flag(a, "force"), text.data, text.len, e) ==
            ST_OK)
        say_summary(&merged);
    buf_free(&text);
    plan_free(&merged);
    plans_free(&p);
    return e->status;
}
