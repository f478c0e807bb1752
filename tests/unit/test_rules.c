/*
 * The rules on values and on users.  Each line of a table is a value and the
 * codes that it must give, in order, or "" for none at all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/rules/rules.h"
#include "cxbak/rules/user_keys.h"
#include "cxbak/util/text.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* 64, 63 and 10 letters. */
#define A10 "abcdefghij"
#define A63 A10 A10 A10 A10 A10 A10 "abc"
#define A64 A63 "d"
#define A57 A10 A10 A10 A10 A10 "abcdefg"

struct line {
    const char *value;
    const char *codes; /* separated by blanks */
};

/* Codes by the table's severities that any test got; the last test asks
 * whether every rule on values was tripped. */
static struct buf seen;

static char *
codes_of(const struct findings *f)
{
    struct buf b = BUF_INIT;
    size_t i;

    for (i = 0; i < f->count; i++) {
        buf_printf(&b, "%s%s", i > 0 ? " " : "", f->list[i].rule->code);
        buf_printf(&seen, " %s ", f->list[i].rule->code);
    }
    return buf_steal(&b);
}

/* Messages are fit for a terminal and of bounded length. */
static void
check_bounded(const struct findings *f)
{
    size_t i;

    for (i = 0; i < f->count; i++) {
        const char *m = f->list[i].message;
        struct buf b = BUF_INIT;

        text_escape(&b, m);
        if (strlen(m) < 10 || strlen(m) > 2500 || strcmp(m, buf_str(&b)) != 0)
            fail_msg("message of %s: %s", f->list[i].rule->code, m);
        buf_free(&b);
    }
}

/* The same, and written as all messages are. */
static void
check_messages(const struct findings *f)
{
    size_t i;

    check_bounded(f);
    for (i = 0; i < f->count; i++) {
        const char *m = f->list[i].message;

        if (m[strlen(m) - 1] == '.' || strlen(m) > 200)
            fail_msg("message of %s: %s", f->list[i].rule->code, m);
    }
}

static void
check_table(enum field field, const struct line *t, size_t n)
{
    const struct rules_system sys = {.number_length = 3};
    size_t i, k;

    for (i = 0; i < n; i++) {
        struct findings f = FINDINGS_INIT;
        char *codes;

        rules_check_value(&f, &sys, "200", field, t[i].value);
        codes = codes_of(&f);
        if (strcmp(codes, t[i].codes) != 0)
            fail_msg("%s \"%s\": got \"%s\", wanted \"%s\"",
                     field_info(field)->key, t[i].value, codes, t[i].codes);
        check_messages(&f);
        for (k = 0; k < f.count; k++) {
            assert_string_equal(f.list[k].number, "200");
            assert_string_equal(f.list[k].field, field_info(field)->key);
        }
        findings_free(&f);
        free(codes);
    }
}

