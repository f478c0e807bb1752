/* All pictures: as files of a folder, and as one contact sheet. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cxbak/util/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cxbak/image/image.h"
#include "cli/progress.h"
#include "cxbak/util/safename.h"
#include "cxbak/people/photo_match.h"
#include "cxbak/util/text.h"
#include "cli/avatar_options.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/session.h"

/* A picture on its way out. */
struct item {
    size_t user;
    char *path;
    bool replaces; /* a file that was there before */
};

struct items {
    struct item *list;
    size_t count;
};

/* The users with a picture. */
static void
list_items(struct items *l, const struct session *s)
{
    const struct database *d = s->job.backup->database;
    size_t i;

    l->list = mem_calloc(d->user_count, sizeof(*l->list));
    l->count = 0;
    for (i = 0; i < d->user_count; i++) {
        if (s->job.avatars.of_user[i].member != SIZE_MAX)
            l->list[l->count++].user = i;
    }
}

static void
free_items(struct items *l)
{
    size_t i;

    for (i = 0; i < l->count; i++)
        free(l->list[i].path);
    free(l->list);
}

/* The ending that the picture's content asks for, or that its name has. */
static const char *
ending_of(const struct buf *content, const char *name)
{
    enum image_format f = image_sniff(content->data, content->len, NULL);
    const char *dot = strrchr(name, '.');

    if (f == IMAGE_PNG)
        return ".png";
    if (f == IMAGE_JPEG)
        return ".jpg";
    return dot != NULL ? dot : "";
}

/* Would the file replace one that is there? */
static int
check_free(struct item *x, bool force, struct err *e)
{
    struct stat st;

    x->replaces = lstat(x->path, &st) == 0 || errno != ENOENT;
    if (force || !x->replaces)
        return ST_OK;
    return err_set(e, ST_SYSTEM,
                   "%s: the file exists; export to another folder, or "
                   "--force to replace it",
                   x->path);
}

/* Find the endings: each picture is read once to see whether it can be. */
static int
find_endings(struct session *s, const struct items *l, const char **endings,
             struct progress *progress, struct err *e)
{
    size_t i;

    for (i = 0; i < l->count && e->status == ST_OK; i++) {
        size_t member = s->job.avatars.of_user[l->list[i].user].member;
        struct buf content = BUF_INIT;

        progress_update(progress, i);
        if (avatar_read(s->job.backup, member, &content, e) == ST_OK)
            endings[i] = ending_of(
                &content, zdir_member(s->job.backup->zip, member)->name);
        buf_free(&content);
    }
    return e->status;
}

/* Choose the names of all files, and see that they are free, before the first
 * one is written. */
static int
choose_names(struct session *s, struct items *l, struct progress *progress,
             struct err *e)
{
    const char **endings = mem_calloc(l->count, sizeof(*endings));
    char **stems = mem_calloc(l->count, sizeof(*stems));
    char **names = mem_calloc(l->count, sizeof(*names));
    size_t i;

    for (i = 0; i < l->count; i++)
        stems[i] = photo_stem(&s->job.backup->database->users[l->list[i].user]);
    if (find_endings(s, l, endings, progress, e) == ST_OK) {
        safename_make_all(names, (const char *const *)stems, endings, l->count);
        for (i = 0; i < l->count; i++)
            l->list[i].path =
                mem_printf("%s/%s", s->args->operands[1], names[i]);
        for (i = 0; i < l->count && e->status == ST_OK; i++)
            check_free(&l->list[i], args_flag(s->args, "force"), e);
    }
    for (i = 0; i < l->count; i++) {
        free(stems[i]);
        free(names[i]);
    }
    free(stems);
    free(names);
    free(endings);
    return e->status;
}

/* Write one picture.  A file that came to be meanwhile, also by the name of
 * another picture on a file system that takes them for one, is kept. */
static int
export_one(struct session *s, const struct item *x, struct err *e)
{
    size_t member = s->job.avatars.of_user[x->user].member;
    struct buf content = BUF_INIT;

    if (avatar_read(s->job.backup, member, &content, e) == ST_OK)
        output_store(s->args, x->path, x->replaces, content.data, content.len,
                     e);
    buf_free(&content);
    return e->status;
}

/* Make the folder, if it is not there; photos are nobody else's business. */
static int
make_folder(const char *path, struct err *e)
{
    struct stat st;

    if (mkdir(path, 0700) == 0)
        return ST_OK;
    if (errno != EEXIST)
        return err_sys(e, "%s: cannot make the folder", path);
    if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        return err_set(e, ST_SYSTEM, "%s: this is no folder", path);
    return ST_OK;
}

static void
print_exported(const struct session *s, const struct items *l)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < l->count; i++) {
        struct json_t *one = jsonout_object();
        size_t user = l->list[i].user;

        jsonout_set_string(
            one, "Number",
            user_text(&s->job.backup->database->users[user], FIELD_NUMBER));
        jsonout_set_string(one, "Avatar",
                           avatars_name(&s->job.avatars, s->job.backup, user));
        jsonout_set_string(one, "File", l->list[i].path);
        jsonout_append(list, one);
    }
    jsonout_print(list, stdout);
}

