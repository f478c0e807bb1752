/*
 * The columns of each version, and where a backup keeps their values.  The
 * console's documentation gives columns and numbers of choices; elements and
 * properties are those that databases of these versions hold.  Columns that
 * are missing in `sources` are not known to a backup's users: departments,
 * roles, phone models and keys, direct numbers, and what Microsoft and Google
 * accounts may do.
 */
#include <string.h>
#include <strings.h>

#include "cxbak/people/console_csv.h"
#include "cxbak/util/mem.h"

/* Version 15.0, and 14. */
static const char *const columns_15[] = {"Number",
                                         "FirstName",
                                         "LastName",
                                         "EmailAddress",
                                         "MobileNumber",
                                         "AuthID",
                                         "AuthPassword",
                                         "WebMeetingFriendlyName",
                                         "WebMeetingPrivateRoom",
                                         "ClickToCall",
                                         "WebMeetingAcceptReject",
                                         "EnableVoicemail",
                                         "VMNoPin",
                                         "VMPlayCallerID",
                                         "PIN",
                                         "VMPlayMsgDateTime",
                                         "VMEmailOptions",
                                         "QueueStatus",
                                         "OutboundCallerID",
                                         "SIPID",
                                         "DeliverAudio",
                                         "SupportReinvite",
                                         "SupportReplaces",
                                         "EnableSRTP",
                                         "ManagementAccess",
                                         "ReporterAccess",
                                         "WallboardAccess",
                                         "TurnOffMyPhone",
                                         "HideFWrules",
                                         "CanSeeRecordings",
                                         "CanDeleteRecordings",
                                         "RecordCalls",
                                         "CallScreening",
                                         "EmailMissedCalls",
                                         "Disabled",
                                         "DisableExternalCalls",
                                         "AllowLanOnly",
                                         "BlockRemoteTunnel",
                                         "PinProtect",
                                         "MAC_0",
                                         "InterfaceIP_0",
                                         "UseTunnel",
                                         "DND",
                                         "UseCTI",
                                         "StartupScreen",
                                         "HotelModuleAccess",
                                         "DontShowExtInPHBK",
                                         "DeskphoneWebPass",
                                         "SrvcAccessPwd",
                                         "VoipAdmin",
                                         "SysAdmin",
                                         "SecureSIP",
                                         "PhoneModel14",
                                         "PhoneTemplate14",
                                         "CustomTemplate",
                                         "PhoneSettings",
                                         "AllowAllRecordings",
                                         "PushExtension",
                                         "Integration"};

/* Version 15.5. */
static const char *const columns_15_5[] = {"Number",
                                           "FirstName",
                                           "LastName",
                                           "EmailAddress",
                                           "MobileNumber",
                                           "AuthID",
                                           "AuthPassword",
                                           "WebMeetingFriendlyName",
                                           "WebMeetingPrivateRoom",
                                           "ClickToCall",
                                           "WebMeetingAcceptReject",
                                           "EnableVoicemail",
                                           "VMNoPin",
                                           "VMPlayCallerID",
                                           "PIN",
                                           "VMPlayMsgDateTime",
                                           "VMEmailOptions",
                                           "QueueStatus",
                                           "OutboundCallerID",
                                           "SIPID",
                                           "DeliverAudio",
                                           "SupportReinvite",
                                           "SupportReplaces",
                                           "EnableSRTP",
                                           "ManagementAccess",
                                           "ReporterAccess",
                                           "WallboardAccess",
                                           "TurnOffMyPhone",
                                           "HideFWrules",
                                           "CanSeeRecordings",
                                           "CanDeleteRecordings",
                                           "RecordCalls",
                                           "CallScreening",
                                           "EmailMissedCalls",
                                           "Disabled",
                                           "DisableExternalCalls",
                                           "AllowLanOnly",
                                           "BlockRemoteTunnel",
                                           "PinProtect",
                                           "MAC_0",
                                           "InterfaceIP_0",
                                           "UseTunnel",
                                           "DND",
                                           "UseCTI",
                                           "StartupScreen",
                                           "HotelModuleAccess",
                                           "DontShowExtInPHBK",
                                           "DeskphoneWebPass",
                                           "SrvcAccessPwd",
                                           "VoipAdmin",
                                           "SysAdmin",
                                           "SecureSIP",
                                           "PhoneModel14",
                                           "PhoneTemplate14",
                                           "CustomTemplate",
                                           "PhoneSettings",
                                           "AllowAllRecordings",
                                           "PushExtension",
                                           "Integration",
                                           "AllowOwnRecordings",
                                           "RecordExternalCallsOnly"};

