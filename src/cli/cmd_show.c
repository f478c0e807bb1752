#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/backup/setting.h"
#include "cxbak/check/check.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/preview.h"
#include "cxbak/report/text_table.h"
#include "cxbak/report/term_style.h"
#include "cxbak/util/text.h"
#include "cli/commands.h"
#include "cli/session.h"

/* Values of more characters are cut in the table; JSON has them whole. */
#define SHOWN_MAX 100

/* A value as it may be shown: if it is not known to be harmless, only whether
 * it is set. */
static char *
shown(const char *name, const char *value, bool cut)
{
    if (!setting_may_be_shown(name, value))
        return mem_dup(*value != '\0' ? "set" : "not set");
    if (cut && value[text_clusters(value, SHOWN_MAX)] != '\0')
        return mem_printf("%.*s... (%zu bytes)",
                          (int)text_clusters(value, SHOWN_MAX / 2), value,
                          strlen(value));
    return mem_dup(value);
}

static void
row(struct text_table *t, const char *label, const char *value)
{
    text_table_add(t, label);
    text_table_copy(t, value);
}

/* Is a row shown: a field that everybody has, or one that is set? */
static bool
is_shown(const struct user *u, enum field f)
{
    return field_has(f, FIELD_LISTED) || *user_text(u, f) != '\0';
}

/* The settings that no row above shows. */
static void
pair_rows(struct text_table *t, const struct user *u, enum field_source source,
          const struct pairs *p)
{
    enum field f;
    size_t i;

    for (i = 0; i < p->count; i++) {
        char *value;

        if (field_find(source, p->list[i].name, &f) && is_shown(u, f))
            continue;
        value = shown(p->list[i].name, p->list[i].value, true);
        row(t, p->list[i].name, value);
        free(value);
    }
}

/* The value of a field, as it may be shown. */
static void
field_row(const struct session *s, size_t user, enum field f,
          struct text_table *t)
{
    char *value = select_value(s->job.backup, &s->job.avatars, user, f);

    row(t, field_info(f)->label, value);
    free(value);
}

/* The user's picture, and how it was found. */
static void
avatar_row(const struct session *s, size_t user, struct text_table *t)
{
    const struct avatar *a = &s->job.avatars.of_user[user];
    const char *name = avatars_name(&s->job.avatars, s->job.backup, user);
    char *rule = avatars_rule(a);

    text_table_add(t, "Avatar");
    if (name != NULL)
        text_table_printf(t, "%s (%s)", name, rule);
    else
        text_table_add(t, "none");
    free(rule);
}

/* The groups of the user, each with what he or she is there. */
static void
group_rows(const struct session *s, const struct user *u, struct text_table *t)
{
    const struct groups *g = &s->job.backup->database->groups;
    size_t first, n, i, k;

    n = groups_of(g, user_text(u, FIELD_NUMBER), &first);
    for (i = first; i < first + n; i++) {
        const struct group_member *m = &g->members[i];
        struct buf b = BUF_INIT;

        buf_adds(&b, m->group);
        if (m->primary)
            buf_adds(&b, " (primary)");
        for (k = 0; k < m->role_count; k++)
            buf_printf(&b, "%s%s", k == 0 ? ": " : ", ", m->roles[k]);
        row(t, "Group", buf_str(&b));
        buf_free(&b);
    }
}

static struct json_t *
groups_json(const struct session *s, const struct user *u)
{
    const struct groups *g = &s->job.backup->database->groups;
    struct json_t *list = jsonout_array();
    size_t first, n, i, k;

    n = groups_of(g, user_text(u, FIELD_NUMBER), &first);
    for (i = first; i < first + n; i++) {
        const struct group_member *m = &g->members[i];
        struct json_t *one = jsonout_object(), *roles = jsonout_array();

        for (k = 0; k < m->role_count; k++)
            jsonout_append(roles, jsonout_string(m->roles[k]));
        jsonout_set_string(one, "Name", m->group);
        jsonout_set_bool(one, "Primary", m->primary);
        jsonout_set(one, "Roles", roles);
        jsonout_append(list, one);
    }
    return list;
}

/* What the rules say of the chosen users. */
static int
ask_rules(const struct session *s, const struct selection *sel,
          struct findings *f, struct err *e)
{
    bool *only = mem_calloc(s->job.backup->database->user_count, sizeof(*only));
    struct check_request q = {
        .backup = s->job.backup, .avatars = &s->job.avatars, .only = only};
    size_t i;

    for (i = 0; i < sel->count; i++)
        only[sel->users[i]] = true;
    check_backup(&q, f, e);
    free(only);
    return e->status;
}

/* Is the finding about that user? */
static bool
is_about(const struct finding *f, const struct user *u)
{
    return f->number != NULL &&
           strcmp(f->number, user_text(u, FIELD_NUMBER)) == 0;
}

