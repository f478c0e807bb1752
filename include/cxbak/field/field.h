/*
 * The fields of a user: one table that tells all about each.  What can be
 * listed, chosen, sorted by, set, imported and exported, and how messages,
 * help and JSON call it, comes from here.  Names follow the console and its
 * CSV; all strings are static but for those that say so.
 */
#ifndef CXBAK_FIELD_FIELD_H
#define CXBAK_FIELD_FIELD_H

#include <stdbool.h>
#include <stddef.h>

/* Where the value of a field comes from. */
enum field_source {
    SOURCE_ELEMENT,  /* the text of a child of `Extension` */
    SOURCE_PROPERTY, /* the Value of a DNProperty of the user */
    SOURCE_DERIVED   /* worked out of other things; stored nowhere */
};

/* How JSON shows the value. */
enum field_json { JSON_TEXT, JSON_COUNT, JSON_TRUTH, JSON_LIST };

/* Which of the rules on values a value has to keep. */
enum field_rule {
    RULE_NONE,
    RULE_NUMBER, /* an extension */
    RULE_NAME,
    RULE_EMAIL,
    RULE_PHONE
};

enum field_flags {
    FIELD_EDITABLE = 1, /* its value in the database can be changed */
    FIELD_LISTED = 2,   /* a column of the list of users, unless others are
                           asked for */
    FIELD_IN_JSON = 4,  /* the same for the list as JSON */
    FIELD_EXPORTED = 8, /* a column of the CSV that `import` reads again */
    FIELD_SECRET = 16,  /* only whether it is set is ever shown */
    FIELD_RIGHT = 32,   /* stands at the right edge of its column */
    FIELD_OF_DN = 64    /* every DN has it, not an Extension alone */
};

/* A field's name and all about it; see `struct field_info`. */
/* clang-format off */
#define FIELD_STORED_ROWS(ROW)                                                 \
    ROW(NUMBER, .key = "Number", .label = "Extension", .heading = "Ext.",      \
        .word = "number", .aliases = {"Ext"}, .rule = RULE_NUMBER,             \
        .flags = FIELD_LISTED | FIELD_IN_JSON | FIELD_EXPORTED | FIELD_OF_DN)  \
    ROW(FIRST, .key = "FirstName", .label = "First Name",                      \
        .heading = "First Name", .word = "first", .option = "first-name",      \
        .rule = RULE_NAME, .flags = FIELD_PERSONAL)                            \
    ROW(LAST, .key = "LastName", .label = "Last Name",                         \
        .heading = "Last Name", .word = "last", .option = "last-name",         \
        .rule = RULE_NAME, .flags = FIELD_PERSONAL)                            \
    ROW(EMAIL, .key = "EmailAddress", .label = "Email Address",                \
        .heading = "Email", .word = "email", .option = "email",                \
        .aliases = {"E-mail", "E-mail address"}, .rule = RULE_EMAIL,           \
        .flags = FIELD_PERSONAL)                                               \
    ROW(MOBILE, .key = "MobileNumber", .label = "Mobile Number",               \
        .heading = "Mobile", .word = "mobile", .option = "mobile",             \
        .rule = RULE_PHONE, .source = SOURCE_PROPERTY,                         \
        .there = "MOBILENUMBER", .type = "String",                             \
        .description = "The mobile number specified for extension",            \
        .flags = FIELD_PERSONAL)                                               \
    ROW(CALLERID, .key = "OutboundCallerID", .label = "Outbound Caller ID",    \
        .heading = "Caller ID", .word = "callerid", .option = "caller-id",     \
        .rule = RULE_PHONE, .flags = FIELD_PERSONAL)                           \
    ROW(SIPID, .key = "SIPID", .label = "SIP ID", .heading = "SIP ID",         \
        .word = "sipid", .aliases = {"sip-id"})                                \
    ROW(DID, .key = "DID", .label = "DID Numbers", .heading = "DID",           \
        .word = "did", .source = SOURCE_PROPERTY)                              \
    ROW(CONTACT_IMAGE, .key = "ContactImage", .label = "Contact Image",        \
        .heading = "Contact Image", .word = "contactimage",                    \
        .aliases = {"contact-image"}, .flags = FIELD_EDITABLE | FIELD_OF_DN)

