#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/backup/setting.h"
#include "cxbak/backup/user.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Harmless elements and properties, in the order of strcmp().  Sources: the
 * extension of 3CX's native database template, the columns of the console's
 * CSV, and what version 20 writes. */
static const char *const harmless[] = {
    "ALLOW_LAN_ONLY",
    "AuthID",
    "BLOCKREMOTETUNNEL",
    "BusyDetection",
    "C2CID",
    "CurrentProfile",
    "DELETERECORDING",
    "DONT_SHOW_EXT_IN_PHBK",
    "DeliverAudio",
    "EMAILMISSEDCALL",
    "EmailAddress",
    "EnableSRTP",
    "Enabled",
    "FallbackProfile",
    "FirstName",
    "HIDEFORWARDRULESTAB",
    "HOTELMODULE_ACCESS",
    "HidePresence",
    "Internal",
    "LastName",
    "MOBILENUMBER",
    "NoAnswerTimeout",
    "Number",
    "OFFICEHOURSPROPERTIES",
    "OutboundCallerID",
    "OverrideExpiresAt",
    "OverrideProfile",
    "PINPROTECTED",
    "PUSH_EXTENSION",
    "QueueStatus",
    "REBOUNDSCREENING",
    "REPORTER_ACCESS",
    "RecordCalls",
    "SEERECORDING",
    "SIPID",
    "SRTPMode",
    "SupportReinvite",
    "SupportReplaces",
    "TURNOFFMYPHONE",
    "USETUNNEL",
    "UserStatus",
    "VMEmailOptions",
    "VMEnabled",
    "VMPlayCallerID",
    "VMPlayMsgDateTime",
    "WALLBOARD_ACCESS",
    "WM_FRIENDLYNAME",
};

/* Harmless elements, attributes and parameters of the system, by the element
 * that they are in.  Same sources, and 3CX's descriptions of its objects. */
static const struct {
    const char *parent;
    const char *name;
} harmless_there[] = {
    {"BlackListEntry", "BlockType"},
    {"BlackListEntry", "ExpiresAt"},
    {"BlackListEntry", "IPAddr"},
    {"BlackListEntry", "IPMask"},
    {"BreakTime", "HoursType"},
    {"CallType", "Type"},
    {"Codec", "Name"},
    {"Codec", "RFCName"},
    {"Codec", "SamplingRate"},
    {"Condition", "Type"},
    {"DNProperty", "Name"},
    {"Destination", "External"},
    {"Destination", "To"},
    {"ExternalLine", "Number"},
    {"FwdProfile", "Name"},
    {"Gateway", "Host"},
    {"Gateway", "Name"},
    {"Gateway", "Port"},
    {"Group", "Name"},
    {"Group", "Number"},
    {"Hours", "HoursType"},
    {"Hours", "Type"},
    {"IVR", "Name"},
    {"IVR", "Number"},
    {"Line", "Number"},
    {"Member", "IsPrimary"},
    {"OutboundRule", "Name"},
    {"OutboundRule", "Prefix"},
    {"OutboundRule", "Priority"},
    {"Parameter", "CUSTOM1NAME"},
    {"Parameter", "CUSTOM2NAME"},
    {"Parameter", "ECHOTEST"},
    {"Parameter", "ENL"},
    {"Parameter", "FIRSTEXTPORT"},
    {"Parameter", "FIRSTLOCALPORT"},
    {"Parameter", "HIDECALLERID"},
    {"Parameter", "INTERCOM"},
    {"Parameter", "LANGUAGE"},
    {"Parameter", "LASTEXTPORT"},
    {"Parameter", "LASTLOCALPORT"},
    {"Parameter", "LIMIT_PICKUP_TO_GROUP"},
    {"Parameter", "MAXCALLDURATION"},
    {"Parameter", "MAXNOANSWERTIMEOUT"},
    {"Parameter", "Name"},
    {"Parameter", "OPERATOR"},
    {"Parameter", "PARK"},
    {"Parameter", "PHONEBOOK_LAST_FIRST"},
    {"Parameter", "PHONEBOOK_MIN_MATCH"},
    {"Parameter", "PICKUP"},
    {"Parameter", "SHAREDPARKINGCOUNT"},
    {"Parameter", "STUNSRV"},
    {"Parameter", "STUNSRV2"},
    {"Parameter", "STUNSRV3"},
    {"Parameter", "SYSTEMLOGGINGLEVEL"},
    {"Parameter", "TIME_NTP_SERVER"},
    {"Parameter", "UNPARK"},
    {"Parameter", "VMAIL"},
    {"PhoneBookEntry", "FirstName"},
    {"PhoneBookEntry", "LastName"},
    {"PhoneDevice", "Interface"},
    {"PhoneDevice", "MAC"},
    {"PhoneDevice", "TemplateFilename"},
    {"Queue", "MasterTimeout"},
    {"Queue", "Name"},
    {"Queue", "Number"},
    {"Queue", "PollingStrategy"},
    {"Queue", "RingTimeout"},
    {"Range", "Day"},
    {"Range", "From"},
    {"Range", "To"},
    {"RingGroup", "Name"},
    {"RingGroup", "Number"},
    {"RingGroup", "RingStrategy"},
    {"RingGroup", "RingTime"},
    {"Rule", "Data"},
    {"Rule", "RuleName"},
    {"Tenant", "Name"},
    {"TenantProperty", "COMPANY_NAME"},
    {"TenantProperty", "Name"},
    {"VoipProvider", "Host"},
    {"VoipProvider", "Name"},
    {"VoipProvider", "Port"},
    {"fqdn", "externalFqdn"},
    {"fqdn", "internalFqdn"},
    {"generalSettings", "timezone"},
    {"generalSettings", "webServerPort"},
    {"gparam", "INST_AUTODELETE_RECORDINGS"},
    {"gparam", "INST_AUTODELETE_VOICEMAIL"},
    {"gparam", "INST_QUOTA_RECORDINGS"},
    {"gparam", "INST_QUOTA_VMBOX"},
    {"header", "Date"},
    {"header", "TenantName"},
    {"header", "version"},
    {"license", "company"},
    {"mailSettings", "mailFrom"},
    {"mailSettings", "mailServer"},
    {"mailSettings", "mailServerType"},
    {"role", "name"},
};