static void
addresses(void **state)
{
    static const struct line table[] = {
        /* What people have. */
        {"", ""},
        {"jane@example.com", ""},
        {"Jane.DOE@Example.COM", ""},
        {"jane+pbx@example.com", ""},
        {"o'brien@example.com", ""},
        {"anne-marie_o'neil.smith@mail.example.co.uk", ""},
        {"x@example.de", ""},
        {"jane@example.museum", ""},
        {"a@b.io", ""},
        {"1@1.example", ""},
        {"!#$%&'*+-/=?^_`{|}~@example.com", ""},
        {A64 "@example.com", ""},
        {"jane@" A63 ".example", ""},
        {"j@" A63 "." A63 "." A63 "." A57 ".nl", ""},
        {"j@" A63 "." A63 "." A63 "." A57 ".ber", "email-too-long"},
        {"j@" A63 "." A63 "." A63 "." A57 ".info",
         "email-too-long email-too-long"},
        {"jane@3cx.example", ""},
        {"jane@r4---sn.example", ""},
        {"sales@team.mail.example.com", ""},
        {"jane@xn--mller-kva.example", ""},
        {"jane@XN--MLLER-KVA.example", ""},
        {"jane@xn--p1ai.xn--p1ai", ""},
        /* The form. */
        {"jane", "email-syntax"},
        {"jane.example.com", "email-syntax"},
        {"@example.com", "email-syntax"},
        {"@", "email-syntax email-domain"},
        {"jane@", "email-domain"},
        {"jane@@example.com", "email-syntax"},
        {"ja@ne@example.com", "email-syntax"},
        {".jane@example.com", "email-syntax"},
        {"jane.@example.com", "email-syntax"},
        {"jane..doe@example.com", "email-syntax"},
        {"jane doe@example.com", "email-syntax"},
        {"jane(work)@example.com", "email-syntax"},
        {"jane:x@example.com", "email-syntax"},
        {"jane\\x@example.com", "email-syntax"},
        {"ja\"ne@example.com", "email-syntax"},
        {"ja\xC2\xA0ne@example.com", "email-syntax"},
        {"ja\xE2\x80\x8Bne@example.com", "email-syntax"},
        {"ja\x01ne@example.com", "email-syntax"},
        {"jane@exam\nple.com", "email-syntax"},
        {"jane@example.com\xFF", "email-syntax"},
        {"\xC3@example.com", "email-syntax"},
        /* One bare address. */
        {"Jane Doe <jane@example.com>", "email-display-name"},
        {"\"Doe, Jane\" <jane@example.com>", "email-display-name"},
        {"<jane@example.com>", "email-display-name"},
        {"MailTo:jane@example.com", "email-display-name"},
        {"jane@example.com;joe@example.com", "email-several"},
        {"jane@example.com, joe@example.com", "email-several"},
        {"jane@example.com joe@example.com", "email-several"},
        {"jane@example.com/joe@example.com", "email-several"},
        {"jane@example,com", "email-comma"},
        {"jane,doe@example.com", "email-comma"},
        {"jane@example.com,", "email-comma"},
        {"jane@example.com;", "email-domain"},
        /* Blanks and dots at the ends. */
        {" jane@example.com", "email-blank"},
        {"jane@example.com ", "email-blank"},
        {"\tjane@example.com\r\n", "email-blank"},
        {"jane@example.com\xC2\xA0", "email-blank"},
        {"\xE3\x80\x80jane.example.com", "email-blank email-syntax"},
        {"   ", "email-blank"},
        {"jane@example.com.", "email-trailing-dot"},
        {"jane@example.com..", "email-trailing-dot email-domain"},
        {"jane@.", "email-domain"},
        /* Lengths. */
        {A64 "e@example.com", "email-too-long"},
        {"jane@" A64 ".example", "email-too-long"},
        {"jane@" A63 "." A63 "." A63 "." A63 ".de",
         "email-too-long email-too-long"},
        {A10 "@" A63 "." A63 "." A63 "." A10 A10 A10 A10 A10 ".de",
         "email-too-long"},
        /* Domains. */
        {"jane@.example.com", "email-domain"},
        {"jane@example..com", "email-domain"},
        {"jane@-example.com", "email-domain"},
        {"jane@example-.com", "email-domain"},
        {"jane@exam_ple.com", "email-domain"},
        {"jane@exam ple.com", "email-domain"},
        {"jane@example.com/x", "email-domain"},
        {"jane@192.0.2.1", "email-domain"},
        {"jane@example.123", "email-domain"},
        {"jane@[192.0.2.1]", "email-literal"},
        {"jane@[IPv6:2001:db8::1]", "email-literal"},
        {"jane@[192.0.2.999]", "email-domain"},
        {"jane@[192.0.2.1", "email-domain"},
        {"jane@[]", "email-domain"},
        {"jane@[", "email-domain"},
        {"jane@[example.com]", "email-domain"},
        {"jane@localhost", "email-no-dot"},
        {"jane@xn--", "email-domain"},
        {"jane@xn--abc-.example", "email-domain"},
        {"jane@xn--99999999.example", "email-domain"},
        {"jane@xn--ml0cc.example", "email-domain"}, /* half of a pair */
        {"jane@xn--ls8h.example", "email-domain"},  /* an emoji */
        /* Quoted, and beyond ASCII. */
        {"\"jane doe\"@example.com", "email-quoted"},
        {"\"jane@home\"@example.com", "email-quoted"},
        {"\"ja\\\"ne\"@example.com", "email-quoted"},
        {"\"\"@example.com", "email-quoted"},
        {"\"jane@example.com", "email-syntax"},
        {"\"jane\"x@example.com", "email-syntax"},
        {"\"jane\\", "email-syntax"},
        {"jörg@example.com", "email-international"},
        {"jane@müller.example", "email-international"},
        {"jane@mu\xCC\x88ller.example", "email-international"},
        {"用户@例子.广告", "email-international"},
        {"משה@דוגמה.example", "email-international"},
        {"jane@пример.рф", "email-international"},
        {"jane@\xCC\x88x.example", "email-domain"},
        {"jane@i\xE2\x9D\xA4.example", "email-domain"},
        {"jane@ex\xC2\xADmple.com", "email-domain"},
        {"jane@example\xE3\x80\x82"
         "com",
         "email-domain"},
        {"jane@üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü"
         "üüüüü.example",
         "email-too-long"},
        {"jane@äöüßéàçñøåæðþžšłąęőűäöüßéàçñøåæðþžšłąęőűäöüß.example",
         "email-too-long"},
        {"j\xD0\xB0ne@example.com", "email-mixed-script email-international"},
        {"jane@ex\xD0\xB0mple.com", "email-mixed-script email-international"},
        /* Slips of the finger. */
        {"jane@gmial.com", "email-typo"},
        {"jane@GMAI.com", "email-typo"},
        {"jane@gmaill.com", "email-typo"},
        {"jane@gnail.com", "email-typo"},
        {"jane@gmail.co", "email-typo"},
        {"jane@gmail.con", "email-typo"},
        {"jane@hotmial.com", "email-typo"},
        {"jane@outlok.com", "email-typo"},
        {"jane@yahooo.com", "email-typo"},
        {"jane@t-onlin.de", "email-typo"},
        {"jane@example.con", "email-typo"},
        {"jane@example.nte", "email-typo"},
        {"jane.o’brien@example.com", "email-typo email-international"},
        {"jane@gmail.com", ""},
        {"jane@mail.com", ""},
        {"jane@ymail.com", ""},
        {"jane@hotmail.be", ""},
        {"jane@web.de", ""},
        {"jane@wef.de", ""},
        {"jane@yahoo.ca", ""},
    };

    (void)state;
    check_table(FIELD_EMAIL, table, LEN(table));
}

