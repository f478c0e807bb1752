/* The contents of members, and the folders that they lie in. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "compare/compare_impl.h"

int
content_equal(struct compare_job *job, size_t i, size_t j, enum zequal *verdict,
              struct err *e)
{
    const struct zequal_member x = {job->old->zip, i, job->old->password};
    const struct zequal_member y = {job->new->zip, j, job->new->password};

    if (job->contents == NULL)
        job->contents = mem_calloc(zdir_count(job->old->zip), 1);
    *verdict = ZEQUAL_UNKNOWN;
    if (job->contents[i] == 0) {
        if (zequal_members(&x, &y, job->how != COMPARE_CONTENT, verdict, e) !=
            ST_OK)
            return e->status;
        job->contents[i] = (uint8_t)(1 + *verdict);
    }
    *verdict = (enum zequal)(job->contents[i] - 1);
    return ST_OK;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All names of an archive, in order. */
static const char **
sort_names(const struct zdir *z)
{
    size_t i, n = zdir_count(z);
    const char **list = mem_array(NULL, n, sizeof(*list));

    for (i = 0; i < n; i++)
        list[i] = zdir_member(z, i)->name;
    if (n > 0)
        qsort(list, n, sizeof(*list), by_name);
    return list;
}

bool
content_below(struct compare_job *job, bool new, const char *folder)
{
    const struct zdir *z = new ? job->new->zip : job->old->zip;
    size_t low = 0, high = zdir_count(z);
    const char **names;

    if (job->names[new] == NULL)
        job->names[new] = sort_names(z);
    names = job->names[new];

    /* The first name that is not in front of the folder. */
    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(names[mid], folder) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < zdir_count(z) &&
           strncmp(names[low], folder, strlen(folder)) == 0;
}

void
content_free(struct compare_job *job)
{
    free(job->contents);
    free(job->names[0]);
    free(job->names[1]);
    err_free(&job->err);
}
