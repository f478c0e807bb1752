#include <string.h>
#include <strings.h>

#include "cxbak/backup/photo_sync.h"

static const char *const names[] = {"IsSyncPhoto", "IS_SYNC_PHOTO"};
static const char *const yes[] = {"True", "1", "Yes"};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Does the text begin with a word that says yes? */
static bool
says_yes(const char *p)
{
    size_t i;

    for (i = 0; i < COUNT(yes); i++) {
        size_t n = strlen(yes[i]);

        if (strncasecmp(p, yes[i], n) == 0 &&
            (p[n] == '\0' || strchr(" \t\r\n\"',;}<", p[n]) != NULL))
            return true;
    }
    return false;
}

bool
photo_sync_is_on(const char *name, const char *value)
{
    size_t i, n = strlen(name);

    for (i = 0; i < COUNT(names); i++) {
        size_t k = strlen(names[i]);

        if (n >= k && strcasecmp(name + n - k, names[i]) == 0)
            return says_yes(value);
    }
    return false;
}

bool
photo_sync_in(const char *value)
{
    const char *p;
    size_t i;

    for (i = 0; i < COUNT(names); i++) {
        for (p = value; (p = strcasestr(p, names[i])) != NULL;) {
            p += strlen(names[i]);
            if (says_yes(p + strspn(p, "\"' \t\r\n:=>")))
                return true;
        }
    }
    return false;
}