static void
names(void **state)
{
    static const struct line table[] = {
        {"", ""},
        {"Jane", ""},
        {"O'Brien", ""},
        {"O’Brien", ""},
        {"García Lorca", ""},
        {"de la Cruz-Smith", ""},
        {"Nguyễn Thị Minh Khai", ""},
        {"Åsa", ""},
        {"RENÉ’S", ""},
        {"JOÃO", ""},
        {"Ðorđe", ""},
        {"Jr.", ""},
        {"Teller", ""},
        {"Meeting room 2 (1st floor)", ""},
        {"R&D; Office", ""},
        {"Smith & Sons", ""},
        {"Reception?", ""},
        {"דויד", ""},
        {"محمد", ""},
        {"علی\xE2\x80\x8Cرضا", ""},
        {"👩\xE2\x80\x8D💻", ""},
        {"李小龍", ""},
        {"X Æ A-12", ""},
        {A10 A10 A10 A10 A10, ""},
        {"äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäö", ""},
        {A10 A10 A10 A10 A10 "k", "name-too-long"},
        {"Ja\nne", "name-control"},
        {"Jane\x7F", "name-control"},
        {"Ja\xC2\x85ne", "name-control"},
        {"Ja\xE2\x80\xA8ne", "name-control"},
        {"Ja\xEF\xBF\xBEne", "name-control"},
        {"Ja\xFFne", "name-control"},
        {"\tJane", "name-control name-blank"},
        {"J\xE2\x80\xAE"
         "ane",
         "name-bidi"},
        {"\xE2\x80\x8Fמשה", "name-bidi"},
        {"Ja\xE2\x81\xA6ne\xE2\x81\xA9", "name-bidi"},
        {"Ja\xE2\x80\x8Bne", "name-invisible"},
        {"\xEF\xBB\xBFJane", "name-invisible"},
        {"Ja\xC2\xADne", "name-invisible"},
        {"Ja\xE2\x80\x8Dne", "name-invisible"},
        {"Ja\xEE\x80\x80ne", "name-invisible"},
        {" Jane", "name-blank"},
        {"Jane ", "name-blank"},
        {"\xC2\xA0Jane", "name-blank"},
        {"  Jane  ", "name-blank"},
        {"   ", "name-blank"},
        {"Jane  Mary", "name-double-blank"},
        {"Jane \xC2\xA0Mary", "name-double-blank"},
        {"John \"Jack\"", "name-quote"},
        {"Mu\xCC\x88ller", "name-not-nfc"},
        {"MÃ¼ller", "name-damaged"},
        {"Oâ€™Brien", "name-damaged"},
        {"Åšwiatek", "name-damaged"},
        {"Ð˜Ð²Ð°Ð½", "name-damaged"},
        {"M?ller", "name-damaged"},
        {"M\xEF\xBF\xBDller", "name-damaged"},
        {"O&apos;Brien", "name-damaged"},
        {"M&#252;ller", "name-damaged"},
        {"#NAME?", "name-damaged"},
    };

    (void)state;
    check_table(FIELD_FIRST, table, LEN(table));
    check_table(FIELD_LAST, table, LEN(table));
}

/* Of mobile number and caller ID alike. */
static void
phones(void **state)
{
    static const struct line table[] = {
        {"", ""},
        {"+4915155501234", ""},
        {"015155501234", ""},
        {"004915155501234", ""},
        {"0004915155501234", ""},
        {"5550100", ""},
        {"200", ""},
        {"+2905550", ""},
        {"+123456789012345", ""},
        {"+49 151 555-0100", "phone-separator"},
        {"(555) 555.0100", "phone-separator"},
        {"0151/5550100", "phone-separator"},
        {" +491515550100", "phone-separator"},
        {"(+49) 1515550100", "phone-separator"},
        {"+49\xC2\xA0"
         "1515550100",
         "phone-separator"},
        {"555\xE2\x80\x93"
         "0100",
         "phone-separator"},
        {"555.0", "phone-separator"},
        {"+49 (0)151 5550100", "phone-trunk-zero phone-separator"},
        {"+015155501", "phone-trunk-zero"},
        {"+1234567890123456", "phone-length"},
        {"1234567890123456789", "phone-length"},
        {"+49110", "phone-length"},
        {"1.8E+10", "phone-spreadsheet"},
        {"1,81233E+10", "phone-spreadsheet"},
        {"4E+11", "phone-spreadsheet"},
        {"4915155501234.0", "phone-spreadsheet"},
        {"########", "phone-spreadsheet"},
        {"49+151", "phone-plus"},
        {"++491515550100", "phone-plus"},
        {"+491515550100 / +491515550101", "phone-plus"},
        {"+", "phone-syntax"},
        {"-", "phone-syntax"},
        {"   ", "phone-syntax"},
        {"none", "phone-syntax"},
        {"0151 x12", "phone-syntax"},
        {"0151;0152", "phone-syntax"},
        {"0151,0152", "phone-syntax"},
        {"*21*", "phone-syntax"},
        {"=\"0151\"", "phone-syntax"},
        {"\xD9\xA1\xD9\xA2\xD9\xA3", "phone-syntax"},
        {"\xE2\x80\xAA+4915155501\xE2\x80\xAC", "phone-syntax"},
        {"0151\t5550100", "phone-syntax"},
        {"0151\xFF", "phone-syntax"},
    };

    (void)state;
    check_table(FIELD_MOBILE, table, LEN(table));
    check_table(FIELD_CALLERID, table, LEN(table));
}

