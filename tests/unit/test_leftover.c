/* Old names and addresses, found again in texts; and what changing commands
 * say of them.  Random texts print their seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "cxbak/util/buf.h"
#include "cxbak/leftover/leftover.h"
#include "cxbak/util/mem.h"
#include "leftover/leftover_impl.h"
#include "backup_help.h"

static void
note_found(void *arg, struct old_value *v)
{
    buf_printf(arg, "%s ", v->key);
}

/* What of these values a text has. */
static void
expect_found(const char *text, const char *expected)
{
    struct old_table t = {0};
    struct buf b = BUF_INIT;

    old_add(&t, old_name_key("Martin Alder"), "", 0, OLD_NAME);
    old_add(&t, old_name_key("O'Neill"), "", 1, OLD_PART);
    old_add(&t, old_name_key("佐藤"), "", 2, OLD_PART);
    old_add(&t, old_name_key("Großmann"), "", 3, OLD_PART);
    old_add(&t, old_name_key("Unit 5"), "", 4, OLD_NAME);
    old_add(&t, old_email_key(" Martin.Alder@Example.com"), "", 0, OLD_EMAIL);
    old_search(&t, text, note_found, &b);
    assert_string_equal(buf_str(&b), expected);
    buf_free(&b);
    old_free(&t);
}

/* A table of addresses alone takes a shorter way. */
static void
test_addresses_alone(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"martin.alder@example.com", "martin.alder@example.com "},
        {"Großmann <Martin.Alder@EXAMPLE.com>", "martin.alder@example.com "},
        /* The wide letters of East Asia, and a small @. */
        {"martin.alder＠example.com", "martin.alder@example.com "},
        {"ｍartin.alder﹫example.com", "martin.alder@example.com "},
        {"martin.alder example.com", ""},
        {"Großmann", ""},
        {"ﬁ 佐藤 martin.alder", ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct old_table t = {0};
        struct buf b = BUF_INIT;

        old_add(&t, old_email_key("martin.alder@example.com"), "", 0,
                OLD_EMAIL);
        old_search(&t, cases[i].text, note_found, &b);
        assert_string_equal(buf_str(&b), cases[i].expected);
        buf_free(&b);
        old_free(&t);
    }
}

static void
test_names(void **state)
{
    (void)state;
    expect_found("Martin Alder", "martinalder ");
    expect_found("martinalder", "martinalder ");
    expect_found("https://example.com/meet/martin.alder?x=1", "martinalder ");
    expect_found("MARTIN_ALDER2", "martinalder ");
    expect_found("<n>Martin Alder</n>", "martinalder ");
    expect_found("Sean O&apos;Neill", "oneill ");
    expect_found("Sean O&#39;Neill, O’NEILL", "oneill oneill ");
    expect_found("佐藤さん", "佐藤 ");
    expect_found("GROSSMANN", "grossmann ");
    expect_found("unit 5", "unit5 ");

    /* Parts of other words, or words of different things. */
    expect_found("martinalderson", "");
    expect_found("Martin <b>Alder</b>", "");
    expect_found("Martin;Alder", "");
    expect_found("Martin\nAlder", "");
    expect_found("Martin .... Alder", "");
    expect_found("unit 55", "");
    expect_found("", "");
}

/* Most texts are told at a glance to hold nothing.  Other letters behind a
 * text make it be taken apart: what is found is the same. */
static void
test_at_a_glance(void **state)
{
    static const char *const keys[] = {"Jo Alder", "Ann B", "A B C",   "Unit 5",
                                       "O'Neill",  "xyz",   "15550100"};
    static const char bytes[] = "aAbBcCjJoOnNlLdDeErR15 0.-'\n;";
    unsigned seed = (unsigned)time(NULL);
    size_t i, round, hits = 0;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    for (round = 0; round < 20000; round++) {
        struct buf text = BUF_INIT, fast = BUF_INIT, slow = BUF_INIT;
        struct old_table t = {0};
        size_t n = (size_t)rand() % 24;

        for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
            old_add(&t, old_name_key(keys[i]), "", i, OLD_NAME);
        if (rand() % 4 == 0)
            buf_adds(&text, keys[(size_t)rand() % i]);
        while (n-- > 0)
            buf_addc(&text, bytes[(size_t)rand() % (sizeof(bytes) - 1)]);
        old_search(&t, buf_str(&text), note_found, &fast);
        hits += fast.len > 0;
        buf_adds(&text, "\n\xc3\xa9");
        old_search(&t, buf_str(&text), note_found, &slow);
        assert_string_equal(buf_str(&fast), buf_str(&slow));
        buf_free(&text);
        buf_free(&fast);
        buf_free(&slow);
        old_free(&t);
    }
    assert_true(hits > 500);
}

