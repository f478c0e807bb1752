#include <stdlib.h>
#include <string.h>

#include "cxbak/mem.h"
#include "cxbak/text.h"
#include "cmd/commands.h"
#include "cmd/session.h"

/* What the options say about each field: a value, "" to clear it, or NULL. */
struct wishes {
    const char *value[FIELD_COUNT];
};

/* --clear FIELD */
static int
read_clear(const struct args *a, const char *name, struct wishes *w,
           struct err *e)
{
    enum field f;

    if (!field_parse(name, &f))
        return args_fail(a, e,
                         "--clear: there is no field \"%s\": first-name, "
                         "last-name, email, mobile, caller-id",
                         name);
    if (f == FIELD_NUMBER)
        return args_fail(a, e,
                         "--clear: the extension number cannot be changed");
    if (w->value[f] != NULL && *w->value[f] != '\0')
        return args_fail(a, e, "--clear %s and --%s contradict each other",
                         name, field_info(f)->option);
    w->value[f] = "";
    return ST_OK;
}

static int
read_wishes(const struct args *a, struct wishes *w, struct err *e)
{
    const char *name;
    size_t i, pos;
    bool any = false;

    memset(w, 0, sizeof(*w));
    for (i = 0; i < FIELD_COUNT; i++) {
        const char *option = field_info((enum field)i)->option;

        if (option != NULL)
            w->value[i] = args_value(a, option);
    }
    for (pos = 0; (name = args_next(a, "clear", &pos)) != NULL;) {
        if (read_clear(a, name, w, e) != ST_OK)
            return e->status;
    }
    for (i = 0; i < FIELD_COUNT; i++)
        any |= w->value[i] != NULL;
    if (!any)
        return args_fail(a, e,
                         "say what to change: --first-name, --last-name, "
                         "--email, --mobile, --caller-id or --clear");
    return ST_OK;
}

int
cmd_set(struct args *a, struct err *e)
{
    struct selection sel = {NULL, 0};
    struct changes changes = {0};
    struct session s = {0};
    struct wishes w;
    size_t i, k;

    if (read_wishes(a, &w, e) != ST_OK ||
        session_open(&s, a, a->operands[0], false, e) != ST_OK ||
        session_select(&s, 1, true, &sel, e) != ST_OK)
        goto done;
    for (i = 0; i < sel.count; i++) {
        for (k = 0; k < FIELD_COUNT; k++) {
            if (w.value[k] != NULL)
                change_add(&changes, sel.users[i], (enum field)k, w.value[k]);
        }
    }
    session_finish(&s, &changes, e);
done:
    change_free(&changes);
    select_free(&sel);
    session_close(&s);
    return e->status;
}