static void
numbers(void **state)
{
    static const struct line table[] = {
        {"200", ""},
        {"007", ""},
        {"20", "number-length"},
        {"2000", "number-length"},
        {"", "number-syntax"},
        {"20a", "number-syntax"},
        {"20 ", "number-syntax"},
        {"+20", "number-syntax"},
        {"*0", "number-syntax"},
        {"\xD9\xA1\xD9\xA2\xD9\xA3", "number-syntax"},
        {"20\xFF", "number-syntax"},
    };
    const struct rules_system unknown = {0};
    struct findings f = FINDINGS_INIT;

    (void)state;
    check_table(FIELD_NUMBER, table, LEN(table));
    rules_check_value(&f, &unknown, "20", FIELD_NUMBER, "20");
    assert_int_equal(f.count, 0);
    rules_check_value(&f, &unknown, NULL, FIELD_NUMBER, NULL);
    assert_int_equal(f.count, 1);
    assert_null(f.list[0].number);
    findings_free(&f);
}

static struct findings
check_one(enum field field, const char *value)
{
    const struct rules_system sys = {0};
    struct findings f = FINDINGS_INIT;

    rules_check_value(&f, &sys, "200", field, value);
    return f;
}

/* The severities that depend on the value. */
static void
severities(void **state)
{
    static const struct {
        enum field field;
        const char *value;
        enum severity severity;
    } table[] = {
        {FIELD_MOBILE, "none", SEVERITY_ERROR},
        {FIELD_CALLERID, "anonymous", SEVERITY_WARNING},
        {FIELD_MOBILE, "49+151", SEVERITY_ERROR},
        {FIELD_CALLERID, "49+151", SEVERITY_WARNING},
        {FIELD_MOBILE, "+1234567890123456", SEVERITY_ERROR},
        {FIELD_MOBILE, "1234567890123456789", SEVERITY_WARNING},
        {FIELD_MOBILE, "+49110", SEVERITY_WARNING},
        {FIELD_MOBILE, "1.8E+10", SEVERITY_ERROR},
        {FIELD_EMAIL, "jane@gmial.com", SEVERITY_WARNING},
        {FIELD_EMAIL, "jane@example,com", SEVERITY_ERROR},
        {FIELD_EMAIL, "jörg@example.com", SEVERITY_NOTE},
        {FIELD_LAST, "Mu\xCC\x88ller", SEVERITY_NOTE},
    };
    size_t i;

    (void)state;
    for (i = 0; i < LEN(table); i++) {
        struct findings f = check_one(table[i].field, table[i].value);

        assert_int_equal(f.count, 1);
        assert_int_equal(f.list[0].severity, table[i].severity);
        findings_free(&f);
    }
}

