/*
 * Members that a restore looks for by their names, beside the database (see
 * find_database.c).  Windows, on which versions up to 18 run, takes `METADATA`
 * and `metadata.` for the same file: of two such members nobody can tell which
 * one comes out.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/backup/mapping_table.h"
#include "cxbak/backup/metadata.h"
#include "cxbak/zip/zname.h"

#include "backup/find_database_impl.h"

static const char *const known[] = {METADATA_NAME, MAPPING_TABLE_NAME};

#define KNOWN (sizeof(known) / sizeof(known[0]))

/* The last part of a known name; each begins with an M, and is in all spellings
 * of the name, in letters of whatever case. */
#define FIRST_LETTER "Mm"

static const char *
last_part(const char *name)
{
    const char *slash = strrchr(name, '/');

    return slash != NULL ? slash + 1 : name;
}

/* Can no spelling of the name be a known one? */
static bool
is_harmless(const struct zmember *m)
{
    const char *p;
    size_t k;

    if (m->signs & ZNAME_HIGH)
        return false;
    for (p = m->name; *(p += strcspn(p, FIRST_LETTER)) != '\0'; p++) {
        for (k = 0; k < KNOWN; k++) {
            const char *part = last_part(known[k]);

            if (strncasecmp(p, part, strlen(part)) == 0)
                return false;
        }
    }
    return true;
}

/* Look at one folded name of member `i`; `seen` has the members that were met
 * before under each known name. */
static int
look_at(const struct backup *b, size_t i, const char *folded, size_t *seen,
        struct err *e)
{
    size_t k;

    for (k = 0; k < KNOWN; k++) {
        if (strcasecmp(folded, known[k]) != 0)
            continue;
        if (seen[k] != SIZE_MAX && seen[k] != i)
            return zdir_refuse(b->zip, i, e, "R5",
                               "some systems would take it for \"%s\"",
                               zdir_member(b->zip, seen[k])->name);
        seen[k] = i;
    }
    return ST_OK;
}

int
known_names_check(const struct backup *b, struct err *e)
{
    size_t seen[KNOWN] = {SIZE_MAX, SIZE_MAX}, i;
    int how;

    for (i = 0; i < zdir_count(b->zip); i++) {
        const struct zmember *m = zdir_member(b->zip, i);

        if (is_harmless(m))
            continue;
        for (how = 0; how < ZNAME_SPELLINGS && e->status == ST_OK; how++) {
            char *folded = zname_fold(m, (enum zspelling)how);

            if (folded != NULL)
                look_at(b, i, folded, seen, e);
            free(folded);
        }
        if (e->status != ST_OK)
            break;
    }
    return e->status;
}
