/*
 * The fields of a user that can be read and edited, and their names.  All
 * strings are static.  Names follow the console and its CSV.
 */
#ifndef CXBAK_FIELD_FIELD_H
#define CXBAK_FIELD_FIELD_H

#include <stdbool.h>
#include <stddef.h>

enum field {
    FIELD_NUMBER, /* the extension; identifies the user, never changed */
    FIELD_FIRST,
    FIELD_LAST,
    FIELD_EMAIL,
    FIELD_MOBILE, /* the DNProperty MOBILENUMBER */
    FIELD_CALLERID,
    FIELD_COUNT
};

/* The elements below `Extension` that hold scalar fields have the name `key`;
 * only FIELD_MOBILE lives in a property. */
struct field_info {
    const char *key;     /* column of the console's CSV: "EmailAddress" */
    const char *label;   /* the console's form: "Email Address" */
    const char *heading; /* column heading of the user list: "Email" */
    const char *option;  /* option of `set`: "email"; NULL for the number */
    const char *word;    /* name in templates and --where: "email" */
};

const struct field_info *field_info(enum field f);

/* The field that a user of the console may mean by `name`: any of the names
 * above, or the aliases Number|Ext|Ext.|Extension, First Name, Last Name,
 * Email|E-mail, Mobile, Caller ID; case and surrounding blanks ignored.
 * Returns false if there is none. */
bool field_parse(const char *name, enum field *f);

#endif
