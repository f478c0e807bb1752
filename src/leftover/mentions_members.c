/* Members of the archive that an extension names. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "leftover/leftover_search_impl.h"
#include "leftover/mentions_impl.h"

/* Folders with a folder, or files, for each extension. */
static const struct {
    const char *name;
    enum mention_kind kind;
} folders[] = {
    {LEFT_GREETINGS, MENTION_GREETING},
    {"recordings", MENTION_RECORDING},
    {"voicemails", MENTION_VOICEMAIL},
};

const char *
left_in_folder(const struct backup *b, size_t member, const char *folder,
               size_t *digits)
{
    const char *name = zdir_member(b->zip, member)->name;
    size_t n = strcspn(name, "/\\");

    /* In a nested backup one folder comes before. */
    if (b->nested && name[n] != '\0') {
        name += n + 1;
        n = strcspn(name, "/\\");
    }
    if (n != strlen(folder) || name[n] == '\0' ||
        strncasecmp(name, folder, n) != 0)
        return NULL;
    name += n + 1;
    n = strspn(name, "0123456789");
    if (n == 0 || name[n] == '\0' || strchr("/\\_-.", name[n]) == NULL ||
        name[n + 1] == '\0')
        return NULL;
    *digits = n;
    return name;
}

/* The pictures that are the user's, however that is known. */
static void
add_pictures(struct mentions *m, const struct backup *b,
             const struct avatars *a, size_t user)
{
    size_t i;

    if (user == SIZE_MAX || a->of_user[user].member == SIZE_MAX)
        return;
    for (i = a->of_user[user].first_link;
         i < a->link_count && a->links[i].user == user; i++)
        mentions_add(m, MENTION_PICTURE,
                     zdir_member(b->zip, a->links[i].member)->name,
                     i == a->of_user[user].first_link ? "" : "not shown", 1);
}

void
mentions_add_members(struct mentions *m, const struct backup *b,
                     const struct avatars *a, const char *number, size_t user)
{
    size_t i, k, n;

    add_pictures(m, b, a, user);
    for (i = 0; i < zdir_count(b->zip); i++) {
        for (k = 0; k < sizeof(folders) / sizeof(folders[0]); k++) {
            const char *rest = left_in_folder(b, i, folders[k].name, &n);
            char *folder;

            if (rest == NULL || n != strlen(number) ||
                strncmp(rest, number, n) != 0)
                continue;
            folder = mem_printf("%s/%s", folders[k].name, number);
            mentions_add(m, folders[k].kind, folder, "", 1);
            free(folder);
        }
    }
}
