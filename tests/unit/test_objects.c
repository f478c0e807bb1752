/*
 * What is kept of a database while it is read shows what reading it again
 * does, in the same order, whatever things are like; and it is kept within its
 * bounds or not at all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cxbak/backup/objects.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "backup/numbered_texts_impl.h"
#include "backup_help.h"

/* What a visitor is shown, in words; and what it wants. */
struct look {
    struct buf seen;
    size_t visits;
    const char *wanted; /* what texts have in them; NULL: all are wanted */
    size_t matters;     /* a user, or SIZE_MAX */
    bool kept;          /* without what is not kept */
    struct buf asked;   /* each text that was asked about, and a line feed */
};

static bool
is_wanted(const struct look *l, const char *text)
{
    return l->wanted == NULL || strstr(text, l->wanted) != NULL;
}

static bool
wants(void *arg, const char *text)
{
    struct look *l = arg;

    buf_printf(&l->asked, "%s\n", text);
    return is_wanted(l, text);
}

static bool
matters(void *arg, size_t user)
{
    const struct look *l = arg;

    return user == l->matters;
}

static const char *
or_none(const char *s)
{
    return s != NULL ? s : "-";
}

/* Is it a text that is kept?  Told by what these tests make up. */
static bool
is_kept(const struct pbx_object *t, const struct pbx_text *x)
{
    static const char *const fields[] = {"Number", "FirstName", "LastName",
                                         "EmailAddress", OBJECT_BOTH_NAMES};
    size_t i;

    if (strstr(x->element, "Password") != NULL)
        return false;
    for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (t->user != SIZE_MAX && strcmp(x->parent, "Extension") == 0 &&
            strcmp(x->element, fields[i]) == 0)
            return false;
    }
    return true;
}

static void
note(void *arg, const struct pbx_object *t)
{
    struct look *l = arg;
    bool plain = !l->kept && t->user != SIZE_MAX;
    size_t i;

    l->visits++;
    buf_printf(&l->seen, "%s %s %s %s %zu\n", t->section, t->element,
               or_none(t->number), plain ? "-" : or_none(t->name), t->user);
    for (i = 0; i < t->count; i++) {
        const struct pbx_text *x = &t->items[i];
        const char *text = l->kept || is_kept(t, x) ? x->text : "";

        if (l->kept)
            assert_int_equal(x->unwanted, !is_wanted(l, x->text));
        buf_printf(&l->seen, "  %d %s/%s=%s (%s)\n", x->reference, x->parent,
                   x->element, text, or_none(x->within));
    }
}

/* Visit some. */
static void
look(struct look *l, struct help_backup *h)
{
    const struct object_choice c = {
        .visit = note, .wants = wants, .matters = matters, .arg = l};
    struct err e = ERR_INIT;

    l->kept = h->backup->database->things != NULL;
    l->seen.len = l->asked.len = l->visits = 0;
    assert_int_equal(objects_visit_some(h->backup, &c, &e), ST_OK);
}

static void
end_look(struct look *l)
{
    buf_free(&l->seen);
    buf_free(&l->asked);
}

static void
open_kept(struct help_backup *h, const struct buf *db)
{
    static const struct backup_options things = {.keep = KEEP_THINGS};

    help_open_as(h, buf_str(db), NULL, 0, &things);
}

/* The same as if all was read again? */
static void
expect_alike(struct help_backup *h)
{
    struct look all = {.matters = SIZE_MAX}, again = {.matters = SIZE_MAX};
    struct err e = ERR_INIT;

    assert_non_null(h->backup->database->things);
    look(&all, h);
    assert_int_equal(objects_visit(h->backup, note, &again, &e), ST_OK);
    assert_true(all.visits > 0);
    assert_string_equal(buf_str(&all.seen), buf_str(&again.seen));
    end_look(&all);
    end_look(&again);
}

static const char head[] =
    "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<PhoneSystem>"
    "<header><version>20.0</version></header><Parameters>"
    "<Parameter><Name>ENL</Name><Value>a &amp; b</Value></Parameter>"
    "<gparam name=\"N\" value=\"V\" /></Parameters><Tenants><Tenant><DN>";
static const char tail[] =
    "</DN><Groups><Group><Name>G</Name><Members><Member DN=\"100\"/></Members>"
    "</Group></Groups></Tenant><Tenant><DN><Extension><Number>9</Number>"
    "</Extension></DN></Tenant></Tenants><Gateways/></PhoneSystem>\n";

static void
add_property(struct buf *b, const char *name, const char *value)
{
    buf_printf(b, "<DNProperty><Name>%s</Name><Value>%s</Value></DNProperty>",
               name, value);
}

