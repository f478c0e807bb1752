#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/check/check.h"
#include "cxbak/util/mem.h"
#include "cxbak/check/references.h"
#include "cxbak/people/ruled_users.h"
#include "cxbak/rules/rules.h"
#include "cxbak/backup/objects.h"
#include "check/check_impl.h"

/* What the walk over the database gathers. */
struct gathering {
    struct references refs;
    struct ruled_users people;
    char **passwords; /* of each user, or NULL */
    char **pins;
    struct user_names names;
};

/* Does voicemail ask for no PIN?  Versions call the switch differently. */
static bool
asks_no_pin(const struct pbx_text *item)
{
    return (strcasecmp(item->element, "VMNoPin") == 0 ||
            strcasecmp(item->element, "VM_NO_PIN") == 0 ||
            strcasecmp(item->element, "VMNOPIN") == 0) &&
           (strcasecmp(item->text, "True") == 0 ||
            strcmp(item->text, "1") == 0);
}

static void
set(char **to, const char *text)
{
    free(*to);
    *to = mem_dup(text);
}

static void
visit(void *arg, const struct pbx_object *t)
{
    struct gathering *g = arg;
    bool no_pin = false;
    size_t i;

    references_add(&g->refs, t);
    if (t->user == SIZE_MAX)
        return;
    check_user_names(&g->names, t);
    for (i = 0; i < t->count; i++) {
        const struct pbx_text *item = &t->items[i];

        no_pin |= asks_no_pin(item);
        if (strcmp(item->parent, "Extension") != 0)
            continue;
        if (strcmp(item->element, "AuthPassword") == 0)
            set(&g->passwords[t->user], item->text);
        else if (strcmp(item->element, "VMPIN") == 0)
            set(&g->pins[t->user], item->text);
    }
    if (no_pin)
        set(&g->pins[t->user], NULL);
}

static void
gather(struct gathering *g, const struct backup *b)
{
    size_t n = b->database->user_count;

    g->refs.backup = b;
    ruled_users_make(&g->people, b->database);
    g->passwords = mem_calloc(n, sizeof(char *));
    g->pins = mem_calloc(n, sizeof(char *));
    g->names.repeated = mem_calloc(n, sizeof(char *));
}

static void
forget(struct gathering *g, size_t users)
{
    size_t i;

    for (i = 0; i < users; i++) {
        free(g->passwords[i]);
        free(g->pins[i]);
        free(g->names.repeated[i]);
    }
    references_free(&g->refs);
    ruled_users_free(&g->people);
    free(g->passwords);
    free(g->pins);
    free(g->names.repeated);
    free(g->names.keys);
}

/* Is it told once?  Who is to sign in with an address, and has none, is told by
 * the advice for version 20. */
static bool
is_told_once(void *arg, const struct finding *f)
{
    const struct database *d = arg;
    size_t user;

    if (strcmp(f->rule->code, "email-missing") != 0 || f->number == NULL)
        return true;
    user = database_find(d, f->number, NULL);
    return user == SIZE_MAX || d->users[user].disabled;
}

/* The rules on users alone and together. */
static void
check_users(const struct check_request *q, struct gathering *g,
            struct findings *f)
{
    struct ruled_users *p = &g->people;
    size_t i;

    for (i = 0; i < p->count; i++) {
        p->list[i].auth_password = g->passwords[i];
        p->list[i].vm_pin = g->pins[i];
        if (q->only == NULL || q->only[i])
            rules_check_user(f, &p->system, &p->list[i]);
    }
    rules_check_users(f, p->list, p->count);
    if (!q->target_v20)
        return;
    if (!q->every)
        findings_filter(f, 0, is_told_once, q->backup->database);
    rules_check_target_v20(f, p->list, p->count);
}

/* Is the finding about a user that was asked for? */
static bool
is_asked_for(void *arg, const struct finding *f)
{
    const struct check_request *q = arg;
    size_t user = f->number != NULL
                      ? database_find(q->backup->database, f->number, NULL)
                      : SIZE_MAX;

    return user != SIZE_MAX && q->only[user];
}

int
check_backup(const struct check_request *q, struct findings *f, struct err *e)
{
    struct check_request only = *q;
    struct gathering g = {0};
    size_t first = f->count;

    gather(&g, q->backup);
    if (objects_visit(q->backup, visit, &g, e) != ST_OK)
        goto done;
    check_users(q, &g, f);
    references_report(&g.refs, f);
    check_groups(q, f);
    check_values(q, &g.names, f);
    if (check_avatars(q, f, e) != ST_OK)
        goto done;
    if (q->only != NULL) {
        findings_filter(f, first, is_asked_for, &only);
    } else {
        if (references_check_mapping(&g.refs, f, e) != ST_OK)
            goto done;
        check_directory(q, f);
        if (q->archive)
            check_members(q, f, e);
    }
    findings_sort(f, first);
done:
    forget(&g, q->backup->database->user_count);
    return e->status;
}

static bool
is_wanted(void *arg, const struct finding *f)
{
    const struct check_choice *c = arg;
    size_t user;

    if (finding_has_code(f, c->accepted, c->accepted_count) ||
        (c->wanted_count > 0 &&
         !finding_has_code(f, c->wanted, c->wanted_count)))
        return false;
    if (c->only == NULL)
        return true;
    user = f->number != NULL ? database_find(c->database, f->number, NULL)
                             : SIZE_MAX;
    return user != SIZE_MAX && c->only[user];
}

void
check_choose(struct findings *f, const struct check_choice *c)
{
    struct check_choice choice = *c;

    findings_filter(f, 0, is_wanted, &choice);
}