/* These are worked out, and stored nowhere. */
#define FIELD_DERIVED_ROWS(ROW)                                                \
    ROW(ENABLED, .key = "Enabled", .label = "Enabled", .heading = "Enabled",   \
        .word = "enabled", .source = SOURCE_DERIVED, .json = JSON_TRUTH,       \
        .flags = FIELD_IN_JSON)                                                \
    ROW(PHONES, .key = "Phones", .label = "Phones", .heading = "Phones",       \
        .word = "phones", .source = SOURCE_DERIVED, .json = JSON_COUNT,        \
        .flags = FIELD_LISTED | FIELD_IN_JSON | FIELD_RIGHT)                   \
    ROW(AVATAR, .key = "Avatar", .label = "Avatar", .heading = "Avatar",       \
        .word = "avatar", .option = "avatar", .argument = "IMAGE",             \
        .help = "the picture: a PNG or JPEG file",                             \
        .source = SOURCE_DERIVED, .flags = FIELD_LISTED | FIELD_IN_JSON)       \
    ROW(NAME, .key = "Name", .label = "Name", .heading = "Name",               \
        .word = "name", .source = SOURCE_DERIVED)                              \
    ROW(GROUPS, .key = "Groups", .label = "Groups", .heading = "Groups",       \
        .word = "groups", .aliases = {"group", "department", "departments"},   \
        .source = SOURCE_DERIVED, .json = JSON_LIST)                           \
    ROW(ROLES, .key = "Roles", .label = "Roles", .heading = "Role",            \
        .word = "role", .source = SOURCE_DERIVED, .json = JSON_LIST)           \
    ROW(QUEUES, .key = "Queues", .label = "Queues", .heading = "Queues",       \
        .word = "queue", .source = SOURCE_DERIVED, .json = JSON_LIST)          \
    ROW(RING_GROUPS, .key = "RingGroups", .label = "Ring Groups",              \
        .heading = "Ring Groups", .word = "ringgroup",                         \
        .aliases = {"ring group", "ring-group"}, .source = SOURCE_DERIVED,     \
        .json = JSON_LIST)
/* clang-format on */

/* What every value that people give a user is. */
#define FIELD_PERSONAL                                                         \
    (FIELD_EDITABLE | FIELD_LISTED | FIELD_IN_JSON | FIELD_EXPORTED)

#define FIELD_NAME(name, ...) FIELD_##name,

/* The rows of the table: those whose value the database holds, of which there
 * are FIELD_COUNT, and the derived ones.  FIELD_NUMBER, the extension, is the
 * first; it identifies the user and is never changed. */
enum field {
    FIELD_STORED_ROWS(FIELD_NAME) FIELD_COUNT,
    FIELD_LAST_STORED = FIELD_COUNT - 1,
    FIELD_DERIVED_ROWS(FIELD_NAME) FIELD_ROWS
};

struct field_info {
    const char *key;      /* column of the console's CSV: "EmailAddress" */
    const char *label;    /* the console's form: "Email Address" */
    const char *heading;  /* column heading of the user list: "Email" */
    const char *word;     /* name in templates and --where: "email" */
    const char *option;   /* option of `set`: "email"; NULL: `set` and `import`
                             do not take it */
    const char *argument; /* of that option; NULL: "V" */
    const char *help;     /* on that option; NULL: the label */
    const char *aliases[3]; /* what else people may call it; NULL ends them */
    enum field_source source;
    const char *there;       /* name of the element or property; NULL: key */
    const char *type;        /* of a new property: its Type ... */
    const char *description; /* ... and Description; NULL: none */
    enum field_json json;
    enum field_rule rule;
    unsigned flags; /* enum field_flags */
};

/* All about a field, of any row. */
const struct field_info *field_info(enum field f);

/* Has the field this flag? */
bool field_has(enum field f, enum field_flags flag);

/* Can `set` change it, and with FIELD_EDITABLE `import` too? */
bool field_settable(enum field f);
bool field_importable(enum field f);

/* Can its value stand in a template? */
bool field_in_template(enum field f);

/* Is it the Value of a property? */
bool field_is_property(enum field f);

/* The name of the field's element or property in the database. */
const char *field_there(enum field f);

/* The stored field that lives in the element (or property, as `source` says)
 * of that name; false if there is none. */
bool field_find(enum field_source source, const char *name, enum field *f);

/* The row that a user of the console may mean by `name`: any of its names and
 * aliases; case and surrounding blanks ignored.  False if there is none. */
bool field_parse(const char *name, enum field *f);

/* The word nearest to a name that no row has, for a hint; or NULL. */
const char *field_nearest(const char *name);

/* The names of rows for a message: "number, first, last", each with `before`
 * (may be "") before it.  Of all rows, or of those that `which` takes.  The
 * caller frees it. */
enum field_naming { NAMED_BY_WORD, NAMED_BY_OPTION, NAMED_BY_KEY };
char *field_names(bool (*which)(enum field f), enum field_naming by,
                  const char *before);

/* All names of one row, each once, with commas between; the caller frees
 * it. */
char *field_called(enum field f);

#endif
