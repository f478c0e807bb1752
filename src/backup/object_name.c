/* How a thing in the database is called in messages. */
#include <stdint.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/backup/objects.h"

/* Bytes of a name that a message shows. */
#define NAME_MAX_SHOWN 60

/* The console keeps the favourites of a user in a group of this name. */
#define FAVOURITES "___FAVORITES___"

static const struct {
    const char *element;
    const char *words;
} words[] = {
    {"Extension", "extension"},
    {"RingGroup", "ring group"},
    {"Queue", "queue"},
    {"IVR", "digital receptionist"},
    {"ExternalLine", "trunk"},
    {"ParkExtension", "parking place"},
    {"FaxExtension", "fax extension"},
    {"ConferencePlaceExtension", "conference"},
    {"SpecialMenu", "voicemail menu"},
    {"RoutePoint", "route point"},
    {"Group", "group"},
    {"PhoneBookEntry", "phone book entry"},
    {"OutboundRule", "outbound rule"},
    {"Parameter", "parameter"},
    {"gparam", "global parameter"},
    {"TenantProperty", "company setting"},
    {"Gateway", "gateway"},
    {"VoipProvider", "trunk"},
    {"mailSettings", "mail settings"},
    {"generalSettings", "general settings"},
    {"license", "licence"},
};

static const char *
word_of(const char *element)
{
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(words[i].element, element) == 0)
            return words[i].words;
    }
    return element;
}

/* Is it known by a key, such as a parameter, and not by a name? */
static bool
has_key(const char *element)
{
    return strcmp(element, "Parameter") == 0 ||
           strcmp(element, "gparam") == 0 ||
           strcmp(element, "TenantProperty") == 0;
}

bool
object_is_favourites(const struct pbx_object *t)
{
    return t->name != NULL &&
           strncmp(t->name, FAVOURITES, strlen(FAVOURITES)) == 0;
}

char *
object_name(const struct pbx_object *t)
{
    struct buf b = BUF_INIT;
    size_t n = sizeof(FAVOURITES) - 1;

    if (object_is_favourites(t))
        return mem_printf("favourites of extension %.*s", NAME_MAX_SHOWN,
                          t->name + n);
    buf_adds(&b, word_of(t->element));
    if (t->number != NULL)
        buf_printf(&b, " %.*s", NAME_MAX_SHOWN, t->number);
    if (t->name != NULL && *t->name != '\0' && t->user == SIZE_MAX)
        buf_printf(&b, has_key(t->element) ? " %.*s" : " \"%.*s\"",
                   NAME_MAX_SHOWN, t->name);
    return buf_steal(&b);
}

bool
object_names_field(const char *element)
{
    enum field f;

    return strcmp(element, OBJECT_BOTH_NAMES) == 0 ||
           (field_parse(element, &f) &&
            (f == FIELD_NUMBER || field_importable(f)));
}

bool
object_is_field(const struct pbx_object *t, const struct pbx_text *text)
{
    return t->user != SIZE_MAX && strcmp(text->parent, "Extension") == 0 &&
           object_names_field(text->element);
}
