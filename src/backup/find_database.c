/*
 * The database is the member in the root whose name ends in `Db.xml`.  No
 * other member may be one too, whatever a reader makes of the names, nor lie
 * in a folder of the database's name: which of them a restore would take, or
 * find in its place, is not ours to guess.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"

#include "backup/find_database_impl.h"

#define ENDING       "Db.xml"
#define ENDING_LEN   (sizeof(ENDING) - 1)
#define FOLDED       "db.xml" /* as zname_fold() gives it */
#define FOLDED_BELOW FOLDED "/"

/* A member that lies in a folder with the name of a database. */
struct below {
    char *folded;
    size_t member;
};

/* What the names in the archive say of databases. */
struct search {
    size_t root;   /* the member in the root, or SIZE_MAX */
    size_t nested; /* the one in a single folder, or SIZE_MAX */
    size_t nested_count;
    size_t flat; /* one in the root where `\` is no folder sign, or SIZE_MAX */
    struct below *below;
    size_t below_count;
    size_t below_cap;
};

/* Does the path, its letters folded, name a database?  `*depth` is the number
 * of folders it lies in. */
static bool
names_database(const char *folded, size_t *depth)
{
    size_t n = strlen(folded);

    *depth = 0;
    if (n < ENDING_LEN || strcmp(folded + n - ENDING_LEN, FOLDED) != 0)
        return false;
    for (; *folded != '\0'; folded++)
        *depth += *folded == '/';
    return true;
}

/* Is the name spelt plainly, so that every system takes it for the same? */
static bool
plain(const char *name, const char *folded)
{
    return strcasecmp(name, folded) == 0;
}

/* Is a name in folders one in the root for a system on which only `/` makes
 * folders? */
static bool
is_flat(const struct zmember *m, enum zspelling how)
{
    char *name = zname_spelling(m, how);
    bool flat = name != NULL && strchr(name, '/') == NULL;

    free(name);
    return flat;
}

/* Look at one folded name of member `i`. */
static int
look_at(struct search *s, const struct backup *b, size_t i, enum zspelling how,
        const char *folded, struct err *e)
{
    size_t depth;

    if (!names_database(folded, &depth))
        return ST_OK;
    if (depth > 0 && is_flat(zdir_member(b->zip, i), how))
        s->flat = i;
    if (depth > 1)
        return ST_OK;
    if (depth == 1) {
        if (s->nested != i)
            s->nested_count++;
        s->nested = i;
    } else if (!plain(zdir_member(b->zip, i)->name, folded)) {
        return zdir_refuse(b->zip, i, e, "R5",
                           "some systems would take it for the database");
    } else if (s->root != SIZE_MAX && s->root != i) {
        return zdir_refuse(b->zip, i, e, "R9",
                           "there are two databases; the other is \"%s\"",
                           zdir_member(b->zip, s->root)->name);
    } else {
        s->root = i;
    }
    return ST_OK;
}

/* Can no spelling of the name be that of a database, or of a folder called so?
 * Out of a name in ASCII no reader makes letters that are not there. */
static bool
is_harmless(const struct zmember *m)
{
    const char *p;

    if (m->signs & ZNAME_HIGH)
        return false;
    for (p = m->name; (p = strchr(p, '.')) != NULL; p++) {
        if (p - m->name >= 2 && strncasecmp(p - 2, ENDING, ENDING_LEN) == 0)
            return false;
    }
    return true;
}

/* Look at all names of all members. */
static int
look_at_all(struct search *s, const struct backup *b, struct err *e)
{
    size_t i;
    int how;

    for (i = 0; i < zdir_count(b->zip) && e->status == ST_OK; i++) {
        const struct zmember *m = zdir_member(b->zip, i);

        if (is_harmless(m))
            continue;
        for (how = 0; how < ZNAME_SPELLINGS && e->status == ST_OK; how++) {
            char *folded = zname_fold(m, (enum zspelling)how);

            if (folded == NULL)
                continue;
            look_at(s, b, i, (enum zspelling)how, folded, e);
            if (strstr(folded, FOLDED_BELOW) == NULL) {
                free(folded);
                continue;
            }
            s->below = mem_grow(s->below, &s->below_cap, s->below_count,
                                sizeof(*s->below));
            s->below[s->below_count++] = (struct below){folded, i};
        }
    }
    return e->status;
}