/* Messages say what, where, and the way out. */
static void
messages(void **state)
{
    static const struct {
        enum field field;
        const char *value, *message;
    } table[] = {
        {FIELD_EMAIL, "jane@example,com",
         "\"jane@example,com\" has a comma; perhaps \"jane@example.com\" is "
         "meant"},
        {FIELD_EMAIL, "jane@example.com,",
         "\"jane@example.com,\" has a comma; perhaps \"jane@example.com\" is "
         "meant"},
        {FIELD_EMAIL, "jane@gmial.com",
         "\"jane@gmial.com\": perhaps the domain gmail.com is meant"},
        {FIELD_EMAIL, "jane@example.con",
         "\"jane@example.con\": perhaps the domain example.com is meant"},
        {FIELD_EMAIL, "jöne doe@example.com",
         "\"jöne doe@example.com\" has a blank at position 5, which an address "
         "cannot have"},
        {FIELD_MOBILE, "+49 (0)151 555-0100",
         "\"+49 (0)151 555-0100\" has a 0 behind the + or the country code, "
         "which is for calls inside the country only"},
        {FIELD_MOBILE, "0151 x12",
         "\"0151 x12\" has \"x\" at position 6, which cannot be dialled"},
        {FIELD_MOBILE, "(555) 555-0100",
         "\"(555) 555-0100\" has blanks or punctuation; write 5555550100"},
        {FIELD_MOBILE, "\xE2\x80\xAA+49151",
         "\"\\u{202A}+49151\" has the invisible character U+202A at position "
         "1, which cannot be dialled"},
        {FIELD_FIRST, "Ja\x1Bne",
         "\"Ja\\x1Bne\" has the control character U+001B at position 3; remove "
         "it"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < LEN(table); i++) {
        struct findings f = check_one(table[i].field, table[i].value);

        assert_true(f.count > 0);
        assert_string_equal(f.list[0].message, table[i].message);
        findings_free(&f);
    }
}

/* A user without any blemish. */
static struct rules_user
good_user(const char *number, const char *first, const char *last,
          const char *email)
{
    struct rules_user u = {
        .value = {number, first, last, email, "+15555550100", "5550100"},
        .enabled = true,
        .auth_password = "Correct7Horse",
        .vm_pin = "8305",
    };

    return u;
}

static void
expect_user(const struct rules_user *u, const char *wanted)
{
    const struct rules_system sys = {.number_length = 3};
    struct findings f = FINDINGS_INIT;
    char *codes;

    rules_check_user(&f, &sys, u);
    codes = codes_of(&f);
    assert_string_equal(codes, wanted);
    check_messages(&f);
    free(codes);
    findings_free(&f);
}

static void
whole_users(void **state)
{
    struct rules_user u;

    (void)state;
    u = good_user("200", "Noelle", "Newman", "noelle@example.com");
    expect_user(&u, "");
    u = good_user("200", "", "Teller", "teller@example.com");
    expect_user(&u, "");
    u = good_user("200", NULL, "", "x@example.com");
    expect_user(&u, "name-missing");
    u = good_user("200", " ", NULL, "x@example.com");
    expect_user(&u, "name-blank name-missing");
    u = good_user("201", "Meeting", "Room", NULL);
    expect_user(&u, "email-missing");
    u.enabled = false;
    u.auth_password = "x";
    u.vm_pin = "0000";
    expect_user(&u, "");
    u = good_user("2000", "Jane ", "Doe", "jane@");
    u.value[FIELD_MOBILE] = "1.8E+10";
    u.value[FIELD_CALLERID] = "555 0100";
    expect_user(&u, "number-length name-blank email-domain phone-spreadsheet "
                    "phone-separator");
}

static void
secrets(void **state)
{
    static const char *const weak_passwords[] = {
        "",
        "Short7A",
        "alllower77777",
        "ALLUPPER77777",
        "NoDigitsAtAll",
        "Has Blank 77",
        "NoBreak\xC2\xA0Space7",
        "Ab3\xC3\xA4\xC3\xA4\xC3\xA4",
        "\xFF\xFE",
    };
    static const char *const good_passwords[] = {
        "Correct7Horse",
        "aB3aB3aB3a",
        "Ünïcode7Password",
        "a\"B3<&>'aaa",
    };
    static const char *const weak_pins[] = {
        "1234", "0000",   "777777", "4321",   "9876",   "8901",
        "1212", "123123", "1122",   "112233", "2580",   "200",
        "0200", "000200", "12",     "1",      "147258",
    };
    static const char *const good_pins[] = {
        "8305", "1235", "20061", "2005", "738291", "",
    };
    struct rules_user u;
    size_t i;

    (void)state;
    u = good_user("200", "Jane", "Doe", "jane@example.com");
    for (i = 0; i < LEN(weak_passwords); i++) {
        u.auth_password = weak_passwords[i];
        expect_user(&u, "password-weak");
    }
    for (i = 0; i < LEN(good_passwords); i++) {
        u.auth_password = good_passwords[i];
        expect_user(&u, "");
    }
    u.auth_password = NULL;
    for (i = 0; i < LEN(weak_pins); i++) {
        u.vm_pin = weak_pins[i];
        expect_user(&u, "pin-weak");
    }
    for (i = 0; i < LEN(good_pins); i++) {
        u.vm_pin = good_pins[i];
        expect_user(&u, "");
    }
    u.vm_pin = NULL;
    expect_user(&u, "");
}

/* The console's words, and never the secret itself. */
static void
secrets_are_not_told(void **state)
{
    const struct rules_system sys = {0};
    struct findings f = FINDINGS_INIT, g = FINDINGS_INIT;
    struct rules_user u;
    size_t i;

    (void)state;
    u = good_user("4711", "Jane", "Doe", "jane@example.com");
    u.auth_password = "zq xw";
    u.vm_pin = "4711";
    rules_check_user(&f, &sys, &u);
    assert_int_equal(f.count, 2);
    for (i = 0; i < f.count; i++) {
        assert_null(strstr(f.list[i].message, "zq"));
        assert_null(strstr(f.list[i].message, "4711"));
        assert_int_equal(f.list[i].severity, SEVERITY_WARNING);
    }
    assert_string_equal(
        f.list[0].message,
        "the password must be at least 10 characters long, have no spaces, "
        "contain an uppercase letter, contain a digit; set a new one in the "
        "console");
    assert_string_equal(f.list[0].field, "AuthPassword");

    /* Which way the PIN is weak would tell it. */
    u.vm_pin = "1111";
    rules_check_user(&g, &sys, &u);
    assert_string_equal(f.list[1].message, g.list[1].message);
    findings_free(&f);
    findings_free(&g);
}

/* Find the finding of a code on a user; NULL if there is none. */
static const struct finding *
find(const struct findings *f, const char *code, const char *number)
{
    size_t i;

    for (i = 0; i < f->count; i++) {
        if (strcmp(f->list[i].rule->code, code) == 0 &&
            strcmp(f->list[i].number, number) == 0)
            return &f->list[i];
    }
    return NULL;
}

static void
shared_values(void **state)
{
    struct rules_user u[] = {
        good_user("200", "Jane", "Doe", "jane@example.com"),
        good_user("201", "Joe", "Roe", "Desk@example.com"),
        good_user("202", "jane", "DOE", "JANE@example.com "),
        good_user("203", "Ann", "Lee", "desk@EXAMPLE.com"),
        good_user("204", "", "", ""),
        good_user("205", NULL, NULL, NULL),
        good_user("203", "Bob", "Ray", "bob@example.com"),
        good_user("", "No", "Number", "n1@example.com"),
        good_user(NULL, "Nor", "Here", "n2@example.com"),
        good_user("206", "Odd", "\xFF", "\xFF@example.com"),
        good_user("207",
                  "Stra\xC3\x9F"
                  "e",
                  "\xC3\x84x", "\xC3\xA4@example.com"),
        good_user("208", "STRASSE", "\xC3\xA4X", "\xC3\x84@example.com"),
        /* Nothing is to be seen of these two, so they share no address. */
        good_user("209", "Nobody", "One", "\xE2\x80\x8B"),
        good_user("210", "Nobody", "Two", "\xE2\x80\x8B"),
    };
    struct findings f = FINDINGS_INIT;
    char *codes;

    (void)state;
    rules_check_users(&f, u, LEN(u));
    codes = codes_of(&f);
    check_messages(&f);
    assert_string_equal(
        codes,
        "number-repeated email-shared email-shared email-shared email-shared "
        "email-shared email-shared name-shared name-shared name-shared "
        "name-shared");
    free(codes);
    assert_string_equal(
        find(&f, "number-repeated", "203")->message,
        "the extension belongs to 2 users: \"Ann Lee\", \"Bob Ray\"");
    assert_string_equal(find(&f, "email-shared", "201")->message,
                        "\"Desk@example.com\" is also the address of 203");
    assert_int_equal(find(&f, "email-shared", "201")->severity,
                     SEVERITY_WARNING);
    assert_string_equal(
        find(&f, "email-shared", "200")->message,
        "\"jane@example.com\" is also the address of 202, who has the same "
        "name");
    assert_int_equal(find(&f, "email-shared", "200")->severity, SEVERITY_NOTE);
    assert_string_equal(find(&f, "name-shared", "202")->message,
                        "has the same name as 200");
    assert_non_null(find(&f, "name-shared", "207"));
    assert_non_null(find(&f, "email-shared", "208"));
    findings_free(&f);

    rules_check_users(&f, NULL, 0);
    rules_check_users(&f, u, 1);
    assert_int_equal(f.count, 0);
}

/* Long lists are cut, and a user does not stand in its own. */
static void
many_share(void **state)
{
    static char number[1000][8], first[1000][16];
    struct rules_user *u = mem_calloc(1000, sizeof(*u));
    struct findings f = FINDINGS_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < 1000; i++) {
        snprintf(number[i], sizeof(number[i]), "%zu", 1000 + i);
        snprintf(first[i], sizeof(first[i]), "Person %zu", i);
        u[i] = good_user(number[i], first[i], "Doe", "all@example.com");
    }
    rules_check_users(&f, u, 1000);
    assert_int_equal(f.count, 1000);
    assert_string_equal(
        f.list[0].message,
        "\"all@example.com\" is also the address of 1001, 1002, 1003, 1004, "
        "1005 and 994 more");
    assert_string_equal(
        f.list[2].message,
        "\"all@example.com\" is also the address of 1000, 1001, 1003, 1004, "
        "1005 and 994 more");
    findings_free(&f);
    rules_check_users(&f, u, 3);
    assert_string_equal(
        f.list[0].message,
        "\"all@example.com\" is also the address of 1001 and 1002");
    findings_free(&f);
    free(u);
}

