/* The check of a whole backup: dates, findings and their order, one defect
 * for each rule on archive and pictures that scenarios do not have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "cxbak/util/buf.h"
#include "cxbak/check/check.h"
#include "backup_help.h"

#define DAY (24 * 60 * 60)

/* 2024-11-18 02:30:04 */
#define NOW ((time_t)1731897004)

static void
expect_date(const char *text, const char *expected)
{
    char got[32] = "none";
    time_t date;

    if (check_date(text, NOW, &date)) {
        struct tm tm;

        gmtime_r(&date, &tm);
        strftime(got, sizeof(got), "%Y-%m-%d %H:%M:%S", &tm);
    }
    assert_string_equal(got, expected);
}

static void
test_dates(void **state)
{
    (void)state;
    expect_date("11/18/2024 2:30:04 AM", "2024-11-18 02:30:04");
    expect_date("12/5/16 2:44:05 PM", "2016-12-05 14:44:05");
    expect_date("1/2/2024 12:00:00 AM", "2024-01-02 00:00:00");
    expect_date("1/2/2024 12:00:00 PM", "2024-01-02 12:00:00");
    expect_date("18.11.2024 02:30:04", "2024-11-18 02:30:04");
    expect_date("05.11.2024", "2024-11-05 00:00:00");
    expect_date("2024-11-18T02:30:04Z", "2024-11-18 02:30:04");
    expect_date("2024-11-18 02:30", "2024-11-18 02:30:00");
    expect_date("18/11/2024 02:30:04", "2024-11-18 02:30:04");
    expect_date("2/29/2024 1:00:00 AM", "2024-02-29 01:00:00");

    /* Day or month first: the later one that is not in the future. */
    expect_date("10/11/2024 02:30:04", "2024-11-10 02:30:04");
    expect_date("11/10/2024 02:30:04", "2024-11-10 02:30:04");
    expect_date("11/12/2024 02:30:04", "2024-11-12 02:30:04");

    expect_date("", "none");
    expect_date("yesterday", "none");
    expect_date("2/30/2023 1:00:00 AM", "none");
    expect_date("13/13/2024", "none");
    expect_date("1/1/2024 13:00:00 PM", "none");
    expect_date("1/1/2024 25:00:00", "none");
    expect_date("99999/1/2024", "none");
    expect_date("1/1", "none");
    expect_date("1.1/2024", "none");
}

#define DB(date, dn)                                                           \
    "<PhoneSystem><header><version>15.5</version><Date>" date                  \
    "</Date></header><Tenants><Tenant><DN>" dn "</DN></Tenant></Tenants>"      \
    "</PhoneSystem>"
#define USER(n, rest)                                                          \
    "<Extension><Number>" n "</Number><FirstName>A" n                          \
    "</FirstName><LastName>B</LastName><EmailAddress>a" n                      \
    "@example.com</EmailAddress>" rest "</Extension>"
#define TODAY "11/18/2024 2:30:04 AM"

/* The findings, a line each; `from` is where the first two are chosen. */
static void
expect_codes(const char *db, const struct help_member *members, size_t n,
             const bool *only, const char *expected)
{
    struct findings f = FINDINGS_INIT;
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    struct help_backup h;
    struct check_request q = {.only = only, .now = NOW, .archive = true};
    size_t i;

    help_open(&h, db, members, n);
    q.backup = h.backup;
    q.avatars = &h.avatars;
    assert_int_equal(check_backup(&q, &f, &e), ST_OK);
    for (i = 0; i < f.count; i++)
        buf_printf(&b, "%s %s\n", f.list[i].rule->code,
                   f.list[i].number != NULL ? f.list[i].number : "-");
    assert_string_equal(buf_str(&b), expected);
    buf_free(&b);
    findings_free(&f);
    help_close(&h);
}

static const struct help_member mapping = {"OtherSettings/MappingTable.xml",
                                           "<Mappings/>"};

static void
test_order(void **state)
{
    static const bool second[] = {false, true};

    (void)state;
    expect_codes(DB(TODAY, ""), &mapping, 1, NULL, "");
    expect_codes(DB("", "<Extension><Number>20x</Number></Extension>"
                        "<Extension><Number>100</Number><LastName> x"
                        "</LastName></Extension>"),
                 NULL, 0, NULL,
                 "number-syntax 20x\n"
                 "archive-mapping-missing -\n"
                 "name-blank 100\n"
                 "name-missing 20x\n"
                 "archive-date -\n"
                 "email-missing 100\n"
                 "email-missing 20x\n");

    /* Only one user: nothing of the archive, nothing of others. */
    expect_codes(DB("", "<Extension><Number>20x</Number></Extension>"
                        "<Extension><Number>100</Number><LastName> x"
                        "</LastName></Extension>"),
                 NULL, 0, second, "name-blank 100\nemail-missing 100\n");
}

/* Passwords and PINs are read wherever they stand; no PIN is asked of those
 * that need none. */
static void
test_secrets(void **state)
{
    (void)state;
    expect_codes(DB(TODAY, USER("100", "<AuthPassword>weak</AuthPassword>"
                                       "<VMPIN>1234</VMPIN>")),
                 &mapping, 1, NULL, "password-weak 100\npin-weak 100\n");
    expect_codes(
        DB(TODAY, USER("100", "<VMPIN>1234</VMPIN><VMNoPin>True</VMNoPin>")),
        &mapping, 1, NULL, "");

    /* Not those of what is no user, or deeper within one. */
    expect_codes(
        DB(TODAY,
           USER("100",
                "<X><VMPIN>1234</VMPIN></X>") "<FaxExtension><AuthPassword>weak"
                                              "</AuthPassword></FaxExtension>"),
        &mapping, 1, NULL, "");
}

static void
test_pictures(void **state)
{
    static const struct help_member members[] = {
        {"OtherSettings/MappingTable.xml", "<Mappings/>"},
        {"ProfilePictures/100.png", ""},
        {"ProfilePictures/101.png", "GIF89a"},
        {"ProfilePictures/Thumbs.db", "x"},
    };

    (void)state;
    expect_codes(DB(TODAY, USER("100", "") USER("101", "")), members, 4, NULL,
                 "avatar-unreadable 100\navatar-unreadable 101\n"
                 "avatar-orphan -\n");

    /* A logo that is missing is no avatar; a name in the folder is. */
    expect_codes(
        DB(TODAY,
           USER("100", "<Properties><DNProperty><Name>LOGO</Name><Value>x.png"
                       "</Value></DNProperty></Properties>")
               USER("101", "<Properties><DNProperty><Name>PIC</Name><Value>"
                           "ProfilePictures/x.png</Value></DNProperty>"
                           "</Properties>")),
        members, 1, NULL, "avatar-missing 101\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_secrets),
        cmocka_unit_test(test_pictures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