int
cmd_avatar_export(struct args *a, struct err *e)
{
    char n[HUMAN_ROOM];
    struct items l = {NULL, 0};
    struct session s = {0};
    struct progress progress;
    size_t i;

    if (session_open(&s, a, a->operands[0], 0, e) != ST_OK)
        goto done;
    list_items(&l, &s);
    if (l.count == 0) {
        err_set(e, ST_REFUSED, "%s: no user has a picture", s.job.backup->path);
        goto done;
    }

    progress_start(&progress, "Exporting", PROGRESS_ITEMS, 2 * l.count, stderr,
                   say_get_level() > SAY_QUIET);
    if (choose_names(&s, &l, &progress, e) == ST_OK)
        make_folder(a->operands[1], e);
    for (i = 0; i < l.count && e->status == ST_OK; i++) {
        progress_update(&progress, l.count + i);
        export_one(&s, &l.list[i], e);
    }
    progress_clear(&progress);
    if (e->status != ST_OK)
        goto done;
    if (args_flag(a, "json"))
        print_exported(&s, &l);
    say_note("%s: %s of %zu users", a->operands[1],
             human_things(n, l.count, "picture"),
             s.job.backup->database->user_count);
done:
    free_items(&l);
    session_close(&s);
    return e->status;
}

/* What the contact sheet asks for. */
struct sheet {
    struct session *s;
    struct selection *all;
    struct progress progress;
    size_t missing;
    size_t damaged;
    size_t boxed; /* names with characters that are drawn as boxes */
};

/* What the letters of the sheet are made of: ASCII, and a box for each
 * character that has no spelling in it; newly made. */
static char *
spell(const char *text, bool *boxed)
{
    struct buf b = BUF_INIT;
    size_t n;

    for (; *text != '\0'; text += n) {
        char *one, *ascii;
        bool lost = false;

        n = text_clusters(text, 1);
        one = mem_ndup(text, n);
        ascii = text_ascii(one, &lost);
        if (lost)
            buf_addc(&b, IMAGE_SHEET_BOX);
        else
            buf_adds(&b, ascii);
        *boxed |= lost;
        free(ascii);
        free(one);
    }
    return b.len > 0 ? buf_steal(&b) : mem_dup("");
}

static int
draw_tile(void *ctx, size_t i, struct image_tile *t, struct err *e)
{
    struct image_spec spec = {.crop = IMAGE_CROP_CENTRE};
    struct sheet *sheet = ctx;
    struct session *s = sheet->s;
    size_t user = sheet->all->users[i];
    char *name = user_name(&s->job.backup->database->users[user]);
    size_t member = s->job.avatars.of_user[user].member;
    struct buf content = BUF_INIT;
    struct err why = ERR_INIT;
    bool boxed = false;

    progress_update(&sheet->progress, i);
    t->label = spell(
        user_text(&s->job.backup->database->users[user], FIELD_NUMBER), &boxed);
    t->name = spell(name, &boxed);
    sheet->boxed += boxed;
    free(name);
    if (member == SIZE_MAX) {
        t->note = mem_dup("none");
        sheet->missing++;
        return ST_OK;
    }
    if (avatar_read(s->job.backup, member, &content, e) == ST_OK &&
        image_load(content.data, content.len, &spec, &t->pic, &why) != ST_OK) {
        t->note = mem_dup("damaged");
        sheet->damaged++;
        say_warning("%s: %s", zdir_member(s->job.backup->zip, member)->name,
                    why.msg);
    }
    err_free(&why);
    buf_free(&content);
    return e->status;
}

/* Would a PNG of that name be taken for another picture? */
static bool
is_jpeg_name(const char *path)
{
    const char *dot = strrchr(path, '.');

    return dot != NULL &&
           (strcasecmp(dot, ".jpg") == 0 || strcasecmp(dot, ".jpeg") == 0);
}

int
cmd_avatar_sheet(struct args *a, struct err *e)
{
    struct selection all = {NULL, 0};
    struct session s = {0};
    struct sheet sheet = {.s = &s, .all = &all};
    struct image_sheet draw = {.tile = draw_tile, .ctx = &sheet};
    struct buf png = BUF_INIT;
    char n[HUMAN_ROOM];

    if (is_jpeg_name(args_value(a, "output")))
        return args_fail(a, e,
                         "--output: a PNG is made; let the name end in "
                         ".png");
    if (session_open(&s, a, a->operands[0], 0, e) != ST_OK ||
        session_select(&s, 1, CHOOSE_ANY, &all, e) != ST_OK)
        goto done;
    if (strcmp(args_value(a, "output"), "-") != 0 &&
        output_check(a, args_value(a, "output"), e) != ST_OK)
        goto done;
    if (all.count == 0) {
        err_set(e, ST_REFUSED, "%s: there are no users", s.job.backup->path);
        goto done;
    }
    draw.count = all.count;
    progress_start(&sheet.progress, "Drawing", PROGRESS_ITEMS, all.count,
                   stderr, say_get_level() > SAY_QUIET);
    image_sheet_draw(&draw, &png, e);
    progress_clear(&sheet.progress);
    if (e->status == ST_OK && avatar_write(a, &png, e) == ST_OK)
        say_note("%s: %zu users, %zu with a picture", args_value(a, "output"),
                 all.count, all.count - sheet.missing);
    if (e->status == ST_OK && sheet.boxed > 0)
        say_note("%s: %s %s letters that a sheet cannot draw; boxes stand in "
                 "their place, and the extension tells who it is",
                 args_value(a, "output"), human_things(n, sheet.boxed, "name"),
                 sheet.boxed == 1 ? "has" : "have");
done:
    buf_free(&png);
    select_free(&all);
    session_close(&s);
    return e->status;
}