/* Versions 16 and 18. */
static const char *const columns_16[] = {"Number",
                                         "FirstName",
                                         "LastName",
                                         "EmailAddress",
                                         "MobileNumber",
                                         "AuthID",
                                         "AuthPassword",
                                         "WebMeetingFriendlyName",
                                         "WebMeetingPrivateRoom",
                                         "ClickToCall",
                                         "ClickToCallFriendlyName",
                                         "WebMeetingAcceptReject",
                                         "EnableVoicemail",
                                         "VMNoPin",
                                         "VMPlayCallerID",
                                         "PIN",
                                         "VMPlayMsgDateTime",
                                         "VMEmailOptions",
                                         "QueueStatus",
                                         "OutboundCallerID",
                                         "SIPID",
                                         "DeliverAudio",
                                         "SupportReinvite",
                                         "SupportReplaces",
                                         "EnableSRTP",
                                         "ManagementAccess",
                                         "ReporterAccess",
                                         "WallboardAccess",
                                         "TurnOffMyPhone",
                                         "HideFWrules",
                                         "CanSeeRecordings",
                                         "CanDeleteRecordings",
                                         "RecordCalls",
                                         "CallScreening",
                                         "EmailMissedCalls",
                                         "Disabled",
                                         "DisableExternalCalls",
                                         "AllowLanOnly",
                                         "BlockRemoteTunnel",
                                         "PinProtect",
                                         "MAC_0",
                                         "InterfaceIP_0",
                                         "UseTunnel",
                                         "DND",
                                         "UseCTI",
                                         "StartupScreen",
                                         "HotelModuleAccess",
                                         "DontShowExtInPHBK",
                                         "DeskphoneWebPass",
                                         "SrvcAccessPwd",
                                         "VoipAdmin",
                                         "SysAdmin",
                                         "SecureSIP",
                                         "PhoneModel14",
                                         "PhoneTemplate14",
                                         "CustomTemplate",
                                         "PhoneSettings",
                                         "AllowAllRecordings",
                                         "PushExtension",
                                         "Integration",
                                         "AllowOwnRecordings",
                                         "RecordExternalCallsOnly",
                                         "DID",
                                         "SMS",
                                         "PhoneSysAdmin"};

/* Version 20. */
static const char *const columns_20[] = {"Number",
                                         "FirstName",
                                         "LastName",
                                         "EmailAddress",
                                         "MobileNumber",
                                         "OutboundCallerID",
                                         "DID",
                                         "Role",
                                         "Department",
                                         "ClickToCallAuth",
                                         "WMApprove",
                                         "WebMeetingFriendlyName",
                                         "MAC",
                                         "Template",
                                         "Model",
                                         "Router",
                                         "Language",
                                         "Ringtone",
                                         "QRingtone",
                                         "VMEnable",
                                         "VMLanguage",
                                         "VMPlayMsgDateTime",
                                         "VMPIN",
                                         "VMEmailOptions",
                                         "VMNoPin",
                                         "VMPlayCallerID",
                                         "RecordCalls",
                                         "RecordExternal",
                                         "RecordCanSee",
                                         "RecordCanDelete",
                                         "RecordStartStop",
                                         "RecordNotify",
                                         "Disabled",
                                         "HideFWrules",
                                         "DisableExternalCalls",
                                         "HideInPhonebook",
                                         "CallScreening",
                                         "PinProtected",
                                         "PinTimeout",
                                         "Transcription",
                                         "AllowLanOnly",
                                         "SIPID",
                                         "DeliverAudio",
                                         "HotDesk",
                                         "SRTPMode",
                                         "EmailMissedCalls",
                                         "MS365SignInDisabled",
                                         "MS365CalendarDisabled",
                                         "MS365ContactsDisabled",
                                         "MS365TeamsDisabled",
                                         "GoogleSignInDisabled",
                                         "GoogleContactsDisabled",
                                         "GoogleCalendarDisabled",
                                         "BLF"};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Where a value comes from. */
