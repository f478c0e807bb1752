/* One user's picture: shown, taken out, set, cleared. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"
#include "cxbak/image/image.h"
#include "cxbak/report/text_table.h"

#include "cli/avatar_options.h"
#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/session.h"
#include "cli/steps.h"

/* Width of the preview in a terminal: as large as text around it allows. */
#define PREVIEW_COLUMNS 32

int
steps_avatar_set(struct session *s, struct args *a, struct err *e)
{
    struct avatar_source source = {0};
    struct template *name = NULL;
    size_t user;

    if (avatar_options(&source, &name, a, e) == ST_OK &&
        session_begin(s, a, e) == ST_OK &&
        session_user(s, a->operands[1], &user, e) == ST_OK &&
        avatar_source_load(&source, a->operands[2], e) == ST_OK)
        avatar_source_give(&source, &s->job.changes, s->job.backup,
                           &s->job.avatars, user, e);
    avatar_source_free(&source);
    template_free(name);
    return e->status;
}

int
cmd_avatar_set(struct args *a, struct err *e)
{
    return outcome_of(steps_avatar_set, a, e);
}

int
steps_avatar_clear(struct session *s, struct args *a, struct err *e)
{
    struct selection sel = {NULL, 0};
    size_t i;

    if (session_begin(s, a, e) == ST_OK &&
        session_select(s, 1, CHOOSE_TO_CHANGE, &sel, e) == ST_OK) {
        for (i = 0; i < sel.count; i++)
            change_clear_picture(&s->job.changes, sel.users[i]);
    }
    select_free(&sel);
    return e->status;
}

int
cmd_avatar_clear(struct args *a, struct err *e)
{
    return outcome_of(steps_avatar_clear, a, e);
}

/* What is known of a picture. */
struct known {
    const struct avatar *avatar;
    const struct zmember *member;
    struct buf content;
    uint32_t crc;
    bool readable;
    struct image_info info;
    struct err why; /* it is not readable */
};

/* Read the user's picture, who must have one. */
static int
know(struct session *s, size_t user, struct known *k, struct err *e)
{
    k->avatar = &s->job.avatars.of_user[user];
    if (k->avatar->member == SIZE_MAX)
        return err_set(
            e, ST_REFUSED, "%s: extension %s has no picture",
            s->job.backup->path,
            user_text(&s->job.backup->database->users[user], FIELD_NUMBER));
    k->member = zdir_member(s->job.backup->zip, k->avatar->member);
    if (avatar_read(s->job.backup, k->avatar->member, &k->content, e) !=
            ST_OK ||
        avatar_crc(s->job.backup, k->avatar->member, &k->crc, e) != ST_OK)
        return e->status;
    k->readable = image_probe(k->content.data, k->content.len, &k->info,
                              &k->why) == ST_OK;
    return ST_OK;
}

static void
forget(struct known *k)
{
    buf_free(&k->content);
    err_free(&k->why);
}

/* Warn if the file's name says another format than the picture has. */
static void
check_ending(const char *path, const struct buf *picture)
{
    enum image_format is = image_sniff(picture->data, picture->len, NULL);
    enum image_format named = image_format_of_name(path);

    if (named == is || named == IMAGE_UNKNOWN)
        return;
    if (is == IMAGE_PNG)
        say_warning("%s: this is a PNG; name it .png", path);
    else if (is == IMAGE_JPEG)
        say_warning("%s: this is a JPEG; name it .jpg", path);
}

int
avatar_write(const struct args *a, const struct buf *picture, struct err *e)
{
    const char *path = args_value(a, "output");

    if (path == NULL || strcmp(path, "-") == 0) {
        if (isatty(STDOUT_FILENO))
            return args_fail(a, e,
                             "a picture is not written to a terminal; give "
                             "a file with -o");
        fwrite(picture->data, 1, picture->len, stdout);
        return ST_OK;
    }
    if (output_store(a, path, args_flag(a, "force"), picture->data,
                     picture->len, e) == ST_OK)
        check_ending(path, picture);
    return e->status;
}

/* "PNG, 256 x 256, 8-bit RGB", or why it cannot be read. */
static char *
describe(const struct known *k)
{
    if (!k->readable)
        return mem_printf("unreadable: %s", k->why.msg);
    return mem_printf("%s, %u x %u pixels, %u-bit %s%s",
                      image_format_name(k->info.format), k->info.width,
                      k->info.height, k->info.depth, k->info.colour,
                      k->info.alpha ? " with transparency" : "");
}

