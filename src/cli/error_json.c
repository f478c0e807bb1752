#include <stdlib.h>
#include <string.h>

#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cli/error_json.h"
#include "cli/hint.h"
#include "cli/say.h"

/* What a status is called. */
static const char *
status_code(int status)
{
    static const char *const codes[] = {
        [ST_USAGE] = "usage",       [ST_BACKUP] = "backup",
        [ST_REFUSED] = "refused",   [ST_CONFLICT] = "conflict",
        [ST_PASSWORD] = "password", [ST_SYSTEM] = "system"};

    if (status == ST_CANCELLED)
        return "interrupted";
    return status >= ST_USAGE && status <= ST_SYSTEM ? codes[status] : "error";
}

/* Where notes_words() says a cell of a workbook to be. */
#define SHEET ", sheet \""
#define CELL  "\", cell "

/* Does the message begin with this file, "FILE:" or 'FILE, sheet "X", cell
 * D60:'?  Returns what follows the file, or NULL. */
static const char *
behind_file(const char *message, const char *file)
{
    size_t n = file != NULL ? strlen(file) : 0;

    if (n == 0 || strncmp(message, file, n) != 0)
        return NULL;
    if (message[n] == ':')
        return message + n + 1;
    return strncmp(message + n, SHEET, strlen(SHEET)) == 0 ? message + n : NULL;
}

/* The row and column of a cell that the text places itself at. */
static bool
read_cell(const char *s, unsigned long *row, unsigned long *column)
{
    const char *at = strstr(s, CELL);
    char *end;

    if (strncmp(s, SHEET, strlen(SHEET)) != 0 || at == NULL)
        return false;
    *column = 0;
    for (at += strlen(CELL); *at >= 'A' && *at <= 'Z'; at++)
        *column = 26 * *column + (unsigned long)(*at - 'A' + 1);
    *row = strtoul(at, &end, 10);
    return *row > 0 && *column > 0 &&
           (*end == ':' || strncmp(end, " (", 2) == 0);
}

/* The file of the command line that the message begins with; `*rest` is what
 * follows. */
static const char *
file_of(const struct args *a, const char *message, const char **rest)
{
    size_t i;

    for (i = 0; i < a->noperands; i++) {
        if ((*rest = behind_file(message, a->operands[i])) != NULL)
            return a->operands[i];
    }
    for (i = 0; i < a->ngiven; i++) {
        if ((*rest = behind_file(message, a->given[i].value)) != NULL)
            return a->given[i].value;
    }
    return NULL;
}

/* Set a number that stands at `*s` before a colon, or null. */
static void
set_number(struct json_t *doc, const char *key, const char **s)
{
    char *end;
    unsigned long n = 0;

    if (*s != NULL && **s >= '0' && **s <= '9') {
        n = strtoul(*s, &end, 10);
        *s = *end == ':' ? end + 1 : NULL;
    } else {
        *s = NULL;
    }
    if (n > 0 && *s != NULL)
        jsonout_set_count(doc, key, n);
    else
        jsonout_set_string(doc, key, NULL);
}

/* Set the message and the place that it names. */
static void
set_message(struct json_t *doc, const struct args *a, const char *message)
{
    const char *rest = NULL, *file = file_of(a, message, &rest);
    unsigned long row, column;

    jsonout_set_string(doc, "Message", message);
    jsonout_set_string(doc, "File", file);
    if (file != NULL && read_cell(rest, &row, &column)) {
        jsonout_set_count(doc, "Line", row);
        jsonout_set_count(doc, "Column", column);
        return;
    }
    set_number(doc, "Line", &rest);
    set_number(doc, "Column", &rest);
}

struct json_t *
error_json(const struct args *a, const struct err *e)
{
    struct json_t *doc = jsonout_object(), *error = jsonout_object();
    struct json_t *details = jsonout_array();
    char *message = hint_text(e);
    size_t n, i;
    const char *const *said = say_errors(&n);

    jsonout_set_count(error, "Status", (uint64_t)e->status);
    jsonout_set_string(error, "Code",
                       e->reason != NULL ? e->reason : status_code(e->status));
    set_message(error, a, message);
    jsonout_set_string(error, "Option", hint_option(e->hint));
    for (i = 0; i < n; i++) {
        struct json_t *one = jsonout_object();

        set_message(one, a, said[i]);
        jsonout_append(details, one);
    }
    jsonout_set(doc, "Error", error);
    jsonout_set(doc, "Details", details);
    free(message);
    return doc;
}

bool
error_json_wanted(const struct args *a, int argc, char *const *argv)
{
    int i;

    if (args_flag(a, "json"))
        return true;
    for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--json") == 0)
            return true;
    }
    return false;
}
