/*
 * The walk over a large database in parts: by several threads it shows what
 * one finds, in the same order, wherever the database is cut.
 */
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "cxbak/backup/objects.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/worker.h"
#include "backup_help.h"

/* All that a visitor is shown, in words. */
static void
note(void *arg, const struct pbx_object *t)
{
    struct buf *b = arg;
    size_t i;

    buf_printf(b, "%s %s %s %s %zu\n", t->section, t->element,
               t->number != NULL ? t->number : "-",
               t->name != NULL ? t->name : "-", t->user);
    for (i = 0; i < t->count; i++) {
        const struct pbx_text *x = &t->items[i];

        buf_printf(b, "  %d %s/%s=%zu:%.40s (%s)\n", x->reference, x->parent,
                   x->element, strlen(x->text), x->text,
                   x->within != NULL ? x->within : "-");
    }
}

/* What all parts show together, and how many they are. */
struct parts {
    struct buf all;
    size_t begun;
    size_t ended;
};

static void *
begin(void *arg)
{
    struct parts *p = arg;

    p->begun++;
    return mem_calloc(1, sizeof(struct buf));
}

static void
end(void *arg, void *part)
{
    struct parts *p = arg;
    struct buf *b = part;

    p->ended++;
    buf_add(&p->all, b->data, b->len);
    buf_free(b);
    free(b);
}

static struct parts
visit_parts(struct backup *b, bool (*matters)(void *arg, size_t user),
            struct err *e)
{
    struct parts p = {.all = BUF_INIT};
    const struct object_parts how = {.visit = note,
                                     .begin = begin,
                                     .end = end,
                                     .matters = matters,
                                     .arg = &p};

    objects_visit_parts(b, &how, e);
    assert_int_equal(p.begun, p.ended);
    return p;
}

/* The same both ways?  How many parts there were. */
static size_t
expect_alike(struct backup *b)
{
    struct buf whole = BUF_INIT;
    struct err e = ERR_INIT;
    struct parts p;

    assert_int_equal(objects_visit(b, note, &whole, &e), ST_OK);
    p = visit_parts(b, NULL, &e);
    assert_int_equal(e.status, ST_OK);
    assert_true(whole.len > 0);
    assert_string_equal(buf_str(&p.all), buf_str(&whole));
    buf_free(&whole);
    buf_free(&p.all);
    return p.begun;
}

/* `n` bytes of text, with an entity now and then. */
static void
add_text(struct buf *b, size_t n)
{
    size_t to = b->len + n;

    while (b->len < to)
        buf_adds(b, "some words &amp; more <![CDATA[<Extension>]]>, ");
}

/* Users with `size` bytes each, or none, up to `total` bytes. */
static void
add_users(struct buf *b, size_t *number, size_t size, size_t total)
{
    size_t to = b->len + total;

    while (b->len < to) {
        buf_printf(b,
                   "\n    <Extension><Number>%zu</Number>"
                   "<FirstName>A%zu</FirstName><LastName>B</LastName>"
                   "<Properties><DNProperty><Name>X</Name><Value>%zu</Value>"
                   "</DNProperty></Properties><Note a=\"1\" DN=\"2\">",
                   *number, *number, *number);
        add_text(b, size);
        buf_adds(b, "</Note></Extension>");
        if (++*number % 50 == 0)
            buf_adds(b, "<Queue><Number>8</Number><Name>Q</Name></Queue>"
                        "<!-- <Extension/> --><?x <Extension> ?>");
    }
}

static void
add_long(struct buf *b, const char *element, size_t n)
{
    buf_printf(b, "<%s><Number>9</Number><Name>long</Name><Text>", element);
    add_text(b, n);
    buf_printf(b, "</Text></%s>", element);
}

#define KB   ((size_t)1 << 10)
#define LONG (2100 * KB)

/* How a database is made up: bytes of each stretch. */
struct shape {
    size_t head;
    size_t users;
    size_t between; /* in one element between the users */
    size_t each;    /* user */
    size_t tail;
    size_t parts; /* at least */
};

static struct buf
make(const struct shape *s)
{
    struct buf b = BUF_INIT;
    size_t number = 100000;

    buf_adds(&b, "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<PhoneSystem>"
                 "<header><version>20.0</version></header><Parameters>");
    add_long(&b, "Parameter", s->head);
    buf_adds(&b, "</Parameters><Tenants><Tenant><DN>");
    add_users(&b, &number, s->each, s->users);
    add_long(&b, "Queue", s->between);
    add_users(&b, &number, s->each, s->users);
    buf_adds(&b, "</DN><Groups><Group><Name>G</Name></Group></Groups></Tenant>"
                 "<Tenant><Groups></Groups><DN>");
    add_users(&b, &number, s->each, s->users);
    buf_adds(&b, "</DN></Tenant></Tenants><Gateways>");
    add_long(&b, "Gateway", s->tail);
    buf_adds(&b, "</Gateways></PhoneSystem>\n");
    return b;
}