static void
house_domains(void **state)
{
    static char number[40][8], email[40][48], first[40][16];
    struct rules_user u[40];
    struct findings f = FINDINGS_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < 40; i++) {
        snprintf(number[i], sizeof(number[i]), "%zu", 200 + i);
        snprintf(first[i], sizeof(first[i]), "Person %zu", i);
        snprintf(email[i], sizeof(email[i]), "p%zu@example.com", i);
        u[i] = good_user(number[i], first[i], "Doe", email[i]);
    }
    strcpy(email[3], "p3@exmaple.com");
    strcpy(email[4], "p4@other.example");
    strcpy(email[5], "p5@Example.com");
    strcpy(email[6], "p6@mail.example.com");
    rules_check_users(&f, u, 40);
    assert_int_equal(f.count, 1);
    assert_string_equal(f.list[0].number, "203");
    assert_string_equal(
        f.list[0].message,
        "\"p3@exmaple.com\": 37 other users have the domain example.com");
    findings_free(&f);

    /* Too few to speak of a house; and another country is no slip. */
    rules_check_users(&f, u, 5);
    assert_int_equal(f.count, 0);
    for (i = 0; i < 40; i++)
        snprintf(email[i], sizeof(email[i]), "p%zu@house.%s", i,
                 i == 7 ? "de" : "dk");
    rules_check_users(&f, u, 40);
    assert_int_equal(f.count, 0);
}

