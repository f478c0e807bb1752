#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
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

/* Does the name of a property say that a directory service keeps the user? */
static bool
names_sync(const char *name)
{
    static const char *const services[] = {
        "MS365",  "M365", "OFFICE365", "O365",   "AZURE",          "ENTRA",
        "GOOGLE", "LDAP", "ADSYNC",    "GSUITE", "ACTIVEDIRECTORY"};
    size_t i;

    if (has(name, "DISABLE"))
        return false;
    for (i = 0; i < sizeof(services) / sizeof(services[0]); i++) {
        if (has(name, services[i]))
            return has_any(name, "SYNC", "ID") || has_any(name, "USER", "DN");
    }
    return false;
}

/* All that a name says, as struct left_names keeps it. */
static unsigned
signs_of(const char *name)
{
    unsigned signs = names_sync(name) ? LEFT_SYNC : 0;

    if (strcmp(name, "VMPIN") == 0)
        return signs | KEEPS_PIN;
    if (strcmp(name, "SERVICES_ACCESS_PASSWORD") == 0 || has(name, "WEBPASS"))
        return signs | KEEPS_WEB;
    if (has_any(name, "MEETING", "CLICKTOCALL") ||
        has_any(name, "CLICK2CALL", "CLICK_TO_CALL") ||
        strcmp(name, "C2CID") == 0 || strcmp(name, "WM_FRIENDLYNAME") == 0)
        return signs | KEEPS_MEETING;
    return signs;
}

/* The same, asked once for each name, mostly: two that share a place are kept
 * both, the last one first. */
static unsigned
look_up(struct left_names *names, const char *name)
{
    struct left_name *two = names->list, last;
    size_t hash = 0;
    const char *p;

    for (p = name; *p != '\0'; p++)
        hash = hash * 31 + (unsigned char)*p;
    two += (hash ^ hash >> 8) % (LEFT_NAMES / 2) * 2;
    if (two[0].name != NULL && strcmp(two[0].name, name) == 0)
        return two[0].signs;
    last = two[1];
    two[1] = two[0];
    if (last.name == NULL || strcmp(last.name, name) != 0) {
        free(last.name);
        last = (struct left_name){mem_dup(name), signs_of(name)};
    }
    two[0] = last;
    return last.signs;
}

unsigned
leftover_signs(struct left_names *names, const struct pbx_text *item)
{
    unsigned signs = look_up(names, item->element);

    /* What is no property says some of it only. */
    if ((signs & (KEEPS_MEETING | LEFT_SYNC)) != 0 &&
        strcmp(item->parent, "DNProperty") != 0)
        signs &= ~(unsigned)(KEEPS_MEETING | LEFT_SYNC);

    /* One that is turned off is no sign. */
    if ((signs & LEFT_SYNC) != 0 &&
        (strcmp(item->text, "0") == 0 || strcasecmp(item->text, "False") == 0))
        signs &= ~(unsigned)LEFT_SYNC;
    return signs;
}

void
left_names_free(struct left_names *names)
{
    size_t i;

    for (i = 0; i < LEFT_NAMES; i++)
        free(names->list[i].name);
}
