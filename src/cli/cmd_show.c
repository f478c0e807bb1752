#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/backup/setting.h"
#include "cxbak/check/check.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/preview.h"
#include "cxbak/people/user_value.h"
#include "cxbak/report/text_table.h"
#include "cxbak/report/users_json.h"
#include "cxbak/report/term_style.h"
#include "cxbak/util/text.h"
#include "cli/commands.h"
#include "cli/hint.h"
#include "cli/session.h"

/* Settings, groups and phones of one user; real ones have some hundred. */
#define WHOLE_MAX 10000

/* Findings that are shown: where very many users have one extension each of
 * them has those of all. */
#define FINDINGS_MAX 100000

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
    char *value = user_value(s->job.backup, &s->job.avatars, user, f);

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

        buf_adds(&b, groups_name(g, m));
        if (m->primary)
            buf_adds(&b, " (primary)");
        for (k = 0; k < m->role_count; k++)
            buf_printf(&b, "%s%s", k == 0 ? ": " : ", ", groups_roles(g, m)[k]);
        row(t, "Group", buf_str(&b));
        buf_free(&b);
    }
}

/* Is it known of each chosen user that what is shown of him fits on pages?
 * Each value takes many times its bytes. */
static int
check_sizes(const struct session *s, const struct selection *sel, struct err *e)
{
    const struct database *d = s->job.backup->database;
    char n[HUMAN_ROOM];
    size_t i, first;

    for (i = 0; i < sel->count && e->status == ST_OK; i++) {
        const struct user *u = &d->users[sel->users[i]];
        const char *number = user_text(u, FIELD_NUMBER);
        size_t count = user_details(u)->scalars.count +
                       user_details(u)->properties.count + u->phone_count +
                       groups_of(&d->groups, number, &first);

        if (count <= WHOLE_MAX)
            continue;
        err_set(e, ST_BACKUP,
                "%s: extension %s has %s, groups and phones; no phone system "
                "writes more than %d, and no more are shown",
                s->job.backup->path, number, human_things(n, count, "setting"),
                WHOLE_MAX);
        err_rule(e, "R8");
    }
    return e->status;
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
    if (check_backup(&q, f, e) == ST_OK)
        findings_by_number(f);
    hint_findings(f);
    free(only);
    return e->status;
}

/* Those that are shown with a user. */
static struct findings
findings_of(const struct session *s, size_t user, const struct findings *f)
{
    const struct user *u = &s->job.backup->database->users[user];

    return findings_about(f, user_text(u, FIELD_NUMBER));
}

/* Are they few enough? */
static int
check_findings(const struct session *s, const struct selection *sel,
               const struct findings *f, struct err *e)
{
    size_t i, n = 0;

    for (i = 0; i < sel->count && n <= FINDINGS_MAX; i++)
        n += findings_of(s, sel->users[i], f).count;
    if (n > FINDINGS_MAX)
        return err_set(e, ST_REFUSED,
                       "%s: so many users have one extension that more than %d "
                       "findings would be shown; `cxbak check --all` has each "
                       "once",
                       s->job.backup->path, FINDINGS_MAX);
    return ST_OK;
}

static void
print_findings(const struct session *s, size_t user, const struct findings *f)
{
    bool colour = args_colour(s->args, STDOUT_FILENO);
    struct findings own = findings_of(s, user, f);
    size_t i;

    if (own.count > 0)
        printf("\n%sFindings%s\n", term_style(colour, TERM_BOLD),
               term_style(colour, TERM_PLAIN));
    for (i = 0; i < own.count; i++) {
        fputs("  ", stdout);
        preview_finding(stdout, &own.list[i], colour);
    }
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
                          user_details(u)->phones[i].mac != NULL
                              ? user_details(u)->phones[i].mac
                              : "(no MAC)",
                          user_details(u)->phones[i].model != NULL
                              ? user_details(u)->phones[i].model
                              : "");
    }
    group_rows(s, u, t);
    text_table_print(t, stdout, 0, colour);
    text_table_free(t);

    printf("\n%sSettings%s\n", term_style(colour, TERM_BOLD),
           term_style(colour, TERM_PLAIN));
    t = text_table_new();
    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    pair_rows(t, u, SOURCE_ELEMENT, &user_details(u)->scalars);
    pair_rows(t, u, SOURCE_PROPERTY, &user_details(u)->properties);
    text_table_print(t, stdout, 2, colour);
    text_table_free(t);
    print_findings(s, user, f);
}

static void
print_json(const struct session *s, const struct selection *sel,
           const struct findings *f)
{
    struct jsonout o;
    size_t i;

    jsonout_start(&o, stdout, false);
    jsonout_open(&o, NULL, '[');
    for (i = 0; i < sel->count; i++) {
        struct findings own = findings_of(s, sel->users[i], f);

        jsonout_put(&o, NULL,
                    users_json_whole(s->job.backup, &s->job.avatars,
                                     sel->users[i], &own));
    }
    jsonout_close(&o);
}

int
cmd_show(struct args *a, struct err *e)
{
    struct selection sel = {NULL, 0};
    struct findings f = FINDINGS_INIT;
    struct session s = {0};
    size_t i;

    if (session_open(&s, a, a->operands[0], KEEP_DETAILS, e) != ST_OK ||
        session_select(&s, 1, CHOOSE_TO_SHOW, &sel, e) != ST_OK ||
        check_sizes(&s, &sel, e) != ST_OK ||
        ask_rules(&s, &sel, &f, e) != ST_OK ||
        check_findings(&s, &sel, &f, e) != ST_OK)
        goto done;
    if (args_flag(a, "json")) {
        print_json(&s, &sel, &f);
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