static void
target_v20(void **state)
{
    struct rules_user u[] = {
        good_user("200", "Jane", "Doe", "jane@example.com"),
        good_user("201", "", "Office", NULL),
        good_user("202", "Jane", "Doe", "Jane@example.com"),
        good_user("203", "Gone", "Person", "jane@example.com"),
        good_user("204", "Mono", " ", "mono@example.com"),
        good_user("205", NULL, "", "nobody@example.com"),
    };
    struct findings f = FINDINGS_INIT;
    char *codes;

    (void)state;
    u[3].enabled = false;
    rules_check_target_v20(&f, u, LEN(u));
    codes = codes_of(&f);
    check_messages(&f);
    assert_string_equal(
        codes,
        "target-v20-email-missing target-v20-name target-v20-name "
        "target-v20-name target-v20-email-shared target-v20-email-shared");
    free(codes);
    assert_string_equal(f.list[1].message,
                        "has no first name; version 20 requires both names");
    assert_string_equal(f.list[2].message,
                        "has no last name; version 20 requires both names");
    assert_string_equal(
        f.list[4].message,
        "signs in with the same address as 202; give each their own");
    assert_int_equal(findings_count(&f, SEVERITY_ERROR, false), 2);
    findings_free(&f);
}

/* The list of a real house: a person twice, nobody's address, an office. */
static void
ordinary_house(void **state)
{
    struct rules_user u[] = {
        good_user("200", "Noelle", "Newman", "noelle@example.com"),
        good_user("201", "Patrick", "O’Brien", "patrick@example.com"),
        good_user("202", "Patrick", "O’Brien", "patrick@example.com"),
        good_user("203", "Office", "", ""),
        good_user("204", "Zoë", "García-Lopez", "zoe+pbx@example.com"),
        good_user("205", "דויד", "כהן", "david@example.com"),
    };
    const struct rules_system sys = {.number_length = 3};
    struct findings f = FINDINGS_INIT;
    char *codes;
    size_t i;

    (void)state;
    for (i = 0; i < LEN(u); i++)
        rules_check_user(&f, &sys, &u[i]);
    rules_check_users(&f, u, LEN(u));
    codes = codes_of(&f);
    assert_string_equal(
        codes,
        "email-missing email-shared email-shared name-shared name-shared");
    assert_int_equal(findings_count(&f, SEVERITY_ERROR, false), 0);
    assert_int_equal(findings_count(&f, SEVERITY_WARNING, false), 0);
    free(codes);
    findings_free(&f);
}

/* What is suggested for dots at the end has none. */
static void
dots_at_the_end(void **state)
{
    static const char *const lines[][2] = {
        {"jane@example.com.", "jane@example.com"},
        {"jane@example.com...", "jane@example.com"},
        {"jane@example.com. . .", "jane@example.com"},
        {"jane@example.com .", "jane@example.com"},
        {"jane@example.com\u00a0.", "jane@example.com"},
        {"jane@example.com.\u00a0.", NULL},
        {"jane@..", NULL},
    };
    static const struct rules_system sys = {.number_length = 3};
    size_t i, k;

    (void)state;
    for (i = 0; i < LEN(lines); i++) {
        struct findings f = FINDINGS_INIT;
        const char *is = NULL;

        rules_check_value(&f, &sys, "200", FIELD_EMAIL, lines[i][0]);
        for (k = 0; k < f.count; k++) {
            if (strcmp(f.list[k].rule->code, "email-trailing-dot") == 0)
                is = f.list[k].suggestion;
        }
        if (lines[i][1] == NULL)
            assert_null(is);
        else
            assert_string_equal(is, lines[i][1]);
        findings_free(&f);
    }
}

static void
email_keys(void **state)
{
    /* What looks the same is the same, and a key is its own key. */
    static const char *const same[] = {
        "jane@example.com", " Jane@Example.COM\t", "jane@example.com\t\u200b",
        "\u200b jane@example.com", "jane@exam\u200bple.com"};
    char *key;
    size_t i;

    (void)state;
    assert_null(rules_email_key(NULL));
    assert_null(rules_email_key(""));
    assert_null(rules_email_key("  "));
    assert_null(rules_email_key(" \u200b "));
    for (i = 0; i < LEN(same); i++) {
        key = rules_email_key(same[i]);
        assert_non_null(key);
        assert_string_equal(key, same[0]);
        free(key);
    }
    key = rules_email_key("\xFF");
    assert_string_equal(key, "\xFF");
    free(key);
}