/* Does any member lie below the database? */
static int
check_below(const struct search *s, const struct backup *b, struct err *e)
{
    char *db = zname_fold(zdir_member(b->zip, b->db), ZNAME_STORED);
    size_t i, n = strlen(db);

    for (i = 0; i < s->below_count && e->status == ST_OK; i++) {
        if (strncmp(s->below[i].folded, db, n) == 0 &&
            s->below[i].folded[n] == '/')
            zdir_refuse(b->zip, s->below[i].member, e, "R5",
                        "it lies in a folder that has the name of the "
                        "database");
    }
    free(db);
    return e->status;
}

/* Does the metadata say that this backup is not a plain one? */
static bool
encrypted_unknown(const struct backup *b)
{
    struct metadata m;
    struct err none = ERR_INIT;
    bool unknown = metadata_read(&m, b->zip, NULL, &none) == ST_OK &&
                   m.wrong == NULL && !m.plain;

    err_free(&none);
    return unknown;
}

/* No member is a database: say what the archive is, as far as that is known. */
static int
refuse_none(const struct backup *b, struct err *e)
{
    char left[HUMAN_ROOM];

    if (b->mark == MARK_SALVAGED)
        err_set(e, ST_BACKUP,
                "%s: no database: this is what was salvaged of a damaged "
                "archive, and its database was lost; any ZIP program unpacks "
                "what is left, %s",
                b->path,
                human_things(left, zdir_count(b->zip) - zdir_folders(b->zip),
                             "file"));
    else if (encrypted_unknown(b))
        err_set(e, ST_BACKUP,
                "%s: no database, and file \"" METADATA_NAME "\" is not that "
                "of a plain backup: it is probably encrypted in a way that is "
                "not known, and nothing of it can be read",
                b->path);
    else
        err_set(e, ST_BACKUP,
                "%s: no database: no file in it is named ...Db.xml, so this "
                "is no 3CX backup",
                b->path);
    return err_rule(e, "R9");
}

/* Choose among what was found. */
static int
choose(struct backup *b, const struct search *s, struct err *e)
{
    const char *name;
    size_t n;

    if (s->root == SIZE_MAX && s->nested_count > 1)
        return zdir_refuse(b->zip, s->nested, e, "R9",
                           "there are %zu databases in folders and none in "
                           "the root",
                           s->nested_count);
    if (s->root != SIZE_MAX && s->flat != SIZE_MAX)
        return zdir_refuse(b->zip, s->flat, e, "R9",
                           "where `\\` is no folder sign it is a second "
                           "database; the other is \"%s\"",
                           zdir_member(b->zip, s->root)->name);
    b->nested = s->root == SIZE_MAX;
    b->db = b->nested ? s->nested : s->root;
    if (b->db == SIZE_MAX)
        return refuse_none(b, e);
    name = zdir_member(b->zip, b->db)->name;
    n = strlen(name);
    b->miscased = n < ENDING_LEN || strcmp(name + n - ENDING_LEN, ENDING) != 0;
    b->where = mem_printf("%s: file \"%s\"", b->path, name);
    return check_below(s, b, e);
}

int
find_database(struct backup *b, struct err *e)
{
    struct search s = {.root = SIZE_MAX, .nested = SIZE_MAX, .flat = SIZE_MAX};
    size_t i;

    if (look_at_all(&s, b, e) == ST_OK)
        choose(b, &s, e);
    for (i = 0; i < s.below_count; i++)
        free(s.below[i].folded);
    free(s.below);
    return e->status;
}