static void
test_addresses(void **state)
{
    (void)state;
    expect_found("martin.alder@example.com", "martin.alder@example.com ");
    expect_found("PBX <Martin.Alder@EXAMPLE.COM>.",
                 "martin.alder@example.com ");
    expect_found("mailto:martin.alder@example.com?x=y",
                 "martin.alder@example.com ");
    expect_found("Write to 'martin.alder@example.com'.",
                 "martin.alder@example.com ");

    /* Another address is none of it, nor the name in it. */
    expect_found("x.martin.alder@example.com", "");
    expect_found("martin.alder@example.com.invalid", "");
    expect_found("martin.alder@example.net", "");
    expect_found("@@@ a@ @b @", "");
}

static void
test_telling(void **state)
{
    (void)state;
    assert_true(old_key_is_telling("olu"));
    assert_false(old_key_is_telling("li"));
    assert_true(old_key_is_telling("佐藤"));
    assert_false(old_key_is_telling("李"));
    assert_null(old_name_key(" - "));
    assert_null(old_email_key("nobody"));
}

/* Many values: the table grows, and each is found, by whomever had it. */
static void
test_many(void **state)
{
    unsigned seed = (unsigned)time(NULL);
    struct old_table t = {0};
    struct buf b = BUF_INIT;
    size_t i;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    for (i = 0; i < 5000; i++) {
        char name[40];

        snprintf(name, sizeof(name), "Name%zu Other%d", i, rand());
        old_add(&t, old_name_key(name), name, i, OLD_NAME);
        old_add(&t, old_name_key(name), name, i, OLD_NAME);
        old_add(&t, old_name_key(name), name, i, OLD_PART);
        old_add(&t, old_name_key("Same"), "Same", i, OLD_PART);
        if (i % 500 == 0) {
            b.len = 0;
            old_search(&t, name, note_found, &b);
            assert_true(b.len > 0);
        }
    }
    assert_int_equal(t.count, 5001);
    old_free(&t);
    buf_free(&b);
}

/* Texts of any bytes XML can hold do no harm. */
static void
test_random(void **state)
{
    static const char *const parts[] = {
        "Martin", " ",  "Alder",    "@", ".",           "&lt;", "&", "&amp;",
        "é",      "佐", "\xCC\x81", "'", "example.com", "<",    "1"};
    unsigned seed = (unsigned)time(NULL);
    struct old_table t = {0};
    size_t i, k;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    old_add(&t, old_name_key("Martin Alder"), "", 0, OLD_NAME);
    old_add(&t, old_email_key("é@example.com"), "", 0, OLD_EMAIL);
    for (i = 0; i < 2000; i++) {
        struct buf text = BUF_INIT, found = BUF_INIT;

        for (k = (size_t)rand() % 20; k > 0; k--)
            buf_adds(&text,
                     parts[(size_t)rand() % (sizeof(parts) / sizeof(*parts))]);
        old_search(&t, buf_str(&text), note_found, &found);
        buf_free(&text);
        buf_free(&found);
    }
    old_free(&t);
}

#define DB                                                                     \
    "<PhoneSystem><header><version>20.0</version></header>"                    \
    "<mailSettings><to>ann@example.com</to></mailSettings><Tenants><Tenant>"   \
    "<PhoneBookEntries><PhoneBookEntry><FirstName>Ann</FirstName><LastName>"   \
    "Lee</LastName></PhoneBookEntry></PhoneBookEntries><DN>"                   \
    "<Extension><Number>100</Number><FirstName>Ann</FirstName><LastName>Lee"   \
    "</LastName><EmailAddress>ann@example.com</EmailAddress><VMPIN>77</VMPIN>" \
    "<SIPID>annlee</SIPID></Extension><Extension><Number>101</Number>"         \
    "<FirstName>Bo</FirstName><LastName>Lee</"                                 \
    "LastName><Properties><DNProperty>"                                        \
    "<Name>BLF</Name><Value>Ann Lee</Value></DNProperty></Properties>"         \
    "</Extension><Queue><Number>800</Number><Name>Lee</Name></Queue></DN>"     \
    "</Tenant></Tenants></PhoneSystem>"

