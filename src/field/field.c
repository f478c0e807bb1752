#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/field/field.h"

static const struct field_info infos[FIELD_COUNT] = {
    [FIELD_NUMBER] = {"Number", "Extension", "Ext.", NULL, "number"},
    [FIELD_FIRST] = {"FirstName", "First Name", "First Name", "first-name",
                     "first"},
    [FIELD_LAST] = {"LastName", "Last Name", "Last Name", "last-name", "last"},
    [FIELD_EMAIL] = {"EmailAddress", "Email Address", "Email", "email",
                     "email"},
    [FIELD_MOBILE] = {"MobileNumber", "Mobile Number", "Mobile", "mobile",
                      "mobile"},
    [FIELD_CALLERID] = {"OutboundCallerID", "Outbound Caller ID", "Caller ID",
                        "caller-id", "callerid"},
};

static const struct {
    const char *name;
    enum field field;
} aliases[] = {
    {"Ext", FIELD_NUMBER},         {"Ext.", FIELD_NUMBER},
    {"e-mail", FIELD_EMAIL},       {"e-mail address", FIELD_EMAIL},
    {"Mobile", FIELD_MOBILE},      {"Caller ID", FIELD_CALLERID},
    {"Caller-ID", FIELD_CALLERID},
};

const struct field_info *
field_info(enum field f)
{
    return &infos[f];
}

/* Is the `n` bytes at `p` the name `name`, case ignored? */
static bool
same(const char *name, const char *p, size_t n)
{
    return name != NULL && strlen(name) == n && strncasecmp(name, p, n) == 0;
}

bool
field_parse(const char *name, enum field *f)
{
    size_t n, i;

    name += strspn(name, " \t");
    for (n = strlen(name); n > 0 && strchr(" \t", name[n - 1]) != NULL; n--)
        continue;
    for (i = 0; i < FIELD_COUNT; i++) {
        const struct field_info *fi = &infos[i];

        if (same(fi->key, name, n) || same(fi->label, name, n) ||
            same(fi->heading, name, n) || same(fi->option, name, n) ||
            same(fi->word, name, n)) {
            *f = (enum field)i;
            return true;
        }
    }
    for (i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
        if (same(aliases[i].name, name, n)) {
            *f = aliases[i].field;
            return true;
        }
    }
    return false;
}