enum source {
    FROM_FIELD,
    FROM_ELEMENT,  /* of the Extension, by name */
    FROM_PROPERTY, /* a DNProperty, by name */
    FROM_MAC,      /* of the first phone */
    FROM_TEMPLATE  /* of the first phone */
};

/* How it is spelt. */
enum spelling {
    AS_TEXT,
    AS_FLAG,     /* yes or no */
    AS_OPPOSITE, /* no or yes */
    AS_CHOICE    /* the number of one of `choices` */
};

/* Choices in the order of their numbers. */
static const char *const email_choices[] = {
    "None", "Notification", "Attachment", "AttachmentAndDelete", NULL};
static const char *const time_choices[] = {"None", "Play12Hr", "Play24Hr",
                                           NULL};
static const char *const queue_choices[] = {"LoggedOut", "LoggedIn", NULL};

struct console_csv_column {
    const char *name;
    enum source source;
    const char *where; /* name of the element or property */
    enum spelling spelling;
    const char *const *choices;
    enum field field;
    bool secret;
};

#define FIELD(column, f)                                                       \
    {                                                                          \
        .name = (column), .source = FROM_FIELD, .field = (f)                   \
    }
#define ELEMENT(column, element, as)                                           \
    {                                                                          \
        .name = (column), .source = FROM_ELEMENT, .where = (element),          \
        .spelling = (as)                                                       \
    }
#define CHOICE(column, element, list)                                          \
    {                                                                          \
        .name = (column), .source = FROM_ELEMENT, .where = (element),          \
        .spelling = AS_CHOICE, .choices = (list)                               \
    }
#define PROPERTY(column, property, as)                                         \
    {                                                                          \
        .name = (column), .source = FROM_PROPERTY, .where = (property),        \
        .spelling = (as)                                                       \
    }
#define SECRET(column, from, name_there)                                       \
    {                                                                          \
        .name = (column), .source = (from), .where = (name_there),             \
        .secret = true                                                         \
    }
#define PHONE(column, from)                                                    \
    {                                                                          \
        .name = (column), .source = (from)                                     \
    }