/* A user; the bits of `how` say what it has. */
static void
add_user(struct buf *b, size_t number, unsigned how)
{
    static const char *const names[] = {"A", "B", "C", "D", "E", "F",
                                        "G", "H", "I", "J", "K", "L"};
    size_t i;

    buf_printf(b, "\n    <Extension><Number>%zu</Number>", number);
    if (how & 1)
        buf_printf(b, "<FirstName>Ann%zu</FirstName><LastName>Bo</LastName>",
                   number % 7);
    buf_adds(b, "<AuthPassword>hidden</AuthPassword><Properties>");
    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (how >> (i + 1) & 1)
            add_property(b, names[i], how >> (i + 9) & 1 ? "True" : "other");
    }
    buf_adds(b, "</Properties>");
    if (how & 2)
        buf_adds(b, "<Note a=\"1\" DN=\"2\">of <b>bold</b> text</Note>");
    if (how & 4)
        buf_adds(b, "<Rule><RuleName>in</RuleName><To><External>555010"
                    "</External></To></Rule><Empty/>");
    buf_adds(b, "</Extension>");
    if (how & 8)
        buf_printf(b,
                   "<Queue><Number>8</Number><Name>Q%zu</Name></Queue>"
                   "<!-- <Extension/> --><?x <Extension> ?>",
                   number % 3);
}

/* Users that have the same, more, less and in part the same as the one before
 * them, in a database that is read by one thread or by two. */
static void
test_alike(void **state)
{
    static const size_t users[] = {0, 1, 2, 40, 3000};
    unsigned how = 12345;
    size_t i, k;

    (void)state;
    for (i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
        struct buf b = BUF_INIT;
        struct help_backup h;

        buf_adds(&b, head);
        for (k = 0; k < users[i]; k++) {
            add_user(&b, 100 + k, how);
            if (k % 3 > 0)
                how ^= 1U << (how >> 16) % 21;
            how = how * 1103515245 + (k % 3 == 2 ? 12345 : 0);
        }
        buf_adds(&b, tail);
        open_kept(&h, &b);
        expect_alike(&h);
        help_close(&h);
        buf_free(&b);
    }
}

/* Whom a visit is about: who has a wanted text, and who matters.  No text is
 * asked about twice, and neither secrets nor fields are texts. */
static void
test_some(void **state)
{
    struct look l = {.wanted = "find", .matters = 1};
    struct buf b = BUF_INIT;
    struct help_backup h;

    (void)state;
    buf_adds(&b, head);
    add_user(&b, 100, 0xf07);
    add_user(&b, 101, 0xf07);
    add_user(&b, 102, 0xf07);
    buf_adds(&b, "<Queue><Number>800</Number><Name>to find</Name></Queue>");
    buf_adds(&b, "<Queue><Number>801</Number><Name>to miss</Name></Queue>");
    buf_adds(&b, tail);
    open_kept(&h, &b);
    look(&l, &h);
    assert_int_equal(l.visits, 2);
    assert_non_null(strstr(buf_str(&l.seen), "DN Extension 101 - 1\n"));
    assert_non_null(strstr(buf_str(&l.seen), "DN Queue 800 to find "));
    assert_non_null(strstr(buf_str(&l.asked), "to miss\n"));
    assert_null(strstr(strstr(buf_str(&l.asked), "555010\n") + 1, "555010\n"));
    assert_null(strstr(buf_str(&l.asked), "hidden"));
    assert_null(strstr(buf_str(&l.asked), "Ann"));

    l.matters = SIZE_MAX;
    l.wanted = "555010";
    look(&l, &h);
    assert_int_equal(l.visits, 3);
    l.wanted = "nowhere";
    look(&l, &h);
    assert_int_equal(l.visits, 0);

    /* What was forgotten is read again, and nobody is asked. */
    backup_forget_things(h.backup);
    look(&l, &h);
    assert_true(l.visits > 6);
    assert_string_equal(buf_str(&l.asked), "");
    end_look(&l);
    help_close(&h);
    buf_free(&b);
}

/* Where texts are nearly all there is, and no two are the same, they are not
 * kept: all is visited. */
