#include <stdlib.h>
#include <string.h>

#include "cxbak/field/field.h"
#include "cxbak/report/jsonout.h"
#include "cli/archive_rules.h"
#include "cli/command.h"
#include "cli/examples.h"
#include "cli/table_json.h"

static struct json_t *
option_json(const struct option_spec *spec)
{
    struct json_t *o = jsonout_object();
    char letter[2] = {spec->letter, '\0'};

    jsonout_set_string(o, "Name", spec->name);
    jsonout_set_string(o, "Letter", spec->letter != 0 ? letter : NULL);
    jsonout_set_string(o, "Argument", spec->arg);
    jsonout_set_string(o, "Help", spec->help);
    jsonout_set_bool(o, "Required", (spec->flags & OPTION_REQUIRED) != 0);
    jsonout_set_bool(o, "Repeats", (spec->flags & OPTION_REPEAT) != 0);
    return o;
}

static struct json_t *
options_json(const struct option_spec *spec)
{
    struct json_t *list = jsonout_array();

    for (; spec != NULL && spec->name != NULL; spec++)
        jsonout_append(list, option_json(spec));
    return list;
}

static struct json_t *
examples_json(const struct command *c)
{
    struct json_t *list = jsonout_array(), *o;
    const struct example *x;

    for (x = examples_all; x->command != NULL; x++) {
        if (strcmp(x->command, c->name) != 0)
            continue;
        o = jsonout_object();
        jsonout_set_string(o, "Words", x->words);
        jsonout_set_string(o, "What", x->what);
        jsonout_append(list, o);
    }
    return list;
}

static struct json_t *
command_json(const struct command *c)
{
    struct json_t *o = jsonout_object(), *titles = jsonout_array();
    char *words = c->words != NULL ? c->words() : NULL;
    const struct command_group *g;

    jsonout_set_string(o, "Name", c->name);
    jsonout_set_string(o, "Operands", c->operands);
    jsonout_set_string(o, "Summary", c->summary);
    jsonout_set_string(o, "Words", words);
    jsonout_set(o, "Options", options_json(c->options));
    for (g = commands_groups; g->title != NULL; g++) {
        if (((c->groups | GROUP_COMMON) & g->group) != 0)
            jsonout_append(titles, jsonout_string(g->title));
    }
    jsonout_set(o, "Groups", titles);
    jsonout_set(o, "Examples", examples_json(c));
    free(words);
    return o;
}

static struct json_t *
groups_json(void)
{
    struct json_t *list = jsonout_array(), *o;
    const struct command_group *g;

    for (g = commands_groups; g->title != NULL; g++) {
        o = jsonout_object();
        jsonout_set_string(o, "Title", g->title);
        jsonout_set(o, "Options", options_json(g->options));
        jsonout_append(list, o);
    }
    return list;
}

static struct json_t *
fields_json(void)
{
    struct json_t *list = jsonout_array(), *o;
    size_t i;

    for (i = 0; i < FIELD_ROWS; i++) {
        enum field f = (enum field)i;
        char *called = field_called(f);

        o = jsonout_object();
        jsonout_set_string(o, "Word", field_info(f)->word);
        jsonout_set_string(o, "Label", field_info(f)->label);
        jsonout_set_string(o, "Called", called);
        jsonout_set_bool(o, "Settable", field_settable(f));
        jsonout_set_bool(o, "InTemplate", field_in_template(f));
        jsonout_append(list, o);
        free(called);
    }
    return list;
}

static struct json_t *
rules_json(void)
{
    struct json_t *list = jsonout_array(), *o;
    const struct archive_rule *r;

    for (r = archive_rules; r->name != NULL; r++) {
        o = jsonout_object();
        jsonout_set_string(o, "Name", r->name);
        jsonout_set_string(o, "What", r->what);
        jsonout_set_string(o, "Why", r->why);
        jsonout_set_string(o, "Fix", r->fix);
        jsonout_append(list, o);
    }
    return list;
}

void
table_json(FILE *out)
{
    struct json_t *o = jsonout_object(), *list = jsonout_array();
    const struct command *c;

    for (c = commands_all; c->name != NULL; c++)
        jsonout_append(list, command_json(c));
    jsonout_set_string(o, "Version", CXBAK_VERSION);
    jsonout_set(o, "Commands", list);
    jsonout_set(o, "Groups", groups_json());
    jsonout_set(o, "Fields", fields_json());
    jsonout_set(o, "Rules", rules_json());
    jsonout_print(o, out);
}
