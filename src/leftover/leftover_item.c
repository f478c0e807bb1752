#include <string.h>
#include <strings.h>

#include "leftover/leftover_impl.h"

static bool
has_any(const char *s, const char *a, const char *b)
{
    return strcasestr(s, a) != NULL || strcasestr(s, b) != NULL;
}

bool
leftover_shows_sync(const struct pbx_text *item)
{
    static const char *const services[] = {
        "MS365",  "M365", "OFFICE365", "O365",   "AZURE",          "ENTRA",
        "GOOGLE", "LDAP", "ADSYNC",    "GSUITE", "ACTIVEDIRECTORY"};
    const char *name = item->element;
    size_t i;

    if (strcmp(item->parent, "DNProperty") != 0 ||
        strcmp(item->text, "0") == 0 || strcasecmp(item->text, "False") == 0 ||
        strcasestr(name, "DISABLE") != NULL)
        return false;
    for (i = 0; i < sizeof(services) / sizeof(services[0]); i++) {
        if (strcasestr(name, services[i]) != NULL)
            return has_any(name, "SYNC", "ID") || has_any(name, "USER", "DN");
    }
    return false;
}

unsigned
leftover_keeps(const struct pbx_text *item)
{
    const char *name = item->element;

    if (strcmp(name, "VMPIN") == 0)
        return KEEPS_PIN;
    if (strcmp(name, "SERVICES_ACCESS_PASSWORD") == 0 ||
        strcasestr(name, "WEBPASS") != NULL)
        return KEEPS_WEB;
    if (strcmp(item->parent, "DNProperty") == 0 &&
        (has_any(name, "MEETING", "CLICKTOCALL") ||
         has_any(name, "CLICK2CALL", "CLICK_TO_CALL") ||
         strcmp(name, "C2CID") == 0 || strcmp(name, "WM_FRIENDLYNAME") == 0))
        return KEEPS_MEETING;
    return 0;
}