static void
test_given_up(void **state)
{
    struct look l = {.wanted = "nowhere", .matters = SIZE_MAX};
    struct look again = {.matters = SIZE_MAX};
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;
    struct help_backup h;
    size_t i;

    (void)state;
    buf_adds(&b, head);
    for (i = 0; i < 40000; i++)
        buf_printf(&b, "<a><b>%zx</b></a>", i * 7919);
    buf_adds(&b, tail);
    open_kept(&h, &b);
    assert_null(h.backup->database->things);
    look(&l, &h);
    assert_int_equal(objects_visit(h.backup, note, &again, &e), ST_OK);
    assert_int_equal(l.visits, again.visits);
    assert_true(l.visits > 40000);
    end_look(&l);
    end_look(&again);
    help_close(&h);
    buf_free(&b);

    /* Nor is a thing whose names are all its own. */
    b.len = 0;
    buf_adds(&b, head);
    buf_adds(&b, "<Queue>");
    for (i = 0; i < 40000; i++)
        buf_printf(&b, "<a%zx>1</a%zx>", i * 37, i * 37);
    buf_adds(&b, "</Queue>");
    buf_adds(&b, tail);
    open_kept(&h, &b);
    assert_null(h.backup->database->things);
    help_close(&h);

    /* Nor are things of which there is nothing but that they are there, with
     * none behind them that has more. */
    b.len = 0;
    buf_adds(&b, head);
    buf_adds(&b, "</DN></Tenant></Tenants><Gateways>");
    for (i = 0; i < 40000; i++)
        buf_adds(&b, "<Gateway/>");
    buf_adds(&b, "</Gateways></PhoneSystem>");
    open_kept(&h, &b);
    assert_null(h.backup->database->things);
    help_close(&h);
    buf_free(&b);
}

/* A byte that has changed since it was opened: what was kept stands, and
 * reading again fails. */
static void
test_damaged(void **state)
{
    struct look l = {.matters = SIZE_MAX}, again = {.matters = SIZE_MAX};
    struct buf b = BUF_INIT;
    struct help_backup h;
    struct err e = ERR_INIT;
    struct stat st;
    uint8_t byte;
    size_t i, visits;

    (void)state;
    buf_adds(&b, head);
    for (i = 0; i < 3000; i++)
        add_user(&b, 100 + i, (unsigned)i * 7919);
    buf_adds(&b, tail);
    open_kept(&h, &b);
    look(&l, &h);
    visits = l.visits;
    assert_int_equal(fstat(h.fd, &st), 0);
    assert_int_equal(pread(h.fd, &byte, 1, st.st_size / 2), 1);
    byte ^= 0x55;
    assert_int_equal(pwrite(h.fd, &byte, 1, st.st_size / 2), 1);
    look(&l, &h);
    assert_int_equal(l.visits, visits);
    assert_int_not_equal(objects_visit(h.backup, note, &again, &e), ST_OK);
    err_free(&e);
    end_look(&l);
    end_look(&again);
    help_close(&h);
    buf_free(&b);
}

/* Numbers of many texts stay what they are. */
static void
test_numbers(void **state)
{
    struct numbered_texts t = {0};
    char text[80];
    size_t i, pass;

    (void)state;
    for (pass = 0; pass < 2; pass++) {
        for (i = 1; i < 50000; i++) {
            snprintf(text, sizeof(text), "%zu, %.*s", i, (int)(i % 40),
                     "and some more text that fills the room");
            assert_int_equal(numbered_texts_number(&t, text), i);
            assert_string_equal(t.list[i], text);
        }
    }
    assert_int_equal(numbered_texts_number(&t, ""), i);
    assert_int_equal(t.count, i + 1);
    numbered_texts_free(&t);
    assert_int_equal(numbered_texts_number(&t, "new"), 1);
    numbered_texts_free(&t);
}

/* The text of eight letters whose hash has these upper bits, and no others. */
static bool
of_hash(char *text, uint64_t upper)
{
    /* The inverse of the hash's factor, by Newton's method. */
    uint64_t factor = UINT64_C(0x9E3779B97F4A7C15), inverse = factor, v;
    size_t i;

    for (i = 0; i < 6; i++)
        inverse *= 2 - factor * inverse;
    v = upper << 32 | upper; /* which is folded to nothing */
    v = v * inverse ^ 8;
    memcpy(text, &v, 8);
    text[8] = '\0';
    return memchr(text, '\0', 8) == NULL;
}

/* Whoever chooses texts can choose their hash.  It is noticed before it takes
 * long. */
static void
test_chosen(void **state)
{
    struct numbered_texts t = {0};
    uint64_t upper;
    size_t added = 0, refused = 0;
    char text[9];

    (void)state;
    for (upper = 1; refused < 10; upper++) {
        if (!of_hash(text, upper))
            continue;
        if (numbered_texts_number(&t, text) != 0)
            added++;
        else
            refused++;
        assert_true(added < 1000);
    }
    assert_true(added > 100);
    numbered_texts_free(&t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alike),    cmocka_unit_test(test_some),
        cmocka_unit_test(test_given_up), cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_numbers),  cmocka_unit_test(test_chosen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