static const struct console_csv_column sources[] = {
    FIELD("Number", FIELD_NUMBER),
    FIELD("FirstName", FIELD_FIRST),
    FIELD("LastName", FIELD_LAST),
    FIELD("EmailAddress", FIELD_EMAIL),
    FIELD("MobileNumber", FIELD_MOBILE),
    FIELD("OutboundCallerID", FIELD_CALLERID),
    ELEMENT("AuthID", "AuthID", AS_TEXT),
    ELEMENT("SIPID", "SIPID", AS_TEXT),
    ELEMENT("EnableVoicemail", "VMEnabled", AS_FLAG),
    ELEMENT("VMEnable", "VMEnabled", AS_FLAG),
    ELEMENT("VMPlayCallerID", "VMPlayCallerID", AS_FLAG),
    CHOICE("VMPlayMsgDateTime", "VMPlayMsgDateTime", time_choices),
    CHOICE("VMEmailOptions", "VMEmailOptions", email_choices),
    CHOICE("QueueStatus", "QueueStatus", queue_choices),
    ELEMENT("DeliverAudio", "DeliverAudio", AS_FLAG),
    ELEMENT("SupportReinvite", "SupportReinvite", AS_FLAG),
    ELEMENT("SupportReplaces", "SupportReplaces", AS_FLAG),
    ELEMENT("EnableSRTP", "EnableSRTP", AS_FLAG),
    ELEMENT("SRTPMode", "EnableSRTP", AS_FLAG),
    ELEMENT("RecordCalls", "RecordCalls", AS_FLAG),
    ELEMENT("Disabled", "Enabled", AS_OPPOSITE),
    ELEMENT("DisableExternalCalls", "Internal", AS_FLAG),
    PROPERTY("ReporterAccess", "REPORTER_ACCESS", AS_FLAG),
    PROPERTY("WallboardAccess", "WALLBOARD_ACCESS", AS_FLAG),
    PROPERTY("TurnOffMyPhone", "TURNOFFMYPHONE", AS_FLAG),
    PROPERTY("HideFWrules", "HIDEFORWARDRULESTAB", AS_FLAG),
    PROPERTY("CanSeeRecordings", "SEERECORDING", AS_FLAG),
    PROPERTY("RecordCanSee", "SEERECORDING", AS_FLAG),
    PROPERTY("CanDeleteRecordings", "DELETERECORDING", AS_FLAG),
    PROPERTY("RecordCanDelete", "DELETERECORDING", AS_FLAG),
    PROPERTY("CallScreening", "REBOUNDSCREENING", AS_FLAG),
    PROPERTY("EmailMissedCalls", "EMAILMISSEDCALL", AS_FLAG),
    PROPERTY("AllowLanOnly", "ALLOW_LAN_ONLY", AS_FLAG),
    PROPERTY("BlockRemoteTunnel", "BLOCKREMOTETUNNEL", AS_FLAG),
    PROPERTY("PinProtect", "PINPROTECTED", AS_FLAG),
    PROPERTY("PinProtected", "PINPROTECTED", AS_FLAG),
    PROPERTY("UseTunnel", "USETUNNEL", AS_FLAG),
    PROPERTY("HotelModuleAccess", "HOTELMODULE_ACCESS", AS_FLAG),
    PROPERTY("DontShowExtInPHBK", "DONT_SHOW_EXT_IN_PHBK", AS_FLAG),
    PROPERTY("HideInPhonebook", "DONT_SHOW_EXT_IN_PHBK", AS_FLAG),
    PROPERTY("PushExtension", "PUSH_EXTENSION", AS_FLAG),
    PHONE("MAC_0", FROM_MAC),
    PHONE("MAC", FROM_MAC),
    PHONE("PhoneTemplate14", FROM_TEMPLATE),
    PHONE("Template", FROM_TEMPLATE),
    SECRET("AuthPassword", FROM_ELEMENT, "AuthPassword"),
    SECRET("PIN", FROM_ELEMENT, "VMPIN"),
    SECRET("VMPIN", FROM_ELEMENT, "VMPIN"),
    SECRET("DeskphoneWebPass", FROM_PROPERTY, "DESKPHONE_PASSWORD"),
    SECRET("SrvcAccessPwd", FROM_PROPERTY, "SERVICES_ACCESS_PASSWORD"),
};

/* The secrets of all versions, without the two names of one. */
static const char *const secret_names[] = {"AuthPassword", "PIN",
                                           "DeskphoneWebPass", "SrvcAccessPwd"};

/* Is this a release of 15 in which the console has the columns of 15.5? */
static bool
is_late_15(const char *version)
{
    return strncmp(version, "15.", 3) == 0 && version[3] >= '5' &&
           version[3] <= '9';
}

const char *const *
console_csv_columns(const struct database *d, size_t *n)
{
    if (d->major >= 20 || d->major == 0) {
        *n = COUNT(columns_20);
        return columns_20;
    }
    if (d->major >= 16) {
        *n = COUNT(columns_16);
        return columns_16;
    }
    if (is_late_15(d->version)) {
        *n = COUNT(columns_15_5);
        return columns_15_5;
    }
    *n = COUNT(columns_15);
    return columns_15;
}

const char *const *
console_csv_secrets(size_t *n)
{
    *n = COUNT(secret_names);
    return secret_names;
}

