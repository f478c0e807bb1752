/*
 * A backup for unit tests: a database made from a table of users, without an
 * archive around it.
 */
#ifndef TESTS_USERS_HELP_H
#define TESTS_USERS_HELP_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"

/* The values of a user, and what else the Extension holds, as XML. */
struct test_user {
    const char *value[FIELD_COUNT]; /* NULL: no such element */
    const char *more;               /* or NULL */
};

static void
users_add_text(struct buf *b, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '&' || *text == '<' || *text == '>' ||
            (unsigned char)*text < 0x20)
            buf_printf(b, "&#%u;", (unsigned)(unsigned char)*text);
        else
            buf_addc(b, *text);
    }
}

static void
users_add_element(struct buf *b, const char *name, const char *text)
{
    buf_printf(b, "<%s>", name);
    users_add_text(b, text);
    buf_printf(b, "</%s>", name);
}

static void
users_add_user(struct buf *b, const struct test_user *u)
{
    bool properties = false;
    size_t i;

    buf_adds(b, "<Extension>");
    for (i = 0; i < FIELD_COUNT; i++) {
        if (!field_is_property((enum field)i) && u->value[i] != NULL)
            users_add_element(b, field_there((enum field)i), u->value[i]);
    }
    if (u->more != NULL)
        buf_adds(b, u->more);
    for (i = 0; i < FIELD_COUNT; i++) {
        if (!field_is_property((enum field)i) || u->value[i] == NULL)
            continue;
        buf_adds(b, properties ? "<DNProperty>" : "<Properties><DNProperty>");
        properties = true;
        users_add_element(b, "Name", field_there((enum field)i));
        users_add_element(b, "Value", u->value[i]);
        buf_adds(b, "</DNProperty>");
    }
    buf_adds(b, properties ? "</Properties></Extension>" : "</Extension>");
}

/* The backup of these users; users_free() releases its database. */
static struct backup
users_backup(const char *version, const struct test_user *users, size_t n)
{
    struct backup backup = {.path = "pbx.zip"};
    struct database_reader *r = database_begin(
        "pbx.zip", (struct database_options){.keep = KEEP_DETAILS});
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    size_t i;

    buf_printf(&b,
               "<PhoneSystem><header><version>%s</version></header>"
               "<Tenants><Tenant><DN>",
               version);
    for (i = 0; i < n; i++)
        users_add_user(&b, &users[i]);
    buf_adds(&b, "</DN></Tenant></Tenants></PhoneSystem>");
    if (database_push(r, b.data, b.len, &e) != ST_OK ||
        database_end(r, &backup.database, &e) != ST_OK)
        abort();
    database_abandon(r);
    buf_free(&b);
    return backup;
}

static void
users_free(struct backup *b)
{
    database_free(b->database);
    b->database = NULL;
}

#endif
