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

/* Add a name, which is taken over. */
static void
add_name(struct photo_names *n, char *name)
{
    n->list = mem_grow(n->list, &n->cap, n->count, sizeof(*n->list));
    n->list[n->count++] = name;
}

/* Leave a file or folder out because of what went wrong. */
static void
leave_out(struct photos *p, struct err *e)
{
    add_name(&p->left_out, mem_dup(e->msg));
    err_free(e);
}

/* The name of a picture without its ending. */
static char *
stem_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot != NULL && ends_like_picture(name)
               ? mem_ndup(name, (size_t)(dot - name))
               : mem_dup(name);
}

/* Take up one file; the path is taken over. */
static int
add_file(struct photos *p, char *path, const char *name, const struct stat *st,
         struct err *e)
{
    bool yes = false;

    if (S_ISREG(st->st_mode))
        is_picture(path, p->inputs, &yes, e);

    /* What cannot be read may be left out unless it is called a picture. */
    if (e->status != ST_OK && !ends_like_picture(name)) {
        leave_out(p, e);
        yes = false;
    }
    if (e->status != ST_OK) {
        free(path);
    } else if (!yes) {
        add_name(&p->ignored, path);
    } else {
        p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
        p->list[p->count++] =
            (struct photo){.path = path,
                           .stem = stem_of(name),
                           .match = {NULL, 0, PHOTO_MATCH_NUMBER, NULL},
                           .rival = SIZE_MAX};
    }
    return e->status;
}

/* Take up one entry of a folder; `folders` are those still to be read. */
static int
add_entry(struct photos *p, struct photo_names *folders, const char *folder,
          const char *name, struct err *e)
{
    char *path = mem_printf("%s/%s", folder, name);
    struct stat st, link;

    if (lstat(path, &link) == -1 || stat(path, &st) == -1) {
        err_sys(e, "%s", path);
        if (!ends_like_picture(name)) {
            leave_out(p, e);
            add_name(&p->ignored, path);
            return ST_OK;
        }
        free(path);
        return e->status;
    }
    if (!S_ISDIR(st.st_mode))
        return add_file(p, path, name, &st, e);
    add_name(p->recursive && S_ISDIR(link.st_mode) ? folders : &p->folders,
             path);
    return ST_OK;
}

/* Read one folder.  One in the folder that was asked for may be left out. */
static int
read_folder(struct photos *p, struct photo_names *folders, const char *folder,
            struct err *e)
{
    DIR *d = opendir(folder);
    struct dirent *entry;

    if (d == NULL && errno == ENOTDIR)
        err_set(e, ST_REFUSED, "%s: this is no folder", folder);
    else if (d == NULL)
        err_sys(e, "%s", folder);
    if (d == NULL && folder != p->folder)
        leave_out(p, e);
    if (d == NULL)
        return e->status;
    while (e->status == ST_OK && (entry = readdir(d)) != NULL) {
        if (entry->d_name[0] != '.')
            add_entry(p, folders, folder, entry->d_name, e);
    }
    closedir(d);
    return e->status;
}

static int
compare_photos(const void *a, const void *b)
{
    return strcmp(((const struct photo *)a)->path,
                  ((const struct photo *)b)->path);
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
sort_names(struct photo_names *n)
{
    if (n->count > 0)
        qsort(n->list, n->count, sizeof(*n->list), compare_names);
}

static void
free_names(struct photo_names *n)
{
    size_t i;

    for (i = 0; i < n->count; i++)
        free(n->list[i]);
    free(n->list);
}

int
photos_list(struct photos *p, struct err *e)
{
    struct photo_names folders = {NULL, 0, 0};
    size_t i;

    read_folder(p, &folders, p->folder, e);
    for (i = 0; i < folders.count && e->status == ST_OK; i++)
        read_folder(p, &folders, folders.list[i], e);
    free_names(&folders);
    if (p->count > 0)
        qsort(p->list, p->count, sizeof(*p->list), compare_photos);
    sort_names(&p->ignored);
    sort_names(&p->folders);
    sort_names(&p->left_out);
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
    if (x->match.count > 1 || x->rival != SIZE_MAX)
        return PHOTO_AMBIGUOUS;
    return x->why != NULL ? PHOTO_UNUSABLE : PHOTO_MATCHED;
}

const char *
photo_fate_name(enum photo_fate f)
{
    static const char *const names[PHOTO_FATES] = {"matched", "ambiguous",
                                                   "unmatched", "unusable"};

    return names[f];
}

void
photos_free(struct photos *p)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        free(p->list[i].path);
        free(p->list[i].stem);
        free(p->list[i].why);
        photo_match_free(&p->list[i].match);
    }
    free_names(&p->ignored);
    free_names(&p->folders);
    free_names(&p->left_out);
    free(p->list);
}
