/*
 * The read-back, seen failing: the editor of the database and the writer of
 * the archive do something else than they were asked to, each in its own way,
 * and no file may come of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cxbak/change/change.h"
#include "cxbak/patch/user_patch.h"
#include "cxbak/util/mem.h"
#include "cxbak/write/write.h"

#include "backup_help.h"

#define OUT "/tmp/cxbak-test-write.zip"

static const char database[] =
    "<PhoneSystem><header><version>20.0</version></header><Tenants><Tenant>"
    "<DN><Extension><FirstName>Ann</FirstName><LastName>Lee</LastName>"
    "<Number>200</Number></Extension><Extension><FirstName>Bob</FirstName>"
    "<LastName>Moss</LastName><Number>201</Number></Extension></DN></Tenant>"
    "</Tenants></PhoneSystem>";

static const struct help_member members[] = {
    {"ProfilePictures/200.png", "\x89PNG\r\n\x1a\nold"},
    {"recordings/a.wav", "sound"},
};
static const char picture[] = "\x89PNG\r\n\x1a\nnew";

/* What goes wrong. */
enum lie {
    LIE_NONE,
    LIE_VALUE,    /* another value */
    LIE_FIELD,    /* another field */
    LIE_USER,     /* another user, too */
    LIE_NOTHING,  /* no value */
    LIE_BESIDE,   /* a blank elsewhere in the database */
    LIE_COMMENT,  /* a comment in the value */
    LIE_ELEMENT,  /* an element behind the value */
    LIE_SWAP,     /* another picture */
    LIE_KEEP,     /* the old picture */
    LIE_DROP,     /* a member gone */
    LIE_ADD,      /* a member more */
    LIE_LOCAL,    /* the time in the database's local header */
    LIE_CENTRAL,  /* attributes of a copied member */
    LIE_COMMENT2, /* the archive's comment is longer */
    LIE_COUNT
};
static enum lie lie;

int __real_user_patch(const struct database *d, const struct edit *const *edits,
                      size_t n, struct xpatches *p, struct err *e);
int __wrap_user_patch(const struct database *d, const struct edit *const *edits,
                      size_t n, struct xpatches *p, struct err *e);
int __real_zwrite(struct zdir *z, const struct zedit *edits, size_t n,
                  const struct zwrite_options *q, struct sink *o,
                  struct err *e);
int __wrap_zwrite(struct zdir *z, const struct zedit *edits, size_t n,
                  const struct zwrite_options *q, struct sink *o,
                  struct err *e);

/* Insert text into the database. */
static void
insert(struct xpatches *p, uint64_t at, const char *text)
{
    xpatch_add(p, at, 0, mem_dup(text), strlen(text));
}

int
__wrap_user_patch(const struct database *d, const struct edit *const *edits,
                  size_t n, struct xpatches *p, struct err *e)
{
    const struct place *at = &d->users[0].value[FIELD_FIRST].place;
    struct edit other = **edits;
    const struct edit *only = &other;
    char eve[] = "Eve";

    if (lie == LIE_NOTHING) {
        insert(p, at->end, "");
        return ST_OK;
    }
    if (lie == LIE_VALUE)
        other.text = eve;
    else if (lie == LIE_FIELD)
        other.field = FIELD_LAST;
    else if (lie == LIE_USER)
        other.user = 1;
    if (lie == LIE_USER && __real_user_patch(d, edits, n, p, e) != ST_OK)
        return e->status;
    if (__real_user_patch(d, &only, n, p, e) != ST_OK)
        return e->status;
    if (lie == LIE_BESIDE)
        insert(p, d->users[1].element.end, " ");
    else if (lie == LIE_COMMENT)
        insert(p, at->open_end, "<!-- x -->");
    else if (lie == LIE_ELEMENT)
        insert(p, at->end, "<Backdoor/>");
    return ST_OK;
}

static int
read_other(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    bool *done = arg;

    (void)n;
    (void)e;
    *got = *done ? 0 : 1;
    if (!*done)
        memcpy(p, "?", 1);
    *done = true;
    return ST_OK;
}

/* Change a byte of what was written. */
static void
change(struct sink *o, uint64_t at)
{
    struct source written;
    struct err e = ERR_INIT;
    uint8_t byte;

    assert_int_equal(sink_reread(o, &written, &e), ST_OK);
    assert_int_equal(source_read(&written, &byte, 1, at, &e), ST_OK);
    byte ^= 1;
    assert_int_equal(sink_change(o, &byte, 1, at, &e), ST_OK);
}