static void
test_alike(void **state)
{
    static const struct shape shapes[] = {
        {10, 5000, 10, 100, 10, 1},          /* too small to be cut */
        {10, 600 * KB, 10, 3000, 10, 5},     /* the usual case */
        {LONG, 300 * KB, 10, 3000, 10, 3},   /* longer than is kept: before, */
        {10, 300 * KB, LONG, 3000, 10, 3},   /* between ... */
        {10, 300 * KB, 10, 3000, LONG, 3},   /* and behind the users; */
        {10, 900 * KB, 10, 500 * KB, 10, 3}, /* users longer than a part, */
        {10, 100, 10, LONG, 10, 2},          /* or than is kept; */
        {10, 500 * KB, 10, 700, 500, 4},     /* many small ones */
    };
    bool one = worker_processors() == 1;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        struct buf b = make(&shapes[i]);
        struct help_backup h;

        help_open(&h, buf_str(&b), NULL, 0);
        assert_true(expect_alike(h.backup) >= (one ? 1 : shapes[i].parts));
        help_close(&h);
        buf_free(&b);
    }
}

/* What a namespace makes less than plain is not cut, nor is it where only one
 * processor works. */
static void
test_whole(void **state)
{
    static const struct shape usual = {10, 600 * KB, 10, 3000, 10, 5};
    struct buf b = make(&usual), fancy = BUF_INIT;
    const char *root = "<PhoneSystem>";
    char *at = strstr(buf_str(&b), root);
    struct help_backup h;
    cpu_set_t all, set;
    size_t i;

    (void)state;
    buf_add(&fancy, b.data, (size_t)(at - (char *)b.data));
    buf_adds(&fancy, "<PhoneSystem xmlns:a=\"b\">");
    buf_adds(&fancy, at + strlen(root));
    help_open(&h, buf_str(&fancy), NULL, 0);
    assert_int_equal(expect_alike(h.backup), 1);
    help_close(&h);
    buf_free(&fancy);

    help_open(&h, buf_str(&b), NULL, 0);
    assert_int_equal(sched_getaffinity(0, sizeof(all), &all), 0);
    set = all;
    for (i = 0; CPU_COUNT(&set) > 1; i++)
        CPU_CLR(i, &set);
    assert_int_equal(sched_setaffinity(0, sizeof(set), &set), 0);
    assert_int_equal(expect_alike(h.backup), 1);
    assert_int_equal(sched_setaffinity(0, sizeof(all), &all), 0);
    help_close(&h);
    buf_free(&b);
}

/* Who matters, for the next test. */
static size_t alone;

static bool
is_alone(void *arg, size_t user)
{
    (void)arg;
    return user == alone;
}

/* Of one user that matters all is visited, and little else; of nobody nothing
 * is.  Wherever the user stands. */
static void
test_some(void **state)
{
    static const struct shape shapes[] = {
        {10, 600 * KB, 10, 3000, 10, 5},
        {10, 900 * KB, LONG, 500 * KB, 10, 3},
    };
    size_t i, n;

    (void)state;
    if (worker_processors() == 1)
        skip();
    for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        struct buf b = make(&shapes[i]), whole = BUF_INIT;
        struct err e = ERR_INIT;
        struct help_backup h;
        struct parts p;

        help_open(&h, buf_str(&b), NULL, 0);
        assert_int_equal(objects_visit(h.backup, note, &whole, &e), ST_OK);
        n = h.backup->database->user_count;
        for (alone = 0; alone < n; alone += 1 + n / 50) {
            char head[60];
            char *from, *to;

            p = visit_parts(h.backup, is_alone, &e);
            assert_int_equal(e.status, ST_OK);
            assert_int_equal(p.begun, 1);
            assert_true(p.all.len < whole.len / 2);
            snprintf(head, sizeof(head), "DN Extension %zu ", alone + 100000);
            assert_non_null(from = strstr(buf_str(&whole), head));
            for (to = strchr(from, '\n'); to[1] == ' ';)
                to = strchr(to + 1, '\n');
            from = mem_ndup(from, (size_t)(to - from));
            assert_non_null(strstr(buf_str(&p.all), from));
            free(from);
            buf_free(&p.all);
        }
        alone = SIZE_MAX;
        p = visit_parts(h.backup, is_alone, &e);
        assert_int_equal(e.status, ST_OK);
        assert_int_equal(p.begun, 0);
        buf_free(&whole);
        help_close(&h);
        buf_free(&b);
    }
}

/* A byte that has changed since it was opened: no walk is whole, and all that
 * was begun is ended. */
static void
test_damaged(void **state)
{
    static const struct shape usual = {10, 600 * KB, 10, 3000, 10, 5};
    struct buf b = make(&usual);
    struct help_backup h;
    struct stat st;
    off_t at;

    (void)state;
    help_open(&h, buf_str(&b), NULL, 0);
    assert_int_equal(fstat(h.fd, &st), 0);
    for (at = 100; at < st.st_size - 1000; at += st.st_size / 7) {
        struct err e = ERR_INIT;
        struct parts p;
        uint8_t byte;

        assert_int_equal(pread(h.fd, &byte, 1, at), 1);
        byte ^= 0x55;
        assert_int_equal(pwrite(h.fd, &byte, 1, at), 1);
        p = visit_parts(h.backup, NULL, &e);
        assert_int_not_equal(e.status, ST_OK);
        byte ^= 0x55;
        assert_int_equal(pwrite(h.fd, &byte, 1, at), 1);
        buf_free(&p.all);
        err_free(&e);
    }
    expect_alike(h.backup);
    help_close(&h);
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alike),
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_some),
        cmocka_unit_test(test_damaged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