static void
print_findings(const struct session *s, size_t user, const struct findings *f)
{
    const struct user *u = &s->job.backup->database->users[user];
    bool colour = args_colour(s->args, STDOUT_FILENO), any = false;
    size_t i;

    for (i = 0; i < f->count; i++) {
        if (!is_about(&f->list[i], u))
            continue;
        if (!any)
            printf("\n%sFindings%s\n", term_style(colour, TERM_BOLD),
                   term_style(colour, TERM_PLAIN));
        any = true;
        fputs("  ", stdout);
        preview_finding(stdout, &f->list[i], colour);
    }
}

static struct json_t *
findings_json(const struct user *u, const struct findings *f)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < f->count; i++) {
        if (is_about(&f->list[i], u))
            jsonout_append(list, preview_finding_json(&f->list[i]));
    }
    return list;
}

static void
print_table(const struct session *s, size_t user, const struct findings *f)
{
    const struct user *u = &s->job.backup->database->users[user];
    bool colour = args_colour(s->args, STDOUT_FILENO);
    struct text_table *t = text_table_new();
    size_t i;

    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    for (i = 0; i < FIELD_COUNT; i++) {
        if (is_shown(u, (enum field)i))
            field_row(s, user, (enum field)i, t);
    }
    row(t, "Enabled", u->disabled ? "no" : "yes");
    avatar_row(s, user, t);
    for (i = 0; i < u->phone_count; i++) {
        text_table_add(t, "Phone");
        text_table_printf(t, "%s  %s",
                          u->phones[i].mac != NULL ? u->phones[i].mac
                                                   : "(no MAC)",
                          u->phones[i].model != NULL ? u->phones[i].model : "");
    }
    group_rows(s, u, t);
    text_table_print(t, stdout, 0, colour);
    text_table_free(t);

    printf("\n%sSettings%s\n", term_style(colour, TERM_BOLD),
           term_style(colour, TERM_PLAIN));
    t = text_table_new();
    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    pair_rows(t, u, SOURCE_ELEMENT, &u->scalars);
    pair_rows(t, u, SOURCE_PROPERTY, &u->properties_list);
    text_table_print(t, stdout, 2, colour);
    text_table_free(t);
    print_findings(s, user, f);
}

/* Name and value of each pair; of what is not known to be harmless only
 * whether it is set. */
static struct json_t *
pairs_json(const struct pairs *p)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < p->count; i++) {
        struct json_t *one = jsonout_object();

        jsonout_set_string(one, "Name", p->list[i].name);
        if (!setting_may_be_shown(p->list[i].name, p->list[i].value))
            jsonout_set_bool(one, "Set", p->list[i].value[0] != '\0');
        else
            jsonout_set_string(one, "Value", p->list[i].value);
        jsonout_append(list, one);
    }
    return list;
}

static struct json_t *
user_json(const struct session *s, size_t user, const struct findings *f)
{
    const struct user *u = &s->job.backup->database->users[user];
    const struct avatar *a = &s->job.avatars.of_user[user];
    struct json_t *one = jsonout_object(), *phones = jsonout_array();
    char *rule;
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        char *value =
            select_value(s->job.backup, &s->job.avatars, user, (enum field)i);

        jsonout_set_string(one, field_info((enum field)i)->key, value);
        free(value);
    }
    jsonout_set_bool(one, "Enabled", !u->disabled);
    jsonout_set_string(one, "Avatar",
                       avatars_name(&s->job.avatars, s->job.backup, user));
    rule = a->rule != AVATAR_NONE ? avatars_rule(a) : NULL;
    jsonout_set_string(one, "AvatarRule", rule);
    free(rule);
    for (i = 0; i < u->phone_count; i++) {
        struct json_t *phone = jsonout_object();

        jsonout_set_string(phone, "MAC", u->phones[i].mac);
        jsonout_set_string(phone, "Template", u->phones[i].model);
        jsonout_append(phones, phone);
    }
    jsonout_set(one, "Phones", phones);
    jsonout_set(one, "Groups", groups_json(s, u));
    jsonout_set(one, "Settings", pairs_json(&u->scalars));
    jsonout_set(one, "Properties", pairs_json(&u->properties_list));
    jsonout_set(one, "Findings", findings_json(u, f));
    return one;
}

int
cmd_show(struct args *a, struct err *e)
{
    struct selection sel = {NULL, 0};
    struct findings f = FINDINGS_INIT;
    struct session s = {0};
    struct json_t *doc;
    size_t i;

    if (session_open(&s, a, a->operands[0], true, e) != ST_OK ||
        session_select(&s, 1, true, &sel, e) != ST_OK ||
        ask_rules(&s, &sel, &f, e) != ST_OK)
        goto done;
    if (args_flag(a, "json")) {
        doc = jsonout_array();
        for (i = 0; i < sel.count; i++)
            jsonout_append(doc, user_json(&s, sel.users[i], &f));
        jsonout_print(doc, stdout);
        goto done;
    }
    for (i = 0; i < sel.count; i++) {
        if (i > 0)
            putchar('\n');
        print_table(&s, sel.users[i], &f);
    }
done:
    findings_free(&f);
    select_free(&sel);
    session_close(&s);
    return e->status;
}