/* Where `mark` stands last in what was written. */
static uint64_t
find(struct sink *o, const char *mark, size_t n)
{
    struct source written;
    struct err e = ERR_INIT;
    uint8_t all[4096];
    size_t i, got = (size_t)o->size;

    assert_true(got < sizeof(all));
    assert_int_equal(sink_reread(o, &written, &e), ST_OK);
    assert_int_equal(source_read(&written, all, got, 0, &e), ST_OK);
    for (i = got - n; i > 0; i--) {
        if (memcmp(all + i, mark, n) == 0)
            return i;
    }
    fail_msg("not there: %s", mark);
    return 0;
}

int
__wrap_zwrite(struct zdir *z, const struct zedit *edits, size_t n,
              const struct zwrite_options *q, struct sink *o, struct err *e)
{
    struct zedit list[4];
    bool done = false;

    assert_int_equal(n, 2);
    memcpy(list, edits, n * sizeof(*list));
    if (lie == LIE_SWAP) {
        list[0].read = read_other;
        list[0].arg = &done;
    } else if (lie == LIE_KEEP) {
        list[0] = list[--n];
    } else if (lie == LIE_DROP) {
        list[n++] = (struct zedit){.op = ZEDIT_REMOVE, .member = 2};
    } else if (lie == LIE_ADD) {
        list[n++] = (struct zedit){.op = ZEDIT_ADD,
                                   .member = SIZE_MAX,
                                   .name = "more.txt",
                                   .read = read_other,
                                   .arg = &done};
    }
    if (__real_zwrite(z, list, n, q, o, e) != ST_OK)
        return e->status;
    if (lie == LIE_LOCAL)
        change(o, 10);
    else if (lie == LIE_CENTRAL)
        change(o, find(o, "recordings/a.wav", 16) - 46 + 40);
    else if (lie == LIE_COMMENT2)
        change(o, find(o, "PK\5\6", 4) + 20);
    return ST_OK;
}

/* Set a first name and a picture, while that lie is told. */
static int
write_it(enum lie which, struct err *e)
{
    const struct buf content = {.data = (uint8_t *)(uintptr_t)picture,
                                .len = sizeof(picture) - 1};
    struct outfile_options output = {0};
    struct help_backup h;
    struct changes c = {0};
    struct write_request q = {.changes = &c};
    struct write_result result;
    int status;

    help_open(&h, database, members, 2);
    change_add_exact(&c, 0, FIELD_FIRST, "Noelle");
    assert_int_equal(change_settle(&c, h.backup, NULL, e), ST_OK);
    c.members = mem_calloc(1, sizeof(*c.members));
    c.member_count = 1;
    *c.members = (struct member_edit){
        .op = ZEDIT_REPLACE, .member = 1, .content = &content};
    q.backup = h.backup;
    lie = which;
    status = write_backup(&q, OUT, &output, &result, e);
    lie = LIE_NONE;
    change_free(&c);
    help_close(&h);
    if (status == ST_OK) {
        assert_int_equal(result.values, 1);
        assert_int_equal(result.members, 3);
    }
    return status;
}

static void
every_lie_is_seen(void **state)
{
    static const char *const words[LIE_COUNT] = {
        [LIE_VALUE] = "First Name: it is not what was wanted",
        [LIE_FIELD] = "Last Name: it was not to change",
        [LIE_USER] = "extension 201: First Name: it was not to change",
        [LIE_NOTHING] = "First Name: it is not what was wanted",
        [LIE_BESIDE] = "outside of users' fields",
        [LIE_COMMENT] = "more than text is in its value",
        [LIE_ELEMENT] = "outside of users' fields",
        [LIE_SWAP] = "\"ProfilePictures/200.png\" is not as it was wanted",
        [LIE_KEEP] = "\"ProfilePictures/200.png\" is not as it was wanted",
        [LIE_DROP] = "member \"recordings/a.wav\" removed",
        [LIE_ADD] = "member \"more.txt\" added",
        [LIE_LOCAL] = "member \"1Db.xml\" changed: local header",
        [LIE_CENTRAL] = "\"recordings/a.wav\" changed: central record",
        [LIE_COMMENT2] = "",
    };
    int i;

    (void)state;
    for (i = LIE_NONE; i < LIE_COUNT; i++) {
        struct err e = ERR_INIT;
        int status;

        unlink(OUT);
        status = write_it((enum lie)i, &e);
        if (i == LIE_NONE) {
            assert_int_equal(status, ST_OK);
            assert_int_equal(access(OUT, F_OK), 0);
            continue;
        }
        if (status != ST_SYSTEM && (i != LIE_COMMENT2 || status != ST_BACKUP))
            fail_msg("lie %d: status %d", i, status);
        if (i != LIE_COMMENT2 && strstr(e.msg, "reading back") == NULL)
            fail_msg("lie %d: %s", i, e.msg);
        if (strstr(e.msg, words[i]) == NULL)
            fail_msg("lie %d: %s", i, e.msg);
        assert_int_not_equal(access(OUT, F_OK), 0);
        err_free(&e);
    }
    unlink(OUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_lie_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