/* Words that make a name one of a secret wherever they stand in it. */
static const char *const long_words[] = {
    "password", "passwd", "passphrase", "passcode", "pincode", "secret",
    "token",    "apikey", "credential", "cookie",   "private", "licensekey"};

/* Those that other words hold too (Mapping, Keyboard, Seedling): they count
 * where no small letter follows, as in VMPIN, PinProtected and AuthKey. */
static const char *const short_words[] = {"pass", "pwd",  "pin",  "key",
                                          "hash", "cred", "seed", "salt"};

static const char *const yes_or_no[] = {"True", "False", "1", "0"};

/* Where the pictures lie that a property may name. */
#define PICTURES "ProfilePictures/"

static int
compare_names(const void *name, const void *entry)
{
    return strcmp(name, *(const char *const *)entry);
}

/* Does the name hold that word, in the singular or plural, as a word? */
static bool
has_word(const char *name, const char *word)
{
    size_t n = strlen(word);
    const char *p;

    for (p = name; (p = strcasestr(p, word)) != NULL; p++) {
        const char *end = p + n + (p[n] == 's' || p[n] == 'S');

        if (!islower((unsigned char)p[n]) || !islower((unsigned char)*end))
            return true;
    }
    return false;
}

bool
setting_is_secret(const char *name)
{
    size_t i;

    for (i = 0; i < COUNT(long_words); i++) {
        if (strcasestr(name, long_words[i]) != NULL)
            return true;
    }
    for (i = 0; i < COUNT(short_words); i++) {
        if (has_word(name, short_words[i]))
            return true;
    }
    return false;
}

/* Is the value of a kind that gives nothing away? */
static bool
is_harmless(const char *value)
{
    size_t i;

    for (i = 0; i < COUNT(yes_or_no); i++) {
        if (strcasecmp(value, yes_or_no[i]) == 0)
            return true;
    }
    return strncasecmp(value, PICTURES, sizeof(PICTURES) - 1) == 0 &&
           user_value_is_picture(value) && strchr(value, '?') == NULL;
}

bool
setting_there_may_be_shown(const char *parent, const char *name,
                           const char *value)
{
    size_t i;

    for (i = 0; i < COUNT(harmless_there); i++) {
        if (strcmp(harmless_there[i].parent, parent) == 0 &&
            strcmp(harmless_there[i].name, name) == 0)
            return true;
    }
    return setting_may_be_shown(name, value);
}

bool
setting_may_be_shown(const char *name, const char *value)
{
    return bsearch(name, harmless, COUNT(harmless), sizeof(harmless[0]),
                   compare_names) != NULL ||
           (is_harmless(value) && !setting_is_secret(name));
}