/* The findings of changes "USER FIELD TEXT" ..., a line each. */
static void
expect_leftovers(const struct help_member *changes, size_t n,
                 const char *expected)
{
    static const struct help_member greeting = {"vmailprompts/100/g.wav", "x"};
    const struct leftover_options o = {.members = false};
    struct findings f = FINDINGS_INIT;
    struct changes c = {0};
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    struct help_backup h;
    enum field field;
    size_t i;

    help_open(&h, DB, &greeting, 1);
    for (i = 0; i < n; i++) {
        assert_true(field_parse(changes[i].name + 4, &field));
        change_add(&c, changes[i].name[2] == '0' ? 0 : 1, field,
                   changes[i].text);
    }
    assert_int_equal(change_settle(&c, h.backup, NULL, &e), ST_OK);
    assert_int_equal(leftover_find(&c, h.backup, &h.avatars, &o, &f, &e),
                     ST_OK);
    for (i = 0; i < f.count; i++) {
        assert_true(f.list[i].introduced);
        buf_printf(&b, "%s %s: %s\n", f.list[i].rule->code, f.list[i].number,
                   f.list[i].message);
    }
    assert_string_equal(buf_str(&b), expected);
    buf_free(&b);
    change_free(&c);
    findings_free(&f);
    help_close(&h);
}

static void
test_find(void **state)
{
    static const struct help_member all[] = {{"100 first", "Eve"},
                                             {"100 last", "Fox"},
                                             {"100 email", "e@example.com"}};
    static const struct help_member last[] = {{"100 last", "Fox"}};
    static const struct help_member both[] = {{"100 last", "Fox"},
                                              {"101 last", "Fox"}};
    static const struct help_member longer[] = {{"100 first", "Mary Ann"}};
    static const struct help_member spelt[] = {{"100 first", "ANN "}};
    static const struct help_member given[] = {{"100 first", "Eve"},
                                               {"101 first", "Ann"}};

    (void)state;
    expect_leftovers(
        all, 3,
        "leftover-email 100: the old address \"ann@example.com\" is still in "
        "the to of the mail settings\n"
        "leftover-name 100: the old name \"Ann Lee\" is still in the phone "
        "book entry \"Ann Lee\"\n"
        "leftover-person 100: another person gets the extension: voicemail PIN "
        "is still that of \"Ann Lee\"\n"
        "leftover-greeting 100: the voicemail greeting vmailprompts/100/g.wav "
        "is the former person's\n"
        "leftover-name 100: the old name \"Ann Lee\" is still in SIPID\n"
        "leftover-name 100: the old name \"Ann Lee\" is still in the property "
        "BLF of extension 101\n");

    /* 101 is called Lee, too: the queue may be named after that one. */
    expect_leftovers(
        last, 1,
        "leftover-name 100: the old name \"Ann Lee\" is still in the phone "
        "book entry \"Ann Lee\"\n"
        "leftover-greeting 100: the voicemail greeting vmailprompts/100/g.wav "
        "may say the old name\n"
        "leftover-name 100: the old name \"Ann Lee\" is still in SIPID\n"
        "leftover-name 100: the old name \"Ann Lee\" is still in the property "
        "BLF of extension 101\n");
    expect_leftovers(
        both, 2,
        "leftover-name 100: the old name \"Ann Lee\" is still in the phone "
        "book entry \"Ann Lee\"\n"
        "leftover-greeting 100: the voicemail greeting vmailprompts/100/g.wav "
        "may say the old name\n"
        "leftover-name 100: the old name \"Ann Lee\" is still in SIPID\n"
        "leftover-name 100: the old name \"Ann Lee\" is still in the property "
        "BLF of extension 101\n"
        "leftover-name 100: the old name \"Lee\" is still in the queue 800 "
        "\"Lee\" (1 more user had it)\n");

    /* The whole old name, though the new one holds its words. */
    expect_leftovers(
        longer, 1,
        "leftover-name 100: the old name \"Ann Lee\" is still in the phone "
        "book entry \"Ann Lee\"\n"
        "leftover-greeting 100: the voicemail greeting vmailprompts/100/g.wav "
        "may say the old name\n"
        "leftover-name 100: the old name \"Ann Lee\" is still in SIPID\n"
        "leftover-name 100: the old name \"Ann Lee\" is still in the property "
        "BLF of extension 101\n");
    expect_leftovers(spelt, 1, "");
    expect_leftovers(NULL, 0, "");

    /* The name goes to another user: what bears it is that one's now. */
    expect_leftovers(
        given, 2,
        "leftover-greeting 100: the voicemail greeting vmailprompts/100/g.wav "
        "may say the old name\n"
        "leftover-name 100: the old name \"Ann Lee\" is still in SIPID\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_addresses_alone),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_telling),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_at_a_glance),
        cmocka_unit_test(test_find),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
