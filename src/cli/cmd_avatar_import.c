/*
 * A folder of photos: whose each one is, said before anything is done; then
 * the pictures that are certain become changes.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cxbak/report/human.h"
#include "cxbak/util/io.h"
#include "cxbak/people/photo_match.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/progress.h"
#include "cli/avatar_make.h"
#include "cli/commands.h"
#include "cli/say.h"
#include "cli/session.h"

/* Bytes that tell what a file is. */
#define HEAD_MAX 4096

/* Lines of one kind that are printed; more are counted. */
#define LINES_SHOWN 20

/* One picture of the folder. */
struct photo {
    char *path;
    char *stem; /* its name without folder and ending */
    struct photo_match match;
    size_t rival; /* another file for the same user, or SIZE_MAX */
};

struct photos {
    const char *folder;
    struct photo *list;
    size_t count;
    size_t cap;
    struct inputs *inputs;
    size_t ignored; /* files that are no pictures, and folders */
};

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
        say_warning("%s; it is left out", e->msg);
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

/* List the pictures of the folder, sorted by name; hidden files are none. */
static int
list_folder(struct photos *p, struct err *e)
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

/* Find out whose each picture is; two for one user are rivals. */
static void
match_all_photos(struct photos *p, const struct session *s,
                 const struct photo_match_order *order)
{
    size_t users = s->backup->database->user_count, i;
    struct photo_matcher *m = photo_matcher_new(s->backup->database, order);
    size_t *first = mem_array(NULL, users, sizeof(*first));

    for (i = 0; i < users; i++)
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

enum fate { FATE_MATCHED, FATE_AMBIGUOUS, FATE_UNMATCHED, FATE_COUNT };

static enum fate
fate_of(const struct photo *x)
{
    if (x->match.count == 0)
        return FATE_UNMATCHED;
    return x->match.count > 1 || x->rival != SIZE_MAX ? FATE_AMBIGUOUS
                                                      : FATE_MATCHED;
}

/* "200 Martin Alder, 250 Martin Alder" */
static char *
users_words(const struct session *s, const struct photo_match *r)
{
    struct buf b = BUF_INIT;
    size_t i;

    for (i = 0; i < r->count; i++) {
        const struct user *u = &s->backup->database->users[r->users[i]];
        char *name = user_name(u);

        buf_printf(&b, "%s%s%s%s", i > 0 ? ", " : "",
                   user_text(u, FIELD_NUMBER), *name != '\0' ? " " : "", name);
        free(name);
    }
    return buf_steal(&b);
}

/* Say what becomes of one picture. */
static void
say_photo(const struct session *s, const struct photos *p,
          const struct photo *x)
{
    char *who;

    if (x->match.count == 0) {
        say_warning("%s: fits nobody", x->path);
        return;
    }
    who = users_words(s, &x->match);
    if (x->match.count > 1)
        say_warning("%s: ambiguous: %s; name the file by the extension",
                    x->path, who);
    else if (x->rival != SIZE_MAX)
        say_warning("%s: ambiguous: %s is for %s too", x->path,
                    p->list[x->rival].path, who);
    else
        say_detail("%s: %s, by %s", x->path, who,
                   photo_match_name(x->match.by));
    free(who);
}

/* Say what was found, before anything is done. */
static void
report(const struct session *s, const struct photos *p)
{
    size_t count[FATE_COUNT] = {0}, by[PHOTO_MATCH_COUNT] = {0}, i;
    int fate;

    for (i = 0; i < p->count; i++) {
        enum fate f = fate_of(&p->list[i]);

        count[f]++;
        if (f == FATE_MATCHED)
            by[p->list[i].match.by]++;
    }
    say_note("%s: %zu picture%s: %zu matched (%zu by number, %zu by email, "
             "%zu by name), %zu ambiguous, %zu unmatched; %zu other file%s "
             "ignored",
             p->folder, p->count, p->count == 1 ? "" : "s", count[FATE_MATCHED],
             by[PHOTO_MATCH_NUMBER], by[PHOTO_MATCH_EMAIL],
             by[PHOTO_MATCH_NAME], count[FATE_AMBIGUOUS], count[FATE_UNMATCHED],
             p->ignored, p->ignored == 1 ? "" : "s");
    for (fate = FATE_MATCHED; fate < FATE_COUNT; fate++) {
        size_t shown = 0;

        for (i = 0; i < p->count; i++) {
            if (fate_of(&p->list[i]) == (enum fate)fate &&
                (shown++ < LINES_SHOWN || say_get_level() == SAY_VERBOSE))
                say_photo(s, p, &p->list[i]);
        }
        if (shown > LINES_SHOWN && say_get_level() != SAY_VERBOSE &&
            fate != FATE_MATCHED)
            say_warning("... and %zu more; -v shows all", shown - LINES_SHOWN);
    }
}

/* Make the pictures of all that match.  Each that cannot be used is named. */
static int
make_all(const struct photos *p, struct maker *m, struct session *s,
         struct changes *c, struct err *e)
{
    struct progress progress;
    size_t i, bad = 0, matched = 0;

    progress_start(&progress, "Making pictures", PROGRESS_ITEMS, p->count,
                   stderr, say_get_level() > SAY_QUIET);
    for (i = 0; i < p->count; i++) {
        const struct photo *x = &p->list[i];
        struct err one = ERR_INIT;

        progress_update(&progress, i);
        if (fate_of(x) != FATE_MATCHED)
            continue;
        matched++;
        if (maker_load(m, x->path, &one) == ST_OK &&
            maker_give(m, s, c, x->match.users[0], &one) == ST_OK)
            continue;
        progress_clear(&progress);
        if (bad++ < LINES_SHOWN || say_get_level() == SAY_VERBOSE)
            say_error("%s", one.msg);
        err_free(&one);
    }
    progress_clear(&progress);
    if (bad > 0)
        return err_set(e, ST_REFUSED,
                       "%s: %zu picture%s cannot be used; nothing was "
                       "written. Replace %s, or move %s out of the folder",
                       p->folder, bad, bad == 1 ? "" : "s",
                       bad == 1 ? "it" : "them", bad == 1 ? "it" : "them");
    if (matched == 0)
        return err_set(e, ST_REFUSED,
                       "%s: no picture could be matched to a user; name the "
                       "files by extension, e-mail address, or first and "
                       "last name",
                       p->folder);
    return ST_OK;
}

static void
free_photos(struct photos *p)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        free(p->list[i].path);
        free(p->list[i].stem);
        photo_match_free(&p->list[i].match);
    }
    free(p->list);
}

int
cmd_avatar_import(struct args *a, struct err *e)
{
    struct photos p = {.folder = a->operands[1], .inputs = a->inputs};
    const char *ways = args_value(a, "match");
    struct photo_match_order order = match_all;
    struct changes changes = {0};
    struct session s = {0};
    struct maker m = {0};

    if (ways != NULL && photo_match_parse(ways, &order, e) != ST_OK) {
        err_prefix(e, "--match: ");
        goto done;
    }
    if (maker_start(&m, a, e) != ST_OK ||
        session_open(&s, a, a->operands[0], false, e) != ST_OK ||
        list_folder(&p, e) != ST_OK)
        goto done;
    match_all_photos(&p, &s, &order);
    report(&s, &p);
    if (make_all(&p, &m, &s, &changes, e) == ST_OK)
        session_finish(&s, &changes, e);
done:
    free_photos(&p);
    change_free(&changes);
    maker_end(&m);
    session_close(&s);
    return e->status;
}
