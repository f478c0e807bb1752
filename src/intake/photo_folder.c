#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cxbak/image/image.h"
#include "cxbak/intake/photo_folder.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"

/* Bytes that tell what a file is. */
#define HEAD_MAX 4096

/* Endings of pictures, also of those that cannot be used: whoever put them
 * there is to hear of it. */
static bool
ends_like_picture(const char *name)
{
    static const char *const endings[] = {"heic", "heif", "webp", "gif",
                                          "bmp",  "tif",  "tiff", "svg",
                                          "avif", "jp2",  "jxl",  "raw"};
    const char *dot = strrchr(name, '.');
    size_t i;

    if (dot == NULL)
        return false;
    for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        if (strcasecmp(dot + 1, endings[i]) == 0)
            return true;
    }
    return image_format_of_name(name) != IMAGE_UNKNOWN;
}

/* Is the file a picture, by its content or else by its name? */
static int
is_picture(const char *path, struct inputs *in, bool *yes, struct err *e)
{
    uint8_t head[HEAD_MAX];
    enum image_format f;
    struct stat st;
    size_t n;
    int fd;

    *yes = false;
    if (io_open(&fd, &st, path, NULL, ST_REFUSED, e) != ST_OK)
        return e->status;
    n = st.st_size < HEAD_MAX ? (size_t)st.st_size : HEAD_MAX;
    if (io_pread(fd, head, n, 0, path, e) == ST_OK) {
        f = image_sniff(head, n, NULL);
        *yes = f == IMAGE_PNG || f == IMAGE_JPEG || f == IMAGE_OTHER ||
               ends_like_picture(path);
    }
    close(fd);
    if (*yes)
        inputs_add(in, path, -1, &st, e);
    return e->status;
}

/* Take up one entry of the folder. */
static int
add_entry(struct photos *p, const char *name, struct err *e)
{
    char *path = mem_printf("%s/%s", p->folder, name);
    const char *dot = strrchr(name, '.');
    struct stat st;
    bool yes = false;

    if (stat(path, &st) == -1)
        err_sys(e, "%s", path);
    else if (!S_ISREG(st.st_mode))
        yes = false;
    else
        is_picture(path, p->inputs, &yes, e);

    /* What cannot be read may be left out unless it is called a picture. */
    if (e->status != ST_OK && !ends_like_picture(name)) {
        p->left_out = mem_grow(p->left_out, &p->left_out_cap, p->left_out_count,
                               sizeof(*p->left_out));
        p->left_out[p->left_out_count++] = mem_dup(e->msg);
        err_free(e);
        yes = false;
    }
    if (e->status != ST_OK)
        goto done;
    if (!yes) {
        p->ignored++;
        goto done;
    }
    p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
    p->list[p->count++] = (struct photo){
        path,
        mem_ndup(name,
                 dot != NULL && (image_format_of_name(name) != IMAGE_UNKNOWN ||
                                 ends_like_picture(name))
                     ? (size_t)(dot - name)
                     : strlen(name)),
        {NULL, 0, PHOTO_MATCH_NUMBER},
        SIZE_MAX};
    return ST_OK;
done:
    free(path);
    return e->status;
}

static int
compare_photos(const void *a, const void *b)
{
    return strcmp(((const struct photo *)a)->path,
                  ((const struct photo *)b)->path);
}

int
photos_list(struct photos *p, struct err *e)
{
    DIR *d = opendir(p->folder);
    struct dirent *entry;

    if (d == NULL && errno == ENOTDIR)
        return err_set(e, ST_REFUSED, "%s: this is no folder", p->folder);
    if (d == NULL)
        return err_sys(e, "%s", p->folder);
    while (e->status == ST_OK && (entry = readdir(d)) != NULL) {
        if (entry->d_name[0] != '.')
            add_entry(p, entry->d_name, e);
    }
    closedir(d);
    if (e->status == ST_OK && p->count > 0)
        qsort(p->list, p->count, sizeof(*p->list), compare_photos);
    return e->status;
}

void
photos_match(struct photos *p, const struct database *d,
             const struct photo_match_order *order)
{
    struct photo_matcher *m = photo_matcher_new(d, order);
    size_t *first = mem_array(NULL, d->user_count, sizeof(*first)), i;

    /* Two for one user are rivals. */
    for (i = 0; i < d->user_count; i++)
        first[i] = SIZE_MAX;
    for (i = 0; i < p->count; i++) {
        struct photo *x = &p->list[i];

        photo_matcher_find(m, x->stem, &x->match);
        if (x->match.count != 1)
            continue;
        if (first[x->match.users[0]] == SIZE_MAX) {
            first[x->match.users[0]] = i;
            continue;
        }
        x->rival = first[x->match.users[0]];
        p->list[x->rival].rival = i;
    }
    free(first);
    photo_matcher_free(m);
}

enum photo_fate
photo_fate(const struct photo *x)
{
    if (x->match.count == 0)
        return PHOTO_UNMATCHED;
    return x->match.count > 1 || x->rival != SIZE_MAX ? PHOTO_AMBIGUOUS
                                                      : PHOTO_MATCHED;
}

void
photos_free(struct photos *p)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        free(p->list[i].path);
        free(p->list[i].stem);
        photo_match_free(&p->list[i].match);
    }
    for (i = 0; i < p->left_out_count; i++)
        free(p->left_out[i]);
    free(p->left_out);
    free(p->list);
}
