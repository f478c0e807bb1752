/*
 * A picture of an image in memory is the one of the same image in a file, and
 * what cannot be one is refused as such.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cxbak/intake/avatar_source.h"

#include "backup_help.h"
#include "picture_help.h"

static const char database[] =
    "<PhoneSystem><header><version>20.0</version></header><Tenants><Tenant>"
    "<DN><Extension><Number>200</Number></Extension></DN></Tenant></Tenants>"
    "</PhoneSystem>";

/* Give user 200 the image that the source holds; what the picture is. */
static int
give(struct avatar_source *a, struct buf *picture, char **name, struct err *e)
{
    struct help_backup h;
    struct changes c = {0};

    help_open(&h, database, NULL, 0);
    if (avatar_source_give(a, &c, h.backup, &h.avatars, 0, e) == ST_OK) {
        assert_int_equal(c.count, 1);
        buf_add(picture, c.list[0].picture->image.data,
                c.list[0].picture->image.len);
        *name = mem_dup(c.list[0].edit.text);
    }
    change_free(&c);
    help_close(&h);
    return e->status;
}

static void
memory_and_file_give_the_same(void **state)
{
    struct image pic = noise(40, 30, false, 1);
    struct buf image = png_of(&pic), one = BUF_INIT, two = BUF_INIT;
    struct err e = ERR_INIT;
    char *name;
    int raw;

    (void)state;
    spill("image.png", image.data, image.len);
    for (raw = 0; raw < 2; raw++) {
        struct avatar_source a = {
            .spec = {.crop = IMAGE_CROP_CENTRE, .size = 16}, .raw = raw};

        /* What was loaded before is forgotten, also what was made of it. */
        assert_int_equal(avatar_source_load(&a, "image.png", &e), ST_OK);
        one.len = two.len = 0;
        assert_int_equal(give(&a, &one, &name, &e), ST_OK);
        assert_string_equal(name, "ProfilePictures/200.png");
        free(name);
        assert_int_equal(
            avatar_source_take(&a, "it", image.data, image.len, &e), ST_OK);
        assert_int_equal(give(&a, &two, &name, &e), ST_OK);
        free(name);
        assert_int_equal(one.len, two.len);
        assert_memory_equal(one.data, two.data, one.len);
        assert_int_equal(one.len == image.len, raw);
        avatar_source_free(&a);
    }
    free(pic.rgba);
    buf_free(&image);
    buf_free(&one);
    buf_free(&two);
}

static void
what_is_no_picture_is_refused(void **state)
{
    static const char text[] = "this is no image";
    int raw;

    (void)state;
    for (raw = 0; raw < 2; raw++) {
        struct avatar_source a = {
            .spec = {.crop = IMAGE_CROP_CENTRE, .size = 16}, .raw = raw};
        struct buf picture = BUF_INIT;
        struct err e = ERR_INIT;
        char *name;

        /* As it is, it is looked at first; else when it is decoded. */
        if (avatar_source_take(&a, "it", text, sizeof(text) - 1, &e) == ST_OK)
            give(&a, &picture, &name, &e);
        assert_int_equal(e.status, ST_REFUSED);
        assert_int_equal(strncmp(e.msg, "it: ", 4), 0);
        err_free(&e);

        /* Too many bytes are not even looked at. */
        assert_int_equal(
            avatar_source_take(&a, "it", text, IMAGE_MAX_BYTES + 1, &e),
            ST_REFUSED);
        assert_non_null(strstr(e.msg, "too many"));
        err_free(&e);
        avatar_source_free(&a);
        buf_free(&picture);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_and_file_give_the_same),
        cmocka_unit_test(what_is_no_picture_is_refused),
    };

    return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