/* Long and odd text of any kind takes linear time and bounded messages. */
static void
hostile_text(void **state)
{
    static const char *const pieces[] = {
        "a",    "@",    ".",        "\"", "\\",       ",",
        " ",    "xn--", "ü",        "<",  "[",        "]",
        "+",    "0",    "E",        "(",  "0)",       "&",
        "#",    ";",    "?",        "-",  "\xC2\xA0", "\xE2\x80\xAE",
        "\xFF", "\x01", "\xCC\x88", "m",  "com",      "\xF0\x9F\x98\x80",
    };
    const struct rules_system sys = {.number_length = 3};
    const char *given = getenv("SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10)
                                  : (unsigned)time(NULL);
    int round;

    (void)state;
    print_message("SEED=%u\n", seed);
    srand(seed);
    for (round = 0; round < 20000; round++) {
        struct findings f = FINDINGS_INIT;
        struct buf b = BUF_INIT;
        struct rules_user u;
        int n = rand() % (round % 1000 == 0 ? 20000 : 12), i;
        enum field field;

        for (i = 0; i < n; i++)
            buf_adds(&b, pieces[(size_t)rand() % LEN(pieces)]);
        u = good_user("200", "A", "B", "a@example.com");
        for (field = FIELD_NUMBER; field < FIELD_COUNT; field++)
            u.value[field] = buf_str(&b);
        u.auth_password = u.vm_pin = buf_str(&b);
        rules_check_user(&f, &sys, &u);
        rules_check_users(&f, (struct rules_user[]){u, u}, 2);
        check_bounded(&f);
        findings_free(&f);
        buf_free(&b);
    }
}

/* Every rule that this module speaks was heard in the tests above. */
static void
every_code_was_tripped(void **state)
{
    static const char *const mine[] = {
        "email-", "name-", "number-", "password-", "phone-", "pin-", "target-"};
    const struct rule *r;
    char code[64];
    size_t i, j;

    (void)state;
    for (i = 0; (r = rule_at(i)) != NULL; i++) {
        for (j = 0; j < LEN(mine); j++) {
            if (strncmp(r->code, mine[j], strlen(mine[j])) != 0)
                continue;
            snprintf(code, sizeof(code), " %s ", r->code);
            if (strstr(buf_str(&seen), code) == NULL)
                fail_msg("no test trips %s", r->code);
        }
    }
    buf_free(&seen);
}

/* Megabytes are told to be too long, and looked at no further. */
static void
very_long_names(void **state)
{
    struct findings f = FINDINGS_INIT;
    char *name = mem_calloc(1, (1 << 20) + 1);
    size_t i;

    (void)state;
    memset(name, ' ', 1 << 20);
    rules_check_value(&f, &(struct rules_system){0}, "200", FIELD_LAST, name);
    assert_int_equal(f.count, 1);
    assert_string_equal(f.list[0].rule->code, "name-too-long");
    assert_non_null(strstr(f.list[0].message, "1048576 bytes"));
    assert_true(strlen(f.list[0].message) < 400);
    findings_free(&f);

    /* But what no phone system takes is told of any. */
    for (i = 0; i < 2; i++) {
        name[1000] = i == 0 ? '\n' : '\xff';
        rules_check_value(&f, &(struct rules_system){0}, "200", FIELD_LAST,
                          name);
        assert_int_equal(findings_count(&f, SEVERITY_ERROR, false), 1);
        assert_string_equal(f.list[0].rule->code, "name-control");
        findings_free(&f);
    }
    free(name);
}

static void
users_are_found_by_key(void **state)
{
    static const char *const texts[] = {"b", NULL, "a", "c", "a", "a"};
    struct user_keys k = {NULL, 0, 0};
    size_t i, first = 99;

    (void)state;
    for (i = 0; i < 6; i++)
        user_keys_add(&k, mem_dup(texts[i]), i);
    user_keys_sort(&k);
    assert_int_equal(k.count, 5);
    assert_int_equal(user_keys_find(&k, "a", &first), 3);
    assert_int_equal(first, 0);
    assert_int_equal(k.list[0].user, 2);
    assert_int_equal(k.list[1].user, 4);
    assert_int_equal(k.list[2].user, 5);
    assert_int_equal(user_keys_run(&k, 1), 2);
    assert_int_equal(user_keys_find(&k, "c", &first), 1);
    assert_int_equal(first, 4);
    assert_int_equal(user_keys_find(&k, "aa", &first), 0);
    assert_int_equal(user_keys_find(&k, "d", &first), 0);
    assert_int_equal(user_keys_find(&k, NULL, &first), 0);
    assert_int_equal(user_keys_from(&k, ""), 0);
    assert_int_equal(user_keys_from(&k, "aa"), 3);
    assert_int_equal(user_keys_from(&k, "d"), 5);
    user_keys_free(&k);
    user_keys_sort(&k);
    assert_int_equal(user_keys_find(&k, "a", &first), 0);
    user_keys_free(&k);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(users_are_found_by_key),
        cmocka_unit_test(very_long_names),
        cmocka_unit_test(addresses),
        cmocka_unit_test(names),
        cmocka_unit_test(phones),
        cmocka_unit_test(numbers),
        cmocka_unit_test(severities),
        cmocka_unit_test(messages),
        cmocka_unit_test(whole_users),
        cmocka_unit_test(secrets),
        cmocka_unit_test(secrets_are_not_told),
        cmocka_unit_test(shared_values),
        cmocka_unit_test(many_share),
        cmocka_unit_test(house_domains),
        cmocka_unit_test(target_v20),
        cmocka_unit_test(ordinary_house),
        cmocka_unit_test(dots_at_the_end),
        cmocka_unit_test(email_keys),
        cmocka_unit_test(hostile_text),
        cmocka_unit_test(every_code_was_tripped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
