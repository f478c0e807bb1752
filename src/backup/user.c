#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "backup/user_reader_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/backup/user.h"

/* Longer values hold more than the name of a picture. */
#define IMAGE_NAME_MAX 300

const char *
user_text(const struct user *u, enum field f)
{
    assert(f < FIELD_COUNT);
    return u->text[f] != NULL ? u->text[f] : "";
}

const struct user_details *
user_details(const struct user *u)
{
    static const struct user_details none;

    return u->details != NULL ? u->details : &none;
}

bool
user_property_alone(const struct user *u, enum field f)
{
    const struct property_place *at = u->at->value[f].property;

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

    for (; (name = strpbrk(name, "aApPiI")) != NULL; name++) {
        for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
            if (strncasecmp(name, words[i], strlen(words[i])) == 0)
                return true;
        }
    }
    return false;
}

void
pairs_add(struct pairs *p, struct arena *texts, const char *name,
          const char *value)
{
    p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
    p->list[p->count++] = (struct pair){
        arena_dup(texts, name), *value != '\0' ? arena_dup(texts, value) : ""};
}

void
pairs_fit(struct pairs *p)
{
    if (p->count == p->cap)
        return;
    p->list = mem_array(p->list, p->count, sizeof(*p->list));
    p->cap = p->count;
}

void
pairs_free(struct pairs *p)
{
    free(p->list);
}

void
user_places_clear(struct user_places *at)
{
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++)
        free(at->value[i].property);
    memset(at, 0, sizeof(*at));
}

struct place
place_make(uint64_t lead, uint64_t begin, uint64_t tag_end, uint64_t open_end,
           uint64_t close_begin, uint64_t end)
{
    const uint64_t all = PLACE_MAX - 1;

    return (struct place){lead & all,     begin & all,       tag_end & all,
                          open_end & all, close_begin & all, end & all};
}

struct place
place_far(const struct near_place *p, uint64_t at)
{
    if (p->end == 0)
        return (struct place){.end = 0};
    return place_make(at + p->lead, at + p->begin, at + p->tag_end,
                      at + p->open_end, at + p->close_begin, at + p->end);
}

struct near_place
place_near(const struct place *p, uint64_t at)
{
    if (p->end == 0)
        return (struct near_place){.end = 0};
    return (struct near_place){
        (uint32_t)(p->lead - at),        (uint32_t)(p->begin - at),
        (uint32_t)(p->tag_end - at),     (uint32_t)(p->open_end - at),
        (uint32_t)(p->close_begin - at), (uint32_t)(p->end - at)};
}

static void
free_details(struct user_details *d, size_t phones)
{
    size_t i;

    pairs_free(&d->scalars);
    pairs_free(&d->properties);
    for (i = 0; d->phones != NULL && i < phones; i++) {
        free(d->phones[i].mac);
        free(d->phones[i].model);
    }
    free(d->phones);
    free(d);
}

void
user_free(struct user *u)
{
    if (u->at != NULL)
        user_places_clear(u->at);
    free(u->at);
    if (u->details != NULL)
        free_details(u->details, u->phone_count);
    free(u->pictures.list);
}