const struct console_csv_column *
console_csv_find(const char *name)
{
    size_t i;

    for (i = 0; i < COUNT(sources); i++) {
        if (strcmp(sources[i].name, name) == 0)
            return &sources[i];
    }
    return NULL;
}

bool
console_csv_is_secret(const struct console_csv_column *c)
{
    return c->secret;
}

/* The value as the backup spells it, or NULL. */
static const char *
find_value(const struct console_csv_column *c, const struct user *u)
{
    const struct user_details *d = user_details(u);
    bool phone = d->phones != NULL && u->phone_count > 0;

    switch (c->source) {
    case FROM_FIELD:
        return user_text(u, c->field);
    case FROM_ELEMENT:
        return pairs_find(&d->scalars, c->where);
    case FROM_PROPERTY:
        return pairs_find(&d->properties, c->where);
    case FROM_MAC:
        return phone ? d->phones[0].mac : NULL;
    case FROM_TEMPLATE:
        return phone ? d->phones[0].model : NULL;
    }
    return NULL;
}

/* 1 for yes, 0 for no, -1 for anything else. */
static int
read_flag(const char *value)
{
    if (strcasecmp(value, "True") == 0 || strcmp(value, "1") == 0)
        return 1;
    if (strcasecmp(value, "False") == 0 || strcmp(value, "0") == 0)
        return 0;
    return -1;
}

char *
console_csv_cell(const struct console_csv_column *c, const struct user *u)
{
    const char *value = find_value(c, u);
    int flag;
    size_t i;

    if (value == NULL)
        return mem_dup("");
    switch (c->spelling) {
    case AS_TEXT:
        return mem_dup(value);
    case AS_FLAG:
    case AS_OPPOSITE:
        flag = read_flag(value);
        if (flag == -1)
            return mem_dup("");
        return mem_dup(flag == (c->spelling == AS_FLAG) ? "1" : "0");
    case AS_CHOICE:
        for (i = 0; c->choices[i] != NULL; i++) {
            if (strcasecmp(c->choices[i], value) == 0)
                return mem_printf("%zu", i);
        }
        break;
    }
    return mem_dup("");
}

static void
add_column(struct console_csv_choice *x, const char *name, bool secrets)
{
    const struct console_csv_column *c = console_csv_find(name);

    x->names[x->count] = name;
    if (c != NULL && (secrets || !console_csv_is_secret(c)))
        x->list[x->count] = c;
    x->count++;
}

void
console_csv_choose(struct console_csv_choice *x, const struct database *d,
                   bool console, bool secrets)
{
    const char *const *names;
    size_t n, i;

    memset(x, 0, sizeof(*x));
    if (console) {
        names = console_csv_columns(d, &n);
        for (i = 0; i < n; i++)
            add_column(x, names[i], secrets);
        return;
    }
    for (i = 0; i < FIELD_COUNT; i++) {
        if (field_has((enum field)i, FIELD_EXPORTED))
            add_column(x, field_info((enum field)i)->key, false);
    }
    names = console_csv_secrets(&n);
    for (i = 0; i < n && secrets; i++)
        add_column(x, names[i], true);
}

/* The one of the names that is the `n` bytes at `p`, case ignored; or NULL. */
static const char *
among(const char *p, size_t n, const char *const *names, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (strlen(names[i]) == n && strncasecmp(names[i], p, n) == 0)
            return names[i];
    }
    return NULL;
}

/* The column that is the `n` bytes at `p`, the newest first. */
static const char *
find_column(const char *p, size_t n)
{
    const char *found = among(p, n, columns_20, COUNT(columns_20));

    if (found == NULL)
        found = among(p, n, columns_16, COUNT(columns_16));
    return found != NULL ? found
                         : among(p, n, columns_15_5, COUNT(columns_15_5));
}

bool
console_csv_is_column(const char *name)
{
    return find_column(name, strlen(name)) != NULL;
}

const char *
console_csv_official(const char *name)
{
    size_t n;

    name += strspn(name, " \t");
    for (n = strlen(name); n > 0 && strchr(" \t", name[n - 1]) != NULL; n--)
        continue;
    return find_column(name, n);
}
