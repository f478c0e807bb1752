#include <string.h>
#include <strings.h>

#include "leftover/leftover_impl.h"

/* Is the word, in capitals, in the name, in whatever letters?  Names are so
 * short that strcasestr() takes longest to prepare itself. */
static bool
has(const char *s, const char *word)
{
    char small = (char)(*word | ' ');

    for (; *s != '\0'; s++) {
        if ((*s == *word || *s == small) &&
            strncasecmp(s, word, strlen(word)) == 0)
            return true;
    }
    return false;
}

static bool
has_any(const char *s, const char *a, const char *b)
{
    return has(s, a) || has(s, b);
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
        has(name, "DISABLE"))
        return false;
    for (i = 0; i < sizeof(services) / sizeof(services[0]); i++) {
        if (has(name, services[i]))
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
    if (strcmp(name, "SERVICES_ACCESS_PASSWORD") == 0 || has(name, "WEBPASS"))
        return KEEPS_WEB;
    if (strcmp(item->parent, "DNProperty") == 0 &&
        (has_any(name, "MEETING", "CLICKTOCALL") ||
         has_any(name, "CLICK2CALL", "CLICK_TO_CALL") ||
         strcmp(name, "C2CID") == 0 || strcmp(name, "WM_FRIENDLYNAME") == 0))
        return KEEPS_MEETING;
    return 0;
}
