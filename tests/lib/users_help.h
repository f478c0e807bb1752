/*
 * A backup for unit tests: a database made from a table of users, without an
 * archive around it.
 */
#ifndef TESTS_USERS_HELP_H
#define TESTS_USERS_HELP_H

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
users_add_user(struct buf *b, const struct test_user *u)
{
    size_t i;

    buf_adds(b, "<Extension>");
    for (i = 0; i < FIELD_COUNT; i++) {
        const char *key = field_info((enum field)i)->key;

        if (i == FIELD_MOBILE || u->value[i] == NULL)
            continue;
        buf_printf(b, "<%s>", key);
        users_add_text(b, u->value[i]);
        buf_printf(b, "</%s>", key);
    }
    if (u->more != NULL)
        buf_adds(b, u->more);
    if (u->value[FIELD_MOBILE] != NULL) {
        buf_adds(b, "<Properties><DNProperty><Name>MOBILENUMBER</Name><Value>");
        users_add_text(b, u->value[FIELD_MOBILE]);
        buf_adds(b, "</Value></DNProperty></Properties>");
    }
    buf_adds(b, "</Extension>");
}

/* The backup of these users; users_free() releases its database. */
static struct backup
users_backup(const char *version, const struct test_user *users, size_t n)
{
    struct backup backup = {.path = "pbx.zip"};
    struct database_reader *r = database_begin("pbx.zip", true);
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
