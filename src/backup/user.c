#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "cxbak/backup/user.h"

/* Longer values hold more than the name of a picture. */
#define IMAGE_NAME_MAX 300

const char *
user_text(const struct user *u, enum field f)
{
    assert(f < FIELD_COUNT);
    return u->value[f].text != NULL ? u->value[f].text : "";
}

bool
user_property_alone(const struct user *u, enum field f)
{
    const struct property_place *at = u->value[f].property;

    return at != NULL && at->plain && u->property_count == 1 &&
           !u->properties_mixed;
}

char *
user_name(const struct user *u)
{
    const char *first = user_text(u, FIELD_FIRST);
    const char *last = user_text(u, FIELD_LAST);

    return mem_printf("%s%s%s", first, *first && *last ? " " : "", last);
}

char *
user_words(const struct user *u)
{
    char *name = user_name(u);
    char *text = mem_printf("%s%s%s", user_text(u, FIELD_NUMBER),
                            *name != '\0' ? " " : "", name);

    free(name);
    return text;
}

const char *
pairs_find(const struct pairs *p, const char *name)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        if (strcmp(p->list[i].name, name) == 0)
            return p->list[i].value;
    }
    return NULL;
}

bool
user_value_is_picture(const char *value)
{
    static const char *const endings[] = {".png", ".jpg", ".jpeg"};
    size_t n = strlen(value), i;

    for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        size_t k = strlen(endings[i]);

        if (n > k && n < IMAGE_NAME_MAX &&
            strcasecmp(value + n - k, endings[i]) == 0)
            return true;
    }
    return false;
}

bool
user_name_is_picture(const char *name)
{
    static const char *const words[] = {"avatar", "picture", "photo", "image"};
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasestr(name, words[i]) != NULL)
            return true;
    }
    return false;
}
