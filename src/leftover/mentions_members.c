/* Members of the archive that an extension names. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
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

/* ---- Tables and phone books beside the database ---- */

/* What was found in one of them. */
struct found_beside {
    struct mentions *m;
    unsigned kinds;
    size_t lines;
    size_t first;
    size_t last;
};

static void
on_found(const struct beside *x, struct old_value *v)
{
    struct found_beside *f = x->arg;
    unsigned kinds = 0;
    size_t i;

    for (i = 0; i < v->count; i++)
        kinds |= (unsigned)v->owners[i].kind & x->kinds;
    if (kinds == 0)
        return;
    f->kinds |= kinds;
    if (f->lines == 0 || f->last != x->line)
        f->lines++;
    if (f->lines == 1)
        f->first = x->line;
    f->last = x->line;
}

/* "name and address: line 3 and 2 more" */
static char *
found_words(const struct found_beside *f)
{
    struct human_list l = {.max = SIZE_MAX};
    struct buf b = BUF_INIT;
    char *what;

    if ((f->kinds & OLD_NAME) != 0)
        human_list_add(&l, "name");
    if ((f->kinds & OLD_EMAIL) != 0)
        human_list_add(&l, "address");
    if ((f->kinds & OLD_MOBILE) != 0)
        human_list_add(&l, "mobile number");
    what = human_list_end(&l);
    buf_printf(&b, "%s: line %zu", what, f->first);
    if (f->lines > 1)
        buf_printf(&b, " and %zu more", f->lines - 1);
    free(what);
    return buf_steal(&b);
}

/* Add the member if it has any; one that cannot be read is told. */
static void
on_end(const struct beside *x, struct err *e)
{
    struct found_beside *f = x->arg;
    enum mention_kind kind = x->is_table ? MENTION_TABLE : MENTION_PHONE_BOOK;
    char *what;

    if (f->lines > 0) {
        what = found_words(f);
        mentions_add(f->m, kind, x->member, what, 1);
        free(what);
    }
    if (e->status != ST_OK && e->status != ST_SYSTEM) {
        what = mem_printf("not searched to its end: %s", e->msg);
        mentions_add(f->m, kind, x->member, what, 1);
        free(what);
        err_free(e);
    }
    *f = (struct found_beside){.m = f->m};
}

int
mentions_search_beside(struct mentions *m, struct backup *b,
                       const struct old_table *t, struct err *e)
{
    struct found_beside f = {.m = m};
    struct beside x = {
        .b = b, .table = t, .found = on_found, .end = on_end, .arg = &f};

    return t->count > 0 ? beside_search(&x, e) : ST_OK;
}