int
cmd_avatar_get(struct args *a, struct err *e)
{
    struct session s = {0};
    struct known k = {.why = ERR_INIT};
    char *rule, *what;
    size_t user;

    if (session_open(&s, a, a->operands[0], 0, e) != ST_OK ||
        session_user(&s, a->operands[1], &user, e) != ST_OK ||
        know(&s, user, &k, e) != ST_OK ||
        avatar_write(a, &k.content, e) != ST_OK)
        goto done;
    rule = avatars_rule(k.avatar);
    what = describe(&k);
    say_note("%s (%s): %s", k.member->name, rule, what);
    free(what);
    free(rule);
done:
    forget(&k);
    session_close(&s);
    return e->status;
}

static void
print_table(const struct session *s, size_t user, const struct known *k)
{
    const struct user *u = &s->job.backup->database->users[user];
    char *name = user_name(u), *rule = avatars_rule(k->avatar);
    char *what = describe(k), size[HUMAN_ROOM];
    struct text_table *t = text_table_new();

    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_add(t, "Extension");
    text_table_printf(t, "%s%s%s", user_text(u, FIELD_NUMBER),
                      *name != '\0' ? "  " : "", name);
    text_table_add(t, "Picture");
    text_table_copy(t, k->member->name);
    text_table_add(t, "Found by");
    text_table_copy(t, rule);
    if (k->avatar->others > 0) {
        text_table_add(t, "Others");
        text_table_printf(t, "%" PRIu32 " more file%s this user",
                          k->avatar->others,
                          k->avatar->others == 1 ? " fits" : "s fit");
    }
    text_table_add(t, "Format");
    text_table_copy(t, what);
    text_table_add(t, "Size");
    text_table_printf(t, "%s, CRC %08x", human_size(size, k->content.len),
                      (unsigned)k->crc);
    text_table_print(t, stdout, 0, args_colour(s->args, STDOUT_FILENO));
    text_table_free(t);
    free(what);
    free(rule);
    free(name);
}

/* Does the terminal show 24-bit colour?  It says so in COLORTERM. */
static bool
has_true_colour(const struct args *a)
{
    const char *v = getenv("COLORTERM");

    return isatty(STDOUT_FILENO) && args_colour(a, STDOUT_FILENO) &&
           v != NULL &&
           (strcmp(v, "truecolor") == 0 || strcmp(v, "24bit") == 0);
}

/* A small picture of half blocks; a damaged one is just not shown. */
static void
print_preview(const struct known *k)
{
    struct image_spec spec = {.crop = IMAGE_CROP_NONE, .size = PREVIEW_COLUMNS};
    struct image pic = IMAGE_INIT;
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;

    if (image_load(k->content.data, k->content.len, &spec, &pic, &e) == ST_OK) {
        image_blocks(&pic, PREVIEW_COLUMNS, &b);
        printf("\n%s", buf_str(&b));
        image_free(&pic);
    }
    buf_free(&b);
    err_free(&e);
}

static void
print_json(const struct session *s, size_t user, const struct known *k)
{
    struct json_t *doc = jsonout_object();
    char *rule = avatars_rule(k->avatar), *crc;

    crc = mem_printf("%08x", (unsigned)k->crc);
    jsonout_set_string(
        doc, "Number",
        user_text(&s->job.backup->database->users[user], FIELD_NUMBER));
    jsonout_set_string(doc, "Avatar", k->member->name);
    jsonout_set_string(doc, "AvatarRule", rule);
    jsonout_set_count(doc, "Others", k->avatar->others);
    jsonout_set_string(doc, "Format",
                       k->readable ? image_format_name(k->info.format) : NULL);
    jsonout_set_count(doc, "Width", k->readable ? k->info.width : 0);
    jsonout_set_count(doc, "Height", k->readable ? k->info.height : 0);
    jsonout_set_count(doc, "Size", k->content.len);
    jsonout_set_string(doc, "CRC", crc);
    jsonout_set_string(doc, "Problem", k->why.msg);
    jsonout_print(doc, stdout);
    free(crc);
    free(rule);
}

int
cmd_avatar_show(struct args *a, struct err *e)
{
    struct session s = {0};
    struct known k = {.why = ERR_INIT};
    size_t user;

    if (session_open(&s, a, a->operands[0], 0, e) != ST_OK ||
        session_user(&s, a->operands[1], &user, e) != ST_OK ||
        know(&s, user, &k, e) != ST_OK)
        goto done;
    if (args_flag(a, "json")) {
        print_json(&s, user, &k);
        goto done;
    }
    print_table(&s, user, &k);
    if (k.readable && has_true_colour(a))
        print_preview(&k);
done:
    forget(&k);
    session_close(&s);
    return e->status;
}
